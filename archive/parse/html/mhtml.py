"""MHTML: a page and its parts in one message, of which the page itself is read."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.html.reading import read_html
from archive.parse.markers import Markers
from archive.parse.outlets import KnownOutlets

_MOST_PARTS = 2000


def read_mhtml(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads the page that an MHTML file holds."""
    page = find_page(capture)
    if isinstance(page, Refusal):
        return page
    return read_html(page, outlets=outlets, language=language, markers=markers)


def find_page(capture: Capture) -> Capture | Refusal:
    """Gives the HTML part as a capture of its own, with the address and charset that the message states."""
    message = message_from_bytes(capture.content, policy=policy.compat32)
    part = _html_part(message)
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        return Refusal(Reason.NO_ARTICLE, "the MHTML file holds no HTML page")
    stated = (part.get("Content-Location"), message.get("Snapshot-Content-Location"), capture.address)
    address = next(
        (str(a).strip() for a in stated if a and str(a).strip().startswith(("http://", "https://"))), None
    )
    return replace(
        capture, content=content, media_type="text/html", charset=part.get_content_charset(), address=address
    )


def _html_part(message: Message) -> Message | None:
    """Gives the part that the message names as its start, else the first page."""
    start = message.get_param("start")
    pages = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            if start and part.get("Content-ID") == start:
                return part
            pages.append(part)
    return pages[0] if pages else None
