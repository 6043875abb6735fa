"""FTS5 as a careful user of it writes it: stored text, every default, filters by a join on narrow tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from analysed import Analysed
from classes import Question, bounds

from peers import Peer

TABLES = """
CREATE VIRTUAL TABLE news USING fts5(title, body);
INSERT INTO news (news, rank) VALUES ('rank', 'bm25(10.0, 1.0)');
CREATE TABLE facts (id INTEGER PRIMARY KEY, outlet TEXT, language TEXT, day INTEGER, year INTEGER);
CREATE TABLE authors (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID;
CREATE TABLE tags (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID;
"""
FOUND = "FROM news JOIN facts f ON f.id = news.rowid"
STATEMENTS = {
    "ranked": "SELECT rowid FROM news WHERE news MATCH :match ORDER BY rank LIMIT 20",
    "newest": f"SELECT news.rowid {FOUND} WHERE news MATCH :match ORDER BY f.day DESC LIMIT 20",
    "dates": f"SELECT news.rowid {FOUND} WHERE news MATCH :match AND f.day BETWEEN :first AND :last"
    " ORDER BY rank LIMIT 20",
    "outlet": f"SELECT news.rowid {FOUND} WHERE news MATCH :match AND f.outlet = :value ORDER BY rank LIMIT 20",
    "author": "SELECT news.rowid FROM news JOIN authors x ON x.id = news.rowid"
    " WHERE news MATCH :match AND x.name = :value ORDER BY rank LIMIT 20",
    "tag": "SELECT news.rowid FROM news JOIN tags x ON x.id = news.rowid"
    " WHERE news MATCH :match AND x.name = :value ORDER BY rank LIMIT 20",
    "count": "SELECT count(*) FROM news WHERE news MATCH :match",
}
FACETS = [
    f"SELECT f.{column}, count(*) {FOUND} WHERE news MATCH :match GROUP BY 1"
    for column in ("outlet", "language", "year")
]


def expression(question: Question) -> str:
    """Gives the question as an FTS5 expression."""
    quoted = [f'"{term}"' for term in question.terms]
    match question.shape:
        case "and":
            return " AND ".join(quoted)
        case "or":
            return " OR ".join(quoted)
        case "phrase":
            return f'"{" ".join(question.terms)}"'
        case "prefix":
            return f"{quoted[0]} *"


class Engine(Peer):
    """Is the yardstick, one SQLite file."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.connection = sqlite3.connect(folder / "stock.db", isolation_level=None)

    def load(self, articles: Iterable[Analysed]) -> None:
        """Fills the tables in one transaction."""
        run = self.connection.execute
        self.connection.executescript(TABLES)
        run("BEGIN")
        for one in articles:
            run("INSERT INTO news (rowid, title, body) VALUES (?, ?, ?)", (one.id, one.title, one.body))
            run(
                "INSERT INTO facts VALUES (?, ?, ?, ?, ?)",
                (one.id, one.outlet, one.language, one.day, one.year),
            )
            for table, names in (("authors", one.authors), ("tags", one.tags)):
                rows = [(name, one.id) for name in dict.fromkeys(names)]
                self.connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        run("COMMIT")

    def settle(self) -> None:
        """Merges the index into one segment and counts for the planner, as it is done for the archive."""
        self.connection.execute("INSERT INTO news (news) VALUES ('optimize')")
        self.connection.execute("ANALYZE")

    def held(self) -> int:
        """Counts the rows that FTS5 keeps of what it indexed."""
        return int(self.connection.execute("SELECT count(*) FROM news_docsize").fetchone()[0])

    def ask(self, question: Question) -> object:
        """Runs the statement of the kind of question."""
        first, last = bounds()
        values = {"match": expression(question), "value": question.value, "first": first, "last": last}
        if question.kind == "facets":
            return [self.connection.execute(statement, values).fetchall() for statement in FACETS]
        rows = self.connection.execute(STATEMENTS[question.kind], values).fetchall()
        return rows[0][0] if question.kind == "count" else rows

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()
