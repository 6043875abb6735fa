"""What the phrases of mail are: the labels of headers, and lines that are no part of an article."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from archive.text import key

_LONGEST, _BRIEF, _NEAR_THE_START = 220, 90, 20
_LABELLED = re.compile(
    r"[\s>*_]*(?P<label>[^\W\d_][^:：\n]{0,24}?)[\s*_]*[:：][\s*_]*(?P<value>.*?)[\s*_]*", re.DOTALL
)
_PREFIX = re.compile(r"\s*(?P<label>[^\W\d_][^:：\[\]]{0,20}?)\s*(?:\[\d+\])?\s*[:：]\s*(?=\S)")
_ONLY_ADDRESS = re.compile(r"[\s(<\[]*(?:https?://|www\.)\S+[\s)>\]]*")
_INNER_ADDRESS = re.compile(r"\s*[<(\[]\s*(?:https?://|mailto:|www\.|cid:)[^\s<>()\[\]]+\s*[>)\]]")
_PICTURE = re.compile(r"\[(?:image|cid|photo|logo|inline)[^\]]{0,200}\]", re.IGNORECASE)
_RULE = re.compile(r"\s*[-_=*~#•—–]{3,}\s*")


@dataclass(frozen=True)
class Phrases:
    """Are the phrases of `phrases.toml`, ready to be found."""

    labels: dict[str, str]
    prefixes: frozenset[str]
    forwarded: re.Pattern[str]
    quoting: re.Pattern[str]
    furniture: re.Pattern[str]
    more: frozenset[str]

    def label(self, line: str) -> tuple[str, str] | None:
        """Gives the kind and the value of a line that is a header: `from`, `date`, `subject` or `other`."""
        found = _LABELLED.fullmatch(line[:1000])
        kind = self.labels.get(key(found["label"])) if found else None
        return (kind, found["value"]) if found and kind else None

    def bare_subject(self, subject: str) -> str:
        """Gives a subject less the signs that it was answered or passed on.

        >>> load_phrases().bare_subject("TR : Fwd: Le bac reprend la mer")
        'Le bac reprend la mer'
        """
        while (found := _PREFIX.match(subject)) and key(found["label"]) in self.prefixes:
            subject = subject[found.end() :]
        return subject.strip()

    def is_forwarding(self, line: str) -> bool:
        """Says whether a line announces a message that was passed on."""
        return len(line) <= _LONGEST and self.forwarded.fullmatch(key(line)) is not None

    def is_quoting(self, line: str) -> bool:
        """Says whether a line announces a message that is answered."""
        return (
            len(line) <= _LONGEST
            and self.quoting.match(key(line)) is not None
            and line.rstrip().endswith(":")
        )

    def is_furniture(self, line: str) -> bool:
        """Says whether a line is there for the mail alone: to leave a list, to read it elsewhere, a bare address."""
        if _RULE.fullmatch(line) or _ONLY_ADDRESS.fullmatch(line) or _PICTURE.fullmatch(line.strip()):
            return bool(line.strip())
        found = self.furniture.search(key(line)) if len(line) <= _LONGEST else None
        return found is not None and (len(line) <= _BRIEF or found.start() <= _NEAR_THE_START)

    def leads_on(self, line: str) -> bool:
        """Says whether a line leads to the rest of a text elsewhere ("Lire la suite")."""
        return key(_ONLY_ADDRESS.sub("", bare_line(line))) in self.more


def bare_line(line: str) -> str:
    """Gives a line less the addresses that mail programs print behind the words of a link, and signs of pictures."""
    return _PICTURE.sub("", _INNER_ADDRESS.sub("", line)).rstrip()


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """Reads the phrases, of all languages."""
    table = tomllib.loads((resources.files("archive.parse.mail") / "phrases.toml").read_text("utf-8"))
    lines = table["lines"]
    return Phrases(
        labels={key(phrase): kind for kind, phrases in table["labels"].items() for phrase in phrases},
        prefixes=frozenset(map(key, table["prefixes"]["subject"])),
        forwarded=_any_of(lines["forwarded"]),
        quoting=_any_of(lines["quoting"]),
        furniture=_any_of(lines["furniture"]),
        more=frozenset(map(key, lines["more"])),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_shape, phrases))})(?!\w)")


def _shape(phrase: str) -> str:
    parts = (re.escape(key(part)) for part in phrase.removeprefix("^").split("*"))
    return ("^" if phrase.startswith("^") else "") + r"\b.{0,120}\b".join(parts)
