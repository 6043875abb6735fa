"""What a response says in fewer bytes, said in full: piece by piece, and never further than was agreed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

ACCEPTED = "gzip, deflate"
MOST_ENCODINGS = 2
MOST_TIMES, FROM = 200, 1024 * 1024

_GZIP, _ZLIB, _RAW = 31, 15, -15
_PIECE = 65_536


class Bomb(Exception):
    """Says that a content is larger than the cap, or grows out of all proportion."""


class Garbled(Exception):
    """Says that a content is not in the encoding it is said to be in, or ends too early."""


def inflated(chunks: Iterable[bytes], encodings: Sequence[str], cap: int) -> bytes:
    """Gives the whole content; what is counted against the cap are the bytes that come out.

    `encodings` are those of the header in its order: the last one was put on last. More than two, and any that was
    not asked for, are Garbled.
    """
    told = [name for name in encodings if name not in ("", "identity")]
    if len(told) > MOST_ENCODINGS:
        raise Garbled(f"it is encoded {len(told)} times")
    taken = _Counted(chunks)
    layers: Iterable[bytes] = taken
    for name in reversed(told):
        if name not in ("gzip", "x-gzip", "deflate"):
            raise Garbled(f"it is encoded as {name[:20]!r}, which was not asked for")
        layers = _layer(layers, gzip=name != "deflate")
    parts, size = [], 0
    for part in layers:
        parts.append(part)
        size += len(part)
        if size > cap:
            raise Bomb(f"it is larger than {cap:,} bytes")
        if told and size > FROM and size > taken.size * MOST_TIMES:
            raise Bomb(f"{taken.size:,} bytes grow to more than {size:,}")
    return b"".join(parts)


class _Counted:
    """Counts the bytes that pass."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self.size = chunks, 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            yield chunk


def _layer(chunks: Iterable[bytes], *, gzip: bool) -> Iterator[bytes]:
    """Takes one encoding off, in pieces of a bounded size; members of gzip may follow on one another."""
    machine, begun = None, b""
    for chunk in chunks:
        begun += chunk
        if machine is None:
            if len(begun) < 2:
                continue
            machine = zlib.decompressobj(_GZIP if gzip else _ZLIB if _is_zlib(begun) else _RAW)
        while begun:
            try:
                part = machine.decompress(begun, _PIECE)
            except zlib.error as error:
                raise Garbled(f"its compression is broken ({error})") from error
            if part:
                yield part
            begun = machine.unconsumed_tail
            if machine.eof:
                begun = machine.unused_data
                if not gzip or not begun.startswith(b"\x1f\x8b"):  # what follows the end is padding
                    return
                machine = zlib.decompressobj(_GZIP)
    if machine is None or not machine.eof:
        raise Garbled("its compression ends too early")


def _is_zlib(head: bytes) -> bool:
    """Tells zlib, which the standard means by deflate, from the bare stream that some servers send."""
    return head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
