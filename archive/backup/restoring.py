"""Put a backup in the place of an archive that others may have open: into its file, as one transaction."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from archive import database
from archive.backup.copying import (
    Copied,
    copy_checked,
    counts_of,
    put,
    refuse_open,
    refuse_same,
    refuse_unfit,
    write,
)
from archive.doctor import examine
from archive.doctor.findings import Grade
from archive.errors import DatabaseError, LockedError, MissingError
from archive.outputs import refuse_irregular
from archive.schema import DAMAGED, RESTORE

BEYOND_READING = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
RETRY = 0.1
PAGES = 1024
"""How many pages a step of a restore copies; all steps are one transaction."""


def restore(backup: Path, path: Path, *, wait: float = 30.0) -> Copied:
    """Puts a backup in the place of an archive, in one transaction, after checking it.

    The present state is kept as `archive.db.before-restore-MOMENT.bak`, taken under the same write lock: nothing that
    was filed falls between. Other programs may have the archive open; they see the restored one from then on.
    """
    refuse_same(backup, path)
    refuse_irregular(Path(os.path.realpath(path)))  # a link to an archive is followed
    _refuse_sick(backup, wait)
    kept = None
    with database.telling_disk(path), closing(database.connect(backup)) as source:
        articles = counts_of(source)["articles"]
        if database.present(path):
            try:
                kept = _overwrite(source, path, wait)
            except UnicodeDecodeError:  # so the driver fails over SQLite's message on a damaged name
                kept = _set_aside(path)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in BEYOND_READING:
                    raise
                kept = _set_aside(path)
        if not path.exists():
            refuse_open(path)
            copy_checked(source, backup, path)
    return Copied(path, articles, path.stat().st_size, kept)


def _refuse_sick(backup: Path, wait: float) -> None:
    """Refuses a backup in which the doctor finds damage, before anything is touched."""
    if not database.present(backup):
        raise MissingError(f"There is no backup at {backup}.")
    with database.telling(backup), closing(database.connect(backup)) as source:
        refuse_unfit(source, backup)
        sound = source.execute("PRAGMA integrity_check(1)").fetchone()[0]
    wrong = [] if sound == "ok" else [f"SQLite finds damage: {sound}"]
    wrong += [one.told for one in examine(backup, wait=wait) if one.grade is Grade.DAMAGE]
    if wrong:
        raise DatabaseError(
            f"{backup} is damaged, so nothing was replaced: {wrong[0]} `archive --db {backup} doctor --deep` says more."
        )


def _overwrite(source: sqlite3.Connection, path: Path, wait: float) -> Path:
    """Writes the backup into the file as one transaction; gives the copy of the state before."""
    kept = path.with_name(f"{path.name}.{RESTORE}-{database.moment()}.bak")
    with _writer(path, wait) as writer, _writer(path, wait) as reader:
        _refuse_other_pages(source, writer, path)
        # In other modes the lock of a backup shuts out all readers, also the one that copies the state before.
        writer.execute("PRAGMA journal_mode=WAL")
        pages = source.execute("PRAGMA page_count").fetchone()[0]
        watch = _Lock(wait, lambda: _keep_state(reader, kept))
        # The first step takes the write lock and keeps it to the end; the copy of the state before is made under it.
        source.backup(writer, pages=max(1, min(PAGES, pages - 1)), progress=watch.step, sleep=RETRY)
    with _writer(path, wait) as writer:
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept


def _keep_state(reader: sqlite3.Connection, kept: Path) -> None:
    """Copies the state before, sound or not: it may be damage that a restore is to heal, and is kept all the same."""
    partial = kept.with_name(f"{kept.name}.part")
    write(reader, partial)
    put(partial, kept, keep=False)


class _Lock:
    """Watches the steps of a restore: waits for the lock so long and no longer, and acts once it is held."""

    def __init__(self, wait: float, held: Callable[[], object]) -> None:
        self.deadline = time.monotonic() + wait
        self.held = held
        self.is_held = False

    def step(self, status: int, remaining: int, total: int) -> None:
        """Is called after each step with SQLite's result code."""
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > self.deadline:
                raise LockedError(
                    "Another program holds the archive; nothing was replaced. Try again when it is done."
                )
        elif not self.is_held:
            self.is_held = True
            self.held()


@contextmanager
def _writer(path: Path, wait: float) -> Iterator[sqlite3.Connection]:
    with closing(database.opened(path, wait=wait)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        yield connection


def _refuse_other_pages(source: sqlite3.Connection, writer: sqlite3.Connection, path: Path) -> None:
    """Refuses pages of another size, which SQLite cannot write into a file in WAL mode."""
    ours, theirs = (one.execute("PRAGMA page_size").fetchone()[0] for one in (writer, source))
    if ours != theirs:
        raise DatabaseError(
            f"The backup has pages of {theirs} bytes and {path} of {ours}; close every program that has the archive"
            " open, move it away with its -wal, and restore again."
        )


def _set_aside(path: Path) -> Path:
    """Moves away a file that is no database any more, with its log; nobody can have it in use."""
    kept = path.with_name(f"{path.name}.{DAMAGED}-{database.moment()}.bak")
    for suffix in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(kept.with_name(kept.name + suffix))
    return kept
