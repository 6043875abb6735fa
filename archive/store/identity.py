"""Which article a clipping is: by its bytes, its address, its outlet with title and day, or its text."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from archive.addresses import same_page, same_site
from archive.documents import Capture, Clipping, Precision, PressDate
from archive.statements import marks
from archive.store.addressed import at_page, known_by, tells_alike
from archive.store.likeness import NearCopy, Signed, near_copies
from archive.store.rows import Database, driver
from archive.text import key, key_number

Unposted = Mapping[int, Collection[int]]
"""The articles of this transaction that have no posting yet, by the key number of their title."""


def known_capture(database: Database, capture: Capture) -> int | None:
    """Gives the id of the article whose captures include these very bytes."""
    statement = "SELECT article_id FROM captures WHERE sha256 = ?"
    row = driver(database).execute(statement, (capture.sha256,)).fetchone()
    return row[0] if row else None


def find_article(
    database: Database,
    clipping: Clipping,
    outlet_id: int | None,
    *,
    signature: Signed | None,
    unposted: Unposted,
) -> int | None:
    """Gives the id of the article that the clipping is another capture of, None where it is a new one."""
    if clipping.address:
        found = known_by(database, clipping.address) or _of_the_page(database, clipping, clipping.address)
        if found is not None:
            return found
    same_title = _same_title(database, clipping, outlet_id, unposted)
    if same_title is not None:
        return same_title
    for article in near_copies(database, clipping.body, signature):
        if _compatible(article, clipping, outlet_id):
            return article.id
    return None


def _of_the_page(database: Database, clipping: Clipping, address: str) -> int | None:
    """Gives the article of the same page in another dress, unless it tells something else."""
    found = at_page(database, address)
    alike = found is not None and tells_alike(database, found, clipping.title, clipping.body)
    return found if alike else None


def _same_title(
    database: Database, clipping: Clipping, outlet_id: int | None, unposted: Unposted
) -> int | None:
    """Gives the one article of the same outlet, title and day."""
    day = day_of(clipping.published)
    if outlet_id is None or day is None or not clipping.title:
        return None
    title = key_number(clipping.title)
    recent = tuple(unposted.get(title, ()))
    rows = driver(database).execute(
        f"""
        SELECT a.id, a.published, a.published_precision, a.address
          FROM postings p JOIN articles a ON a.id = p.article_id WHERE p.title_key = ? AND a.outlet_id = ?
        UNION
        SELECT id, published, published_precision, address
          FROM articles WHERE id IN ({marks(recent)}) AND outlet_id = ?""",
        (title, outlet_id, *recent, outlet_id),
    )
    same = [
        number
        for number, published, precision, address in rows
        if stated_day(published, precision) == day
        and not (address and clipping.address)  # two addresses: had they been equal, it were found by now
    ]
    return same[0] if len(same) == 1 else None


def _compatible(article: NearCopy, clipping: Clipping, outlet_id: int | None) -> bool:
    """Says whether nothing that both state speaks against their being one article.

    Two pages are two articles, joined in a family: a wire report in two outlets, an outlet's text told again. But one
    text under one title on one day, at two addresses of one site, is one article that its outlet moved.
    """
    outlets = {article.outlet_id, outlet_id} - {None}
    days = {stated_day(article.published, article.published_precision), day_of(clipping.published)} - {None}
    titles = {key(title) for title in (article.title, clipping.title) if title}
    reprint = len(outlets) == 1 and len(days) == 1  # one outlet gives its text a new headline
    if article.address and clipping.address and not same_page(article.address, clipping.address):
        dated = bool(article.published and clipping.published)
        moved = dated and len(titles) == 1 and same_site(article.address, clipping.address)
        return moved and len(outlets) <= 1 and len(days) == 1
    return len(outlets) <= 1 and len(days) <= 1 and (len(titles) <= 1 or reprint)


def stated_day(published: str | None, precision: str | None) -> str | None:
    """Gives the day of a stated date that is known to the day, None otherwise."""
    return published[:10] if published and precision in (Precision.DAY, Precision.MINUTE) else None


def day_of(date: PressDate | None) -> str | None:
    """Gives the day of a date that is known to the day, None otherwise."""
    return stated_day(date.value, date.precision) if date else None
