"""Which article a clipping is: by its bytes, its address, its outlet with title and day, or its text."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import models
from archive.documents import Capture, Clipping, Precision, PressDate
from archive.models import Article, Posting
from archive.store.likeness import near_copies
from archive.text import key, key_number


def known_capture(session: Session, capture: Capture) -> models.Capture | None:
    """Gives the kept capture with the same bytes."""
    return session.scalars(select(models.Capture).where(models.Capture.sha256 == capture.sha256)).first()


def find_article(session: Session, clipping: Clipping, outlet_id: int | None) -> Article | None:
    """Gives the article that the clipping is another capture of, None where it is a new one."""
    if clipping.address:
        found = session.scalars(select(Article).where(Article.address == clipping.address)).first()
        if found is not None:
            return found
    same_title = _same_title(session, clipping, outlet_id)
    if same_title is not None:
        return same_title
    for article in near_copies(session, clipping.body):
        if _compatible(article, clipping, outlet_id):
            return article
    return None


def _same_title(session: Session, clipping: Clipping, outlet_id: int | None) -> Article | None:
    """Gives the one article of the same outlet, title and day."""
    day = day_of(clipping.published)
    if outlet_id is None or day is None or not clipping.title:
        return None
    rows = select(Article).join(Posting, Posting.article_id == Article.id)
    rows = rows.where(Posting.title_key == key_number(clipping.title), Article.outlet_id == outlet_id)
    same = [a for a in session.scalars(rows) if day_of(stated(a)) == day and not _elsewhere(a, clipping)]
    return same[0] if len(same) == 1 else None


def _compatible(article: Article, clipping: Clipping, outlet_id: int | None) -> bool:
    """Says whether nothing that both state speaks against their being one article."""
    outlets = {article.outlet_id, outlet_id} - {None}
    days = {day_of(stated(article)), day_of(clipping.published)} - {None}
    titles = {key(title) for title in (article.title, clipping.title) if title}
    wire = len(outlets) == 1 and len(days) == 1  # one outlet reprints its text under a new headline
    return len(outlets) <= 1 and len(days) <= 1 and (len(titles) <= 1 or wire)


def _elsewhere(article: Article, clipping: Clipping) -> bool:
    return bool(article.address and clipping.address and article.address != clipping.address)


def stated(article: Article) -> PressDate | None:
    """Gives the stated date of an article as a value."""
    if article.published is None or article.published_precision is None:
        return None
    return PressDate(article.published, Precision(article.published_precision), article.published_offset)


def day_of(date: PressDate | None) -> str | None:
    """Gives the day of a date that is known to the day, None otherwise."""
    if date is None or date.precision not in (Precision.DAY, Precision.MINUTE):
        return None
    return date.value[:10]
