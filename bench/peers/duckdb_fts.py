"""DuckDB with its extension `fts`: the analysed text in a table, and an index of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer

SCORE = "fts_main_news.match_bm25(id, $words, conjunctive := $all)"
WHERE = {"dates": "AND day BETWEEN $first AND $last", "outlet": "AND outlet = $value"}


class Engine(Peer):
    """Is one DuckDB file."""

    def __init__(self, folder: Path) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise Missing("DuckDB is not installed.") from error
        super().__init__(folder)
        self.connection: Any = duckdb.connect(str(folder / "duck.db"))
        try:
            self.connection.execute("INSTALL fts; LOAD fts; SET threads = 1")
        except duckdb.Error as error:
            self.close()
            raise Missing("DuckDB's extension fts could not be installed.") from error

    def load(self, articles: Iterable[Analysed]) -> None:
        """Inserts the rows and makes the index, with no stemming or stop words of DuckDB's own."""
        self.connection.execute("CREATE TABLE news (id INT, day INT, outlet TEXT, title TEXT, body TEXT)")
        rest = iter(articles)
        while some := list(islice(rest, 2_000)):
            rows = [(one.id, one.day, one.outlet, one.title, one.body) for one in some]
            self.connection.executemany("INSERT INTO news VALUES (?, ?, ?, ?, ?)", rows)
        self.connection.execute(
            "PRAGMA create_fts_index('news', 'id', 'title', 'body', stemmer = 'none', stopwords = 'none',"
            " ignore = '[ ]+', strip_accents = 0, lower = 0)"
        )

    def held(self) -> int:
        """Counts the rows."""
        return int(self.connection.execute("SELECT count(*) FROM news").fetchall()[0][0])

    def ask(self, question: Question) -> object:
        """Ranks by `match_bm25`; it has no phrases and no beginnings."""
        if question.shape in ("phrase", "prefix") or question.kind not in ("ranked", "count", *WHERE):
            raise NotImplementedError
        values = {"words": " ".join(question.terms), "all": int(question.shape == "and")}
        if question.kind == "dates":
            values |= dict(zip(("first", "last"), bounds(), strict=True))
        if question.kind == "outlet":
            values["value"] = question.value
        found = (
            f"(SELECT *, {SCORE} AS score FROM news) WHERE score IS NOT NULL {WHERE.get(question.kind, '')}"
        )
        if question.kind == "count":
            return self.connection.execute(f"SELECT count(*) FROM {found}", values).fetchall()[0][0]
        return self.connection.execute(
            f"SELECT id FROM {found} ORDER BY score DESC LIMIT 20", values
        ).fetchall()

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()
