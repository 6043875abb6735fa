"""JSON Lines: one record a line, one capture a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from archive.capture.json_values import RECORD_TYPE, begins_json, unwrap
from archive.capture.opening import Opening, now, too_large
from archive.documents import Capture, Outcome

PEEK = 65_536
ORIGINALS_ROOM = 32
"""How many times the cap a line may have with the originals that it brings: an article has one for each wording."""
BOM = b"\xef\xbb\xbf"


def begins_json_lines(head: bytes) -> bool:
    """Says whether a first line begins JSON Lines; a page that begins with a brace does not parse."""
    text = head.partition(b"\n")[0].removeprefix(BOM).strip()
    if not text.startswith(b"{") or begins_json(head):
        return False
    if text.startswith((b'{"', b"{}")):
        return True
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def open_json_lines(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each line that is not blank, and an outcome for a line over the cap.

    The cap is that of the line without its originals, as each of them was within it. A first line that wraps a list
    of records is that list, as services answer.
    """
    cap, moment, number = opening.cap, now(), 1
    most = cap * ORIGINALS_ROOM
    line = stream.readline(most + 2).removeprefix(BOM)
    while line:
        place = f"{source}:{number}"
        if len(line) > most:
            yield too_large(place, most, "the line")
            while line and not line.endswith(b"\n"):
                line = stream.readline(PEEK)
        elif len(line) - _originals_in(line, cap) > cap:
            yield too_large(place, cap, "the line without its originals")
        elif line.strip():
            records = unwrap(line.strip()) if number == 1 else [line.strip()]
            for place_in_list, record in enumerate(records, 1):
                where = place if len(records) == 1 else f"{source}:{place_in_list}"
                yield Capture(record, where, media_type=RECORD_TYPE, moment=moment)
        number += 1
        line = stream.readline(most + 2)


def _originals_in(line: bytes, cap: int) -> int:
    """Gives how much of a line over the cap is captures."""
    try:
        values = json.loads(line) if len(line) > cap else {}
    except (ValueError, RecursionError):
        return 0
    captures = values.get("captures") if isinstance(values, dict) else None
    parts = [part for part in captures if isinstance(part, dict)] if isinstance(captures, list) else []
    return sum(len(part["content"]) for part in parts if isinstance(part.get("content"), str))
