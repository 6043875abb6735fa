"""The members of a zip archive: what its table lists, each unpacked as it is read."""

from __future__ import annotations

import io
import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from archive.capture.inflating import Allowance, Damaged, Inflated, buffered
from archive.documents import Reason

MOST_TABLE = 16 * 1024 * 1024
MOST_SPOOLED = 4 * 1024**3
_IN_MEMORY = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_ENCRYPTED, _NAMED_IN_UTF8 = 0x1, 0x800
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
_END64_SIZE = 56
_OFFICE, _BOOK = "[Content_Types].xml", "mimetype"


def begins_zip(head: bytes) -> bool:
    """Says whether a stream begins as a zip archive does, be it empty."""
    return head.startswith((b"PK\x03\x04", _END))


@contextmanager
def rewindable(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """Gives the stream as one in which any place can be read; what a pipe gives is kept nameless meanwhile."""
    if stream.seekable():
        yield stream
        return
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        while part := stream.read(_CHUNK):
            spool.write(part)
            if spool.tell() > MOST_SPOOLED:
                raise Damaged(Reason.TOO_LARGE, f"more than {MOST_SPOOLED:,} bytes come out of a pipe")
        yield spool


def open_table(file: IO[bytes]) -> ZipFile:
    """Opens an archive of captures; Damaged where it is an office document, or its table cannot be read."""
    archive = read_table(file)
    names = archive.namelist()
    if _OFFICE in names or names[:1] == [_BOOK]:
        raise Damaged(Reason.NOT_TEXT, "it is an office document or a book; save it as PDF, HTML or text")
    return archive


def read_table(file: IO[bytes]) -> ZipFile:
    """Opens a zip archive by the table at its end; Damaged where there is none, or one that is too large."""
    size = _size_of_table(file)
    if size > MOST_TABLE:
        raise Damaged(Reason.TOO_LARGE, f"the table of its members is larger than {MOST_TABLE:,} bytes")
    try:
        return ZipFile(file)
    except (BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError, OSError) as error:
        raise Damaged(Reason.UNREADABLE, f"its table cannot be read ({error})") from None


def _size_of_table(file: IO[bytes]) -> int:
    """Gives the size of the table that the end of the archive states: `zipfile` reads it into memory whole."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE))
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise Damaged(Reason.TRUNCATED, "the table at its end is missing")
    (table,) = struct.unpack_from("<I", tail, end + 12)
    if end >= _LOCATOR_SIZE and tail.startswith(_LOCATOR, end - _LOCATOR_SIZE):
        file.seek(min(size, struct.unpack_from("<Q", tail, end - _LOCATOR_SIZE + 8)[0]))
        record = file.read(_END64_SIZE)
        table = struct.unpack_from("<Q", record, 40)[0] if len(record) == _END64_SIZE else table
    return int(table) if table < size else 0


def files_of(archive: ZipFile) -> list[ZipInfo]:
    """Gives the regular files of an archive: no folders, links or devices."""
    kinds = ((info, stat.S_IFMT(info.external_attr >> 16)) for info in archive.infolist())
    return [info for info, kind in kinds if not info.is_dir() and kind in (0, stat.S_IFREG)]


def name_of(info: ZipInfo) -> str:
    """Gives the name of a member, its folders parted by `/`; it may be in UTF-8 without the flag that says so."""
    name = info.filename.replace("\\", "/")
    if info.flag_bits & _NAMED_IN_UTF8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def open_member(archive: ZipFile, info: ZipInfo, allowance: Allowance) -> BinaryIO:
    """Opens a member as a stream; Damaged where it is encrypted or packed in an unknown way."""
    if info.flag_bits & _ENCRYPTED:
        raise Damaged(Reason.ENCRYPTED, "it is packed with a password")
    try:
        member = archive.open(info)
    except NotImplementedError as error:
        raise Damaged(Reason.UNREADABLE, f"it is packed in a way that cannot be unpacked ({error})") from None
    except (BadZipFile, ValueError, RuntimeError, struct.error, EOFError, zlib.error, OSError) as error:
        raise Damaged(Reason.UNREADABLE, f"its entry is broken ({error})") from None
    return buffered(Inflated(member, allowance))  # type: ignore[arg-type]
