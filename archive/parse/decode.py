"""Bytes become text: byte order mark, strict UTF-8, what the source declares, then what the letters show.

What comes out is exactly what was printed: nothing is replaced, only line ends and the byte order mark are
normalised. What cannot be read so is refused with the fact.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from archive.documents import Reason, Refusal
from archive.parse.charsets import best_reading, is_mixed
from archive.text import INVISIBLE

MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive, or an office document",
    b"PK\x05\x06": "a zip archive",
    b"\x89PNG\r\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "an ELF program",
    b"SQLite format 3\x00": "an SQLite database",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"BZh91AY&SY": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"\xd0\xcf\x11\xe0\xa1\xb1": "an old office document",
    b"OggS\x00": "an Ogg recording",
    b"ID3\x03": "an MP3 recording",
    b"ID3\x04": "an MP3 recording",
}
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""The marks in the order they are tried: that of UTF-32 begins with that of UTF-16."""

_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b"))
_PRINTABLE = bytes(set(range(0x80)) - set(_CONTROLS))
_NOT_PRINTED = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
_TORN_LEADS = re.compile(rb"[\xc2-\xdf\xe2\xf0][\x80-\xbf]*|[\xe0-\xf4][\x80-\xbf]+")


@dataclass(frozen=True)
class Decoded:
    """Is the text of a capture with `\\n` line ends, the charset it was read in, and why that one."""

    text: str
    charset: str
    reason: str


def decode(content: bytes, declared: str | None = None) -> Decoded | Refusal:
    """Reads bytes as text; refuses what is empty, what is no text, and what fits no charset.

    `declared` is what the source says of its charset; it is believed where the letters do not contradict it.
    """
    if not content.strip():
        return Refusal(Reason.EMPTY, "the capture holds nothing but white space")
    answer = (
        _by_mark(content)
        or _by_nature(content)
        or _by_utf8(content, declared)
        or _by_letters(content, declared)
    )
    if isinstance(answer, Refusal):
        return answer
    text = answer.text.replace("\r\n", "\n").replace("\r", "\n")
    if not INVISIBLE.sub("", text).strip():
        return Refusal(Reason.EMPTY, "the capture holds nothing but white space and invisible signs")
    return Decoded(text, answer.charset, answer.reason)


def _by_mark(content: bytes) -> Decoded | Refusal | None:
    mark = next((mark for mark in BYTE_ORDER_MARKS if content.startswith(mark)), None)
    if mark is None:
        return None
    charset = BYTE_ORDER_MARKS[mark]
    text, torn = _strict(content[len(mark) :], charset)
    if text is None:
        return Refusal(
            Reason.CHARSET, f"the byte order mark says {charset}, but the bytes are not valid {charset}"
        )
    if _is_binary(text):
        return Refusal(
            Reason.NOT_TEXT, f"the byte order mark says {charset}, but most signs are control characters"
        )
    return Decoded(text, charset, "byte order mark" + torn)


def _by_nature(content: bytes) -> Decoded | Refusal | None:
    """Reads UTF-16 and UTF-32 without a mark, and refuses what is no text at all."""
    for magic, nature in MAGIC.items():
        if content.startswith(magic):
            return Refusal(Reason.NOT_TEXT, f"the bytes are those of {nature}")
    if b"\x00" in content:
        return _by_zeros(content) or Refusal(Reason.NOT_TEXT, "the bytes hold zeros, as no text does")
    controls = len(content) - len(content.translate(None, _CONTROLS))
    if controls > 1 and controls * 50 > len(content):
        return Refusal(Reason.NOT_TEXT, f"{controls} of {len(content)} bytes are control characters")
    return None


def _by_zeros(content: bytes) -> Decoded | None:
    """Reads text whose zeros all stand where the high bytes of one of the wide charsets stand."""
    zeros = [content[place::4].count(0) for place in range(4)]
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if (even + odd) * 5 < len(content) * 2 and not content.translate(None, _PRINTABLE + b"\x00"):
        return None  # ASCII with a few zeros, which in pairs would be any Han
    wide = {
        "utf-32-le": zeros[2] == zeros[3] == len(content) // 4,
        "utf-32-be": zeros[0] == zeros[1] == len(content) // 4,
        "utf-16-le": odd > 20 * even,
        "utf-16-be": even > 20 * odd,
    }
    for charset, fits in wide.items():
        text, torn = _strict(content, charset) if fits else (None, "")
        if text and not _NOT_PRINTED.search(text):
            return Decoded(text, charset, "the places of the zero bytes" + torn)
    return None


def _by_utf8(content: bytes, declared: str | None) -> Decoded | Refusal | None:
    text, torn = _strict(content, "utf-8")
    if text is not None and (not torn or _is_torn_utf8(content, text, declared)):
        return Decoded(text, "utf-8", "strict UTF-8" + torn)
    if is_mixed(content, share=1.0):
        return Refusal(
            Reason.CHARSET, "most of the bytes are UTF-8, but some are broken or of another charset"
        )
    return None


def _is_torn_utf8(content: bytes, text: str, declared: str | None) -> bool:
    """Says whether the last bytes are a torn UTF-8 character, not a whole one of another charset ("café")."""
    if not text.isascii() or (declared or "").lower().replace("-", "") == "utf8":
        return True
    return _TORN_LEADS.fullmatch(content[len(text) :]) is not None


def _by_letters(content: bytes, declared: str | None) -> Decoded | Refusal:
    reading = best_reading(content, declared)
    if reading is None:
        return Refusal(Reason.CHARSET, "in no known charset do the bytes make plausible letters")
    return Decoded(*reading)


def _strict(content: bytes, charset: str) -> tuple[str | None, str]:
    """Decodes strictly, less a character torn at the end; gives the text or None, and what was torn."""
    try:
        return content.decode(charset), ""
    except UnicodeDecodeError as error:
        if error.start == 0 or len(content) - error.start > 3 or error.reason not in _TORN:
            return None, ""
        return content[: error.start].decode(charset), ", less a character torn at the end"


_TORN = frozenset({"unexpected end of data", "truncated data"})


def _is_binary(text: str) -> bool:
    return len(_NOT_PRINTED.findall(text)) * 50 > len(text)
