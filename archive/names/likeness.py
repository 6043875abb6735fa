"""How alike two spellings look: the share of letters they have in common, in order."""

from __future__ import annotations

from collections.abc import Callable


def likeness(word: str) -> Callable[[str], float]:
    """Gives a function that says how alike another word is: 1 for the same, 0 for nothing in common.

    It is twice the length of the longest common subsequence over the sum of lengths (the `ratio` of an edit
    distance without substitution), by the bit vectors of Hyyrö (2004): one step of integers a letter.

    >>> round(likeness("hamuci")("hmuci"), 2)
    0.91
    """
    size = len(word)
    full = (1 << size) - 1
    places: dict[str, int] = {}
    for at, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << at

    def ratio(other: str) -> float:
        state = full
        for letter in other:
            here = state & places.get(letter, 0)
            state = (state + here) | (state - here)
        common = size - (state & full).bit_count()
        return 2 * common / (size + len(other)) if size + len(other) else 1.0

    return ratio
