"""Make an archive and bring an older one up to date, all or nothing.

One transaction takes the write lock first and reads the revision inside it, so that many processes may upgrade one
file at once; before an upgrade a copy of the file is kept beside it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from archive import database
from archive.database import REVISIONS
from archive.errors import DatabaseError, MissingError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

COPIES_KEPT = 3
HEAD = REVISIONS[-1]


def scripts() -> Path:
    """Gives the folder of the migrations: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


def ensure(path: Path, wait: float = 30.0) -> str | None:
    """Makes the archive, or upgrades it, unless it is up to date; gives the revision it had."""
    with database.telling(path):
        found = _found(path, wait)
    if found != HEAD:
        upgrade(path, wait)
    return found


def _found(path: Path, wait: float) -> str | None:
    if not path.exists():
        _create_file(path, wait)
        return None
    connection = database.connect(path, wait)
    try:
        return database.revision_of(connection, path)
    finally:
        connection.close()


def _create_file(path: Path, wait: float) -> None:
    """Makes an empty file with the settings that must precede the first table."""
    if not path.parent.is_dir():
        raise MissingError(f"There is no folder {path.parent}; make it first.")
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size=8192")
        _retrying(connection, "PRAGMA journal_mode=WAL", wait)
    finally:
        connection.close()


def _retrying(connection: sqlite3.Connection, statement: str, wait: float) -> None:
    """Runs a statement that does not heed the busy timeout, until it goes through or `wait` seconds are over."""
    deadline = time.monotonic() + wait
    while True:
        try:
            connection.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def upgrade(path: Path, wait: float = 30.0, revision: str = "head") -> None:
    """Runs the migrations up to `revision` in one transaction; a failure leaves the file as it was."""
    from alembic import command

    with migrating(path, wait) as connection:
        # Read again under the lock: another process may have upgraded the file meanwhile.
        if _revision(connection, path) not in (None, HEAD):
            keep_copy(path, str(_revision(connection, path)))
        with _keeping_triggers(connection, path):
            command.upgrade(_config(connection), revision)


def as_made(revision: str = "head") -> list[tuple[str, str, str, str]]:
    """Gives what the migrations make, worked out in memory: type, name, table and SQL of each object."""
    from alembic import command

    with migrating(":memory:") as connection:
        command.upgrade(_config(connection), revision)
        found = connection.exec_driver_sql(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        )
        return [(kind, name, table, sql) for kind, name, table, sql in found]


def downgrade(path: Path, revision: str, *, accept_loss: bool = False) -> None:
    """Runs the migrations back to `revision`; refused while there are articles unless the loss is accepted."""
    from alembic import command

    with migrating(path) as connection:
        if not accept_loss and connection.exec_driver_sql("SELECT EXISTS (SELECT 1 FROM articles)").scalar():
            raise DatabaseError(f"{path} holds articles that a downgrade would lose; nothing was changed.")
        keep_copy(path, str(_revision(connection, path)))
        command.downgrade(_config(connection), revision)


@contextmanager
def migrating(path: Path | str, wait: float = 30.0) -> Iterator[Connection]:
    """Holds the write lock for a migration: foreign keys off before BEGIN, and checked before COMMIT."""
    from archive.sessions import writing_engine

    path = Path(path)
    engine = writing_engine(path, wait, migrating=True)
    try:
        with database.telling(path), engine.begin() as connection:
            _revision(connection, path)  # refuses foreign and newer files
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise DatabaseError(f"{path} has {len(broken)} rows that point nowhere; nothing was changed.")
    finally:
        engine.dispose()


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts()))
    return config


def _revision(connection: Connection, path: Path) -> str | None:
    from archive.sessions import raw

    return database.revision_of(raw(connection), path)


@contextmanager
def _keeping_triggers(connection: Connection, path: Path) -> Iterator[None]:
    """Refuses a migration that loses triggers: a table that is made anew drops them without a word."""

    def triggers() -> set[str]:
        rows = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        return {name for (name,) in rows}

    before = triggers()
    yield
    lost = ", ".join(sorted(before - triggers()))
    if lost:
        raise DatabaseError(f"The upgrade of {path} lost triggers ({lost}); it was undone.")


def keep_copy(path: Path, revision: str) -> Path:
    """Keeps a copy of the file as it was, `archive.db.0001-20261121T190000Z.bak`, and the last three of them."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    copy = path.with_name(f"{path.name}.{revision}-{stamp}.bak")
    partial = copy.with_name(copy.name + ".part")
    partial.unlink(missing_ok=True)
    reader = sqlite3.connect(path)
    try:
        reader.execute("VACUUM INTO ?", (str(partial),))
    finally:
        reader.close()
    partial.replace(copy)
    for old in sorted(path.parent.glob(f"{path.name}.*.bak"))[:-COPIES_KEPT]:
        old.unlink()
    return copy
