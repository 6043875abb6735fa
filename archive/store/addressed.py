"""Articles by their addresses: an article is known by its own, by those that led to it, and by the key of its page.

The key is kept among the other addresses. It has no scheme, so it is never mistaken for one of them.
"""

from __future__ import annotations

from archive.addresses import page_key
from archive.alike import resemblance
from archive.store.rows import Database, driver, run_many
from archive.text import key

OWN = "SELECT id FROM articles WHERE address = ?"
OTHER = "SELECT article_id FROM other_addresses WHERE address = ?"
KEEP = "INSERT OR IGNORE INTO other_addresses (address, article_id) VALUES (?, ?)"
_SOME_LIKENESS = 0.2


def at_address(database: Database, address: str) -> int | None:
    """Gives the id of the article at an address: its own, another that led to it, or another dress of its page."""
    return known_by(database, address) or at_page(database, address)


def known_by(database: Database, address: str) -> int | None:
    """Gives the id of the article that is known by this very address."""
    return _first(database, OWN, address) or _first(database, OTHER, address)


def at_page(database: Database, address: str) -> int | None:
    """Gives the id of the article whose page has this address in another dress: AMP, mobile, print."""
    page = page_key(address)
    return _first(database, OTHER, page) if page else None


def _first(database: Database, statement: str, value: str) -> int | None:
    row = driver(database).execute(statement, (value,)).fetchone()
    return row[0] if row else None


def tells_alike(database: Database, article_id: int, title: str | None, body: str) -> bool:
    """Says whether an article has the title or some of the words of a page that seems to be its own.

    That two addresses are of one page is worked out by rules, and some site will have its own; the words decide.
    """
    statement = "SELECT title, body FROM articles WHERE id = ?"
    known_title, known_body = driver(database).execute(statement, (article_id,)).fetchone()
    same_title = bool(title and known_title) and key(title or "") == key(known_title)
    return same_title or resemblance(body, known_body) >= _SOME_LIKENESS


def keep_address(database: Database, article_id: int, address: str | None) -> None:
    """Keeps one more address of an article and the key of its page, unless an article is known by them already."""
    if address and known_by(database, address) is None:
        driver(database).execute(KEEP, (address, article_id))
    keep_page(database, article_id, address)


def keep_page(database: Database, article_id: int, address: str | None) -> None:
    """Keeps the key of the page at an address, unless an article is known by it already."""
    if address and (page := page_key(address)):
        keep_key(database, article_id, page)


def keep_key(database: Database, article_id: int, page: str) -> None:
    """Keeps the key of a page of an article, unless an article is known by it already."""
    run_many(database, KEEP, [(page, article_id)])


def rekey(database: Database) -> None:
    """Keeps the keys of the pages of all articles: an archive from before there were keys has none."""
    rows = driver(database).execute("SELECT id, address FROM articles WHERE address IS NOT NULL ORDER BY id")
    for article_id, address in rows.fetchall():
        keep_page(database, article_id, address)
