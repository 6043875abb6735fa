"""Rows by the driver: an import adds dozens of rows an article, and the unit of work costs seven times as much a row.

What the functions of the store take is a `Database`: the session of an edit, the driver's connection inside the same
kind of transaction, or rows that wait to be written through it. All see the same rows, because sessions here do not
hold changes back unflushed, and nothing asks for what waits.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from archive import sessions
from archive.statements import marks

Row = Mapping[str, Any]
Values = Sequence[Any]

LAST_NUMBER = """
SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{0}'), 0), coalesce(max(id), 0)) FROM {0}"""


class Waiting:
    """Is rows of new articles that wait to be written together: each statement is then run once for all its rows.

    The statements are run in the order in which they first came, so a row comes after those that it refers to. What
    is asked for is asked of the archive as it stands, which `connection` gives; `named` remembers which numbers names
    of outlets, authors and tags were found to have, for as long as nobody else may write.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.named: dict[tuple[Any, str], int] = {}
        self.rows: dict[str, list[Values]] = {}
        self.last: dict[str, int] = {}

    def number(self, table: str) -> int:
        """Gives the number of one more row of a table."""
        if table not in self.last:
            self.last[table] = self.connection.execute(LAST_NUMBER.format(table)).fetchone()[0]
        self.last[table] += 1
        return self.last[table]

    def write(self) -> None:
        """Writes what waits."""
        for statement, rows in self.rows.items():
            self.connection.executemany(statement, rows)
        self.rows.clear()
        self.last.clear()


Database = Session | sqlite3.Connection | Waiting


def driver(database: Database) -> sqlite3.Connection:
    """Gives the driver's connection."""
    if isinstance(database, sqlite3.Connection):
        return database
    return database.connection if isinstance(database, Waiting) else sessions.raw(database.connection())


def add_row(database: Database, table: str, row: Row) -> int:
    """Inserts a row; gives its number."""
    if isinstance(database, Waiting):
        number = database.number(table)
        add_rows(database, table, [{"id": number, **row}])
        return number
    cursor = driver(database).execute(_insert(table, tuple(row)), tuple(row.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def add_rows(database: Database, table: str, rows: Sequence[Row]) -> int:
    """Inserts rows, which all have the columns of the first; gives how many."""
    if rows:
        run_many(database, _insert(table, tuple(rows[0])), (tuple(row.values()) for row in rows))
    return len(rows)


def run_many(database: Database, statement: str, rows: Iterable[Values]) -> None:
    """Runs a statement once for each row of values."""
    if isinstance(database, Waiting):
        database.rows.setdefault(statement, []).extend(rows)
    else:
        driver(database).executemany(statement, rows)


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"
