"""By what a table is told: a header of known names, or rows that all have as many cells as their header.

Lines may stand above the header, as spreadsheets and press monitors write them: the name of the export, its day, an
empty line. Then only known names tell it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from archive.capture.rows import Row, charset_of, printed, rows_of
from archive.cells import DELIMITERS, cells, is_open, lines_of
from archive.columns import known_columns

MOST_ROWS = 200
MOST_ABOVE, _LONGEST_ABOVE = 10, 200
"""How many lines may stand above a header, and how long they are: what is longer is a text with a table in it."""

_HEAD = 65_536
_BYTE_ORDER_MARKS = ("\ufeff", "ï»¿")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NO_TABLE = re.compile(r"[\s\ufeff]*[<{\[%]|.{0,2000}\x00", re.DOTALL)
_LONGEST_NAME, _FEWEST_KNOWN, _FEWEST_ROWS, _FEWEST_CELLS = 60, 2, 2, 3
_SENTENCE_END = (".", "!", "?", "…", ":", "؟", "。")
_NUMBERS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d\d)\b")


class Header(NamedTuple):
    """Is where the header of a table stands: what parts its cells, and how many lines are above it."""

    delimiter: str
    above: int = 0


def begins_table(head: bytes, named: Collection[str] = ()) -> bool:
    """Says whether a file begins as a table with a header; `named` are columns that a person named."""
    charset = charset_of(head)
    text = head.decode(charset, "ignore")
    if _NO_TABLE.match(text):
        return False
    lines = lines_of(text)
    return find_header(lines if len(head) < _HEAD else lines[:-1], charset, named) is not None


def find_header(lines: Sequence[str], charset: str, named: Collection[str] = ()) -> Header | None:
    """Gives where the header of a table stands; None where the lines begin no table."""
    if not lines:
        return None
    if stated := _SEPARATOR_LINE.fullmatch(without_mark(lines[0])):  # as Excel writes and reads it
        found = _header_among(lines[1:], stated[1], charset, named)
        return Header(stated[1], 1 + (found.above if found else 0)) if len(lines) > 1 else None
    scores = {delimiter: _likeness(lines[:MOST_ROWS], delimiter, charset, named) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best]:
        return Header(best)
    among = (_header_among(lines, delimiter, charset, named) for delimiter in DELIMITERS)
    return next(filter(None, among), None)


def _header_among(
    lines: Sequence[str], delimiter: str, charset: str, named: Collection[str]
) -> Header | None:
    """Gives the first header of known names, where the lines above it are short and the rows below it are like it."""
    for above, line in enumerate(lines[: MOST_ABOVE + 1]):
        names = _names(line, delimiter, charset)
        if _known(names, named) >= _FEWEST_KNOWN:
            like = _are_like(_rows(lines[above + 1 : MOST_ROWS], delimiter), names, delimiter)
            return Header(delimiter, above) if like or not above else None
        if len(line.strip()) > _LONGEST_ABOVE:
            return None
    return None


def _are_like(rows: Sequence[Row], names: Sequence[str], delimiter: str) -> bool:
    """Says whether half of the rows have as many cells as their header, as far as they are whole."""
    whole = list(takewhile(lambda row: not row.open, rows))
    like = sum(len(cells(row.text, delimiter)) == len(names) for row in whole)
    return bool(rows) and len(whole) <= 2 * like


def without_mark(text: str) -> str:
    """Gives carried text less a byte order mark before it."""
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    return text


def _likeness(lines: Sequence[str], delimiter: str, charset: str, named: Collection[str]) -> int:
    """Gives how much lines look like a table with this delimiter; 0 where they do not."""
    names = _names(lines[0], delimiter, charset)
    known = _known(names, named)
    if not names or known >= _FEWEST_KNOWN:
        return 100 * known + len(names)
    rows = _rows(lines[1:], delimiter)
    told = len(set(names)) == len(names) and all(_is_name(name) for name in names)
    even = all(len(cells(row.text, delimiter)) == len(names) for row in rows)
    enough = len(rows) >= _FEWEST_ROWS or (rows and len(names) >= _FEWEST_CELLS)
    return len(names) if told and even and enough else 0


def _names(line: str, delimiter: str, charset: str) -> list[str]:
    """Gives the cells of a line that may be a header; none for a line of one cell, or that goes on in the next."""
    header = without_mark(line)
    if delimiter not in header or is_open(header.rstrip("\r\n"), delimiter):
        return []
    return [printed(name, charset) for name in cells(header, delimiter)]


def _known(names: Sequence[str], named: Collection[str]) -> int:
    """Counts the columns that are known by their name, or that a person named."""
    return len({*known_columns(names).values(), *(set(named) & set(names))})


def _rows(lines: Sequence[str], delimiter: str) -> list[Row]:
    return [row for row in rows_of(iter(lines), delimiter, _HEAD) if row.text.strip()]


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and not text.endswith(_SENTENCE_END)


def months_stand_first(rows: Iterable[Row], place: int, delimiter: str) -> bool | None:
    """Says what the dates in a column prove, a number above 12 being a day; None for nothing, or both."""
    column = (row[place] for row in (cells(one.text, delimiter) for one in rows) if len(row) > place)
    found = [match for match in map(_NUMBERS.match, column) if match]
    day_first = any(int(match[1]) > 12 for match in found)
    day_second = any(int(match[2]) > 12 for match in found)
    return None if day_first == day_second else day_second
