"""How much of one text stands in another, by the beginnings of its words."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from archive.languages import HAN, KANA
from archive.text import key

_STEM = 5
_CJK = re.compile(f"[{HAN}{KANA}]")
# What Arabic writes together with a word: "and", "in", "for", "the".
_CLITIC = re.compile(r"^(?:[وف]?(?:[بكل]?ال|لل)|[وفبلك](?=\w{4}))(?=\w{2})")


@lru_cache(maxsize=64)
def words_of(text: str) -> frozenset[str]:
    """Gives the beginnings of the longer words of a text; pairs of letters where words are not spaced."""
    found: set[str] = set()
    for word in key(text).split():
        if _CJK.search(word):
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) > 2:
            found.add(_CLITIC.sub("", word)[:_STEM])
    return frozenset(found)


def coverage(text: str, words: Set[str]) -> float:
    """Gives the share of the words of a text that stand among others, 0 to 1."""
    own = words_of(text)
    return len(own & words) / len(own) if own else 0.0
