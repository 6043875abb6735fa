"""Bring an article up to what another capture of it says; nothing that is known is erased."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.documents import Clipping, Precision, PressDate
from archive.models import Article, Byline, FieldOrigin
from archive.store.addressed import keep_address
from archive.store.families import rejoin
from archive.store.likeness import sign
from archive.store.parts import (
    add_bylines,
    add_captions,
    add_links,
    add_tags,
    implied_values,
    newest_capture,
    now,
    published_values,
    set_origins,
)
from archive.store.rows import add_row
from archive.text import key

WORDING = ("title", "kicker", "standfirst", "body")
COMPLETED = ("section", "address")
PRECISIONS = tuple(Precision)
SURE = 0.5


def merge(
    session: Session, article_id: int, clipping: Clipping, outlet_id: int | None
) -> tuple[bool, tuple[str, ...]]:
    """Says whether the wording changed, and gives the fields that were changed or completed."""
    # A batch adds rows behind the session's back.
    article = session.get_one(Article, article_id, populate_existing=True)
    by_person = select(FieldOrigin.field).where(
        FieldOrigin.article_id == article_id, FieldOrigin.by_person == 1
    )
    fixed = set(session.scalars(by_person))
    words = {
        field: getattr(clipping, field)
        for field in WORDING
        if field not in fixed and _says_else(getattr(article, field), getattr(clipping, field))
    }
    if _is_abstract(clipping, article.body):
        words.pop("body", None)
    reworded = any(getattr(article, field) for field in words)
    if reworded:
        keep_wording(session, article)
    values = words | _missing(article, clipping, outlet_id, fixed)
    for field, value in values.items():
        setattr(article, field, value)
    session.flush()
    changed = [FIELD_OF.get(field, field) for field in values] + _add_parts(
        session, article_id, clipping, fixed
    )
    if changed:
        article.changed_at = now()
    read = {field: origin for field, origin in clipping.origins.items() if field in changed}
    set_origins(session, article_id, read)
    if "body" in words:
        sign(session, article_id, clipping.body)
    session.flush()
    if "body" in words:
        rejoin(session, article_id)
    keep_address(session, article_id, clipping.address)
    return reworded, tuple(dict.fromkeys(changed))


FIELD_OF = {
    "outlet_id": "outlet",
    "published_precision": "published",
    "published_offset": "published",
    "implied_precision": "implied",
}


def _is_abstract(clipping: Clipping, body: str) -> bool:
    """Says whether a clipping has but a summary of the body that is kept: of a feed, of a citation."""
    origin = clipping.origins.get("body")
    return origin is not None and origin.confidence < SURE and len(clipping.body) < len(body)


def keep_wording(session: Session, article: Article) -> None:
    """Keeps the present wording of an article as a revision, with the capture it was read from."""
    words = {field: getattr(article, field) for field in WORDING}
    revision = {
        "article_id": article.id,
        "capture_id": newest_capture(session, article.id),
        "replaced_at": now(),
    }
    add_row(session, "revisions", revision | words)


def _says_else(old: str | None, new: str | None) -> bool:
    """Says whether a new wording differs by more than case, quotes, accents and spaces."""
    return bool(new) and new != old and key(new or "") != key(old or "")


def _missing(
    article: Article, clipping: Clipping, outlet_id: int | None, fixed: set[str]
) -> dict[str, str | int | None]:
    """Gives the columns that the article lacks and the clipping has."""
    values: dict[str, str | int | None] = {
        field: getattr(clipping, field)
        for field in COMPLETED
        if field not in fixed and getattr(clipping, field) and not getattr(article, field)
    }
    if outlet_id is not None and article.outlet_id is None and "outlet" not in fixed:
        values["outlet_id"] = outlet_id
    if article.language == "und" != clipping.language and "language" not in fixed:
        values["language"] = clipping.language
    if "published" not in fixed and _is_finer(clipping.published, article):
        values |= published_values(clipping.published)
    if clipping.implied and not article.implied and "implied" not in fixed:
        values |= implied_values(clipping.implied)
    return values


def _is_finer(new: PressDate | None, article: Article) -> bool:
    """Says whether a date tells more than the known one without contradicting it."""
    if new is None or article.published is None or article.published_precision is None:
        return new is not None
    finer = PRECISIONS.index(new.precision) > PRECISIONS.index(Precision(article.published_precision))
    return finer and new.value.startswith(article.published)


def _add_parts(session: Session, article_id: int, clipping: Clipping, fixed: set[str]) -> list[str]:
    """Adds what the article does not have of tags, captions and links, and authors where it has none."""
    signed = (
        session.scalars(select(Byline.position).where(Byline.article_id == article_id)).first() is not None
    )
    added = []
    if "authors" not in fixed and not signed and add_bylines(session, article_id, clipping.authors):
        added.append("authors")
    if "tags" not in fixed and add_tags(session, article_id, clipping.tags, clipping.language):
        added.append("tags")
    if "captions" not in fixed and add_captions(session, article_id, clipping.captions):
        added.append("captions")
    if "related" not in fixed and add_links(session, article_id, clipping.related):
        added.append("related")
    return added
