"""Hard-wrapped texts: mail, terminals and old editors cut paragraphs into lines of one width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

_NARROWEST, _WIDEST = 50, 100
_FEWEST_JOINS = 3
_FULL = 0.6
_SHARE = 0.8
_SENTENCE_ENDS = (".", "!", "?", "؟", "。", ":", "…")


def unwrap(rows: Sequence[str]) -> Iterator[str]:
    r"""Gives the lines of a text, those that a fixed width cut as one line with its cuts as `\n`.

    A row was cut when the first word of the next would not have fitted on it. A text with one line wider than
    100 letters was not wrapped, and is given as it is.

    >>> list(unwrap(["one line", "another"]))
    ['one line', 'another']
    """
    width = max((len(row.strip()) for row in rows if len(row.split()) > 1), default=0)
    cuts = [_cut(row, after, width) for row, after in pairwise(rows)]
    if not _is_wrapped(rows, cuts, width):
        yield from rows
        return
    line = rows[0]
    for cut, row in zip(cuts, rows[1:], strict=True):
        if cut:
            line += "\n" + row
        else:
            yield line
            line = row
    yield line


def _cut(row: str, after: str, width: int) -> bool:
    """Says whether a row may have been cut for its width: the next row's first word did not fit on it."""
    words = after.split(maxsplit=1)
    return bool(words) and bool(row.strip()) and len(row.strip()) + 1 + len(words[0]) > width


def _is_wrapped(rows: Sequence[str], cuts: Sequence[bool], width: int) -> bool:
    """Says whether nearly every row that runs on into another is as full as it can be, and most break a sentence."""
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = [
        (cut, row.rstrip().endswith(_SENTENCE_ENDS))
        for cut, (row, after) in zip(cuts, pairwise(rows), strict=True)
        if len(row.strip()) >= _FULL * width and after.strip()
    ]
    joins = [ends for cut, ends in full if cut]
    # Paragraphs of one length, one a row, end in sentences; a width cuts wherever it falls.
    return len(joins) >= max(_FEWEST_JOINS, _SHARE * len(full)) and sum(joins) <= len(joins) / 2
