"""The members of a tar archive, one after the other, out of a stream that is read once.

`tarfile` ends at a broken or missing header as if the archive ended there, reads extended headers of any size into
memory, and swells sparse members; so only its reading of one header is used.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from tarfile import HeaderError, TarInfo
from typing import BinaryIO

from archive.capture.inflating import Damaged
from archive.documents import Reason

BLOCK = 512
_LONG_NAME, _LONG_LINK, _EXTENDED, _GLOBAL = b"L", b"K", b"x", b"g"
_EXTENSIONS = frozenset({_LONG_NAME, _LONG_LINK, _EXTENDED, _GLOBAL})
_FILES = frozenset({b"0", b"\x00", b"7"})
_WITHOUT_CONTENT = frozenset({b"1", b"2", b"3", b"4", b"5", b"6"})  # links, devices, folders, pipes
_SPARSE = b"S"
_MOST_EXTENDED = 1024 * 1024
_CHECKSUM = re.compile(rb"[ \0]*[0-7]{1,7}[ \0]+|[0-7]{8}")
_RECORD = re.compile(rb"(\d{1,9}) ([^=\n]{1,200})=")


class Section(io.RawIOBase):
    """Is the next `size` bytes of a stream; Damaged where it ends before."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """Says that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Reads a part into a buffer; gives its length."""
        part = self._stream.read(min(len(buffer), self._left))
        if not part and self._left and len(buffer):
            raise Damaged(Reason.TRUNCATED, f"{self._left:,} bytes of a member are missing")
        self._left -= len(part)
        buffer[: len(part)] = part
        return len(part)

    def skip(self) -> None:
        """Reads on to the end of the section."""
        buffer = memoryview(bytearray(65_536))
        while self._left:
            self.readinto(buffer)


def begins_tar(head: bytes) -> bool:
    """Says whether a stream begins with the header of a tar member: its checksum tells."""
    if len(head) < BLOCK or not _CHECKSUM.fullmatch(head[148:156]):
        return False
    try:
        TarInfo.frombuf(head[:BLOCK], "utf-8", "surrogateescape")
    except (HeaderError, ValueError):
        return False
    return True


def tar_members(stream: BinaryIO) -> Iterator[tuple[str, Section]]:
    """Gives the name and content of each regular file; a content is to be read before the next member."""
    common: dict[str, str] = {}
    extended: dict[str, str] = {}
    while header := _header(stream):
        size = 0 if header.type in _WITHOUT_CONTENT else _size(header, extended.get("size"))
        section = Section(stream, size)
        if header.type in _EXTENSIONS:
            records = _read_extension(header.type, section, size)
            (common if header.type == _GLOBAL else extended).update(records)
        else:
            stated = common | extended
            if header.type == _SPARSE or any(name.startswith("GNU.sparse") for name in stated):
                raise Damaged(Reason.UNREADABLE, f"the member {header.name!r} is stored with holes")
            if header.type in _FILES:
                yield stated.get("path", header.name), section
            extended = {}
        section.skip()
        Section(stream, -size % BLOCK).skip()


def _header(stream: BinaryIO) -> TarInfo | None:
    """Gives the next header, None at the mark of the end."""
    block = stream.read(BLOCK)
    if len(block) < BLOCK:
        raise Damaged(Reason.TRUNCATED, "it ends without the mark of its end")
    if not block.strip(b"\x00"):
        return None
    try:
        return TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (HeaderError, ValueError) as error:
        raise Damaged(Reason.UNREADABLE, f"the header of a member is broken ({error})") from None


def _read_extension(kind: bytes, section: Section, size: int) -> dict[str, str]:
    """Reads a name that is too long for a header, or the records of POSIX; what is not needed is left out."""
    if size > _MOST_EXTENDED:
        raise Damaged(Reason.TOO_LARGE, f"an extended header of {size:,} bytes")
    content = b"".join(iter(lambda: section.read(_MOST_EXTENDED), b""))
    if kind == _LONG_NAME:
        return {"path": _text(content.partition(b"\x00")[0])}
    return {} if kind == _LONG_LINK else dict(_records(content))


def _records(content: bytes) -> Iterator[tuple[str, str]]:
    place = 0
    while record := _RECORD.match(content, place):
        length = int(record[1])
        yield _text(record[2]), _text(content[record.end() : place + length - 1])
        place += max(length, 1)


def _size(header: TarInfo, stated: str | None) -> int:
    """Gives the size of a member; an extended header states the one that the header has no room for."""
    size = header.size if stated is None else int(stated) if re.fullmatch("[0-9]{1,18}", stated) else -1
    if size < 0:
        raise Damaged(Reason.UNREADABLE, f"the size of the member {header.name!r} is no number")
    return size


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
