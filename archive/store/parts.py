"""The parts of an article, as rows: bylines, tags, captions, links, origins, and the captures it was read from."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.orm import Session

from archive import __version__, documents
from archive.documents import Clipping, Origin, PressDate
from archive.models import ArticleTag, Author, Byline, Caption, Capture, FieldOrigin, RelatedLink, Tag
from archive.store.identity import known_capture
from archive.store.names import find_or_add_all
from archive.text import key, key_number

Rows = Sequence[Mapping[str, Any]]


def add_rows(session: Session, table: Any, rows: Rows) -> int:
    """Inserts rows into a table; gives how many."""
    if rows:
        session.execute(insert(table), rows)
    return len(rows)


def date_values(published: PressDate | None, implied: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of the two dates, which never stand in for each other."""
    return published_values(published) | implied_values(implied)


def published_values(date: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of a stated date."""
    return {
        "published": date.value if date else None,
        "published_precision": date.precision.value if date else None,
        "published_offset": date.offset if date else None,
    }


def implied_values(date: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of an implied date."""
    return {
        "implied": date.value if date else None,
        "implied_precision": date.precision.value if date else None,
    }


def add_bylines(session: Session, article_id: int, bylines: Sequence[documents.Byline]) -> int:
    """Adds the bylines of an article that has none."""
    authors = find_or_add_all(session, Author, [byline.name for byline in bylines])
    rows = [
        {"article_id": article_id, "position": n, "author_id": a, "role": b.role.value, "printed": b.printed}
        for n, (a, b) in enumerate(zip(authors, bylines, strict=True))
    ]
    return add_rows(session, Byline, rows)


def add_tags(session: Session, article_id: int, names: Sequence[str], language: str) -> int:
    """Adds the tags that the article does not have yet; gives how many."""
    if not names:
        return 0
    facts = {} if language == "und" else {"language": language}
    wanted = dict.fromkeys(find_or_add_all(session, Tag, names, **facts))
    have = set(session.scalars(select(ArticleTag.tag_id).where(ArticleTag.article_id == article_id)))
    new = [number for number in wanted if number not in have]
    rows = [{"article_id": article_id, "tag_id": t, "position": n} for n, t in enumerate(new, len(have))]
    return add_rows(session, ArticleTag, rows)


def add_captions(session: Session, article_id: int, captions: Sequence[documents.Caption]) -> int:
    """Adds the captions and credits that the article does not have yet; gives how many."""
    if not captions:
        return 0
    have = list(session.scalars(select(Caption.text).where(Caption.article_id == article_id)))
    keys = {key(text) for text in have}
    new = [caption for caption in captions if key(caption.text) not in keys]
    rows = [
        {"article_id": article_id, "position": n, "kind": caption.kind.value, "text": caption.text}
        for n, caption in enumerate(new, len(have))
    ]
    return add_rows(session, Caption, rows)


def add_links(session: Session, article_id: int, links: Sequence[documents.Link]) -> int:
    """Adds the related links that the article does not have yet; gives how many."""
    if not links:
        return 0
    columns = (RelatedLink.address, RelatedLink.title, RelatedLink.group_label)
    kept = session.execute(select(*columns).where(RelatedLink.article_id == article_id)).all()
    marks = {(address, key(title or ""), group) for address, title, group in kept}
    rows: list[Mapping[str, Any]] = []
    for link in links:
        mark = (link.address, key(link.title or ""), link.group)
        if mark not in marks:
            marks.add(mark)
            rows.append(_link_row(article_id, len(kept) + len(rows), link))
    return add_rows(session, RelatedLink, rows)


def _link_row(article_id: int, position: int, link: documents.Link) -> Mapping[str, Any]:
    return {
        "article_id": article_id,
        "position": position,
        "kind": link.kind.value,
        "group_label": link.group,
        "title": link.title,
        "blurb": link.blurb,
        "truncated": int(link.truncated),
        "address": link.address,
        "title_key": key_number(link.title) if link.title else None,
    }


def set_origins(
    session: Session, article_id: int, origins: Mapping[str, Origin], by_person: Iterable[str] = ()
) -> None:
    """Notes where fields were read, in place of what was noted before."""
    if not origins:
        return
    person = frozenset(by_person)
    rows = [
        {
            "article_id": article_id,
            "field": field,
            "place": origin.place,
            "confidence": origin.confidence,
            "evidence": origin.evidence,
            "by_person": int(field in person),
        }
        for field, origin in origins.items()
    ]
    statement = upsert(FieldOrigin)
    changed = {name: statement.excluded[name] for name in ("place", "confidence", "evidence", "by_person")}
    session.execute(
        statement.on_conflict_do_update(index_elements=["article_id", "field"], set_=changed), rows
    )


def keep_captures(
    session: Session, article_id: int, captures: Iterable[documents.Capture], clipping: Clipping
) -> None:
    """Keeps original bytes, compressed, unless they are kept already."""
    rows = {
        capture.sha256: {
            "article_id": article_id,
            "sha256": capture.sha256,
            "media_type": capture.media_type,
            "charset": clipping.charset or capture.charset,
            "charset_reason": clipping.charset_reason or capture.charset_reason,
            "source": capture.source,
            "address": capture.address,
            "captured_at": moment(capture.moment),
            "size": len(capture.content),
            "compression": "zlib",
            "content": zlib.compress(capture.content, 6),
            "headers": capture.headers,
            "stated": json.dumps(dict(capture.stated), ensure_ascii=False) if capture.stated else None,
            "reader": __version__,
        }
        for capture in captures
        if known_capture(session, capture) is None
    }
    add_rows(session, Capture, list(rows.values()))


def newest_capture(session: Session, article_id: int) -> int | None:
    """Gives the id of the newest capture of an article."""
    return session.scalar(select(func.max(Capture.id)).where(Capture.article_id == article_id))


def moment(when: datetime | None) -> str | None:
    """Gives a moment as the archive writes it: UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else None


def now() -> str:
    """Gives the present moment as the archive writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
