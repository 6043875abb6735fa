"""Ways from bytes to readings, as an ingest goes them, for tests of what one file gives."""

from __future__ import annotations

import io
from typing import Any

from archive.capture.opening import Opening
from archive.capture.unpacking import unpack
from archive.documents import Capture, Clipping, Outcome, Refusal
from archive.parse import KnownOutlets, parse

OUTLETS = KnownOutlets.of([{"name": "Le Fil du Maghreb", "domains": ["lefil.example"]}])


def pieces(content: bytes, **opening: Any) -> list[Capture | Outcome]:
    """Gives the captures and outcomes of a file."""
    return list(unpack(io.BytesIO(content), "file", Opening(**opening)))


def read(piece: Capture | Outcome) -> Clipping | Refusal:
    """Gives the reading of a piece, or why it was refused."""
    found = piece.refusal if isinstance(piece, Outcome) else parse(piece, outlets=OUTLETS)
    assert found is not None
    return found


def readings(content: bytes, **opening: Any) -> list[Clipping | Refusal]:
    """Gives the readings of all pieces of a file."""
    return [read(piece) for piece in pieces(content, **opening)]


def clippings(content: bytes, **opening: Any) -> list[Clipping]:
    """Gives the clippings of a file, none of which may be refused."""
    found = readings(content, **opening)
    assert all(isinstance(one, Clipping) for one in found), found
    return [one for one in found if isinstance(one, Clipping)]


def refusals(content: bytes, **opening: Any) -> list[str]:
    """Gives the details of what a file was refused for."""
    return [one.detail for one in readings(content, **opening) if isinstance(one, Refusal)]


def stated(clipping: Clipping) -> dict[str, Any]:
    """Gives what a clipping states, in plain values."""
    return {
        "title": clipping.title,
        "outlet": clipping.outlet,
        "published": str(clipping.published) if clipping.published else None,
        "authors": [byline.name for byline in clipping.authors],
        "language": clipping.language,
    }
