"""A page made ready for its parser: decoded, and less all that is never read (scripts, styles, pictures in text)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.documents import Capture, Reason, Refusal
from archive.parse.decode import Decoded, decode

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
_WIDE = ("utf-16", "utf-32")
_OPENING = re.compile(r"<(script|style|svg|template)\b|<!--", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "svg", "template")
} | {"<!--": re.compile("-->")}
_DECLARATIONS = re.compile(r"<!DOCTYPE[^>\[]{0,300}\[.{0,100000}?\]\s*>", re.IGNORECASE | re.DOTALL)
_LINKED_DATA = re.compile(r"application/ld\+json", re.IGNORECASE)
_DATA_ADDRESS = re.compile(r"data:[\w/+.-]{0,60}[;,][\w/+=%;,.:-]{100,}")
_OVERLONG_TAG = re.compile(r"<([a-zA-Z][\w-]{0,40})\b[^<>]{5000,}>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_CONTROLS = 50
_SAVED = re.compile(
    r"(?:saved from url=\(\d+\)|SingleFile\s+(?:\S+ )?url:)\s*(?P<address>https?://[^\s<>]+)", re.IGNORECASE
)
_SAVED_WITHIN = 3000
_BROKEN = "\ufffd"
_MOST_LINKED_DATA, _LONGEST_TAG = 100, 2000
_HEAVY_LETTERS, _HEAVY_TAGS = 3_000_000, 60_000


@dataclass(frozen=True)
class Source:
    """Is the text of a page without scripts and styles, its linked data apart, and how it was decoded.

    `saved_from` is the address that a browser or SingleFile notes when it saves a page.
    """

    text: str
    linked_data: tuple[str, ...]
    charset: str
    charset_reason: str
    saved_from: str | None = None

    @property
    def heavy(self) -> bool:
        """Says whether a full reading would take too long: millions of letters, or tens of thousands of tags."""
        return len(self.text) > _HEAVY_LETTERS or self.text.count("<") > _HEAVY_TAGS


def read_source(capture: Capture) -> Source | Refusal:
    """Decodes a page and takes out what no reader needs; refuses what is no text."""
    decoded = _decode(capture)
    if isinstance(decoded, Refusal):
        return decoded
    saved = _SAVED.search(decoded.text, 0, _SAVED_WITHIN)
    text, linked_data = _lighten(_DATA_ADDRESS.sub("data:,", decoded.text))
    text = _OVERLONG_TAG.sub(r"<\1>", text)
    return Source(
        text=_CONTROLS.sub("", text),
        linked_data=linked_data,
        charset=decoded.charset,
        charset_reason=decoded.reason,
        saved_from=saved["address"] if saved else None,
    )


def _decode(capture: Capture) -> Decoded | Refusal:
    """Decodes strictly first; a page with a few broken bytes is read as browsers do, and that is said."""
    declared = capture.charset or _declared(capture.content)
    answer = decode(capture.content, declared)
    if isinstance(answer, Decoded) or answer.reason is Reason.EMPTY:
        return answer
    content = _without_controls(capture.content)
    again = decode(content, declared) if content != capture.content else answer
    if isinstance(again, Decoded):
        return Decoded(again.text, again.charset, f"{again.reason}, less control characters")
    if again.reason is not Reason.CHARSET:
        return answer
    text = content.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    if broken * 20 > len(text):
        return answer
    return Decoded(text, "utf-8", f"UTF-8 with {broken} broken bytes, each read as {_BROKEN}")


def _declared(content: bytes) -> str | None:
    """Gives the charset that a page names for itself; a page that can be searched for it is in no wide one."""
    found = _DECLARED.search(content, 0, _DECLARED_WITHIN)
    name = found[1].decode("ascii", "ignore").lower() if found else None
    return None if name and name.startswith(_WIDE) else name


def _without_controls(content: bytes) -> bytes:
    """Takes out the zeros and control characters that a page may hold, as browsers do, unless they abound."""
    bare = content.translate(None, bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b")))
    return bare if (len(content) - len(bare)) * _MOST_CONTROLS <= len(content) else content


def _lighten(text: str) -> tuple[str, tuple[str, ...]]:
    """Takes scripts, styles, drawings and comments out of a page, in one pass, and the entities it declares.

    What is opened and never closed stays: it cannot be told where it ends.
    """
    text = _DECLARATIONS.sub("", text, count=1)
    kept: list[str] = []
    linked: list[str] = []
    unclosed: set[str] = set()
    place = 0
    while opening := _OPENING.search(text, place):
        name = (opening[1] or opening[0]).lower()
        begin = text.find(">", opening.end()) + 1 if opening[1] else opening.end()
        closing = _CLOSING[name].search(text, begin) if begin and name not in unclosed else None
        if closing is None:
            unclosed.add(name)
            kept.append(text[place : opening.end()])
            place = opening.end()
            if len(unclosed) == len(_CLOSING) or not begin:
                break
            continue
        kept.append(text[place : opening.start()])
        attributes = text[opening.end() : min(begin, opening.end() + _LONGEST_TAG)]
        if name == "script" and _LINKED_DATA.search(attributes) and len(linked) < _MOST_LINKED_DATA:
            linked.append(text[begin : closing.start()])
        place = closing.end()
    kept.append(text[place:])
    return "".join(kept), tuple(linked)
