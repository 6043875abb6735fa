"""Feeds that are kept and fetched again: what each last gave, and how often in a row it failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from archive import visits
from archive.addresses import canonical
from archive.documents import Outcome, Reason
from archive.errors import InvalidError, MissingError

COLUMNS = 'f.id, f.address, f.title, o.name, f."full", f.added_at, f.fetched_at, f.trouble, f.failures'
ALL = f"SELECT {COLUMNS} FROM feeds f LEFT JOIN outlets o ON o.id = f.outlet_id ORDER BY f.address"
ADD = 'INSERT INTO feeds (address, outlet_id, "full") VALUES (?, ?, ?)'
REMOVE = "DELETE FROM feeds WHERE id = ?"
FETCHED = """
UPDATE feeds SET fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), title = coalesce(?, title), trouble = ?,
       failures = CASE WHEN ? IS NULL THEN 0 ELSE failures + 1 END WHERE id = ?"""

PASSING = frozenset({Reason.SERVER, Reason.TIMED_OUT, Reason.UNREACHABLE, Reason.TRUNCATED})
"""Why a page may be there another time: a feed with such an entry is read again, even if it has not changed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Is a feed that is kept; `failures` counts in a row, `trouble` says the last of them; moments are UTC."""

    id: int
    address: str
    title: str | None
    outlet: str | None
    full: bool
    added_at: str
    fetched_at: str | None
    trouble: str | None
    failures: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """Is what one feed gave: the outcomes of its entries, or what went wrong with the feed itself."""

    feed: Feed
    outcomes: tuple[Outcome, ...]
    trouble: str | None = None

    @property
    def news(self) -> tuple[Outcome, ...]:
        """Gives the outcomes that are worth telling: all but what is the same again."""
        return tuple(outcome for outcome in self.outcomes if outcome.result != "same")

    def count(self, result: str) -> int:
        """Gives how many entries were `new`, `revised`, `same` or `refused`."""
        return sum(outcome.result == result for outcome in self.outcomes)


def feeds(connection: sqlite3.Connection, addresses: Sequence[str] = ()) -> list[Feed]:
    """Gives the feeds by address: all, or those named; MissingError for one that is not kept."""
    kept = {feed.address: feed for feed in map(_feed, connection.execute(ALL))}
    if not addresses:
        return list(kept.values())
    return [_named(kept, address) for address in dict.fromkeys(addresses)]


def _feed(row: Sequence[Any]) -> Feed:
    names = [field.name for field in fields(Feed)]
    values = dict(zip(names, row, strict=True))
    return Feed(**{**values, "full": bool(values["full"])})


def _named(kept: dict[str, Feed], address: str) -> Feed:
    if address not in kept:
        raise MissingError(f"There is no feed {address}; `archive feed list` shows them.")
    return kept[address]


def add(
    connection: sqlite3.Connection, address: str, *, full: bool = False, outlet: str | None = None
) -> Feed:
    """Keeps a feed; its outlet is added where it is not known yet."""
    address = address.strip()
    if canonical(address) is None:
        raise InvalidError(f"{address!r} is no web address.")
    if any(feed.address == address for feed in feeds(connection)):
        raise InvalidError(f"The feed {address} is kept already; remove it first to add it otherwise.")
    from archive.models import Outlet
    from archive.store.names import find_or_add

    outlet_id = find_or_add(connection, Outlet, outlet) if outlet else None
    connection.execute(ADD, (address, outlet_id, int(full)))
    return feeds(connection, [address])[0]


def remove(connection: sqlite3.Connection, address: str) -> None:
    """Forgets a feed; its articles stay."""
    connection.execute(REMOVE, (feeds(connection, [address])[0].id,))


def take(feed: Feed, outcomes: Iterable[Outcome], memory: visits.Visits) -> Fetched:
    """Fetches one feed by drawing its outcomes; its visit is kept when nothing of it is left to be fetched."""
    entries, trouble = [], None
    for outcome in outcomes:
        if outcome.source == feed.address:  # of the feed itself: it failed, or it has not changed
            trouble = (
                f"{outcome.refusal.reason.value} ({outcome.refusal.detail})" if outcome.refusal else None
            )
        else:
            entries.append(outcome)
    if trouble is None and not any(one.refusal and one.refusal.reason in PASSING for one in entries):
        memory.settle(feed.address)
        memory.keep()
    return Fetched(feed, tuple(entries), trouble)


def note(connection: sqlite3.Connection, fetched: Fetched, title: str | None) -> None:
    """Notes when a feed was fetched, its title, and whether it failed."""
    connection.execute(FETCHED, (title, fetched.trouble, fetched.trouble, fetched.feed.id))
