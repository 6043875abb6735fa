"""The rows of a stream of separated values, as the exact text between one row's start and the next.

The text is read as Latin-1 where no byte order mark says otherwise: every byte stands for itself.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, cast

from archive.cells import is_open

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PEEK = 65_536


class Row(NamedTuple):
    """Is a row with the number of its first line; an open one has a quote that is never closed."""

    line: int
    text: str
    open: bool = False


class Lines(Iterator[str]):
    """Gives the lines of a stream with their ends; `charset` is the one that carries them.

    Of a line longer than the cap there comes just so much that it shows.
    """

    def __init__(self, stream: BinaryIO, cap: int) -> None:
        peeking = hasattr(stream, "peek")
        buffered = (
            cast(io.BufferedReader, stream) if peeking else io.BufferedReader(cast(io.RawIOBase, stream))
        )
        self.charset = charset_of(buffered.peek(2))
        self._text = io.TextIOWrapper(buffered, self.charset, errors="surrogatepass", newline="")
        self._cap, self._left = cap, True

    def __next__(self) -> str:
        line = rest = self._text.readline(self._cap + 1) if self._left else ""
        while len(rest) > self._cap and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(_PEEK)
        if not line:
            if self._left:
                self._text.detach()  # the stream is its opener's to close
            self._left = False
            raise StopIteration
        return line


def charset_of(head: bytes) -> str:
    """Gives the charset that carries the text of a table without loss: UTF-16 after its mark, else Latin-1."""
    return _WIDE.get(head[:2], "latin-1")


def printed(text: str, charset: str) -> str:
    """Gives carried text as it is printed, as well as one line alone can tell."""
    if charset == "latin-1":
        raw = text.encode("latin-1")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    return text.strip("\ufeff \t\r\n\xa0")


def rows_of(lines: Iterator[str], delimiter: str, cap: int) -> Iterator[Row]:
    """Gives the rows of a table; the lines after a quote that nothing closes are rows again."""
    again: list[str] = []
    number = 1
    while line := again.pop() if again else next(lines, ""):
        taken, size, inside = [line], len(line), is_open(line.rstrip("\r\n"), delimiter)
        while inside and size <= cap and (line := again.pop() if again else next(lines, "")):
            taken.append(line)
            size, inside = size + len(line), is_open(line.rstrip("\r\n"), delimiter, was_open=True)
        if inside:
            again.extend(reversed(taken[1:]))
            del taken[1:]
        yield Row(number, "".join(taken), inside)
        number += len(taken)
