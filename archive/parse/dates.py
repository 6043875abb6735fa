"""Dates as the press prints them, read as precisely as they are printed; never guessed, never today's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from archive.documents import Precision, PressDate
from archive.languages import canonical
from archive.parse.clock import Clock, clock_after, clock_before
from archive.parse.date_forms import Evidence, Found, find_forms, find_hijri
from archive.parse.date_words import only_words, stands_before
from archive.parse.folded import Folded, fold_line
from archive.parse.months import any_of, weekday_numbers
from archive.parse.relative_days import NEEDS_WEEKDAY, days_since, relative_before

_WORTH_READING = re.compile(r"\d{4}|\d[./]\d\d?[./]\d\d|[年년]")
_ISO = re.compile(
    "((?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))"
    "(?:T((?:[01][0-9]|2[0-3]):[0-5][0-9])(?::[0-5][0-9])?(Z|[+]0[0-9]:[03]0)?)?"
)
"""What programs write, read at once; every other date is looked for as in print."""

_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)$")
_YEAR = re.compile(r"(?:1[6-9]|20)[0-9]{2}")
_MONTH = re.compile(r"([0-9]{1,2})/((?:1[6-9]|20)[0-9]{2})")
_FULL = frozenset({Precision.DAY, Precision.MINUTE})


@dataclass(frozen=True, slots=True)
class DateReading:
    """Is one date printed in a line, with the half-open place of its day, time and weekday in it.

    `publication` and `updated` say which words stand before it. `weekday_agrees` is None where no weekday is
    printed beside it; False lowers trust, though the printed date stands.
    """

    date: PressDate
    start: int
    end: int
    publication: bool
    updated: bool
    weekday_agrees: bool | None = None


def find_dates(line: str, language: str | None = None) -> list[DateReading]:
    """Gives the dates printed in one line, in order; no year printed, no date.

    `language` decides between 3 April and March 4 in "03/04/2021": unknown, it is neither. A Hijri date
    counts where it is full and the line holds no Gregorian one.
    """
    if not _WORTH_READING.search(line):
        return []
    folded = fold_line(line)
    return _read(folded, find_forms(folded.text, _known(language))) or _read(folded, find_hijri(folded.text))


def read_date(text: str, language: str | None = None) -> PressDate | None:
    """Gives the date that the text is as a whole, from a year to a minute with offset, or None.

    >>> str(read_date("2022-05-27T17:53:00+01:00")), str(read_date("05/2022"))
    ('2022-05-27T17:53+01:00', '2022-05')
    """
    text = text.strip()
    if whole := _ISO.fullmatch(text):
        day, clock, zone = whole.groups()
        if clock is None:
            return PressDate(day, Precision.DAY)
        return PressDate(f"{day}T{clock}", Precision.MINUTE, "+00:00" if zone == "Z" else zone)
    text = _COMPACT.sub(r"\1-\2-\3", text)
    if whole := _YEAR.fullmatch(text):
        return PressDate(whole[0], Precision.YEAR)
    if (whole := _MONTH.fullmatch(text)) and 1 <= int(whole[1]) <= 12:
        return PressDate(f"{whole[2]}-{whole[1]:0>2}", Precision.MONTH)
    readings = find_dates(text, language)
    if len(readings) != 1 or not only_words(text[: readings[0].start] + " " + text[readings[0].end :]):
        return None
    return readings[0].date


def implied_date(paragraphs: Sequence[str], language: str) -> tuple[PressDate, str] | None:
    """Gives the day of printing that "hier, mercredi 25 mai 2022" implies, with the phrase.

    Only a full date beside the word counts, and a weekday beside it must agree; two different days give None.
    """
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for day, phrase in _implied(paragraph, language):
            found.setdefault(day, phrase)
    if len(found) != 1:
        return None
    ((day, phrase),) = found.items()
    return PressDate(day, Precision.DAY), phrase


def _implied(paragraph: str, language: str) -> Iterator[tuple[str, str]]:
    folded = fold_line(paragraph)
    for reading in _read(folded, find_forms(folded.text, _known(language))):
        before = fold_line(paragraph[: reading.start])
        word = relative_before(language).search(before.text)
        if word is None or reading.date.precision not in _FULL or reading.weekday_agrees is False:
            continue
        if word[1] in NEEDS_WEEKDAY and not reading.weekday_agrees:
            continue
        day = date.fromisoformat(reading.date.value[:10]) + timedelta(days_since(language)[word[1]])
        yield day.isoformat(), paragraph[before.places[word.start()] : reading.end]


def _known(language: str | None) -> str | None:
    return None if language is None or canonical(language) == "und" else canonical(language)


def _read(folded: Folded, found: Iterable[Found]) -> list[DateReading]:
    readings, floor = [], 0
    for date_found in found:
        reading, floor = _reading(folded, date_found, floor)
        if reading is not None:
            readings.append(reading)
    return readings


def _reading(folded: Folded, found: Found, floor: int) -> tuple[DateReading | None, int]:
    """Reads what stands beside one date; gives the folded place up to which the line is used up."""
    if found.value is None or found.start < floor:
        return None, max(found.end, floor)
    start, agrees = _weekday(folded.text, floor, found)
    clock = _clock(folded, floor, start, found)
    if clock and not clock.possible:
        return None, clock.end
    words = stands_before(folded.text[floor:start], opens_line=floor == 0)
    whole_line = found.end - found.start == len(folded.text.strip())
    if not _backed(found.evidence, any(words), whole_line or bool(clock) or agrees is not None):
        return None, found.end
    start, end = (min(start, clock.start), max(found.end, clock.end)) if clock else (start, found.end)
    return DateReading(_press_date(found.value, clock), *folded.printed(start, end), *words, agrees), end


def _backed(needed: Evidence, word: bool, beside: bool) -> bool:
    match needed:
        case Evidence.NONE:
            return True
        case Evidence.SOME:
            return word or beside
        case Evidence.LABEL:
            return word


def _clock(folded: Folded, floor: int, start: int, found: Found) -> Clock | None:
    if len(found.value or "") < 10:
        return None
    return clock_after(folded, found.end) or clock_before(folded, floor, start)


def _weekday(text: str, floor: int, found: Found) -> tuple[int, bool | None]:
    """Gives where the date starts with the weekday before it, and whether the weekday beside it is right.

    A weekday after the date may belong to what follows, so that one counts only where it agrees.
    """
    before, after = _weekday_patterns()
    match = before.search(text, max(floor, found.start - 30), found.start)
    if match:
        return match.start(), _falls_on(found.value, match[1])
    match = after.match(text, found.end)
    return found.start, True if match and _falls_on(found.value, match[1]) else None


@lru_cache(maxsize=1)
def _weekday_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    weekday, beside = f"({any_of(weekday_numbers())})", r"[ ,.:()/-]*"
    before = rf"{weekday}{beside}(?:(?:le|the|el|den|der|dem|il) )?\Z"
    return re.compile(before), re.compile(beside + weekday)


def _falls_on(day: str | None, weekday: str) -> bool | None:
    if not day or len(day) != 10:
        return None
    return date.fromisoformat(day).isoweekday() == weekday_numbers()[weekday]


def _press_date(day: str, clock: Clock | None) -> PressDate:
    if clock:
        return PressDate(f"{day}T{clock.hour:02}:{clock.minute:02}", Precision.MINUTE, clock.offset)
    return PressDate(day, Precision.MONTH if len(day) == 7 else Precision.DAY)
