"""File a clipping: as a new article, as a new wording of one, or as the same again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from types import MappingProxyType

from sqlalchemy.orm import Session

from archive.alike import folded
from archive.documents import Capture, Clipping, Filing
from archive.models import Article, Outlet
from archive.store.addressed import keep_address, keep_page
from archive.store.families import join
from archive.store.identity import Unposted, find_article, known_capture
from archive.store.likeness import Signed, keep_signature, signature
from archive.store.merging import merge
from archive.store.names import complete_outlet, find_or_add, free_slug
from archive.store.parts import (
    add_bylines,
    add_captions,
    add_links,
    add_tags,
    compress,
    date_values,
    keep_captures,
    set_origins,
)
from archive.store.rows import add_row, add_rows, driver

LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Beforehand:
    """Is what is worked out of a clipping before the archive is touched: no writer waits for it."""

    signature: Signed | None
    compressed: Mapping[str, bytes]

    @classmethod
    def of(cls, clipping: Clipping, capture: Capture | None, words: Sequence[str] = ()) -> Beforehand:
        """Works it out; `words` are those of the body as likeness folds them, where they are known."""
        captures = captures_of(clipping, capture)
        return cls(
            signature(words or folded(clipping.body).split()),
            {kept.sha256: compress(kept) for kept in captures},
        )


def captures_of(clipping: Clipping, capture: Capture | None) -> tuple[Capture, ...]:
    """Gives what is kept of a clipping: a line of an export brings the captures itself, and is not one more."""
    return clipping.captures or ((capture,) if capture else ())


@dataclass(frozen=True, slots=True)
class Filed:
    """Is what became of a clipping: its article's id, the result, and the fields it changed or completed."""

    article_id: int
    result: Filing
    changed: tuple[str, ...] = ()


def file_clipping(
    session: Session,
    clipping: Clipping,
    capture: Capture | None = None,
    *,
    beforehand: Beforehand | None = None,
    unposted: Unposted = MappingProxyType({}),
    before_merging: Callable[[], None] = lambda: None,
) -> Filed:
    """Keeps a clipping and the capture it was read from.

    The earlier wording of an article becomes a revision; a field that the article lacks is completed; a field
    that a person corrected is left alone; nothing that is known is erased. `before_merging` is called before an
    article that is there already is touched: a batch then posts what it has filed so far.
    """
    connection = driver(session)
    outlet_id = find_or_add(connection, Outlet, clipping.outlet) if clipping.outlet else None
    if outlet_id is not None:
        complete_outlet(connection, outlet_id, clipping.outlet_facts)
    captures = (*clipping.captures, *((capture,) if capture else ()))
    article_id = next((found for kept in captures if (found := known_capture(connection, kept))), None)
    known = beforehand or Beforehand.of(clipping, capture)
    article_id = article_id or find_article(
        connection, clipping, outlet_id, signature=known.signature, unposted=unposted
    )
    if article_id is None:
        filed = Filed(_add(connection, clipping, outlet_id, known.signature), Filing.NEW)
    else:
        before_merging()
        reworded, changed = merge(session, article_id, clipping, outlet_id)
        filed = Filed(article_id, Filing.REVISED if reworded else Filing.SAME, changed)
    _add_exported(connection, filed.article_id, clipping)
    kept = captures_of(clipping, capture)
    keep_captures(connection, filed.article_id, kept, clipping, known.compressed)
    return filed


def _add_exported(connection: Connection, article_id: int, clipping: Clipping) -> None:
    """Adds what an export tells beside the article: its other addresses, and the doubts that were settled."""
    for address in clipping.other_addresses:
        keep_address(connection, article_id, address)
    rows = [(article_id, doubt) for doubt in sorted(clipping.settled)]
    connection.executemany("INSERT OR IGNORE INTO settled_doubts (article_id, doubt) VALUES (?, ?)", rows)


def _add(connection: Connection, clipping: Clipping, outlet_id: int | None, signed: Signed | None) -> int:
    """Adds an article with its parts."""
    label = clipping.slug or clipping.title or clipping.body[:LABEL_LENGTH]
    values = {
        "slug": free_slug(connection, Article, label),
        "outlet_id": outlet_id,
        "address": clipping.address,
        "language": clipping.language,
        "title": clipping.title,
        "kicker": clipping.kicker,
        "section": clipping.section,
        "standfirst": clipping.standfirst,
        "body": clipping.body,
        **date_values(clipping.published, clipping.implied),
        **({"added_at": clipping.added_at} if clipping.added_at else {}),
    }
    article_id = add_row(connection, "articles", values)
    add_bylines(connection, article_id, clipping.authors)
    add_tags(connection, article_id, clipping.tags, clipping.language)
    add_captions(connection, article_id, clipping.captions)
    add_links(connection, article_id, clipping.related)
    set_origins(connection, article_id, clipping.origins, clipping.corrected)
    for wording in clipping.revisions:
        words = {name: getattr(wording, name) for name in ("title", "kicker", "standfirst", "body")}
        replaced = {"replaced_at": wording.replaced_at} if wording.replaced_at else {}
        add_rows(connection, "revisions", [{"article_id": article_id, **words, **replaced}])
    keep_signature(connection, article_id, signed)
    keep_page(connection, article_id, clipping.address)
    join(connection, article_id)
    return article_id
