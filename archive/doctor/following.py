"""Whether the index says what the articles say, and how it is mended: from the articles, always."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive import index
from archive.database import REVISIONS
from archive.doctor.findings import Finding, Subject, counted, damage, fact, note, some
from archive.doctor.objects import expected
from archive.postings import EVERYTHING, is_stale, read_entry
from archive.upkeep import LARGE_SHARE, garbage_share

POSTED = "SELECT outlet_id, language, day, title_key, digest FROM postings WHERE article_id = ?"
ORPHANS = """
SELECT article_id FROM postings WHERE article_id NOT IN (SELECT id FROM articles)
   AND article_id NOT IN (SELECT article_id FROM index_queue)"""
INDEXED = f"SELECT rowid FROM article_index WHERE article_index MATCH '\"{EVERYTHING}\"'"
UNPOSTED = f"SELECT docid FROM postings EXCEPT {INDEXED}"
UNTOLD = f"SELECT docid FROM ({INDEXED.replace('rowid', 'rowid AS docid')}) EXCEPT SELECT docid FROM postings"
LOST = f"{UNTOLD} EXCEPT SELECT docid FROM spent_docids"
REVIVED = "SELECT docid FROM spent_docids WHERE docid IN (SELECT docid FROM postings)"
STRAY_KEYS = "FROM lexkeys WHERE id NOT IN (SELECT id FROM lexicon)"
ODD_TERMS = "FROM lexicon WHERE df < 0 OR capitals < 0 OR plain < 0 OR term = ''"
EMPTY = """
SELECT EXISTS (SELECT 1 FROM postings) AND NOT EXISTS (SELECT 1 FROM lexicon)
   AND NOT EXISTS (SELECT 1 FROM index_state WHERE name = 'names' AND value = 'off')"""


def garbage(subject: Subject) -> Iterator[Finding]:
    """Tells which share of the index is garbage."""
    share = garbage_share(subject.connection)
    if share > LARGE_SHARE:
        yield note(f"{share:.0%} of the index is garbage; `archive index optimize` clears it away.")
    else:
        yield fact(f"{share:.0%} of the index is garbage.")


def analyzers(subject: Subject) -> Iterator[Finding]:
    """Says when the index was made by other analyzers than this program has."""
    if is_stale(subject.connection):
        yield note("The index was made by another version; `archive index rebuild` makes it anew.")


def structure(subject: Subject) -> Iterator[Finding]:
    """Lets FTS5 check its own tables; that needs the write lock, so a file that may not be written is passed over."""
    try:
        with subject.mending() as connection:
            connection.execute("INSERT INTO article_index (article_index) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        if _code(error) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            yield note("The file may not be written, so FTS5 could not check its tables.")
        elif _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            yield damage("The full-text index is damaged; `--fix` makes it anew from the articles.")
        else:
            raise


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def remake_index(subject: Subject) -> None:
    """Drops the full-text table and makes it anew from the articles."""
    made = expected(REVISIONS[-1])["table", "article_index"]
    with subject.writer() as connection:
        with index.transaction(connection):
            connection.execute("DROP TABLE article_index")
            connection.execute(made)
            index.begin_rebuild(connection)
        for _ in index.drain(connection):
            pass


def postings(subject: Subject) -> Iterator[Finding]:
    """Compares every posting with its article by digest; what waits in the queue is not wrong yet."""
    found = _wrong(subject)
    for kind, articles in found.items():
        if articles:
            yield damage(
                f"{counted(len(articles), 'posting')} {kind}: {some(articles)}; `--fix` posts them anew."
            )


def _wrong(subject: Subject) -> dict[str, list[int]]:
    """Gives the articles whose postings are stale or missing, and those of which only a posting is left."""
    connection = subject.connection
    waiting = {number for (number,) in connection.execute("SELECT DISTINCT article_id FROM index_queue")}
    stale, missing = [], []
    for (number,) in connection.execute("SELECT id FROM articles ORDER BY id"):
        subject.tick(1)
        if number in waiting:
            continue
        posted = connection.execute(POSTED, (number,)).fetchone()
        if posted is None:
            missing.append(number)
        elif posted != _should_be(connection, number):
            stale.append(number)
    orphans = [number for (number,) in connection.execute(ORPHANS)]
    return {
        "not what the article says": stale,
        "missing of an article": missing,
        "of an article that is gone": orphans,
    }


def _should_be(connection: sqlite3.Connection, article_id: int) -> tuple[object, ...] | None:
    try:
        entry = read_entry(connection, article_id)
    except (TypeError, ValueError, AttributeError):  # values of a wrong type, in a table that was remade
        return None
    if entry is None:
        return None
    return entry.outlet_id, entry.language, entry.day, entry.title_key, entry.digest()


def repost(subject: Subject) -> None:
    """Withdraws the postings that are wrong, and posts their articles anew."""
    articles = [(number,) for numbers in _wrong(subject).values() for number in numbers]
    with subject.writer() as connection:
        with index.transaction(connection):
            connection.executemany("DELETE FROM postings WHERE article_id = ?", articles)
            connection.executemany("INSERT INTO index_queue (article_id) VALUES (?)", articles)
        drain(subject)


def drain(subject: Subject) -> None:
    """Indexes everything that waits."""
    with subject.writer() as connection:
        for _ in index.drain(connection):
            pass


def docids(subject: Subject) -> Iterator[Finding]:
    """Compares the rows of the full-text table with `postings` and `spent_docids`, which say which are alive."""
    for statement, told in (
        (UNPOSTED, "in no row of the index"),
        (LOST, "in the index and neither alive nor spent"),
        (REVIVED, "alive and spent at once"),
    ):
        found = [docid for (docid,) in subject.connection.execute(statement)]
        if found:
            yield damage(f"{counted(len(found), 'docid')} {told}: {some(found)}; `--fix` puts it right.")


def settle_docids(subject: Subject) -> None:
    """Posts anew what is in no row of the index, and notes as spent what nobody holds."""
    with subject.writer() as connection:
        with index.transaction(connection):
            lost = connection.execute(
                f"SELECT article_id FROM postings WHERE docid IN ({UNPOSTED})"
            ).fetchall()
            connection.executemany("DELETE FROM postings WHERE article_id = ?", lost)
            connection.executemany("INSERT INTO index_queue (article_id) VALUES (?)", lost)
            connection.execute(f"DELETE FROM spent_docids WHERE docid IN ({REVIVED})")
            connection.execute(f"INSERT OR IGNORE INTO spent_docids (docid) {LOST}")
        drain(subject)


def lexicon(subject: Subject) -> Iterator[Finding]:
    """Looks for keys that lead to no term, for frequencies below nothing, and for a lexicon that is empty."""
    if stray := subject.one(f"SELECT count(*) {STRAY_KEYS}"):
        yield damage(f"{counted(stray, 'key')} of the lexicon lead to no term; `--fix` removes them.")
    if odd := subject.one(f"SELECT count(*) {ODD_TERMS}"):
        yield damage(f"{counted(odd, 'term')} of the lexicon make no sense; `--fix` counts anew.")
    if subject.one(EMPTY):
        yield damage("The lexicon is empty, so names meet in no other spelling; `--fix` fills it.")


def mend_lexicon(subject: Subject) -> None:
    """Removes the keys that lead to no term; what was counted wrongly is counted anew with the whole index."""
    with subject.writer() as connection:
        with index.transaction(connection):
            connection.execute(f"DELETE {STRAY_KEYS}")
            if connection.execute(f"SELECT EXISTS (SELECT 1 {ODD_TERMS}) OR ({EMPTY})").fetchone()[0]:
                index.begin_rebuild(connection)
        drain(subject)
