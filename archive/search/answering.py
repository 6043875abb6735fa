"""Answer what was asked with one page: spellings as typed first, then the others, then what has most of the words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.frozen import Frozen, replace
from archive.search.asking import Asked
from archive.search.execute import Finder, Page
from archive.search.limits import USUAL, Limits
from archive.search.paging import AS_OF, MOST_SHOWN, Place, following
from archive.search.plan import Plan
from archive.search.printed import Printed
from archive.search.ranked import FEW, MOST_LITERAL, MOST_READ, Find, best

DOCID = "SELECT docid FROM postings WHERE article_id = ?"


class Answer(Frozen):
    """Is a page of hits, what has to be said of it, and where the next page begins (None behind the last)."""

    page: Page
    remarks: tuple[str, ...] = ()
    next: Place | None = None


def answer(
    printed: Printed,
    asked: Asked,
    *,
    order: str,
    limit: int,
    offset: int,
    place: Place | None = None,
    limits: Limits = USUAL,
) -> Answer:
    """Gives one page; `place` is where the page before it ended, `printed` keeps the texts that are read."""
    connection = printed.connection
    as_of = place.as_of if place else connection.execute(AS_OF).fetchone()[0]
    past_the_best = place is not None and len(place.shown) >= MOST_SHOWN
    by_date = order != "relevance" or asked.everywhere or past_the_best
    in_order = "newest" if by_date and order == "relevance" else order
    find = Finder(connection, asked.confirms, order=in_order, place=place, limits=limits)
    if by_date:
        page, remarks = find(asked.plan, limit, offset), _unranked(order, asked)
    else:
        page, remarks = _by_relevance(printed, asked, find, limit, offset)
    last = _docid(connection, page.hits[-1][0]) if page.hits and by_date else 0
    rows = [(last, article_id) for article_id, _ in page.hits]  # only where the page ends counts
    ends = following(place, order, as_of, rows, limit) if limit else None
    return Answer(page, (*remarks, *_capped(page)), ends)


def _unranked(order: str, asked: Asked) -> tuple[str, ...]:
    """Gives the remark on hits that come newest first, where they were to come best first."""
    if order != "relevance":
        return ()
    if asked.everywhere:
        return ("so common a phrase is not ranked: the newest come first; --all-matches ranks all",)
    return (f"past the best {MOST_SHOWN:,} the others come newest first",)


def _capped(page: Page) -> Iterator[str]:
    """Gives the remarks on a page for which not all matches were ranked or counted."""
    if page.ranked is not None:
        yield f"the newest {page.ranked:,} matches are ranked; --all-matches ranks all"
    if not page.exact:
        yield f"there are {page.total:,} matches or more; --exact-count counts all"


def _by_relevance(
    printed: Printed, asked: Asked, find: Finder, limit: int, offset: int
) -> tuple[Page, tuple[str, ...]]:
    def part(tier: Plan, limit: int, offset: int, find: Find = find) -> Page:
        return best(
            printed, find, (tier, None), asked.words, limit=limit, offset=offset, also=asked.also
        ).page

    if limit and len(asked.tiers) == 1 and asked.loose is None:  # the one tier counts the whole
        return part(asked.tiers[0], limit, offset), ()
    whole = find(asked.plan, 0, 0)
    if asked.loose and whole.total < FEW and not (whole.total and len(asked.bare) <= MOST_LITERAL):
        found = best(
            printed,
            find,
            (asked.plan, asked.loose),
            asked.bare,
            limit=limit,
            offset=offset,
            also=asked.also,
            counted=whole,
        )
        return found.page, _told(found.whole)
    hits: list[tuple[int, float]] = []
    window: int | None = None
    met = 0
    counted = offset or limit > MOST_READ  # else nobody asks how many a tier has
    for tier in asked.tiers:
        if len(hits) == limit or (whole.exact and met >= whole.total):
            break
        page = part(tier, limit - len(hits), offset, find if counted else find.first)
        hits += page.hits
        met += page.total
        window = window or page.ranked
        if not counted and len(hits) == limit and find.is_windowed(tier, whole.total, exact=whole.exact):
            window = find.ranked(tier)
        offset = max(0, offset - page.total)
    return replace(whole, hits=tuple(hits), ranked=window), ()


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
