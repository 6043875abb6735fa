"""Facets: how many hits each outlet, author, tag, language, section, year and month has."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from archive.errors import InvalidError
from archive.search.asking import Asked
from archive.search.counting import by_period
from archive.search.matching import Matching, matching
from archive.text import key

FACETS = ("outlet", "author", "tag", "language", "section", "year", "month")

MOST_COUNTED = 200_000
WINDOW = 50_000
"""Up to 200,000 hits are all counted; of more, the newest 50,000."""

LINKED = """
SELECT {column}, count(DISTINCT k.article_id) FROM ({kept}) k LEFT JOIN {links} x ON x.article_id = k.article_id
 GROUP BY 1"""
SECTIONS = """
SELECT a.section, count(*) FROM ({kept}) k CROSS JOIN articles a ON a.id = k.article_id GROUP BY 1"""
NAMES = "SELECT id, name FROM {table}"
LINKS = {
    "author": ("authors", "bylines", "x.author_id"),
    "tag": ("tags", "article_tags", "x.tag_id"),
}

NARROW = {"outlet": "outlet_id", "language": "language", "year": "day", "month": "day"}

Counts = Counter[str | None]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """Is one value of a facet with the number of hits that have it, and their share of the hits counted.

    A `value` of None counts the hits that have none: undated, unsigned, without outlet.
    """

    value: str | None
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Facets:
    """Is the values of each facet, of `counted` hits.

    `exact` is False where these are not all hits: the newest of very many, or of candidates read word by word.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    counted: int
    exact: bool

    @property
    def remark(self) -> str | None:
        """Gives the sentence that an answer must carry when not all hits were counted."""
        return None if self.exact else f"the facets count the newest {self.counted:,} hits"


def facets(connection: sqlite3.Connection, asked: Asked, names: Collection[str], limit: int = 10) -> Facets:
    """Counts the hits of a query by the facets named, at most `limit` values each, and those without a value.

    Values come by their number, years and months the newest first.
    """
    unknown = next((name for name in names if name not in FACETS), None)
    if unknown is not None:
        raise InvalidError(f"There is no facet {unknown!r}; there are {', '.join(FACETS)}.")
    kept = matching(connection, asked.plan, asked.confirms)
    counted = kept.count(connection, MOST_COUNTED + 1)
    exact = kept.exact
    if counted > MOST_COUNTED:
        kept, counted, exact = kept.newest(WINDOW), WINDOW, False
    counts = dict(_counts(connection, kept, names))
    return Facets(
        {name: tuple(_values(name, counts[name], counted, limit)) for name in names}, counted, exact
    )


def _values(name: str, counts: Counts, counted: int, limit: int) -> Iterator[FacetValue]:
    missing = counts.pop(None, 0)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))[:limit]
    if name in ("year", "month"):
        most.sort(key=lambda item: item[0] or "", reverse=True)
    for value, count in [*most, (None, missing)]:
        if count:
            yield FacetValue(value, count, count / counted)


def _counts(
    connection: sqlite3.Connection, kept: Matching, names: Collection[str]
) -> Iterator[tuple[str, Counts]]:
    """Gives each facet with all its counts."""
    yield from _narrow(connection, kept, names)
    for name, (table, links, column) in LINKS.items():
        if name in names:
            statement = LINKED.format(kept=kept.sql, links=links, column=column)
            found = Counter(dict(connection.execute(statement, kept.values).fetchall()))
            yield name, _named(connection, table, found)
    if "section" in names:
        sections = dict(connection.execute(SECTIONS.format(kept=kept.sql), kept.values).fetchall())
        yield "section", _one_spelling_each(Counter(sections))


def _narrow(
    connection: sqlite3.Connection, kept: Matching, names: Collection[str]
) -> Iterator[tuple[str, Counts]]:
    """Gives the facets that stand in the postings themselves, in one pass over them."""
    columns = sorted({NARROW[name] for name in names if name in NARROW})
    if not columns:
        return
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM ({kept.sql})", kept.values).fetchall()
    found = {
        column: Counter(values) for column, values in zip(columns, zip(*rows, strict=True), strict=False)
    }
    if "outlet" in names:
        yield "outlet", _named(connection, "outlets", found.get("outlet_id", Counter()))
    if "language" in names:
        yield "language", found.get("language", Counts())
    for by in ("year", "month"):
        if by in names:
            days = Counter({(day,): count for day, count in found.get("day", Counts()).items()})
            when = by_period(connection, kept, by, days)
            yield by, Counter({known: count for (known,), count in (when.dated + when.apart).items()})


def _named(connection: sqlite3.Connection, table: str, counts: Counter[int | None]) -> Counts:
    """Gives the counts by name; two of one name are one value."""
    names: dict[int | None, str] = dict(connection.execute(NAMES.format(table=table)))
    named = Counts()
    for number, count in counts.items():
        named[names.get(number)] += count
    return named


def _one_spelling_each(counts: Counts) -> Counts:
    """Gives sections that differ in case or accents alone as one, in the spelling that is printed most."""
    spelling: dict[str, str] = {}
    merged = Counts()
    for printed, count in counts.most_common():
        merged[printed and spelling.setdefault(key(printed), printed)] += count
    return merged
