"""Keep clippings as articles: file, correct, delete.

filing      a clipping becomes an article, a new wording of one, or nothing new
identity    which article it is
likeness    near-identical texts
names       outlets, authors and tags found again
links       related links find their targets
edits       corrections by a person
"""
