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
SELECT a.id FROM postings p JOIN articles a ON a.id = p.article_id
 WHERE p.title_key = ? AND a.id <> ? AND a.id <= ?"""
OF_OUTLET, WITHOUT_OUTLET = " AND p.outlet_id = ?", " AND p.outlet_id IS NULL"
WITHOUT_ADDRESS = " AND a.address IS NULL"
"""What a link with an address can mean by its title: two different addresses are two articles."""

CROWD = 3
"""So many namesakes of one outlet: a link to the title stays open, whichever of them it stands in."""

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
    title, address, outlet_id = connection.execute(
        "SELECT title, address, outlet_id FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    asked: list[tuple[str, str | int]] = [("l.address = ?", address)] if address else []
    if title:
        title_key = key_number(title)
        others = _Namesakes(connection, title_key, article_id, newest)
        if len(others.beside(outlet_id, CROWD)) < CROWD:
            asked.append(("l.title_key = ? AND l.address IS NULL", title_key))
        if not address and len(others.beside(outlet_id, CROWD, WITHOUT_ADDRESS)) < CROWD:
            asked.append(("l.title_key = ? AND l.address IS NOT NULL", title_key))
    found = {
        link.id: link
        for condition, mark in asked
        for link in map(
            _OpenLink._make,
            connection.execute(f"{OPEN} AND {condition}{POINTING}", (mark, article_id, newest)),
        )
    }
    return [found[number] for number in sorted(found)]


class _Namesakes(NamedTuple):
    """Is the posted articles with a title, up to the newest that counts, without one of them."""

    connection: Connection
    title_key: int
    article_id: int
    newest: int

    def some(self, condition: str, most: int, *values: int) -> list[int]:
        """Gives the numbers of at most so many of them."""
        statement = f"{TITLED}{condition} LIMIT {most}"
        asked = (self.title_key, self.article_id, self.newest, *values)
        return [number for (number,) in self.connection.execute(statement, asked)]

    def beside(self, outlet_id: int | None, most: int, condition: str = "") -> list[int]:
        """Gives those of an outlet, or those without any."""
        if outlet_id is None:
            return self.some(WITHOUT_OUTLET + condition, most)
        return self.some(OF_OUTLET + condition, most, outlet_id)


def _target(connection: Connection, link: _OpenLink, newest: int) -> int | None:
    """Gives the one article that the link can mean; None while there is none, or more than one."""
    if link.address:
        there = at_address(connection, link.address)
        if there is not None and there != link.article_id and there <= newest:
            return there
    if link.title_key is None:
        return None
    others = _Namesakes(connection, link.title_key, link.article_id, newest)
    condition = WITHOUT_ADDRESS if link.address else ""
    if link.outlet_id is None:
        found = others.some(condition, 2)
    else:
        found = others.beside(link.outlet_id, 2, condition) or others.beside(None, 2, condition)
    return found[0] if len(found) == 1 else None
