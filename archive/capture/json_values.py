"""JSON that is no JSON Lines: a list, values printed over many lines, an object that wraps one list.

The pieces are told by brackets alone, so that a broken record costs no other, and a list of any length is read piece
by piece. A piece is exactly the bytes of its value.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from archive.capture.json_scan import values_of
from archive.capture.opening import Opening, now, refused, too_large
from archive.documents import Capture, Outcome, Reason

RECORD_TYPE = "application/json"
_BEGINS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*(?:\{\s*["}]|\])|\{\s*(?:["}]|\Z))')
_BOM = b"\xef\xbb\xbf"
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UNFINISHED = (b",", b"{", b"[", b":")
_READ = 65_536
_BETWEEN = re.compile(r"[\s,:]*")
_OF_ARTICLES = frozenset("body text content title headline maintext plaintext articleBody url name".split())


def begins_json(head: bytes) -> bool:
    """Says whether a file begins with a list of objects, or with an object that goes on in the next line."""
    line = head.partition(b"\n")[0].removeprefix(_BOM).strip()
    return _BEGINS.match(head) is not None and (line.startswith(b"[") or line.endswith(_UNFINISHED))


def open_json(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each record, numbered from 1, and an outcome for what of it cannot be read."""
    moment, number = now(), 0
    for value in values_of(stream, opening.cap):
        for record in unwrap(value) if isinstance(value, bytes) else [value]:
            number += 1
            place = f"{source}:{number}"
            if isinstance(record, bytes):
                yield Capture(record, place, media_type=RECORD_TYPE, moment=moment)
            elif record is Reason.TOO_LARGE:
                yield too_large(place, opening.cap, "the record")
            else:
                yield refused(place, record, "the file ends in the middle of this record")
    if not number:
        yield refused(source, Reason.EMPTY, "the list holds no record")


def tells_wide_json(content: bytes) -> bool:
    """Says whether a file is JSON in UTF-16, as PowerShell writes it."""
    charset = _WIDE.get(content[:2])
    return (
        charset is not None and _BEGINS.match(content[2:_READ].decode(charset, "ignore").encode()) is not None
    )


def part_wide_json(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each record, in UTF-16 with its mark."""
    mark, charset = content[:2], _WIDE[content[:2]]
    plain = content[2:].decode(charset, "replace").encode()
    for piece in open_json(io.BytesIO(plain), source, opening):
        if isinstance(piece, Capture):
            yield replace(piece, content=mark + piece.content.decode().encode(charset))
        else:
            yield piece


def unwrap(value: bytes) -> list[bytes]:
    """Gives the records of an object that is none itself and holds one list of them; else the value alone.

    A `@graph` is one record, its objects naming each other, unless it holds several articles.

    >>> unwrap(b'{"status": "ok", "articles": [{"title": 1}, {"title": 2}]}')
    [b'{"title": 1}', b'{"title": 2}']
    """
    try:
        text = value.decode()
        found = json.loads(text)
    except (ValueError, RecursionError):
        return [value]
    lists = [name for name, held in found.items() if _is_list(held)] if isinstance(found, dict) else []
    if len(lists) != 1 or _OF_ARTICLES & found.keys():
        return [value]
    parts = list(_parts(text, lists[0]))
    if lists[0] == "@graph":
        parts = [part for part, thing in zip(parts, found["@graph"], strict=True) if _is_article(thing)]
    return [value] if lists[0] == "@graph" and len(parts) < 2 else parts


def _is_list(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(isinstance(one, dict) for one in value)


def _is_article(thing: dict[str, object]) -> bool:
    return "articleBody" in thing or "headline" in thing


def _parts(text: str, name: str) -> Iterator[bytes]:
    """Gives the values of the list that an object holds under a name, each as it is written."""
    decoder, place, label = json.JSONDecoder(), text.index("{") + 1, None
    while label != name:
        label, place = decoder.raw_decode(text, _skip(text, place))
        place = _skip(text, place)
        if label != name:
            _, place = decoder.raw_decode(text, place)
    place = _skip(text, place + 1)
    while text[place] != "]":
        _, end = decoder.raw_decode(text, place)
        yield text[place:end].encode()
        place = _skip(text, end)


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place
