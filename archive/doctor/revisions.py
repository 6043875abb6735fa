"""The revision that a file states, against the one whose tables it has: other tools lose it, or set it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cache

from archive.database import REVISIONS, stated_revision
from archive.doctor.findings import Finding, Subject, damage, fact, note
from archive.doctor.objects import expected
from archive.strangers import is_sound

Column = tuple[str, str]
"""Names of a table and of one of its columns."""

KEEPER = "alembic_version"
"""The table that states the revision, and is no sign of one."""


def revision(subject: Subject) -> Iterator[Finding]:
    """Compares the stated revision with the newest that this program knows, and with the tables that there are."""
    stated = stated_revision(subject.connection, subject.path)
    newest = REVISIONS[-1]
    if stated == newest and is_sound(subject.connection):
        yield fact(f"The schema is at the newest revision, {newest}.")
        return
    had = had_revision(subject.connection)
    if had not in (None, stated):
        states = f"states revision {stated}" if stated else "states no revision"
        yield damage(f"The file {states} and has the tables of {had}; `--fix` states that.")
    elif stated is None:
        yield damage("The file is empty, or states no revision and has the tables of none; restore a backup.")
    elif stated != newest:
        yield note(f"The schema is at revision {stated}; `archive init` upgrades it to {newest}.")
    else:
        yield fact(f"The schema is at the newest revision, {newest}.")


def state_revision(subject: Subject) -> None:
    """Writes down the revision whose tables the file has, where that is certain."""
    with subject.mending() as connection:
        had = had_revision(connection)
        if had in (None, stated_revision(connection, subject.path)):
            return
        connection.execute(f"DROP TABLE IF EXISTS {KEEPER}")
        connection.execute(expected(REVISIONS[-1])["table", KEEPER])
        connection.execute(f"INSERT INTO {KEEPER} VALUES (?)", (had,))


def had_revision(connection: sqlite3.Connection) -> str | None:
    """Gives the revision whose columns a file has, all of them and none of another; None where that is no one's.

    Columns and tables that people added are no sign of any.
    """
    known = frozenset().union(*map(_made, REVISIONS))
    found = _columns(connection, {table for table, _ in known}) & known
    return next((revision for revision in reversed(REVISIONS) if _made(revision) == found), None)


@cache
def _made(revision: str) -> frozenset[Column]:
    """Gives the columns that the migrations make."""
    made = expected(revision)
    tables = [name for kind, name in made if kind == "table" and name != KEEPER]
    with closing(sqlite3.connect(":memory:")) as connection:
        for table in tables:
            if not table.startswith("article_index_"):  # FTS5 makes its own
                connection.execute(made["table", table])
        return _columns(connection, tables)


def _columns(connection: sqlite3.Connection, tables: Iterable[str]) -> frozenset[Column]:
    return frozenset(
        (table, column)
        for table in tables
        for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
    )
