"""The review queue: articles with missing, doubtful or contradictory fields, worst first; over plain `sqlite3`.

One table defines every doubt. A field that a person corrected is never in doubt, nor is a doubt that was settled.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import groupby

from archive.browse import Row, rows
from archive.errors import InvalidError, MissingError
from archive.frozen import Frozen

UNSURE = 0.5
OLDEST = "1800"
YEARS_ALONE, FEWEST_OF_OUTLET = 10, 5
DAYS_APART = 2

SEEN = """
coalesce((SELECT max(coalesce(c.captured_at, c.filed_at)) FROM captures c WHERE c.article_id = a.id), a.added_at)"""
IMPLIED_APART = f"""
    a.implied_precision IN ('day', 'minute') AND a.published_precision IN ('day', 'minute')
AND abs(julianday(substr(a.implied, 1, 10)) - julianday(substr(a.published, 1, 10))) > {DAYS_APART}"""
MONTH = "substr(a.published, 1, 7) || '-01'"
ADDRESS_APART = f"""
    (a.address GLOB '*/19[0-9][0-9]/[01][0-9]/*' OR a.address GLOB '*/20[0-4][0-9]/[01][0-9]/*')
AND a.published_precision <> 'year'
AND instr(a.address, strftime('/%Y/%m/', {MONTH})) = 0
AND instr(a.address, strftime('/%Y/%m/', {MONTH}, '-1 month')) = 0
AND instr(a.address, strftime('/%Y/%m/', {MONTH}, '+1 month')) = 0"""
OF_OUTLET = "FROM articles n WHERE n.outlet_id = a.outlet_id AND n.published IS NOT NULL"
NEXT = f"(SELECT n.published {OF_OUTLET} ORDER BY n.published LIMIT 1 OFFSET 1)"
OUTLETS_OLDEST = """
SELECT (SELECT n.id FROM articles n WHERE n.outlet_id = o.id AND n.published IS NOT NULL ORDER BY n.published LIMIT 1)
  FROM outlets o"""
LONG_BEFORE = f"""
    a.id IN ({OUTLETS_OLDEST})
AND substr(a.published || '-01-01', 1, 10) < date(substr({NEXT} || '-01-01', 1, 10), '-{YEARS_ALONE} years')
AND (SELECT count(*) FROM (SELECT 1 {OF_OUTLET} LIMIT {FEWEST_OF_OUTLET})) = {FEWEST_OF_OUTLET}"""
END = "rtrim(CAST(substr(CAST(a.body AS BLOB), -16) AS TEXT), ' )]' || char(10))"
"""The last signs of a text: a blob is cut from its end at once, a text is counted from its beginning."""
CUT = f"{END} GLOB '*...' OR {END} GLOB '*…'"


class Doubt(Frozen):
    """Is one kind of doubt: the field it is about, its weight, what it says, and the SQL that finds it.

    `where` and `detail` are SQL over `a`, the article, and `f`, the origin of the field; `{}` in `says` is the
    detail; `answer` is what a person gives to `archive edit`.
    """

    name: str
    field: str
    weight: int
    says: str
    where: str
    answer: str
    detail: str = "NULL"


SHOWN = {"published": "a.published", "title": "a.title", "language": "a.language"}


def _unsure(field: str, weight: int, answer: str, word: str | None = None) -> Doubt:
    """Gives the doubt about a field that was read with little confidence."""
    word, shown = word or field, SHOWN.get(field)
    return Doubt(
        name=f"unsure-{word}",
        field=field,
        weight=weight,
        says=f"the {word} is unsure" + (": {}" if shown else ""),
        where=f"f.confidence < {UNSURE} AND {shown or 1} IS NOT NULL",
        answer=answer,
        detail=shown or "NULL",
    )


DATE = "published=DATE"
DOUBTS = (
    Doubt("future-date", "published", 95, "the date {} lies after the day it was captured",
          f"substr(a.published, 1, 10) > date({SEEN}, '+1 day')", DATE, "a.published"),
    Doubt("ancient-date", "published", 90, "the date {} is older than the press", f"a.published < '{OLDEST}'", DATE,
          "a.published"),
    Doubt("dates-apart", "published", 80, "the text speaks of another day than the date, {}", IMPLIED_APART, DATE,
          "a.published || ' and ' || a.implied"),
    Doubt("no-title", "title", 75, "no title was found", "a.title IS NULL", "title=TITLE"),
    Doubt("no-date", "published", 70, "no date is stated", "a.published IS NULL AND a.implied IS NULL", DATE),
    Doubt("address-apart", "published", 68, "the date {} is not that of the address", ADDRESS_APART, DATE,
          "a.published || ' of ' || a.address"),
    _unsure("body", 66, "body=TEXT"),
    Doubt("long-before", "published", 62, "everything else of its outlet is much later, from {} on", LONG_BEFORE, DATE,
          NEXT),
    _unsure("published", 60, DATE, "date"),
    _unsure("title", 58, "title=TITLE"),
    Doubt("no-language", "language", 54, "the language cannot be told", "a.language = 'und'", "language=CODE"),
    Doubt("no-outlet", "outlet", 50, "no outlet is known", "a.outlet_id IS NULL", "outlet=NAME"),
    _unsure("outlet", 46, "outlet=NAME"),
    _unsure("language", 44, "language=CODE"),
    Doubt("cut-body", "body", 42, "the text breaks off, as in a feed or before a pay wall", CUT, "body=TEXT"),
    Doubt("implied-date", "published", 40, "only an implied date is known, {}",
          "a.published IS NULL AND a.implied IS NOT NULL", DATE, "a.implied"),
    _unsure("authors", 30, "authors=NAMES"),
)  # fmt: skip
BY_NAME = {doubt.name: doubt for doubt in DOUBTS}


class Found(Frozen):
    """Is one doubt about one article: what it says, and what the reading gave as its evidence."""

    name: str
    says: str
    answer: str
    weight: int
    place: str | None = None
    confidence: float | None = None
    evidence: str | None = None


class Reviewed(Frozen):
    """Is an article in doubt, with its doubts, worst first."""

    article_id: int
    label: str
    outlet: str | None
    doubts: tuple[Found, ...]


class Review(Frozen):
    """Is a page of the queue, worst first, and how many articles are in doubt in all."""

    articles: tuple[Reviewed, ...]
    total: int


FOUND = """
SELECT a.id, {weight} AS weight, '{name}' AS name, {detail} AS detail, f.place, f.evidence, f.confidence
  FROM articles a LEFT JOIN field_origins f ON f.article_id = a.id AND f.field = '{field}'
 WHERE ({where}) AND coalesce(f.by_person, 0) = 0
   AND NOT EXISTS (SELECT 1 FROM settled_doubts s WHERE s.article_id = a.id AND s.doubt = '{name}')"""
WORST_FIRST = """
WITH found AS MATERIALIZED ({found}),
     worst AS (SELECT id, max(weight) AS most, sum(weight) AS all_of_it FROM found GROUP BY id
                ORDER BY most DESC, all_of_it DESC, id LIMIT :limit)
SELECT found.*, coalesce(a.title, substr(coalesce(a.standfirst, a.body), 1, 80) || '…') AS label, o.name AS outlet,
       (SELECT count(DISTINCT id) FROM found) AS total
  FROM worst JOIN found USING (id) JOIN articles a USING (id) LEFT JOIN outlets o ON o.id = a.outlet_id
 ORDER BY worst.most DESC, worst.all_of_it DESC, id, found.weight DESC"""
OF_OUTLET_NAMED = """
   AND a.outlet_id IN (SELECT id FROM outlets WHERE name = :outlet OR slug = :outlet
                       UNION SELECT outlet_id FROM outlet_spellings WHERE spelling = :outlet)"""


def statement(doubts: Sequence[Doubt], narrowed: str = "") -> str:
    """Gives the SQL that finds the doubts, worst first; `narrowed` is one more condition on the article `a`."""
    parts = (
        FOUND.format(name=d.name, field=d.field, weight=d.weight, where=d.where, detail=d.detail) + narrowed
        for d in doubts
    )
    return WORST_FIRST.format(found=" UNION ALL ".join(parts))


def review(
    connection: sqlite3.Connection,
    *,
    doubts: Sequence[str] = (),
    outlet: str | None = None,
    limit: int | None = None,
) -> Review:
    """Gives the articles in doubt, worst first; InvalidError for a doubt that there is not."""
    told = statement(_named(doubts), OF_OUTLET_NAMED if outlet else "")
    return _asked(connection, told, {"limit": -1 if limit is None else limit, "outlet": outlet})


def _asked(connection: sqlite3.Connection, told: str, values: dict[str, object]) -> Review:
    found = list(rows(connection, told, values))
    articles = (
        Reviewed(number, of_one[0]["label"], of_one[0]["outlet"], tuple(map(_found, of_one)))
        for number, group in groupby(found, lambda row: row["id"])
        if (of_one := list(group))
    )
    return Review(tuple(articles), found[0]["total"] if found else 0)


def _found(row: Row) -> Found:
    doubt = BY_NAME[str(row["name"])]
    return Found(
        name=doubt.name,
        says=doubt.says.format(row["detail"]),
        answer=f"archive edit {row['id']} {doubt.answer}",
        weight=doubt.weight,
        place=row["place"],
        confidence=row["confidence"],
        evidence=row["evidence"],
    )


def _named(names: Sequence[str]) -> Sequence[Doubt]:
    for name in names:
        if name not in BY_NAME:
            raise InvalidError(f"There is no doubt {name!r}; there are {', '.join(BY_NAME)}.")
    return [BY_NAME[name] for name in names] or DOUBTS


def settle(connection: sqlite3.Connection, article_id: int, doubts: Sequence[str] = ()) -> list[str]:
    """Settles doubts about an article, all of them without names; gives those that were settled."""
    wanted = [doubt.name for doubt in _named(doubts)]
    found = _asked(
        connection, statement(DOUBTS, " AND a.id = :article"), {"limit": -1, "article": article_id}
    )
    there = [doubt.name for one in found.articles for doubt in one.doubts]
    for name in doubts:
        if name not in there:
            raise MissingError(
                f"Article {article_id} is not in doubt by {name}: {', '.join(there) or 'nothing'}."
            )
    settled = [name for name in there if name in wanted]
    connection.executemany(
        "INSERT INTO settled_doubts (article_id, doubt) VALUES (?, ?)",
        [(article_id, name) for name in settled],
    )
    return settled
