"""The answers to many queries as rows: one for each query, or one for each hit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from archive.present.hits import hit_lines
from archive.present.paint import Style, paint
from archive.present.results import hit_row, total_line
from archive.present.terminal import clean, isolate

if TYPE_CHECKING:
    from archive.results import Results

Answer = tuple[str, "Results"]


def count_rows(answers: Iterable[Answer]) -> Iterator[dict[str, Any]]:
    """Gives a row for each query: how many articles it keeps, what was searched beside it, what was remarked."""
    for query, results in answers:
        yield {
            "query": query,
            "total": results.total,
            "exact": results.exact,
            "also_searched": list(results.also_searched),
            "remarks": list(results.remarks),
        }


def answer_rows(answers: Iterable[Answer]) -> Iterator[dict[str, Any]]:
    """Gives a row for each hit, with its query and that query's total; a query without hits has none."""
    for query, results in answers:
        for hit in results.hits:
            yield {"query": query, "total": results.total, "exact": results.exact, **hit_row(hit)}


def answer_lines(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Gives each query with its total and its hits, for people."""
    for query, results in answers:
        total = total_line(results, 0).partition(".")[0]
        yield f"{paint('title', isolate(clean(query)), style)}: {total}"
        yield ""
        for rank, hit in enumerate(results.hits, 1):
            yield from hit_lines(rank, hit_row(hit), style)
