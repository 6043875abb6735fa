"""List and show what is kept, over a plain `sqlite3` connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from archive import statements
from archive.errors import DatabaseError, InvalidError, MissingError

Row = dict[str, Any]

AT_ONCE = 500
"""Of how many articles the names are read in one statement."""

FAR = 10_000
"""Past how many articles it is quicker to sort the numbers of all than to walk over the articles."""

LIST_ORDERS = {
    "newest": "a.published DESC, a.id DESC",
    "oldest": "a.published NULLS LAST, a.id",
    "added": "a.id DESC",
}


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Lets all reads of a block see one state of the archive, whoever writes meanwhile; inside another, that one's."""
    begins = not connection.in_transaction
    if begins:
        connection.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.ProgrammingError):  # closed meanwhile, as Ctrl-C does
            if begins and connection.in_transaction:  # SQLite ends it by itself after some errors
                connection.execute("COMMIT")


def rows(connection: sqlite3.Connection, statement: str, values: Any = ()) -> Iterator[Row]:
    """Gives the rows of a statement by column name."""
    cursor = connection.execute(statement, values)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def article_rows(connection: sqlite3.Connection, articles: Sequence[int]) -> Mapping[int, Row]:
    """Gives what a list shows of articles, by their numbers, of those that are there."""
    found = dict[int, Row]()
    for some in statements.lots(articles, AT_ONCE):
        statement = f"{statements.ROW} WHERE a.id IN ({statements.marks(some)})"
        found |= _with_names(connection, rows(connection, statement, some))
    return found


def _with_names(connection: sqlite3.Connection, some: Iterator[Row]) -> dict[int, Row]:
    """Gives rows of articles by number, with the names of their authors and tags."""
    found = {row["id"]: row | {"derived": bool(row["derived"]), "authors": [], "tags": []} for row in some}
    for part, statement in (("authors", statements.AUTHORS_OF), ("tags", statements.TAGS_OF)):
        for number, name in connection.execute(statement.format(marks=statements.marks(found)), [*found]):
            found[number][part].append(name)
    return found


def has_log(connection: sqlite3.Connection) -> bool:
    """Says whether a file has a write-ahead log, so that who reads and who writes do not wait for each other."""
    return bool(connection.execute("PRAGMA journal_mode").fetchone() == ("wal",))


def numbers(connection: sqlite3.Connection) -> list[int]:
    """Gives the numbers of all articles, oldest first."""
    return [number for (number,) in connection.execute("SELECT id FROM articles ORDER BY id")]


def label(connection: sqlite3.Connection, article_id: int) -> str:
    """Gives the title of an article, or the label derived from its text."""
    row = connection.execute(statements.LABEL, (article_id,)).fetchone()
    return str(row[0]) if row else ""


def of_captures(connection: sqlite3.Connection, sha256s: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Gives the numbers and labels of the articles of those captures that are kept, by their SHA-256."""
    found = connection.execute(statements.OF_CAPTURES.format(marks=statements.marks(sha256s)), sha256s)
    return {sha256: (number, label(connection, number)) for sha256, number in found.fetchall()}


def find(connection: sqlite3.Connection, reference: str | int) -> int:
    """Gives the id of the article with this number, slug or address; MissingError where there is none."""
    from archive.addresses import canonical, page_key

    text = str(reference).strip()
    address, page = canonical(text), page_key(text)
    is_number = text.isascii() and text.isdecimal() and len(text) < 19
    ways: list[tuple[str, Any]] = [("id", int(text))] if is_number else []
    ways += [("slug", text), ("address", address), ("other address", address), ("other address", page)]
    for way, value in ways:
        found = connection.execute(statements.FIND[way], (value,)).fetchone()
        if found:
            return int(found[0])
    raise MissingError(f"There is no article {text}; `archive list` shows the numbers.")


def list_articles(
    connection: sqlite3.Connection, *, order: str = "newest", limit: int = 50, offset: int = 0
) -> Iterator[Row]:
    """Gives the articles of the archive, a page at a time; undated ones come last."""
    if order not in LIST_ORDERS:
        raise InvalidError(f"There is no order {order!r}; there are {', '.join(LIST_ORDERS)}.")
    by = "+a.id DESC" if order == "added" and offset > FAR else LIST_ORDERS[order]
    # The numbers alone stand in an index: to pass over articles, none of them is read.
    listed = connection.execute(
        f"SELECT a.id FROM articles a ORDER BY {by} LIMIT ? OFFSET ?", (limit, offset)
    )
    while some := [number for (number,) in islice(listed, AT_ONCE)]:
        found = article_rows(connection, some)
        yield from (found[number] for number in some if number in found)


def article(connection: sqlite3.Connection, article_id: int) -> Row:
    """Gives everything that is kept of an article, for reading; originals stand apart (`original`)."""
    row = article_rows(connection, [article_id]).get(article_id)
    if row is None:
        raise MissingError(f"There is no article {article_id}; `archive list` shows the numbers.")
    row["standfirst"], row["body"] = connection.execute(statements.TEXT, (article_id,)).fetchone()
    one = (article_id,)
    row["bylines"] = list(rows(connection, statements.AUTHORS, one))
    row["captions"] = list(rows(connection, statements.CAPTIONS, one))
    row["related"] = list(rows(connection, statements.RELATED, one))
    row["family"] = [number for (number,) in connection.execute(statements.FAMILY, one)]
    row["revisions"] = list(rows(connection, statements.REVISIONS, one))
    row["captures"] = list(rows(connection, statements.CAPTURES, one))
    row["origins"] = {origin.pop("field"): origin for origin in rows(connection, statements.ORIGINS, one)}
    return row


def original(connection: sqlite3.Connection, capture_id: int) -> bytes:
    """Gives the bytes of a capture exactly as they were found."""
    import zlib

    compression, content = connection.execute(statements.CONTENT, (capture_id,)).fetchone()
    try:
        return zlib.decompress(content) if compression == "zlib" else bytes(content)
    except zlib.error as error:
        raise DatabaseError(
            f"The original of capture {capture_id} is damaged; `archive verify` names all that are, a backup has them."
        ) from error


def newest_original(connection: sqlite3.Connection, article_id: int) -> bytes:
    """Gives the bytes of the newest capture of an article; MissingError where none is kept."""
    captures = list(rows(connection, statements.CAPTURES, (article_id,)))
    if not captures:
        raise MissingError(f"Article {article_id} was made by a script; no original is kept of it.")
    return original(connection, captures[-1]["id"])


def related(connection: sqlite3.Connection, article_id: int) -> list[Row]:
    """Gives the links of an article and the links of others to it, each with a `direction`."""
    ours = [row | {"direction": "to"} for row in rows(connection, statements.RELATED, (article_id,))]
    theirs = [row | {"direction": "from"} for row in rows(connection, statements.POINTING, (article_id,))]
    return ours + theirs


def record(
    connection: sqlite3.Connection, article_id: int, *, originals: bool = True, told: set[int] | None = None
) -> Row:
    """Gives an article as the JSON record that `archive ingest` reads back; empty fields are left out.

    `told` are outlets of which an earlier record told by what they are recognised; this one's is added.
    """
    import base64

    row = article(connection, article_id)
    captures = [
        {name: capture[name] for name in CAPTURE_FIELDS if capture[name] is not None}
        | _said(connection, capture["id"])
        | {"content": base64.b64encode(original(connection, capture["id"])).decode()}
        for capture in (row["captures"] if originals else ())
    ]
    outlet = next(rows(connection, OUTLET_OF, (article_id,)), None)
    outlet = _recognised(connection, outlet, set() if told is None else told) if outlet else None
    full = {name: row[name] for name in PLAIN_FIELDS} | {
        "published": _date(row["published"], row["published_offset"]),
        "implied": row["implied"],
        "outlet": {name: value for name, value in outlet.items() if value} if outlet else None,
        "authors": [_only(byline, "name", "role", "printed") for byline in row["bylines"]],
        "tags": row["tags"],
        "captions": [_only(caption, "text", "kind") for caption in row["captions"]],
        "related": [_link(link) for link in row["related"]],
        "origins": {f: _only(o, "place", "confidence", "evidence") for f, o in row["origins"].items()},
        "corrected": [field for field, origin in row["origins"].items() if origin["by_person"]],
        "revisions": [
            _only(r, "replaced_at", "title", "kicker", "standfirst", "body") for r in row["revisions"]
        ],
        "captures": captures,
        "other_addresses": [one for (one,) in connection.execute(statements.OTHER_ADDRESSES, (article_id,))],
        "settled": [one for (one,) in connection.execute(statements.SETTLED, (article_id,))],
    }
    return {name: value for name, value in full.items() if value not in (None, [], {})}


PLAIN_FIELDS = "id slug title kicker standfirst body language section address added_at".split()
CAPTURE_FIELDS = "sha256 media_type charset charset_reason source address captured_at".split()
OUTLET_OF = """
SELECT o.id, o.name, o.home, o.country, o.language, o.time_zone
  FROM outlets o JOIN articles a ON a.outlet_id = o.id WHERE a.id = ?"""
OUTLET_KNOWN_FOR = """
SELECT t.name FROM outlet_tags k JOIN tags t ON t.id = k.tag_id WHERE k.outlet_id = ? ORDER BY t.id"""


def _said(connection: sqlite3.Connection, capture_id: int) -> Row:
    """Gives what a response's headers and the source said of a capture."""
    import json

    headers, stated = connection.execute(statements.SAID_OF_CAPTURE, (capture_id,)).fetchone()
    said = {"headers": headers, "stated": json.loads(stated) if stated else None}
    return {name: value for name, value in said.items() if value}


def _recognised(connection: sqlite3.Connection, outlet: Row, told: set[int]) -> Row:
    """Gives an outlet with its domains, other spellings and tags, unless an earlier record told them."""
    number = outlet.pop("id")
    if number in told:
        return outlet
    told.add(number)
    spellings = [
        s for (s,) in connection.execute(statements.OUTLET_SPELLINGS, (number,)) if s != outlet["name"]
    ]
    domains = [spelling for spelling in spellings if "." in spelling and " " not in spelling]
    tags = [tag for (tag,) in connection.execute(OUTLET_KNOWN_FOR, (number,))]
    return outlet | {"domains": domains, "aliases": [s for s in spellings if s not in domains], "tags": tags}


def _date(value: str | None, offset: str | None) -> str | None:
    return value + (offset or "") if value else None


def _only(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names if row[name] is not None}


def _link(link: Row) -> Row:
    named = _only(link, "title", "address", "blurb", "kind") | {"group": link["group_label"]}
    named["truncated"] = bool(link["truncated"])
    return {name: value for name, value in named.items() if value not in (None, False)}


def stats(connection: sqlite3.Connection) -> Row:
    """Gives the figures of the archive."""
    languages = connection.execute(statements.BY_LANGUAGE).fetchall()
    figures: Row = {
        "articles": sum(number for _, number, _ in languages),
        "without title": sum(number - titled for _, number, titled in languages),
    }
    for name, statement in statements.STATS.items():
        figures[name] = connection.execute(statement).fetchone()[0]
    figures["languages"] = {language: number for language, number, _ in languages}
    return figures
