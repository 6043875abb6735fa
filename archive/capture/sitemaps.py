"""Sitemaps: the addresses that an outlet lists, those of news with title and date."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from archive.capture.opening import Opening, refused
from archive.capture.xml_roots import excess, in_utf8, root_of
from archive.documents import Outcome, Reason

ROOTS = ("urlset", "sitemapindex")
_NAME = rb"(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)\b"
_CLOSED = re.compile(rb"</%b\s*>|<%b[^<>]{0,4000}/>" % (_NAME, _NAME))
_STATED = {"title": "title", "publication_date": "published"}
_NEWS = "sitemap-news"
_LONGEST = 4000
_MOST_ELEMENTS = 1_000_000  # an honest one lists 50,000 pages, each with its pictures and languages


@dataclass(slots=True)
class Listed:
    """Is one address of a sitemap, with what the sitemap states of its page."""

    address: str = ""
    stated: dict[str, str] = field(default_factory=dict)


def tells_sitemap(content: bytes) -> bool:
    """Says whether a content is a sitemap, or a list of them."""
    return root_of(content) in ROOTS


def is_index(content: bytes) -> bool:
    """Says whether a sitemap lists other sitemaps."""
    return root_of(content) == ROOTS[1]


def refuse_sitemap(content: bytes, source: str, opening: Opening) -> Iterator[Outcome]:
    """Says how the pages of a sitemap are fetched: a file that is read asks nothing of the network."""
    yield refused(source, Reason.NO_ARTICLE, "a sitemap; `--addresses` has the pages fetched that it lists")


def read_sitemap(content: bytes, source: str) -> Iterator[Listed | Outcome]:
    """Gives the addresses of a sitemap in its order, and an outcome where it lists none or is not read to its end."""
    text = in_utf8(content)
    if fact := excess(text, _MOST_ELEMENTS):
        yield refused(source, Reason.TOO_LARGE, fact)
        return
    listed, count, last = Listed(), 0, ""
    for element in _elements(content):
        space, _, last = str(element.tag).rpartition("}")
        words = " ".join((element.text or "")[:_LONGEST].split())
        if last == "loc" and words and not listed.address:
            listed.address = words
        elif last in _STATED and words and _NEWS in space:  # pictures and videos have titles too
            listed.stated[_STATED[last]] = words
        elif last in ("url", "sitemap"):
            if listed.address:
                count += 1
                yield listed
            listed = Listed()
            element.clear()
    if last not in ROOTS or not _CLOSED.search(text):
        yield refused(source, Reason.TRUNCATED, f"the sitemap breaks off; addresses before: {count:,}")
    elif not count:
        yield refused(source, Reason.EMPTY, "the sitemap lists no address")


def _elements(content: bytes) -> Iterator[Any]:
    """Gives the elements of XML, each as it ends, as far as it can be read.

    What is open at the end of a document the parser ends itself, so what is cut inside a text is left out: half an
    address would be taken for a whole one.
    """
    from lxml import etree

    events = etree.iterparse(
        io.BytesIO(content[: content.rfind(b">") + 1]),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    with suppress(etree.XMLSyntaxError):
        for _, element in events:
            yield element
