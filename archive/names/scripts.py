"""The two scripts that names are matched across, and a term as the rules of spelling read it."""

from __future__ import annotations

import re

ARABIC, LATIN = 0, 1

_NOT_ARABIC = re.compile("[^\u0621-\u064a ]")
_NOT_LATIN = re.compile("[^a-z ]")


def script_of(term: str) -> int | None:
    """Gives the script of a folded term, None for what is neither Arabic nor Latin or holds a digit."""
    first = term[:1]
    if "\u0621" <= first <= "\u064a":
        return None if _NOT_ARABIC.search(term) else ARABIC
    return LATIN if "a" <= first <= "z" and not _NOT_LATIN.search(term) else None


def letters(term: str) -> str:
    """Gives an Arabic term without what spellings of one name differ in freely: the hamza on the line.

    >>> letters("عطاءالله")
    'عطاالله'
    """
    return term.replace("ء", "")


INNER_ARTICLE = "ٱ"
"""Stands for the article inside a compound, which is heard as `al`, `el`, `u`, `e`, or as a doubled letter."""

_INNER = re.compile("(?<=.) ?ال(?=دين$)|(?<=^عبد) ?ال(?=..)|(?<=.) ال(?=..)")


def with_inner_article(term: str) -> str:
    """Gives an Arabic term with the article inside a compound as one letter.

    >>> with_inner_article("عبد الرحمن"), with_inner_article("عبدالرحمن"), with_inner_article("ال ثاني")
    ('عبدٱرحمن', 'عبدٱرحمن', 'ال ثاني')
    """
    return _INNER.sub(INNER_ARTICLE, term)
