"""Resolve related links in either order of arrival: by address, else by outlet and folded title."""

from __future__ import annotations

from sqlite3 import Connection
from typing import NamedTuple

from archive.store.addressed import at_address
from archive.store.rows import Database, driver
from archive.text import key_number

NEWEST = (1 << 63) - 1

OPEN = """
SELECT l.id, l.address, l.title_key, l.article_id, a.outlet_id
  FROM related_links l JOIN articles a ON a.id = l.article_id
 WHERE l.target_id IS NULL"""
POINTING = " AND l.article_id <> ? AND l.article_id <= ?"
TITLED = """
SELECT a.id, a.outlet_id, a.address FROM postings p JOIN articles a ON a.id = p.article_id
 WHERE p.title_key = ? AND a.id <> ? AND a.id <= ?"""


CONCERNED = """
SELECT p.article_id FROM postings p JOIN articles a ON a.id = p.article_id
 WHERE p.article_id BETWEEN ? AND ? AND (
       EXISTS (SELECT 1 FROM related_links WHERE article_id = a.id AND target_id IS NULL)
    OR EXISTS (SELECT 1 FROM related_links WHERE address = a.address AND target_id IS NULL)
    OR EXISTS (SELECT 1 FROM related_links WHERE title_key = p.title_key AND target_id IS NULL))"""


class _OpenLink(NamedTuple):
    id: int
    address: str | None
    title_key: int | None
    article_id: int
    outlet_id: int | None


def resolve(database: Database, article_id: int, newest: int = NEWEST) -> int:
    """Resolves the article's open links, and the open links of others that point to it; gives how many.

    Articles past `newest` do not count: a batch resolves as if they had not arrived yet.
    """
    connection = driver(database)
    resolved = 0
    for link in (*_own(connection, article_id), *_pointing_to(connection, article_id, newest)):
        target_id = _target(connection, link, newest)
        if target_id is not None:
            connection.execute("UPDATE related_links SET target_id = ? WHERE id = ?", (target_id, link.id))
            resolved += 1
    return resolved


def concerned(database: Database, first: int, last: int) -> set[int]:
    """Gives the posted articles from one number to another that have open links, or that one may point to."""
    return {number for (number,) in driver(database).execute(CONCERNED, (first, last))}


def _own(connection: Connection, article_id: int) -> list[_OpenLink]:
    return list(map(_OpenLink._make, connection.execute(f"{OPEN} AND l.article_id = ?", (article_id,))))


def _pointing_to(connection: Connection, article_id: int, newest: int) -> list[_OpenLink]:
    title, address = connection.execute(
        "SELECT title, address FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    marks = {"address": address, "title_key": key_number(title) if title else None}
    found = {
        link.id: link
        for column, mark in marks.items()
        if mark is not None
        for link in map(
            _OpenLink._make,
            connection.execute(f"{OPEN} AND l.{column} = ?{POINTING}", (mark, article_id, newest)),
        )
    }
    return [found[number] for number in sorted(found)]


def _target(connection: Connection, link: _OpenLink, newest: int) -> int | None:
    """Gives the one article that the link can mean; None while there is none, or more than one."""
    if link.address:
        there = at_address(connection, link.address)
        if there is not None and there != link.article_id and there <= newest:
            return there
    if link.title_key is None:
        return None
    rows = connection.execute(TITLED, (link.title_key, link.article_id, newest))
    # Two different addresses are two articles, whatever their headlines.
    found = [(number, outlet) for number, outlet, address in rows if not (address and link.address)]
    same = [number for number, outlet in found if outlet == link.outlet_id and outlet is not None]
    candidates = same or [number for number, outlet in found if outlet is None or link.outlet_id is None]
    return candidates[0] if len(candidates) == 1 else None
