"""Reading in other processes: several at a time, each with limits, so that a page that hangs costs only itself.

A worker is this program started anew (`python -m archive.ingest.worker`), which shares nothing with ours: neither an
open archive nor a script's main module. It gets captures and gives back pieces, over a socket.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait

from archive.documents import Capture, Outcome, Reason, Refusal
from archive.ingest.pieces import Piece, Read
from archive.ingest.reading import Reader

SECONDS = 20.0
"""How long a worker may take for a piece."""

TOGETHER, TOGETHER_BYTES = 32, 128 * 1024
"""How many small pieces a worker gets at once, and how large they are together."""

AHEAD = 3
"""How many helpings a worker are under way or wait for one before them."""

Item = Capture | Outcome | None


@dataclass(slots=True)
class _Helping:
    """Is pieces that go to one worker together, and what came back."""

    items: Sequence[Item]
    done: list[Read | None] | None = None

    @property
    def captures(self) -> list[Capture]:
        return [item for item in self.items if isinstance(item, Capture)]

    def fill(self, readings: Iterable[Read]) -> None:
        """Puts readings in the place of their captures."""
        came = iter(readings)
        self.done = [_whole(next(came), item) if isinstance(item, Capture) else item for item in self.items]


def _whole(reading: Read, capture: Capture) -> Read:
    """Gives a piece its capture back, whose bytes did not travel a second time."""
    return replace(reading, capture=capture) if isinstance(reading, Piece) else reading


@dataclass(slots=True)
class _Worker:
    """Is a process that reads, and the helping it has."""

    reader: Reader
    process: subprocess.Popen[bytes] = field(init=False)
    line: Connection = field(init=False)
    ready: bool = False
    helping: _Helping | None = None
    due: float = 0.0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Starts the process and tells it how to read; it says when it is ready, which no piece has to pay for."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "archive.ingest.worker", str(theirs.fileno())]
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self.line = Connection(ours.detach())
        self.line.send(self.reader)
        self.ready = False

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self.line.close()
        self.process.kill()
        self.process.wait()

    def give(self, helping: _Helping) -> None:
        """Gives the worker a helping to read."""
        if not self.ready:
            self.ready = self.line.recv()
        self.helping, self.due = helping, time.monotonic() + SECONDS
        try:
            self.line.send(helping.captures)
        except OSError:  # it died; that it did is found when its answer is asked for
            self.due = 0.0

    def take(self) -> None:
        """Takes the answer that is there; a worker without one is started anew, and its pieces told apart."""
        helping, late = self.helping, time.monotonic() >= self.due
        assert helping is not None
        try:
            if not self.line.poll():
                raise EOFError
            helping.fill(self.line.recv())
        except (EOFError, OSError):
            self.stop()
            self.start()
            self._apart(helping, late)
        self.helping = None

    def _apart(self, helping: _Helping, late: bool) -> None:
        captures = helping.captures
        if len(captures) == 1:
            helping.fill([_refused(captures[0], late)])
            return
        singly: list[Read] = []
        for capture in captures:
            alone = _Helping([capture])
            self.give(alone)
            wait([self.line], SECONDS)
            self.take()
            singly += [one for one in alone.done or () if one is not None]
        helping.fill(singly)


def _refused(capture: Capture, late: bool) -> Outcome:
    if late:
        told = Refusal(Reason.TIMED_OUT, f"reading it took longer than {SECONDS:.0f} seconds")
    else:
        told = Refusal(Reason.READER_FAILED, "the process that read it broke down")
    return Outcome(capture.source, refusal=told)


def read_in_workers(items: Iterable[Item], reader: Reader, jobs: int) -> Iterator[Read | None]:
    """Reads the captures among the items in `jobs` processes; gives everything in order."""
    with ExitStack() as stack:
        workers = [_Worker(reader) for _ in range(jobs)]
        for worker in workers:
            stack.callback(worker.stop)
        under_way: deque[_Helping] = deque()
        for helping in _helpings(items):
            under_way.append(helping)
            _hand_out(workers, helping)
            silent = helping.items[-1] is None
            while under_way and (silent or len(under_way) > AHEAD * jobs or under_way[0].done is not None):
                yield from _first(workers, under_way)
        while under_way:
            yield from _first(workers, under_way)


def _first(workers: Sequence[_Worker], under_way: deque[_Helping]) -> Iterator[Read | None]:
    """Gives the first helping that is under way, waiting for it if need be."""
    while under_way[0].done is None:
        _wait(workers)
    yield from under_way.popleft().done or ()


def _hand_out(workers: Sequence[_Worker], helping: _Helping) -> None:
    """Gives a helping to a worker that has none, waiting for one if need be."""
    if not helping.captures:
        helping.fill(())
        return
    while all(worker.helping for worker in workers):
        _wait(workers)
    next(worker for worker in workers if worker.helping is None).give(helping)


def _wait(workers: Sequence[_Worker]) -> None:
    """Waits until a worker has answered, died, or taken too long."""
    busy = {worker.line: worker for worker in workers if worker.helping}
    soonest = min(worker.due for worker in busy.values())
    answered = wait(list(busy), max(soonest - time.monotonic(), 0))
    now = time.monotonic()
    for worker in busy.values():
        if worker.line in answered or now >= worker.due:
            worker.take()


def _helpings(items: Iterable[Item]) -> Iterator[_Helping]:
    """Gathers small pieces; a large one, and the end of what a source has for now, ends a helping."""
    gathered: list[Item] = []
    size = 0
    for item in items:
        gathered.append(item)
        size += len(item.content) if isinstance(item, Capture) else 0
        if item is None or len(gathered) >= TOGETHER or size >= TOGETHER_BYTES:
            yield _Helping(gathered)
            gathered, size = [], 0
    if gathered:
        yield _Helping(gathered)
