"""The index: postings follow the articles, whoever changed them.

Triggers note every change in `index_queue`; `catch_up` drains it inside the caller's transaction. A posting is never
edited: a changed article gets a new docid, and what no longer stands in `postings` is garbage until a rebuild.

The functions take a plain `sqlite3` connection, so that a search can catch up without importing SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from archive.analysis import FINGERPRINT
from archive.database import prepare, uri
from archive.names.sighting import Sighting, sight
from archive.names.sightings import Sightings, flush
from archive.names.tables import is_known
from archive.postings import (
    NUMBER_BITS,
    UNDATED_END,
    Entry,
    is_stale,
    keeps_names,
    languages,
    queued,
    read_entry,
)

BATCH = 200
STEP = 5_000
"""How many articles are posted at once, in the order of their docids, where a transaction holds more."""

GAP = " \ue002 "  # keeps phrases from running from one field into the next

POSTED = "SELECT digest, outlet_id FROM postings WHERE article_id = ?"

Sights = Mapping[tuple[str, str], Sighting]
"""What texts say of terms, by text and language."""

NOTHING_SEEN: Sights = MappingProxyType({})


def withdraw(connection: sqlite3.Connection, article_id: int) -> None:
    """Takes an article out of the answers; its terms stay as garbage until a rebuild."""
    connection.execute("DELETE FROM postings WHERE article_id = ?", (article_id,))


class _Docids:
    """Gives out docids that were never used: the next number of a day; past 8,192, a free one of a following day."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.last: dict[int, int] = {}

    def next(self, day: int | None) -> int:
        """Gives the docid of one more article of a day."""
        start, end = (1, UNDATED_END) if day is None else (day << NUMBER_BITS, (day + 1) << NUMBER_BITS)
        while True:
            last = self.last.get(start) or self._last(start, end)
            if last + 1 < end:
                self.last[start] = last + 1
                return last + 1
            start, end = end, end + (1 << NUMBER_BITS)

    def _last(self, start: int, end: int) -> int:
        last: int = self.connection.execute(
            "SELECT coalesce(max(last), :start - 1) FROM"
            " (SELECT max(docid) AS last FROM postings WHERE docid >= :start AND docid < :end"
            " UNION ALL SELECT max(docid) FROM spent_docids WHERE docid >= :start AND docid < :end)",
            {"start": start, "end": end},
        ).fetchone()[0]
        return last


def catch_up(connection: sqlite3.Connection, limit: int | None = None, sights: Sights = NOTHING_SEEN) -> int:
    """Brings postings up to date for queued articles inside the caller's transaction; gives how many articles.

    The caller holds the write lock (BEGIN IMMEDIATE), so nothing can be queued between reading and clearing. `sights`
    is what was worked out of texts before; others are read here.
    """
    done = 0
    while limit is None or done < limit:
        room = STEP if limit is None else min(STEP, limit - done)
        queued = connection.execute(
            "SELECT article_id, max(seq) FROM index_queue GROUP BY article_id ORDER BY article_id LIMIT ?",
            (room,),
        ).fetchall()
        if not queued:
            break
        _post_all(connection, [article_id for article_id, _ in queued], sights)
        connection.executemany("DELETE FROM index_queue WHERE article_id = ? AND seq <= ?", queued)
        done += len(queued)
    return done


def _post_all(connection: sqlite3.Connection, article_ids: Collection[int], sights: Sights) -> None:
    """Posts articles under new docids, in place of older postings; what the index says already stays."""
    docids, entries = _Docids(connection), []
    for article_id in article_ids:
        entry = read_entry(connection, article_id)
        posted = connection.execute(POSTED, (article_id,)).fetchone()
        digest = entry.digest() if entry else b""
        if entry and posted == (digest, entry.outlet_id):
            continue
        if posted:
            withdraw(connection, article_id)
        if entry:
            entries.append((docids.next(entry.day), entry, digest))
    sightings = Sightings() if keeps_names(connection) else None
    rows = [_rows(docid, entry, digest, sights, sightings) for docid, entry, digest in entries]
    # FTS5 flushes its hash at every step back of the rowid: a sorted batch loads twice as fast.
    rows.sort()
    connection.executemany(
        "INSERT INTO article_index (rowid, body, title, meta) VALUES (?, ?, ?, ?)", [row for row, _ in rows]
    )
    connection.executemany(
        "INSERT INTO postings (docid, article_id, outlet_id, language, day, size, title_key, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [row for _, row in rows],
    )
    if sightings is not None:
        flush(connection, sightings.rows(), is_known)
    _note_state(connection, {entry.language for _, entry, _ in entries})


Row = tuple[Any, ...]


def _rows(
    docid: int, entry: Entry, digest: bytes, sights: Sights, sightings: Sightings | None
) -> tuple[Row, Row]:
    """Gives the row of the index and that of the posting; what the texts say of terms is counted for the lexicon."""
    language = entry.language
    body, title = (
        [sights.get((text, language)) or sight(text, language) for text in texts]
        for texts in (entry.body, entry.title)
    )
    names = [_sight_name(text, language) for text in entry.names]
    if sightings is not None:
        for seen in (*body, *title, *names):
            sightings.add(seen)
    size = sum(seen.size for seen in (*body, *title))
    meta = GAP.join((" ".join(entry.meta), _joined(names)))
    posting = (docid, entry.article_id, entry.outlet_id, language, entry.day, size, entry.title_key, digest)
    return (docid, _joined(body), _joined(title), meta), posting


_sight_name = lru_cache(1 << 12)(sight)
"""Reads what comes back: the name of an author, of a tag, of a section."""


def _joined(column: list[Sighting]) -> str:
    return GAP.join(seen.terms for seen in column)


def _note_state(connection: sqlite3.Connection, posted: set[str]) -> None:
    """Notes the fingerprint of a first posting, and languages that are new to the index."""
    known = set(languages(connection))
    if posted - known:
        connection.executemany(
            "INSERT INTO index_state (name, value) VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [("fingerprint", FINGERPRINT), ("languages", " ".join(sorted(known | posted)))],
        )


def begin_rebuild(connection: sqlite3.Connection) -> int:
    """Empties the index and queues every article, inside the caller's transaction; gives how many."""
    connection.execute("INSERT INTO article_index (article_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM postings")
    for table in ("spent_docids", "lexkeys", "lexicon"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("DELETE FROM index_state WHERE name <> 'names'")
    connection.execute("DELETE FROM index_queue")
    return connection.execute(
        "INSERT INTO index_queue (article_id) SELECT id FROM articles ORDER BY id"
    ).rowcount


def rebuild(connection: sqlite3.Connection, names: bool | None = None) -> Iterator[int]:
    """Makes the index anew in short transactions, giving the number done; interrupted, the queue holds the rest.

    `names` says whether the archive keeps a lexicon from now on; None leaves that as it is.
    """
    with transaction(connection):
        begin_rebuild(connection)
        if names is not None:
            kept = ("names", "kept" if names else "off")
            connection.execute("INSERT OR REPLACE INTO index_state (name, value) VALUES (?, ?)", kept)
    yield from drain(connection)
    with transaction(connection):
        connection.execute("INSERT INTO article_index (article_index) VALUES ('optimize')")


def drain(connection: sqlite3.Connection) -> Iterator[int]:
    """Empties the queue in transactions of a batch each, giving the number done so far."""
    done = 0
    while True:
        with transaction(connection):
            step = catch_up(connection, BATCH)
        done += step
        yield done
        if step < BATCH:
            return


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Runs a block as one writing transaction of a plain connection."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite rolls back by itself after a full disk
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def plain_writer(path: Path, wait: float) -> Iterator[sqlite3.Connection]:
    """Gives a plain connection that may write, for the index alone."""
    connection = sqlite3.connect(f"{uri(path)}?mode=rw", uri=True, timeout=wait)
    try:
        prepare(connection)
        connection.execute("PRAGMA synchronous=FULL")
        yield connection
    finally:
        connection.close()


def status(connection: sqlite3.Connection) -> dict[str, object]:
    """Gives what there is to know of the index: postings, garbage, queue, analyzers."""

    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return {
        "articles": count("articles"),
        "postings": count("postings"),
        "garbage": count("spent_docids"),
        "queued": queued(connection),
        "languages": languages(connection),
        "names": keeps_names(connection),
        "stale": is_stale(connection),
        "analyzers": FINGERPRINT,
    }
