"""One hit for each story family: on a page of hits the first telling stands for the others."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from archive import statements
from archive.frozen import replace
from archive.search.execute import Page


def collapse(connection: sqlite3.Connection, page: Page) -> tuple[Page, Mapping[int, int]]:
    """Gives a page with the first hit of each family, and how many others tell the story of a hit.

    Only the hits of the page are looked at: the total counts articles, and a family may come again on a later page.
    """
    wanted = [article for article, _ in page.hits]
    statement = statements.FAMILIES_OF.format(marks=statements.marks(wanted))
    rows = connection.execute(statement, wanted).fetchall()
    families = {article: family for article, family, _ in rows}
    firsts = first_of_each(wanted, families)
    others = {article: size - 1 for article, _, size in rows if article in firsts and size > 1}
    return replace(page, hits=tuple(hit for hit in page.hits if hit[0] in firsts)), others


def first_of_each(articles: Sequence[int], families: Mapping[int, int]) -> set[int]:
    """Gives the articles that come first of their family, and those of none.

    >>> sorted(first_of_each([5, 2, 7, 9], {2: 1, 7: 1}))
    [2, 5, 9]
    """
    firsts: dict[int, int] = {}
    for article in articles:
        of_none = -article  # a number that no family has
        firsts.setdefault(families.get(article, of_none), article)
    return set(firsts.values())
