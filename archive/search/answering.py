"""Answer what was asked with one page: spellings as typed first, then the others, then what has most of the words."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from archive.search.asking import Asked
from archive.search.execute import EVERYWHERE, Page, execute
from archive.search.paging import AS_OF, Place, beyond, following, within
from archive.search.plan import Plan
from archive.search.ranked import FEW, MOST_LITERAL, Find, best

DOCID = "SELECT docid FROM postings WHERE article_id = ?"


@dataclass(frozen=True, slots=True)
class Answer:
    """Is a page of hits, what has to be said of it, and where the next page begins (None behind the last)."""

    page: Page
    remarks: tuple[str, ...] = ()
    next: Place | None = None


def answer(
    connection: sqlite3.Connection,
    asked: Asked,
    *,
    order: str,
    limit: int,
    offset: int,
    place: Place | None = None,
) -> Answer:
    """Gives one page; `place` is where the page before it ended."""
    as_of = place.as_of if place else connection.execute(AS_OF).fetchone()[0]
    find = finder(connection, asked, order, as_of, place)
    if order == "relevance":
        page, remarks = _by_relevance(connection, asked, find, limit, offset)
    else:
        page, remarks = find(asked.plan, limit, offset), ()
    last = _docid(connection, page.hits[-1][0]) if page.hits and order != "relevance" else 0
    rows = [(last, article_id) for article_id, _ in page.hits]  # only where the page ends counts
    return Answer(page, remarks, following(place, order, as_of, rows, limit) if limit else None)


def finder(connection: sqlite3.Connection, asked: Asked, order: str, as_of: int, place: Place | None) -> Find:
    """Gives what finds hits of a plan in the order of the index, on one page and among what was there at the first."""

    def find(plan: Plan, limit: int, offset: int) -> Page:
        return execute(
            connection,
            plan,
            lambda entry: plan.check is None or asked.checker.holds(plan.check, entry),
            order=order,
            limit=limit,
            offset=offset,
            within=within(as_of) if place else EVERYWHERE,
            beyond=beyond(place) if place else None,
        )

    return find


def _by_relevance(
    connection: sqlite3.Connection, asked: Asked, find: Find, limit: int, offset: int
) -> tuple[Page, tuple[str, ...]]:
    def part(tier: Plan, limit: int, offset: int) -> Page:
        return best(
            connection, find, (tier, None), asked.words, limit=limit, offset=offset, also=asked.also
        ).page

    if len(asked.tiers) == 1 and asked.loose is None:  # the one tier counts the whole
        return part(asked.tiers[0], limit, offset), ()
    whole = find(asked.plan, 0, 0)
    if asked.loose and whole.total < FEW and not (whole.total and len(asked.bare) <= MOST_LITERAL):
        found = best(
            connection,
            find,
            (asked.plan, asked.loose),
            asked.bare,
            limit=limit,
            offset=offset,
            also=asked.also,
        )
        return found.page, _told(found.whole)
    hits: list[tuple[int, float]] = []
    for tier in asked.tiers:
        if len(hits) == limit:
            break
        page = part(tier, limit - len(hits), offset)
        hits += page.hits
        offset = max(0, offset - page.total)
    return replace(whole, hits=tuple(hits)), ()


def _told(whole: int | None) -> tuple[str, ...]:
    """Gives the remark on an answer that is not only of articles with all of the words."""
    if whole is None:
        return ()
    if whole == 0:
        return ("no article has all of the words; these have most of them",)
    have = "1 article has" if whole == 1 else f"{whole} articles have"
    return (f"{have} all of the words; after that come those with most of them",)


def _docid(connection: sqlite3.Connection, article_id: int) -> int:
    return int(connection.execute(DOCID, (article_id,)).fetchone()[0])
