"""Files of programs that are not read: told by how they begin, and refused with what to do instead.

Read as text they would become articles made of markup.
"""

from __future__ import annotations

import re

from archive.capture.saved_pages import type_of_page
from archive.capture.sitemaps import tells_sitemap
from archive.capture.xml_roots import foreign_root, root_of

_PEEK = 4096

BEGINNINGS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"filedesc://\S*[ \t]"),
        "an ARC file, the form before WARC; `warcio recompress OLD.arc.gz NEW.warc.gz` makes one that is read",
    ),
    (
        re.compile(rb"bplist\d\d"),
        "a property list, such as a web archive of Safari; save the page as its source, or as a PDF",
    ),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*%0 \w[^\r\n]{0,60}\r?\n%[0-9A-Z@!#$(*+<>?\[^] "),
        "a library of EndNote; export it as RIS or BibTeX",
    ),
)
"""How files that are not XML begin, and what they are."""

ROOTS = {
    **dict.fromkeys(
        ("nitf", "NewsML", "newsItem", "newsMessage"),
        "dispatches of an agency; file their text, or their page",
    ),
    "en-export": "notes of Evernote; export them as HTML",
    "RDF": "a library of Zotero or the like; export it as RIS, BibTeX or CSL JSON",
    "plist": "a property list, such as a web archive of Safari; save the page as its source, or as a PDF",
    "opml": "a list of feeds; `archive feed add` takes their addresses",
}
"""What XML is by its root, with or without a declaration; of other kinds the root is all that is known."""


def unread(head: bytes) -> str | None:
    """Gives what a stream that begins so is, with what to do instead; None for what may be read."""
    start = head[:_PEEK]
    if told := next((what for pattern, what in BEGINNINGS if pattern.match(start)), None):
        return told
    if type_of_page(head) or tells_sitemap(head):
        return None
    root = root_of(head)
    if root in ROOTS:
        return f"XML of a kind that is not read, <{root}>: {ROOTS[root]}"
    return f"XML of a kind that is not read, <{root}>" if foreign_root(head) else None
