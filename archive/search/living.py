"""What the index is asked for a plan, and which of the matches an answer may show, as conditions on docids alone.

A join with `postings` costs every match as much as ranking it does; so what is dead or too new is looked up apart,
where there is any, and dates are ranges of docids.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from archive.postings import NUMBER_BITS, UNDATED_END
from archive.search.paging import Place
from archive.search.parting import Part
from archive.search.plan import Plan
from archive.search.tree import Everything

Condition = tuple[str, Mapping[str, object]]
"""SQL that begins with AND, over the column `article_index.rowid`, and its values."""

SPILL_DAYS = 400
"""How far past its day a docid can lie, where a day had more than 8,192 articles."""

WEIGHTS = "0.494, 0.988, 0.0"
"""Weights of body, title and meta: 1 to 2, times 0.247, because bm25() takes each article of a table without sizes
for an almost empty one; so it is BM25 with k1 = 1.2 and b = 0."""

SCORE, NO_SCORE = f"bm25(article_index, {WEIGHTS})", "0.0"
"""How well a match answers; where every article is one, to find that they are all the same takes a walk over all."""

DOCID = "article_index.rowid"
ANY_DEAD = "SELECT EXISTS (SELECT 1 FROM spent_docids)"
DEAD = f" AND {DOCID} NOT IN (SELECT docid FROM spent_docids)"
ANY_NEWER = "SELECT EXISTS (SELECT 1 FROM postings WHERE article_id > ?)"
NEWER = f" AND {DOCID} NOT IN (SELECT docid FROM postings WHERE article_id > :as_of)"
NUMBERED = "(SELECT docid FROM postings WHERE article_id IN (SELECT value FROM json_each(:{})))"
SHOWN = f" AND {DOCID} NOT IN {NUMBERED.format('shown')}"
ONLY = f" AND {DOCID} IN {NUMBERED.format('only{0}')}"
WITHOUT = f" AND {DOCID} NOT IN {NUMBERED.format('without{0}')}"
RANGE = f" AND {DOCID} >= :low{{0}} AND {DOCID} < :high{{0}}"
OTHER_DAYS = (
    f" AND {DOCID} NOT IN (SELECT docid FROM postings WHERE docid >= :low{{0}} AND docid < :high{{0}}"
    " AND day NOT BETWEEN :start{0} AND :end{0})"
)
USED = """
SELECT EXISTS (SELECT 1 FROM postings WHERE docid IN (:before, :last))
    OR EXISTS (SELECT 1 FROM spent_docids WHERE docid IN (:before, :last))"""
BEHIND = {
    "newest": f" AND {DOCID} < :last",
    "oldest": f" AND {DOCID} > :last AND {DOCID} < :undated",
    "oldest, dated": f" AND ({DOCID} > :last OR {DOCID} < :undated)",
}


def united(
    connection: sqlite3.Connection, plan: Plan, select: str, more: Condition
) -> tuple[str, dict[str, object]]:
    """Gives the SQL of what a plan finds, one statement for each of its parts, and its values.

    `select` is the beginning of a statement, from `article_index`, in which `{score}` may stand; `more` is a condition
    for all of them.
    """
    statements, values = [], dict(more[1])
    for at, part in enumerate(plan.parts):
        conditions, bounds = _within(connection, part, str(at))
        score = NO_SCORE if isinstance(part.query, Everything) else SCORE
        statements.append(
            f"{select.format(score=score)} WHERE article_index MATCH :match{at}{conditions}{more[0]}"
        )
        values |= {**bounds, f"match{at}": plan.matches[part.query]}
    return " UNION ALL ".join(statements), values


def kept(connection: sqlite3.Connection, place: Place | None = None) -> Condition:
    """Gives the condition for what an answer may show: living postings.

    With `place` it is only what was there when the first page was cut.
    """
    conditions = DEAD if connection.execute(ANY_DEAD).fetchone()[0] else ""
    if place and connection.execute(ANY_NEWER, (place.as_of,)).fetchone()[0]:
        return conditions + NEWER, {"as_of": place.as_of}
    return conditions, {}


def behind(place: Place) -> Condition:
    """Gives the condition for what comes after a page."""
    if place.order == "relevance":
        rest = BEHIND["newest"] if place.last else ""
        return SHOWN + rest, {"shown": number_list(sorted(place.shown)), "last": place.last}
    dated = place.order == "oldest" and place.last >= UNDATED_END
    return BEHIND["oldest, dated" if dated else place.order], {"last": place.last, "undated": UNDATED_END}


def _within(connection: sqlite3.Connection, part: Part, at: str) -> Condition:
    """Gives the condition for one part; `at` tells its values from those of others."""
    conditions, values = _dated(connection, part, at) if part.is_dated else ("", {})
    if part.only is not None:
        conditions, values = conditions + ONLY.format(at), {**values, f"only{at}": number_list(part.only)}
    if part.without:
        numbers = number_list(part.without)
        conditions, values = conditions + WITHOUT.format(at), {**values, f"without{at}": numbers}
    return conditions, values


def _dated(connection: sqlite3.Connection, part: Part, at: str) -> Condition:
    """Gives the condition for the days of a part: a range of docids, less the articles of other days within it.

    A day that has used up its numbers goes on in the next one that has some: so articles of other days lie in the
    range only where the day before it is full, and its own lie behind it only where its last day is.
    """
    low, high = part.start << NUMBER_BITS, (part.end + 1) << NUMBER_BITS
    values = {f"low{at}": low, f"high{at}": high}
    if not connection.execute(USED, {"before": low - 1, "last": high - 1}).fetchone()[0]:
        return RANGE.format(at), values
    values |= {
        f"high{at}": high + (SPILL_DAYS << NUMBER_BITS),
        f"start{at}": part.start,
        f"end{at}": part.end,
    }
    return (RANGE + OTHER_DAYS).format(at), values


def number_list(numbers: Iterable[int]) -> str:
    """Gives numbers as SQLite's `json_each` reads them."""
    return f"[{','.join(map(str, numbers))}]"
