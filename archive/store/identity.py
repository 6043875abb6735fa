"""Which article a clipping is: by its bytes, its address, its outlet with title and day, or its text."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive import models
from archive.documents import Capture, Clipping, Precision, PressDate
from archive.models import Article, Posting
from archive.store.likeness import near_copies
from archive.text import key, key_number


def known_capture(session: Session, capture: Capture) -> int | None:
    """Gives the id of the article whose captures include these very bytes."""
    statement = select(models.Capture.article_id).where(models.Capture.sha256 == capture.sha256)
    return session.scalars(statement).first()


def find_article(session: Session, clipping: Clipping, outlet_id: int | None) -> int | None:
    """Gives the id of the article that the clipping is another capture of, None where it is a new one."""
    if clipping.address:
        found = session.scalars(select(Article.id).where(Article.address == clipping.address)).first()
        if found is not None:
            return found
    same_title = _same_title(session, clipping, outlet_id)
    if same_title is not None:
        return same_title
    for article in near_copies(session, clipping.body):
        if _compatible(article, clipping, outlet_id):
            return article.id
    return None


def _same_title(session: Session, clipping: Clipping, outlet_id: int | None) -> int | None:
    """Gives the one article of the same outlet, title and day."""
    day = day_of(clipping.published)
    if outlet_id is None or day is None or not clipping.title:
        return None
    columns = (Article.id, Article.published, Article.published_precision, Article.address)
    rows = select(*columns).join(Posting, Posting.article_id == Article.id)
    rows = rows.where(Posting.title_key == key_number(clipping.title), Article.outlet_id == outlet_id)
    same = [
        row.id
        for row in session.execute(rows)
        if stated_day(row.published, row.published_precision) == day
        and not (row.address and clipping.address)  # two addresses: had they been equal, it were found by now
    ]
    return same[0] if len(same) == 1 else None


def _compatible(article: Article, clipping: Clipping, outlet_id: int | None) -> bool:
    """Says whether nothing that both state speaks against their being one article."""
    outlets = {article.outlet_id, outlet_id} - {None}
    days = {stated_day(article.published, article.published_precision), day_of(clipping.published)} - {None}
    titles = {key(title) for title in (article.title, clipping.title) if title}
    reprint = len(outlets) == 1 and len(days) == 1  # one outlet gives its text a new headline
    return len(outlets) <= 1 and len(days) <= 1 and (len(titles) <= 1 or reprint)


def stated_day(published: str | None, precision: str | None) -> str | None:
    """Gives the day of a stated date that is known to the day, None otherwise."""
    return published[:10] if published and precision in (Precision.DAY, Precision.MINUTE) else None


def day_of(date: PressDate | None) -> str | None:
    """Gives the day of a date that is known to the day, None otherwise."""
    return stated_day(date.value, date.precision) if date else None
