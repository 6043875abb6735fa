"""Rows by the driver: an import adds dozens of rows an article, and the unit of work costs seven times as much a row.

What the functions of the store take is a `Database`: the session of an edit, or the driver's connection inside the
same kind of transaction. Both see the same rows, because sessions here do not hold changes back unflushed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from archive import sessions

Database = Session | sqlite3.Connection
Row = Mapping[str, Any]


def driver(database: Database) -> sqlite3.Connection:
    """Gives the driver's connection."""
    return database if isinstance(database, sqlite3.Connection) else sessions.raw(database.connection())


def add_row(database: Database, table: str, row: Row) -> int:
    """Inserts a row; gives its number."""
    cursor = driver(database).execute(_insert(table, tuple(row)), tuple(row.values()))
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def add_rows(database: Database, table: str, rows: Sequence[Row]) -> int:
    """Inserts rows, which all have the columns of the first; gives how many."""
    if rows:
        values = [tuple(row.values()) for row in rows]
        driver(database).executemany(_insert(table, tuple(rows[0])), values)
    return len(rows)


def marks(values: Sequence[object] | set[Any]) -> str:
    """Gives the placeholders of a list of values.

    >>> marks("abc")
    '?, ?, ?'
    """
    return ", ".join("?" * len(values))


@cache
def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks(columns)})"
