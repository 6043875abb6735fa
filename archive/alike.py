"""How alike two texts are, by the runs of three words that they share.

Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import re
from collections.abc import Set

from archive.text import ARABIC_MARKS, INVISIBLE, key

MARKS = f"\u0300-\u036f{ARABIC_MARKS.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}"
"""What stands inside words beside letters and digits."""

SHINGLE = 3
NEAR = 0.8
REMEMBERED = 1 << 16
"""How many words have their keys remembered: folding a text word by word costs two thirds of folding it whole."""

_WORD = re.compile(f"[\\w{MARKS}]+")


class _Keys(dict[str, str]):
    """Holds the keys of the words that were met; where there are too many, those that do not come back go."""

    def __init__(self) -> None:
        self.before: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.before = dict(self)
            self.clear()
        found = self[word] = self.before.get(word) or key(word)
        return found


_KEYS = _Keys()


def shingles(text: str) -> set[str]:
    """Gives the distinct runs of three words of a text, folded."""
    words = " ".join(map(_KEYS.__getitem__, _WORD.findall(text))).split()
    return set(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


def resemblance(one: str, other: str) -> float:
    """Gives the share of shingles that two texts have in common, 0 to 1."""
    a, b = shingles(one), shingles(other)
    return shared(a, b) if a and b else float(key(one) == key(other))


def shared(a: Set[str], b: Set[str]) -> float:
    """Gives the share of all shingles of two texts that both have, 0 to 1."""
    return len(a & b) / (len(a | b) or 1)


def contained(a: Set[str], b: Set[str]) -> float:
    """Gives the share of the shingles of the shorter text that the longer one has too, 0 to 1."""
    return len(a & b) / (min(len(a), len(b)) or 1)
