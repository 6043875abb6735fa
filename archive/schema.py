"""Make an archive and bring an older one up to date, all or nothing.

One transaction takes the write lock first and reads the revision inside it, so that many processes may upgrade one
file at once; before an upgrade a copy of the file is kept beside it.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archive import database
from archive.database import REVISIONS
from archive.errors import DatabaseError, MissingError
from archive.strangers import TABLES

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

COPIES_KEPT = 3
MOMENT = r"\d{8}T\d{6}(?:\.\d{6})?Z"
UPGRADE, RESTORE, DAMAGED = r"\d{4}", "before-restore", "damaged"
"""What copies are named after that an upgrade and a restore keep."""

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
    if not database.present(path):
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
    connection = database.opened(path, "mode=rwc", wait)
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
        stated = _revision(connection, path)
        if stated not in (None, HEAD):
            _refuse_newer_tables(connection, path, str(stated))
            keep_copy(path, str(stated))
        with _keeping_triggers(connection, path):
            command.upgrade(_config(connection), revision)


def _refuse_newer_tables(connection: Connection, path: Path, stated: str) -> None:
    """Refuses to upgrade a file that states an older revision than its tables have: they would be made twice."""
    made = {name for kind, name, _, _ in as_made(stated) if kind == "table"}
    rows = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    if newer := [name for (name,) in rows if name in TABLES - made]:
        raise DatabaseError(
            f"{path} states schema {stated} but has tables of a newer one ({', '.join(newer)}); nothing was changed:"
            " `archive doctor --fix` sets it right."
        )


def as_made(revision: str = "head") -> list[tuple[str, str, str, str]]:
    """Gives what the migrations make, worked out in memory: type, name, table and SQL of each object."""
    from alembic import command
    from sqlalchemy import StaticPool, create_engine

    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), revision)
            found = connection.exec_driver_sql(
                "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
            )
            return [(kind, name, table, sql) for kind, name, table, sql in found]
    finally:
        engine.dispose()


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
    with closing(database.opened(path)) as reader:
        reader.execute("VACUUM INTO ?", (database.uri(partial),))
    partial.replace(copy)
    older = [other for other in copies(path, UPGRADE) if other != copy]
    for old in older[: -(COPIES_KEPT - 1)]:
        with suppress(OSError):  # a copy too many is no reason to stop
            old.unlink()
    return copy


def copies(path: Path, kind: str, tail: str = "") -> list[Path]:
    """Gives the copies beside a file that this program made, by their exact names, oldest first.

    `kind` is a pattern of what stands before the moment; what anybody else named `archive.db.SOMETHING.bak` is theirs.
    """
    form = re.compile(rf"{re.escape(path.name)}\.(?:{kind})-({MOMENT})\.bak{re.escape(tail)}")
    found: list[tuple[str, Path]] = []
    with suppress(PermissionError):  # a folder may be one that nobody may list
        found += [(named[1], one) for one in path.parent.iterdir() if (named := form.fullmatch(one.name))]
    return [one for _, one in sorted(found)]
