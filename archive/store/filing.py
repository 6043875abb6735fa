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
from archive.store.addressed import keep_address, keep_key
from archive.store.families import join
from archive.store.identity import Unposted, find_article, known_capture
from archive.store.likeness import Signed, keep_signature, signature
from archive.store.merging import merge
from archive.store.names import complete_outlet, find_or_add, numbered
from archive.store.newness import Marks
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
from archive.store.rows import Database, Waiting, add_row, add_rows, driver


@dataclass(frozen=True, slots=True)
class Beforehand:
    """Is what is worked out of a clipping before the archive is touched: no writer waits for it."""

    signature: Signed | None
    compressed: Mapping[str, bytes]
    marks: Marks

    @classmethod
    def of(cls, clipping: Clipping, capture: Capture | None, words: Sequence[str] = ()) -> Beforehand:
        """Works it out; `words` are those of the body as likeness folds them, where they are known."""
        captures = captures_of(clipping, capture)
        signed = signature(words or folded(clipping.body).split())
        return cls(
            signed, {kept.sha256: compress(kept) for kept in captures}, Marks.of(clipping, captures, signed)
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
    outlet_id = _outlet(connection, clipping)
    captures = (*clipping.captures, *((capture,) if capture else ()))
    article_id = next((found for kept in captures if (found := known_capture(connection, kept))), None)
    known = beforehand or Beforehand.of(clipping, capture)
    slug = known.marks.slugs[0]
    article_id = article_id or find_article(
        connection, clipping, outlet_id, signature=known.signature, slug=slug, unposted=unposted
    )
    if article_id is None:
        slug = numbered(connection, Article, slug)
        filed = Filed(_add(connection, clipping, outlet_id, slug, known), Filing.NEW)
        join(connection, filed.article_id)
    else:
        before_merging()
        reworded, changed = merge(session, article_id, clipping, outlet_id)
        filed = Filed(article_id, Filing.REVISED if reworded else Filing.SAME, changed)
    _add_exported(connection, filed.article_id, clipping)
    kept = captures_of(clipping, capture)
    keep_captures(connection, filed.article_id, kept, clipping, known.compressed)
    return filed


def file_new(waiting: Waiting, clipping: Clipping, capture: Capture | None, known: Beforehand) -> int:
    """Keeps a clipping that is nothing that the archive knows, by any of its marks; gives its article's id.

    The rows wait to be written with those of others.
    """
    article_id = _add(waiting, clipping, _outlet(waiting, clipping), known.marks.slugs[0], known)
    keep_captures(waiting, article_id, captures_of(clipping, capture), clipping, known.compressed)
    return article_id


def _outlet(database: Database, clipping: Clipping) -> int | None:
    """Gives the id of the outlet of a clipping, which now has the facts that the clipping tells of it."""
    if not clipping.outlet:
        return None
    outlet_id = find_or_add(database, Outlet, clipping.outlet)
    if clipping.outlet_facts:
        complete_outlet(driver(database), outlet_id, clipping.outlet_facts)
    return outlet_id


def _add_exported(connection: Connection, article_id: int, clipping: Clipping) -> None:
    """Adds what an export tells beside the article: its other addresses, and the doubts that were settled."""
    for address in clipping.other_addresses:
        keep_address(connection, article_id, address)
    rows = [(article_id, doubt) for doubt in sorted(clipping.settled)]
    connection.executemany("INSERT OR IGNORE INTO settled_doubts (article_id, doubt) VALUES (?, ?)", rows)


def _add(database: Database, clipping: Clipping, outlet_id: int | None, slug: str, known: Beforehand) -> int:
    """Adds an article with its parts."""
    values = {
        "slug": slug,
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
    article_id = add_row(database, "articles", values)
    add_bylines(database, article_id, clipping.authors)
    add_tags(database, article_id, clipping.tags, clipping.language)
    add_captions(database, article_id, clipping.captions)
    add_links(database, article_id, clipping.related)
    set_origins(database, article_id, clipping.origins, clipping.corrected)
    for wording in clipping.revisions:
        words = {name: getattr(wording, name) for name in ("title", "kicker", "standfirst", "body")}
        replaced = {"replaced_at": wording.replaced_at} if wording.replaced_at else {}
        add_rows(database, "revisions", [{"article_id": article_id, **words, **replaced}])
    keep_signature(database, article_id, known.signature)
    if known.marks.page:
        keep_key(database, article_id, known.marks.page)
    return article_id
