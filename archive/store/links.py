"""Resolve related links in either order of arrival: by address, else by outlet and folded title."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from archive.models import Article, Posting, RelatedLink
from archive.text import key_number

LINK = (
    select(
        RelatedLink.id,
        RelatedLink.address,
        RelatedLink.title_key,
        RelatedLink.article_id,
        Article.outlet_id,
    )
    .join(Article, Article.id == RelatedLink.article_id)
    .where(RelatedLink.target_id.is_(None))
)


def resolve(session: Session, article_id: int) -> int:
    """Resolves the article's open links, and the open links of others that point to it; gives how many."""
    resolved = 0
    for link in (*_open_links(session, article_id), *_pointing_to(session, article_id)):
        target_id = _target(session, link)
        if target_id is not None:
            session.execute(update(RelatedLink).where(RelatedLink.id == link.id).values(target_id=target_id))
            resolved += 1
    return resolved


def _open_links(session: Session, article_id: int) -> Iterable[Any]:
    return session.execute(LINK.where(RelatedLink.article_id == article_id)).all()


def _pointing_to(session: Session, article_id: int) -> Iterable[Any]:
    title, address = session.execute(
        select(Article.title, Article.address).where(Article.id == article_id)
    ).one()
    marks = []
    if address:
        marks.append(RelatedLink.address == address)
    if title:
        marks.append(RelatedLink.title_key == key_number(title))
    return (
        session.execute(LINK.where(RelatedLink.article_id != article_id, or_(*marks))).all() if marks else ()
    )


def _target(session: Session, link: Any) -> int | None:
    """Gives the one article that the link can mean; None while there is none, or more than one."""
    if link.address:
        at_address = session.scalars(select(Article.id).where(Article.address == link.address)).first()
        if at_address is not None and at_address != link.article_id:
            return at_address
    if link.title_key is None:
        return None
    rows = select(Article.id, Article.outlet_id, Article.address)
    rows = rows.join(Posting, Posting.article_id == Article.id)
    rows = rows.where(Posting.title_key == link.title_key, Article.id != link.article_id)
    # Two different addresses are two articles, whatever their headlines.
    found = [row for row in session.execute(rows) if not (row.address and link.address)]
    same = [row.id for row in found if row.outlet_id == link.outlet_id and link.outlet_id is not None]
    candidates = same or [row.id for row in found if row.outlet_id is None or link.outlet_id is None]
    return candidates[0] if len(candidates) == 1 else None
