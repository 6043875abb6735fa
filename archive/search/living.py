"""Which of the matches an answer may show, as conditions on docids alone.

A join with `postings` costs every match as much as ranking it does; so what is dead or too new is looked up apart,
where there is any, and dates are ranges of docids.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from archive.postings import NUMBER_BITS, UNDATED_END
from archive.search.paging import Place
from archive.search.plan import Plan

Condition = tuple[str, dict[str, object]]
"""SQL that begins with AND, over the column `article_index.rowid`, and its values."""

SPILL_DAYS = 400
"""How far past its day a docid can lie, where a day had more than 8,192 articles."""

DOCID = "article_index.rowid"
ANY_DEAD = "SELECT EXISTS (SELECT 1 FROM spent_docids)"
DEAD = f" AND {DOCID} NOT IN (SELECT docid FROM spent_docids)"
ANY_NEWER = "SELECT EXISTS (SELECT 1 FROM postings WHERE article_id > ?)"
NEWER = f" AND {DOCID} NOT IN (SELECT docid FROM postings WHERE article_id > :as_of)"
SHOWN = f" AND {DOCID} NOT IN (SELECT docid FROM postings WHERE article_id IN (SELECT value FROM json_each(:shown)))"
ONE = f" AND {DOCID} IN (SELECT docid FROM postings WHERE article_id = :article_id)"
RANGE = f" AND {DOCID} >= :low AND {DOCID} < :high"
OTHER_DAYS = (
    f" AND {DOCID} NOT IN (SELECT docid FROM postings WHERE docid >= :low AND docid < :high"
    " AND day NOT BETWEEN :start AND :end)"
)
USED = """
SELECT EXISTS (SELECT 1 FROM postings WHERE docid IN (:before, :last))
    OR EXISTS (SELECT 1 FROM spent_docids WHERE docid IN (:before, :last))"""
BEHIND = {
    "newest": f" AND {DOCID} < :last",
    "oldest": f" AND {DOCID} > :last AND {DOCID} < :undated",
    "oldest, dated": f" AND ({DOCID} > :last OR {DOCID} < :undated)",
}


def kept(connection: sqlite3.Connection, plan: Plan, place: Place | None = None) -> Condition:
    """Gives the condition for what a plan may keep: living postings within its dates, its one article.

    With `place` it is only what was there when the first page was cut.
    """
    conditions, values = dated(connection, plan)
    if connection.execute(ANY_DEAD).fetchone()[0]:
        conditions += DEAD
    if plan.article_id is not None:
        conditions, values = conditions + ONE, values | {"article_id": plan.article_id}
    if place and connection.execute(ANY_NEWER, (place.as_of,)).fetchone()[0]:
        conditions, values = conditions + NEWER, values | {"as_of": place.as_of}
    return conditions, values


def behind(place: Place) -> Condition:
    """Gives the condition for what comes after a page."""
    if place.order == "relevance":
        rest = BEHIND["newest"] if place.last else ""
        return SHOWN + rest, {"shown": number_list(sorted(place.shown)), "last": place.last}
    dated = place.order == "oldest" and place.last >= UNDATED_END
    return BEHIND["oldest, dated" if dated else place.order], {"last": place.last, "undated": UNDATED_END}


def dated(connection: sqlite3.Connection, plan: Plan) -> Condition:
    """Gives the condition for the days of a plan: a range of docids, less the articles of other days within it.

    A day that has used up its numbers goes on in the next one that has some: so articles of other days lie in the
    range only where the day before it is full, and its own lie behind it only where its last day is.
    """
    if plan.start is None and plan.end is None:
        return "", {}
    start = plan.start if plan.start is not None else UNDATED_END >> NUMBER_BITS
    end = plan.end if plan.end is not None else (1 << 22)
    low, high = start << NUMBER_BITS, (end + 1) << NUMBER_BITS
    if not connection.execute(USED, {"before": low - 1, "last": high - 1}).fetchone()[0]:
        return RANGE, {"low": low, "high": high}
    high += SPILL_DAYS << NUMBER_BITS
    return RANGE + OTHER_DAYS, {"low": low, "high": high, "start": start, "end": end}


def number_list(numbers: Iterable[int]) -> str:
    """Gives numbers as SQLite's `json_each` reads them."""
    return f"[{','.join(map(str, numbers))}]"
