"""WARC: the pages of a crawl as they were received.

Only answers that hold a page count, HTML, text or PDF: what was asked for, notes about it, pictures, styles and scripts
are left out, and so are redirections, feeds and the files that only robots read.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from archive.addresses import canonical
from archive.capture.http_messages import Response, read_response, unwrapped
from archive.capture.inflating import Damaged
from archive.capture.markdown import type_of_markdown
from archive.capture.opening import Opening, refused, too_large
from archive.capture.pdf import PDF_CAP, PDF_TYPE, type_of_pdf
from archive.capture.saved_pages import HTML_TYPE, type_of_page
from archive.documents import Capture, Outcome, Reason

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

RECORD_CAP = 64 * 1024 * 1024
"""The largest record that is read, packed as it was received; what it holds is held to the cap of captures."""

TEXT_TYPE = "text/plain"
_PAGES = {
    HTML_TYPE: HTML_TYPE,
    "application/xhtml+xml": HTML_TYPE,
    TEXT_TYPE: TEXT_TYPE,
    PDF_TYPE: PDF_TYPE,
    "application/x-pdf": PDF_TYPE,
}
"""What servers call a page, and what it is read as where its bytes do not tell."""

_UNTOLD = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
"""What servers state that do not know what they send: the bytes tell."""

_WHOLE = (HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION)
_OF_ROBOTS = re.compile(
    r"/(?:robots|ads|app-ads|sellers|humans|security|llms(?:-full)?)\.txt|/\.well-known/.*"
)
_KINDS = frozenset({"response", "resource"})
_LENGTH = "content-length"
_RECORD_END = len(b"\r\n\r\n")
_DIGESTS = frozenset({"md5", "sha1", "sha256", "sha512"})


@dataclass(frozen=True, slots=True)
class Record:
    """Is one record as it is read: its headers by lower-case name, its whole block."""

    kind: str
    headers: dict[str, str]
    block: bytes

    @property
    def target(self) -> str:
        """Gives what the record is about, as it is stated; some writers put it between angle brackets."""
        return self.headers.get("warc-target-uri", self.headers.get("warc-record-id", "")).strip("<> ")

    @property
    def address(self) -> str | None:
        """Gives the address of the page, None where what is stated is none of the web."""
        return self.target if canonical(self.target) else None

    @property
    def moment(self) -> datetime | None:
        """Gives the moment at which the page was received, None where it is not stated as it should be."""
        try:
            moment = datetime.fromisoformat(self.headers.get("warc-date", ""))
            return moment.astimezone(UTC).replace(microsecond=0) if moment.tzinfo else None
        except (ValueError, OverflowError):
            return None


def begins_warc(head: bytes) -> bool:
    """Says whether a stream begins as a WARC file does."""
    return head.startswith(b"WARC/")


def open_warc(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives a capture for each page, and an outcome for each that cannot be read, or where the file is cut."""
    answers = given = 0
    try:
        for record in _records(stream, source):
            answers += 1
            piece = record if isinstance(record, Outcome) else _piece(record, source, opening)
            if piece is not None:
                given += 1
                yield piece
        if not given:
            yield refused(
                source, Reason.EMPTY, f"none of its {answers} answers holds a page: HTML, text or PDF"
            )
    except Damaged as damage:
        yield refused(source, damage.reason, damage.detail)


def _records(stream: BinaryIO, source: str) -> Iterator[Record | Outcome]:
    """Gives the records that may hold pages, and an outcome for one that is too large.

    The library ends without a word where a file is cut: only the length of each record, read or not, shows it.
    """
    from fastwarc.warc import ArchiveIterator

    told = _Told(stream)
    records = iter(ArchiveIterator(told, parse_http=False, stream_detect=False))  # type: ignore[arg-type]
    while record := _next(records, told):
        headers = {name.lower(): value for name, value in record.headers.to_tuples()}
        kind = headers.get("warc-type", "").lower()
        length, block = record.content_length, b""
        if kind not in _KINDS or length > RECORD_CAP:
            got = record.consume()
        else:
            block = record.reader.read()
            got = len(block)
        if got < length or _LENGTH not in headers:
            raise Damaged(Reason.TRUNCATED, _cut(headers, length - got))
        if kind in _KINDS and length > RECORD_CAP:
            yield too_large(f"{source}#{Record(kind, headers, b'').target}", RECORD_CAP, "the record")
        elif kind in _KINDS:
            yield Record(kind, headers, block)
    if told.last.strip(b"\r\n") or len(told.last.replace(b"\r", b"")) < 2:
        raise Damaged(Reason.TRUNCATED, "it ends in the middle of a record")


def _next(records: Iterator[WarcRecord], told: _Told) -> WarcRecord | None:
    try:
        return next(records, None)
    except OSError as error:
        if told.at_end:
            raise Damaged(Reason.TRUNCATED, "it ends in the middle of a record's headers") from None
        raise Damaged(Reason.UNREADABLE, f"what follows is no WARC record ({error})") from None


def _cut(headers: dict[str, str], missing: int) -> str:
    if missing <= 0:
        return "it ends in the middle of a record's headers"
    return (
        f"it ends {missing:,} bytes before the record of {headers.get('warc-target-uri', 'no address')} does"
    )


class _Told:
    """Is a stream that can say how far it was read, and gives what there is before it says that the rest is damaged."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0
        self.last = b""
        self.at_end = False

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._stream.read1(size)  # type: ignore[attr-defined]
        self._place += len(part)
        self.last = (self.last + part[-_RECORD_END:])[-_RECORD_END:]
        self.at_end = not part
        return part

    def tell(self) -> int:
        return self._place


def _piece(record: Record, source: str, opening: Opening) -> Capture | Outcome | None:
    """Gives the page that a record holds, the outcome of one that cannot be read, or None for anything else."""
    response = _response(record)
    if response is None or not _is_page(record, response):
        return None
    place = f"{source}#{record.target}"
    try:
        _check(record, response)
        content = unwrapped(response, PDF_CAP if _may_be_pdf(response) else opening.cap)
    except Damaged as damage:
        return refused(place, damage.reason, damage.detail)
    stated = _PAGES.get(response.media_type, HTML_TYPE)
    kind = type_of_page(content) or type_of_pdf(content) or stated
    return Capture(
        content=content,
        source=place,
        media_type=type_of_markdown(content) or kind if kind == TEXT_TYPE else kind,
        moment=record.moment,
        address=record.address,
        charset=response.charset,
        headers=response.head or None,
    )


def _response(record: Record) -> Response | None:
    """Gives what was received; a resource is a page that was stored without headers of its own."""
    stated = record.headers.get("content-type", "")
    if record.kind == "resource":
        return Response(HTTPStatus.OK, "", {"content-type": stated}, record.block)
    return read_response(record.block)


def _is_page(record: Record, response: Response) -> bool:
    """Says whether a response is one that a reader would see: neither redirected, nor anything but a page."""
    if HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:
        return False
    if response.media_type in _UNTOLD:
        return type_of_page(response.body) == HTML_TYPE or type_of_pdf(response.body) is not None
    return response.media_type in _PAGES and not _OF_ROBOTS.fullmatch(_path_of(record.target))


def _may_be_pdf(response: Response) -> bool:
    return _PAGES.get(response.media_type) == PDF_TYPE or type_of_pdf(response.body) is not None


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def _check(record: Record, response: Response) -> None:
    """Raises Damaged for a page that the server refused, or that the file does not hold as it was received."""
    if response.status == HTTPStatus.PARTIAL_CONTENT:
        raise Damaged(Reason.TRUNCATED, f"the server gave a part of it ({response.says})")
    if response.status not in _WHOLE:
        raise Damaged(Reason.SERVER, response.says)
    if cut := record.headers.get("warc-truncated"):
        raise Damaged(Reason.TRUNCATED, f"the crawler cut it ({cut})")
    if record.headers.get("warc-segment-number"):
        raise Damaged(Reason.TRUNCATED, "it is one of several segments, which are not joined")
    stated = record.headers.get("warc-block-digest", "")
    if stated and not _agrees(stated, record.block):
        raise Damaged(Reason.UNREADABLE, f"the bytes do not have the digest that is stated, {stated}")


def _agrees(stated: str, block: bytes) -> bool:
    """Says whether bytes have a digest, written in base 32 or 16; one of an unknown kind is not held against them."""
    name, _, value = stated.partition(":")
    if name.lower().replace("-", "") not in _DIGESTS:
        return True
    digest = hashlib.new(name.lower().replace("-", ""), block, usedforsecurity=False)
    written = (digest.hexdigest(), base64.b32encode(digest.digest()).decode().rstrip("="))
    return value.strip().rstrip("=").lower() in (text.lower() for text in written)
