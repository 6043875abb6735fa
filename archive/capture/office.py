"""Documents of word processors: RTF and the DOCX of Nexis, parted where they hold many documents.

A part of one is made readable alone as a row of a table is: by what stands before all of them, and what closes them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.capture.inflating import Allowance, Damaged
from archive.capture.opening import Opening, now, refused, too_large
from archive.capture.zipped import open_member, read_table
from archive.documents import Capture, Outcome, Reason

RTF_TYPE = "application/rtf"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD_PART = "word/document.xml"
_MOST_TIMES = 10
_RTF_END = re.compile(
    rb"\\[\\{}]|(?P<par>\\par\b)|(?P<brace>[{}])|(?P<mark>End of Document"
    rb"|Do[ck]umento? [A-Za-z]{2,12}[0-9A-Za-z]{15,40}|\bnews(?P<dot>\\'b7|\\u183 ?\??)\d{8}(?P=dot)\w+)"
)
_RTF_HEAD = re.compile(rb"\{\\(?:fonttbl|colortbl|stylesheet|info|listtable|listoverridetable|\*)")
_PARAGRAPH_END = b"</w:p>"
_WORD_END = re.compile(rb">\s*End of Document\s*<")


def tells_rtf(content: bytes) -> bool:
    """Says whether a file is RTF."""
    return content.startswith(b"{\\rtf")


def part_rtf(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each document that an RTF file holds, with the head of the file before it."""
    moment, head = now(), _head_of(content)
    ends = [end for end in _ends_of(content) if end > head]
    parts = [content[start:end] for start, end in zip([head, *ends], ends, strict=False)]
    whole = [content] if len(parts) < 2 else [content[:head] + part + b"}" for part in parts]
    for number, part in enumerate(whole, 1):
        place = source if len(whole) == 1 else f"{source}:{number}"
        yield Capture(part, place, media_type=RTF_TYPE, moment=moment)


def _head_of(content: bytes) -> int:
    """Gives where the text begins, behind the tables of fonts, colours and styles."""
    found = re.match(rb"\{\\rtf[^{}]*", content)
    place = found.end() if found else 0
    while group := _RTF_HEAD.match(content, place):
        depth = 0
        for sign in _RTF_END.finditer(content, group.start()):
            depth += {b"{": 1, b"}": -1}.get(sign["brace"], 0)
            if not depth:
                break
        else:
            return place
        after = re.compile(rb"\s*(?:\\[a-z]+-?\d*\s?)*").match(content, sign.end())
        place = after.end() if after and content[after.end() : after.end() + 1] == b"{" else sign.end()
    return place


def _ends_of(content: bytes) -> Iterator[int]:
    """Gives where documents end: outside all groups, after the paragraph that their last line is."""
    depth, marked, ended = 0, False, False
    for found in _RTF_END.finditer(content):
        depth += {b"{": 1, b"}": -1}.get(found["brace"], 0)
        marked = marked or found["mark"] is not None
        ended = ended or (marked and found["par"] is not None)
        if ended and depth == 1:
            yield found.end()
            marked = ended = False


def begins_word(head: bytes) -> bool:
    """Says whether a file is a DOCX."""
    return head.startswith(b"PK\x03\x04") and _WORD_PART.encode() in head


def open_word(stream: BinaryIO, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each document of a DOCX: its main part, or the paragraphs of one document of it."""
    content = stream.read(opening.cap + 1)
    if len(content) > opening.cap:
        yield too_large(source, opening.cap)
        return
    try:
        xml = _text_of(content, _MOST_TIMES * opening.cap + 1)
    except Damaged as damage:
        yield refused(source, damage.reason, f"no {_WORD_PART} can be read: {damage.detail}")
        return
    if len(xml) > _MOST_TIMES * opening.cap:
        yield too_large(source, _MOST_TIMES * opening.cap, "the text")
        return
    parts, moment = _parts_of(xml), now()
    for number, part in enumerate(parts, 1):
        place = source if len(parts) == 1 else f"{source}:{number}"
        yield Capture(part, place, media_type=WORD_TYPE, moment=moment)


def _text_of(content: bytes, most: int) -> bytes:
    """Gives the main part of a DOCX, no more than so many bytes of it."""
    with read_table(io.BytesIO(content)) as packed:
        try:
            entry = packed.getinfo(_WORD_PART)
        except KeyError:
            raise Damaged(Reason.UNREADABLE, "it has none") from None
        with open_member(packed, entry, Allowance(lambda: len(content))) as member:
            return member.read(most)


def _parts_of(xml: bytes) -> list[bytes]:
    body, close = xml.find(b"<w:body>"), xml.rfind(b"</w:body>")
    closings = [xml.find(_PARAGRAPH_END, found.end()) for found in _WORD_END.finditer(xml)]
    ends = [place + len(_PARAGRAPH_END) for place in closings if 0 <= place < close]
    if len(ends) < 2 or body < 0:
        return [xml]
    start = body + len(b"<w:body>")
    return [xml[:start] + xml[a:b] + xml[close:] for a, b in zip([start, *ends], ends, strict=False)]
