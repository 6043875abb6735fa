"""Rows become lines, in one of five formats; a line comes without its line end.

A row is a mapping from column to value: text, number, truth value, None, a list, or a mapping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from archive.present.terminal import clean, clean_block, isolate
from archive.present.width import pad, width

Row: TypeAlias = Mapping[str, object]
Presenter: TypeAlias = Callable[[Iterable[Row]], Iterator[str]]

_INVISIBLE = r"\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_FORMULA = re.compile(rf"[\t\r]|[{_INVISIBLE}]*[=+\-@＝＋－＠]")
_MARKDOWN = re.compile(r"[\\|`*<\[]")
# Signs that JSON allows and that end a line or steer a terminal somewhere; as \uXXXX they do neither.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u206f\U000e0000-\U000e007f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def plain(rows: Iterable[Row]) -> Iterator[str]:
    """Gives aligned columns without a heading, numbers to the right, for people."""
    kept = list(rows)
    columns = [[clean(cell(row.get(name))) for row in kept] for name in _columns(kept)]
    sizes = [max(map(width, column)) for column in columns]
    numeric = [all(_is_number(row.get(name)) for row in kept) for name in _columns(kept)]
    for line in zip(*columns, strict=True):
        cells = (pad(isolate(c), size, right) for c, size, right in zip(line, sizes, numeric, strict=True))
        yield "  ".join(cells).rstrip()


def json_array(rows: Iterable[Row]) -> Iterator[str]:
    """Gives one JSON array in UTF-8, a row on each line, as the rows come."""
    yield "["
    last = ""
    for row in rows:
        if last:
            yield last + ","
        last = json_text(row)
    if last:
        yield last
    yield "]"


def jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """Gives JSON Lines: one object on each line."""
    return map(json_text, rows)


def csv(rows: Iterable[Row]) -> Iterator[str]:
    r"""Gives RFC 4180 with a heading; safe to open in a spreadsheet. The columns are those of the first row.

    A line ends in `\r`, so that it ends in `\r\n` once printed. Text that a spreadsheet would take for a
    formula gets a `'` before it; numbers are never touched. A later row with more columns is a ValueError.
    """
    columns: tuple[str, ...] | None = None
    for row in rows:
        if columns is None:
            columns = tuple(row)
            yield _csv_line(columns)
        if extra := [name for name in row if name not in columns]:
            raise ValueError(f"columns that the first row lacks: {', '.join(extra)}")
        yield _csv_line([row.get(name) for name in columns])


def markdown(rows: Iterable[Row]) -> Iterator[str]:
    """Gives a table in GitHub's Markdown, in which nothing of the text is markup."""
    kept = list(rows)
    columns = _columns(kept)
    if columns:
        yield _markdown_line(columns)
        yield "|" + " --- |" * len(columns)
    for row in kept:
        yield _markdown_line([row.get(name) for name in columns])


PRESENTERS: Mapping[str, Presenter] = MappingProxyType(
    {"plain": plain, "json": json_array, "jsonl": jsonl, "csv": csv, "markdown": markdown}
)


def cell(value: object) -> str:
    """Gives a value as the text of one cell: a list joined by "; ", a mapping as JSON, nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return str(value)
        case list() | tuple() if not any(isinstance(item, Mapping | list | tuple) for item in value):
            return "; ".join(map(cell, value))
        case Mapping() | list() | tuple():
            return json_text(value)
        case _:
            return str(value)


def json_text(value: object) -> str:
    """Gives a value as JSON on one line, not escaped to ASCII; a lone surrogate becomes U+FFFD."""
    import json

    text = json.dumps(_plain_mappings(value), ensure_ascii=False, allow_nan=False, default=str)
    return _UNSAFE.sub(lambda sign: json.dumps(sign[0])[1:-1], _SURROGATES.sub("\ufffd", text))


def _plain_mappings(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _plain_mappings(part) for name, part in value.items()}
    return [_plain_mappings(part) for part in value] if isinstance(value, list | tuple) else value


def _columns(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _csv_line(values: Sequence[object]) -> str:
    import csv
    import io

    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(
        [v if _is_number(v) else _csv_text(cell(v)) for v in values]
    )
    return line.getvalue().removesuffix("\n")


def _csv_text(text: str) -> str:
    shown = clean_block(text)  # what it leaves out may stand before a sign
    return "'" * bool(_FORMULA.match(text) or _FORMULA.match(shown)) + shown


def _markdown_line(values: Sequence[object]) -> str:
    cells = (_MARKDOWN.sub(r"\\\g<0>", clean_block(cell(value))).replace("\n", "<br>") for value in values)
    return "| " + " | ".join(cells) + " |"
