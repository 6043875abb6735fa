"""How `archive ingest` talks: a line per piece, progress on a terminal, the summary, the exit code."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from archive.addresses import canonical
from archive.cli import progress
from archive.cli.rim import INTERRUPTED, put, put_rows, say, style
from archive.documents import Outcome, Refusal
from archive.errors import InvalidError, StorageError
from archive.ingest import Overrides
from archive.outputs import is_one_of, refuse_archive
from archive.present.reading import outcome_line, outcome_row, reading_lines, refusals_line

if TYPE_CHECKING:
    from archive.api import Archive

SOME_REFUSED = 4
LONGEST_LINE = 1024 * 1024
"""How many bytes are read of a file that is to become a report, to see whether it was one."""


@dataclass(frozen=True, slots=True)
class Talking:
    """Is how an ingest tells what it did: the format, whether only refusals are said, and the file of a report."""

    shape: str
    quiet: bool = False
    report: str | None = None


RESULTS = ("new", "revised", "same", "refused")


def overrides(options: dict[str, Any]) -> Overrides:
    """Makes the overrides of the command's options; a bad address is an error here."""
    if options["address"]:
        address = canonical(options["address"])
        if address is None:
            raise InvalidError(f"{options['address']!r} is no web address.")
        options = {**options, "address": address}
    return Overrides(**options)


def columns(mapped: Iterable[str]) -> dict[str, str]:
    """Makes the mapping of `--map FIELD=COLUMN`; a field that is none is an error here."""
    from archive.columns import NAMES

    found: dict[str, str] = {}
    for one in mapped:
        name, equals, column = one.partition("=")
        if not equals or name not in NAMES:
            raise InvalidError(
                f"--map takes FIELD=COLUMN with a field of {', '.join(sorted(NAMES))}, not {one!r}."
            )
        found[name] = column
    return found


def dry_run(
    archive: Archive, places: tuple[str, ...], options: dict[str, Any], opening: dict[str, Any]
) -> int:
    """Shows the reading of each piece, line by line; keeps nothing, and makes no archive."""
    refused = 0
    stated = overrides(options)
    for piece in archive.captures(*places, stdin=sys.stdin.buffer, **opening):
        reading = piece.refusal if isinstance(piece, Outcome) else archive.read(piece, stated)
        assert reading is not None
        refused += isinstance(reading, Refusal)
        put(reading_lines(piece.source, reading, style()))
    return SOME_REFUSED if refused else 0


def file_all(
    archive: Archive,
    places: tuple[str, ...],
    options: dict[str, Any],
    opening: dict[str, Any],
    talking: Talking,
) -> int:
    """Files all pieces and tells what became of each; gives the exit code."""
    if talking.report:
        _refuse_loss(Path(talking.report), places, archive)
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    outcomes = archive.ingest(*places, overrides=overrides(options), stdin=sys.stdin.buffer, **opening)
    try:
        with _reporting(talking.report, outcomes) as reported:
            tell(_counted(reported, counts, reasons), places, talking)
    except KeyboardInterrupt:
        say("Interrupted; what is filed stays filed, and the same command goes on from here.")
        return INTERRUPTED
    finally:
        if counts["refused"] > 1:
            say(refusals_line(reasons))
        say(", ".join(f"{counts[result]} {result}" for result in RESULTS))
    return SOME_REFUSED if counts["refused"] else 0


def tell(outcomes: Iterable[Outcome], places: tuple[str, ...], talking: Talking) -> None:
    """Writes the outcomes as they come; with `quiet` only the refused, and how far it is on a terminal."""
    if progress.wanted(talking.quiet):
        outcomes = progress.followed(outcomes, places)
    if talking.shape != "plain":
        put_rows((outcome_row(one) for one in outcomes), talking.shape)
        return
    put(outcome_line(one) for one in outcomes if not talking.quiet or one.refusal)


def _refuse_loss(report: Path, places: tuple[str, ...], archive: Archive) -> None:
    """Refuses a report over the archive, over a place to read, and over any file that is no earlier report.

    `--report pages/*` names the first page, and the shell has it in none of the places.
    """
    refuse_archive(archive.path, report)
    with _report_error(str(report)):
        if not report.is_file():
            return  # nothing is lost in a new file, a pipe or a terminal
        if is_one_of(report, places):
            raise InvalidError(f"{report} is to be read; name another file for the report.")
        with report.open("rb") as file:
            first = file.readline(LONGEST_LINE)
    if first and not _is_reported(first):
        raise InvalidError(f"{report} exists and is no report; name another file, or delete it first.")


def _is_reported(line: bytes) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"source", "result", "article"} <= row.keys()


@contextmanager
def _reporting(report: str | None, outcomes: Iterable[Outcome]) -> Iterator[Iterable[Outcome]]:
    """Gives the outcomes, each of which is written to the report as a line of JSON before it is told."""
    if report is None:
        yield outcomes
        return
    with _report_error(report):
        file = Path(report).open("w", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
    try:
        yield _written(outcomes, file)
    finally:
        with _report_error(report):
            file.close()


@contextmanager
def _report_error(report: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"The report {report} cannot be written: {error.strerror}.") from error


def _written(outcomes: Iterable[Outcome], file: TextIO) -> Iterator[Outcome]:
    for outcome in outcomes:
        with _report_error(file.name):
            file.write(json.dumps(outcome_row(outcome), ensure_ascii=False) + "\n")
            file.flush()
        yield outcome


def _counted(outcomes: Iterable[Outcome], counts: Counter[str], reasons: Counter[str]) -> Iterator[Outcome]:
    for outcome in outcomes:
        counts[outcome.result] += 1
        if outcome.refusal:
            reasons[outcome.refusal.reason.value] += 1
        yield outcome
