"""Which article a clipping is: by its bytes, its address, its outlet with title and day, or its text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from archive.addresses import same_page, same_site
from archive.documents import Capture, Clipping, Precision, PressDate
from archive.postings import NUMBER_BITS, effective_day
from archive.statements import marks
from archive.store.addressed import at_page, known_by, tells_alike
from archive.store.likeness import ANY, NearCopy, Signed, nearest
from archive.store.rows import Database, driver
from archive.text import fold, key, key_number

Unposted = Mapping[int, Collection[int]]
"""The articles of this transaction that have no posting yet, by the key number of their title."""

MOST_OF_A_TITLE = 20
"""How many articles of a title have their texts compared, the newest: a column has thousands under its name."""

POSTED_OF_A_DAY = """
SELECT a.id, a.published, a.published_precision, a.address
  FROM postings p JOIN articles a ON a.id = p.article_id
 WHERE p.title_key = :title AND p.day = :number AND p.outlet_id = :outlet AND p.docid >= :first AND p.docid <=
       CASE WHEN EXISTS (SELECT 1 FROM postings WHERE docid = :last)
              OR EXISTS (SELECT 1 FROM spent_docids WHERE docid = :last) THEN :any ELSE :last END"""
"""The namesakes of a day, by its docids; where it used up the last, it goes on in those of following days."""

UNPOSTED_OF_A_DAY = """
SELECT id, published, published_precision, address FROM articles
 WHERE outlet_id = :outlet AND published >= :day AND published < :day || 'U' AND +id >= :first"""
"""What an outlet printed on a day, from a number on; past the day there stands a T, if anything."""

OF_A_TITLE = f"SELECT article_id FROM postings WHERE title_key = ? ORDER BY 1 DESC LIMIT {MOST_OF_A_TITLE}"
OF_A_SLUG = "SELECT id FROM articles WHERE slug = ?"
NOTHING_ELSE = """
SELECT id, slug, title, outlet_id, published, address, body FROM articles
 WHERE id IN ({marks}) AND (? IS NULL OR outlet_id IS NULL OR outlet_id = ?) AND (? IS NULL OR address IS NULL)
   AND (? IS NULL OR published IS NULL
        OR substr(?, 1, min(length(published), 10)) = substr(published, 1, min(length(?), 10)))"""
"""Those of some articles that state no other outlet, address or day, as far as each date is known."""


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
    slug: str,
    unposted: Unposted,
) -> int | None:
    """Gives the id of the article that the clipping is another capture of, None where it is a new one.

    `slug` is the one that a new article would like.
    """
    if clipping.address:
        found = known_by(database, clipping.address) or _of_the_page(database, clipping, clipping.address)
        if found is not None:
            return found
    same_title = _same_title(database, clipping, outlet_id, unposted)
    if same_title is not None:
        return same_title
    near = nearest(database, clipping.body, signature, lambda one: _compatible(one, clipping, outlet_id))
    if near is not None:
        return near
    return _same_text(database, clipping, outlet_id, clipping.slug or slug, unposted)


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
    rows = _posted_of_a_day(database, title, outlet_id, day)
    rows |= _unposted_of_a_day(database, frozenset(unposted.get(title, ())), outlet_id, day)
    same = [
        number
        for number, published, precision, address in rows
        if stated_day(published, precision) == day
        and not (address and clipping.address)  # two addresses: had they been equal, it were found by now
    ]
    return same[0] if len(same) == 1 else None


_Dated = tuple[int, str, str, str | None]
"""Is an article's number, date, its precision, and the address."""


def _posted_of_a_day(database: Database, title: int, outlet_id: int, day: str) -> set[_Dated]:
    """Gives the articles of a title and an outlet that have their posting under a day."""
    number = effective_day(day, Precision.DAY, None, None)
    if number is None:  # no day of the calendar
        return set()
    first, last = number << NUMBER_BITS, ((number + 1) << NUMBER_BITS) - 1
    values = {"title": title, "outlet": outlet_id, "number": number, "first": first, "last": last, "any": ANY}
    return set(driver(database).execute(POSTED_OF_A_DAY, values))


def _unposted_of_a_day(database: Database, recent: Collection[int], outlet_id: int, day: str) -> set[_Dated]:
    """Gives those of some articles of this transaction that an outlet printed on a day."""
    if not recent:
        return set()
    values = {"outlet": outlet_id, "day": day, "first": min(recent)}
    return {row for row in driver(database).execute(UNPOSTED_OF_A_DAY, values) if row[0] in recent}


class _Told(NamedTuple):
    """Is an article with what tells whether it is the very text of a clipping."""

    id: int
    slug: str
    title: str | None
    outlet_id: int | None
    published: str | None
    address: str | None
    body: str


def _same_text(
    database: Database, clipping: Clipping, outlet_id: int | None, slug: str, unposted: Unposted
) -> int | None:
    """Gives the article of the same title and text, where nothing that both state differs.

    Of several it is the one that was exported under this slug, else the first that states just as much.
    """
    some = _of_the_title(database, clipping.title, slug, unposted)
    date = clipping.published.value if clipping.published else None
    facts = (outlet_id, outlet_id, clipping.address, *[date[:10] if date else None] * 3)
    rows = driver(database).execute(NOTHING_ELSE.format(marks=marks(some)), (*some, *facts))
    is_title, is_body = _equal_to(clipping.title or "", key), _equal_to(clipping.body, fold)
    same = [told for told in map(_Told._make, rows) if is_body(told.body) and is_title(told.title or "")]
    exported = [told.id for told in same if told.slug == clipping.slug]
    stated = (outlet_id, date, clipping.address)
    exactly = [told.id for told in same if (told.outlet_id, told.published, told.address) == stated]
    found = exported or exactly[:1] or [told.id for told in same]
    return found[0] if len(found) == 1 else None


def _of_the_title(database: Database, title: str | None, slug: str, unposted: Unposted) -> list[int]:
    """Gives articles that may have a title, the newest, and the one of a slug: no title finds that which has none."""
    connection = driver(database)
    found = {number for (number,) in connection.execute(OF_A_SLUG, (slug,))}
    if title:
        number = key_number(title)
        titled = {one for (one,) in connection.execute(OF_A_TITLE, (number,))}.union(unposted.get(number, ()))
        found.update(sorted(titled)[-MOST_OF_A_TITLE:])
    return sorted(found)


def _equal_to(text: str, folding: Callable[[str], str]) -> Callable[[str], bool]:
    """Gives what says whether another text is equal, as it is or folded; where nothing is left that tells nothing."""
    folded = folding(text)
    return lambda other: other == text or folded == folding(other) != ""


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
