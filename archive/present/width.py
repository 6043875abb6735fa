"""How many cells of a terminal a text takes, and lines that fit into a number of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, east_asian_width

_ZWJ = "\u200d"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_EMOJI_SIGN = "\ufe0f"


def width(text: str) -> int:
    """Gives the number of cells that the text takes in a terminal.

    Marks and format signs take none, East Asian wide letters and emoji two; emoji that are joined count once.

    >>> width("مُحَمَّد"), width("漢字"), width("👩‍🚀"), width("é")
    (4, 4, 2, 1)
    """
    if text.isascii():
        return len(text)
    cells, before = 0, ""
    for sign in text:
        joined = sign in _SKIN_TONES or (before == _ZWJ and _cells(sign) == 2)
        if sign == _EMOJI_SIGN and before and _cells(before) == 1:
            cells += 1
        cells += 0 if joined else _cells(sign)
        before = sign
    return cells


@lru_cache(maxsize=4096)
def _cells(sign: str) -> int:
    # Vowels and finals of Hangul (U+1160 to U+11FF) sit on the syllable before them.
    if category(sign) in ("Mn", "Me", "Cf", "Cn", "Cc") or "\u1160" <= sign <= "\u11ff":
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def pad(text: str, cells: int, right: bool = False) -> str:
    """Gives the text filled with spaces to a number of cells; `right` puts the text to the right end."""
    spaces = " " * (cells - width(text))
    return spaces + text if right else text + spaces


def wrap(text: str, cells: int) -> list[str]:
    """Cuts one paragraph into lines of at most so many cells; a longer word keeps its line to itself.

    Lines break at plain spaces only (a no-break space holds), and anywhere between wide letters.
    """
    lines: list[str] = []
    line, filled = "", 0
    for word in _words(text, cells):
        whole = width(word)
        size = whole - len(word) + len(word.rstrip(" "))
        if line and filled + size > cells:
            lines.append(line.rstrip(" "))
            line, filled = "", 0
        line, filled = line + word, filled + whole
    return [*lines, line.rstrip(" ")] if line.strip(" ") else lines


def _words(text: str, cells: int) -> Iterator[str]:
    for word in re.findall(r"[^ ]+ *", text):
        if width(word) > cells and any(_cells(sign) == 2 for sign in word):
            yield from word
        else:
            yield word
