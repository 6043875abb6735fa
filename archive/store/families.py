"""Story families: near-copies that stay articles of their own, joined because they tell one story.

A wire report printed by two outlets is two articles and one story. Which articles are joined is worked out from the
texts alone, so it can be made anew at any time; a family is told by the lowest number that it ever had in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from archive.alike import NEAR, contained, shared, shingles
from archive.statements import marks
from archive.store.likeness import ANY, sharing
from archive.store.rows import Database, driver

RETOLD, TAKEN_OVER = 0.6, 0.8
DAYS_APART = 31
_WORTH_COMPARING = 0.25

BANDS = "SELECT band FROM signature_bands WHERE article_id = ?"
SIGNATURES = """
SELECT theirs.article_id, theirs.signature, ours.signature
  FROM signatures ours JOIN signatures theirs ON theirs.algorithm = ours.algorithm
 WHERE ours.article_id = ? AND theirs.article_id IN ({marks})"""


class Told(NamedTuple):
    """Is one telling of a story: an article with what decides whether another tells the same."""

    id: int
    outlet_id: int | None
    published: str | None
    body: str


def join(database: Database, article_id: int, *, below: int | None = None) -> int | None:
    """Joins an article whose signature is kept with those that tell its story; gives the family, None without one.

    It is compared with articles of numbers below a number, its own unless that is given: so filed one after the
    other, and when all are there, articles are joined alike.
    """
    near = retold_by(database, article_id, below or article_id)
    return _unite(database, [article_id, *near]) if near else None


def rejoin(database: Database, article_id: int) -> int | None:
    """Takes an article whose text changed out of its family, and joins it again by its new text."""
    driver(database).execute("DELETE FROM families WHERE article_id = ?", (article_id,))
    return join(database, article_id, below=ANY)


def rebuild(database: Database) -> Iterator[int]:
    """Makes all families anew from the kept signatures; gives how many articles were looked at, as it goes."""
    connection = driver(database)
    connection.execute("DELETE FROM families")
    numbers = connection.execute("SELECT article_id FROM signatures ORDER BY article_id").fetchall()
    for done, (article_id,) in enumerate(numbers, 1):
        join(connection, article_id)
        yield done


def retold_by(database: Database, article_id: int, below: int) -> list[int]:
    """Gives the articles of numbers below one that tell the same story in nearly the same words."""
    likely = _likely(database, article_id, below)
    if not likely:
        return []
    wanted = [article_id, *likely]
    statement = f"SELECT id, outlet_id, published, body FROM articles WHERE id IN ({marks(wanted)})"
    told = {row[0]: Told(*row) for row in driver(database).execute(statement, wanted)}
    own = told.pop(article_id, None)
    if own is None:
        return []
    words = shingles(own.body)
    return [other.id for other in told.values() if _same_story(own, words, other)]


def _same_story(one: Told, words: set[str], other: Told) -> bool:
    """Says whether two articles tell one story.

    What one outlet prints day after day in the same words (the weather, the stock exchange) is not one story: of the
    same outlet only near-identical texts are joined, of others also those with a local opening, and those cut short.
    """
    if _days_apart(one.published, other.published) > DAYS_APART:
        return False
    others = shingles(other.body)
    likeness = shared(words, others)
    if one.outlet_id is not None and one.outlet_id == other.outlet_id:
        return likeness >= NEAR
    return likeness >= RETOLD or contained(words, others) >= TAKEN_OVER


def _days_apart(one: str | None, other: str | None) -> int:
    try:
        days = [date.fromisoformat(day[:10]) for day in (one or "", other or "")]
    except ValueError:  # not known to the day, so nothing speaks against it
        return 0
    return abs((days[0] - days[1]).days)


def _likely(database: Database, article_id: int, below: int) -> list[int]:
    """Gives the articles of numbers below one that share a band, as long as the signatures speak for some likeness."""
    connection = driver(database)
    bands = [band for (band,) in connection.execute(BANDS, (article_id,))]
    likely = [number for number in sharing(connection, bands, below) if number != article_id]
    rows = connection.execute(SIGNATURES.format(marks=marks(likely)), (article_id, *likely))
    return [number for number, theirs, ours in rows if _estimate(theirs, ours) >= _WORTH_COMPARING]


def _estimate(one: bytes, other: bytes) -> float:
    """Gives the resemblance of two texts as their signatures tell it."""
    ours, theirs = (struct.unpack(f"<{len(signature) // 4}I", signature) for signature in (one, other))
    alike: int = sum(a == b for a, b in zip(ours, theirs, strict=True))
    return alike / len(ours)


def _unite(database: Database, articles: Sequence[int]) -> int:
    """Makes one family of articles and of all that are joined with them already; gives its number."""
    connection = driver(database)
    statement = f"SELECT DISTINCT family_id FROM families WHERE article_id IN ({marks(articles)})"
    families = [family for (family,) in connection.execute(statement, articles)]
    family: int = min((*articles, *families))
    statement = f"UPDATE families SET family_id = ? WHERE family_id IN ({marks(families)})"
    connection.execute(statement, (family, *families))
    connection.executemany(
        "INSERT OR REPLACE INTO families (article_id, family_id) VALUES (?, ?)",
        [(article, family) for article in articles],
    )
    return family
