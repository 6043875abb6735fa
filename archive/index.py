"""The index: postings follow the articles, whoever changed them.

Triggers note every change in `index_queue`; `catch_up` drains it inside the caller's transaction. A posting is never
edited: a changed article gets a new docid, and what no longer stands in `postings` is garbage until a rebuild.

The functions take a plain `sqlite3` connection, so that a search can catch up without importing SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.analysis import FINGERPRINT, tokenize
from archive.database import prepare, uri
from archive.names.sightings import Sightings, flush
from archive.names.tables import is_known
from archive.postings import NUMBER_BITS, UNDATED_END, Entry, is_stale, languages, queued, read_entry

BATCH = 200
GAP = " \ue002 "  # keeps phrases from running from one field into the next


def post(connection: sqlite3.Connection, entry: Entry, sightings: Sightings) -> int:
    """Posts an entry under a docid that was never used, in place of the article's older posting."""
    withdraw(connection, entry.article_id)
    docid = _free_docid(connection, entry.day)
    columns = [_terms(texts, entry.language, sightings) for texts in (entry.body, entry.title, entry.names)]
    body, title, names = (GAP.join(" ".join(one) for one in column) for column in columns)
    connection.execute(
        "INSERT INTO article_index (rowid, body, title, meta) VALUES (?, ?, ?, ?)",
        (docid, body, title, GAP.join((" ".join(entry.meta), names))),
    )
    size = sum(len(one) for column in columns[:2] for one in column)
    connection.execute(
        "INSERT INTO postings (docid, article_id, outlet_id, language, day, size, title_key, digest)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            docid,
            entry.article_id,
            entry.outlet_id,
            entry.language,
            entry.day,
            size,
            entry.title_key,
            entry.digest(),
        ),
    )
    return docid


def _terms(texts: tuple[str, ...], language: str, sightings: Sightings) -> list[list[str]]:
    """Gives the terms of the texts of one column, and notes what they say of names."""
    column = []
    for text in texts:
        tokens = tokenize(text, language)
        sightings.note(text, tokens)
        column.append([token.term for token in tokens])
    return column


def withdraw(connection: sqlite3.Connection, article_id: int) -> None:
    """Takes an article out of the answers; its terms stay as garbage until a rebuild."""
    connection.execute("DELETE FROM postings WHERE article_id = ?", (article_id,))


def _free_docid(connection: sqlite3.Connection, day: int | None) -> int:
    """Gives the next number of the day; past 8,192 in one day, the next free one of a following day."""
    start, end = (1, UNDATED_END) if day is None else (day << NUMBER_BITS, (day + 1) << NUMBER_BITS)
    while True:
        last = connection.execute(
            "SELECT max(last) FROM (SELECT max(docid) AS last FROM postings WHERE docid >= :start AND docid < :end"
            " UNION ALL SELECT max(docid) FROM spent_docids WHERE docid >= :start AND docid < :end)",
            {"start": start, "end": end},
        ).fetchone()[0]
        if last is None:
            return start
        if last + 1 < end:
            return int(last) + 1
        start, end = end, end + (1 << NUMBER_BITS)


def catch_up(connection: sqlite3.Connection, limit: int | None = None) -> int:
    """Brings postings up to date for queued articles inside the caller's transaction; gives how many articles.

    The caller holds the write lock (BEGIN IMMEDIATE), so nothing can be queued between reading and clearing.
    """
    done = 0
    while limit is None or done < limit:
        room = BATCH if limit is None else min(BATCH, limit - done)
        queued = connection.execute(
            "SELECT article_id, max(seq) FROM index_queue GROUP BY article_id ORDER BY max(seq) LIMIT ?",
            (room,),
        ).fetchall()
        if not queued:
            break
        _post_all(connection, [article_id for article_id, _ in queued])
        connection.executemany("DELETE FROM index_queue WHERE article_id = ? AND seq <= ?", queued)
        done += len(queued)
    return done


def _post_all(connection: sqlite3.Connection, article_ids: Collection[int]) -> None:
    entries = []
    for article_id in article_ids:
        entry = read_entry(connection, article_id)
        if entry is None:
            withdraw(connection, article_id)
        elif not _is_posted(connection, entry):
            entries.append(entry)
    # FTS5 flushes its hash at every step back of the rowid: a sorted batch loads twice as fast.
    sightings = Sightings()
    for entry in sorted(entries, key=lambda entry: entry.day or 0):
        post(connection, entry, sightings)
    flush(connection, sightings, is_known)
    _note_state(connection, {entry.language for entry in entries})


def _is_posted(connection: sqlite3.Connection, entry: Entry) -> bool:
    row = connection.execute(
        "SELECT digest, outlet_id FROM postings WHERE article_id = ?", (entry.article_id,)
    ).fetchone()
    return row is not None and row == (entry.digest(), entry.outlet_id)


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
    connection.execute("DELETE FROM index_state")
    connection.execute("DELETE FROM index_queue")
    return connection.execute(
        "INSERT INTO index_queue (article_id) SELECT id FROM articles ORDER BY id"
    ).rowcount


def rebuild(connection: sqlite3.Connection) -> Iterator[int]:
    """Makes the index anew in short transactions, giving the number done; interrupted, the queue holds the rest."""
    with transaction(connection):
        begin_rebuild(connection)
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
        "stale": is_stale(connection),
        "analyzers": FINGERPRINT,
    }
