"""Open an archive for writing: the engine, its transactions, and sessions over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.orm import Session

from archive import database


def writing_engine(path: Path, wait: float = 30.0, *, foreign_keys: bool = True) -> Engine:
    """Gives an engine whose transactions begin by taking the write lock, waiting `wait` seconds for it.

    With a plain BEGIN, a transaction that reads before it writes fails at once when another process wrote in
    between, whatever the timeout. Without `isolation_level=None` the driver commits around DDL.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, wait, foreign_keys), poolclass=QueuePool
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _connect(path: Path, wait: float, foreign_keys: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=wait)
    database.prepare(connection)
    connection.execute("PRAGMA synchronous=FULL")  # an article reported as filed survives a power cut
    connection.execute("PRAGMA journal_size_limit=67108864")
    if not foreign_keys:
        connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def raw(connection: Connection) -> sqlite3.Connection:
    """Gives the driver's connection under SQLAlchemy's, inside the same transaction."""
    driver: Any = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Session]:
    """Runs one unit of work in one transaction: committed at the end, or gone as a whole.

    After a full disk or an I/O error SQLite has rolled back by itself and later statements would run outside any
    transaction, so nothing may go on in the same unit: the error always leaves this block.
    """
    with (
        database.telling(path),
        Session(engine, expire_on_commit=False, autoflush=False) as session,
        session.begin(),
    ):
        yield session
