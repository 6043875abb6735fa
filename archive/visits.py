"""What is remembered of the addresses that were fetched; a visit counts once what it gave is filed.

Killed between the two, a page is simply fetched again: nothing can be taken for filed that is not. An address from
which a page has moved for good is one more address of its article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, replace
from pathlib import Path

from archive import browse, database
from archive.addresses import canonical, is_home
from archive.capture.web.values import Visit
from archive.documents import Outcome
from archive.errors import MissingError

COLUMNS = "address, status, final_address, etag, modified, sha256"
LAST = f"""
SELECT {", ".join(f"v.{name}" for name in COLUMNS.split(", "))}, v.visited_at, c.article_id
  FROM visits v LEFT JOIN captures c ON c.sha256 = v.sha256 WHERE v.address = ? LIMIT 1"""
NOTE = f"""
INSERT INTO visits ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (address) DO UPDATE SET status = excluded.status, final_address = excluded.final_address,
       etag = excluded.etag, modified = excluded.modified, sha256 = excluded.sha256, visited_at = excluded.visited_at"""
TOGETHER = 50

Note = Callable[[Callable[[sqlite3.Connection], object]], None]


class Visits:
    """Is the memory of visits of one archive; `note` runs a change of the file in a transaction.

    It may be asked from any thread: each question opens the file anew, which is nothing beside a request.
    """

    def __init__(self, path: Path, note: Note) -> None:
        self._path, self._note = path, note
        self._pending: dict[str, Visit] = {}
        self._settled: list[Visit] = []
        self._moved: list[tuple[Visit, int]] = []

    def visit(self, address: str) -> Visit | None:
        """Gives the last visit of an address, with the article that its bytes gave."""
        with closing(database.connect(self._path)) as connection:
            row = connection.execute(LAST, (address,)).fetchone()
            if row is None:
                return None
            *values, number = row
            article = (number, browse.label(connection, number)) if number else None
        return replace(Visit(*values), article=article)

    def article(self, address: str) -> tuple[int, str] | None:
        """Gives number and label of the article at an address."""
        with closing(database.connect(self._path)) as connection:
            try:
                number = browse.find(connection, address)
            except MissingError:
                return None
            return number, browse.label(connection, number)

    def note(self, visit: Visit) -> None:
        """Notes a visit, to be kept when it is settled."""
        self._pending[visit.address] = visit

    def settling(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Gives the outcomes, and keeps the visit of each: what it gave is filed now."""
        try:
            for outcome in outcomes:
                self.settle(outcome.source, outcome.article_id)
                yield outcome
        finally:
            self.keep()

    def settle(self, address: str, article_id: int | None = None) -> None:
        """Says that what a visit gave is filed, and as which article."""
        visit = self._pending.pop(address, None)
        if visit is not None:
            self._settled.append(visit)
            if visit.moved and article_id is not None:
                self._moved.append((visit, article_id))
        if len(self._settled) >= TOGETHER:
            self.keep()

    def keep(self) -> None:
        """Writes the settled visits."""
        rows = [astuple(visit)[: len(COLUMNS.split(", "))] for visit in self._settled]
        moved = self._moved
        self._settled, self._moved = [], []

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany(NOTE, rows)
            for visit, article_id in moved:
                _keep_moved(connection, visit, article_id)

        if rows:
            self._note(write)


def _keep_moved(connection: sqlite3.Connection, visit: Visit, article_id: int) -> None:
    """Keeps the address from which a page has moved as one of its article, where that is known by the new one.

    A redirect for the time being may lead to a page in place of many, and they are not its other addresses.
    """
    from archive.store.addressed import at_address, keep_address

    old, new = canonical(visit.address), canonical(visit.final_address or "")
    if old and new and not is_home(old) and at_address(connection, new) == article_id:
        keep_address(connection, article_id, old)
