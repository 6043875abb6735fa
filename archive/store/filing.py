"""File a clipping: as a new article, as a new wording of one, or as the same again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive import models
from archive.documents import Capture, Clipping, Filing, Origin, PressDate
from archive.models import Article, FieldOrigin, Outlet, Revision
from archive.store.identity import find_article, known_capture, stated
from archive.store.likeness import sign
from archive.store.names import complete_outlet, find_or_add, free_slug
from archive.store.parts import (
    add_bylines,
    add_captions,
    add_links,
    add_tags,
    keep_capture,
    set_date,
    set_implied,
)
from archive.text import key

WORDING = ("title", "kicker", "standfirst", "body")
PLAIN = ("section", "address", "language")
PRECISIONS = ("year", "month", "day", "minute")
LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Filed:
    """Is what became of a clipping: its article, the result, and the fields it changed or completed."""

    article: Article
    result: Filing
    changed: tuple[str, ...] = ()


def file_clipping(session: Session, clipping: Clipping, capture: Capture | None = None) -> Filed:
    """Keeps a clipping and the capture it was read from.

    The earlier wording of an article becomes a revision; a field that the article lacks is completed; a field
    that a person corrected is left alone; nothing that is known is erased.
    """
    outlet = find_or_add(session, Outlet, clipping.outlet) if clipping.outlet else None
    if outlet is not None:
        complete_outlet(outlet, clipping.outlet_facts)
    captures = [kept for kept in (*clipping.captures, capture) if kept is not None]
    known = next((row for row in (known_capture(session, kept) for kept in captures) if row), None)
    if known is not None:
        article = session.get(Article, known.article_id)
    else:
        article = find_article(session, clipping, outlet.id if outlet else None)
    filed = _merge(session, article, clipping, outlet) if article else _add(session, clipping, outlet)
    for kept in clipping.captures or captures:  # a line of an export brings the captures themselves
        keep_capture(session, filed.article, kept, clipping)
    session.flush()
    return filed


def _add(session: Session, clipping: Clipping, outlet: Outlet | None) -> Filed:
    label = clipping.slug or clipping.title or clipping.body[:LABEL_LENGTH]
    article = Article(
        slug=free_slug(session, Article, label), body=clipping.body, language=clipping.language, outlet=outlet
    )
    if clipping.added_at:
        article.added_at = clipping.added_at
    for field in ("title", "kicker", "standfirst", "section", "address"):
        setattr(article, field, getattr(clipping, field))
    set_date(article, clipping.published)
    set_implied(article, clipping.implied)
    session.add(article)
    session.flush()
    for wording in clipping.revisions:
        values = {
            name: getattr(wording, name) for name in (*WORDING, "replaced_at") if getattr(wording, name)
        }
        article.revisions.append(Revision(**values))
    add_bylines(session, article, clipping.authors)
    add_tags(session, article, clipping.tags, clipping.language)
    add_captions(article, clipping)
    add_links(article, clipping.related)
    for field, origin in clipping.origins.items():
        set_origin(session, article, field, origin, by_person=field in clipping.corrected)
    sign(session, article)
    return Filed(article, Filing.NEW)


def _merge(session: Session, article: Article, clipping: Clipping, outlet: Outlet | None) -> Filed:
    """Brings an article up to what another capture of it says."""
    fixed = {origin.field for origin in article.origins if origin.by_person}
    changed = [
        field
        for field in (*WORDING, *PLAIN)
        if field not in fixed and _differs(getattr(article, field), getattr(clipping, field), field)
    ]
    reworded = any(field in WORDING and getattr(article, field) for field in changed)
    if reworded:
        article.revisions.append(wording_of(session, article))
    for field in changed:
        setattr(article, field, getattr(clipping, field))
    changed += _complete(session, article, clipping, outlet, fixed)
    for field in changed:
        if field in clipping.origins:
            set_origin(session, article, field, clipping.origins[field])
    if changed:
        article.changed_at = now()
        session.flush()
    if "body" in changed:
        sign(session, article)
    return Filed(article, Filing.REVISED if reworded else Filing.SAME, tuple(dict.fromkeys(changed)))


def _differs(old: str | None, new: str | None, field: str) -> bool:
    """Says whether a field says something else now; a missing or undetermined value never replaces one."""
    if not new or new == old or (field == "language" and new == "und"):
        return False
    if field in ("address", "language", "section"):
        return not old or old == "und"
    return key(new) != key(old or "")


def _complete(
    session: Session, article: Article, clipping: Clipping, outlet: Outlet | None, fixed: set[str]
) -> list[str]:
    """Fills what the article lacks; gives the names of the fields."""
    done = []
    if outlet is not None and "outlet" not in fixed and article.outlet_id is None:
        article.outlet = outlet
        done.append("outlet")
    if "published" not in fixed and _is_finer(clipping.published, stated(article)):
        set_date(article, clipping.published)
        done.append("published")
    if clipping.implied and not article.implied and "implied" not in fixed:
        set_implied(article, clipping.implied)
        done.append("implied")
    if clipping.authors and not article.bylines and "authors" not in fixed:
        add_bylines(session, article, clipping.authors)
        done.append("authors")
    if "tags" not in fixed and add_tags(session, article, clipping.tags, clipping.language):
        done.append("tags")
    if "captions" not in fixed and add_captions(article, clipping):
        done.append("captions")
    if "related" not in fixed and add_links(article, clipping.related):
        done.append("related")
    return done


def _is_finer(new: PressDate | None, old: PressDate | None) -> bool:
    """Says whether a date tells more than the known one without contradicting it."""
    if new is None:
        return False
    return old is None or (
        new.value.startswith(old.value) and PRECISIONS.index(new.precision) > PRECISIONS.index(old.precision)
    )


def wording_of(session: Session, article: Article) -> Revision:
    """Gives the present wording of an article as a revision, with the capture it was read from."""
    last = select(func.max(models.Capture.id)).where(models.Capture.article_id == article.id)
    words = {field: getattr(article, field) for field in WORDING}
    return Revision(capture_id=session.scalar(last), replaced_at=now(), **words)


def set_origin(
    session: Session, article: Article, field: str, origin: Origin, *, by_person: bool = False
) -> None:
    """Notes where a field was read."""
    session.merge(
        FieldOrigin(
            article_id=article.id,
            field=field,
            place=origin.place,
            confidence=origin.confidence,
            evidence=origin.evidence,
            by_person=int(by_person),
        )
    )


def now() -> str:
    """Gives the present moment as the archive writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
