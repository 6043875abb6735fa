"""The printed texts of the articles found, each read once an answer: what orders the best of them shows them too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from archive import statements
from archive.browse import AT_ONCE
from archive.frozen import Frozen


class Text(Frozen):
    """Is what is printed of an article, with the language it is indexed in and its length in terms."""

    article_id: int
    language: str
    title: str | None
    kicker: str | None
    standfirst: str | None
    body: str
    size: int


class Printed:
    """Reads texts, and keeps those that it read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._read: dict[int, Text] = {}

    def texts(self, articles: Sequence[int]) -> Iterator[Text]:
        """Gives the texts of articles in their order, without those that are no longer there."""
        for at, some in enumerate(statements.lots(articles, AT_ONCE)):
            if at:  # a page of thousands need not stand in memory whole
                self._read.clear()
            unread = [one for one in some if one not in self._read]
            statement = statements.PRINTED.format(marks=statements.marks(unread))
            self._read.update((row[0], Text(*row)) for row in self.connection.execute(statement, unread))
            yield from (self._read[one] for one in some if one in self._read)
