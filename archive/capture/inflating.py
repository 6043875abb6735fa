"""Packed streams, unpacked as they are read: what is cut, broken or a bomb is never passed over in silence."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from archive.documents import Reason

FREE = 1024 * 1024
RATIO = 200
"""How much a stream may unpack to: anything up to `FREE` bytes, then `RATIO` times its packed size."""

GZIP = b"\x1f\x8b\x08"
_LONGEST_MAGIC, _BUFFER = 10, 65_536
_ENDS_EARLY = "it ends before what it holds does"


class Damaged(Exception):
    """Says why a stream cannot be read to its end; it never leaves the openers."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass
class Allowance:
    """Counts what is unpacked against what was packed, which `packed` gives."""

    packed: Callable[[], int]
    given: int = 0

    @property
    def exhausted(self) -> bool:
        """Says whether more was unpacked than any press text packs."""
        return self.given > max(FREE, RATIO * self.packed())

    def spend(self, size: int) -> None:
        """Counts bytes that were unpacked; Damaged where they are too many."""
        self.given += size
        if self.exhausted:
            raise Damaged(Reason.TOO_LARGE, f"it unpacks to more than {RATIO} times its size")


class Readable(Protocol):
    """Is what gives a part of its bytes at a time."""

    def read1(self, size: int, /) -> bytes:
        """Gives at most `size` bytes, none at the end."""


class Inflated(io.RawIOBase):
    """Is a stream that is unpacked; every read raises Damaged once one has."""

    def __init__(self, unpacked: Readable, allowance: Allowance) -> None:
        self._unpacked = unpacked
        self._allowance = allowance
        self._damage: Damaged | None = None

    def readable(self) -> bool:
        """Says that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Unpacks a part into a buffer; gives its length."""
        if self._damage is None:
            try:
                part = self._unpacked.read1(len(buffer))
                self._allowance.spend(len(part))
            except Exception as error:  # zipfile, gzip, bz2 and lzma have no error in common
                self._damage = _damage_of(error)
            else:
                buffer[: len(part)] = part
                return len(part)
        raise self._damage


def _damage_of(error: Exception) -> Damaged:
    match error:
        case Damaged():
            return error
        case EOFError():
            return Damaged(Reason.TRUNCATED, _ENDS_EARLY)
        case OSError() if str(error).endswith("(b'\\x1f')"):  # the first byte of one more member of gzip
            return Damaged(Reason.TRUNCATED, _ENDS_EARLY)
        case zlib.error():
            return Damaged(Reason.UNREADABLE, "what is packed in it is broken")
        case _:
            return Damaged(Reason.UNREADABLE, str(error) or type(error).__name__)


class Counted(io.RawIOBase):
    """Is a stream that counts what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = 0

    def readable(self) -> bool:
        """Says that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Reads a part into a buffer; gives its length."""
        part = self._stream.read(len(buffer))
        self.taken += len(part)
        buffer[: len(part)] = part
        return len(part)


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    """Gives a raw stream as one that can be read in any portions."""
    return io.BufferedReader(raw, _BUFFER)  # type: ignore[arg-type, return-value, unused-ignore]


def inflate(stream: BinaryIO) -> io.BufferedReader:
    """Gives what a gzip, bzip2 or xz stream holds, all its members in a row, as a stream."""
    counted = Counted(stream)
    packed = buffered(counted)
    unpacker = _UNPACKERS[magic_of(packed.peek(_LONGEST_MAGIC)) or GZIP]
    return buffered(Inflated(unpacker(packed), Allowance(lambda: counted.taken)))


def magic_of(head: bytes) -> bytes | None:
    """Gives the bytes by which a packed stream is told, None for any other."""
    return next((magic for magic in _UNPACKERS if head.startswith(magic)), None)


def _gzip(stream: io.BufferedReader) -> Readable:
    import gzip

    return gzip.GzipFile(fileobj=stream)


def _bzip2(stream: io.BufferedReader) -> Readable:
    import bz2

    return bz2.BZ2File(stream)


def _xz(stream: io.BufferedReader) -> Readable:
    import lzma

    return lzma.LZMAFile(stream)


_UNPACKERS: dict[bytes, Callable[[io.BufferedReader], Readable]] = {
    GZIP: _gzip,
    b"\xfd7zXZ\x00": _xz,
    **{b"BZh%d1AY&SY" % level: _bzip2 for level in range(1, 10)},
}
