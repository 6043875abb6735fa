"""Resolve related links in either order of arrival: by address, else by outlet and folded title."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from archive.models import Article, Posting, RelatedLink
from archive.text import key_number


def resolve(session: Session, article: Article) -> int:
    """Resolves the article's open links, and the open links of others that point to it; gives how many."""
    resolved = 0
    for link in article.related_links:
        if link.target_id is None:
            link.target_id = _target(session, article, link)
            resolved += link.target_id is not None
    for link, owner in _pointing_to(session, article):
        link.target_id = _target(session, owner, link)
        resolved += link.target_id is not None
    session.flush()
    return resolved


def _pointing_to(session: Session, article: Article) -> list[tuple[RelatedLink, Article]]:
    owner = aliased(Article)
    marks = []
    if article.address:
        marks.append(RelatedLink.address == article.address)
    if article.title:
        marks.append(RelatedLink.title_key == key_number(article.title))
    if not marks:
        return []
    rows = select(RelatedLink, owner).join(owner, owner.id == RelatedLink.article_id)
    rows = rows.where(RelatedLink.target_id.is_(None), RelatedLink.article_id != article.id, or_(*marks))
    return [(link, of) for link, of in session.execute(rows)]


def _target(session: Session, owner: Article, link: RelatedLink) -> int | None:
    """Gives the one article that the link can mean; None while there is none, or more than one."""
    if link.address:
        at_address = session.scalars(select(Article.id).where(Article.address == link.address)).first()
        if at_address is not None and at_address != owner.id:
            return at_address
    if link.title_key is None:
        return None
    rows = select(Article.id, Article.outlet_id, Article.address)
    rows = rows.join(Posting, Posting.article_id == Article.id)
    rows = rows.where(Posting.title_key == link.title_key, Article.id != owner.id)
    found = [row for row in session.execute(rows) if not _elsewhere(row.address, link.address)]
    same = [row.id for row in found if row.outlet_id == owner.outlet_id and owner.outlet_id is not None]
    candidates = same or [row.id for row in found if row.outlet_id is None or owner.outlet_id is None]
    return candidates[0] if len(candidates) == 1 else None


def _elsewhere(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
