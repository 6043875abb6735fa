"""The pipeline: capture, parse, store, index; one outcome per piece, one transaction per clipping."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from archive import browse, index, languages, sessions, statements
from archive.addresses import canonical
from archive.documents import (
    Byline,
    Capture,
    Clipping,
    Filing,
    Origin,
    Outcome,
    PressDate,
    Reason,
    Refusal,
)
from archive.errors import InvalidError
from archive.parse import KnownOutlets, parse
from archive.store.filing import file_clipping
from archive.store.links import resolve

Known = Callable[[str], tuple[int, str] | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """Are the fields that a person states for a whole ingest; they stand over what is read, tags are added."""

    title: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: PressDate | None = None
    section: str | None = None
    address: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def stated(self) -> dict[str, object]:
        """Gives the fields that are stated."""
        return {name: value for name in OVERRIDABLE if (value := getattr(self, name))}


OVERRIDABLE = ("title", "outlet", "language", "published", "section", "address", "authors", "tags")


def override(clipping: Clipping, overrides: Overrides) -> Clipping:
    """Gives the clipping with what a person stated, with that as its origin."""
    values = overrides.stated()
    if not values:
        return clipping
    if "authors" in values:
        values["authors"] = tuple(Byline(name) for name in overrides.authors)
    if "tags" in values:
        values["tags"] = tuple(dict.fromkeys((*clipping.tags, *overrides.tags)))
    origins = {**clipping.origins, **dict.fromkeys(values, Origin("option"))}
    return replace(clipping, **values, origins=origins)  # type: ignore[arg-type]


def read(capture: Capture, outlets: KnownOutlets, overrides: Overrides = Overrides()) -> Clipping | Refusal:
    """Reads a capture into a clipping; a fault of the reader costs only its piece and is logged whole."""
    try:
        clipping = parse(capture, outlets=outlets, language=overrides.language)
    except Exception as error:
        log.exception("the reader failed on %s", capture.source)
        return Refusal(Reason.READER_FAILED, f"{type(error).__name__}: {error}")
    return clipping if isinstance(clipping, Refusal) else override(clipping, overrides)


def ingest(
    engine: Engine,
    path: Path,
    pieces: Iterable[Capture | Outcome],
    *,
    outlets: KnownOutlets,
    known: Known,
    overrides: Overrides = Overrides(),
) -> Iterator[Outcome]:
    """Files the pieces one by one and gives what became of each; stopped anywhere, a rerun goes on.

    `known` gives the number and label of the article of a capture, by SHA-256, where it is kept already.
    """
    for piece in pieces:
        if isinstance(piece, Outcome):
            yield piece
            continue
        done = None if overrides.stated() else already_filed(piece, known)
        yield done or ingest_one(engine, path, piece, lambda one: read(one, outlets, overrides))


def already_filed(capture: Capture, known: Known) -> Outcome | None:
    """Gives the outcome for bytes that are kept already, without reading them again."""
    kept = known(capture.sha256)
    return Outcome(capture.source, Filing.SAME, kept[0], kept[1]) if kept else None


def ingest_one(
    engine: Engine, path: Path, capture: Capture, reader: Callable[[Capture], Clipping | Refusal]
) -> Outcome:
    """Reads and files one capture; the article and its posting are committed together."""
    clipping = reader(capture)
    if isinstance(clipping, Refusal):
        return Outcome(capture.source, refusal=clipping)
    return file_one(engine, path, clipping, capture)


def at_the_door(clipping: Clipping) -> Clipping:
    """Gives the clipping with canonical addresses and language; an address that is none is an InvalidError."""
    address = canonical(clipping.address) if clipping.address else None
    if clipping.address and address is None:
        raise InvalidError(f"{clipping.address!r} is no web address.")
    related = tuple(
        replace(link, address=canonical(link.address) or link.address) if link.address else link
        for link in clipping.related
    )
    return replace(
        clipping, address=address, related=related, language=languages.canonical(clipping.language)
    )


def file_one(
    engine: Engine, path: Path, clipping: Clipping, capture: Capture | None, source: str = "script"
) -> Outcome:
    """Files one clipping in one transaction: article, posting, related links."""
    clipping = at_the_door(clipping)
    with sessions.writing(engine, path) as session:
        filed = file_clipping(session, clipping, capture)
        connection = sessions.raw(session.connection())
        index.catch_up(connection)
        resolve(session, filed.article_id)
        return Outcome(
            source=capture.source if capture else source,
            filing=filed.result,
            article_id=filed.article_id,
            label=browse.label(connection, filed.article_id),
            changed=filed.changed if filed.result is not Filing.NEW else (),
        )


def known_outlets(connection: sqlite3.Connection) -> KnownOutlets:
    """Gives the outlets that the archive knows, with their spellings and tags, for reading captures."""
    entries = []
    for outlet in browse.rows(connection, statements.KNOWN_OUTLETS):
        spellings = [s for (s,) in connection.execute(statements.OUTLET_SPELLINGS, (outlet["id"],))]
        tags = [t for (t,) in connection.execute(statements.OUTLET_TAGS, {"id": outlet["id"]})]
        domains = [spelling for spelling in spellings if "." in spelling and " " not in spelling]
        entries.append(
            {
                "name": outlet["name"],
                "domains": domains,
                "aliases": [spelling for spelling in spellings if spelling not in domains],
                "tags": tags,
            }
            | {fact: outlet[fact] for fact in ("home", "country", "language", "time_zone") if outlet[fact]}
        )
    return KnownOutlets.of(entries)
