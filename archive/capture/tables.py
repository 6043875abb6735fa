"""Tables of separated values (CSV, TSV): one capture a row, which is the table's header with that row alone.

What stands above the header stays above it in each capture, whose media type says how many lines that is.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from archive.capture.opening import Opening, now, refused, too_large
from archive.capture.rows import Lines, Row, printed, rows_of
from archive.capture.table_signs import (
    MOST_ROWS,
    Header,
    begins_table,
    find_header,
    months_stand_first,
    without_mark,
)
from archive.cells import DELIMITERS, cells
from archive.columns import TableShape, known_columns
from archive.documents import Capture, Outcome, Reason

__all__ = ["begins_table", "cells_of", "open_table"]

_BLANK = ' \t\r\n"'


def open_table(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each row, and an outcome for a row that is over the cap or never ends."""
    lines = Lines(stream, opening.cap)
    sample = list(islice(lines, MOST_ROWS))
    delimiter, above = find_header(sample, lines.charset, opening.columns.values()) or Header(DELIMITERS[0])
    found = rows_of(chain(sample[above:], lines), delimiter, opening.cap)
    rows = (row._replace(line=row.line + above) for row in found)
    header = next(rows)
    names = [printed(name, lines.charset) for name in cells(without_mark(header.text), delimiter)]
    if missing := sorted(set(opening.columns.values()) - set(names)):
        there_are = ", ".join(names)
        yield refused(source, Reason.BAD_RECORD, f"no column {missing[0]!r}; there are {there_are}")
        return
    early = list(islice(rows, MOST_ROWS))
    if not early:
        yield refused(source, Reason.EMPTY, "a header without rows")
    shape = TableShape(delimiter, dict(opening.columns), _proved(early, names, delimiter, opening))
    media_type = f"{shape.media_type}; above={above}" if above else shape.media_type
    like = Capture(b"", source, media_type, moment=now())
    top = "".join((*sample[:above], header.text))
    yield from _Cut(like, top, lines.charset, delimiter, opening.cap).pieces(chain(early, rows))


def cells_of(content: bytes, field: str, columns: Mapping[str, str]) -> Iterator[tuple[int, str]] | None:
    """Gives what a table has in the column of a field, with the number of each row's line; None without that column."""
    lines = Lines(io.BytesIO(content), len(content))
    carried = list(lines)
    delimiter, above = find_header(carried, lines.charset, columns.values()) or Header(DELIMITERS[0])
    header, *rows = rows_of(iter(carried[above:]), delimiter, len(content))
    names = [printed(name, lines.charset) for name in cells(without_mark(header.text), delimiter)]
    column = {**known_columns(names), **columns}.get(field)
    if column not in names:
        return None
    place = names.index(column)
    told = (
        (row.line + above, cells(row.text, delimiter)) for row in rows if row.text.strip(_BLANK + delimiter)
    )
    return ((line, printed("".join(row[place : place + 1]), lines.charset)) for line, row in told)


class _Cut(NamedTuple):
    """Cuts the rows of one table into captures."""

    like: Capture
    header: str
    charset: str
    delimiter: str
    cap: int

    def pieces(self, rows: Iterable[Row]) -> Iterator[Capture | Outcome]:
        """Gives a capture for each row that is not blank."""
        for row in rows:
            place = f"{self.like.source}:{row.line}"
            if row.open:
                yield refused(place, Reason.BAD_RECORD, "a quote opens in this row and is never closed")
            elif len(row.text) > self.cap:
                yield too_large(place, self.cap, "the row")
            elif row.text.strip(_BLANK + self.delimiter):
                content = (self.header + row.text).encode(self.charset, "surrogatepass")
                yield replace(self.like, content=content, source=place)


def _proved(early: Sequence[Row], names: list[str], delimiter: str, opening: Opening) -> bool | None:
    column = opening.columns.get("published") or known_columns(names).get("published")
    return months_stand_first(early, names.index(column), delimiter) if column else None
