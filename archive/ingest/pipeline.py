"""Pieces are read, gathered, and filed batch by batch; an outcome is given when its batch is committed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from archive.documents import Capture, Filing, Outcome
from archive.ingest.filing import file_pieces
from archive.ingest.garbage import seldom_collecting
from archive.ingest.patience import and_its_error
from archive.ingest.pieces import Piece, Read
from archive.ingest.reading import Reader
from archive.ingest.workers import read_in_workers

FIRST, MOST = 32, 2048
"""How many pieces the first batch has at most, and any; each may have twice as many as the one before."""

HANDFUL, HANDFUL_BYTES, HANDFUL_SECONDS = 32, 1024 * 1024, 0.1
"""How many pieces are looked up at once, how large they are together, and in what time they come."""

MOST_BYTES = 32 * 1024 * 1024
MOST_SECONDS = 5.0
"""How long a piece waits for others to be filed with, as long as the source gives some."""

Known = Callable[[Sequence[str]], Mapping[str, tuple[int, str]]]


def ingest(
    engine: Engine,
    path: Path,
    pieces: Iterable[Capture | Outcome | None],
    *,
    reader: Reader,
    known: Known,
    jobs: int = 0,
    most: int | None = None,
) -> Iterator[Outcome]:
    """Files the pieces and gives what became of each, in order; stopped anywhere, a rerun goes on.

    `known` gives the numbers and labels of the articles of captures, by SHA-256, that are kept already. A piece
    that is None says that the source lets us wait: what was read is filed meanwhile. `jobs` other processes read,
    none with 0. No transaction holds more than `most` pieces.
    """
    unknown = pieces if reader.rereads else without_known(pieces, known)
    readings = read_in_workers(unknown, reader, jobs) if jobs else read_here(unknown, reader)
    with closing(readings), seldom_collecting():
        for batch in batches(readings, most or MOST):
            yield from file_pieces(engine, path, batch)


def read_here(
    pieces: Iterable[Capture | Outcome | None], reader: Reader
) -> Generator[Read | None, None, None]:
    """Reads the captures among the pieces one by one."""
    for piece in pieces:
        yield reader.read(piece) if isinstance(piece, Capture) else piece


def without_known(
    pieces: Iterable[Capture | Outcome | None], known: Known
) -> Iterator[Capture | Outcome | None]:
    """Gives the pieces, with the outcome in place of bytes that are kept already: they are not read again."""
    for some in handfuls(pieces):
        asked = [piece.sha256 for piece in some if isinstance(piece, Capture)]
        kept = known(asked) if asked else {}
        for piece in some:
            if isinstance(piece, Exception):
                raise piece
            told = None
            if isinstance(piece, Capture) and piece.sha256 in kept:
                # Those before it are filed by now, and may have given its article another title.
                told = known([piece.sha256]).get(piece.sha256)
            yield Outcome(piece.source, Filing.SAME, *told) if told and piece else piece


def handfuls(
    pieces: Iterable[Capture | Outcome | None],
) -> Iterator[list[Capture | Outcome | Exception | None]]:
    """Gathers what comes in quick succession; the error that ends a source is the last of it.

    To ask for one takes the archive as long as to ask for all: it is locked and unlocked for every question.
    """
    gathered: list[Capture | Outcome | Exception | None] = []
    size, due = 0, 0.0
    for piece in and_its_error(pieces):
        due = due if gathered else time.monotonic() + HANDFUL_SECONDS
        gathered.append(piece)
        size += len(piece.content) if isinstance(piece, Capture) else 0
        full = len(gathered) >= HANDFUL or size >= HANDFUL_BYTES
        if piece is None or full or time.monotonic() >= due:
            yield gathered
            gathered, size = [], 0
    yield gathered


def batches(pieces: Iterable[Read | None], most: int = MOST) -> Iterator[list[Read]]:
    """Gathers pieces until there are enough, or the first has waited long enough, or the source lets us wait.

    What was gathered before a source failed comes before its error.
    """
    batch: list[Read] = []
    enough, size, due = min(FIRST, most), 0, 0.0
    for piece in and_its_error(pieces):
        if isinstance(piece, Exception):
            yield batch
            raise piece
        if piece is not None:
            if not batch:
                size, due = 0, time.monotonic() + MOST_SECONDS
            batch.append(piece)
            size += len(piece.capture.content) if isinstance(piece, Piece) and piece.capture else 0
        if batch and (piece is None or len(batch) >= enough or size >= MOST_BYTES or time.monotonic() >= due):
            yield batch
            batch, enough = [], min(enough * 2, most)
    yield batch
