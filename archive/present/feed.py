"""What a watch has to tell, as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from archive.present.mail import passage, places
from archive.present.markup import escaped, web_address

if TYPE_CHECKING:
    from archive.watching import News, Told

ENTRIES = 50
"""How many articles a feed holds at least, so that a reader that comes rarely misses none."""

FAMILY = UUID(
    "5b1c8ef0-6d2e-5f0a-9a55-5072657373aa"
)  # our own namespace for identifiers; never to be changed

_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def feed_lines(news: News) -> Iterator[str]:
    """Gives the feed of one watch: what is new, then what it told before, each under an identifier for ever."""
    entries = (*news.told, *news.earlier)
    updated = max((_moment(told.moment) for told in entries), default=_moment(news.watch.made_at))
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"  <id>{_identifier('watch', news.watch.id, news.watch.made_at)}</id>"
    yield f"  <title>{escaped(news.watch.name)}</title>"
    yield f"  <subtitle>{escaped(news.watch.query)}</subtitle>"
    yield f"  <updated>{updated}</updated>"
    yield "  <author><name>press-archive</name></author>"
    yield "  <generator>press-archive</generator>"
    for told in entries:
        yield from _entry(told)
    yield "</feed>"


def _entry(told: Told) -> Iterator[str]:
    hit = told.hit
    yield f'  <entry xml:lang="{escaped(hit.language)}">'
    yield f"    <id>{_identifier('article', hit.id, hit.slug)}</id>"
    yield f"    <title>{escaped(hit.label) or '…'}</title>"
    yield f"    <updated>{_moment(told.moment)}</updated>"
    for author in hit.authors:
        yield f"    <author><name>{escaped(author)}</name></author>"
    if address := web_address(hit.address):
        yield f'    <link rel="alternate" href="{escaped(address)}"/>'
    for tag in hit.tags:
        yield f'    <category term="{escaped(tag)}"/>'
    content = f"<p>{places(told)}</p>{passage(told)}"
    yield f'    <content type="html">{escaped(content)}</content>'
    yield "  </entry>"


def _moment(text: str) -> str:
    """Gives a moment as RFC 3339 wants it; what another tool wrote otherwise is long ago."""
    return text if _RFC_3339.fullmatch(text) else "1970-01-01T00:00:00Z"


def _identifier(kind: str, number: int, mark: str) -> str:
    return f"urn:uuid:{uuid5(FAMILY, f'{kind} {number} {mark}')}"
