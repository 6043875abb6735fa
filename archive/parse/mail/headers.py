"""The headers of a message as people read them; what is broken in them is read as far as it goes, never a fault.

The headers of `email.policy.default` take minutes for some of 100 KB and fail on others; so they are read here from
the bytes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parseaddr
from urllib.parse import unquote_to_bytes

from archive.documents import PressDate
from archive.parse.dates import find_dates
from archive.parse.decode import Decoded, decode
from archive.parse.mail.moments import read_program_date

_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")
_LONGEST = 4000
_YEARS = range(1971, 2200)
_LISTED = ("list-id", "list-unsubscribe", "list-post")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Is what the headers of a message say of it; `listed` that it went to the readers of a list.

    `place` names the headers as an origin: `mail`, or `forwarded` for those printed in a message passed on.
    """

    place: str = "mail"
    name: str = ""
    address: str = ""
    subject: str = ""
    date: PressDate | None = None
    listed: bool = False
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Gives the domain of the sender; empty where none is stated."""
        return self.address.rpartition("@")[2].lower().strip(". ") if "@" in self.address else ""


def read_envelope(message: Message) -> Envelope:
    """Reads the headers of a message."""
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        fields.setdefault(str(name).lower(), read_words(str(value)[:_LONGEST]))
    listed = any(name in fields for name in _LISTED) or fields.get("precedence", "").lower() in (
        "bulk",
        "list",
    )
    return envelope_of("mail", fields, listed=listed)


def envelope_of(place: str, fields: Mapping[str, str], listed: bool = False) -> Envelope:
    """Makes an envelope of headers by lower-case name: `from`, `subject`, `date`."""
    name, address = read_sender(fields.get("from", ""))
    return Envelope(
        place=place,
        name=name,
        address=address,
        subject=fields.get("subject", ""),
        date=read_moment(fields.get("date", "")),
        listed=listed,
        printed=fields,
    )


def read_words(raw: str) -> str:
    """Decodes the words of a header that stand in another charset, and bytes that stand there bare."""
    if any("\udc80" <= sign <= "\udcff" for sign in raw):
        raw = text_of(
            raw.encode("ascii", "surrogateescape") if _is_bytes(raw) else raw.encode("utf-8", "replace")
        )
    raw = _BETWEEN_WORDS.sub(r"\1\2", raw)
    parts: list[str] = []
    place, content, charset = 0, b"", ""
    for word in _WORD.finditer(raw):
        if word.start() > place or word[1].lower() != charset:
            parts.append(text_of(content, charset) + raw[place : word.start()])
            content, charset = b"", word[1].lower()
        content += _unquoted(word[3]) if word[2] in "qQ" else unbased(word[3].encode("ascii", "ignore"))
        place = word.end()
    return " ".join("".join((*parts, text_of(content, charset), raw[place:])).split())


def _is_bytes(raw: str) -> bool:
    return all(sign < "\x80" or "\udc80" <= sign <= "\udcff" for sign in raw)


def _unquoted(text: str) -> bytes:
    escaped = re.sub("=([0-9A-Fa-f]{2})", r"%\1", text.replace("%", "%25").replace("_", " "))
    return unquote_to_bytes(escaped)


def unbased(content: bytes) -> bytes:
    """Decodes base64 whose padding may be missing or wrong, and in which other signs may stand."""
    signs = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    whole = signs[: len(signs) - 1] if len(signs) % 4 == 1 else signs
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def text_of(content: bytes, charset: str | None = None) -> str:
    """Decodes bytes as a capture is decoded; what fits no charset keeps its place as U+FFFD."""
    return decoded_of(content, charset).text


def decoded_of(content: bytes, charset: str | None = None) -> Decoded:
    """Gives the text of bytes with the charset that was chosen, and why."""
    answer = decode(content, charset)
    if isinstance(answer, Decoded):
        return answer
    return Decoded(
        content.decode("utf-8", "replace"), "utf-8", "no charset fits; what is broken reads as U+FFFD"
    )


def read_sender(text: str) -> tuple[str, str]:
    """Gives name and address of a sender."""
    name, address = parseaddr(text.replace("\\", " "))
    if "@" not in address:
        return " ".join(text.strip(" \"'<>").split()), ""
    return name.strip(" \"'"), address


def read_moment(text: str) -> PressDate | None:
    """Reads a date as mail programs write it, or as they print it for a person.

    >>> str(read_moment("Sun, 3 Mar 2024 09:15:02 +0100")), str(read_moment("dim. 3 mars 2024 à 09:15"))
    ('2024-03-03T09:15+01:00', '2024-03-03T09:15')
    """
    if date := read_program_date(text):
        return date if int(date.value[:4]) in _YEARS else None
    found = find_dates(text[:200])
    return found[0].date if len(found) == 1 else None
