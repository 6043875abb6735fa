"""Say cheaply of nearly every stretch of a text that no word sought is in it: analysing one costs ten times more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.analysis.roots import root

BEGINNING = 3
"""How many first letters a word written with vowels shares with its stem and root."""

_LATIN = re.compile(
    "[0-9A-Za-z\u00c0-\u024f]+"
)  # without apostrophes: what stands behind one may be the word
_ARABIC = re.compile("[\u0620-\u065f]+")
# Letters that may be printed otherwise, or that are in a root only where a word has no other letters.
_VARIANTS = {"ه": "[^ء]", "ك": "[^ء]", "ا": "[^ء]", "و": "[^ء]", "ي": "[^ء]"}


class Sieve:
    """Lets through the runs in which one of the words may stand; with `any_arabic` all Arabic ones."""

    def __init__(self, words: Iterable[str], *, any_arabic: bool = False) -> None:
        words = list(words)
        self.beginnings = tuple({word[:BEGINNING] for word in words})
        patterns = [_consonants(word) for word in words if _ARABIC.match(word)]
        self.arabic = re.compile("" if any_arabic else "|".join(patterns) or "(?!)")

    def lets_through(self, run: str) -> bool:
        """Says whether a run of letters and digits has to be analysed."""
        if _LATIN.fullmatch(run) and run[:BEGINNING].isascii():
            return run[:BEGINNING].lower().startswith(self.beginnings)
        return not _ARABIC.fullmatch(run) or self.arabic.search(run) is not None


def _consonants(word: str) -> str:
    """Gives a pattern that every Arabic word finds which this one answers: its consonants in their order."""
    return ".*".join(_VARIANTS.get(letter, letter) for letter in root(word, word))
