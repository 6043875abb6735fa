"""Coverage over time: how many hits each month has, of how many articles, and where the archive keeps nothing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date

from archive.errors import InvalidError
from archive.frozen import Frozen
from archive.search.asking import ask
from archive.search.counting import Key, Tally, tally
from archive.search.facets import NAMES
from archive.search.matching import matching, posted
from archive.search.parting import FIRST, LAST
from archive.search.periods import PERIODS, periods
from archive.search.plan import Plan

MOST_CHECKED = 20_000
"""How many candidates of exact words are read, the newest first; a third of a millisecond each."""

GROUPS = {"outlet": "outlet_id", "language": "language"}


class Point(Frozen):
    """Is one period: `count` hits of the `kept` articles that the archive has of it.

    `period` is `2022`, `2022-05` or `2022-W21`; None for the undated. `count` is None where nothing at all is kept:
    that is a gap, and no answer. `group` is the outlet or language of a parted timeline; None there is no outlet.
    """

    period: str | None
    count: int | None
    kept: int
    group: str | None = None

    @property
    def share(self) -> float | None:
        """Gives the part of what is kept that the hits are."""
        return self.count / self.kept if self.count is not None and self.kept else None


class Timeline(Frozen):
    """Is the hits of a query by period.

    `points` are in order, group after group, without holes; `apart` holds what is in none of them: the undated, and
    where the period is finer than a date that date (`2022`). `groups` are those shown, by their number of hits.
    """

    by: str
    per: str | None
    groups: tuple[str | None, ...]
    points: tuple[Point, ...]
    apart: tuple[Point, ...]
    total: int
    exact: bool
    remarks: tuple[str, ...]


def timeline(
    connection: sqlite3.Connection,
    text: str,
    *,
    by: str = "month",
    per: str | None = None,
    limit: int = 10,
    today: date | None = None,
) -> Timeline:
    """Counts the hits of a typed query by month, year or week, for each outlet or language where `per` names one.

    The timeline runs from the first hit to the last, or as far as the dates of the query reach and the archive keeps
    anything. At most `limit` groups are given, those with most hits.
    """
    if by not in PERIODS:
        raise InvalidError(f"There is no timeline by {by!r}; there are {', '.join(PERIODS)}.")
    if per is not None and per not in GROUPS:
        raise InvalidError(f"There is no timeline per {per!r}; there are {', '.join(GROUPS)}.")
    asked = ask(connection, text, today)
    hits = matching(connection, asked.plan, asked.confirms, most_checked=MOST_CHECKED)
    columns = (GROUPS[per],) if per else ()
    found = tally(connection, hits, by, *columns)
    kept = tally(connection, posted(asked.plan), by, *columns)
    sums = _sums(found) if per else Counter({(): _sums(found).total()})
    groups = sorted(sums, key=lambda group: (-sums[group], str(group)))[:limit]
    names = _names(connection, per, groups)
    span = list(_span(asked.plan, found, kept, by, whole=hits.exact))
    return Timeline(
        by=by,
        per=per,
        groups=tuple(names.get(group) for group in groups),
        points=tuple(one for group in groups for one in _points(found, kept, group, names.get(group), span)),
        apart=tuple(one for group in groups for one in _apart(found, kept, group, names.get(group))),
        total=sums.total(),
        exact=hits.exact,
        remarks=(*asked.remarks, *_hidden(sums, groups, per), *_unread(hits.exact)),
    )


def _sums(found: Tally) -> Counter[Key]:
    """Gives the number of hits of each group."""
    sums = Counter[Key]()
    for part in (found.dated, found.apart):
        for (*group, _), count in part.items():
            sums[tuple(group)] += count
    return sums


def _names(connection: sqlite3.Connection, per: str | None, groups: list[Key]) -> dict[Key, str]:
    """Gives the names of groups; what has no outlet has none."""
    if per == "outlet":
        return {(number,): name for number, name in connection.execute(NAMES.format(table="outlets"))}
    return {group: group[0] for group in groups if group}


def _span(plan: Plan, found: Tally, kept: Tally, by: str, *, whole: bool) -> Iterator[str]:
    """Gives the periods from the first hit to the last, or as far as the query's own dates reach.

    Where not all candidates were read, it never begins before the first hit: what was not read is no silence.
    """
    start, end = plan.days
    first = kept.first if start > FIRST and whole else found.first
    last = kept.last if end < LAST else found.last
    if first is not None and last is not None:
        yield from periods(first, last, by)


def _points(found: Tally, kept: Tally, group: Key, name: str | None, span: list[str]) -> Iterator[Point]:
    for when in span:
        number = kept.dated[(*group, when)]
        yield Point(when, found.dated[(*group, when)] if number else None, number, name)


def _apart(found: Tally, kept: Tally, group: Key, name: str | None) -> Iterator[Point]:
    """Gives what stands in no period, the undated last."""
    dates = sorted((known for *other, known in found.apart if tuple(other) == group), key=lambda d: d or "~")
    for known in dates:
        yield Point(known, found.apart[(*group, known)], kept.apart[(*group, known)], name)


def _hidden(sums: Counter[Key], groups: list[Key], per: str | None) -> Iterator[str]:
    if others := [sums[group] for group in sums if group not in groups]:
        yield f"{len(others)} more {per}s, with {sum(others):,} articles, are not shown"


def _unread(whole: bool) -> Iterator[str]:
    if not whole:
        yield f"exact words were compared in the newest {MOST_CHECKED:,} candidates; what is older is not counted"
