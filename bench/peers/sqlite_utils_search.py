"""sqlite-utils: `insert_all`, `enable_fts`, `search`, as its manual shows them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer
from peers.stock import expression


class Engine(Peer):
    """Is one table with full-text search."""

    def __init__(self, folder: Path) -> None:
        try:
            from sqlite_utils import Database
        except ImportError as error:
            raise Missing("sqlite-utils is not installed.") from error
        super().__init__(folder)
        self.database = Database(folder / "sqlite-utils.db")
        self.table: Any = self.database["news"]

    def load(self, articles: Iterable[Analysed]) -> None:
        """Inserts the rows and turns on the search."""
        self.table.insert_all(map(row, articles), pk="id")
        self.table.enable_fts(["title", "body"])

    def settle(self) -> None:
        """Merges the index into one segment and counts for the planner, as it is done for the archive."""
        self.table.optimize()
        self.database.analyze()

    def held(self) -> int:
        """Counts the rows that FTS5 keeps of what it indexed."""
        return int(self.database["news_fts_docsize"].count)

    def ask(self, question: Question) -> object:
        """Calls `search`."""
        match = expression(question)
        first, last = bounds()
        match question.kind:
            case "ranked":
                return list(self.table.search(match, limit=20))
            case "newest":
                return list(self.table.search(match, order_by="day desc", limit=20))
            case "dates":
                where = {
                    "where": "day between :first and :last",
                    "where_args": {"first": first, "last": last},
                }
                return list(self.table.search(match, limit=20, **where))
            case "outlet":
                where = {"where": "outlet = :outlet", "where_args": {"outlet": question.value}}
                return list(self.table.search(match, limit=20, **where))
            case "count":
                counted = "SELECT count(*) FROM news_fts WHERE news_fts MATCH ?"
                return next(iter(next(self.database.query(counted, [match])).values()))
            case _:
                raise NotImplementedError

    def close(self) -> None:
        """Closes the file."""
        self.database.close()


def row(one: Analysed) -> dict[str, Any]:
    """Gives an article as a row."""
    return {"id": one.id, "day": one.day, "outlet": one.outlet, "language": one.language, "title": one.title,
            "body": one.body}  # fmt: skip
