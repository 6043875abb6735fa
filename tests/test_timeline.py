"""Timelines: every period has its number, what is not kept is a gap, what has no date stands apart."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive
from archive.errors import InvalidError
from archive.present.paint import Style
from archive.present.timeline import SCALES, point_rows, timeline_lines
from archive.present.width import width
from archive.search.periods import PERIODS, following, period, periods
from archive.search.timeline import GROUPS, Point, Timeline
from tests.conftest import Done
from tests.test_facets import page

Run = Callable[..., Done]

PAGES = (
    page(1, "Atlas", "2021-12-31"),
    page(2, "Atlas", "2022-01-03"),
    page(3, "مرايا", "2022-01-31", language="ar", title="سد رقم ٣", body="barrage " * 3 + "نص عربي للسد"),
    page(4, "Atlas", "2022-04-01", title="Sans", body="Autre chose encore, sans le mot."),
    page(5, "Atlas", "2022-05"),
    page(6, "Atlas", "2022"),
    page(7, None, None),
)


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archive.Archive]:
    with archive.open(tmp_path_factory.mktemp("timeline") / "archive.db") as opened:
        for one in PAGES:
            assert opened.add(one).result == "new"
        yield opened


def figures(points: tuple[Point, ...]) -> list[tuple[str | None, int | None, int]]:
    return [(point.period, point.count, point.kept) for point in points]


def test_each_month_has_its_hits_its_gap_or_its_zero(press: archive.Archive) -> None:
    found = press.timeline("barrage")
    assert figures(found.points) == [
        ("2021-12", 1, 1),
        ("2022-01", 2, 2),
        ("2022-02", None, 0),
        ("2022-03", None, 0),
        ("2022-04", 0, 1),
        ("2022-05", 1, 1),
    ]
    assert figures(found.apart) == [("2022", 1, 1), (None, 1, 1)]
    assert (found.total, found.exact, found.remarks) == (6, True, ())
    assert [point.share for point in found.points] == [1.0, 1.0, None, None, 0.0, 1.0]


def test_a_year_needs_no_month_and_a_week_needs_a_day(press: archive.Archive) -> None:
    years = press.timeline("barrage", by="year")
    assert figures(years.points) == [("2021", 1, 1), ("2022", 4, 5)]
    assert figures(years.apart) == [(None, 1, 1)]
    weeks = press.timeline("barrage", by="week")
    assert figures(weeks.points)[:2] == [("2021-W52", 1, 1), ("2022-W01", 1, 1)]
    assert weeks.points[-1].period == "2022-W05"
    assert figures(weeks.apart) == [("2022", 1, 1), ("2022-05", 1, 1), (None, 1, 1)]


def test_a_timeline_for_each_outlet_has_the_same_periods(press: archive.Archive) -> None:
    found = press.timeline("barrage", by="year", per="outlet")
    assert found.groups == ("Atlas", "مرايا", None)
    assert [(point.group, *figures((point,))[0]) for point in found.points] == [
        ("Atlas", "2021", 1, 1),
        ("Atlas", "2022", 3, 4),
        ("مرايا", "2021", None, 0),
        ("مرايا", "2022", 1, 1),
        (None, "2021", None, 0),
        (None, "2022", None, 0),
    ]
    assert [(point.group, point.count) for point in found.apart] == [(None, 1)]


def test_groups_that_are_not_shown_are_told(press: archive.Archive) -> None:
    found = press.timeline("barrage", per="outlet", limit=1)
    assert found.groups == ("Atlas",)
    assert found.remarks == ("2 more outlets, with 2 articles, are not shown",)
    assert found.total == 6


def test_a_timeline_for_each_language(press: archive.Archive) -> None:
    assert press.timeline("barrage", by="year", per="language").groups == ("fr", "ar")


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("barrage", "2021-12", "2022-05"),
        ("barrage since:2022", "2022-01", "2022-05"),
        ('"mot1x3 mot1x4"', "2021-12", "2021-12"),
        ('"mot1x3 mot1x4" until:2022-04', "2021-12", "2022-04"),
        ("sans since:2020", "2021-12", "2022-04"),
    ],
)
def test_a_timeline_reaches_as_far_as_its_hits_or_its_dates(
    press: archive.Archive, query: str, first: str, last: str
) -> None:
    points = press.timeline(query).points
    assert (points[0].period, points[-1].period) == (first, last)


def test_the_dates_of_a_query_cut_what_its_hits_are_a_share_of(press: archive.Archive) -> None:
    assert figures(press.timeline("barrage since:2022-01-15", by="year").points) == [("2022", 2, 3)]


def test_what_was_not_read_is_told_and_is_no_silence(
    press: archive.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.timeline.MOST_CHECKED", 2)
    found = press.timeline('"le barrage" since:2020')
    assert (found.points[0].period, found.points[-1].period) == ("2022-01", "2022-05")
    assert press.timeline("barrage since:2020").points[0].period == "2021-12"
    assert (found.total, found.exact) == (2, False)
    assert found.remarks == (
        "exact words were compared in the newest 2 candidates; what is older is not counted",
    )


def test_without_hits_there_is_no_timeline(press: archive.Archive) -> None:
    found = press.timeline("nulle part")
    assert (found.points, found.apart, found.total) == ((), (), 0)


@pytest.mark.parametrize("options", [{"by": "decade"}, {"per": "author"}])
def test_an_unknown_period_or_group_is_an_error(press: archive.Archive, options: dict[str, str]) -> None:
    with pytest.raises(InvalidError, match="there are"):
        press.timeline("barrage", **options)  # type: ignore[arg-type]


def test_every_hit_of_the_seeds_is_counted_once(seeded: Path) -> None:
    with archive.open(seeded) as press:
        for by in PERIODS:
            for per in (None, *GROUPS):
                found = press.timeline("", by=by, per=per, limit=1000)
                counted = sum(point.count or 0 for point in (*found.points, *found.apart))
                assert counted == found.total == len(press), (by, per)


# Periods


@given(st.integers(1, date.max.toordinal()), st.sampled_from(PERIODS))
def test_a_period_ends_where_the_next_begins(day: int, by: str) -> None:
    after = following(day, by)
    assert period(min(after - 1, date.max.toordinal()), by) == period(day, by)
    if after <= date.max.toordinal():
        assert period(after, by) > period(day, by)


@given(st.integers(1, 800_000), st.integers(0, 2_000), st.sampled_from(PERIODS))
def test_periods_are_those_of_all_days_between(first: int, length: int, by: str) -> None:
    days = range(first, first + length + 1)
    assert list(periods(days[0], days[-1], by)) == list(dict.fromkeys(period(day, by) for day in days))


# Presentation


def bars(counts: list[int | None], style: Style, scale: str = "linear") -> list[str]:
    points = tuple(
        Point(f"{2000 + n}", count, 0 if count is None else 1000) for n, count in enumerate(counts)
    )
    return list(timeline_lines(Timeline("year", None, (None,), points, (), 0, True, ()), style, scale))


def test_bars_fill_the_width_and_nothing_overflows() -> None:
    for cells in (40, 80, 100):
        lines = bars([1000, 500, 1, 0], Style(width=cells))
        assert cells - 6 <= width(lines[0]) <= cells
        assert lines[1].count("█") in (lines[0].count("█") // 2, lines[0].count("█") // 2 + 1)
        assert lines[2].endswith("▏")
        assert lines[3] == "2003      0 of 1,000"


def test_a_logarithmic_bar_shows_the_small_beside_the_great() -> None:
    linear, log = (bars([1000, 10], Style(width=80), scale)[1].count("█") for scale in SCALES)
    assert linear == 0
    assert log > 10


def test_a_run_of_gaps_is_one_line() -> None:
    assert bars([1, None, None, 0, None], Style(width=80))[1:] == [
        "2001  no articles kept until 2002",
        "2003  0 of 1,000",
        "2004  no articles kept",
    ]


def test_rows_tell_a_gap_from_a_zero(press: archive.Archive) -> None:
    rows = {row["period"]: row for row in point_rows(press.timeline("barrage"))}
    assert rows["2022-02"] == {"period": "2022-02", "count": None, "kept": 0, "share": None}
    assert rows["2022-04"] == {"period": "2022-04", "count": 0, "kept": 1, "share": 0.0}
    assert list(rows)[-1] is None


def test_the_command_shows_bars_and_what_stands_apart(run: Run, press: archive.Archive) -> None:
    done = run("timeline", "barrage", "--per", "outlet", "--by", "month", db=press.path)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "Atlas"
    assert "\u2068مرايا\u2069" in lines
    assert "2022, month unknown: 1 of 1" in lines
    assert "undated: 1 of 1" in lines
    assert re.search(r"^2021-12 +1 of 1 +100\.0 %  █+$", done.out, re.MULTILINE)
    assert done.err == "6 articles.\n"


def test_the_formats_hold_the_same_rows(run: Run, press: archive.Archive) -> None:
    def out(shape: str) -> str:
        return run("timeline", "barrage", "--per", "language", "--format", shape, db=press.path).out

    array = json.loads(out("json"))
    table = list(csv.DictReader(io.StringIO(out("csv"))))
    assert [row["period"] for row in table] == [row["period"] or "" for row in array]
    assert list(array[0]) == ["language", "period", "count", "kept", "share"]
    assert len(out("markdown").splitlines()) == len(array) + 2


def test_the_command_offers_what_there_is() -> None:
    from archive.cli.timeline import command

    choices = {
        param.name: tuple(param.type.choices) for param in command.params if hasattr(param.type, "choices")
    }
    assert (choices["by"], choices["per"], choices["scale"]) == (PERIODS, tuple(GROUPS), tuple(SCALES))
