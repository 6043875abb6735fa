"""Open an archive for reading, over the standard `sqlite3` alone: importing SQLAlchemy costs a search its speed.

Writing goes through `archive.sessions`; making and upgrading the file through `archive.schema`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import (
    ArchiveError,
    DatabaseError,
    InvalidError,
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


_GONE = ("no such column", "no such table")


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns SQLite's refusals into the archive's errors, by result code and never by English text."""
    try:
        yield
    except ArchiveError:
        raise
    except Exception as error:
        cause = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's error
        told = _told(cause, path)
        if told is None:
            raise
        raise told from error


def _told(error: Exception, path: Path) -> ArchiveError | None:
    """Gives the archive's error for any other, or None where it is a bug of ours."""
    if isinstance(error, UnicodeEncodeError) and error.encoding == "utf-8":
        given = ascii(error.object[error.start : error.end])
        return InvalidError(f"SQLite keeps text in UTF-8, which {given} is not; write it again.")
    if isinstance(error, sqlite3.Error):
        return explain(error, path) or _of_strangers(error, path)
    return None


def _of_strangers(error: sqlite3.Error, path: Path) -> DatabaseError | None:
    """Gives the error for a change that fails by what other tools added to the file, None where they added nothing."""
    from archive import strangers

    adders = {
        sqlite3.SQLITE_ERROR: (strangers.triggers,),
        sqlite3.SQLITE_CONSTRAINT: (strangers.triggers, strangers.references),
    }
    found: list[str] = []
    with suppress(sqlite3.Error), closing(opened(path)) as connection:
        for added in adders.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, ()):
            found += added(connection)
        if not found and str(error).startswith(_GONE) and not strangers.is_sound(connection):
            return DatabaseError(
                f"The schema of {path} is not as this program made it ({error}); see `archive doctor`."
            )
    if not found:
        return None
    return DatabaseError(
        f"{path} refused the change ({error}) by what another tool added: {', '.join(found)}; drop it, or change the"
        " rows that it keeps."
    )


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
    """Gives the schema revision of a file, None for an empty one; errors for those that cannot be used as they are."""
    stated = stated_revision(connection, path)
    if stated is None and "articles" in _tables(connection):
        raise DatabaseError(
            f"{path} has lost its schema revision; `archive doctor --fix` gives it back where the tables tell it."
        )
    return stated


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def stated_revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """Gives the schema revision that a file states, None where it states none; errors for foreign and newer files."""
    tables = _tables(connection)
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
    stated = _stated(connection) if "alembic_version" in tables else None
    if stated is not None and stated not in REVISIONS:
        raise NewerArchive(
            f"{path} was made by a newer version of this program (schema {stated}); upgrade press-archive."
        )
    return stated


def _stated(connection: sqlite3.Connection) -> str | None:
    rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return rows[0][0] if len(rows) == 1 and isinstance(rows[0][0], str) else None


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
    if not present(path):
        raise MissingError(f"There is no archive at {path}; `archive ingest FOLDER` makes one.")
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder, not an archive; name the archive's file with --db.")
    with telling(path):
        try:
            return _reader(path, "mode=rw", wait)
        except UnicodeDecodeError as error:  # so the driver fails over SQLite's message on a damaged name
            raise damaged(path) from error
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            log = path.with_name(path.name + "-wal")
            if code not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or log.exists():
                raise
            return _reader(path, "immutable=1", wait)


def moment() -> str:
    """Gives the moment for a file's name, fine enough that no two copies share it."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def present(path: Path) -> bool:
    """Says whether there is a file; StorageError where that cannot be known, as for a name that is too long."""
    try:
        return path.exists()
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}.") from error


def uri(path: Path) -> str:
    """Gives the path as SQLite's URI; `urllib` would cost a search as much time as opening the file.

    Two slashes and a whole path: what begins with two itself would be taken for the name of a machine.
    """
    try:
        whole = str(path.absolute())
    except FileNotFoundError as error:
        raise StorageError(f"{path} cannot be opened: the present folder is gone; go to another.") from error
    return "file://" + whole.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def opened(path: Path, how: str = "mode=rw", wait: float = 5.0) -> sqlite3.Connection:
    """Opens a file, even one named `:memory:` or `file:x`; with `mode=rwc` it is made where there is none."""
    return sqlite3.connect(f"{uri(path)}?{how}", uri=True, timeout=wait, isolation_level=None)


def _reader(path: Path, how: str, wait: float) -> sqlite3.Connection:
    connection = opened(path, how, wait)
    try:
        prepare(connection)
        connection.execute("PRAGMA query_only=ON")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection
