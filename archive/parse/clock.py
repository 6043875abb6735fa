"""The time of day as the press prints it: "17h40", "09:22 مساءً", "3.26 p.m.", "12.42 CET", "GMT 17:53"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.parse.folded import Folded
from archive.parse.months import any_of, weekday_numbers

ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "tu": 0, "wet": 0, "غرينتش": 0, "جرينتش": 0, "غرينيتش": 0,
    "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9, "kst": 9,
    "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
    "ist": None, "bst": None, "cst": None, "et": None, "ct": None, "pt": None,
}  # fmt: skip
"""Hours from UTC by zone; IST, BST, CST and ET mean several things, so they give no offset."""

HALVES = {
    "morning": r"a\. ?m\.|am\b|ص\b|صباحا|فجرا|午前|上午|오전",
    "afternoon": r"p\. ?m\.|pm\b|م\b|مساء|عصرا|ظهرا|بعد الظهر|午後|下午|오후",
    "night": "ليلا",
}
_HALF = "|".join(f"(?P<{name}>{words})" for name, words in HALVES.items())
_ZONE = rf"(?:(?:ب?توقيت )?(?P<%s>{'|'.join(sorted(ZONES, key=len, reverse=True))})(?![^\W\d_]))"
_LENGTH = (
    r" (?:apres|avant|plus|d'|de |sur |after|before|later|nach|vor|despues|antes|بعد|قبل)"  # "12h après"
)
_CLOCK = (
    r"(?<![\d,])(?<!\d[.:/-])"
    rf"(?:{_ZONE % 'zone_before'} ?)?"  # GMT 17:53
    rf"(?:(?:{_HALF.replace('>', '_before>')}) ?)?"  # 午後5時
    r"(?:(?P<hour>\d{1,2}) ?: ?(?P<minute>\d\d)(?P<second>:\d\d(?:[.,]\d+)?)?(?![\d:]| ?min\b)"  # 17:53:00
    r"|(?P<h_hour>\d{1,2}) ?(?:h|hrs?|heures?|horas|سا|时|時|시|(?=و ?\d\d ?دقيقه))"  # 17h, 17 h 53, 17 و 53 دقيقة
    r"(?: ?و? ?(?P<h_minute>\d\d)(?!\d)(?: ?(?:mn|min|分|분|دقيقه))?"
    rf"|(?![^\W\d_])(?!{_LENGTH})|(?=[\u3040-\u9fff]))"
    r"|(?P<dot_hour>\d{1,2})\.(?P<dot_minute>\d\d)(?!\d|[.,]\d| ?%)"  # 17.53, where something backs it
    rf"|(?P<bare_hour>\d{{1,2}})(?= ?(?:uhr\b|{'|'.join(HALVES.values())})))"  # 5 pm
    rf"(?: ?(?:{_HALF}))?(?P<unit> ?(?:uhr|hs?|hrs|horas|ore|سا)(?![^\W\d_])\.?)?"
    rf"(?: ?\(?{_ZONE % 'zone'}(?: ?(?P<shift>[+-] ?\d{{1,2}}(?::?\d\d)?)(?!\d))?\)?"  # CET, (GMT+1)
    r"| ?(?P<offset>[+-]\d\d:?\d\d)(?!\d))?"
)
_IMPOSSIBLE = 99
_HOUR_WORD = r"at|as?|a las|a la|alle(?: ore)?|ore|um|kl|klo|klok\w*|saat|om|(?:علي |في تمام )?الساعه"
_ANNOUNCE = rf"t(?=\d)|(?<!\w)(?:{_HOUR_WORD})(?!\w)\.?"
_BESIDE = r"(?<!\w)(?:le|on|am|el|del|il|den|the|of|du|dia|في|يوم|بتاريخ|من)(?!\w)"


@dataclass(frozen=True, slots=True)
class Clock:
    """Is a time of day with its place in the folded line; hour and minute may be impossible ("25h70")."""

    hour: int
    minute: int
    offset: str | None
    start: int
    end: int

    @property
    def possible(self) -> bool:
        """Says whether a day has this time."""
        return self.hour < 24 and self.minute < 60


def clock_after(line: Folded, place: int) -> Clock | None:
    """Gives the time printed right after a folded place; an impossible one only where a word announces it."""
    match = _after().match(line.text, place)
    if match is None:
        return None
    announced = match["word"] is not None
    if match["dot_hour"] and not (announced or _backed(match) or _closes(line.text, match.end())):
        return None
    clock = _clock(match, line)
    return clock if announced or clock.possible else None


def clock_before(line: Folded, floor: int, place: int) -> Clock | None:
    """Gives the possible time printed between `floor` and a date at the place: "17:40, 21 août 2022"."""
    match = _before().search(line.text, max(floor, place - 60), place)
    if match is None or (match["dot_hour"] and not _backed(match)):
        return None
    clock = _clock(match, line)
    return clock if clock.possible else None


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    era = r"(?:م(?:يلادي(?:ه)?)?|года|г\.)(?!\w)(?=.*\d)"
    gap = rf"(?:[ ,;|•·@()/:-]|\(\w\)|{era}|{any_of(weekday_numbers())})*"
    return re.compile(rf"{gap}(?:(?P<word>{_ANNOUNCE})[ :]*)?{_CLOCK}")


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(rf"{_CLOCK}(?:[ ,;|•·()/-]|{_BESIDE}|{any_of(weekday_numbers())})*\Z")


def _clock(match: re.Match[str], line: Folded) -> Clock:
    hour = int(_first(match, "hour", "h_hour", "dot_hour", "bare_hour") or 0)
    minute = int(_first(match, "minute", "h_minute", "dot_minute") or 0)
    start, end = match.span()
    offset = _offset(match)
    if match["zone_before"] and not line.upper(*match.span("zone_before")):
        start, offset = match.end("zone_before") + 1, None  # "il est 17h40" names no zone
    elif match["zone"] and not line.upper(*match.span("zone")):
        end, offset = len(line.text[: match.start("zone")].rstrip(" (")), None
    return Clock(_hour_of_day(hour, match), minute, offset, start, end)


def _hour_of_day(hour: int, match: re.Match[str]) -> int:
    if _first(match, "morning", "morning_before"):
        return {12: 0}.get(hour, hour if hour < 12 else _IMPOSSIBLE)
    if _first(match, "afternoon", "afternoon_before"):
        return hour + 12 if 0 < hour < 12 else hour
    if _first(match, "night", "night_before"):
        return {12: 0}.get(hour, hour + 12 if 6 <= hour < 12 else hour)
    return hour


def _offset(match: re.Match[str]) -> str | None:
    if zone := _first(match, "zone", "zone_before"):
        hours = ZONES[zone]
        if match["shift"]:
            return _shifted(match["shift"].replace(" ", "")) if hours == 0 else None
        return None if hours is None else f"{hours:+03}:00"
    printed = match["offset"]
    if not printed or (printed[0] == "-" and ":" in printed and not match["second"] and match["word"] != "t"):
        return None  # "17:00-18:30" is a span of hours
    return _shifted(printed)


def _shifted(printed: str) -> str | None:
    sign, digits = printed[0], printed[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return f"{sign}{hours:02}:{minutes:02}" if hours <= 14 and minutes in (0, 15, 30, 45) else None


def _backed(match: re.Match[str]) -> bool:
    return any(
        match[name] for name in ("morning", "afternoon", "night", "unit", "zone", "zone_before", "offset")
    )


def _closes(text: str, place: int) -> bool:
    return re.match(r" *(?:$|[|•·)(;]|- )", text[place : place + 8]) is not None


def _first(match: re.Match[str], *names: str) -> str | None:
    return next((match[name] for name in names if match[name] is not None), None)
