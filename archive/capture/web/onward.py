"""Pages that hold nothing to read and lead on to another, which a browser would open by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from archive.capture.web.values import Failure, Response

LETTERS, LARGEST = 150, 16_384
"""A page with as many letters may be an article, and one of as many bytes is more than a signpost."""

_META = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_PLACE = re.compile(r"[\d.\s]*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\s\"']+)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|title)\b[^<>]{0,4000}>.*?</\1\s*>|<[/!?a-z][^<>]{0,4000}>",
    re.IGNORECASE | re.DOTALL,
)
_BODY_OF_DATA = "articleBody"


def leads_on(answer: Response) -> str | None:
    """Gives the address that a page without an article of its own leads on to; None for any other page."""
    from archive.capture.web.client import parse_address

    if len(answer.content) > LARGEST or not answer.is_page:
        return None
    text = answer.content.decode("utf-8", "replace")
    if _BODY_OF_DATA in text or len(" ".join(unescape(_UNSEEN.sub(" ", text)).split())) >= LETTERS:
        return None
    for told in _refreshes(answer, text):
        place = _PLACE.match(" ".join(told.split()))
        try:
            onward = str(parse_address(place[1], answer.address)) if place else answer.address
        except Failure:
            continue
        if onward != answer.address:
            return onward
    return None


def _refreshes(answer: Response, text: str) -> Iterator[str]:
    """Gives what a page says of being opened anew: after so many seconds, and where."""
    if header := answer.field("refresh"):
        yield header
    for meta in _META.finditer(text):
        content = _CONTENT.search(meta[1]) if _REFRESH.search(meta[1]) else None
        if content:
            yield unescape(next(filter(None, content.groups()), ""))
