"""What counts as a fault: a file that is unsound, half an article, an article lost, an index that says otherwise."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from test_index import drift

import archive

PARTIAL = {
    "without its original": "id NOT IN (SELECT article_id FROM captures)",
    "without posting or place in the queue": (
        "id NOT IN (SELECT article_id FROM postings) AND id NOT IN (SELECT article_id FROM index_queue)"
    ),
    "without its origins": "id NOT IN (SELECT article_id FROM field_origins)",
}
"""What every article filed from a capture has, however its ingest ended."""


def unsound(path: Path) -> list[str]:
    """Gives what SQLite finds wrong with a file: pages, indexes, links between rows, the full-text tables."""
    try:
        with closing(sqlite3.connect(path, timeout=30)) as connection:
            pages = [told for (told,) in connection.execute("PRAGMA integrity_check(3)") if told != "ok"]
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
            connection.execute("INSERT INTO article_index (article_index) VALUES ('integrity-check')")
    except sqlite3.Error as error:
        return [f"{type(error).__name__}: {error}"]
    return [*(f"integrity: {told}" for told in pages), *(f"points nowhere: {row}" for row in broken)]


def partial(path: Path) -> list[str]:
    """Gives the articles of which a part is missing that was filed in the same transaction."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return [
            f"article {number} {told}"
            for told, condition in PARTIAL.items()
            for (number,) in connection.execute(f"SELECT id FROM articles WHERE {condition}")
        ]


def lost(path: Path, acknowledged: Iterable[str]) -> list[str]:
    """Gives the sources that were told to be filed and of which nothing is kept."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        kept = {source for (source,) in connection.execute("SELECT source FROM captures")}
    return [f"{source} was acknowledged and is gone" for source in sorted(set(acknowledged) - kept)]


def is_made(path: Path) -> bool:
    """Says whether the schema is there: before its one transaction there is nothing to judge."""
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])


def judged(path: Path, acknowledged: Iterable[str] = ()) -> list[str]:
    """Gives all faults of an archive made of captures, in the middle of any work."""
    acknowledged = set(acknowledged)
    try:
        made = is_made(path)
    except sqlite3.Error as error:
        return [f"{type(error).__name__}: {error}"]
    if not made:
        return [f"{len(acknowledged)} acknowledged articles are gone"] if acknowledged else []
    return unsound(path) or [*partial(path), *lost(path, acknowledged), *drift(path)]


def content(path: Path) -> list[str]:
    """Gives everything that is kept of every article, without the moments at which it was filed.

    How sure the outlet is, is left out too: an ingest that goes on knows the outlets that it filed before.
    """
    with archive.open(path) as press:
        rows = list(press.export())
    for row in rows:
        (row.get("origins") or {}).pop("outlet", None)
    return sorted(json.dumps(_without_moments(row), sort_keys=True) for row in rows)


def _without_moments(value: object) -> object:
    match value:
        case dict():
            return {
                name: _without_moments(part) for name, part in value.items() if not str(name).endswith("_at")
            }
        case list():
            return [_without_moments(part) for part in value]
    return value


def differing(path: Path, golden: list[str]) -> list[str]:
    """Gives how an archive differs from one whose work was never disturbed."""
    found = content(path)
    return (
        [] if found == golden else [f"{len({*found} ^ {*golden})} articles differ from an undisturbed ingest"]
    )
