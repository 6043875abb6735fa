"""The entries of a feed: RSS and Atom by feedparser, JSON Feed by json; each as the feed states it, nothing resolved.

feedparser opens a text that looks like a path or an address; it is given bytes in a stream, and never a text.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Any

from archive.capture.xml_roots import excess, in_utf8, root_of

HTML, PLAIN = "text/html", "text/plain"
MOST_ENTRIES = 20_000

_BEGIN = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:item|entry)[\s>]")
_CLOSE = {"rss": b"</channel></rss>", "feed": b"</feed>", "RDF": b"</rdf:RDF>"}
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]{0,2000}>")
_ADDRESS = re.compile(r"\S+@\S+")


@dataclass(frozen=True, slots=True)
class Entry:
    """Is one entry: what it states, and the longest text that it gives; `content` tells that from a summary."""

    link: str | None
    ident: str | None
    title: str | None
    published: str | None
    updated: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    text_type: str
    content: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """Is a feed: its own title, its entries, and whether it had more than are read."""

    title: str | None
    entries: tuple[Entry, ...]
    cut: bool


def read_xml(content: bytes) -> Feed:
    """Reads RSS and Atom, broken ones too; ValueError for one made to be endless."""
    import feedparser

    content, cut = _shortened(in_utf8(content))
    if fact := excess(content):
        raise ValueError(fact)
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    entries = tuple(_of_xml(entry) for entry in parsed.entries[:MOST_ENTRIES])
    return Feed(_title(parsed.feed), entries, cut or len(parsed.entries) > MOST_ENTRIES)


def read_json(content: bytes) -> Feed:
    """Reads JSON Feed; ValueError where it is no JSON."""
    feed = json.loads(content)
    items = feed.get("items") if isinstance(feed, dict) else None
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    entries = tuple(_of_json(item) for item in listed[:MOST_ENTRIES])
    return Feed(_string(feed.get("title")), entries, len(listed) > MOST_ENTRIES)


def plain(markup: str) -> str:
    """Gives the words of a piece of HTML, on one line.

    >>> plain("<p>Pluie &agrave; F&egrave;s</p>")
    'Pluie à Fès'
    """
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _shortened(content: bytes) -> tuple[bytes, bool]:
    """Cuts what is far too long before it is parsed: the parser takes as long as there are entries."""
    begin = next(islice(_BEGIN.finditer(content), MOST_ENTRIES, None), None)
    if begin is None:
        return content, False
    return content[: begin.start()] + _CLOSE.get(root_of(content) or "", b""), True


def _of_xml(entry: Mapping[str, Any]) -> Entry:
    given = [(*_text_of(one), True) for one in entry.get("content") or ()]
    given.append((*_text_of(entry.get("summary_detail") or {}), False))
    text, kind, content = max(given, key=lambda one: len(one[0]))
    return Entry(
        link=_string(entry.get("link")),
        ident=_string(entry.get("id")),
        title=_title(entry),
        published=_stated(entry, "published"),
        updated=_stated(entry, "updated"),
        authors=tuple(_names(_people(entry))),
        tags=tuple(filter(None, (_string(tag.get("term")) for tag in entry.get("tags") or ()))),
        text=_sound(text),
        text_type=kind,
        content=content,
    )


def _of_json(item: Mapping[str, Any]) -> Entry:
    given = (
        (item.get("content_html"), HTML),
        (item.get("content_text"), PLAIN),
        (item.get("summary"), PLAIN),
    )
    text, kind = next(
        ((text, kind) for text, kind in given if isinstance(text, str) and text.strip()), ("", PLAIN)
    )
    people = item.get("authors") or item.get("author") or ()
    tags = item.get("tags")
    return Entry(
        link=_string(item.get("url")) or _string(item.get("external_url")),
        ident=_string(item.get("id")),
        title=_string(item.get("title")),
        published=_string(item.get("date_published")),
        updated=_string(item.get("date_modified")),
        authors=tuple(_names(people if isinstance(people, list) else [people])),
        tags=tuple(filter(None, map(_string, tags))) if isinstance(tags, list) else (),
        text=_sound(text),
        text_type=kind,
        content=text != item.get("summary"),
    )


def _text_of(detail: Mapping[str, Any]) -> tuple[str, str]:
    text = detail.get("value") or ""
    return text, PLAIN if detail.get("type") == PLAIN and not _TAG.search(text) else HTML


def _title(entry: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    title = detail.get("value") or ""
    return _string(plain(title) if detail.get("type") != PLAIN else title)


def _stated(entry: Mapping[str, Any], name: str) -> str | None:
    """Gives what an entry itself holds: asked for `updated`, feedparser's entries answer with `published`."""
    return _string(dict.get(entry, name)) if isinstance(entry, dict) else None


def _people(entry: Mapping[str, Any]) -> Sequence[Any]:
    """Gives the authors of an entry: one with an address as it stands, of which feedparser cuts `.media` to `.medi`."""
    people, whole = entry.get("authors") or (), entry.get("author")
    return (whole,) if len(people) == 1 and _ADDRESS.search(whole or "") else people


def _names(people: Sequence[Any]) -> Iterator[str]:
    for person in people:
        name = _string(person.get("name")) if isinstance(person, dict) else _string(person)
        name = " ".join(_ADDRESS.sub(" ", plain(name or "")).split()).strip(" ()<>,;")
        if name:
            yield name


def _string(value: object) -> str | None:
    return " ".join(_sound(value).split()) or None if isinstance(value, str) else None


def _sound(text: str) -> str:
    """Gives a text without halves of letters, which JSON may hold and no file can, and without NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
