"""How far an ingest has come, on one line of a terminal that is written over."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from archive.cli.rim import write
from archive.documents import Outcome

EVERY = 0.2
CLEARED = "\r\x1b[K"


def wanted(quiet: bool) -> bool:
    """Says whether there is a terminal to show progress on, and nothing else that is written there."""
    return sys.stderr.isatty() and (quiet or not sys.stdout.isatty())


def followed(outcomes: Iterable[Outcome], places: Sequence[str]) -> Iterator[Outcome]:
    """Gives the outcomes, and shows how many there are, how fast they come, and how long the rest will take."""
    total = files_of(places)
    begun = shown = time.monotonic()
    done = 0
    try:
        for done, outcome in enumerate(outcomes, 1):
            now = time.monotonic()
            if now - shown >= EVERY:
                shown = now
                write(CLEARED + line(done, total, now - begun), err=True, nl=False)
            yield outcome
    finally:
        if shown != begun:
            write(CLEARED, err=True, nl=False)


def line(done: int, total: int | None, seconds: float) -> str:
    """Gives what there is to say after so many pieces and seconds.

    >>> line(1200, 2000, 10.0), line(1200, None, 10.0)
    ('1,200 of 2,000 pieces, 120 a second, 7 s left', '1,200 pieces, 120 a second')
    """
    rate = done / max(seconds, 0.001)
    told = f"{done:,} of {total:,}" if total and done < total else f"{done:,}"
    left = f", {_span((total - done) / rate)} left" if total and done < total else ""
    return f"{told} pieces, {rate:,.0f} a second{left}"


def _span(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return (
        f"{hours} h {minutes:02} min"
        if hours
        else f"{minutes} min {whole % 60:02} s"
        if minutes
        else f"{whole} s"
    )


def files_of(places: Sequence[str]) -> int | None:
    """Gives how many files there are in the folders of the places; None where files hold many pieces, or none do."""
    folders = [Path(place) for place in places]
    if not all(folder.is_dir() for folder in folders):
        return None
    return sum(path.is_file() for folder in folders for path in folder.rglob("[!.]*"))
