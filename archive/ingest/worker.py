"""A process that reads for another: `python -m archive.ingest.worker FD`, started by `archive.ingest.crew`."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from dataclasses import replace
from multiprocessing.connection import Connection

from archive.ingest.garbage import seldom_collecting
from archive.ingest.pieces import Piece, Read

MEMORY = 1 << 30
"""How many bytes of memory a worker may have."""


def work(descriptor: int) -> None:
    """Reads what comes over a socket until it is closed at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started us
    os.dup2(2, 1)  # what a library prints is no outcome
    _limit_memory()
    with Connection(descriptor) as line, seldom_collecting():
        try:
            reader = line.recv()
            line.send(True)
            while True:
                readings = [_light(reader.read(capture)) for capture in line.recv()]
                line.send_bytes(pickle.dumps(readings, pickle.HIGHEST_PROTOCOL))
        except (EOFError, OSError):
            return


def _light(reading: Read) -> Read:
    """Gives a piece without its capture, whose bytes are where they came from."""
    return replace(reading, capture=None) if isinstance(reading, Piece) else reading


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # no limits on this system
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


if __name__ == "__main__":
    work(int(sys.argv[1]))
