"""A stream of bytes becomes captures: told by what it begins with, never by its name.

Openers of containers read a stream piece by piece, whatever its size; everything else is read whole, up to the cap,
and is one capture whose media type its content tells, or several where a splitter knows the shape.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from archive.capture.json_lines import begins_json_lines, open_json_lines
from archive.capture.opening import MOST_NESTED, Opening, now, refused, too_large
from archive.capture.saved_pages import type_of_page
from archive.documents import Capture, Outcome, Reason

Pieces = Iterator[Capture | Outcome]

HEAD = 65_536
TEXT_TYPE = "text/plain"


class Container(NamedTuple):
    """Is a kind of stream that holds many pieces: how its first bytes tell it, and what opens it."""

    begins: Callable[[bytes], bool]
    open: Callable[[BinaryIO, str, Opening], Pieces]


class Split(NamedTuple):
    """Is a kind of file that holds many pieces and is read whole: how its content tells it, and what parts it."""

    tells: Callable[[bytes], bool]
    part: Callable[[bytes, str, Opening], Pieces]


CONTAINERS: tuple[Container, ...] = (Container(begins_json_lines, open_json_lines),)
SPLITS: tuple[Split, ...] = ()
TYPES: tuple[Callable[[bytes], str | None], ...] = (type_of_page,)


def unpack(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives the captures of a stream, and an outcome for what of it cannot be read."""
    head = stream.readline(HEAD)
    if len(head) < HEAD and not head.startswith((b"{", b"\xef\xbb\xbf{")):  # JSON Lines may come one by one
        head += stream.read(HEAD - len(head))
    whole = io.BufferedReader(_Rejoined(head, stream), HEAD)
    for container in CONTAINERS:
        if container.begins(head):
            if opening.depth >= MOST_NESTED:
                yield refused(source, Reason.NOT_TEXT, f"it lies {opening.depth} archives deep")
            else:
                yield from container.open(whole, source, replace(opening, depth=opening.depth + 1))
            return
    content = whole.read(opening.cap + 1)
    if len(content) > opening.cap:
        yield too_large(source, opening.cap)
        return
    yield from pieces_of(content, source, opening)


def pieces_of(content: bytes, source: str, opening: Opening) -> Pieces:
    """Gives the captures of a content that is no container."""
    for split in SPLITS:
        if split.tells(content):
            yield from split.part(content, source, opening)
            return
    kind = next((found for told in TYPES if (found := told(content))), TEXT_TYPE)
    yield Capture(content=content, source=source, media_type=kind, moment=now())


class _Rejoined(io.RawIOBase):
    """Is a stream with the head that was read from it put before it again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._read_some = getattr(
            rest, "read1", rest.read
        )  # a pipe gives what there is, and does not wait for more

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._head.read(len(buffer)) or self._read_some(len(buffer))
        buffer[: len(part)] = part
        return len(part)
