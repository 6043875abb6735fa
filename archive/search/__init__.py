"""Search: what is typed becomes a tree, the tree a plan, the plan hits with snippets.

text ─syntax─▶ tree ─plan─▶ expression ─execute─▶ hits ─snippets─▶ passages
                               └─check─ where the index can only bound the answer
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from archive import statements
from archive.errors import InvalidError
from archive.results import Results
from archive.text import key


def search(
    connection: sqlite3.Connection,
    text: str,
    *,
    order: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    today: date | None = None,
    width: int = 220,
) -> Results:
    """Answers a typed query with one page of hits; what could not be made sense of comes back as remarks."""
    from archive import postings
    from archive.search.check import Checker
    from archive.search.execute import dress, execute
    from archive.search.plan import Planner, plan
    from archive.search.syntax import read

    if order not in statements.ORDERS:
        raise InvalidError(f"There is no order {order!r}; there are {', '.join(statements.ORDERS)}.")
    reading = read(text, today)
    codes = postings.languages(connection)
    names = Names(connection)
    planned = plan(reading.tree, codes, names.ids)
    checker = Checker(Planner(codes, names.ids))
    page = execute(
        connection,
        planned,
        lambda entry: planned.check is None or checker.holds(planned.check, entry),
        order=order,
        limit=limit,
        offset=offset,
    )
    remarks = [remark.message for remark in reading.remarks]
    remarks += [f"there is nothing to search in {word!r}" for word in planned.dropped]
    remarks += [f"there is no {field} called {name!r} in this archive" for field, name in names.missing]
    remarks += postings.shortcomings(connection)
    return Results(
        tuple(dress(connection, page, planned.marks, width)), page.total, page.exact, tuple(remarks)
    )


class Names:
    """Finds outlets, authors and tags by words of their names, and notes those that are not there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.missing: list[tuple[str, str]] = []

    def ids(self, field: str, text: str, prefix: bool) -> Sequence[int]:
        """Gives the ids of those whose name holds the words, in their order; the last may be only begun."""
        found = sorted(set(self._matching(field, key(text), prefix)))
        if not found and (field, text) not in self.missing:
            self.missing.append((field, text))
        return found

    def _matching(self, field: str, wanted: str, prefix: bool) -> Iterator[int]:
        if not wanted:
            return
        edge = "" if prefix else " "
        for spelling, number in self.connection.execute(statements.SPELLINGS[field]):
            if f" {wanted}{edge}" in f" {key(spelling)} ":
                yield number
