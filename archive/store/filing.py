"""File a clipping: as a new article, as a new wording of one, or as the same again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from archive.documents import Capture, Clipping, Filing
from archive.models import Article, Outlet, Revision
from archive.store.identity import find_article, known_capture
from archive.store.likeness import sign
from archive.store.merging import merge
from archive.store.names import complete_outlet, find_or_add, free_slug
from archive.store.parts import (
    add_bylines,
    add_captions,
    add_links,
    add_rows,
    add_tags,
    date_values,
    keep_captures,
    set_origins,
)

LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Filed:
    """Is what became of a clipping: its article's id, the result, and the fields it changed or completed."""

    article_id: int
    result: Filing
    changed: tuple[str, ...] = ()


def file_clipping(session: Session, clipping: Clipping, capture: Capture | None = None) -> Filed:
    """Keeps a clipping and the capture it was read from.

    The earlier wording of an article becomes a revision; a field that the article lacks is completed; a field
    that a person corrected is left alone; nothing that is known is erased.
    """
    outlet_id = find_or_add(session, Outlet, clipping.outlet) if clipping.outlet else None
    if outlet_id is not None:
        complete_outlet(session, outlet_id, clipping.outlet_facts)
    captures = [kept for kept in (*clipping.captures, capture) if kept is not None]
    article_id = next((found for kept in captures if (found := known_capture(session, kept))), None)
    article_id = article_id or find_article(session, clipping, outlet_id)
    if article_id is None:
        filed = Filed(_add(session, clipping, outlet_id), Filing.NEW)
    else:
        reworded, changed = merge(session, article_id, clipping, outlet_id)
        filed = Filed(article_id, Filing.REVISED if reworded else Filing.SAME, changed)
    # A line of an export brings the captures themselves, and is not one more.
    keep_captures(session, filed.article_id, clipping.captures or captures, clipping)
    return filed


def _add(session: Session, clipping: Clipping, outlet_id: int | None) -> int:
    """Adds an article with its parts by bulk inserts: the unit of work costs seven times as much."""
    label = clipping.slug or clipping.title or clipping.body[:LABEL_LENGTH]
    values = {
        "slug": free_slug(session, Article, label),
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
    article_id = session.scalars(insert(Article).values(**values).returning(Article.id)).one()
    add_bylines(session, article_id, clipping.authors)
    add_tags(session, article_id, clipping.tags, clipping.language)
    add_captions(session, article_id, clipping.captions)
    add_links(session, article_id, clipping.related)
    set_origins(session, article_id, clipping.origins, clipping.corrected)
    for wording in clipping.revisions:
        words = {name: getattr(wording, name) for name in ("title", "kicker", "standfirst", "body")}
        replaced = {"replaced_at": wording.replaced_at} if wording.replaced_at else {}
        add_rows(session, Revision, [{"article_id": article_id, **words, **replaced}])
    sign(session, article_id, clipping.body)
    return article_id
