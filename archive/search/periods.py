"""Years, months and ISO weeks: which one a day lies in, and what follows what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

PERIODS = ("month", "year", "week")
LAST_DAY = date.max.toordinal()
FINER_THAN = {"year": (), "month": ("year",), "week": ("year", "month")}
"""For each kind of period, the precisions of a date that are too coarse to tell it."""


def period(day: int, by: str) -> str:
    """Gives the period of a day (a proleptic ordinal).

    >>> [period(date(2024, 12, 31).toordinal(), by) for by in PERIODS]
    ['2024-12', '2024', '2025-W01']
    """
    moment = date.fromordinal(day)
    if by == "week":
        year, week, _ = moment.isocalendar()
        return f"{year:04}-W{week:02}"
    return moment.isoformat()[: 4 if by == "year" else 7]


def periods_of(days: Iterable[int], by: str) -> dict[int, str]:
    """Gives the period of each of many days, asking the calendar once a period.

    >>> periods_of([date(2024, 2, 29).toordinal(), date(2024, 2, 1).toordinal()], "month")
    {738917: '2024-02', 738945: '2024-02'}
    """
    found: dict[int, str] = {}
    name, end = "", 0
    for day in sorted(days):
        if day >= end:
            name, end = period(day, by), following(day, by)
        found[day] = name
    return found


def periods(first: int, last: int, by: str) -> Iterator[str]:
    """Gives every period from that of the first day to that of the last."""
    day = first
    while day <= last:
        yield period(day, by)
        day = following(day, by)


def following(day: int, by: str) -> int:
    """Gives the first day of the period after that of a day."""
    moment = date.fromordinal(day)
    match by:
        case "week":
            return day - moment.weekday() + 7
        case "month":
            inside = moment.replace(day=28).toordinal() + 4
            return inside if inside > LAST_DAY else date.fromordinal(inside).replace(day=1).toordinal()
        case _:
            return moment.replace(month=12, day=31).toordinal() + 1
