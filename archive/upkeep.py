"""Look after an index that has grown: merge its segments, clear its garbage, bring the write-ahead log home."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive import index

LARGE_SHARE = 0.2
"""From which share of dead rows on the index is made anew: below it, garbage costs less than clearing it."""

MERGED_PAGES = 500
"""How many pages a step merges: about a tenth of a second, in which other programs wait."""

MERGE = "INSERT INTO article_index (article_index, rank) VALUES ('merge', ?)"


def garbage_share(connection: sqlite3.Connection) -> float:
    """Gives which share of the rows of the index is dead, from 0 to 1."""
    alive, spent = connection.execute(
        "SELECT (SELECT count(*) FROM postings), (SELECT count(*) FROM spent_docids)"
    ).fetchone()
    return float(spent / (alive + spent)) if spent else 0.0


def optimize(connection: sqlite3.Connection) -> Iterator[str]:
    """Merges the segments of the index in short transactions, or makes it anew where garbage has passed its share.

    Gives a sentence after each step. Interrupted anywhere, the index is whole, and the next call goes on.
    """
    if (share := garbage_share(connection)) > LARGE_SHARE:
        for done in index.rebuild(connection):
            yield f"{share:.0%} was garbage: {done:,} articles indexed anew."
    else:
        yield from _merge(connection)
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    yield "The write-ahead log is still read by another program." if busy else "The write-ahead log is empty."


def _merge(connection: sqlite3.Connection) -> Iterator[str]:
    """Merges until a step finds nothing to merge: FTS5 then changes at most its own configuration row."""
    pages = -MERGED_PAGES  # the first step marks every segment for merging, however few there are
    for step in range(1, 1_000_000):
        before = connection.total_changes
        with index.transaction(connection):
            connection.execute(MERGE, (pages,))
        if connection.total_changes - before < 2:
            return
        yield f"{step} times {MERGED_PAGES} pages merged."
        pages = MERGED_PAGES
