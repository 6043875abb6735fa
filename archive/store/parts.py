"""The parts of an article, as rows: bylines, tags, captions, links, origins, and the captures it was read from."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from archive import __version__, documents
from archive.documents import Clipping, Origin, Precision, PressDate
from archive.errors import InvalidError
from archive.models import Author, Tag
from archive.store.identity import known_capture
from archive.store.names import find_or_add_all
from archive.store.rows import Database, Row, Waiting, add_rows, driver, run_many
from archive.text import key, key_number


def date_values(published: PressDate | None, implied: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of the two dates, which never stand in for each other."""
    return published_values(published) | implied_values(implied)


SHAPES = dict(zip(Precision, ("2022", "2022-05", "2022-05-27", "2022-05-27T17:53"), strict=True))
_FIRST = "0001-01-01T00:00"
_OFFSET = re.compile(r"[-+]\d\d:\d\d", re.ASCII)


def _checked(date: PressDate | None) -> PressDate | None:
    """Gives a date that is one, to its precision; InvalidError for another."""
    if date is None:
        return None
    shape = SHAPES[date.precision]
    whole = date.value + _FIRST[len(shape) :]
    try:
        is_date = datetime.fromisoformat(whole).isoformat(timespec="minutes") == whole
    except ValueError:
        is_date = False
    if not is_date:
        raise InvalidError(f"{date.value!r} is no date known to the {date.precision}; write it like {shape}.")
    if date.offset is not None and not _OFFSET.fullmatch(date.offset):
        raise InvalidError(f"{date.offset!r} is no offset; write it like +01:00.")
    return date


def published_values(date: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of a stated date."""
    date = _checked(date)
    return {
        "published": date.value if date else None,
        "published_precision": date.precision.value if date else None,
        "published_offset": date.offset if date else None,
    }


def implied_values(date: PressDate | None) -> dict[str, str | None]:
    """Gives the columns of an implied date."""
    date = _checked(date)
    return {
        "implied": date.value if date else None,
        "implied_precision": date.precision.value if date else None,
    }


def add_bylines(database: Database, article_id: int, bylines: Sequence[documents.Byline]) -> int:
    """Adds the bylines of an article that has none."""
    authors = find_or_add_all(database, Author, [byline.name for byline in bylines])
    rows = [
        {"article_id": article_id, "position": n, "author_id": a, "role": b.role.value, "printed": b.printed}
        for n, (a, b) in enumerate(zip(authors, bylines, strict=True))
    ]
    return add_rows(database, "bylines", rows)


def add_tags(database: Database, article_id: int, names: Sequence[str], language: str) -> int:
    """Adds the tags that the article does not have yet; gives how many."""
    if not names:
        return 0
    facts = {} if language == "und" else {"language": language}
    wanted = dict.fromkeys(find_or_add_all(database, Tag, names, **facts))
    have = {number for (number,) in _of(database, "tag_id FROM article_tags", article_id)}
    new = [number for number in wanted if number not in have]
    rows = [{"article_id": article_id, "tag_id": t, "position": n} for n, t in enumerate(new, len(have))]
    return add_rows(database, "article_tags", rows)


def add_captions(database: Database, article_id: int, captions: Sequence[documents.Caption]) -> int:
    """Adds the captions and credits that the article does not have yet; gives how many."""
    if not captions:
        return 0
    have = _of(database, "text FROM captions", article_id)
    keys = {key(text) for (text,) in have}
    new = [caption for caption in captions if key(caption.text) not in keys]
    rows = [
        {"article_id": article_id, "position": n, "kind": caption.kind.value, "text": caption.text}
        for n, caption in enumerate(new, len(have))
    ]
    return add_rows(database, "captions", rows)


def add_links(database: Database, article_id: int, links: Sequence[documents.Link]) -> int:
    """Adds the related links that the article does not have yet; gives how many."""
    if not links:
        return 0
    kept = _of(database, "address, title, group_label FROM related_links", article_id)
    seen = {(address, key(title or ""), group) for address, title, group in kept}
    rows: list[Row] = []
    for link in links:
        mark = (link.address, key(link.title or ""), link.group)
        if mark not in seen:
            seen.add(mark)
            rows.append(_link_row(article_id, len(kept) + len(rows), link))
    return add_rows(database, "related_links", rows)


def _of(database: Database, columns: str, article_id: int) -> list[Any]:
    """Gives the columns of the rows that belong to an article; one that waits to be written has none."""
    if isinstance(database, Waiting):
        return []
    statement = f"SELECT {columns} WHERE article_id = ?"
    return driver(database).execute(statement, (article_id,)).fetchall()


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
    database: Database, article_id: int, origins: Mapping[str, Origin], by_person: Iterable[str] = ()
) -> None:
    """Notes where fields were read, in place of what was noted before; InvalidError for a confidence that is none."""
    for field, origin in origins.items():
        if not 0 <= origin.confidence <= 1:
            raise InvalidError(f"The confidence of {field} is {origin.confidence}; it goes from 0 to 1.")
    person = frozenset(by_person)
    rows = [
        (article_id, field, origin.place, origin.confidence, origin.evidence, int(field in person))
        for field, origin in origins.items()
    ]
    run_many(
        database,
        "INSERT INTO field_origins (article_id, field, place, confidence, evidence, by_person)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (article_id, field) DO UPDATE SET place = excluded.place,"
        " confidence = excluded.confidence, evidence = excluded.evidence, by_person = excluded.by_person",
        rows,
    )


def keep_captures(
    database: Database,
    article_id: int,
    captures: Iterable[documents.Capture],
    clipping: Clipping,
    compressed: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Keeps original bytes, compressed, unless they are kept already; `compressed` holds some by their SHA-256.

    Those of an article that waits to be written are new.
    """
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
            "content": compressed.get(capture.sha256) or compress(capture),
            "headers": capture.headers,
            "stated": json.dumps(dict(capture.stated), ensure_ascii=False) if capture.stated else None,
            "reader": __version__,
        }
        for capture in captures
        if isinstance(database, Waiting) or known_capture(database, capture) is None
    }
    add_rows(database, "captures", list(rows.values()))


def compress(capture: documents.Capture) -> bytes:
    """Gives the bytes of a capture as they are kept."""
    return zlib.compress(capture.content, 3)  # 6 takes half as long again for 3 % less


def newest_capture(database: Database, article_id: int) -> int | None:
    """Gives the id of the newest capture of an article."""
    number: int | None = _of(database, "max(id) FROM captures", article_id)[0][0]
    return number


def moment(when: datetime | None) -> str | None:
    """Gives a moment as the archive writes it: UTC, to the second."""
    # Not strftime, which does not pad the year 1.
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if when else None


def now() -> str:
    """Gives the present moment as the archive writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
