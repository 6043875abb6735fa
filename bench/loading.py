"""Fill an archive with the corpus by plain rows, and let the index follow: quicker than an ingest, and resumable.

Only what a search needs is written. What an ingest costs is measured by ingests (`bench/load.py`, and `ours.ingest`).
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from analysed import made_of
from corpus import Article, corpus, read

from archive import index, schema

CHUNK = 5_000
ADD = {
    "outlets": "INSERT INTO outlets (slug, name) VALUES (?, ?)",
    "authors": "INSERT INTO authors (slug, name) VALUES (?, ?)",
    "tags": "INSERT INTO tags (slug, name) VALUES (?, ?)",
    "articles": "INSERT INTO articles (id, slug, outlet_id, address, language, title, published,"
    " published_precision, body) VALUES (?, ?, ?, ?, ?, ?, ?, 'minute', ?)",
    "bylines": "INSERT INTO bylines (article_id, position, author_id, printed) VALUES (?, ?, ?, ?)",
    "article_tags": "INSERT INTO article_tags (article_id, tag_id, position) VALUES (?, ?, ?)",
}


class Names(dict[str, int]):
    """Holds the numbers of the rows of one table by name, and adds a row for a name that is new."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self.connection, self.table = connection, table
        super().__init__(connection.execute(f"SELECT name, id FROM {table}"))

    def __missing__(self, name: str) -> int:
        row = (f"{self.table[:-1]}-{len(self) + 1}", name)
        self[name] = self.connection.execute(ADD[self.table], row).lastrowid or 0
        return self[name]


def load(path: Path, file: Path) -> Iterator[int]:
    """Brings the archive at `path` up to the whole corpus, in transactions; gives how many articles it has.

    A stamp beside it says that all was done: the last rows are not the last step.
    """
    schema.ensure(path)
    stamp = path.with_suffix(".done")
    if stamp.exists():
        return
    with index.plain_writer(path, 5.0) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-262144")
        names = {table: Names(connection, table) for table in ("outlets", "authors", "tags")}
        done = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        articles = read(file, done)
        while chunk := list(islice(articles, CHUNK)):
            with index.transaction(connection):
                add(connection, names, sorted(chunk, key=lambda article: str(article["date"])))
                index.catch_up(connection)
            done += len(chunk)
            yield done
        with index.transaction(connection):
            connection.execute("INSERT INTO article_index (article_index) VALUES ('optimize')")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")
    stamp.touch()


def add(connection: sqlite3.Connection, names: dict[str, Names], articles: Sequence[Article]) -> None:
    """Adds the rows of some articles."""
    rows = [
        (
            article["id"],
            f"article-{article['id']}",
            names["outlets"][article["outlet"]],
            article["url"],
            article["lang"],
            article["title"],
            article["date"][:16],
            article["body"],
        )
        for article in articles
    ]
    connection.executemany(ADD["articles"], rows)
    signed = [
        (article["id"], place, names["authors"][name], name)
        for article in articles
        for place, name in enumerate(article["authors"])
    ]
    connection.executemany(ADD["bylines"], signed)
    tagged = [
        (article["id"], names["tags"][name], place)
        for article in articles
        for place, name in enumerate(article["tags"])
    ]
    connection.executemany(ADD["article_tags"], tagged)


def main() -> None:
    """Loads a corpus of a size into the archive of a folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=int)
    options.add_argument("folder", type=Path)
    given = options.parse_args()
    file = corpus(given.folder, given.articles)
    started = time.process_time()
    for done in load(made_of(file, "archive").with_suffix(".db"), file):
        print(f"{done:,} articles, {time.process_time() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
