"""An HTTP response as a crawler wrote it down: status, headers, and the content less what it was wrapped in.

Crawlers differ in what they take off before they write: where a header names a coding that the bytes do not show, the
bytes are taken as they are.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from typing import BinaryIO

from archive.capture.inflating import Damaged
from archive.documents import Reason

MOST_CODINGS = 2
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_GZIP, _ZLIB, _BARE = 31, 15, -15


@dataclass(frozen=True, slots=True)
class Response:
    """Is a response; `head` is its status line and headers as received, `fields` has them by lower-case name."""

    status: int
    head: str
    fields: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Gives the media type that the server states; empty where it states none."""
        return self.fields.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """Gives the charset that the server states."""
        return charset_of(self.fields.get("content-type", ""))

    @property
    def says(self) -> str:
        """Gives the status in words."""
        known = self.status in HTTPStatus._value2member_map_
        return f"{self.status} {HTTPStatus(self.status).phrase}" if known else str(self.status)


def charset_of(content_type: str) -> str | None:
    """Gives the charset that a media type states."""
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    return message.get_content_charset()


def read_response(block: bytes) -> Response | None:
    """Reads a response with its body as it was sent; None where the bytes are no response."""
    status = _STATUS.match(block)
    if not status:
        return None
    end = _HEAD_END.search(block)
    head = block[: end.start() if end else len(block)].decode("latin-1")
    lines = re.sub(r"\r?\n[ \t]+", " ", head).splitlines()[1:]
    fields: dict[str, str] = {}
    for name, colon, value in (line.partition(":") for line in lines):
        if colon:
            known = fields.get(name.strip().lower())
            fields[name.strip().lower()] = f"{known}, {value.strip()}" if known else value.strip()
    told = "\r\n".join(head.splitlines()) + "\r\n"
    return Response(int(status[1]), told, fields, block[end.end() :] if end else b"")


def unwrapped(response: Response, cap: int) -> bytes:
    """Gives the content of a response less its codings; Damaged where it is cut, broken or over the cap."""
    body = response.body
    if "chunked" in response.fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    elif (stated := response.fields.get("content-length", "")).isdecimal() and int(stated) > len(body):
        raise Damaged(
            Reason.TRUNCATED, f"{int(stated) - len(body):,} of its {stated} bytes were not received"
        )
    names = [name.strip().lower() for name in response.fields.get("content-encoding", "").split(",")]
    codings = [name for name in names if name and name != "identity"]
    if len(codings) > MOST_CODINGS:
        raise Damaged(Reason.UNREADABLE, f"it is packed {len(codings)} times")
    for name in reversed(codings):
        if unpack := _CODINGS.get(name):
            body = unpack(body, cap)
    if len(body) > cap:
        raise Damaged(Reason.TOO_LARGE, f"it is larger than {cap:,} bytes")
    return body


def _unchunked(body: bytes) -> bytes:
    parts: list[bytes] = []
    place = 0
    while chunk := _CHUNK.match(body, place):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
        place += 2 if body.startswith(b"\r\n", place) else 1
    if not parts:
        return body
    raise Damaged(Reason.TRUNCATED, "its last chunk was not received")


def _gunzipped(body: bytes, cap: int) -> bytes:
    return _unzipped(body, cap, _GZIP) if body.startswith(b"\x1f\x8b") else body


def _undeflated(body: bytes, cap: int) -> bytes:
    """Takes off what the standard means by deflate, or the bare stream that some servers send."""
    for width in (_ZLIB, _BARE):
        try:
            return _unzipped(body, cap, width)
        except Damaged as damage:
            if damage.reason is not Reason.UNREADABLE:
                raise
    return body


def _unzipped(body: bytes, cap: int, width: int) -> bytes:
    parts, left = [], cap + 1
    while body and left > 0:
        machine = zlib.decompressobj(width)
        try:
            parts.append(machine.decompress(body, left))
        except zlib.error as error:
            raise Damaged(Reason.UNREADABLE, f"what is packed in it is broken ({error})") from None
        left -= len(parts[-1])
        if not machine.eof and left > 0:
            raise Damaged(Reason.TRUNCATED, "what is packed in it ends too early")
        body = machine.unused_data if machine.unused_data.startswith(b"\x1f\x8b") else b""
    return b"".join(parts)


def _streamed(name: str, magic: bytes = b"") -> Callable[[bytes, int], bytes]:
    """Gives the function that takes off a coding which only the WARC library knows."""

    def unpack(body: bytes, cap: int) -> bytes:
        from fastwarc import stream_io

        if not body.startswith(magic):
            return body
        reader: Callable[[BinaryIO], BinaryIO] = getattr(stream_io, name)
        try:
            return reader(io.BytesIO(body)).read(cap + 1)
        except OSError as error:
            if not magic and _is_text(body):
                return body
            raise Damaged(Reason.UNREADABLE, f"what is packed in it is broken ({error})") from None

    return unpack


def _is_text(body: bytes) -> bool:
    return b"<" in body[:1000] and not body[:1000].translate(None, bytes(range(9, 256)))


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _undeflated,
    "br": _streamed("BrotliReader"),
    "zstd": _streamed("ZstdReader", b"\x28\xb5\x2f\xfd"),
}
