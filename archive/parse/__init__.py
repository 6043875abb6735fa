"""A capture becomes a clipping, or is refused with a reason; pure: no disk, network, clock or database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.citation import read_bibtex, read_ris
from archive.parse.decode import Decoded, decode
from archive.parse.html import read_html, read_mhtml
from archive.parse.json_record import read_json
from archive.parse.mail import read_mail
from archive.parse.markdown import read_markdown
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlet, KnownOutlets
from archive.parse.pdf import read_pdf
from archive.parse.plain import read_plain
from archive.parse.press_export import read_export, read_page_export
from archive.parse.rich_text import read_rtf, read_word
from archive.parse.stated import with_address
from archive.parse.table_row import read_row

__all__ = ["KnownOutlet", "KnownOutlets", "Markers", "load_markers", "parse", "read_plain"]

Reader = Callable[..., Clipping | Refusal]


def parse(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a capture into a clipping by its media type; a page that states no address has that of its capture."""
    whole = capture.media_type.strip().lower()
    kind = whole if whole in _READERS else whole.partition(";")[0].strip()
    reader = _READERS.get(kind)
    if reader is None:
        return Refusal(Reason.NOT_TEXT, f"no reader for {capture.media_type}")
    reading = reader(capture, outlets=outlets, language=language, markers=markers)
    return reading if isinstance(reading, Refusal) or kind in _RECORDS else with_address(capture, reading)


def read_text(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads a page as it was pasted."""
    match decode(capture.content, capture.charset):
        case Refusal() as refusal:
            return refusal
        case Decoded() as decoded:
            clipping = read_plain(decoded.text, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=decoded.charset, charset_reason=decoded.reason)


_READERS: dict[str, Reader] = {
    "text/plain": read_text,
    "text/plain; syntax=markdown": read_markdown,
    "application/json": read_json,
    "text/csv": read_row,
    "application/x-research-info-systems": read_ris,
    "application/x-bibtex": read_bibtex,
    "text/plain; export=press": read_export,
    "text/html; export=press": read_page_export,
    "application/rtf": read_rtf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": read_word,
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "multipart/related": read_mhtml,
    "message/rfc822": read_mail,
    "application/pdf": read_pdf,
}
_RECORDS = frozenset(
    {
        "application/json",
        "text/csv",
        "application/x-research-info-systems",
        "application/x-bibtex",
        "text/plain; export=press",
        "text/html; export=press",
    }
)
"""What is one record of a file: the address of the file is not that of the article, and may hold another tomorrow."""
