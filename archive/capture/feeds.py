"""Captures out of a feed: RSS, Atom or JSON Feed, told by its content, one capture an entry.

An entry that gives its article whole is a capture of that text. One that gives a summary is a capture of the summary,
marked as such, or with `full` of the page that it points to. What the feed states travels along.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO
from urllib.parse import urljoin

from archive.capture.entries import HTML, Entry, Feed, plain, read_json, read_xml
from archive.capture.opening import MOST_NESTED, Opening, now, refused, too_large
from archive.capture.web.opening import CAP, is_address, open_address
from archive.capture.web.values import Visit
from archive.capture.xml_roots import root_of
from archive.documents import Capture, Filing, Outcome, Reason

log = logging.getLogger(__name__)

Pieces = Iterator[Capture | Outcome]

ROOTS = ("rss", "feed", "RDF")
READ = 204  # in the memory of visits: what the feed itself gave of an article was read, and its page not asked for
BRIEF, WHOLE, SHORTEST = 300, 600, 120
"""The letters from which on a content, and a summary, is an article; and those that a summary needs to be filed."""

_JSON = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_RSS1 = b"purl.org/rss/"
_PEEK, _END = 65_536, 80
_CUT = re.compile(
    r"(?:\[?(?:\.{3}|…)\]?|\b(?:read more|continue reading|lire la suite|lire plus|en savoir plus|leer más|weiterlesen)"
    r"|اقرأ المزيد|لقراءة المزيد|قراءة المزيد|تابع القراءة)\W{0,12}$",
    re.IGNORECASE,
)


def tells_feed(content: bytes) -> bool:
    """Says whether a content is a feed."""
    return begins_feed(content) or begins_json_feed(content)


def begins_feed(head: bytes) -> bool:
    """Says whether a stream begins as RSS or Atom does."""
    root = root_of(head)
    return root in ROOTS and (root != "RDF" or _RSS1 in head[:_PEEK])


def begins_json_feed(head: bytes) -> bool:
    """Says whether a stream begins as a JSON Feed does."""
    start = head[:_PEEK]
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _JSON.search(start) is not None


def open_feed(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Opens a feed; its cap is that of feeds."""
    cap = max(CAP, opening.cap)
    content = stream.read(cap + 1)
    if len(content) > cap:
        yield too_large(source, cap, "the feed")
    else:
        yield from part_feed(content, source, opening)


def part_feed(content: bytes, source: str, opening: Opening) -> Pieces:
    """Gives the captures of a feed, in its order."""
    try:
        feed = read_json(content) if begins_json_feed(content) else read_xml(content)
    except (ValueError, RecursionError) as error:
        yield refused(source, Reason.UNREADABLE, f"it cannot be read as a feed: {error}")
        return
    except Exception as error:  # a fault of the parser costs only this feed
        log.exception("the reader failed on %s", source)
        yield refused(source, Reason.READER_FAILED, f"{type(error).__name__}: {error}")
        return
    if feed.title:
        opening.web.titles[source] = feed.title
    yield from _entries(feed, source, opening)


def _entries(feed: Feed, source: str, opening: Opening) -> Pieces:
    for number, entry in enumerate(feed.entries, 1):
        link = _link(entry, source)
        yield from _pieces(entry, link, link or f"{source}, entry {number}", opening)
    if feed.cut:
        detail = f"the feed has more than {len(feed.entries):,} entries; the others are left out"
        yield refused(f"{source}, further entries", Reason.TOO_LARGE, detail)


def _link(entry: Entry, source: str) -> str | None:
    """Gives the address of an entry's page; the feed's own is the base of a relative one."""
    for told in (entry.link, entry.ident):
        try:
            whole = urljoin(source, told) if told and is_address(source) and told is entry.link else told
        except ValueError:
            continue
        if whole and is_address(whole):
            return whole
    return None


def _pieces(entry: Entry, link: str | None, place: str, opening: Opening) -> Pieces:
    words = plain(entry.text) if entry.text_type == HTML else entry.text.strip()
    whole = len(words) >= (BRIEF if entry.content else WHOLE) and not _CUT.search(words[-_END:])
    if opening.full and link and not whole:
        yield from _page(entry, link, opening)
    else:
        yield from _given(entry, link, place, opening, "" if whole else words)


def _given(entry: Entry, link: str | None, place: str, opening: Opening, summary: str) -> Pieces:
    """Gives what the feed itself holds of an article; nothing of it stands in for what is kept already."""
    memory = opening.web.memory
    content = entry.text.encode("utf-8", "replace")
    digest = hashlib.sha256(content).hexdigest()
    last = memory.visit(place) if memory else None
    kept = memory.article(link) if memory and link else None
    seen = opening.feed and last is not None and last.sha256 == digest  # its refusal was told then
    if seen or (summary and kept):
        yield Outcome(place, Filing.SAME, *(kept or (None, None)))
        return
    if memory:
        memory.note(Visit(place, READ, sha256=digest))
    if (summary and len(summary) < SHORTEST) or not content.strip():
        detail = (
            f"the feed gives {len(summary)} letters of it; `archive feed add --full` has its page fetched"
        )
        yield refused(place, Reason.NO_ARTICLE, detail)
        return
    stated = _stated(entry) | ({"body": summary} if summary else {})
    yield Capture(content, place, entry.text_type, now(), link, "utf-8", "the feed gives text", stated=stated)


def _page(entry: Entry, link: str, opening: Opening) -> Pieces:
    """Fetches the page of an entry, once: again only where the feed says that it was updated since."""
    memory = opening.web.memory
    last = memory.visit(link) if memory else None
    if memory and last and last.status != READ and not _newer(entry, last):
        yield Outcome(link, Filing.SAME, *(memory.article(link) or (None, None)))
        return
    # A page is one piece: were it another feed, that would not be opened in turn.
    yield from open_address(link, replace(opening, depth=MOST_NESTED, feed=False), _stated(entry))


def _newer(entry: Entry, last: Visit) -> bool:
    """Says whether the feed states that an entry was updated after a visit of its page."""
    try:
        updated = datetime.fromisoformat(entry.updated or "")
        return updated > datetime.fromisoformat(last.visited_at or "")
    except (ValueError, TypeError):  # no such date, or one without an offset
        return False


def _stated(entry: Entry) -> dict[str, Any]:
    """Gives what an entry states by the names of a clipping's fields; `source` is who states it."""
    told = {
        "source": "feed",
        "title": entry.title,
        "published": entry.published or entry.updated,
        "authors": list(entry.authors),
        "tags": list(entry.tags),
    }
    return {name: value for name, value in told.items() if value}
