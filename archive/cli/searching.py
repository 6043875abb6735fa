"""What `archive search` does besides one page of hits: many queries at once, and facets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archive.cli.rim import put, put_rows, say, style
from archive.errors import InvalidError

if TYPE_CHECKING:
    from archive.api import Archive
    from archive.results import Results


def queries(file: BinaryIO) -> Iterator[str]:
    """Gives the queries of a file, one a line; empty lines and those that begin with # are passed over."""
    for number, line in enumerate(file, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            raise InvalidError(f"Line {number} of the queries is not UTF-8; save them as UTF-8.") from error
        if text and not text.startswith("#"):
            yield text


Options = Mapping[str, Any]
"""The options of the command by name; those of reading a query stand apart, as `archive.search` takes them."""


def search(archive: Archive, query: str, reading: Options, options: Options) -> None:
    """Searches for one query: a page of hits, facets, or the number alone."""
    from archive.present.results import total_line

    shape, facets = options["shape"], options["facets"]
    page = {name: options[name] for name in ("order", "limit", "offset", "after", "collapse")}
    results = archive.search(query, **page, **_limits(options), **reading)
    tell(results)
    if options["only_count"]:
        put([str(results.total)])
        return
    if shape == "plain" or not facets:  # in the other formats a table is of one kind of row
        put_hits(results, options["offset"], shape)
    if facets:
        put_facets(archive, query, facets, shape, {**reading, "all_matches": options["all_matches"]})
    say(total_line(results, options["offset"]))
    if results.next and (options["after"] or shape != "plain"):
        say(f"--after {results.next} is the next page.")


def _limits(options: Options) -> Mapping[str, Any]:
    """Gives how far to go; who asks for the number alone wants the number."""
    return {
        "exact_count": options["exact_count"] or options["only_count"],
        "all_matches": options["all_matches"],
    }


def search_file(archive: Archive, file: BinaryIO, reading: Options, options: Options) -> None:
    """Searches for every query of a file: a row for each when only counting, else its first hits."""
    from archive.present.batch import answer_lines, answer_rows, count_rows

    shape, only_count = options["shape"], options["only_count"]
    asked = list(queries(file))
    without: list[str] = []
    found = archive.search_all(
        asked, order=options["order"], limit=options["limit"], **_limits(options), **reading
    )
    answers = _noting(found, without, aloud=not only_count)
    if sys.stderr.isatty() and not sys.stdout.isatty():
        answers = _with_progress(answers, len(asked))
    if only_count:
        put_rows(count_rows(answers), shape)
    elif shape == "plain":
        put(answer_lines(answers, style()))
    else:
        put_rows(answer_rows(answers), shape)
    say(f"{len(asked):,} queries, {len(without):,} of them without any article.")


def _noting(
    answers: Iterable[tuple[str, Results]], without: list[str], *, aloud: bool
) -> Iterator[tuple[str, Results]]:
    """Passes answers on, notes the queries that keep nothing, and says the remarks that no row carries."""
    for query, results in answers:
        if not results.total:
            without.append(query)
        for remark in results.remarks if aloud else ():
            say(f"Note on {query}: {remark}.")
        yield query, results


def _with_progress(answers: Iterator[tuple[str, Results]], number: int) -> Iterator[tuple[str, Results]]:
    with click.progressbar(answers, length=number, label="Searching", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def tell(results: Results) -> None:
    """Says what is not in the hits: remarks, and the spellings that were searched beside what was typed."""
    from archive.present.terminal import isolate

    for remark in results.remarks:
        say(f"Note: {remark}.")
    if results.also_searched:
        say(f"Also searched: {', '.join(map(isolate, results.also_searched))}.")


def put_hits(results: Results, offset: int, shape: str) -> None:
    """Writes one page of hits."""
    from archive.present.hits import hit_lines
    from archive.present.results import hit_row

    if shape != "plain":
        put_rows(map(hit_row, results.hits), shape)
        return
    looks = style()
    put("\n".join(hit_lines(rank, hit_row(hit), looks)) for rank, hit in enumerate(results.hits, offset + 1))


def put_facets(archive: Archive, query: str, names: tuple[str, ...], shape: str, reading: Options) -> None:
    """Counts the hits of a query by facets."""
    from archive.present.facets import facet_lines, facet_rows

    found = archive.facets(query, list(dict.fromkeys(names)), **reading)
    if shape == "plain":
        put(facet_lines(found, style()))
    else:
        put_rows(facet_rows(found), shape)
    if found.remark:
        say(f"Note: {found.remark}.")
