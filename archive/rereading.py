"""Kept captures are read again by the present reader: what would change, and changing it.

The newest capture of an article governs, older ones only complete it. What a person stated or corrected, and what no
reading gave, stays as it is; a capture that is refused now is told, never deleted.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive import __version__, browse, index, sessions, statements
from archive.addresses import canonical
from archive.documents import Capture, Clipping, Reason, Refusal
from archive.errors import DatabaseError, InvalidError
from archive.ingest import read
from archive.ingest.pieces import at_the_door
from archive.parse import KnownOutlets
from archive.store.links import resolve
from archive.store.rewriting import mark_read, note_reading, rewrite
from archive.text import key

STATED_BY_PEOPLE = ("option", "person")
DATES = ("published", "implied")
UNITED = ("tags", "captions", "related")
COMPLETED = ("title", "kicker", "standfirst", "section", "outlet", "authors", *DATES, "language", "address")
NEVER_CLEARED = ("body", "language", "address")
FIELDS = ("title", "kicker", "standfirst", "body", *COMPLETED[3:], *UNITED)
_NUMBERS = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Is a field that another reading changes, each value as it is printed; what is missing is None or empty."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True)
class Rereading:
    """Is what reading the captures of one article again gives.

    `refused` holds the captures, by their source, that the present reader refuses; `clipping` is None where it
    refuses all of them.
    """

    article_id: int
    label: str
    captures: tuple[int, ...]
    changes: tuple[FieldChange, ...] = ()
    refused: tuple[tuple[str, Refusal], ...] = ()
    clipping: Clipping | None = None
    applied: bool = False


def waiting(connection: sqlite3.Connection, articles: Sequence[int] = ()) -> list[int]:
    """Gives the articles of which captures are kept, in order; of those named where some are."""
    kept = [number for (number,) in connection.execute(statements.WITH_CAPTURES)]
    wanted = frozenset(articles or kept)
    return [number for number in kept if number in wanted]


def reread(
    connection: sqlite3.Connection, article_id: int, outlets: KnownOutlets, since: str | None = None
) -> Rereading | None:
    """Reads the captures of an article again; None where `since` or a later version has read them all."""
    kept = list(browse.rows(connection, statements.CAPTURES_TO_READ, (article_id,)))
    if since is not None and all(_version(row["reader"] or "") >= _stated(since) for row in kept):
        return None
    readings = [(row["source"], _read_kept(connection, row, outlets)) for row in kept]
    refused = tuple((source, found) for source, found in readings if isinstance(found, Refusal))
    clippings = [at_the_door(found) for _, found in readings if isinstance(found, Clipping)]
    found = Rereading(
        article_id, browse.label(connection, article_id), tuple(row["id"] for row in kept), refused=refused
    )
    if not clippings:
        return found
    clipping = completed(clippings)
    return replace(found, clipping=clipping, changes=changes(connection, article_id, clipping))


def apply(engine: Engine, path: Path, found: Rereading) -> Rereading:
    """Changes an article as its rereading says, in one transaction, and notes that its captures were read.

    What changes is worked out anew inside the transaction: a person may have corrected a field meanwhile.
    """
    clipping = found.clipping
    with sessions.writing(engine, path) as session:
        connection = sessions.raw(session.connection())
        if clipping is not None:
            index.catch_up(connection)
            found = replace(found, changes=changes(connection, found.article_id, clipping))
            if found.changes:
                rewrite(session, found.article_id, clipping, [change.field for change in found.changes])
            fixed = _fixed(browse.article(connection, found.article_id))
            note_reading(session, found.article_id, clipping, fixed)
            index.catch_up(connection)
            resolve(session, found.article_id)
        mark_read(session, found.captures, __version__)
    return replace(found, applied=True)


def completed(clippings: Sequence[Clipping]) -> Clipping:
    """Gives the first clipping, its empty fields filled from the others, and the lists of all."""
    whole, *older = clippings
    for other in older:
        missing = [name for name in COMPLETED if getattr(whole, name) in (None, (), "und")]
        values = {name: getattr(other, name) for name in missing}
        values |= {name: tuple(_united(name, (whole, other))) for name in UNITED}
        origins = {name: other.origins[name] for name in values if name in other.origins}
        whole = replace(whole, **values, origins={**origins, **whole.origins})
    return whole


def changes(connection: sqlite3.Connection, article_id: int, clipping: Clipping) -> tuple[FieldChange, ...]:
    """Gives the fields in which a reading differs from what is kept, and may take its place."""
    article = browse.article(connection, article_id)
    fixed = _fixed(article)
    told = []
    for field in FIELDS:
        old, new = _kept(article, field), _read(clipping, field)
        may = bool(new) or (field in article["origins"] and field not in NEVER_CLEARED)
        if may and field not in fixed and not _same(connection, field, old, new):
            told.append(FieldChange(field, old, new))
    return tuple(told)


def _fixed(article: browse.Row) -> frozenset[str]:
    """Gives the fields that a reading may not change: what people stated, and what came from no reading."""
    origins = article["origins"]
    stated = {
        f for f, origin in origins.items() if origin["by_person"] or origin["place"] in STATED_BY_PEOPLE
    }
    return frozenset(stated | {field for field in FIELDS if field not in origins and _kept(article, field)})


def _kept(article: browse.Row, field: str) -> Value:
    """Gives a field of an article as it is compared."""
    match field:
        case "published":
            return _joined(article["published"], article["published_offset"]) or None
        case "language":
            return None if article["language"] == "und" else str(article["language"])
        case "authors":
            return tuple(
                _joined(b["name"], " (agency)" * (b["role"] == "agency")) for b in article["bylines"]
            )
        case "captions":
            return tuple(_joined(c["text"], " ©" * (c["kind"] == "credit")) for c in article["captions"])
        case "related":
            return tuple(_joined(link["title"], link["address"], " ") for link in article["related"])
        case "tags":
            return tuple(article["tags"])
    value: str | None = article[field]
    return value


def _read(clipping: Clipping, field: str) -> Value:
    """Gives a field of a reading as it is compared."""
    match field:
        case "published" | "implied":
            date = getattr(clipping, field)
            return str(date) if date else None
        case "language":
            return None if clipping.language == "und" else clipping.language
        case "authors":
            return tuple(_joined(b.name, " (agency)" * (b.role == "agency")) for b in clipping.authors)
        case "captions":
            return tuple(_joined(c.text, " ©" * (c.kind == "credit")) for c in clipping.captions)
        case "related":
            return tuple(_joined(link.title, link.address, " ") for link in clipping.related)
    value: Value = getattr(clipping, field)
    return value


def _joined(one: str | None, other: str | None, between: str = "") -> str:
    return between.join(part for part in (one, other) if part)


def _same(connection: sqlite3.Connection, field: str, old: Value, new: Value) -> bool:
    """Says whether a reading gives what is kept, or tells less than it without contradicting it."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        many = set if field in UNITED else list  # captures give these in another order
        return many(map(key, old)) == many(map(key, new))
    match field, old, new:
        case (("published" | "implied"), str(), str()):
            return old.startswith(new)
        case "outlet", str(), str():
            return _outlet(connection, old) == _outlet(connection, new)
        case "address", _, str():
            taken = connection.execute(statements.FIND["address"], (new,)).fetchone() is not None
            return taken or (isinstance(old, str) and canonical(old) != new)
    return (old or None) == (new or None)


def _outlet(connection: sqlite3.Connection, name: str) -> int | str:
    """Gives the number of the outlet of this spelling, or the spelling where none is known by it."""
    row = connection.execute(statements.OUTLET_SPELLED, (key(name) or name,)).fetchone()
    return int(row[0]) if row else key(name)


def _united(name: str, clippings: Sequence[Clipping]) -> Iterator[Any]:
    """Gives the tags, captions or links of clippings, each once."""
    seen = set()
    for clipping in clippings:
        for item, shown in zip(getattr(clipping, name), _read(clipping, name) or (), strict=True):
            if key(shown) not in seen:
                seen.add(key(shown))
                yield item


def _read_kept(
    connection: sqlite3.Connection, row: Mapping[str, Any], outlets: KnownOutlets
) -> Clipping | Refusal:
    try:
        return read(_capture(connection, row), outlets)
    except DatabaseError as error:  # its bytes are damaged, the others are not
        return Refusal(Reason.UNREADABLE, str(error))


def _capture(connection: sqlite3.Connection, row: Mapping[str, Any]) -> Capture:
    """Gives a kept capture as it came from its source."""
    declared = (row["charset_reason"] or "").startswith("as declared")
    return Capture(
        content=browse.original(connection, row["id"]),
        source=row["source"],
        media_type=row["media_type"],
        moment=datetime.fromisoformat(row["captured_at"]) if row["captured_at"] else None,
        address=row["address"],
        charset=row["charset"] if declared else None,
        headers=row["headers"],
        stated=json.loads(row["stated"]) if row["stated"] else {},
    )


def _stated(since: str) -> tuple[int, ...]:
    """Gives a version that a person typed as numbers; InvalidError for what is none."""
    version = _version(since)
    if not version:
        raise InvalidError(f"{since!r} is no version; write it like {__version__}.")
    return version


def _version(text: str) -> tuple[int, ...]:
    """Gives the numbers that a version begins with, none for what is no version.

    >>> _version("0.2.0rc1"), _version("unknown")
    ((0, 2, 0), ())
    """
    found = _NUMBERS.match(text)
    return tuple(map(int, found[0].split("."))) if found else ()
