"""The parts of an article: bylines, tags, captions, links, dates, and the captures it was read from."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from archive import models
from archive.documents import Byline, Capture, Clipping, Link, PressDate
from archive.models import Article, ArticleTag, Author, RelatedLink, Tag
from archive.store.identity import known_capture
from archive.store.names import find_or_add
from archive.text import key, key_number


def set_date(article: Article, date: PressDate | None) -> None:
    """Sets the stated date of an article."""
    article.published = date.value if date else None
    article.published_precision = date.precision.value if date else None
    article.published_offset = date.offset if date else None


def set_implied(article: Article, date: PressDate | None) -> None:
    """Sets the implied date of an article, which never stands in for the stated one."""
    article.implied = date.value if date else None
    article.implied_precision = date.precision.value if date else None


def add_bylines(session: Session, article: Article, bylines: tuple[Byline, ...]) -> None:
    """Adds the bylines after those the article has."""
    for position, byline in enumerate(bylines, len(article.bylines)):
        author = find_or_add(session, Author, byline.name)
        article.bylines.append(
            models.Byline(
                position=position, author_id=author.id, role=byline.role.value, printed=byline.printed
            )
        )


def add_tags(session: Session, article: Article, names: tuple[str, ...], language: str) -> int:
    """Adds the tags that the article does not have yet; gives how many."""
    have = {link.tag_id for link in article.article_tags}
    before = len(have)
    for name in names:
        tag = find_or_add(session, Tag, name, language=None if language == "und" else language)
        if tag.id not in have:
            article.article_tags.append(ArticleTag(tag_id=tag.id, position=len(have)))
            have.add(tag.id)
    return len(have) - before


def add_captions(article: Article, clipping: Clipping) -> int:
    """Adds the captions and credits that the article does not have yet; gives how many."""
    have = {key(caption.text) for caption in article.captions}
    new = [caption for caption in clipping.captions if key(caption.text) not in have]
    for position, caption in enumerate(new, len(article.captions)):
        article.captions.append(models.Caption(position=position, kind=caption.kind.value, text=caption.text))
    return len(new)


def add_links(article: Article, links: tuple[Link, ...]) -> int:
    """Adds the related links that the article does not have yet; gives how many."""
    have = {(link.address, key(link.title or ""), link.group_label) for link in article.related_links}
    before = len(have)
    for link in links:
        mark = (link.address, key(link.title or ""), link.group)
        if mark in have:
            continue
        have.add(mark)
        article.related_links.append(
            RelatedLink(
                position=len(article.related_links),
                kind=link.kind.value,
                group_label=link.group,
                title=link.title,
                blurb=link.blurb,
                truncated=int(link.truncated),
                address=link.address,
                title_key=key_number(link.title) if link.title else None,
            )
        )
    return len(have) - before


def keep_capture(session: Session, article: Article, capture: Capture, clipping: Clipping) -> None:
    """Keeps the original bytes, compressed, unless they are kept already."""
    if known_capture(session, capture) is not None:
        return
    article.captures.append(
        models.Capture(
            sha256=capture.sha256,
            media_type=capture.media_type,
            charset=clipping.charset or capture.charset,
            charset_reason=clipping.charset_reason or capture.charset_reason,
            source=capture.source,
            address=capture.address,
            captured_at=moment(capture.moment),
            size=len(capture.content),
            compression="zlib",
            content=zlib.compress(capture.content, 9),
        )
    )


def moment(when: datetime | None) -> str | None:
    """Gives a moment as the archive writes it: UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None
