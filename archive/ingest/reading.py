"""A capture becomes a clipping, with what a person stated over what was read."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, replace

from archive import browse, statements
from archive.documents import Byline, Capture, Clipping, Origin, Outcome, PressDate, Reason, Refusal
from archive.ingest.pieces import Read, piece_of
from archive.parse import KnownOutlets, parse
from archive.parse.stated import with_stated

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
        clipping = with_stated(capture, parse(capture, outlets=outlets, language=overrides.language))
    except Exception as error:
        log.exception("the reader failed on %s", capture.source)
        return Refusal(Reason.READER_FAILED, f"{type(error).__name__}: {error}")
    return clipping if isinstance(clipping, Refusal) else override(clipping, overrides)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads captures, knowing the outlets of the archive and what a person stated; it can be sent to a worker."""

    outlets: KnownOutlets
    overrides: Overrides

    @property
    def rereads(self) -> bool:
        """Says whether captures are read that the archive holds already."""
        return bool(self.overrides.stated())

    def read(self, capture: Capture) -> Read:
        """Reads a capture into what is filed, or an outcome; whatever goes wrong costs only this piece."""
        reading = read(capture, self.outlets, self.overrides)
        if isinstance(reading, Refusal):
            return Outcome(capture.source, refusal=reading)
        try:
            return piece_of(reading, capture, reread=self.rereads)
        except Exception as error:
            log.exception("%s could not be filed", capture.source)
            return Outcome(capture.source, refusal=Refusal(Reason.UNFIT, f"{type(error).__name__}: {error}"))


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
