"""Mail: a message is one capture, and what is attached to it others; a mailbox is parted into its messages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import CloseBoundaryNotFoundDefect, StartBoundaryNotFoundDefect
from email.message import Message
from functools import partial
from typing import Any, BinaryIO, NamedTuple

from archive.capture.opening import MOST_NESTED, Opening, now, refused, too_large
from archive.capture.saved_pages import type_of_page
from archive.documents import Capture, Outcome, Reason

MAIL_TYPE = "message/rfc822"
MESSAGE_CAP = 64 * 1024 * 1024
"""The largest message that is read, with all that is attached to it."""

MOST_ATTACHED = 200
_LINE, _HEADERS = 65_536, 1024 * 1024
_FIELD = re.compile(rb"([!-9;-~]{1,78})[ \t]*:")
_MOST_FIELDS = 400
_CARRIED = frozenset({b"date", b"message-id", b"received", b"mime-version", b"return-path", b"delivered-to"})
_SEPARATOR = re.compile(rb"From [^\r\n]{0,300}\d\d:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,20}\r?\n")
_ESCAPED = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_NOT_READ = frozenset({"image", "audio", "video", "font", "model"})
_CUT = (StartBoundaryNotFoundDefect, CloseBoundaryNotFoundDefect)
_OF_THE_MAIL = frozenset(
    "application/pgp-signature application/pgp-keys application/pkcs7-signature application/x-pkcs7-signature"
    " application/pkcs7-mime application/x-pkcs7-mime application/pgp-encrypted application/octet-stream+encrypted"
    " application/ms-tnef text/calendar text/vcard text/x-vcard text/directory message/delivery-status"
    " message/disposition-notification text/rfc822-headers".split()
)

Pieces = Iterator[Capture | Outcome]


class Attached(NamedTuple):
    """Is what is attached to a message: its name, and what gives its bytes."""

    name: str
    content: Callable[[], Any]


def tells_message(content: bytes) -> bool:
    """Says whether a content is a mail: it begins with headers, one of them `From`, and one that carriers write."""
    names = set(_names_of_fields(content))
    return b"from" in names and not names.isdisjoint(_CARRIED) and type_of_page(content) is None


def _names_of_fields(content: bytes) -> Iterator[bytes]:
    lines = io.BytesIO(content[:_HEADERS].lstrip(b"\r\n"))
    for number, line in enumerate(lines):
        field = _FIELD.match(line)
        if field:
            yield field[1].lower()
        elif number == 0 or number > _MOST_FIELDS or not line.startswith((b" ", b"\t")):
            return


def begins_mailbox(head: bytes) -> bool:
    """Says whether a stream begins as a mailbox does: a line that parts messages, and headers below it."""
    separator = _SEPARATOR.match(head)
    return separator is not None and _FIELD.match(head, separator.end()) is not None


def open_mailbox(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives the messages of a mailbox, numbered from 1, with what is attached to them."""
    for number, content in enumerate(_messages(stream), 1):
        place = f"{source}#{number}"
        if len(content) > MESSAGE_CAP:
            yield too_large(place, MESSAGE_CAP, "the message")
        else:
            yield from part_message(_ESCAPED.sub(b"", content), place, opening)


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """Parts a mailbox at the lines that begin a message after an empty one; one over the cap is given cut."""
    lines: list[bytes] = []
    size, after_blank, begun = 0, True, False
    while line := stream.readline(_LINE):
        if after_blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if begun:
                yield b"".join(lines)
            lines, size, begun = [], 0, True
        elif size <= MESSAGE_CAP:
            lines.append(line)
            size += len(line)
        after_blank = not line.strip(b"\r\n")
    yield b"".join(lines)


def part_message(content: bytes, source: str, opening: Opening) -> Pieces:
    """Gives a message as a capture, and each article that is attached to it as one of its own."""
    try:
        message = message_from_bytes(content, policy=policy.compat32)
        attached = list(_attached(message))
    except RecursionError:
        yield refused(source, Reason.UNREADABLE, "its parts lie too deep in one another")
        return
    if _is_cut(message):
        yield refused(source, Reason.TRUNCATED, "it ends before its last part does")
        return
    yield Capture(content=content, source=source, media_type=MAIL_TYPE, moment=now())
    if opening.depth >= MOST_NESTED:
        return
    for one in attached[:MOST_ATTACHED]:
        yield from _open(one, source, replace(opening, depth=opening.depth + 1))


def _attached(message: Message) -> Iterator[Attached]:
    """Gives what may be an article of its own, named; of a message within only that, not what it holds."""
    if message.get_content_type() == MAIL_TYPE and message.is_multipart():
        inner = message.get_payload(0)
        if isinstance(inner, Message):
            yield Attached("message.eml", inner.as_bytes)
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _attached_part(part)


def _attached_part(part: Message) -> Iterator[Attached]:
    kind = part.get_content_type()
    if part.is_multipart():
        yield from _attached(part)
    elif part.get_content_maintype() not in _NOT_READ and kind not in _OF_THE_MAIL:
        name = _name_of(part)
        is_apart = part.get_content_disposition() == "attachment"
        if is_apart or kind == "application/pdf" or (name and part.get_content_maintype() != "text"):
            yield Attached(name or "attachment", partial(part.get_payload, decode=True))


def _name_of(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (LookupError, ValueError):  # a charset that is none
        name = ""
    return " ".join(name.encode("utf-8", "replace").decode().replace("/", "_").split())[:120]


def _open(attached: Attached, source: str, opening: Opening) -> Pieces:
    from archive.capture.unpacking import unpack  # it names these functions in its tables

    place = f"{source}!{attached.name}"
    try:
        content = attached.content()
    except Exception as error:  # the library fails in many ways on parts that no mail program made
        yield refused(place, Reason.UNREADABLE, f"{type(error).__name__}: {error}")
        return
    yield from unpack(io.BytesIO(content if isinstance(content, bytes) else b""), place, opening)


def _is_cut(message: Message) -> bool:
    """Says whether the first part of a message has no beginning, or the last no end: their boundaries tell."""
    return any(isinstance(defect, _CUT) for defect in message.defects)
