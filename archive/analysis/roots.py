"""What a word shares with its relatives: a rough root, for ranking only.

A root is wrong too often to search by, but among articles that were found it tells those that speak of the same
thing in other words: `مكتبة` and `كتاب`, `gouverneur` and `gouvernement`. The Arabic rule takes away what verbal
patterns put before and between the consonants, as the last step of the ISRI stemmer does (Taghva, Elkhoury and
Coombs, 2005), without its tables of patterns, which rank no better.
"""

from __future__ import annotations

import re

LETTERS = 4
"""How many first letters stand for the root of a word in a script that writes its vowels."""

_ARABIC = re.compile("[\u0620-\u064a]")
_PATTERN = re.compile("(?:مست|است|تست|يست|مت|ان|من|م|ت|ي|ا)(?=...)")
_VOWELS = str.maketrans("", "", "اويئء")


def root(exact: str, term: str) -> str:
    """Gives the rough root of a word by its folded form and its term; empty where the word is its own.

    >>> root("المستشفيات", "مستشف"), root("مكتبه", "مكتب"), root("كتاب", "كتاب")
    ('شف', 'كتب', 'كتب')
    >>> root("gouverneur", "gouverneur"), root("the", "the"), root("东京", "东京")
    ('gouv', '', '')
    """
    if _ARABIC.match(term):
        consonants = _PATTERN.sub("", term, count=1) if _PATTERN.match(term) else term
        consonants = consonants.translate(_VOWELS)
        return consonants if len(consonants) > 1 else term
    return exact[:LETTERS] if len(exact) > LETTERS else ""
