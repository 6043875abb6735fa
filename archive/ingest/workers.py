"""Reading in other processes, ahead of who takes the readings: while a batch is filed, the next is read."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import chain

from archive.documents import Capture, Outcome
from archive.ingest.crew import Answer, crew
from archive.ingest.patience import and_its_error
from archive.ingest.pieces import Piece, Read
from archive.ingest.reading import Reader

TOGETHER, TOGETHER_BYTES = 32, 128 * 1024
"""How many small pieces a worker gets at once, and how large they are together."""

AHEAD, AHEAD_BYTES = 2048, 16 * 1024 * 1024
"""How many pieces are read or wait for it before they are taken, and how large they are together."""

Item = Capture | Outcome | Exception | None


@dataclass(frozen=True, slots=True)
class _Helping:
    """Is items on their way, and the answer to come for the captures among them."""

    items: Sequence[Item]
    size: int
    answer: Future[Answer]

    def readings(self) -> Iterator[Read | None]:
        """Gives the items with the readings in the place of their captures, as soon as these are there."""
        came = chain.from_iterable(map(pickle.loads, self.answer.result()))
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            yield _whole(next(came), item) if isinstance(item, Capture) else item


def _size(items: Iterable[Item]) -> int:
    return sum(len(item.content) for item in items if isinstance(item, Capture))


def _whole(reading: Read, capture: Capture) -> Read:
    """Gives a piece its capture back, whose bytes did not travel a second time."""
    return replace(reading, capture=capture) if isinstance(reading, Piece) else reading


def read_in_workers(
    items: Iterable[Capture | Outcome | None], reader: Reader, jobs: int
) -> Generator[Read | None, None, None]:
    """Reads the captures among the items in `jobs` processes; gives everything in order.

    The items are asked for here, in the thread of the caller, some batches before their readings are taken; those
    that a source gave before it failed, or before it is silent, come first. Closed, it leaves no process behind.
    """
    under_way: deque[_Helping] = deque()
    with crew(reader, jobs) as read:
        for some in _helpings(and_its_error(items)):
            captures = [one for one in some if isinstance(one, Capture)]
            size = _size(captures)
            while under_way and not _fits(len(some), size, under_way):
                yield from under_way.popleft().readings()
            under_way.append(_Helping(some, size, read(captures)))
            while under_way and (some[-1] is None or under_way[0].answer.done()):
                yield from under_way.popleft().readings()
        while under_way:
            yield from under_way.popleft().readings()


def _fits(pieces: int, size: int, under_way: Iterable[_Helping]) -> bool:
    """Says whether there is room for more pieces of a size."""
    for helping in under_way:
        pieces += len(helping.items)
        size += helping.size
    return pieces <= AHEAD and size <= AHEAD_BYTES


def _helpings(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Gathers small pieces; a large one, and the end of what a source has for now, ends a helping."""
    gathered: list[Item] = []
    size = 0
    for item in items:
        gathered.append(item)
        size += _size([item])
        if item is None or len(gathered) >= TOGETHER or size >= TOGETHER_BYTES:
            yield gathered
            gathered, size = [], 0
    if gathered:
        yield gathered
