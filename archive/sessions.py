"""Open an archive for writing: the engine, its transactions, and sessions over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from archive import database
from archive.errors import MovedError

File = tuple[Path, int, int] | None
"""Tells a file from another that has its name later: the name, device and inode; None where there is none."""


def writing_engine(path: Path, wait: float = 30.0, *, migrating: bool = False) -> Engine:
    """Gives an engine whose transactions begin by taking the write lock, waiting `wait` seconds for it.

    With a plain BEGIN, a transaction that reads before it writes fails at once when another process wrote in
    between, whatever the timeout. Without `isolation_level=None` the driver commits around DDL. For migrations
    foreign keys are off, and a file is made where there is none.
    """
    engine = create_engine("sqlite://", creator=lambda: _connect(path, wait, migrating), poolclass=QueuePool)

    @event.listens_for(engine, "connect")
    def note(_: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _file_of(path.absolute())

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _connect(path: Path, wait: float, migrating: bool) -> sqlite3.Connection:
    connection = database.opened(path, "mode=rwc" if migrating else "mode=rw", wait)
    database.prepare(connection)
    connection.execute("PRAGMA synchronous=FULL")  # an article reported as filed survives a power cut
    connection.execute("PRAGMA journal_size_limit=67108864")
    if migrating:
        connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _file_of(path: Path) -> File:
    with suppress(OSError):
        found = path.stat()
        return path, found.st_dev, found.st_ino
    return None


def raw(connection: Connection) -> sqlite3.Connection:
    """Gives the driver's connection under SQLAlchemy's, inside the same transaction."""
    driver: Any = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


@contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Session]:
    """Runs one unit of work in one transaction: committed at the end, or gone as a whole.

    After a full disk or an I/O error SQLite has rolled back by itself and later statements would run outside any
    transaction, so nothing may go on in the same unit: the error always leaves this block. Where the file was moved,
    replaced or deleted meanwhile, what was written is saved beside it, and a MovedError says so.
    """
    with database.telling(path):
        with Session(engine, expire_on_commit=False, autoflush=False) as session, session.begin():
            yield session
            file: File = session.connection().connection.info["file"]
        if file and _file_of(file[0]) != file:
            raise _saved(engine, file[0])


def _saved(engine: Engine, path: Path) -> MovedError:
    """Saves what an engine still holds of a file that has lost its name, and gives the error that says where it is.

    SQLite goes on writing to such a file, and leaves its log to whatever has the name now: opened with a log that is
    not its own, that is damaged (https://sqlite.org/howtocorrupt.html, 2.4). So the log is brought home and emptied.
    """
    copy = path.with_name(f"{path.name}.saved-{database.moment()}")
    told = f"{path} was moved, replaced or deleted while it was written"
    held = engine.raw_connection()
    try:
        driver: Any = held.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with closing(database.opened(copy, "mode=rwc")) as target:
            driver.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        return MovedError(f"{told}, and could not be saved as {copy}: {error}.")
    finally:
        held.close()
        engine.dispose()
    return MovedError(f"{told}; with all that was filed it is saved as {copy}: compare the two.")
