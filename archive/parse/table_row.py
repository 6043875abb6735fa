"""A row of a table becomes a clipping, by the columns that a person named or whose names are known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.cells import cells, is_open, lines_of
from archive.columns import TableShape, known_columns
from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.decode import decode
from archive.parse.shapes.convert import address, captions, moment, names, outlet, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.shape import Convert, From, Shape
from archive.parse.shapes.texts import line, paragraphs

CONVERTS: Mapping[str, Convert] = {
    "body": paragraphs,
    "title": line,
    "kicker": line,
    "standfirst": line,
    "section": line,
    "outlet": outlet,
    "authors": names,
    "published": moment,
    "address": address,
    "language": language,
    "tags": tags,
    "captions": captions,
}
"""The fields that a column may hold, and how its cells are read."""

_SEPARATOR_LINE = re.compile(r"\ufeff?sep=.[ \t]*\n", re.IGNORECASE)
_ABOVE = re.compile(r";\s*above=(\d+)")


def read_row(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads a header with one row; the media type says how the table is written."""
    decoded = decode(capture.content, capture.charset)
    if isinstance(decoded, Refusal):
        return decoded
    table = TableShape.of(capture.media_type)
    header, row = _parted(_from_header(decoded.text, capture.media_type), table.delimiter)
    if len(row) < len(header) or any(cell.strip() for cell in row[len(header) :]):
        return Refusal(Reason.BAD_RECORD, f"{len(row)} cells under {len(header)} columns")
    if unknown := sorted(set(table.columns) - set(CONVERTS)):
        return Refusal(Reason.BAD_RECORD, f"no field {unknown[0]!r}; there are {', '.join(sorted(CONVERTS))}")
    shape = _shape(header, {**known_columns(header), **table.columns})
    values = dict(
        reversed(list(zip(header, row, strict=False)))
    )  # of two columns with one name the first counts
    clipping = read_by_shape(shape, values, month_first=table.month_first, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=decoded.charset, charset_reason=decoded.reason)


def _from_header(text: str, media_type: str) -> list[str]:
    """Gives the lines from the header on; the media type states how many stand above it."""
    above = _ABOVE.search(media_type)
    lines = lines_of(text if above else _SEPARATOR_LINE.sub("", text, count=1))
    return lines[int(above[1]) :] if above else lines


def _parted(lines: Sequence[str], delimiter: str) -> tuple[list[str], list[str]]:
    """Gives the names of the columns and the cells of the row."""
    height, inside = 1, is_open(lines[0].rstrip("\n"), delimiter)
    while inside and height < len(lines):
        inside = is_open(lines[height].rstrip("\n"), delimiter, was_open=True)
        height += 1
    header = [name.strip("\ufeff \t\xa0") for name in cells("".join(lines[:height]), delimiter)]
    return header, cells("".join(lines[height:]), delimiter)


def _shape(header: Sequence[str], columns: Mapping[str, str]) -> Shape:
    fields = {name: (From(column, CONVERTS[name]),) for name, column in columns.items()}
    if "body" in columns:
        missing = f"nothing stands in the column {columns['body']!r}"
    else:
        missing = f"no column for the text among {', '.join(header)}; name it with --map body=COLUMN"
    return Shape("column", fields, without_text=missing)
