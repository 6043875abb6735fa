"""Which clippings of many can be nothing that the archive knows: one look at the archive for all of them.

An article is found again by its bytes, its addresses, its title or its words. A clipping none of whose marks was ever
seen is a new article, and needs no questions of its own. A mark that two share by chance costs such questions, and
nothing else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from archive.addresses import page_key
from archive.documents import Capture, Clipping
from archive.models import Article
from archive.statements import lots, marks
from archive.store.likeness import Signed
from archive.store.names import stem_of
from archive.text import key_number

LABEL_LENGTH = 80
TOGETHER = 500
"""How many values a statement asks for."""

EXPORTED = ("slug", "added_at", "corrected", "revisions", "captures", "other_addresses", "settled")
"""The fields that only an export has."""

Mark = str | int


class Marks(NamedTuple):
    """Is what a clipping could be known by, and the slug that it would like.

    `page` is the key of the page at its own address. `exported` says that it brings what an archive added to a
    reading, which may be anything.
    """

    captures: tuple[str, ...]
    addresses: tuple[str, ...]
    pages: tuple[str, ...]
    titles: tuple[int, ...]
    bands: tuple[int, ...]
    slugs: tuple[str, ...]
    page: str | None
    exported: bool

    @classmethod
    def of(cls, clipping: Clipping, captures: Sequence[Capture], signed: Signed | None) -> Marks:
        """Works out the marks of a clipping, which is kept with some captures."""
        page = page_key(clipping.address) if clipping.address else None
        others = map(page_key, clipping.other_addresses)
        label = clipping.slug or clipping.title or clipping.body[:LABEL_LENGTH]
        return cls(
            captures=tuple(capture.sha256 for capture in captures),
            addresses=tuple(one for one in (clipping.address, *clipping.other_addresses) if one),
            pages=tuple(one for one in (page, *others) if one),
            titles=(key_number(clipping.title),) if clipping.title else (),
            bands=signed.bands if signed else (),
            slugs=(stem_of(Article, label),),
            page=page,
            exported=any(getattr(clipping, field) for field in EXPORTED),
        )

    def all(self) -> set[Mark]:
        """Gives all that the clipping could be known by."""
        return {
            *self.captures,
            *self.addresses,
            *self.pages,
            *self.titles,
            *self.bands,
            *self.slugs,
        }


KNOWN: Mapping[str, tuple[str, ...]] = {
    "SELECT sha256 FROM captures WHERE sha256 IN ({})": ("captures",),
    "SELECT address FROM articles WHERE address IN ({})": ("addresses",),
    "SELECT address FROM other_addresses WHERE address IN ({})": ("addresses", "pages"),
    "SELECT title_key FROM postings WHERE title_key IN ({})": ("titles",),
    "SELECT band FROM signature_bands WHERE band IN ({})": ("bands",),
    "SELECT slug FROM articles WHERE slug IN ({})": ("slugs",),
}
"""What says which of some marks the archive knows, once every article has its posting."""


class Newness:
    """Says of clippings, one after the other, whether a mark of them was seen before.

    It holds as long as nobody else may write.
    """

    def __init__(self, connection: sqlite3.Connection, coming: Collection[Marks]) -> None:
        self.connection = connection
        self.seen: set[Mark] = set()
        for statement, fields in KNOWN.items():
            asked = [mark for one in coming for field in fields for mark in getattr(one, field)]
            self.seen.update(_known(connection, statement, asked))

    def see_slug(self, article_id: int) -> None:
        """Notes the slug that an article was given, which its clipping could not tell."""
        self.seen.update(*self.connection.execute("SELECT slug FROM articles WHERE id = ?", (article_id,)))

    def is_new(self, clipping: Marks) -> bool:
        """Says whether nothing of a clipping was seen before; from now on it was."""
        coming = clipping.all()
        new = self.seen.isdisjoint(coming) and not clipping.exported
        self.seen |= coming
        return new


def _known(connection: sqlite3.Connection, statement: str, asked: Sequence[Mark]) -> Iterable[Mark]:
    """Gives those of some marks that a statement finds."""
    for some in lots(asked, TOGETHER):
        yield from chain.from_iterable(connection.execute(statement.format(marks(some)), some))
