"""How alike two texts are, by the runs of three words that they share.

Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from archive.text import ARABIC_MARKS, INVISIBLE, key

MARKS = f"\u0300-\u036f{ARABIC_MARKS.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}"
"""What stands inside words beside letters and digits."""

SHINGLE = 3
NEAR = 0.8
REMEMBERED, LONGEST = 32, 50_000
"""Of how many texts the shingles are remembered, and up to how many characters: they take 30 times their room."""

_WORD = re.compile(f"[\\w{MARKS}]+")
_key = lru_cache(1 << 15)(key)  # near copies are compared, and they have the same words


def folded(text: str) -> str:
    """Gives the words of a text, folded, with spaces between: that of a text is that of its parts side by side."""
    return " ".join(map(_key, _WORD.findall(text)))


def shingles(text: str) -> Set[str]:
    """Gives the distinct runs of three words of a text, folded."""
    return _remembered(text) if len(text) <= LONGEST else runs_of(folded(text).split())


@lru_cache(REMEMBERED)
def _remembered(text: str) -> Set[str]:
    """Gives the shingles of a text that is likely asked for again: one text is compared with many, twice."""
    return frozenset(runs_of(folded(text).split()))


def runs_of(words: Sequence[str]) -> set[str]:
    """Gives the distinct runs of three of some folded words."""
    return set(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


def resemblance(one: str, other: str) -> float:
    """Gives the share of shingles that two texts have in common, 0 to 1."""
    a, b = shingles(one), shingles(other)
    return shared(a, b) if a and b else float(key(one) == key(other))


def shared(a: Set[str], b: Set[str]) -> float:
    """Gives the share of all shingles of two texts that both have, 0 to 1."""
    common = len(a & b)
    return common / (len(a) + len(b) - common or 1)


def contained(a: Set[str], b: Set[str]) -> float:
    """Gives the share of the shingles of the shorter text that the longer one has too, 0 to 1."""
    return len(a & b) / (min(len(a), len(b)) or 1)
