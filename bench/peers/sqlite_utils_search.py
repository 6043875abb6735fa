"""sqlite-utils: `insert_all`, `enable_fts`, `search`, as its manual shows them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing
from peers.stock import expression


class Engine:
    """Is one table with full-text search."""

    def __init__(self, folder: Path) -> None:
        try:
            from sqlite_utils import Database
        except ImportError as error:
            raise Missing("sqlite-utils is not installed.") from error
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "sqlite-utils.db"
        self.database = Database(self.file)
        self.table: Any = self.database["news"]

    def load(self, articles: Iterable[Analysed]) -> None:
        """Inserts the rows and turns on the search."""
        if self.table.exists():
            return
        self.table.insert_all(map(row, articles), pk="id")
        self.table.enable_fts(["title", "body"])

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
                return next(
                    self.database.query("SELECT count(*) FROM news_fts WHERE news_fts MATCH ?", [match])
                )
            case _:
                raise NotImplementedError

    def seconds(self) -> float:
        """Gives the time of this process."""
        return time.process_time()

    def size(self) -> int:
        """Gives the size of the file."""
        return self.file.stat().st_size


def row(one: Analysed) -> dict[str, Any]:
    """Gives an article as a row."""
    return {"id": one.id, "day": one.day, "outlet": one.outlet, "language": one.language, "title": one.title,
            "body": one.body}  # fmt: skip
