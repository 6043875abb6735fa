"""What travels between the parts that fetch: a response, a visit, and the way in which either may be missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import NamedTuple, Protocol

from archive.documents import Outcome, Reason

FOR_GOOD = frozenset({301, 308})
PAGE_TYPES = ("text/html", "application/xhtml+xml")
REDIRECTS = FOR_GOOD | {302, 303, 307}


class Failure(Exception):
    """Says why there is no response: the reason, and the fact behind it."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Server(NamedTuple):
    """Is what one server answers for."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Response:
    """Is an answer: where it stood, and the content unpacked; `head` is the status line and headers as received.

    `took` are the seconds from the name to the last byte; `moved` says that it was reached by redirects all of which
    are for good.
    """

    address: str
    status: int
    fields: tuple[tuple[str, str], ...]
    head: str
    content: bytes = b""
    took: float = 0.0
    moved: bool = False

    def field(self, name: str) -> str | None:
        """Gives a header by its lower-case name; the first where it stands more than once."""
        return next((value for key, value in self.fields if key.lower() == name), None)

    @property
    def location(self) -> str | None:
        """Gives where a redirect leads; letters beyond ASCII stand there in UTF-8, as browsers take them."""
        place = self.field("location") if self.status in REDIRECTS else None
        try:
            return place and place.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return place

    @property
    def encodings(self) -> list[str]:
        """Gives the encodings of the content, in the order in which they were put on."""
        told = (value for key, value in self.fields if key.lower() == "content-encoding")
        return [name.strip().lower() for name in ",".join(told).split(",") if name.strip()]

    @property
    def media_type(self) -> str:
        """Gives the media type that the server states; empty where it states none."""
        return (self.field("content-type") or "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Says whether the server states that it is a page."""
        return self.media_type in PAGE_TYPES

    @property
    def charset(self) -> str | None:
        """Gives the charset that the server states."""
        message = Message()
        message["Content-Type"] = (self.field("content-type") or "").replace("\n", " ").replace("\r", " ")
        return message.get_content_charset() or None

    @property
    def says(self) -> str:
        """Gives the status in words."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)


@dataclass(frozen=True, slots=True)
class Visit:
    """Is what is remembered of an address; `article` are number and label of the article that its bytes gave.

    `moved` says that what stood there stands at `final_address` for good.
    """

    address: str
    status: int
    final_address: str | None = None
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None
    visited_at: str | None = None
    article: tuple[int, str] | None = None
    moved: bool = False


class Memory(Protocol):
    """Remembers visits from one run to the next; a visit that is noted counts once its pieces are filed."""

    def visit(self, address: str) -> Visit | None:
        """Gives the last visit of an address."""

    def article(self, address: str) -> tuple[int, str] | None:
        """Gives number and label of the article at an address."""

    def note(self, visit: Visit) -> None:
        """Notes a visit."""

    def settling(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Gives the outcomes, and keeps the visit of each."""
