"""A source that keeps us waiting, or fails, holds nothing back: what came before is filed all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Thread
from typing import TypeVar

SILENCE = 0.25
AHEAD = 64
"""How many pieces are read before they are asked for."""

T = TypeVar("T")


class _End:
    """Is what stands after the last piece: the error that ended the source, or none."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def patiently(pieces: Iterable[T]) -> Iterator[T | None]:
    """Gives the pieces of a source as they come, and None once whenever it is silent; errors come through.

    The source runs in a thread of its own, because a pipe cannot be asked whether it has a whole line.
    """
    queue: Queue[T | _End] = Queue(AHEAD)
    Thread(target=_pour, args=(pieces, queue), name="source", daemon=True).start()
    while True:
        try:
            item = queue.get(timeout=SILENCE)
        except Empty:
            yield None
            item = queue.get()
        if isinstance(item, _End):
            if item.error is not None:
                raise item.error
            return
        yield item


def and_its_error(pieces: Iterable[T]) -> Iterator[T | Exception]:
    """Gives the pieces of a source, and the error that ended it as the last of them."""
    try:
        yield from pieces
    except Exception as error:
        yield error


def _pour(pieces: Iterable[T], queue: Queue[T | _End]) -> None:
    try:
        for piece in pieces:
            queue.put(piece)
    except BaseException as error:
        queue.put(_End(error))
    else:
        queue.put(_End())
