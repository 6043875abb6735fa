"""Dates typed into a query."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.syntax import read
from archive.search.tree import When
from archive.search.when import Period, period

FRIDAY = date(2022, 5, 27)

DAY = ("2022-05-27", "2022-05-27")
MAY = ("2022-05-01", "2022-05-31")
YEAR = ("2022-01-01", "2022-12-31")

READABLE = {
    "2022": YEAR,
    "٢٠٢٢": YEAR,
    "2022-05": MAY,
    "2022/5": MAY,
    "05/2022": MAY,
    "5-2022": MAY,
    "2022-02": ("2022-02-01", "2022-02-28"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2022-05-27": DAY,
    "20220527": DAY,
    "2022-05-27T17:53+01:00": DAY,
    "27/05/2022": DAY,
    "27.5.2022": DAY,
    "27-05-2022": DAY,
    "06/05/2022": ("2022-05-06", "2022-05-06"),
    "mai 2022": MAY,
    "27 mai 2022": DAY,
    "1er mai 2022": ("2022-05-01", "2022-05-01"),
    "21 août 2022": ("2022-08-21", "2022-08-21"),
    "21 AOUT 2022": ("2022-08-21", "2022-08-21"),
    "12 févr. 2022": ("2022-02-12", "2022-02-12"),
    "May 27, 2022": DAY,
    "27th of May 2022": DAY,
    "27 de mayo de 2022": DAY,
    "27. Mai 2022": DAY,
    "3. März 2022": ("2022-03-03", "2022-03-03"),
    "27 ماي 2022": DAY,
    "٢٧ مايو ٢٠٢٢": DAY,
    "27 أيار/مايو 2022": DAY,
    "كانون الثاني 2022": ("2022-01-01", "2022-01-31"),
    "15 غشت 2022": ("2022-08-15", "2022-08-15"),
    "5 جويلية 2022": ("2022-07-05", "2022-07-05"),
    "2022年": YEAR,
    "2022年5月": MAY,
    "2022年5月27日": DAY,
    "2022 年 5 月 27 日": DAY,
    "today": DAY,
    "aujourd’hui": DAY,
    "اليوم": DAY,
    "hier": ("2022-05-26", "2022-05-26"),
    "أمس": ("2022-05-26", "2022-05-26"),
    "this week": ("2022-05-23", "2022-05-29"),
    "la semaine dernière": ("2022-05-16", "2022-05-22"),
    "الأسبوع الماضي": ("2022-05-16", "2022-05-22"),
    "last-month": ("2022-04-01", "2022-04-30"),
    "le mois dernier": ("2022-04-01", "2022-04-30"),
    "this month": MAY,
    "cette année": YEAR,
    "l'année dernière": ("2021-01-01", "2021-12-31"),
    "العام الماضي": ("2021-01-01", "2021-12-31"),
    "2022-05..2022-08": ("2022-05-01", "2022-08-31"),
    "2022-05…2022-08": ("2022-05-01", "2022-08-31"),
    "mai 2022..27/08/2022": ("2022-05-01", "2022-08-27"),
    "2022..": ("2022-01-01", "None"),
    "..2022": ("None", "2022-12-31"),
}


@pytest.mark.parametrize("text", READABLE)
def test_dates_are_read_as_people_type_them(text: str) -> None:
    read = period(text, FRIDAY)
    assert read is not None
    assert (str(read.start), str(read.end)) == READABLE[text]


UNREADABLE = [
    *("", "..", "soon", "mai", "27 mai", "27", "31/02/2022", "2022-13", "05/27/2022", "27/05/22", "0000"),
    *("mai juin 2022", "0 mai 2022", "27 28 mai 2022", "2021 mai 2022", "2022..2021", "2022..soon"),
    *("99999", "\0", "\ud800", "9" * 5000),
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_a_date_that_is_unsure_is_unreadable(text: str) -> None:
    assert period(text, FRIDAY) is None


@pytest.mark.parametrize("text", ["today", "hier", "last month", "cette année"])
def test_a_relative_date_needs_today(text: str) -> None:
    assert period(text) is None


def test_january_follows_december() -> None:
    assert period("last month", date(2022, 1, 31)) == Period(date(2021, 12, 1), date(2021, 12, 31))


@pytest.mark.parametrize("word", ["yesterday", "last week", "last month", "last year"])
def test_the_first_days_of_the_calendar_break_nothing(word: str) -> None:
    assert period(word, date.min) is None


@given(st.text())
def test_any_text_is_read_or_unreadable(text: str) -> None:
    found = period(text, FRIDAY)
    assert found is None or isinstance(found, Period)


@given(
    st.dates(min_value=date(1000, 1, 2), max_value=date(9998, 12, 31)), st.dates(min_value=date(1000, 1, 1))
)
def test_before_on_and_after_part_all_days_among_them(stated: date, day: date) -> None:
    kept = [holds(f"{field}:{stated}", day) for field in ("before", "on", "after")]
    assert kept.count(True) == 1
    assert holds(f"since:{stated}", day) == (kept[1] or kept[2])
    assert holds(f"until:{stated}", day) == (kept[0] or kept[1])


def holds(condition: str, day: date) -> bool:
    when = read(condition).tree
    assert isinstance(when, When)
    return (when.start or "") <= day.isoformat() <= (when.end or "9999-12-31")
