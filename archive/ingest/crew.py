"""Processes that read, with limits: a page that hangs one or kills it costs only itself.

A worker is this program started anew (`python -m archive.ingest.worker`), which shares nothing with ours: neither an
open archive nor a script's main module. It gets captures and gives back pieces, over a socket.
"""

from __future__ import annotations

import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Lock

from archive.documents import Capture, Outcome, Reason, Refusal
from archive.ingest.reading import Reader

SECONDS, LOOKS = 20.0, 20
"""How long a worker may take for what it gets at once, and how often it is looked after meanwhile."""

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
        """Starts the process and tells it how to read; it says when it is ready, which no piece has to pay for."""
        ours, theirs = socket.socketpair()
        self.line = Connection(ours.detach())
        command = [sys.executable, "-m", "archive.ingest.worker", str(theirs.fileno())]
        with theirs, self.changing:
            if self.dismissed:
                raise CancelledError
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        self.ready = False
        self.line.send(self.reader)

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
            self.ready = self.line.recv()
        try:
            return [self._answer(captures)]
        except (EOFError, OSError) as error:
            self.stop()
            self._start()
            if len(captures) == 1:
                return [pickle.dumps([_refused(captures[0], error)])]
        return [answer for capture in captures for answer in self.read([capture])]

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


@contextmanager
def crew(reader: Reader, size: int) -> Iterator[Callable[[Sequence[Capture]], Future[Answer]]]:
    """Gives what hands captures to the first of `size` workers that is free; they end with the block."""
    idle: SimpleQueue[Worker] = SimpleQueue()

    def read(captures: Sequence[Capture]) -> Answer:
        worker = idle.get()
        try:
            return worker.read(captures)
        finally:
            idle.put(worker)

    with ExitStack() as leaving:
        workers: list[Worker] = []
        for _ in range(size):
            workers.append(Worker(reader))
            leaving.callback(workers[-1].stop)
        threads = ThreadPoolExecutor(size, "reading")
        leaving.callback(threads.shutdown, cancel_futures=True)
        for worker in workers:
            idle.put(worker)
            leaving.callback(worker.dismiss)
        yield lambda captures: threads.submit(read, captures)
