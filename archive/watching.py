"""Saved searches that watch: what came in since the last run, by the order of ingest and not of publication.

Numbers of articles and of revisions only grow and are never used twice. So a watch remembers the last of each that it
told of, and nothing that is filed late, under an old date, or while it runs, is missed or told twice.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, islice

from archive import postings
from archive.errors import InvalidError, MissingError
from archive.frozen import Frozen, replace
from archive.results import Hit
from archive.search.asking import Asked, ask
from archive.search.confirming import AT_ONCE
from archive.search.execute import Page, dress
from archive.search.matching import matching
from archive.search.printed import Printed

COLUMNS = "id, name, query, made_at, last_run_at, seen_article, seen_revision"
ALL = f"SELECT {COLUMNS} FROM watches ORDER BY name"
ONE = f"SELECT {COLUMNS} FROM watches WHERE name = ?"
ADD = """
INSERT INTO watches (name, query, seen_article, seen_revision)
SELECT :name, :query, CASE WHEN :backlog THEN 0 ELSE coalesce((SELECT max(id) FROM articles), 0) END,
                      CASE WHEN :backlog THEN 0 ELSE coalesce((SELECT max(id) FROM revisions), 0) END"""
REMOVE = "DELETE FROM watches WHERE id = ?"
ADVANCE = """
UPDATE watches SET seen_article = max(seen_article, ?), seen_revision = max(seen_revision, ?),
       last_run_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?"""

# What waits for the index is not told yet: the marks stop short of it, and a later run begins there.
UPTO_ARTICLE = """
SELECT coalesce((SELECT min(article_id) - 1 FROM index_queue WHERE article_id > :seen),
                (SELECT max(id) FROM articles), 0)"""
UPTO_REVISION = """
SELECT coalesce((SELECT min(r.id) - 1 FROM revisions r JOIN index_queue q ON q.article_id = r.article_id
                  WHERE r.id > :seen), (SELECT max(id) FROM revisions), 0)"""
REWORDED = """
SELECT r.article_id, r.title, r.kicker, r.standfirst, r.body FROM revisions r
 WHERE r.id IN (SELECT min(id) FROM revisions WHERE id > :seen_revision AND id <= :upto_revision
                   AND article_id <= :seen_article GROUP BY article_id)
 ORDER BY r.article_id DESC"""
MOMENTS = {
    "new": "SELECT added_at FROM articles WHERE id = ?",
    "revised": "SELECT max(replaced_at) FROM revisions WHERE article_id = ?",
}
NEW = " AND p.article_id > :seen_article AND p.article_id <= :upto_article"
AMONG = " AND p.article_id IN (SELECT value FROM json_each(:numbers))"
UP_TO = " AND p.article_id <= :upto_article"
LAST_FILED = "SELECT article_id FROM ({kept}) ORDER BY article_id DESC"


class Watch(Frozen):
    """Is a saved query with the last article and revision that it told of; moments are ISO 8601 in UTC."""

    id: int
    name: str
    query: str
    made_at: str
    last_run_at: str | None
    seen_article: int
    seen_revision: int


class Told(Frozen):
    """Is one article that a watch tells of: `new`, or `revised` into matching, and the moment of that."""

    hit: Hit
    filing: str
    moment: str


class News(Frozen):
    """Is what a watch has to tell since its last run, newest ingest first, and how far it has then looked.

    `remarks` are what of the query makes no sense to the archive (any more); `notes` what the index lacks; `earlier`
    are older matches for a feed.
    """

    watch: Watch
    told: tuple[Told, ...]
    upto_article: int
    upto_revision: int
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    earlier: tuple[Told, ...] = ()


def watches(connection: sqlite3.Connection) -> list[Watch]:
    """Gives the watches by name."""
    return [Watch(*row) for row in connection.execute(ALL)]


def watch(connection: sqlite3.Connection, name: str) -> Watch:
    """Gives the watch of a name; MissingError where there is none."""
    row = connection.execute(ONE, (_normal(name),)).fetchone()
    if row is None:
        raise MissingError(f"There is no watch {name!r}; `archive watch list` shows them.")
    return Watch(*row)


def add(connection: sqlite3.Connection, name: str, query: str, *, backlog: bool = False) -> Watch:
    """Saves a query to watch from now on, or with `backlog` from the first article of the archive on."""
    name = _normal(name)
    if not name:
        raise InvalidError("A watch needs a name.")
    if connection.execute(ONE, (name,)).fetchone():
        raise InvalidError(f"There is a watch {name!r} already; remove it first, or choose another name.")
    connection.execute(ADD, {"name": name, "query": query.strip(), "backlog": backlog})
    return watch(connection, name)


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Removes a watch; MissingError where there is none."""
    connection.execute(REMOVE, (watch(connection, name).id,))


def advance(connection: sqlite3.Connection, told: Iterable[News]) -> None:
    """Notes that news were told; called after they are safely out, and never going back."""
    marks = [(one.upto_article, one.upto_revision, one.watch.id) for one in told]
    connection.executemany(ADVANCE, marks)


def news(
    connection: sqlite3.Connection,
    watch: Watch,
    *,
    today: date | None = None,
    feed: int = 0,
    width: int = 220,
) -> News:
    """Gives what a watch has to tell; nothing is noted until `advance`.

    An article is new when it was filed since the last run, whatever its date. One that was there before is told when
    its wording matches now and the wording that it had at the last run did not. `feed` asks for older matches, so many
    that there are that number of articles in all.
    """
    asked = ask(connection, watch.query, today)
    marks = {
        "seen_article": watch.seen_article,
        "seen_revision": watch.seen_revision,
        "upto_article": connection.execute(UPTO_ARTICLE, {"seen": watch.seen_article}).fetchone()[0],
        "upto_revision": connection.execute(UPTO_REVISION, {"seen": watch.seen_revision}).fetchone()[0],
    }
    new = sorted(_since(connection, asked, NEW, marks), reverse=True)
    revised = list(_reworded(connection, asked, marks))
    told = (
        *_told(connection, asked, new, "new", width),
        *_told(connection, asked, revised, "revised", width),
    )
    earlier = islice(_earlier(connection, asked, marks, {*new, *revised}), max(feed - len(told), 0))
    return News(
        watch=watch,
        told=told,
        upto_article=marks["upto_article"],
        upto_revision=marks["upto_revision"],
        remarks=asked.remarks,
        notes=tuple(postings.shortcomings(connection)),
        earlier=tuple(_told(connection, asked, list(earlier), "new", width)),
    )


def _since(
    connection: sqlite3.Connection, asked: Asked, condition: str, values: Mapping[str, object]
) -> Iterator[int]:
    """Gives the numbers of the matches under a further condition; every candidate is checked."""
    kept = matching(
        connection, asked.plan, asked.confirms, condition=condition, values=values, most_checked=None
    )
    return kept.ids(connection)


def _reworded(connection: sqlite3.Connection, asked: Asked, marks: Mapping[str, object]) -> Iterator[int]:
    """Gives the older articles that match in their present wording, and did not in that of the last run."""
    before = {number: words for number, *words in connection.execute(REWORDED, marks)}
    if not before:
        return
    for number in _since(connection, asked, AMONG, {"numbers": json.dumps(list(before))}):
        entry = postings.read_entry(connection, number)
        if entry and not asked.keeps(_as_worded(connection, entry, before[number])):
            yield number


def _as_worded(
    connection: sqlite3.Connection, entry: postings.Entry, words: Sequence[str | None]
) -> postings.Entry:
    """Gives an entry with the words of an earlier wording: title, kicker, standfirst, body."""
    captions = (text for (text,) in connection.execute(postings.CAPTIONS, (entry.article_id,)))
    title, body = (tuple(text for text in part if text) for part in (words[:2], words[2:]))
    return replace(entry, title=title, body=(*body, *captions))


def _earlier(
    connection: sqlite3.Connection, asked: Asked, marks: Mapping[str, object], told: Collection[int]
) -> Iterator[int]:
    """Gives older matches, the last filed first; candidates are checked as they are asked for."""
    unchecked = replace(asked.plan, check=None)
    found = matching(connection, unchecked, asked.confirms, condition=UP_TO, values=marks)
    rows = connection.execute(LAST_FILED.format(kept=found.sql), found.values)
    older = (number for (number,) in rows if number not in told)
    while some := list(islice(older, AT_ONCE)):
        yield from compress(some, asked.confirms(asked.plan, some))


def _told(
    connection: sqlite3.Connection, asked: Asked, numbers: Sequence[int], filing: str, width: int
) -> Iterator[Told]:
    page = Page(tuple((number, 0.0) for number in numbers), len(numbers), True)
    for hit in dress(Printed(connection), page, asked.plan.marks, width):
        yield Told(hit, filing, connection.execute(MOMENTS[filing], (hit.id,)).fetchone()[0])


def _normal(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())
