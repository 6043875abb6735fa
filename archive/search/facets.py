"""Facets: how many hits each outlet, author, tag, language, section, year and month has."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from archive.errors import InvalidError
from archive.frozen import Frozen
from archive.search.asking import Asked
from archive.search.counting import by_period
from archive.search.execute import Finder
from archive.search.limits import USUAL, Limits
from archive.search.matching import Matching, matching
from archive.search.periods import periods_of
from archive.text import key

FACETS = ("outlet", "author", "tag", "language", "section", "year", "month")

PART = "\x1f"
COLUMNS = f"""
SELECT count(*), group_concat(outlet_id), group_concat(language, '{PART}'), group_concat(day) FROM ({{kept}})"""
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

Counts = Counter[str | None]


class FacetValue(Frozen):
    """Is one value of a facet with the number of hits that have it, and their share of the hits counted.

    A `value` of None counts the hits that have none: undated, unsigned, without outlet.
    """

    value: str | None
    count: int
    share: float


class Facets(Frozen):
    """Is the values of each facet, of `counted` hits.

    `exact` is False where these are not all hits: the newest of very many, or of candidates read word by word.
    """

    values: Mapping[str, tuple[FacetValue, ...]]
    counted: int
    exact: bool

    @property
    def remark(self) -> str | None:
        """Gives the sentence that an answer must carry when not all hits were counted."""
        return (
            None
            if self.exact
            else f"the facets count the newest {self.counted:,} hits; --all-matches counts all"
        )


def facets(
    connection: sqlite3.Connection,
    asked: Asked,
    names: Collection[str],
    limit: int = 10,
    *,
    limits: Limits = USUAL,
) -> Facets:
    """Counts the hits of a query by the facets named, at most `limit` values each, and those without a value.

    Values come by their number, years and months the newest first. Of more hits than `limits` let rank, the newest
    are counted.
    """
    unknown = next((name for name in names if name not in FACETS), None)
    if unknown is not None:
        raise InvalidError(f"There is no facet {unknown!r}; there are {', '.join(FACETS)}.")
    kept = matching(connection, asked.plan, asked.confirms, most_checked=limits.checked)
    find = Finder(connection, asked.confirms, limits=limits)
    windowed = asked.plan.check is None and find.passes(asked.plan, limits.ranked)
    if windowed:
        kept = kept.newest(limits.ranked or 0)
    whole = _Columns.of(connection, kept)
    counts = dict(_counts(connection, kept, whole, names))
    values = {name: tuple(_values(name, counts[name], whole.number, limit)) for name in names}
    return Facets(values, whole.number, kept.exact and not windowed)


class _Columns(Frozen):
    """Is what the postings of the hits say, counted: the numbers of outlets, the languages, the days."""

    number: int
    outlets: Counter[int | None]
    languages: Counter[str]
    days: Counter[int | None]

    @classmethod
    def of(cls, connection: sqlite3.Connection, kept: Matching) -> _Columns:
        """Reads a column as one text: a row for each hit would cost twice as much, and so would a word for NULL."""
        number, outlets, languages, days = connection.execute(
            COLUMNS.format(kept=kept.sql), kept.values
        ).fetchone()
        spoken = Counter(languages.split(PART) if number else ())
        return cls(number, _numbers(outlets, number), spoken, _numbers(days, number))


def _numbers(column: str | None, rows: int) -> Counter[int | None]:
    """Counts the numbers of a column that is left blank in the other rows."""
    counts = Counter(column.split(",") if column else ())
    found: Counter[int | None] = Counter({int(text): count for text, count in counts.items()})
    blank = rows - counts.total()
    return found + Counter({None: blank})


def _values(name: str, counts: Counts, counted: int, limit: int) -> Iterator[FacetValue]:
    missing = counts.pop(None, 0)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))[:limit]
    if name in ("year", "month"):
        most.sort(key=lambda item: item[0] or "", reverse=True)
    for value, count in [*most, (None, missing)]:
        if count:
            yield FacetValue(value, count, count / counted)


def _counts(
    connection: sqlite3.Connection, kept: Matching, whole: _Columns, names: Collection[str]
) -> Iterator[tuple[str, Counts]]:
    """Gives each facet with all its counts."""
    if "outlet" in names:
        yield "outlet", _named(connection, "outlets", whole.outlets)
    if "language" in names:
        yield "language", Counter(dict(whole.languages))
    if "year" in names:  # no date is too coarse to tell it
        years = periods_of((day for day in whole.days if day is not None), "year")
        counts = Counts()
        for day, number in whole.days.items():
            counts[None if day is None else years[day]] += number
        yield "year", counts
    if "month" in names:
        when = by_period(connection, kept, "month", Counter({(day,): n for day, n in whole.days.items()}))
        yield "month", Counter({known: count for (known,), count in (when.dated + when.apart).items()})
    for name, (table, links, column) in LINKS.items():
        if name in names:
            statement = LINKED.format(kept=kept.sql, links=links, column=column)
            found = Counter(dict(connection.execute(statement, kept.values).fetchall()))
            yield name, _named(connection, table, found)
    if "section" in names:
        sections = dict(connection.execute(SECTIONS.format(kept=kept.sql), kept.values).fetchall())
        yield "section", _one_spelling_each(Counter(sections))


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
