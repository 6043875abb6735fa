"""What surrounds the rows: SQLite, the place of the file, its journal, what was left beside it."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from archive.doctor.findings import Finding, Subject, counted, fact, note, some
from archive.doctor.places import SHARED, file_system
from archive.doctor.versions import CURED, has_wal_reset_bug
from archive.schema import DAMAGED, RESTORE, UPGRADE, copies

LEAST_FREE = 100 * 1024 * 1024
LARGE_LOG = 256 * 1024 * 1024
DAY = 24 * 3600
OLD_PARTIAL, OLD_COPY = DAY, 90 * DAY
"""Seconds after which a half-made copy is nobody's work any more, and a kept copy is worth a note."""

KEPT = f"{UPGRADE}|{RESTORE}|{DAMAGED}"
"""What the copies are named after that this program keeps beside a file."""


def sqlite(subject: Subject) -> Iterator[Finding]:
    """Names the version and build of SQLite, and the WAL-reset bug where it has it."""
    build = subject.connection.execute("SELECT sqlite_source_id()").fetchone()[0]
    named = f"SQLite {sqlite3.sqlite_version} ({build[:19]})"
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        yield note(
            f"{named} has the WAL-reset bug: two programs that write at the same moment may lose a page; let one"
            f" write at a time, or use a Python with SQLite {CURED}."
        )
    else:
        yield fact(f"{named}.")


def place(subject: Subject) -> Iterator[Finding]:
    """Warns of a file system that several machines see at once."""
    kind = file_system(subject.path.resolve())
    if kind in SHARED:
        yield note(
            f"The file lies on {kind}, where locks do not hold between machines; move it to a local disk."
        )
    else:
        yield fact(f"The file lies on {kind}." if kind else "This system does not tell its file systems.")


def space(subject: Subject) -> Iterator[Finding]:
    """Warns when there is no room for a copy of the file, which an upgrade and a backup make."""
    free, size = shutil.disk_usage(subject.path.parent).free, subject.path.stat().st_size
    if free < max(LEAST_FREE, size):
        yield note(
            f"Only {_bytes(free)} are free beside a file of {_bytes(size)}: an upgrade needs a copy of it."
        )
    else:
        yield fact(f"{_bytes(free)} are free beside a file of {_bytes(size)}.")


def leftovers(subject: Subject) -> Iterator[Finding]:
    """Names half-made copies, and kept copies that are old."""
    if partial := [path.name for path in _older(subject.path, ".part", OLD_PARTIAL)]:
        yield note(f"Copies that were never finished lie beside the file ({some(partial)}); delete them.")
    if copies := [path.name for path in _older(subject.path, "", OLD_COPY)]:
        yield note(
            f"Copies older than 90 days lie beside the file ({some(copies)}); delete those you do not need."
        )


def clear_leftovers(subject: Subject) -> None:
    """Deletes half-made copies of which nothing has changed for a day."""
    for path in _older(subject.path, ".part", OLD_PARTIAL):
        path.unlink(missing_ok=True)


def _older(path: Path, tail: str, seconds: float) -> list[Path]:
    """Gives the copies that this program made, whole or with `.part` half, of which nothing changed for so long."""
    before = time.time() - seconds
    return [one for one in copies(path, KEPT, tail) if one.is_file() and one.stat().st_mtime < before]


def journal(subject: Subject) -> Iterator[Finding]:
    """Looks for WAL mode, without which a search waits for every writer, and for a log that grew large."""
    mode = subject.connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        yield note(
            f"The journal is in {mode} mode, so that searches wait for writers; `--fix` sets WAL mode."
        )
    log = subject.path.with_name(subject.path.name + "-wal")
    if log.exists() and (size := log.stat().st_size) > LARGE_LOG:
        yield note(
            f"The write-ahead log holds {_bytes(size)}; close programs that read for long,"
            " then `archive index optimize`."
        )


def set_wal(subject: Subject) -> None:
    """Puts the file into WAL mode."""
    with subject.writer() as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def queue(subject: Subject) -> Iterator[Finding]:
    """Counts the articles that wait to be indexed, and says since when the first of them waits."""
    waiting = subject.one("SELECT count(DISTINCT article_id) FROM index_queue")
    if waiting:
        since = subject.connection.execute(
            "SELECT min(a.changed_at) FROM articles a WHERE a.id IN (SELECT article_id FROM index_queue)"
        ).fetchone()[0]
        yield note(
            f"{counted(waiting, 'article')} {'is' if waiting == 1 else 'are'} not yet indexed"
            f"{f', the oldest last filed at {since}' if since else ''}; the next search indexes some, `--fix` all."
        )


def _bytes(number: float) -> str:
    """Gives a size as people say it: `512 bytes`, `3.4 GB`."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "bytes" or number >= 10 else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} TB"
