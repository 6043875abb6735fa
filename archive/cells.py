"""The grammar of separated values (CSV, RFC 4180): where a row ends, and which cells it holds.

Python's `csv` reads the same, but says neither which bytes a row is made of nor goes on after a broken one, and its
limit on the length of a cell is one for the whole process.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_TO_QUOTE = r'(?:[^"]|"")*+"'


class _Patterns(NamedTuple):
    """Holds the patterns for one delimiter; text is matched from where the last one ended."""

    whole: re.Pattern[str]
    to_quote: re.Pattern[str]
    rest: re.Pattern[str]
    cell: re.Pattern[str]


@cache
def _patterns(delimiter: str) -> _Patterns:
    plain = f"[^{re.escape(delimiter)}]*+"
    whole = rf'(?:(?:"{_TO_QUOTE}{plain}|(?!"){plain}){re.escape(delimiter)})*+'
    cell = rf'"(?P<quoted>(?:[^"]|"")*+)"(?P<tail>{plain})|(?P<plain>{plain})'
    return _Patterns(*(re.compile(p) for p in (whole, _TO_QUOTE, plain + re.escape(delimiter), cell)))


def lines_of(text: str) -> list[str]:
    """Gives the lines of a text with their ends, which are those of files alone: no form feed, no U+0085.

    Carried as Latin-1, half of an Arabic letter is U+0085.
    """
    return _LINE.findall(text)


def is_open(line: str, delimiter: str, was_open: bool = False) -> bool:
    """Says whether a quoted cell is still open at the end of a line; `was_open`, whether one was at its start.

    >>> is_open('a,"b', ","), is_open('c",d', ",", True), is_open('5" wide,"x"', ",")
    (True, False, False)
    """
    patterns, place = _patterns(delimiter), 0
    if was_open:
        closed = patterns.to_quote.match(line)
        if closed is None:
            return True
        after = patterns.rest.match(line, closed.end())
        if after is None:
            return False
        place = after.end()
    place = patterns.whole.match(line, place).end()  # type: ignore[union-attr]  # it matches the empty text
    return line.startswith('"', place) and patterns.to_quote.match(line, place + 1) is None


def cells(row: str, delimiter: str) -> list[str]:
    """Gives the cells of one row, which may run over several lines; its last line end is no part of it.

    >>> cells('a,"b ""c"" d",', ",")
    ['a', 'b "c" d', '']
    """
    found, place, text = [], 0, _without_end(row)
    pattern = _patterns(delimiter).cell
    while True:
        cell = pattern.match(text, place)
        assert cell is not None  # the last alternative matches the empty text
        quoted = cell["quoted"]
        found.append(cell["plain"] if quoted is None else quoted.replace('""', '"') + cell["tail"])
        if cell.end() >= len(text):
            return found
        place = cell.end() + 1


def _without_end(row: str) -> str:
    return row[:-2] if row.endswith("\r\n") else row[:-1] if row.endswith(("\n", "\r")) else row
