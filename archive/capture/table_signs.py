"""By what a table is told: a header of known names, or rows that all have as many cells as their header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.capture.rows import Row, charset_of, printed, rows_of
from archive.cells import DELIMITERS, cells, is_open, lines_of
from archive.columns import known_columns

MOST_ROWS = 200
_HEAD = 65_536
_BYTE_ORDER_MARKS = ("\ufeff", "ï»¿")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NO_TABLE = re.compile(r"[\s\ufeff]*[<{\[%]|.{0,2000}\x00", re.DOTALL)
_LONGEST_NAME, _FEWEST_KNOWN, _FEWEST_ROWS, _FEWEST_CELLS = 60, 2, 2, 3
_SENTENCE_END = (".", "!", "?", "…", ":", "؟", "。")
_NUMBERS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d\d)\b")


def begins_table(head: bytes) -> bool:
    """Says whether a file begins as a table with a header."""
    charset = charset_of(head)
    text = head.decode(charset, "ignore")
    if _NO_TABLE.match(text):
        return False
    lines = lines_of(text)
    return find_delimiter(lines if len(head) < _HEAD else lines[:-1], charset) is not None


def find_delimiter(lines: Sequence[str], charset: str) -> tuple[str, int] | None:
    """Gives the delimiter of a table and how many lines its header has; None where the lines begin no table."""
    if not lines:
        return None
    if stated := _SEPARATOR_LINE.fullmatch(without_mark(lines[0])):  # as Excel writes and reads it
        return (stated[1], 2) if len(lines) > 1 else None
    scores = {delimiter: _likeness(lines[:MOST_ROWS], delimiter, charset) for delimiter in DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return (best, 1) if scores[best] else None


def without_mark(text: str) -> str:
    """Gives carried text less a byte order mark before it."""
    for mark in _BYTE_ORDER_MARKS:
        text = text.removeprefix(mark)
    return text


def _likeness(lines: Sequence[str], delimiter: str, charset: str) -> int:
    """Gives how much lines look like a table with this delimiter; 0 where they do not."""
    header = without_mark(lines[0])
    if delimiter not in header or is_open(header.rstrip("\r\n"), delimiter):
        return 0
    names = [printed(name, charset) for name in cells(header, delimiter)]
    known = len(known_columns(names))
    if known >= _FEWEST_KNOWN:
        return 100 * known + len(names)
    rows = [row for row in rows_of(iter(lines[1:]), delimiter, _HEAD) if row.text.strip()]
    named = len(set(names)) == len(names) and all(_is_name(name) for name in names)
    even = all(len(cells(row.text, delimiter)) == len(names) for row in rows)
    enough = len(rows) >= _FEWEST_ROWS or (rows and len(names) >= _FEWEST_CELLS)
    return len(names) if named and even and enough else 0


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_NAME and not text.endswith(_SENTENCE_END)


def months_stand_first(rows: Iterable[Row], place: int, delimiter: str) -> bool | None:
    """Says what the dates in a column prove, a number above 12 being a day; None for nothing, or both."""
    column = (row[place] for row in (cells(one.text, delimiter) for one in rows) if len(row) > place)
    found = [match for match in map(_NUMBERS.match, column) if match]
    day_first = any(int(match[1]) > 12 for match in found)
    day_second = any(int(match[2]) > 12 for match in found)
    return None if day_first == day_second else day_second
