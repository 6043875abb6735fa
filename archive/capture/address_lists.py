"""The addresses that a person keeps in a file: one a line, in a column of a table, or in a browser's bookmarks.

An address is fetched as it stands, or not at all: a line that holds more than one is told by its number.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from html import unescape

from archive.capture.opening import refused
from archive.capture.sitemaps import Listed
from archive.capture.tables import begins_table, cells_of
from archive.capture.web.opening import is_address
from archive.documents import Outcome, Reason

COMMENT = "#"
_BOOKMARKS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<!DOCTYPE NETSCAPE-Bookmark-file-1>", re.IGNORECASE)
_LINK = re.compile(r"<A\s[^<>]{0,4000}?\bHREF=\"([^\"<>]{1,4000})\"", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?!https?://)", re.IGNORECASE)
_MORE = re.compile(r"[\s\"<>]|,(?:,|$|https?://)", re.IGNORECASE)
"""What stands in no address: white space, quotes, brackets, an empty cell, a second address. A comma alone may."""


def read_list(content: bytes, place: str, columns: Mapping[str, str]) -> Iterator[Listed | Outcome]:
    """Gives the addresses of a list in its order, and an outcome for each line, or for a file, that gives none.

    `columns` are those of a table that a person named.
    """
    if _BOOKMARKS.match(content):
        links = (unescape(link[1]).strip() for link in _LINK.finditer(content.decode("utf-8", "replace")))
        listed = [Listed(address) for address in links if is_address(address)]
        yield from listed
        if not listed:
            yield refused(place, Reason.EMPTY, "the bookmarks hold no web address")
    elif _PAGE.match(content):
        yield refused(place, Reason.NO_ARTICLE, "a page or another file of markup, and no list of addresses")
    else:
        told = cells_of(content, "address", columns) if begins_table(content, columns.values()) else None
        for number, text in _lines(content) if told is None else told:
            yield _listed(text, f"{place}:{number}")


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(io.StringIO(content.decode("utf-8-sig", "replace")), 1):
        text = line.strip()
        if text and not text.startswith(COMMENT):
            yield number, text


def _listed(text: str, place: str) -> Listed | Outcome:
    if not is_address(text):
        return refused(place, Reason.BAD_RECORD, f"no web address: {text[:80]!r}")
    if _MORE.search(text):
        return refused(place, Reason.BAD_RECORD, f"more than an address stands on the line: {text[:80]!r}")
    return Listed(text)
