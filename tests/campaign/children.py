"""Processes that do the archive's work and may be killed: forked, so that a hundred cost what one start does."""

from __future__ import annotations

import ctypes
import functools
import os
import select
import signal
import sqlite3
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Told = Callable[[str], None]
Work = Callable[[Told], None]

CRASHED = 70
"""The exit code of a child whose work ended in an exception."""

NO_TRANSACTIONS = {"BEGIN IMMEDIATE": "SELECT 1", "COMMIT": "SELECT 1", "BEGIN": "SELECT 1"}
LATE_LOCKS = {"BEGIN IMMEDIATE": "BEGIN"}
NO_SYNC = {"PRAGMA synchronous=FULL": "PRAGMA synchronous=OFF"}


@dataclass
class Child:
    """Is a forked process; what it tells is a line each, and `errors` is the traceback of one that crashed."""

    pid: int
    pipe: int
    status: int | None = None
    _read: bytes = field(default=b"", repr=False)
    _ended: bool = False

    def kill(self) -> None:
        """Sends SIGKILL to the child and all it started."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float = 120.0) -> int:
        """Waits for the end and gives the exit code, negative for a signal; hanging, the child is killed."""
        ended = self.drain(seconds)
        if not ended:
            self.kill()
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status if ended else -signal.SIGALRM

    def drain(self, seconds: float = 0.0) -> bool:
        """Reads what the child tells, for so long; says whether it has told all it will."""
        deadline = time.monotonic() + seconds
        while not self._ended:
            ready, _, _ = select.select([self.pipe], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return False
            chunk = os.read(self.pipe, 1 << 16)
            if not chunk:
                os.close(self.pipe)
                self._ended = True
            self._read += chunk
        return True

    @property
    def lines(self) -> list[str]:
        """Gives the whole lines that the child told, as far as they were read."""
        return self._read.decode("utf-8", "replace").split("\n")[:-1]


def fork(
    work: Work, *, sabotage: Mapping[str, str] | None = None, before: Callable[[], None] | None = None
) -> Child:
    """Starts a child that does the work; `sabotage` exchanges SQL statements, `before` runs first of all."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns where a library has threads
        pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    code = CRASHED
    try:
        os.setsid()
        _die_with_parent()
        os.close(reading)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if before:
            before()
        if sabotage:
            exchange(sabotage)
        work(lambda line: _tell(writing, line))
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    except BaseException:
        _tell(writing, traceback.format_exc())
    finally:
        os._exit(code)


def _die_with_parent() -> None:
    """Asks for SIGKILL when the campaign itself is killed; only Linux knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)


def _tell(pipe: int, line: str) -> None:
    os.write(pipe, (line + "\n").encode("utf-8", "replace"))


def exchange(statements: Mapping[str, str]) -> None:
    """Makes every later connection of this process run other statements in place of some."""

    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, *values: Any) -> Any:
            return super().execute(statements.get(sql, sql), *values)

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> Any:
            return super().execute(statements.get(sql, sql), *values)

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Connection)  # type: ignore[misc,assignment]


def command(*arguments: str, folder: Path | None = None) -> Work:
    """Gives the work of running the command line; what it prints goes to files `out` and `err` in the folder."""

    def work(told: Told) -> None:
        from archive.cli import main

        if folder is not None:
            for number, name in ((1, "out"), (2, "err")):
                os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        main(list(arguments))

    return work
