"""The letter in a message: its HTML and its text, and where in the text a message that was passed on begins."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from itertools import pairwise

from archive.parse.decode import Decoded
from archive.parse.mail.headers import Envelope, decoded_of, envelope_of, unbased
from archive.parse.mail.phrases import Phrases, bare_line

_MOST_PARTS = 500
_SIGNATURE = "--"
_QUOTED = 0.6
_BROKEN, _WIDEST = 40, 130
_HEADERS_WITHIN = 14
_CODING = "Content-Transfer-Encoding"
_DECODERS: dict[str, Callable[[bytes], bytes]] = {"base64": unbased, "quoted-printable": quopri.decodestring}
_HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Page:
    """Is the HTML of a letter as bytes, with the charset that its part states."""

    content: bytes
    charset: str | None


@dataclass(frozen=True, slots=True)
class Letter:
    """Is a stretch of a letter with the envelope that is printed above it; the outermost has none."""

    lines: tuple[str, ...]
    envelope: Envelope | None = None

    @property
    def letters(self) -> int:
        """Gives how much is written in it, less what it quotes."""
        return sum(len(line) for line in self.lines if not line.startswith(">"))


def find_parts(message: Message) -> tuple[Page | None, Decoded | None]:
    """Gives the HTML and the text of a letter: the longest of each, never what is attached."""
    pages: list[Page] = []
    texts: list[Decoded] = []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in _HTML_TYPES:
            pages.append(Page(_content(part), _charset(part)))
        elif kind == "text/plain":
            text = decoded_of(_content(part), _charset(part))
            texts.append(replace(text, text=_reflowed(text.text, part)))
    page = max(pages, key=lambda one: len(one.content), default=None)
    return page, max(texts, key=lambda one: len(one.text), default=None)


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Gives the parts of the letter itself: a message that is attached is read on its own."""
    if message.get_content_type() == "message/rfc822" and depth:
        return
    if not message.is_multipart():
        if message.get_content_disposition() != "attachment":
            yield message
        return
    for part in list(message.get_payload())[:_MOST_PARTS]:
        if isinstance(part, Message):
            yield from _parts(part, depth + 1)


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, TypeError):  # a parameter in a charset that is none
        return None


def _content(part: Message) -> bytes:
    """Gives the bytes of a part; of base64 that is cut or broken, those that can be had."""
    coding = str(part.get(_CODING, "")).strip().lower()
    del part[_CODING]
    raw = part.get_payload(decode=True)
    decoder = _DECODERS.get(coding)
    content = raw if isinstance(raw, bytes) else b""
    return decoder(content) if decoder else content


def _states(part: Message, parameter: str) -> bool:
    """Says whether the content type of a part states a parameter, such as `format=flowed`."""
    name, _, value = parameter.partition("=")
    stated = str(part.get("Content-Type", ""))
    return re.search(rf"\b{name}\s*=\s*\"?{value}\b", stated, re.IGNORECASE) is not None


def _reflowed(text: str, part: Message) -> str:
    """Joins the lines that a mail program broke, at the end of each of which it left or set a space (RFC 3676)."""
    if not _states(part, "format=flowed"):
        return text
    mark = " " if _states(part, "delsp=yes") else ""
    parts: list[str] = []
    for line in text.split("\n"):
        runs_on = line.endswith(" ") and line.rstrip() != _SIGNATURE
        shown = line.removesuffix(mark) if runs_on else f"{line}\n"
        parts.append(shown.removeprefix(" "))
    return "".join(parts).removesuffix("\n")


def choose_letter(text: str, phrases: Phrases) -> Letter:
    """Gives the stretch in which most is written: what a message adds, or a message that it passes on."""
    return max(_letters(text.split("\n"), phrases), key=lambda letter: letter.letters)


def _letters(lines: Sequence[str], phrases: Phrases) -> Iterator[Letter]:
    start, place, envelope = 0, 0, None
    while place < len(lines):
        headers, after = _headers(lines, place, phrases)
        if headers is None:
            place += 1
            continue
        yield Letter(_unquoted(lines[start:place]), envelope)
        envelope, start, place = headers, after, after
    yield Letter(_unquoted(lines[start:]), envelope)


def _headers(lines: Sequence[str], place: int, phrases: Phrases) -> tuple[Envelope | None, int]:
    """Reads the headers printed at a place, `from` and `date` or `subject` among them, and gives where they end."""
    fields: dict[str, str] = {}
    last, here = "", place
    while here < min(len(lines), place + _HEADERS_WITHIN):
        line = lines[here].strip("> \t\u200e\u200f")
        labelled = phrases.label(line)
        if labelled:
            last, value = labelled
            fields.setdefault(last, value)
        elif not last or (not line and len(fields) > 1) or (line and last != "other"):
            break
        here += 1
    if "from" in fields and len(fields) > 1 and ("date" in fields or "subject" in fields):
        return envelope_of("forwarded", fields), here
    return None, place


def _unquoted(lines: Sequence[str]) -> tuple[str, ...]:
    """Takes the signs of quoting off where most is quoted, as some programs pass messages on."""
    told = [line for line in lines if line.strip()]
    quoted = sum(len(line) for line in told if line.startswith(">"))
    if quoted <= _QUOTED * sum(map(len, told)):
        return tuple(lines)
    return tuple(line.removeprefix(">").removeprefix(" ") if line.startswith(">") else "" for line in lines)


def without_furniture(letter: Letter, phrases: Phrases) -> list[str]:
    """Gives the lines of a letter less what it quotes, its signature, and what is there for the mail alone."""
    kept: list[str] = []
    for line in letter.lines:
        if line.rstrip() == _SIGNATURE and any(map(str.strip, kept)):
            break
        bare = bare_line(line)
        dropped = (
            line.startswith(">")
            or phrases.is_furniture(bare)
            or phrases.is_forwarding(bare)
            or phrases.is_quoting(bare)
        )
        kept.append("" if dropped else bare)
    return list(_refilled(kept))


def _refilled(lines: Sequence[str]) -> Iterator[str]:
    """Joins lines that were broken at a width: the first word of the next would not have fitted on each."""
    width = max(map(len, lines), default=0)
    if width > _WIDEST:
        yield from lines
        return
    paragraph = lines[0] if lines else ""
    for line, after in pairwise(lines):
        first = after.split(" ", 1)[0]
        if line and first and len(line) >= _BROKEN and len(line) + 1 + len(first) > width:
            paragraph = f"{paragraph.rstrip()} {after}"
        else:
            yield paragraph
            paragraph = after
    yield paragraph
