"""The words that newspapers print around articles, loaded from one data file per language.

The files lie in `markers/`; any.toml says how they are read. A folder of further files adds to them.
All languages are matched at once: a French page may carry English buttons.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path

from archive.text import key

_WORD = re.compile(r"[^\s:：|›»>]+")
_SEPARATOR = re.compile(r"^[\s:：|›»>.،,/\-–—ـ•…]+")
_LONGEST_SIGN, _SHORTEST_TOLD = 400, 80
_FULL_STOP = re.compile(r"(?<![.…])[.۔][\s»\"”’')\]]*$")
_SHORT_SIGN = "(?=.{0,60}$)"
_LONGEST_LABEL = 8
_STARS = re.compile(r"( ?\* ?)")
_FOOTER = re.compile(r"\W*(?:©|copyright\b).{0,20}\b(?:19|20)\d\d\b", re.IGNORECASE)
_EDGE_NUMBER = re.compile(r"^\d+ | \d+$")


class Mark(StrEnum):
    """Says what a marker announces, in the order in which a line is tried."""

    PREVIOUS = "previous"
    NEXT = "next"
    TAGS = "tags"
    PROMOTION = "promotion"
    RELATED = "related"
    END = "end"
    FURNITURE = "furniture"


_LABELS = (Mark.PROMOTION, Mark.TAGS, Mark.NEXT, Mark.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Found:
    """Is a marker found in a line: what it announces, its printed label and the rest of the line."""

    mark: Mark
    label: str
    rest: str = ""


@dataclass(frozen=True, eq=False)
class Markers:
    """Holds the words of all languages, as keys, ready for matching."""

    phrases: Mapping[str, Mark]
    labels: Mapping[str, Mark]
    label_words: frozenset[str]
    signs: tuple[tuple[re.Pattern[str], Mark], ...]
    bylines: frozenset[str]
    byline_labels: frozenset[str]
    byline_words: frozenset[str]
    roles: frozenset[str]
    role_signs: re.Pattern[str]
    agencies: frozenset[str]
    joints: re.Pattern[str]
    credits: re.Pattern[str]
    photos: re.Pattern[str]
    kickers: frozenset[str]
    sections: frozenset[str]
    homes: frozenset[str]
    follows: tuple[tuple[str, re.Pattern[str]], ...]
    rights: re.Pattern[str]
    verbs: Mapping[str, frozenset[str]]

    def find(self, text: str, text_key: str) -> Found | None:
        """Gives the marker that a line is or begins with, or None."""
        bare = _EDGE_NUMBER.sub("", text_key)
        if mark := self.phrases.get(bare):
            return Found(mark, label_of(text))
        if len(text_key) <= _LONGEST_SIGN:
            for sign, mark in self.signs:
                if sign.fullmatch(text_key) and not (mark is Mark.RELATED and _is_told(text)):
                    return Found(mark, label_of(text))
        if _FOOTER.match(text) or ("©" in text and self.rights.search(text)):
            return Found(Mark.END, text)
        return self._labelled(text)

    def beside(self, outlet: str | None) -> Markers:
        """Gives the same words and the name of the page's outlet, which stands alone on a line as a section does."""
        return replace(self, sections=self.sections | {key(outlet)}) if outlet else self

    def _labelled(self, text: str) -> Found | None:
        for label, rest, separated in heads(text, self.label_words):
            mark = self.labels.get(key(label))
            if mark and rest and (separated or (" " in label and rest[0].isupper())):
                return Found(mark, label_of(label), rest)
        return None


def label_of(text: str) -> str:
    """Gives a marker as it is printed, less the colon, full stop, arrows and bullets around it."""
    return text.strip(" \t\u00a0\u202f:：|›»>-–—•■●▶….")


def _is_told(text: str) -> bool:
    """Says whether a line is a whole sentence: "More in hope than in fear, the fishermen ..." is no heading."""
    return len(text) >= _SHORTEST_TOLD and _FULL_STOP.search(text) is not None


def heads(text: str, openers: Container[str]) -> Iterable[tuple[str, str, bool]]:
    """Gives the first words of a line, most first, with the rest and whether a separator stands between.

    Nothing is given for a line whose first word is none of the openers.
    """
    first = _WORD.search(text)
    if not first or not any(word in openers for word in key(first[0]).split()[:1]):
        return
    words = [word.end() for word in islice(_WORD.finditer(text), _LONGEST_LABEL)]
    for end in reversed(words):
        after = text[end:]
        rest = _SEPARATOR.sub("", after)
        yield text[:end], rest, after.strip() != rest


def _openers(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases if phrase)


@cache
def load_markers(further: Path | None = None) -> Markers:
    """Reads the data files of the package, and those of a further folder that says more."""
    folder = resources.files("archive.parse") / "markers"
    texts = [(item.name, item.read_text("utf-8")) for item in folder.iterdir() if item.name.endswith(".toml")]
    if further is not None:
        texts += [(path.name, path.read_text("utf-8")) for path in sorted(further.glob("*.toml"))]
    return make_markers((name.removesuffix(".toml"), tomllib.loads(text)) for name, text in sorted(texts))


def make_markers(tables: Iterable[tuple[str, Mapping[str, list[str]]]]) -> Markers:
    """Makes one set of markers out of the tables of several languages."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    verbs: dict[str, frozenset[str]] = {}
    for language, table in tables:
        verbs[language] = frozenset(table.get("verb", ()))
        for name, listed in table.items():
            words[name] += listed
    phrases: dict[str, Mark] = {}
    for mark in reversed(Mark):
        phrases |= dict.fromkeys(_keys(phrase for phrase in words[mark] if "*" not in phrase), mark)
    labels = {phrase: mark for mark in _LABELS for phrase in _keys(words[mark])}
    return Markers(
        phrases=phrases,
        labels=labels,
        label_words=_openers(labels),
        signs=tuple((_sign(words[mark]), mark) for mark in Mark),
        bylines=_keys(phrase for phrase in words["byline"] if not phrase.endswith(":")),
        byline_labels=_keys(words["byline"]),
        byline_words=_openers(_keys(words["byline"])),
        roles=_keys(role for role in words["role"] if "*" not in role),
        role_signs=_sign(words["role"]),
        agencies=_keys(words["agency"]),
        joints=re.compile(rf",?\s(?:{_either(words['joint'], r'[^و]+')})\s|\s*[&;,،]\s*"),
        credits=re.compile(_either(words["credit"] + words["agency"])),
        photos=re.compile(_either(words["photo"]), re.IGNORECASE),
        kickers=frozenset(words["kicker"]),
        sections=_keys(words["section"]),
        homes=_keys(words["home"]),
        follows=tuple((key(pattern).split()[0], _follow(pattern)) for pattern in words["follow"]),
        rights=re.compile(_either(words["rights"]), re.IGNORECASE),
        verbs=verbs,
    )


def _keys(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(key, phrases))


def _either(phrases: Iterable[str], only: str = ".+") -> str:
    """Gives a pattern for any of the printed phrases, the longest first."""
    chosen = (phrase for phrase in phrases if re.fullmatch(only, phrase))
    return (
        "|".join(re.escape(phrase) for phrase in sorted(chosen, key=lambda phrase: (-len(phrase), phrase)))
        or "(?!)"
    )


def _sign(phrases: Iterable[str]) -> re.Pattern[str]:
    """Gives a pattern over keys for the phrases with a star; set off by spaces, it stands for whole words."""
    return re.compile("|".join(_sign_of(phrase) for phrase in phrases if "*" in phrase) or "(?!)")


def _sign_of(phrase: str) -> str:
    """Gives the pattern of one phrase; a single word says little about a long line."""
    pattern = "".join(map(_sign_part, _STARS.split(phrase)))
    return pattern if " " in key(phrase.replace("*", "")) else _SHORT_SIGN + pattern


def _sign_part(part: str) -> str:
    return {" *": "(?: .*)?", "* ": "(?:.* )?", "*": ".*", " * ": " (?:.* )?"}.get(part) or re.escape(
        key(part)
    )


def _follow(pattern: str) -> re.Pattern[str]:
    """Gives a pattern over printed lines in which {} stands for the name of an outlet."""
    before, after = pattern.removesuffix("*").strip().split("{}")
    spaced = (re.escape(part.strip()).replace(r"\ ", r"\s+") for part in (before, after))
    first, last = spaced
    return re.compile(
        rf"{first}\s*(?P<name>\S.{{0,40}}?)\s+{last}" if last else rf"{first}\s*(?P<name>\S{{2,80}})",
        re.IGNORECASE,
    )
