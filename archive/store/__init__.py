"""Keep clippings as articles: file, correct, delete.

filing      a clipping becomes an article, a new wording of one, or nothing new
identity    which article it is
addressed   articles by their addresses
likeness    near-identical texts
families    those that tell one story
names       outlets, authors and tags found again
newness     which clippings of many can be no article that is there
links       related links find their targets
edits       corrections by a person
rewriting   another reading in place of what is kept
rows        rows by the driver, and those that wait to be written together
"""
