"""Captures: bytes as found. One file per kind of source; `open_source` knows which is which.

a path ──▶ files     "-" ──▶ standard input     an address ──▶ web     a list of addresses ──▶ addresses ──▶ web
and each of them ──▶ unpacking, which tells containers by their first bytes
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.capture.addresses import open_listed
from archive.capture.files import open_path
from archive.capture.opening import Opening
from archive.capture.unpacking import unpack
from archive.capture.web.opening import is_address, open_typed
from archive.documents import Capture, Outcome
from archive.errors import MissingError

__all__ = ["Opening", "open_source"]

STANDARD_INPUT = "-"


def open_source(location: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives the captures of a place: a file, a folder with all below it, an address, or `-` for standard input.

    With `addresses`, the place holds a list of addresses. What cannot be read is an outcome with its reason.
    """
    if opening.addresses:
        yield from open_listed(location, opening)
    elif is_address(location):
        yield from open_typed(location, opening)
    elif location != STANDARD_INPUT:
        yield from open_path(location, opening)
    elif opening.stdin is None:
        raise MissingError("There is no standard input to read.")
    else:
        yield from unpack(opening.stdin, STANDARD_INPUT, opening)
