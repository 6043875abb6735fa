"""Copy an archive that is in use: under a temporary name, checked, on the disk, and only then by its own."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from archive import database
from archive.errors import DatabaseError, InvalidError, LockedError
from archive.outputs import is_one_of, refuse_archive, refuse_irregular

Counts = dict[str, int]
MAGIC = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Copied:
    """Is what a backup or a restore wrote: where, how much, and where the state before was kept."""

    path: Path
    articles: int
    size: int
    kept: Path | None = None


def back_up(path: Path, target: Path, *, force: bool = False) -> Copied:
    """Writes a checked copy of an archive, whoever writes to it meanwhile; it holds one state, whole.

    An older file at `target` is refused, or with `force` kept as `target.bak`. Killed at any moment, `target` is the
    old file or the new one, never half of one. What is no regular file, or of the archive, is refused too.
    """
    with database.telling_disk(path):
        refuse_loss(path, target, keep=force)
        if target.exists() and not force:
            raise InvalidError(
                f"{target} exists; name another file, or add --force to keep it as {target.name}.bak."
            )
        refuse_open(target)
        with closing(database.connect(path)) as source:
            refuse_unfit(source, path)
            counts = copy_checked(source, path, target, force=force)
    kept = _bak(target) if force and _bak(target).exists() else None
    return Copied(target, counts["articles"], target.stat().st_size, kept)


def copy_checked(source: sqlite3.Connection, path: Path, target: Path, *, force: bool = True) -> Counts:
    """Copies the state that `source` sees to `target`, checked and on the disk; gives the rows of each table."""
    refuse_loss(path, target, keep=force)
    partial = _part(target)
    partial.unlink(missing_ok=True)  # of a backup that was killed
    source.execute("BEGIN")
    try:
        counts = counts_of(source)
        with database.telling(target):
            write(source, partial)
            _compare(source, counts, partial, path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    finally:
        if source.in_transaction:  # SQLite rolls back by itself after an I/O error
            source.execute("ROLLBACK")
    put(partial, target, keep=force)
    return counts


def write(source: sqlite3.Connection, partial: Path) -> None:
    """Copies the pages that `source` sees into a new file, sound or not."""
    with closing(database.opened(partial, "mode=rwc")) as copy:
        copy.execute("PRAGMA synchronous=FULL")
        source.backup(copy, pages=-1)  # in steps, each commit of another program would make it begin anew
        copy.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, with no log beside it


def _compare(source: sqlite3.Connection, counts: Counts, partial: Path, path: Path) -> None:
    """Holds the copy against the state it was made from: every page, every count, every link."""
    with closing(database.opened(partial)) as copy:
        database.prepare(copy)
        sound = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if sound != "ok":
            raise DatabaseError(
                f"{path} is damaged ({sound}), so nothing was copied; `archive doctor --deep` says more."
            )
        if counts_of(copy) != counts or _broken_links(copy) != _broken_links(source):
            raise DatabaseError(
                f"The copy of {path} is not equal to it, and was removed; try again on another disk."
            )


def counts_of(connection: sqlite3.Connection) -> Counts:
    """Gives how many rows each table has."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return {name: connection.execute(_counting(name)).fetchone()[0] for (name,) in rows}


def _counting(table: str) -> str:
    quoted = table.replace('"', '""')  # a table of another tool has any name
    return f'SELECT count(*) FROM "{quoted}"'


def _broken_links(connection: sqlite3.Connection) -> int:
    return sum(1 for _ in connection.execute("PRAGMA foreign_key_check"))


def put(partial: Path, target: Path, *, keep: bool) -> None:
    """Gives a finished copy its name: the file first to the disk, then the name; the old file stays as `.bak`."""
    _to_disk(partial)
    if keep and target.exists():
        _keep(target, _bak(target))
    partial.replace(target)
    _to_disk(target.parent)


def _keep(target: Path, kept: Path) -> None:
    """Gives a file a second name, so that there is no moment at which it has none."""
    kept.unlink(missing_ok=True)
    try:
        kept.hardlink_to(target)
    except OSError:  # FAT and some network disks know no second names
        target.replace(kept)


def _to_disk(path: Path) -> None:
    """Waits until a file or folder is on the disk; never for a file that SQLite has open in this process."""
    with suppress(PermissionError):  # some systems open no folders
        number = os.open(path, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _bak(path: Path) -> Path:
    return path.with_name(f"{path.name}.bak")


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def refuse_loss(path: Path, target: Path, *, keep: bool) -> None:
    """Refuses a copy of an archive that would write over it, or over what is no regular file or not half a copy."""
    refuse_irregular(target)
    used = [target, _part(target), *([_bak(target)] if keep else [])]
    refuse_archive(path, *used)
    refuse_irregular(*used)
    if not _may_be_copy(_part(target)):
        raise InvalidError(f"{_part(target)} is no half-made copy; move it away, or name another file.")


def _may_be_copy(partial: Path) -> bool:
    """Says whether a file may be what a killed backup left: SQLite writes the first page last, if at all."""
    if not partial.is_file():
        return True
    with partial.open("rb") as file:
        head = file.read(len(MAGIC))
    return head == MAGIC or not any(head)


def refuse_same(one: Path, other: Path) -> None:
    """Refuses to copy a file onto itself."""
    if is_one_of(other, [str(one)]):
        raise InvalidError(f"{other} is the archive itself; name another file.")


def refuse_open(target: Path) -> None:
    """Refuses to replace a file whose write-ahead log lies beside it: it would be read into the new file."""
    log = target.with_name(f"{target.name}-wal")
    if log.exists() and log.stat().st_size:
        raise LockedError(
            f"{target} is open in a program, or {log.name} was left behind; move that away, or name another file."
        )


def refuse_unfit(connection: sqlite3.Connection, path: Path) -> None:
    """Refuses what is no archive, was made by a newer program, or holds nothing yet."""
    if database.revision_of(connection, path) is None:
        raise DatabaseError(f"{path} is empty; there is nothing to copy.")
