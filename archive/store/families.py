"""Story families: near-copies that stay articles of their own, joined because they tell one story.

A wire report printed by two outlets is two articles and one story. Which articles are joined is worked out from the
texts alone, so it can be made anew at any time; a family is told by the lowest number that it ever had in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date
from typing import NamedTuple

from archive.alike import NEAR, contained, shared, shingles
from archive.statements import marks
from archive.store.likeness import ANY, MAY_BE_NEAR, estimate, sharing
from archive.store.rows import Database, driver

RETOLD, TAKEN_OVER = 0.6, 0.8
DAYS_APART = 31
_WORTH_COMPARING = 0.25

TOLD = """
SELECT a.id, a.outlet_id, a.published, a.body, f.family_id
  FROM articles a LEFT JOIN families f ON f.article_id = a.id WHERE a.id IN ({marks})"""
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
    family_id: int | None


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
    """Gives the articles of numbers below one that tell the same story in nearly the same words, one of each family."""
    likely = _likely(database, article_id, below)
    if not likely:
        return []
    wanted = [article_id, *likely]
    told = {row[0]: Told(*row) for row in driver(database).execute(TOLD.format(marks=marks(wanted)), wanted)}
    own = told.get(article_id)
    if own is None:
        return []
    words = shingles(own.body)
    near = list[int]()
    families = set[int | None]()
    for other, likeness in ((told[number], likely[number]) for number in likely if number in told):
        if other.family_id not in families and _same_story(own, words, other, likeness):
            near.append(other.id)
            families |= {other.family_id} - {None}
    return near


def _same_story(one: Told, words: Set[str], other: Told, estimated: float) -> bool:
    """Says whether two articles tell one story, whose resemblance was estimated.

    What one outlet prints day after day in the same words (the weather, the stock exchange) is not one story: of the
    same outlet only near-identical texts are joined, of others also those with a local opening, and those cut short.
    """
    if _days_apart(one.published, other.published) > DAYS_APART:
        return False
    if one.outlet_id is not None and one.outlet_id == other.outlet_id:
        return estimated >= MAY_BE_NEAR and shared(words, shingles(other.body)) >= NEAR
    others = shingles(other.body)
    return shared(words, others) >= RETOLD or contained(words, others) >= TAKEN_OVER


def _days_apart(one: str | None, other: str | None) -> int:
    try:
        days = [date.fromisoformat(day[:10]) for day in (one or "", other or "")]
    except ValueError:  # not known to the day, so nothing speaks against it
        return 0
    return abs((days[0] - days[1]).days)


def _likely(database: Database, article_id: int, below: int) -> Mapping[int, float]:
    """Gives the articles of numbers below one that share a band, with the resemblance that the signatures tell.

    The likest comes first; those that are hardly alike are left out.
    """
    connection = driver(database)
    bands = [band for (band,) in connection.execute(BANDS, (article_id,))]
    likely = [number for number in sharing(connection, bands, below) if number != article_id]
    rows = connection.execute(SIGNATURES.format(marks=marks(likely)), (article_id, *likely))
    estimates = {number: estimate(theirs, ours) for number, theirs, ours in rows}
    likest = sorted(estimates, key=lambda number: (-estimates[number], number))
    return {number: estimates[number] for number in likest if estimates[number] >= _WORTH_COMPARING}


def _unite(database: Database, articles: Sequence[int]) -> int:
    """Makes one family of articles and of all that are joined with them already; gives its number."""
    connection = driver(database)
    statement = f"SELECT DISTINCT family_id FROM families WHERE article_id IN ({marks(articles)})"
    families = [family for (family,) in connection.execute(statement, articles)]
    family: int = min((*articles, *families))
    others = [one for one in families if one != family]
    statement = f"UPDATE families SET family_id = ? WHERE family_id IN ({marks(others)})"
    connection.execute(statement, (family, *others))
    connection.executemany(
        "INSERT OR IGNORE INTO families (article_id, family_id) VALUES (?, ?)",
        [(article, family) for article in articles],
    )
    return family
