"""Dates as people type them into a query: a day, month, year, a relative word, or a range of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from archive.frozen import Frozen
from archive.text import fold, key

LONGEST_DATE = 60
_FILLERS = "de del d of the le la el er st nd rd th في من شهر سنه عام"

# One line a month: French, English, Spanish, German; the Arabic of Egypt, the Levant, the Maghreb.
_MONTHS = """
janvier janv january jan enero ene januar jänner يناير كانون_الثاني جانفي ينير
février févr fév february feb febrero februar فبراير شباط فيفري فبرير
mars march mar marzo märz مارس آذار
avril avr april apr abril abr أبريل إبريل نيسان أفريل
mai may mayo مايو أيار ماي
juin june jun junio juni يونيو حزيران جوان يونيه
juillet juil july jul julio juli يوليو تموز جويلية يوليوز يوليه
août august aug agosto ago أغسطس آب أوت غشت
septembre sept september sep septiembre setiembre سبتمبر أيلول شتنبر
octobre oct october octubre oktober okt أكتوبر تشرين_الأول
novembre nov november noviembre نوفمبر تشرين_الثاني نونبر
décembre déc december dec diciembre dic dezember dez ديسمبر كانون_الأول دجنبر
"""


class Period(Frozen):
    """Is the days from `start` to `end`, both included; None is open."""

    start: date | None
    end: date | None


def period(text: str, today: date | None = None) -> Period | None:
    """Reads a date or a range of dates (`2022-05..2022-08`, `2022..`); None when it is unreadable.

    Numeric dates have the day first. Words such as `yesterday` are read only when `today` is given.
    A range that runs backwards is unreadable.
    """
    if len(text) > LONGEST_DATE:
        return None
    first, dots, last = re.sub(r"\.{2,}|…", "\0", text.replace("\0", " ")).partition("\0")
    if not dots:
        return _one(first, today)
    start, end = _one(first, today), _one(last, today)
    return _range(start, end) if _open_or_read(first, start) and _open_or_read(last, end) else None


def _open_or_read(text: str, read: Period | None) -> bool:
    return read is not None or not text.strip()


def _range(start: Period | None, end: Period | None) -> Period | None:
    whole = Period(start.start if start else None, end.end if end else None)
    backwards = whole.start and whole.end and whole.start > whole.end
    return None if backwards or whole == Period(None, None) else whole


def _one(text: str, today: date | None) -> Period | None:
    folded = fold(text).strip(" .,،")
    for pattern, parts in _numeric().items():
        if found := pattern.fullmatch(folded):
            return _calendar(*(int(found[part]) if part in parts else None for part in ("y", "m", "d")))
    return _spelt(folded) or (_relative(folded, today) if today else None)


@cache
def _numeric() -> Mapping[re.Pattern[str], str]:
    forms = {
        r"(?P<y>\d{4})": "y",
        r"(?P<y>\d{4})[-/.](?P<m>\d\d?)": "ym",
        r"(?P<m>\d\d?)[-/.](?P<y>\d{4})": "ym",
        r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(t[\d:.]+(z|[+-][\d:]+)?)?": "ymd",
        r"(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>\d{4})": "ymd",
        r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)": "ymd",
        r"(?P<y>\d{4}) ?年": "y",
        r"(?P<y>\d{4}) ?年 ?(?P<m>\d\d?) ?月": "ym",
        r"(?P<y>\d{4}) ?年 ?(?P<m>\d\d?) ?月 ?(?P<d>\d\d?) ?日": "ymd",
    }
    return {re.compile(form): parts for form, parts in forms.items()}


def _calendar(year: int | None, month: int | None = None, day: int | None = None) -> Period | None:
    from calendar import monthrange

    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Period(first, first)
    last_month = month or 12
    return Period(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))


@cache
def _months() -> tuple[re.Pattern[str], Mapping[str, int]]:
    rows = [line.split() for line in _MONTHS.strip().splitlines()]
    table = {key(name.replace("_", " ")): n for n, row in enumerate(rows, 1) for name in row}
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(longest_first)})(?![^\W\d_])"), table


def _spelt(folded: str) -> Period | None:
    """Reads `27 mai 2022`, `May 27, 2022`, `أيار/مايو 2022`: one month by name, a year, at most one day."""
    pattern, table = _months()
    words = key(folded)
    months = {table[name] for name in pattern.findall(words)}
    fillers = _FILLERS.split()
    rest = [w for w in re.findall(r"\d+|[^\W\d_]+", pattern.sub(" ", words)) if w not in fillers]
    years = [int(w) for w in rest if re.fullmatch(r"\d{4}", w)]
    days = [int(w) for w in rest if re.fullmatch(r"\d{1,2}", w)]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(rest) != 1 + len(days) or 0 in days:
        return None
    return _calendar(years[0], *months, *days)


def _day(back: int) -> Callable[[date], Period]:
    def days(today: date) -> Period:
        return Period(today - timedelta(back), today - timedelta(back))

    return days


def _week(back: int) -> Callable[[date], Period]:
    def days(today: date) -> Period:
        monday = today - timedelta(today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(6))

    return days


def _month(back: int) -> Callable[[date], Period | None]:
    def days(today: date) -> Period | None:
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        return _calendar(year, month + 1)

    return days


def _year(back: int) -> Callable[[date], Period | None]:
    def days(today: date) -> Period | None:
        return _calendar(today.year - back)

    return days


# Articles ("le mois dernier") are left out before the look-up.
_RELATIVE: Mapping[str, Callable[[date], Period | None]] = MappingProxyType(
    {
        "today aujourd'hui hoy heute اليوم": _day(0),
        "yesterday hier ayer gestern أمس البارحة": _day(1),
        "this_week cette_semaine esta_semana diese_woche هذا_الأسبوع": _week(0),
        "last_week semaine_dernière semana_pasada letzte_woche الأسبوع_الماضي": _week(1),
        "this_month ce_mois ce_mois-ci este_mes dieser_monat هذا_الشهر": _month(0),
        "last_month mois_dernier mes_pasado letzter_monat letzten_monat الشهر_الماضي": _month(1),
        "this_year cette_année este_año dieses_jahr هذا_العام هذه_السنة": _year(0),
        "last_year année_dernière an_dernier l'année_dernière l'an_dernier "
        "año_pasado letztes_jahr العام_الماضي السنة_الماضية": _year(1),
    }
)


@cache
def _relative_names() -> Mapping[str, Callable[[date], Period | None]]:
    return {key(name.replace("_", " ")): days for row, days in _RELATIVE.items() for name in row.split()}


def _relative(folded: str, today: date) -> Period | None:
    words = re.sub(r"^(?:le|la|el|the) ", "", key(folded))
    days = _relative_names().get(words)
    try:
        return days(today) if days else None
    except (OverflowError, ValueError):
        return None
