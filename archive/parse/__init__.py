"""A capture becomes a clipping, or is refused with a reason; pure: no disk, network, clock or database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.decode import Decoded, decode
from archive.parse.html import read_html, read_mhtml
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlet, KnownOutlets
from archive.parse.plain import read_plain
from archive.parse.record import read_record

__all__ = ["KnownOutlet", "KnownOutlets", "Markers", "load_markers", "parse", "read_plain"]

RECORD_TYPE = "application/json"

Reader = Callable[..., Clipping | Refusal]


def parse(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a capture into a clipping by its media type."""
    if capture.media_type == RECORD_TYPE:
        return read_record(capture)
    reader = _READERS.get(capture.media_type.partition(";")[0].strip().lower())
    if reader is None:
        return Refusal(Reason.NOT_TEXT, f"no reader for {capture.media_type}")
    return reader(capture, outlets=outlets, language=language, markers=markers)


def read_text(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads a page as it was pasted."""
    match decode(capture.content, capture.charset):
        case Refusal() as refusal:
            return refusal
        case Decoded() as decoded:
            clipping = read_plain(decoded.text, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, address=capture.address, charset=decoded.charset, charset_reason=decoded.reason)


_READERS: dict[str, Reader] = {
    "text/plain": read_text,
    "text/html": read_html,
    "application/xhtml+xml": read_html,
    "multipart/related": read_mhtml,
}
