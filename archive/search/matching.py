"""The set of articles that a plan keeps, as SQL that facets, timelines and watches count and cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import compress

from archive.frozen import Frozen, replace
from archive.postings import NUMBER_BITS
from archive.search.living import SPILL_DAYS, number_list, united
from archive.search.parting import LAST, UNDATED
from archive.search.plan import Plan

MOST_CHECKED = 2_000
"""How many candidates of exact words are read to be sure, the newest first."""

Confirms = Callable[[Plan, Sequence[int]], Iterator[bool]]
"""Says of articles, one after another, whether the tree that a plan has to check keeps them."""

FOUND = """
SELECT article_index.rowid AS docid, p.article_id, p.outlet_id, p.language, p.day
  FROM article_index CROSS JOIN postings p ON p.docid = article_index.rowid"""
LISTED = """
SELECT p.docid, p.article_id, p.outlet_id, p.language, p.day
  FROM postings p WHERE p.article_id IN (SELECT value FROM json_each(:ids)) ORDER BY p.docid DESC"""
POSTED = """
SELECT p.docid, p.article_id, p.outlet_id, p.language, p.day
  FROM postings p WHERE 1{conditions} ORDER BY p.docid DESC"""
DATES = " AND p.docid >= :low AND p.docid < :high AND coalesce(p.day, :undated) BETWEEN :start AND :end"
COUNTED = "SELECT count(*) FROM ({kept} LIMIT :most)"


class Matching(Frozen):
    """Is a set of articles: SQL whose rows are `docid, article_id, outlet_id, language, day`, newest first.

    `exact` is False where more candidates stood in the index than are compared word by word.
    """

    sql: str
    values: Mapping[str, object]
    exact: bool = True

    def newest(self, number: int) -> Matching:
        """Gives the newest so many of the set."""
        return replace(self, sql=f"{self.sql} LIMIT {number:d}")

    def count(self, connection: sqlite3.Connection, most: int = -1) -> int:
        """Gives how many articles the set has, counting no further than `most`."""
        statement = COUNTED.format(kept=self.sql)
        number: int = connection.execute(statement, {**self.values, "most": most}).fetchone()[0]
        return number

    def ids(self, connection: sqlite3.Connection) -> Iterator[int]:
        """Gives the numbers of the articles, as they come."""
        for _, article_id, *_ in connection.execute(self.sql, self.values):
            yield article_id


def matching(
    connection: sqlite3.Connection,
    plan: Plan,
    confirms: Confirms,
    *,
    condition: str = "",
    values: Mapping[str, object] | None = None,
    most_checked: int | None = MOST_CHECKED,
) -> Matching:
    """Gives the set that a plan keeps.

    `condition` cuts the set further, as SQL over `p` (`" AND p.article_id > :seen"`) with its own values. Candidates
    that must be checked are read at once, at most `most_checked` of them.
    """
    sql, known = united(connection, plan, FOUND, (condition, values or {}))
    found = Matching(f"{sql} ORDER BY docid DESC", known)
    if plan.check is None:
        return found
    candidates = found if most_checked is None else found.newest(most_checked + 1)
    numbers = list(candidates.ids(connection))
    checked = numbers[:most_checked]
    kept = list(compress(checked, confirms(plan, checked)))
    return listed(kept, exact=most_checked is None or len(numbers) <= most_checked)


def listed(numbers: Collection[int], *, exact: bool = True) -> Matching:
    """Gives the set of the articles with these numbers."""
    return Matching(LISTED, {"ids": number_list(numbers)}, exact)


def posted(plan: Plan) -> Matching:
    """Gives all articles of the archive within the dates of a plan: what its hits are a share of."""
    start, end = plan.days
    if (start, end) == (UNDATED, LAST):
        return Matching(POSTED.format(conditions=""), {})
    low, high = start << NUMBER_BITS, (end + 1 + SPILL_DAYS) << NUMBER_BITS
    bounds = {"start": start, "end": end, "low": low, "high": high, "undated": UNDATED}
    return Matching(POSTED.format(conditions=DATES), bounds)
