"""The forms in which the press prints a date, as a table of patterns over folded lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from archive.parse.hijri import to_gregorian
from archive.parse.months import any_of, full_names, hijri_numbers, month_numbers, weekday_numbers

_Read = Callable[[re.Match[str], str | None], str | None]
_EVERYDAY = frozenset({"may", "march", "اب"})
"""Full names that are everyday words too."""


class Evidence(IntEnum):
    """Says what must stand beside a form before it counts as a date."""

    NONE = 0
    SOME = 1
    """A whole line, a publication word, a weekday or a time of day."""
    LABEL = 2
    """A publication word."""


@dataclass(frozen=True, slots=True)
class Found:
    """Is a date in a folded line; `value` is ISO, cut to what is known, or None where no such day exists."""

    start: int
    end: int
    value: str | None
    evidence: Evidence = Evidence.NONE


@dataclass(frozen=True, slots=True)
class Form:
    """Is one way to print a date: its pattern, how its match is read, what it needs beside it."""

    pattern: re.Pattern[str]
    read: _Read
    evidence: Evidence = Evidence.NONE


def find_forms(text: str, language: str | None) -> Iterator[Found]:
    """Yields what the forms find in a folded line, left to right; of two that overlap the first."""
    yield from _apart(_forms(), text, language)


def find_hijri(text: str) -> Iterator[Found]:
    """Yields the full Hijri dates of a folded line, converted to the Gregorian calendar."""
    yield from _apart(_hijri_forms(), text, None)


def _apart(forms: tuple[Form, ...], text: str, language: str | None) -> Iterator[Found]:
    matches = [(form, match) for form in forms for match in form.pattern.finditer(text)]
    matches.sort(key=lambda pair: (pair[1].start(), -pair[1].end()))
    floor = 0
    for form, match in matches:
        if match.start() >= floor:
            floor = match.end()
            value = None if _spans(text, match.start()) else form.read(match, language)
            yield Found(match.start(), match.end(), value, form.evidence)


def _spans(text: str, start: int) -> bool:
    """Says whether the date closes a span ("24 au 26 mai") or is a number ("n° 05-05-2022")."""
    return _span().search(text, max(0, start - 40), start) is not None


@lru_cache(maxsize=1)
def _span() -> re.Pattern[str]:
    joint = r"(?:&|au|a|et|to|and|bis|und|al|y|til|till|och|og|tot|en|e|ile|الي|و|حتي)"
    first = rf"(?:(?<![\d:.,h])\d{{1,2}}(?:er|st|nd|rd|th|\.)?|{any_of(month_numbers())})"
    dash = r"(?:^|(?<!\w)(?:du|from|vom|del|dal|من) )\d{1,2} - "
    number = r"(?<!\w)(?:n|nr|no|num|numero|version|v|ref|art|loi|رقم|عدد)[ .°º]*|[§№#] ?"
    weekday = any_of(weekday_numbers())
    return re.compile(
        rf"(?:{first} +{joint} *(?:{weekday},? +)?(?:le |el |the |il )?|{first}-|{dash}|{number})\Z"
    )


@lru_cache(maxsize=1)
def _forms() -> tuple[Form, ...]:
    """Gives the table of forms; of two that begin together the one that reaches further wins."""
    months = any_of(month_numbers())
    month = rf"(?P<month>{months})\.?(?: ?[/(-] ?(?P<twin>{months})\.?\)?)?"
    weekday = any_of(weekday_numbers())
    year = r"(?P<year>(?:1[6-9]|20)\d\d)"
    over = rf"(?!\d(?!\d?\.? ?{months}))"  # "30.01.202430. Januar" is two dates without a space
    no_more = r"(?![./-]\d+(?![\d:h]))"
    day = r"(?P<day>\d{1,2})"
    ordinal = r"(?:er|re|st|nd|rd|th|eme|e|o|ro|°|ª)?\.?"
    fresh = r"(?<!\d)(?<!\d[./:,-])(?<!\W[a-z])(?<!^[a-z])"  # no phone number, no time, no road "A27"
    of = r"(?:(?:de|del|di|of|du|d'|من|شهر)\b ?)?"
    to_year = rf"[ .,/-]*(?:(?:de|del|di|of|من|عام|سنه|لعام|لسنه) )?{year}{over}"
    mark, alone = r"(?P<mark> ?[./-] ?)", r"(?<!\d)(?<!\d[./-])"
    bare = r"(?<!\d)(?<!\d[ .])(?<!\d\. )"
    number, first, second = (rf"(?P<{name}>\d{{1,2}})" for name in ("number", "first", "second"))
    short, no_digits = r"(?P<short>\d\d)(?!\d| ?%)", r"(?![./:,h-]\d)"
    sure = any_of(full_names() - _EVERYDAY)
    table: tuple[tuple[str, _Read, Evidence], ...] = (
        (rf"{fresh}{day}{ordinal}[ .,/-]*{of}{month}{to_year}", _named, Evidence.NONE),
        (rf"{month} *{day}(?:st|nd|rd|th|er)?(?: ?, ?| +){of}{year}{over}", _named, Evidence.NONE),
        (rf"(?<!\d){year} +{weekday} ?,? ?{day} {month}", _named, Evidence.NONE),
        (rf"{alone}{year}{mark}{number}(?P=mark){day}(?!\d)(?![./-]\d)", _numbered, Evidence.NONE),
        (rf"(?<!\d){year} ?[年년] ?{number} ?[月월](?: ?{day} ?[日号號일])?", _numbered, Evidence.NONE),
        (rf"{fresh}{first}{mark}{second}(?P=mark){year}{over}{no_more}", _ordered, Evidence.NONE),
        (rf"{fresh}{first}(?P<mark>/){second}/{short}{no_digits}", _ordered, Evidence.NONE),
        (rf"{fresh}(?P<first>\d\d)(?P<mark>\.)(?P<second>\d\d)\.{short}{no_digits}", _ordered, Evidence.NONE),
        (rf"{fresh}{first}(?P<mark>\.){second}\.{short}{no_digits}", _ordered, Evidence.SOME),
        (rf"{bare}(?P<month>{sure})(?: ?[/(-] ?(?P<twin>{sure})\)?)?{to_year}", _named, Evidence.NONE),
        (rf"{bare}{month}{to_year}", _named, Evidence.SOME),
        (rf"{alone}{year}-(?P<number>\d\d)(?![\d/]|-\d)", _numbered, Evidence.SOME),
        (rf"{fresh}{number}/{year}(?!\d|/)", _numbered, Evidence.LABEL),
    )
    return tuple(Form(re.compile(pattern), read, evidence) for pattern, read, evidence in table)


@lru_cache(maxsize=1)
def _hijri_forms() -> tuple[Form, ...]:
    month = rf"(?P<month>{any_of(hijri_numbers())})"
    year, mark = r"(?P<year>1[345]\d\d)(?!\d)", r"(?P<mark> ?[./-] ?)"
    number, day, era = r"(?P<number>\d{1,2})", r"(?<!\d)(?P<day>\d{1,2})", r" ?(?:ه(?:جري(?:ه)?)?|ah)(?!\w)"
    patterns = (
        rf"{day} (?:من )?(?:شهر )?{month},? (?:عام |سنه )?{year}(?:{era})?",
        rf"(?<!\d)(?<!\d[./-]){year}{mark}{number}(?P=mark)(?P<day>\d{{1,2}})(?!\d){era}",
        rf"{day}(?<!\d[./-]\d)(?<!\d[./-]\d\d){mark}{number}(?P=mark){year}{era}",
    )
    return tuple(Form(re.compile(pattern), _hijri) for pattern in patterns)


def _named(match: re.Match[str], language: str | None) -> str | None:
    parts = match.groupdict()
    months = {month_numbers()[" ".join(name.split())] for name in (parts["month"], parts["twin"]) if name}
    return _iso(int(parts["year"]), months.pop(), parts.get("day")) if len(months) == 1 else None


def _numbered(match: re.Match[str], language: str | None) -> str | None:
    return _iso(int(match["year"]), int(match["number"]), match.groupdict().get("day"))


def _ordered(match: re.Match[str], language: str | None) -> str | None:
    """Reads two numbers and a year: day first, but month first in English unless points part them."""
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else _century(int(parts["short"]))
    first, second, points = int(parts["first"]), int(parts["second"]), "." in parts["mark"]
    if language is None and first <= 12 and second <= 12 and first != second:
        return None
    american = not points and (second > 12 if language is None else language == "en" and first <= 12)
    return _iso(year, first, str(second)) if american else _iso(year, second, str(first))


def _century(short: int) -> int:
    """Gives the year of two digits as POSIX does: 69 to 99 are of the twentieth century."""
    return short + (1900 if short >= 69 else 2000)


def _hijri(match: re.Match[str], language: str | None) -> str | None:
    parts = match.groupdict()
    name = " ".join((parts.get("month") or "").split())
    number = hijri_numbers()[name] if name else int(parts["number"])
    return to_gregorian(int(parts["year"]), number, int(parts["day"]))


def _iso(year: int, month: int, day: str | None) -> str | None:
    try:
        whole = date(year, month, int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]
