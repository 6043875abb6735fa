"""The lines of a capture, each with what its own words already show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.documents import Byline, Caption, CaptionKind, LineRole
from archive.languages import HAN, KANA
from archive.parse.bylines import read_byline
from archive.parse.captions import read_picture
from archive.parse.dates import DateReading, find_dates
from archive.parse.markers import Found, Mark, Markers
from archive.parse.persons import is_name
from archive.parse.wrapping import unwrap
from archive.text import HIDDEN, key

_EDGES = "".join(filter(str.isspace, map(chr, range(0x3001)))) + HIDDEN
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_SENTENCE_END = re.compile(r"[.!?؟。！？۔][\s»«\"“”’'›)\]」』]*$")
_ELLIPSIS = re.compile(r"(?:\.\.+|…)[\s»\"”’')\]]*(?:\[\+?\])?$")
_COLON = re.compile(r"[:：؛;]$")
_WIDE = re.compile(f"[{HAN}{KANA}]")
_GLUED = re.compile(r"^(\w[\w' -]{2,16}?\w)(?=[A-ZÀ-ÖØ-Þ«“])(?<=[a-zà-öø-ÿ])")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
# A search for white space begins where it begins: from each of a thousand spaces it would take a million steps.
_TRAIL = re.compile(r"(?<!\s)\s*[»›>←]\s+")
_STEP = re.compile(r"(?<!\s)(?:\s*[»›>←|]\s*|\s+/\s+)")
_LONGEST_DATELINE = 140
_LONGEST_TRAIL, _LONGEST_STEP = 6, 3
_MENU = re.compile(r"(?<!\s)\s+[|•·]\s+")
_FEWEST_CHOICES, _LONGEST_CHOICE = 4, 2
_OPENS, _LONGEST_OPENED = 12, 80
_ROLES = {
    Mark.FURNITURE: LineRole.FURNITURE,
    Mark.PROMOTION: LineRole.PROMOTION,
    Mark.TAGS: LineRole.TAGS,
}


class Ending(StrEnum):
    """Says how a line ends."""

    SENTENCE = "sentence"
    ELLIPSIS = "ellipsis"
    COLON = "colon"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Printed:
    """Is one printed line: its number from 1, all of it, its text, less outer spaces and a glued kicker.

    A line that a fixed width cut stands here whole, its rows parted by `\\n` in `printed`.

    `role` is what the line shows by itself, BODY where it shows nothing: the reading of the whole page has
    the last word. `width` counts a letter of a script without spaces twice.
    """

    number: int
    printed: str
    text: str
    key: str
    role: LineRole
    ending: Ending
    width: int
    kicker: str | None = None
    found: Found | None = None
    dates: tuple[DateReading, ...] = ()
    names: tuple[Byline, ...] = ()
    picture: tuple[Caption, ...] = ()

    @property
    def last(self) -> int:
        """Gives the number of its last row."""
        return self.number + self.printed.count("\n")

    @property
    def blank(self) -> bool:
        """Says whether nothing is printed on the line."""
        return self.role is LineRole.BLANK

    @property
    def mark(self) -> Mark | None:
        """Gives what the marker on the line announces, or None."""
        return self.found.mark if self.found else None


def read_lines(text: str, markers: Markers, language: str | None = None) -> tuple[Printed, ...]:
    """Cuts a text into its lines; none is lost, and none counts twice."""
    whole = _LINE_ENDS.split(text)
    if len(whole) > 1 and not whole[-1]:
        whole.pop()
    lines, number = [], 1
    for line in unwrap(whole):
        lines.append(_read_line(number, line, markers, language))
        number = lines[-1].last + 1
    return tuple(lines)


def _read_line(number: int, printed: str, markers: Markers, language: str | None) -> Printed:
    kicker, text = split_kicker(_joined(printed).strip(_EDGES), markers)
    line_key = key(text)
    shape = (ending_of(text), len(text) + len(_WIDE.findall(text)))
    if not text:
        return Printed(number, printed, "", "", LineRole.BLANK, *shape)
    dates = tuple(find_dates(text, language)) if _may_date(text) else ()
    if (not _LETTER.search(text) and not dates) or _is_trail(text, markers):
        return Printed(number, printed, text, line_key, LineRole.FURNITURE, *shape)
    found = markers.find(text, line_key)
    if found and not (dates and found.mark is Mark.FURNITURE):
        return Printed(
            number, printed, text, line_key, _ROLES.get(found.mark, LineRole.MARKER), *shape, found=found
        )
    if picture := read_picture(text, markers):
        role = LineRole.CAPTION if picture[0].kind is CaptionKind.CAPTION else LineRole.CREDIT
        return Printed(number, printed, text, line_key, role, *shape, dates=dates, picture=picture)
    names = read_byline(text, markers, dates)
    role = _role_of(text, dates, names)
    return Printed(number, printed, text, line_key, role, *shape, kicker=kicker, dates=dates, names=names)


def _joined(printed: str) -> str:
    return " ".join(row.strip() for row in printed.split("\n")) if "\n" in printed else printed


def _may_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATELINE and _DIGIT.search(text) is not None


def _is_trail(text: str, markers: Markers) -> bool:
    """Says whether a line is a trail of sections ("Accueil » Actualités » ...", "Home Africa Sport") or a menu."""
    choices = [] if ":" in text else _MENU.split(text)
    if len(choices) >= _FEWEST_CHOICES and all(len(one.split()) <= _LONGEST_CHOICE for one in choices):
        return True
    first, *rest = _TRAIL.split(text, maxsplit=1)
    if rest and (key(first) in markers.sections or key(first) in markers.homes):
        return True
    if _is_of_steps(_STEP.split(text), markers):
        return True
    words = text.split()
    named = 2 <= len(words) <= _LONGEST_TRAIL and all(word[0].isupper() for word in words)
    listed = len(words) > 1 and all(key(word) in markers.sections for word in words)
    return listed or (named and key(words[0]) in markers.homes)


def _is_of_steps(steps: Sequence[str], markers: Markers) -> bool:
    """Says whether a line lists steps to a page: from home on, or with a known section at an end and no person."""
    if len(steps) < 2 or any(len(step.split()) > _LONGEST_STEP for step in steps):
        return False
    keys = [key(step) for step in steps]
    unknown = [step for step, name in zip(steps, keys, strict=True) if name not in markers.sections]
    signed = any(is_name(step, markers, lone=False) for step in unknown)
    filed = keys[0] in markers.sections or keys[-1] in markers.sections
    return keys[0] in markers.homes or (filed and not signed)


def _role_of(text: str, dates: tuple[DateReading, ...], names: tuple[Byline, ...]) -> LineRole:
    """Tells a dateline and a byline from a text: a dateline holds little besides its dates and names."""
    if dates:
        rest = len(text) - sum(d.end - d.start for d in dates) - sum(len(n.name) for n in names)
        opens = dates[0].start <= _OPENS and len(text) <= _LONGEST_OPENED
        if rest <= 30 or opens or (rest <= 60 and any(d.publication or d.updated for d in dates)):
            return LineRole.DATELINE
    return LineRole.BYLINE if names else LineRole.BODY


def ending_of(text: str) -> Ending:
    """Says how a text ends.

    >>> ending_of("Une fin."), ending_of("la suite..."), ending_of("Un titre")
    (<Ending.SENTENCE: 'sentence'>, <Ending.ELLIPSIS: 'ellipsis'>, <Ending.OPEN: 'open'>)
    """
    text = text[-8:]
    for pattern, ending in (
        (_ELLIPSIS, Ending.ELLIPSIS),
        (_SENTENCE_END, Ending.SENTENCE),
        (_COLON, Ending.COLON),
    ):
        if pattern.search(text):
            return ending
    return Ending.OPEN


def split_kicker(text: str, markers: Markers) -> tuple[str | None, str]:
    """Splits a known label from the line it is glued to ("DiaporamaEn marge de ...")."""
    glued = _GLUED.match(text)
    if glued and glued[1] in markers.kickers:
        return glued[1], text[glued.end() :].strip()
    return None, text
