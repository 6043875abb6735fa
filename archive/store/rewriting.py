"""Put another reading of its captures in place of what is kept of an article; the earlier wording is a revision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy.orm import Session

from archive.documents import Clipping
from archive.models import Article, Outlet
from archive.statements import marks
from archive.store.families import rejoin
from archive.store.likeness import sign
from archive.store.merging import WORDING, keep_wording
from archive.store.names import find_or_add
from archive.store.parts import (
    add_bylines,
    add_captions,
    add_links,
    add_tags,
    implied_values,
    now,
    published_values,
    set_origins,
)
from archive.store.rows import driver
from archive.text import key


def rewrite(session: Session, article_id: int, clipping: Clipping, fields: Collection[str]) -> None:
    """Sets the named fields as the clipping has them, and notes where they were read; an empty one is cleared."""
    article = session.get_one(Article, article_id, populate_existing=True)
    if any(field in fields and _reworded(article, clipping, field) for field in WORDING):
        keep_wording(session, article)
    for field in fields:
        REWRITERS[field](session, article, clipping, field)
    article.changed_at = now()
    session.flush()
    if "body" in fields:
        sign(session, article_id, clipping.body)
        rejoin(session, article_id)
    unread = [field for field in fields if field not in clipping.origins]
    statement = f"DELETE FROM field_origins WHERE article_id = ? AND field IN ({marks(unread)})"
    driver(session).execute(statement, (article_id, *unread))


def note_reading(session: Session, article_id: int, clipping: Clipping, fixed: Collection[str]) -> None:
    """Notes where the fields were read and how surely, except for those that a person stated."""
    read = {field: origin for field, origin in clipping.origins.items() if field not in fixed}
    set_origins(session, article_id, read)


def mark_read(session: Session, captures: Collection[int], reader: str) -> None:
    """Notes which version of the program has read captures."""
    statement = f"UPDATE captures SET reader = ? WHERE id IN ({marks(list(captures))})"
    driver(session).execute(statement, (reader, *captures))


def _reworded(article: Article, clipping: Clipping, field: str) -> bool:
    """Says whether a wording changes by more than quotes and spaces."""
    return key(getattr(article, field) or "") != key(getattr(clipping, field) or "")


Rewriter = Callable[[Session, Article, Clipping, str], None]


def _text(session: Session, article: Article, clipping: Clipping, field: str) -> None:
    setattr(article, field, getattr(clipping, field))


def _outlet(session: Session, article: Article, clipping: Clipping, field: str) -> None:
    article.outlet_id = find_or_add(session, Outlet, clipping.outlet) if clipping.outlet else None


def _date(session: Session, article: Article, clipping: Clipping, field: str) -> None:
    values = published_values if field == "published" else implied_values
    for column, value in values(getattr(clipping, field)).items():
        setattr(article, column, value)


def _parts(table: str, add: Callable[[Session, int, Clipping], int]) -> Rewriter:
    def rewrite_parts(session: Session, article: Article, clipping: Clipping, field: str) -> None:
        driver(session).execute(f"DELETE FROM {table} WHERE article_id = ?", (article.id,))
        add(session, article.id, clipping)

    return rewrite_parts


REWRITERS: Mapping[str, Rewriter] = {
    **dict.fromkeys(("title", "kicker", "standfirst", "body", "section", "language", "address"), _text),
    "outlet": _outlet,
    "published": _date,
    "implied": _date,
    "authors": _parts("bylines", lambda s, number, c: add_bylines(s, number, c.authors)),
    "tags": _parts("article_tags", lambda s, number, c: add_tags(s, number, c.tags, c.language)),
    "captions": _parts("captions", lambda s, number, c: add_captions(s, number, c.captions)),
    "related": _parts("related_links", lambda s, number, c: add_links(s, number, c.related)),
}
