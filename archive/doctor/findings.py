"""What a check is given, and what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive import index

NAMED = 5
"""How many of the things that are wrong in the same way a sentence names."""


class Grade(StrEnum):
    """Says how much a finding matters; only damage and repairs change the exit code."""

    OK = "ok"
    NOTE = "note"
    REPAIRED = "repaired"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True)
class Finding:
    """Is one sentence about an archive: what is so, and what to do about it."""

    grade: Grade
    told: str
    check: str = ""


def fact(told: str) -> Finding:
    """Gives a finding that all is well."""
    return Finding(Grade.OK, told)


def note(told: str) -> Finding:
    """Gives a finding about something that is right today and worth knowing."""
    return Finding(Grade.NOTE, told)


def damage(told: str) -> Finding:
    """Gives a finding about something that is wrong."""
    return Finding(Grade.DAMAGE, told)


@dataclass(frozen=True, slots=True)
class Subject:
    """Is an archive under examination: its path, a connection that reads, the seconds a repair waits for the lock.

    `tick` is told how many articles and originals were compared, for the progress of long checks.
    """

    path: Path
    connection: sqlite3.Connection
    wait: float
    tick: Callable[[int], object] = lambda number: None

    @contextmanager
    def writer(self) -> Iterator[sqlite3.Connection]:
        """Gives a connection that may write, outside any transaction."""
        with index.plain_writer(self.path, self.wait) as connection:
            yield connection

    @contextmanager
    def mending(self) -> Iterator[sqlite3.Connection]:
        """Gives a connection inside one transaction that holds the write lock."""
        with self.writer() as connection, index.transaction(connection):
            yield connection

    def one(self, statement: str) -> int:
        """Gives the first number of a statement's answer."""
        return int(self.connection.execute(statement).fetchone()[0] or 0)


@dataclass(frozen=True, slots=True)
class Check:
    """Is one row of the table of checks.

    `about` says what holds when `look` finds nothing; `mend` puts right what it found, where that can be derived.
    """

    name: str
    about: str
    look: Callable[[Subject], Iterator[Finding]]
    mend: Callable[[Subject], None] | None = None
    deep: bool = False


def some(things: Sequence[object]) -> str:
    """Gives the first things by name and the number of the others.

    >>> some([3, 8]), some([1, 2, 3, 4, 5, 6, 7])
    ('3, 8', '1, 2, 3, 4, 5 and 2 more')
    """
    named = ", ".join(str(thing) for thing in things[:NAMED])
    return named if len(things) <= NAMED else f"{named} and {len(things) - NAMED:,} more"


def counted(number: int, thing: str) -> str:
    """Gives a number with its thing: `1 article`, `2,300 articles`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
