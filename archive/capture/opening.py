"""What every opener of a place is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from archive.capture.web import Server, Web
from archive.config import CAPTURE_CAP
from archive.documents import Outcome, Reason, Refusal

MOST_NESTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Is what an opener is told.

    `cap` is the largest capture in bytes (for JSON Lines: of one line); `avoid` is the archive's own file, which must
    not be opened outside SQLite while SQLite has it open; `columns` maps fields of a clipping to the columns of a
    table; `addresses` says that a file holds addresses to fetch; `private` allows that an address which a person typed
    lies in a private network, and `server` is then its server; `feed` says that the place must be a feed; `full` has
    the pages fetched of which a feed gives only a summary; `web` is how addresses are fetched, one for all places that
    are opened so, or a host would be asked for each as if for the first time; `depth` counts the archives that the
    piece lies in.
    """

    cap: int = CAPTURE_CAP
    stdin: BinaryIO | None = None
    avoid: Path | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    addresses: bool = False
    private: bool = False
    server: Server | None = None
    feed: bool = False
    full: bool = False
    web: Web = field(default_factory=Web)
    depth: int = 0


def refused(source: str, reason: Reason, detail: str) -> Outcome:
    """Gives the outcome of a piece that cannot be read."""
    return Outcome(source, refusal=Refusal(reason, detail))


def too_large(source: str, cap: int, what: str = "it") -> Outcome:
    """Gives the outcome of a piece over the cap."""
    return refused(source, Reason.TOO_LARGE, f"{what} is larger than {cap:,} bytes")


def spelled(name: str) -> str:
    r"""Gives the name of a file with the bytes that are no UTF-8 spelled out: half a letter can be kept nowhere.

    >>> spelled("lat\udce9.txt")
    'lat\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def now() -> datetime:
    """Gives the moment of a capture: UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
