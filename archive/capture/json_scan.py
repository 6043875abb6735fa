"""Where the values of a JSON text end, told by brackets alone, however long the text and whatever is broken in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.documents import Reason

_BOM = b"\xef\xbb\xbf"
_READ = 65_536
_PLAIN, _STRING = re.compile(rb'[^"{}\[\],]*+'), re.compile(rb'(?:[^"\\]|\\.)*+', re.DOTALL)
_HALF_AN_ESCAPE = ord("\\")


def values_of(stream: BinaryIO, cap: int) -> Iterator[bytes | Reason]:
    """Gives the values of a list, or of a row of objects, as they are written; or why one cannot be given."""
    read = getattr(stream, "read1", stream.read)
    scan = _Scan(bytearray(read(_READ).removeprefix(_BOM)), cap)
    while True:
        yield from scan.values()
        more = read(_READ)
        if not more:
            break
        scan.held += more
    if scan.dropped or scan.held.strip():
        yield Reason.TRUNCATED


@dataclass(slots=True)
class _Scan:
    """Finds where values end in what was read so far; `held` begins with the value that is not ended yet.

    `depth` counts the brackets that are open inside it, `listed` says that it stands in a list, `quoted` that it
    was left inside a string, `dropped` that its beginning went away because it is over the cap.
    """

    held: bytearray
    cap: int
    place: int = 0
    depth: int = 0
    listed: bool = False
    quoted: bool = False
    dropped: bool = False

    def values(self) -> Iterator[bytes | Reason]:
        """Gives the values that end in what is held."""
        while self._to_sign():
            sign = chr(self.held[self.place])
            self.place += 1
            if sign == '"':
                self.quoted = not self.quoted
            elif sign == "[" and not self.depth and not self.listed:
                self.listed = True
                self._drop()
            elif sign in "{[":
                self.depth += 1
            elif self.depth:
                self.depth -= sign in "}]"
                if not self.depth and not self.listed:
                    yield from self._ended(self.place)
            else:
                yield from self._ended(self.place - 1)
                self.listed = self.listed and sign == ","
        if len(self.held) > self.cap:
            self.dropped = True
            self._drop()

    def _to_sign(self) -> bool:
        """Goes on to the next sign that tells something; False where what is held ends before one."""
        found = (_STRING if self.quoted else _PLAIN).match(self.held, self.place)
        self.place = found.end() if found else self.place
        return self.place < len(self.held) and self.held[self.place] != _HALF_AN_ESCAPE

    def _ended(self, end: int) -> Iterator[bytes | Reason]:
        value = bytes(self.held[:end]).strip()
        if value or self.dropped:
            yield Reason.TOO_LARGE if self.dropped or len(value) > self.cap else value
        self.dropped = False
        self._drop()

    def _drop(self) -> None:
        del self.held[: self.place]
        self.place = 0
