"""Pieces are read, gathered, and filed batch by batch; an outcome is given when its batch is committed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
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

MOST_BYTES = 32 * 1024 * 1024
MOST_SECONDS = 5.0
"""How long a piece waits for others to be filed with, as long as the source gives some."""

Known = Callable[[str], tuple[int, str] | None]


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

    `known` gives the number and label of the article of a capture, by SHA-256, where it is kept already. A piece
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
    for piece in pieces:
        kept = known(piece.sha256) if isinstance(piece, Capture) else None
        yield Outcome(piece.source, Filing.SAME, kept[0], kept[1]) if kept and piece else piece


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
