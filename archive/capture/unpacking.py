"""A stream of bytes becomes captures: told by what it begins with, never by its name.

Openers of containers read a stream piece by piece, whatever its size; everything else is read whole, up to the cap,
and is one capture whose media type its content tells, or several where a splitter knows the shape.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from archive.capture.bibliographies import part_bibtex, part_ris, tells_bibtex, tells_ris
from archive.capture.feeds import begins_feed, begins_json_feed, open_feed, part_feed
from archive.capture.inflating import Damaged
from archive.capture.json_lines import begins_json_lines, open_json_lines
from archive.capture.json_values import begins_json, open_json, part_wide_json, tells_wide_json
from archive.capture.mailboxes import (
    MESSAGE_CAP,
    begins_mailbox,
    open_mailbox,
    part_message,
    tells_message,
)
from archive.capture.markdown import type_of_markdown
from archive.capture.office import begins_word, open_word, part_rtf, tells_rtf
from archive.capture.opening import MOST_NESTED, Opening, now, refused, too_large
from archive.capture.packed import begins_packed, begins_tar, begins_zip, open_packed, open_tar, open_zip
from archive.capture.pdf import PDF_CAP, begins_pdf, type_of_pdf
from archive.capture.press_exports import (
    EXPORT_ROOM,
    part_page_export,
    part_text_export,
    tells_page_export,
    tells_text_export,
)
from archive.capture.saved_pages import type_of_page
from archive.capture.sitemaps import refuse_sitemap, tells_sitemap
from archive.capture.tables import begins_table, open_table
from archive.capture.unread import unread
from archive.capture.warc import begins_warc, open_warc
from archive.documents import Capture, Outcome, Reason

Pieces = Iterator[Capture | Outcome]

HEAD = 65_536
NO_TABLE = "columns are named for it, but no table is recognised: no line of its first eleven names two of its columns"
TEXT_TYPE = "text/plain"


class Container(NamedTuple):
    """Is a kind of stream that holds many pieces: how its first bytes tell it, and what opens it."""

    begins: Callable[[bytes], bool]
    open: Callable[[BinaryIO, str, Opening], Pieces]


class Split(NamedTuple):
    """Is a kind of file that holds many pieces and is read whole: how its content tells it, and what parts it."""

    tells: Callable[[bytes], bool]
    part: Callable[[bytes, str, Opening], Pieces]


TABLE = Container(begins_table, open_table)
CONTAINERS: tuple[Container, ...] = (
    Container(begins_feed, open_feed),
    Container(begins_json_feed, open_feed),
    Container(begins_json, open_json),
    Container(begins_json_lines, open_json_lines),
    Container(begins_warc, open_warc),
    Container(begins_mailbox, open_mailbox),
    Container(begins_packed, open_packed),
    Container(begins_word, open_word),
    Container(begins_zip, open_zip),
    Container(begins_tar, open_tar),
    TABLE,
)
SPLITS: tuple[Split, ...] = (
    Split(tells_message, part_message),
    Split(begins_json_feed, part_feed),
    Split(tells_sitemap, refuse_sitemap),
    Split(tells_wide_json, part_wide_json),
    Split(tells_ris, part_ris),
    Split(tells_bibtex, part_bibtex),
    Split(tells_rtf, part_rtf),
    Split(tells_page_export, part_page_export),
    Split(tells_text_export, part_text_export),
)
TYPES: tuple[Callable[[bytes], str | None], ...] = (type_of_page, type_of_pdf, type_of_markdown)
ROOM: tuple[tuple[Callable[[bytes], bool], int], ...] = (
    (tells_message, MESSAGE_CAP),
    (begins_pdf, PDF_CAP),
    *((tells, EXPORT_ROOM) for tells in (tells_ris, tells_bibtex, tells_rtf)),
    *((tells, EXPORT_ROOM) for tells in (tells_page_export, tells_text_export)),
)
"""What may be larger than a page: how its first bytes tell it, and the most bytes that are read of it."""


def unpack(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives the captures of a stream, and an outcome for what of it cannot be read."""
    head = _head_of(stream)
    whole = _rejoin(head, stream)
    if container := _container_of(head, opening):
        if opening.depth >= MOST_NESTED:
            yield refused(source, Reason.NOT_TEXT, f"it lies {opening.depth} archives deep")
        else:
            yield from container.open(whole, source, replace(opening, depth=opening.depth + 1))
        return
    if what := unread(head):
        yield refused(source, Reason.NOT_TEXT, what)
        return
    cap = max((room for begins, room in ROOM if begins(head)), default=opening.cap)
    content = whole.read(cap + 1)
    if len(content) > cap:
        yield too_large(source, cap)
        return
    yield from pieces_of(content, source, opening)


def _container_of(head: bytes, opening: Opening) -> Container | None:
    """Gives the container that a stream begins as; the columns that a person named tell a table too."""
    if found := next((container for container in CONTAINERS if container.begins(head)), None):
        return found
    named = opening.columns.values()
    return TABLE if named and begins_table(head, named) else None


def pieces_of(content: bytes, source: str, opening: Opening) -> Pieces:
    """Gives the captures of a content that is no container."""
    for split in SPLITS:
        if split.tells(content):
            yield from split.part(content, source, opening)
            return
    kind = next((found for told in TYPES if (found := told(content))), TEXT_TYPE)
    if kind == TEXT_TYPE and opening.columns:
        yield refused(source, Reason.BAD_RECORD, NO_TABLE)
        return
    yield Capture(content=content, source=source, media_type=kind, moment=now())


def _head_of(stream: BinaryIO) -> bytes:
    """Gives what a stream begins with; of JSON Lines, which may come one by one, the first line."""
    head = b""
    while len(head) < HEAD and not (head.startswith((b"{", b"\xef\xbb\xbf{")) and b"\n" in head):
        try:
            part = _some_of(stream, HEAD - len(head))
        except Damaged:  # what comes before the damage may be whole pieces; reading on raises it again
            break
        if not part:
            break
        head += part
    return head


def _some_of(stream: BinaryIO, size: int) -> bytes:
    """Reads what there is: a pipe gives a part, and does not wait for more."""
    some: bytes = getattr(stream, "read1", stream.read)(size)
    return some


def _rejoin(head: bytes, stream: BinaryIO) -> BinaryIO:
    """Gives the stream from its beginning again; a file stays one in which any place can be read."""
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return stream
    return io.BufferedReader(_Rejoined(head, stream), HEAD)


class _Rejoined(io.RawIOBase):
    """Is a stream with the head that was read from it put before it again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head.read(len(buffer)) or _some_of(self._rest, len(buffer))
        buffer[: len(part)] = part
        return len(part)
