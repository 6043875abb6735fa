"""Open an archive for reading, over the standard `sqlite3` alone: importing SQLAlchemy costs a search its speed.

Writing goes through `archive.sessions`; making and upgrading the file through `archive.schema`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import (
    ArchiveError,
    DatabaseError,
    LockedError,
    MissingError,
    NewerArchive,
    NotAnArchive,
    StorageError,
)

REVISIONS = ("0001", "0002", "0003")
"""The schema revisions this program knows, oldest first; a test holds them to `migrations/`."""

APPLICATION_ID = 0x50524553  # "PRES", in the header of every archive

INDEX_TABLES = tuple("article_index postings spent_docids index_state index_queue lexicon lexkeys".split())
"""What can be worked out again, and without which nothing can be searched."""

CONNECTION_PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=OFF",  # the queue's triggers are proven with it off, as other tools have it
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-65536",  # 64 MiB: a question reads the same pages several times, a batch writes all over the indexes
)


def prepare(connection: sqlite3.Connection) -> None:
    """Sets what every connection of ours has; undecodable text of other tools is shown, not fatal."""
    connection.isolation_level = None
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for pragma in CONNECTION_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns SQLite's refusals into the archive's errors, by result code and never by English text."""
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:
        cause = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's error
        if not isinstance(cause, sqlite3.Error):
            raise
        told = explain(cause, path)
        if told is None:
            raise
        raise told from error


@contextmanager
def telling_disk(path: Path) -> Iterator[None]:
    """Turns the refusals of the disk itself into the archive's errors too, where files beside it are handled."""
    with telling(path):
        try:
            yield
        except OSError as error:
            place = error.filename or path
            raise StorageError(
                f"{place} could not be read or written: {error.strerror}; check the disk."
            ) from error


def damaged(path: Path) -> DatabaseError:
    """Gives the error for a file of which SQLite cannot make sense."""
    return DatabaseError(f"{path} is damaged; restore a backup, or recover it with sqlite3's .recover.")


def explain(error: sqlite3.Error, path: Path) -> ArchiveError | None:
    """Gives the archive's error for a driver's error, or None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LockedError(f"{path} is in use by another program; try again when it is done.")
        case sqlite3.SQLITE_FULL:
            return StorageError(
                f"The disk that holds {path} is full; nothing was half-written. Free some space."
            )
        case sqlite3.SQLITE_READONLY:
            return StorageError(f"{path} may not be written; check its permissions and those of its folder.")
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return StorageError(f"{path} cannot be opened; check its permissions and those of its folder.")
        case sqlite3.SQLITE_NOTADB:
            return NotAnArchive(f"{path} is not an SQLite file; name an archive with --db.")
        case sqlite3.SQLITE_CORRUPT:
            return damaged(path)
        case sqlite3.SQLITE_IOERR:
            return StorageError(f"{path} could not be read or written: {error}; check the disk.")
    return None


def revision_of(connection: sqlite3.Connection, path: Path) -> str | None:
    """Gives the schema revision of a file, None for an empty file; errors for foreign and newer files."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not tables:
        return None
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark == 0 and {"alembic_version", "articles", *INDEX_TABLES} <= tables:
        mend = f"PRAGMA application_id={APPLICATION_ID}"
        raise NotAnArchive(
            f"{path} has all of an archive but its mark, as `.dump` leaves it; `sqlite3 {path} '{mend}'` gives it back."
        )
    if mark != APPLICATION_ID:
        raise NotAnArchive(f"{path} is an SQLite file, but not an archive; name another with --db.")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision: str | None = row[0] if row else None
    if revision is not None and revision not in REVISIONS:
        raise NewerArchive(
            f"{path} was made by a newer version of this program (schema {revision}); upgrade press-archive."
        )
    return revision


def refuse_gaps(connection: sqlite3.Connection, path: Path) -> None:
    """Refuses an archive whose index lost a table or cannot be opened, with what brings it back."""
    asked = ", ".join(f"'{name}'" for name in INDEX_TABLES)
    found = connection.execute(f"SELECT count(*) FROM sqlite_schema WHERE name IN ({asked})").fetchone()[0]
    if found != len(INDEX_TABLES):
        raise DatabaseError(f"{path} has lost tables of its index; `archive doctor --fix` makes them again.")
    try:
        connection.execute("SELECT 1 FROM article_index LIMIT 0")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise damaged(path) from error  # a flipped byte in how the table was made


def connect(path: Path, wait: float = 5.0) -> sqlite3.Connection:
    """Opens an archive for reading; nothing beside the file is left behind.

    A file in WAL mode needs its shared-memory file even to be read, and only a connection that may write cleans
    that up again: so it is opened `rw` with `query_only`. In a folder that may not be written, `immutable` is
    the only way in, and is right as long as no write-ahead log stands beside the file.
    """
    if not path.exists():
        raise MissingError(f"There is no archive at {path}; `archive ingest FOLDER` makes one.")
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder, not an archive; name the archive's file with --db.")
    with telling(path):
        try:
            return _open(path, "mode=rw", wait)
        except UnicodeDecodeError as error:  # so the driver fails over SQLite's message on a damaged name
            raise damaged(path) from error
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            log = path.with_name(path.name + "-wal")
            if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or log.exists():
                raise
            return _open(path, "immutable=1", wait)


def moment() -> str:
    """Gives the moment for a file's name, fine enough that no two copies share it."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def uri(path: Path) -> str:
    """Gives the path as SQLite's URI; `urllib` would cost a search as much time as opening the file."""
    return "file:" + str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _open(path: Path, mode: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{uri(path)}?{mode}", uri=True, timeout=wait)
    try:
        prepare(connection)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
