"""How `archive ingest` talks: a line per piece, progress on a terminal, the summary, the exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from archive.addresses import canonical
from archive.cli.rim import INTERRUPTED, put, put_rows, say, style
from archive.documents import Outcome, Refusal
from archive.errors import InvalidError
from archive.ingest import Overrides
from archive.present.reading import outcome_line, outcome_row, reading_lines

if TYPE_CHECKING:
    from archive.api import Archive

SOME_REFUSED = 4
RESULTS = ("new", "revised", "same", "refused")


def overrides(options: dict[str, Any]) -> Overrides:
    """Makes the overrides of the command's options; a bad address is an error here."""
    if options["address"]:
        address = canonical(options["address"])
        if address is None:
            raise InvalidError(f"{options['address']!r} is no web address.")
        options = {**options, "address": address}
    return Overrides(**options)


def dry_run(archive: Archive, places: tuple[str, ...], options: dict[str, Any]) -> int:
    """Shows the reading of each piece, line by line; keeps nothing, and makes no archive."""
    refused = 0
    stated = overrides(options)
    for piece in archive.captures(*places, stdin=sys.stdin.buffer):
        reading = piece.refusal if isinstance(piece, Outcome) else archive.read(piece, stated)
        assert reading is not None
        refused += isinstance(reading, Refusal)
        put(reading_lines(piece.source, reading, style()))
    return SOME_REFUSED if refused else 0


def file_all(
    archive: Archive, places: tuple[str, ...], options: dict[str, Any], *, quiet: bool, shape: str
) -> int:
    """Files all pieces and tells what became of each; gives the exit code."""
    counts: Counter[str] = Counter()
    outcomes = archive.ingest(*places, overrides=overrides(options), stdin=sys.stdin.buffer)
    try:
        tell(_counted(outcomes, counts), quiet=quiet, shape=shape)
    except KeyboardInterrupt:
        say("Interrupted; what is filed stays filed, and the same command goes on from here.")
        return INTERRUPTED
    finally:
        say(", ".join(f"{counts[result]} {result}" for result in RESULTS))
    return SOME_REFUSED if counts["refused"] else 0


def tell(outcomes: Iterable[Outcome], *, quiet: bool, shape: str) -> None:
    """Writes the outcomes as they come; with `quiet`, a bar on a terminal and only the refused."""
    if shape != "plain":
        put_rows((outcome_row(one) for one in outcomes), shape)
        return
    if quiet and sys.stderr.isatty():
        outcomes = _with_progress(outcomes)
    put(outcome_line(one) for one in outcomes if not quiet or one.refusal)


def _with_progress(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    with click.progressbar(outcomes, label="Filing", file=sys.stderr, show_pos=True) as bar:
        yield from bar


def _counted(outcomes: Iterable[Outcome], counts: Counter[str]) -> Iterator[Outcome]:
    for outcome in outcomes:
        counts[outcome.result] += 1
        yield outcome
