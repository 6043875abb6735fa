"""A printed line folded for matching, with the way back to the printed offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from archive.text import INVISIBLE

_TATWEEL = "ـ"
_SIGNS = (
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("’‘ʼ´`′", "'")
    | {"،": ",", "؛": ";", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه"}
    | {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe"}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Is a line without accents, case, Arabic letter forms and marks; `places` are offsets in `line`."""

    line: str
    text: str
    places: tuple[int, ...]

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Gives the printed span of a folded span; both are half open and the folded one is not empty."""
        return self.places[start], self.places[end]

    def upper(self, start: int, end: int) -> bool:
        """Says whether no small letter is printed at a folded span."""
        first, last = self.printed(start, end)
        return not any(map(str.islower, self.line[first:last]))


def fold_line(line: str) -> Folded:
    """Folds a line sign by sign, so that every folded sign knows the printed one it came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(line):
        folded = fold_sign(sign)
        signs.append(folded)
        places.extend([place] * len(folded))
    return Folded(line, "".join(signs), (*places, len(line)))


def fold_word(word: str) -> str:
    """Folds a word of a table in the way that lines are folded."""
    return "".join(map(fold_sign, word))


@lru_cache(maxsize=4096)
def fold_sign(sign: str) -> str:
    """Folds one sign to none, one or several; Hangul is not taken apart.

    Raised and circled digits stay what they are, or `m²` would read as `m2`.
    """
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isdigit() or unicodedata.category(sign) == "No" or "가" <= sign <= "힣":
        return sign
    if sign == _TATWEEL or INVISIBLE.match(sign):
        return ""
    parts = unicodedata.normalize("NFKD", _SIGNS.get(sign, sign)).casefold()
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(" " if part.isspace() else _SIGNS.get(part, part) for part in bare)
