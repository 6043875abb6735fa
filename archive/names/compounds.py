"""Compounds: names of two or three tokens that are one name (عبد اللطيف, Abd al-Latif, Aït Melloul, Nour Eddine)."""

from __future__ import annotations

from collections.abc import Sequence

ARABIC_HEADS = frozenset("عبد ابو ابي ابا بو ابن بن بنت ام ال ولد اولاد ايت بني بنو سيدي مولاي ذو".split())
ARABIC_TAILS = frozenset("الله الدين الاسلام".split())
CLITICS = "وفبكل"
ARTICLES = frozenset("al el ul il ol ad ar as at an az ed er es et en ez ud ur us un ash ech esh aal".split())
LATIN_HEADS = frozenset(
    """
    abd abdal abdel abdul abdol abdou abu abou abi aba bou bu ben bin ibn bint bent om oum um umm ould wold ouled
    oulad awlad ait beni bani banu sidi moulay mulay al el aal dhu
    """.split()
)
LATIN_TAILS = frozenset(
    "allah ullah oullah eddine edine eddin uddin uddine ouddine addin din dine islam".split()
)
HEADS = (
    ARABIC_HEADS
    | LATIN_HEADS
    | {clitic + head for head in ARABIC_HEADS if len(head) > 2 for clitic in CLITICS}
)
_CLITIC_HEADS = HEADS - ARABIC_HEADS - LATIN_HEADS
TAILS = ARABIC_TAILS | LATIN_TAILS
_LATIN_TAILS = [[tail] for tail in LATIN_TAILS]
_PARTS = HEADS | ARTICLES
SIGNS = HEADS | TAILS
LONGEST = 3
GAPS = frozenset(" - ' ’ ‑ – \u00a0 \u2019".split(" ")) | {" ", "\u00a0"}
"""What may stand between two tokens of one name."""


def compounds(words: Sequence[str]) -> list[tuple[int, int]]:
    """Gives the spans of folded words that are one name, in order and without overlap.

    >>> compounds(["general", "abd", "al", "latif", "hammouchi"]), compounds(["نور", "الدين"])
    ([(1, 4)], [(0, 2)])
    """
    spans: list[tuple[int, int]] = []
    free = 0
    for at, word in enumerate(words):
        if word in SIGNS:
            for start in (at,) if word in HEADS else (at - 2, at - 1):
                end = _end(words, start) if start >= free >= 0 else 0
                if end > at:
                    spans.append((start, end))
                    free = end
                    break
    return spans


def _end(words: Sequence[str], at: int) -> int:
    """Gives where a compound that begins at a word ends, 0 where none begins."""
    longest = min(at + LONGEST, len(words))
    following = words[at + 1 : at + 2]
    if at and words[at] in ARTICLES and following in _LATIN_TAILS:  # of `Salah al Din`, which begins before
        return 0
    if words[at] in HEADS:
        end = at + 1
        while end < longest - 1 and words[end] in _PARTS:
            end += 1
        return end + 1 if end < len(words) else 0
    for end in range(at + 1, longest):
        if words[end] in TAILS and all(word in ARTICLES for word in words[at + 1 : end]):
            return end + 1
    return 0


def is_name(printed: str) -> bool:
    """Says whether a Latin compound is written as a name."""
    words = printed.replace("-", " ").split()
    return words[-1][0].isupper() and (words[0][0].isupper() or len(words[0]) > 2 or "-" in printed)


def without_clitic(compound: str) -> str:
    """Gives a compound without the preposition or conjunction that is written into its head.

    >>> without_clitic("وعبد الله"), without_clitic("ولد الرشيد")
    ('عبد الله', 'ولد الرشيد')
    """
    return compound[1:] if compound.split(" ", 1)[0] in _CLITIC_HEADS else compound
