"""Tables of separated values (CSV, TSV): one capture a row, which is the table's header with that row alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import BinaryIO, NamedTuple

from archive.capture.opening import Opening, now, refused, too_large
from archive.capture.rows import Lines, Row, printed, rows_of
from archive.capture.table_signs import (
    MOST_ROWS,
    begins_table,
    find_delimiter,
    months_stand_first,
    without_mark,
)
from archive.cells import DELIMITERS, cells
from archive.columns import TableShape, known_columns
from archive.documents import Capture, Outcome, Reason

__all__ = ["begins_table", "open_table"]


def open_table(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each row, and an outcome for a row that is over the cap or never ends."""
    lines = Lines(stream, opening.cap)
    sample = list(islice(lines, MOST_ROWS))
    delimiter, height = find_delimiter(sample, lines.charset) or (DELIMITERS[0], 1)
    rows = rows_of(chain(sample, lines), delimiter, opening.cap)
    header = list(islice(rows, height))
    names = [printed(name, lines.charset) for name in cells(without_mark(header[-1].text), delimiter)]
    if missing := sorted(set(opening.columns.values()) - set(names)):
        there_are = ", ".join(names)
        yield refused(source, Reason.BAD_RECORD, f"no column {missing[0]!r}; there are {there_are}")
        return
    early = list(islice(rows, MOST_ROWS))
    if not early:
        yield refused(source, Reason.EMPTY, "a header without rows")
    shape = TableShape(delimiter, dict(opening.columns), _proved(early, names, delimiter, opening))
    top = "".join(row.text for row in header)
    yield from _Cut(source, top, lines.charset, shape, opening.cap, now()).pieces(chain(early, rows))


class _Cut(NamedTuple):
    """Cuts the rows of one table into captures."""

    source: str
    header: str
    charset: str
    shape: TableShape
    cap: int
    moment: datetime

    def pieces(self, rows: Iterable[Row]) -> Iterator[Capture | Outcome]:
        """Gives a capture for each row that is not blank."""
        for row in rows:
            place = f"{self.source}:{row.line}"
            if row.open:
                yield refused(place, Reason.BAD_RECORD, "a quote opens in this row and is never closed")
            elif len(row.text) > self.cap:
                yield too_large(place, self.cap, "the row")
            elif row.text.strip(f' \t\r\n"{self.shape.delimiter}'):
                content = (self.header + row.text).encode(self.charset, "surrogatepass")
                yield Capture(content, place, media_type=self.shape.media_type, moment=self.moment)


def _proved(early: Sequence[Row], names: list[str], delimiter: str, opening: Opening) -> bool | None:
    column = opening.columns.get("published") or known_columns(names).get("published")
    return months_stand_first(early, names.index(column), delimiter) if column else None
