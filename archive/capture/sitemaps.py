"""Sitemaps: the addresses that an outlet lists, those of news with title and date."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.capture.opening import Opening, refused
from archive.capture.xml_roots import excess, root_of
from archive.documents import Outcome, Reason

ROOTS = ("urlset", "sitemapindex")
_STATED = {"title": "title", "publication_date": "published"}
_NEWS = "sitemap-news"
_LONGEST, _PEEK = 4000, 1024 * 1024


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


def read_sitemap(content: bytes) -> Iterator[Listed]:
    """Gives the addresses of a sitemap in its order, as far as it can be read."""
    from lxml import etree

    if excess(content[:_PEEK]):
        return
    events = etree.iterparse(
        io.BytesIO(content),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )
    listed = Listed()
    try:
        for _, element in events:
            space, _, name = str(element.tag).rpartition("}")
            text = " ".join((element.text or "")[:_LONGEST].split())
            if name == "loc" and text and not listed.address:
                listed.address = text
            elif name in _STATED and text and _NEWS in space:  # pictures and videos have titles too
                listed.stated[_STATED[name]] = text
            elif name in ("url", "sitemap"):
                if listed.address:
                    yield listed
                listed = Listed()
                element.clear()
    except etree.XMLSyntaxError:  # it ends in the middle; what stood before was given
        return
