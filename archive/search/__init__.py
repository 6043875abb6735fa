"""Search: what is typed becomes a tree, the tree a plan, the plan hits with snippets.

text ─syntax─▶ tree ─plan─▶ expression ─execute─▶ hits ─snippets─▶ passages
                               └─check─ where the index can only bound the answer
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive import statements
from archive.errors import InvalidError
from archive.results import Results
from archive.text import key

if TYPE_CHECKING:
    from archive.search.limits import Limits


def search(
    connection: sqlite3.Connection,
    text: str,
    *,
    order: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    after: str | None = None,
    width: int = 220,
    limits: Limits | None = None,
    collapse: bool = False,
    **reading: Any,
) -> Results:
    """Answers a typed query with one page of hits; what could not be made sense of comes back as remarks.

    `after` is the `next` of the page before; `limits` say how far to rank and count, the usual ones without; with
    `collapse` a page has one hit of each story family. The other options are those of `asking.ask`.
    """
    from archive import postings
    from archive.search import answering, paging
    from archive.search.asking import ask
    from archive.search.execute import dress
    from archive.search.limits import USUAL
    from archive.search.printed import Printed

    if order not in statements.ORDERS:
        raise InvalidError(f"There is no order {order!r}; there are {', '.join(statements.ORDERS)}.")
    place = paging.decode(after, text) if after else None
    order, limits = place.order if place else order, limits or USUAL
    asked, cut = (
        ask(connection, text, complete=limits.complete, **reading),
        {"limit": limit, "offset": offset},
    )
    printed = Printed(connection)
    answer = answering.answer(printed, asked, order=order, place=place, limits=limits, **cut)
    page, others = answer.page, None
    if collapse:
        from archive.search.collapsing import collapse as collapsed

        page, others = collapsed(connection, page)
    return Results(
        hits=tuple(dress(printed, page, asked.plan.marks, width, others)),
        total=answer.page.total,
        exact=answer.page.exact,
        remarks=(*asked.remarks, *answer.remarks, *postings.shortcomings(connection)),
        also_searched=tuple(dict.fromkeys(one for group in asked.also.values() for one in group)),
        next=paging.encode(answer.next, text) if answer.next else None,
        collapsed=len(answer.page.hits) - len(page.hits),
    )


_key = lru_cache(maxsize=1 << 14)(key)
"""Names are few and asked for again: to fold those of 2,000 authors takes six milliseconds."""


class Names:
    """Finds outlets, authors and tags by words of their names, and notes those that are not there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.missing: list[tuple[str, str]] = []
        self._found: dict[tuple[str, str, bool], Sequence[int]] = {}

    def ids(self, field: str, text: str, prefix: bool) -> Sequence[int]:
        """Gives the ids of those whose name holds the words, in their order; the last may be only begun."""
        asked = (field, text, prefix)
        if asked not in self._found:  # the plans of one query ask for the same names
            self._found[asked] = sorted(set(self._matching(field, key(text), prefix)))
        found = self._found[asked]
        if not found and (field, text) not in self.missing:
            self.missing.append((field, text))
        return found

    def _matching(self, field: str, wanted: str, prefix: bool) -> Iterator[int]:
        if not wanted:
            return
        edge = "" if prefix else " "
        for spelling, number in self.connection.execute(statements.SPELLINGS[field]):
            if f" {wanted}{edge}" in f" {_key(spelling)} ":
                yield number
