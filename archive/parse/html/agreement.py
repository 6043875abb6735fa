"""How far the text that was found agrees with what the page visibly prints: a second opinion, and a cheap one.

The page is read as plain lines once more: its body is the run of blocks with the greatest sum of scores, long ones
that end as sentences do up, links and short ones down. Where the two readings share too little, a person should look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from archive.parse.html.blocks import Block

ENOUGH = 0.8
SURE = 0.49
"""How sure a body is at best that its page does not confirm."""

_LONG, _LONGER, _MOST = 80, 240, 5.0
_SENTENCE = re.compile(r"[.!?…؟。]['\"»”’)\]]{0,3}$")
_SPACED = 20


class Doubted(NamedTuple):
    """Is a text that its page does not confirm: the share of words that both readings have, and why that is a doubt."""

    agreement: float
    evidence: str


def doubt_of(blocks: Sequence[Block], text: Sequence[str]) -> Doubted | None:
    """Gives the doubt where a text and its page's own run share too little (the F1 of their words), else None.

    A run much shorter than the text tells that the page hides its text from plain reading, in a box named like a menu:
    then the boxes are not heeded, and if that does not help there is no second opinion.
    """
    body = "\n".join(text)
    run = "\n".join(_run(blocks, aside=False))
    if len(run) * 2 < len(body):
        run = "\n".join(_run(blocks, aside=True))
    if len(run) * 2 < len(body):
        return None
    own, printed = _words(body), _words(run)
    agreement = 2 * (own & printed).total() / (own.total() + printed.total() or 1)
    if agreement >= ENOUGH:
        return None
    told = f"{own.total():,} words, where the page prints {printed.total():,} in a row: {agreement:.0%} agree"
    return Doubted(agreement, told)


def _run(blocks: Sequence[Block], *, aside: bool) -> Iterator[str]:
    """Gives the texts of the run of blocks with the greatest sum."""
    most = total = 0.0
    start = end = here = 0
    for place, block in enumerate(blocks):
        if total <= 0:
            total, here = 0.0, place
        total += _price(block, aside)
        if total > most:
            most, start, end = total, here, place + 1
    return (block.text for block in blocks[start:end] if not _is_beside(block, aside))


def _price(block: Block, aside: bool) -> float:
    if _is_beside(block, aside):
        return -0.5
    length = len(block.text)
    told = length >= _LONGER or (length >= _LONG and _SENTENCE.search(block.text[-5:]))
    return min(length / 120, _MOST) if told else -0.2


def _is_beside(block: Block, aside: bool) -> bool:
    return (block.aside and not aside) or block.linked * 2 >= len(block.text)


def _words(text: str) -> Counter[str]:
    """Counts the words of a text; pairs of letters where words are not spaced."""
    words = text.split()
    if len(text) > _SPACED * (len(words) or 1):
        words = [a + b for a, b in pairwise(text)]
    return Counter(words)
