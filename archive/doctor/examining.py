"""Make the checks, one after another, and mend what they find."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from archive import database
from archive.doctor.checks import CHECKS, VERIFIED
from archive.doctor.findings import Check, Finding, Grade, Subject, damage, fact
from archive.errors import DatabaseError

READ_WAIT = 5.0
ANY_REVISION = ("pages", "links", "originals")
"""The deep checks that make sense of an older schema too; it is mended after it is upgraded."""

EARLIEST = "revision"
"""The check that is mended whatever the revision is; what else there is to mend depends on that."""

Tick = Callable[[int], object]


def examine(
    path: Path, *, deep: bool = False, fix: bool = False, wait: float = 30.0, tick: Tick = lambda number: None
) -> Iterator[Finding]:
    """Examines an archive and gives at least one finding for each check, as it is made.

    `deep` compares everything with everything; `fix` mends what can be worked out again, and never an article.
    """
    chosen = [check for check in CHECKS if deep or not check.deep]
    return _examined(path, chosen, fix, wait, tick)


def verify(path: Path, *, wait: float = 30.0, tick: Tick = lambda number: None) -> Iterator[Finding]:
    """Compares every original with its hash and every posting with its article."""
    return _examined(path, [check for check in CHECKS if check.name in VERIFIED], False, wait, tick)


def amount(path: Path) -> int:
    """Gives how many articles and originals there are to compare, for the progress of a long examination."""
    with database.telling(path), closing(database.connect(path, READ_WAIT)) as connection:
        counts = "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM captures)"
        try:
            return int(connection.execute(counts).fetchone()[0])
        except sqlite3.DatabaseError:  # the checks say what is wrong
            return 0


def exit_code(findings: Iterable[Finding]) -> int:
    """Gives 0 for a sound archive, 1 where something was repaired and all is well, 2 where damage is left."""
    grades = {finding.grade for finding in findings}
    return 2 if Grade.DAMAGE in grades else 1 if Grade.REPAIRED in grades else 0


def _examined(path: Path, checks: Sequence[Check], fix: bool, wait: float, tick: Tick) -> Iterator[Finding]:
    with database.telling_disk(path), closing(database.connect(path, READ_WAIT)) as connection:
        if EARLIEST not in {check.name for check in checks}:
            database.revision_of(connection, path)  # nobody would say that it is lost
        subject = Subject(path, connection, wait, tick)
        for check in checks:
            # Refuses foreign and newer files.
            newest = database.stated_revision(connection, path) == database.REVISIONS[-1]
            if check.deep and not newest and check.name not in ANY_REVISION:
                continue
            for finding in _checked(check, subject, fix and (newest or check.name == EARLIEST)):
                yield replace(finding, check=check.name)


def _checked(check: Check, subject: Subject, fix: bool) -> list[Finding]:
    found = _looked(check, subject)
    if fix and check.mend and any(finding.grade is not Grade.OK for finding in found):
        try:
            check.mend(subject)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error, subject.path):
                raise
            return found
        left = _looked(check, subject)
        if not any(finding.grade is Grade.DAMAGE for finding in left):
            repaired = [replace(one, grade=Grade.REPAIRED) for one in found if one not in left]
            return [*repaired, *(one for one in left if one in found)] or left
        return left
    return found


def _looked(check: Check, subject: Subject) -> list[Finding]:
    """Gives what a check finds, in one reading of the file: other programs may write meanwhile."""
    try:
        with _one_state(subject.connection):
            return list(check.look(subject)) or [fact(check.about)]
    except sqlite3.DatabaseError as error:
        if not _is_damage(error, subject.path):
            raise
        return [
            damage(
                f"Could not be examined: {error}; restore a backup, or recover rows with sqlite3's .recover."
            )
        ]


@contextmanager
def _one_state(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # SQLite rolls back by itself after an I/O error
            connection.execute("ROLLBACK")


def _is_damage(error: sqlite3.DatabaseError, path: Path) -> bool:
    """Says whether SQLite refused because of what the file holds, not because it is busy or may not be written."""
    told = database.explain(error, path)
    return told is None or isinstance(told, DatabaseError)
