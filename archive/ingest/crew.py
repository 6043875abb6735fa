"""Processes that read, with limits: a page that hangs one or kills it costs only itself.

A worker is this program started anew (`python -m archive.ingest.worker`), which shares nothing with ours: neither an
open archive nor a script's main module. It gets captures and gives back pieces, over a socket.
"""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue
from threading import Lock

from archive.documents import Capture, Outcome, Reason, Refusal
from archive.errors import InvalidError, StorageError
from archive.ingest.reading import Reader

SECONDS, LOOKS = 20.0, 20
"""How long a worker may take for what it gets at once, and how often it is looked after meanwhile."""

A_CORE, A_MACHINE = 4, 8
"""How many workers there can be for each core of the machine, and on one with few."""

Answer = list[bytes]
"""Is the readings of some captures in order, packed in one or several lists: so they take a quarter of the memory."""


class Worker:
    """Is a process that reads; one that hangs or dies is started anew, until it is dismissed."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.dismissed = False
        self.changing = Lock()
        self._start()

    def _start(self) -> None:
        """Starts the process; told how to read, it says when it is ready, which no piece has to pay for."""
        ours, theirs = socket.socketpair()
        self.line = Connection(ours.detach())
        command = [sys.executable, "-m", "archive.ingest.worker", str(theirs.fileno())]
        with theirs, self.changing:
            if self.dismissed:
                raise CancelledError
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self.ready = False

    def dismiss(self) -> None:
        """Kills the process, from any thread; who waits for its answer learns it at once."""
        with self.changing:
            self.dismissed = True
            self.process.kill()

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        self.line.close()
        self.process.kill()
        self.process.wait()

    def read(self, captures: Sequence[Capture]) -> Answer:
        """Gives the readings of captures; where they hang or kill the process, each is read alone."""
        if not self.ready:
            self.ready = self._begun()
        try:
            return [self._answer(captures)]
        except (EOFError, OSError) as error:
            self.stop()
            self._start()
            if len(captures) == 1:
                return [pickle.dumps([_refused(captures[0], error)])]
        return [answer for capture in captures for answer in self.read([capture])]

    def _begun(self) -> bool:
        try:
            self.line.send(self.reader)
            return bool(self.line.recv())
        except (EOFError, OSError) as error:
            if self.dismissed:
                raise CancelledError from error
            raise StorageError(
                "A process that reads could not be started, for lack of memory perhaps; try fewer --jobs, or none."
            ) from error

    def _answer(self, captures: Sequence[Capture]) -> bytes:
        self.line.send(captures)
        # Where all are suspended for long (Ctrl-Z), no more than one look is over when they go on.
        if not any(self.line.poll(SECONDS / LOOKS) for _ in range(LOOKS)):
            raise TimeoutError
        return self.line.recv_bytes()


def _refused(capture: Capture, error: Exception) -> Outcome:
    if isinstance(error, TimeoutError):
        told = Refusal(Reason.TIMED_OUT, f"reading it took longer than {SECONDS:.0f} seconds")
    else:
        told = Refusal(Reason.READER_FAILED, "the process that read it broke down")
    return Outcome(capture.source, refusal=told)


def refuse_jobs(jobs: int) -> None:
    """Refuses a number of processes that makes no sense: a few for each core, and no less than none."""
    most = max(A_MACHINE, A_CORE * (os.cpu_count() or 1))
    if not 0 <= jobs <= most:
        raise InvalidError(f"There can be 0 to {most} jobs on this machine, not {jobs}.")


class _Crew:
    """Is the workers of one ingest: one is hired when something is to be read and all are busy."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.idle: SimpleQueue[Worker] = SimpleQueue()
        self.workers: list[Worker] = []
        self.leaving = False
        self.hiring = Lock()

    def read(self, captures: Sequence[Capture]) -> Answer:
        """Gives the readings of captures by a worker that is free."""
        worker = self._free()
        try:
            return worker.read(captures)
        finally:
            self.idle.put(worker)

    def _free(self) -> Worker:
        try:
            return self.idle.get_nowait()
        except Empty:
            with self.hiring:
                if self.leaving:
                    raise CancelledError from None
                self.workers.append(Worker(self.reader))
                return self.workers[-1]

    def dismiss(self) -> None:
        """Kills all workers, and hires no more; who waits for an answer learns it at once."""
        with self.hiring:
            self.leaving = True
        for worker in self.workers:
            worker.dismiss()

    def stop(self) -> None:
        """Ends all workers, when nobody waits for them any more."""
        for worker in self.workers:
            worker.stop()


@contextmanager
def crew(reader: Reader, size: int) -> Iterator[Callable[[Sequence[Capture]], Future[Answer]]]:
    """Gives what hands captures to the first of at most `size` workers that is free; they end with the block."""
    threads = ThreadPoolExecutor(size, "reading")  # each has one worker at a time
    hired = _Crew(reader)
    with ExitStack() as leaving:
        leaving.callback(hired.stop)
        leaving.callback(threads.shutdown, cancel_futures=True)
        leaving.callback(hired.dismiss)
        yield lambda captures: threads.submit(hired.read, captures)
