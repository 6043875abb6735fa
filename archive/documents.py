"""What travels between the stages: frozen values, normalised at the door.

Capture ──parse──▶ Clipping ──store──▶ Filing
                      │                              query ──search──▶ Results of Hits
                      └─ Byline, Link, Caption, PressDate, Origin, Line
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Capture:
    """Is the bytes of one piece exactly as found, with their source and moment.

    `source` is the place as a person would name it (a path, "-" for standard input); `moment` is an aware UTC
    moment; `charset` is what the source itself declares; `headers` is the status line and headers of a response as
    received; `stated` is what the source says of the piece beside its bytes (a feed's entry, a mail's headers), by
    the names of `Clipping`'s fields, as JSON values.
    """

    content: bytes
    source: str
    media_type: str = "text/plain"
    moment: datetime | None = None
    address: str | None = None
    charset: str | None = None
    charset_reason: str | None = None
    headers: str | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Gives the SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.content).hexdigest()


class Precision(StrEnum):
    """Says how much of a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class PressDate:
    """Is a date as precisely as it is known, in the outlet's local time.

    `value` is ISO 8601 cut to the precision: `2022`, `2022-05`, `2022-05-27`, `2022-05-27T17:53`;
    `offset` is `+01:00` and the like where one is printed, else None.
    """

    value: str
    precision: Precision
    offset: str | None = None

    def __str__(self) -> str:
        return self.value + (self.offset or "")


class Role(StrEnum):
    """Says whether a byline names a person or an agency."""

    AUTHOR = "author"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Byline:
    """Is one author's place on one article; `printed` is the whole printed line where it is known."""

    name: str
    role: Role = Role.AUTHOR
    printed: str | None = None


class CaptionKind(StrEnum):
    """Tells a caption (what a picture shows) from a credit (who owns it)."""

    CAPTION = "caption"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Caption:
    """Is a caption or a credit as printed."""

    text: str
    kind: CaptionKind = CaptionKind.CAPTION


class LinkKind(StrEnum):
    """Says where on the page a related link stood."""

    RELATED = "related"
    INLINE = "inline"
    PREVIOUS = "previous"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Link:
    """Is a pointer to another article as the page printed it.

    `group` is the printed label above it ("Aller plus loin"); `truncated` says that the blurb was cut ("...").
    """

    title: str | None = None
    address: str | None = None
    group: str | None = None
    blurb: str | None = None
    truncated: bool = False
    kind: LinkKind = LinkKind.RELATED


@dataclass(frozen=True, slots=True)
class Origin:
    """Says where a field was read and how sure the reading is (0 to 1).

    `place` is `line 3`, `lines 5-9`, `option`, `person`, `jsonl`, or a phrase for what was worked out
    (`words of the body`); `evidence` is the printed line itself where that helps a person to judge.
    """

    place: str
    confidence: float = 1.0
    evidence: str | None = None


class LineRole(StrEnum):
    """Says what a line of a plain-text capture was read as."""

    TITLE = "title"
    KICKER = "kicker"
    STANDFIRST = "standfirst"
    SECTION = "section"
    BYLINE = "byline"
    DATELINE = "dateline"
    OUTLET = "outlet"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    TAGS = "tags"
    MARKER = "marker"
    RELATED = "related"
    BLURB = "blurb"
    PROMOTION = "promotion"
    SELF_LINK = "self link"
    FURNITURE = "furniture"
    BLANK = "blank"


DROPPED = frozenset(
    {LineRole.MARKER, LineRole.PROMOTION, LineRole.SELF_LINK, LineRole.FURNITURE, LineRole.BLANK}
)


@dataclass(frozen=True, slots=True)
class Line:
    """Is one line of a capture, numbered from 1, with what it was read as."""

    number: int
    text: str
    role: LineRole


@dataclass(frozen=True, slots=True)
class Wording:
    """Is an earlier wording of an article; `replaced_at` is the moment another took its place."""

    body: str
    title: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    replaced_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Clipping:
    """Is what was read out of one capture, not yet kept; or the values a script files.

    Only `body` is needed. A field that the capture does not state is None or empty. `published` is stated,
    `implied` is worked out ("hier, mercredi 25 mai 2022") and never stands in for it. `origins` says for each
    field that was read where it stood; `lines` is the reading line by line, empty when there were no lines.
    The last eight fields come back from an export: what the archive had added to the reading.
    """

    body: str
    title: str | None = None
    kicker: str | None = None
    standfirst: str | None = None
    section: str | None = None
    outlet: str | None = None
    authors: tuple[Byline, ...] = ()
    published: PressDate | None = None
    implied: PressDate | None = None
    language: str = "und"
    address: str | None = None
    tags: tuple[str, ...] = ()
    captions: tuple[Caption, ...] = ()
    related: tuple[Link, ...] = ()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    charset: str | None = None
    charset_reason: str | None = None
    outlet_facts: Mapping[str, Any] = field(default_factory=dict)
    slug: str | None = None
    added_at: str | None = None
    corrected: frozenset[str] = frozenset()
    revisions: tuple[Wording, ...] = ()
    captures: tuple[Capture, ...] = ()
    other_addresses: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()


class Reason(StrEnum):
    """Says why a capture was refused."""

    EMPTY = "empty"
    NOT_TEXT = "not text"
    NO_ARTICLE = "no article"
    TOO_LARGE = "over the size cap"
    CHARSET = "unreadable charset"
    UNREADABLE = "unreadable file"
    BAD_RECORD = "bad record"
    READER_FAILED = "the reader failed"
    UNFIT = "could not be kept"
    TRUNCATED = "truncated"
    ENCRYPTED = "encrypted"
    ROBOTS = "blocked by robots.txt"
    SERVER = "the server said no"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    PRIVATE = "private address"
    NOT_FOUND_PAGE = "a page that says not found"
    PAYWALL = "only the stub before a paywall"
    COOKIE_WALL = "only a consent wall"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Is the answer to a capture that holds no clipping: the reason, and the fact behind it."""

    reason: Reason
    detail: str


class Filing(StrEnum):
    """Is the result of keeping a clipping."""

    NEW = "new"
    REVISED = "revised"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Is what became of one piece: filed, with its article and the fields it changed, or refused with the reason."""

    source: str
    filing: Filing | None = None
    article_id: int | None = None
    label: str | None = None
    changed: tuple[str, ...] = ()
    refusal: Refusal | None = None

    @property
    def result(self) -> str:
        """Gives `new`, `revised`, `same` or `refused`."""
        return self.filing.value if self.filing else "refused"
