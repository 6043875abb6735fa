"""Count a set of articles by period and by what their postings say: one pass over narrow rows."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from archive.frozen import Frozen
from archive.search.matching import Matching
from archive.search.periods import FINER_THAN, periods_of

DAYS = "SELECT {columns}day FROM ({kept})"
COARSE = """
SELECT {columns}k.day, a.published, count(*) FROM ({kept}) k CROSS JOIN articles a ON a.id = k.article_id
 WHERE k.day IN (SELECT value FROM json_each(:firsts))
   AND a.published_precision IN (SELECT value FROM json_each(:coarse))
   AND coalesce(a.implied_precision, '') NOT IN ('day', 'minute')
 GROUP BY {places}"""

FIRST_OF = {"year": "", "month": "-01-01", "week": "-01"}

Key = tuple[Any, ...]


class Tally(Frozen):
    """Is how many articles stand in which period, and how many in none.

    The keys of `dated` are the values of the columns asked for, then the period; those of `apart` the columns, then
    the date as far as it is known (`2022` where months are counted), None for undated. `first` and `last` are days.
    """

    dated: Counter[Key]
    apart: Counter[Key]
    first: int | None
    last: int | None


def tally(connection: sqlite3.Connection, kept: Matching, by: str, *columns: str) -> Tally:
    """Counts a set by period and by columns of its rows (`outlet_id`, `language`)."""
    statement = DAYS.format(columns="".join(f"{name}, " for name in columns), kept=kept.sql)
    return by_period(connection, kept, by, Counter(connection.execute(statement, kept.values)), columns)


def by_period(
    connection: sqlite3.Connection, kept: Matching, by: str, days: Counter[Key], columns: Sequence[str] = ()
) -> Tally:
    """Gathers the counts of days, each after its columns, into periods."""
    dated, apart = Counter[Key](), Counter[Key]()
    for *group, day, known, count in _coarse(connection, kept, by, days, columns):
        days[(*group, day)] -= count
        apart[(*group, known)] += count
    stood = {day for (*_, day), count in days.items() if count and day is not None}
    named = periods_of(stood, by)
    for (*group, day), count in days.items():
        if day is None:
            apart[(*group, None)] += count
        elif count:
            dated[(*group, named[day])] += count
    return Tally(dated, apart, min(stood, default=None), max(stood, default=None))


def _coarse(
    connection: sqlite3.Connection, kept: Matching, by: str, days: Counter[Key], columns: Sequence[str]
) -> list[Key]:
    """Gives the columns, day, date and count of articles that are dated too coarsely for the period.

    They are filed under the first day of their month or year, so only what stands on such days is looked up.
    """
    if not FINER_THAN[by]:
        return []
    stood = {day for *_, day in days if day is not None}
    firsts = [day for day in stood if date.fromordinal(day).isoformat().endswith(FIRST_OF[by])]
    if not firsts:
        return []
    statement = COARSE.format(
        columns="".join(f"k.{name}, " for name in columns),
        kept=kept.sql,
        places=", ".join(str(place) for place in range(1, len(columns) + 3)),
    )
    values = {"firsts": json.dumps(firsts), "coarse": json.dumps(FINER_THAN[by])}
    return connection.execute(statement, {**kept.values, **values}).fetchall()
