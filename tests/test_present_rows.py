"""Rows in five formats: lossless JSON, safe CSV, tables without markup, aligned columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.present.rows import PRESENTERS, Row
from archive.present.width import width

ROWS: list[Row] = [
    {"outlet": "Le Matin", "articles": 1200, "languages": ["fr", "ar"], "share": 0.5},
    {"outlet": "هسبريس", "articles": 35, "languages": [], "share": None},
    {"outlet": "漢字", "articles": -7, "languages": ["zh"], "share": 1.0},
]
NAMES = ["plain", "json", "jsonl", "csv", "markdown"]


def printed(name: str, rows: list[Row]) -> str:
    return "".join(line + "\n" for line in PRESENTERS[name](rows))


def test_there_are_exactly_five_formats() -> None:
    assert [*PRESENTERS] == NAMES


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_rows_are_presented_as_they_come(name: str) -> None:
    def endless() -> Iterator[Row]:
        while True:
            yield ROWS[0]

    lines = PRESENTERS[name](endless())
    assert [next(lines) for _ in range(5)]


@pytest.mark.parametrize(("name", "lines"), [("plain", []), ("json", ["[", "]"]), ("jsonl", []), ("csv", [])])
def test_no_rows_make_a_valid_answer(name: str, lines: list[str]) -> None:
    assert [*PRESENTERS[name]([])] == lines


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=8,
)
TABLES = st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=4)


@given(TABLES)
def test_json_reads_back_as_what_was_given(rows: list[Row]) -> None:
    text = printed("json", rows)
    assert json.loads(text.encode()) == rows
    assert [json.loads(line) for line in printed("jsonl", rows).splitlines()] == rows


def test_json_is_not_escaped_to_ascii() -> None:
    assert printed("jsonl", [{"titre": "Été حموشي"}]) == '{"titre": "Été حموشي"}\n'


def test_a_lone_surrogate_breaks_no_format() -> None:
    for name in NAMES:
        assert "\ufffd" in printed(name, [{"a": "x\ud800y", "b": ["\udfff"]}]).encode().decode()


@pytest.mark.parametrize("name", NAMES)
def test_no_format_lets_a_control_sign_through(name: str) -> None:
    hostile = "\x1b[31m \x9b \u202e \u2066 \x07 \0 \U000e0041 \x85"
    text = printed(name, [{"a": hostile, "b": [hostile], "c": {"d": hostile}}])
    assert not [c for c in text if c not in "\r\n" and not c.isprintable()]


FORMULAS = {
    "=1+1": "'=1+1",
    "\ufffe \x08@SUM(A1)": "' @SUM(A1)",  # F18, seed 595362: the sign that is no letter is not shown
    "+1": "'+1",
    "-1": "'-1",
    "@SUM(A1)": "'@SUM(A1)",
    "＝1": "'＝1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠x": "'＠x",
    "\tx": "' x",
    "\rx": "'\nx",
    "  =1": "'  =1",
    "\u200f\ufeff=1": "'\u200f\ufeff=1",
    "a=1": "a=1",
    "2022-05-27": "2022-05-27",
    "'=1": "'=1",
    "": "",
}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_spreadsheet_takes_no_text_for_a_formula(text: str) -> None:
    (_, (value, _)) = csv.reader(io.StringIO(printed("csv", [{"a": text, "b": "x"}]), newline=""))
    assert value == FORMULAS[text]


def test_csv_leaves_numbers_alone() -> None:
    assert (
        printed("csv", [{"n": -5, "x": -0.5, "yes": True, "no": None}]) == "n,x,yes,no\r\n-5,-0.5,true,\r\n"
    )


def test_csv_has_a_heading_and_the_line_ends_of_its_standard() -> None:
    text = printed("csv", [{"a": 'il dit "oui", puis', "b": "un\ndeux"}, {"b": ["x", "y"]}])
    assert text == 'a,b\r\n"il dit ""oui"", puis","un\ndeux"\r\n,x; y\r\n'


def test_csv_tells_of_a_column_that_the_heading_lacks() -> None:
    with pytest.raises(ValueError, match="extra"):
        printed("csv", [{"a": 1}, {"a": 1, "extra": 2}])


@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=4))
def test_csv_keeps_its_shape_whatever_the_text(pairs: list[tuple[str, str]]) -> None:
    text = printed("csv", [{"a": a, "b": b} for a, b in pairs])
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    assert len(rows) == len(pairs) + 1
    assert {len(row) for row in rows} == {2}


MARKED = {
    "a|b": r"a\|b",
    "a\\|b": r"a\\\|b",
    "a\r\nb": "a<br>b",
    "*gras* `code`": r"\*gras\* \`code\`",
    "<script>": r"\<script>",
    "[x](javascript:y)": r"\[x](javascript:y)",
    "snake_case": "snake_case",
    "نص": "نص",
}


@pytest.mark.parametrize("text", MARKED)
def test_markdown_shows_text_as_text(text: str) -> None:
    assert printed("markdown", [{"a": text}]) == f"| a |\n| --- |\n| {MARKED[text]} |\n"


def test_a_markdown_table_has_every_column_of_every_row() -> None:
    assert printed("markdown", [{"a": 1}, {"b": None, "c": ["x", "y"]}]) == (
        "| a | b | c |\n| --- | --- | --- |\n| 1 |  |  |\n|  |  | x; y |\n"
    )


def test_plain_columns_are_aligned_in_cells() -> None:
    lines = [*PRESENTERS["plain"](ROWS)]
    assert lines[0] == "Le Matin  1200  fr; ar  0.5"
    assert lines[2] == "漢字        -7  zh      1.0"
    assert {width(line.partition("  ")[0]) for line in lines} <= {8, 6, 4}
    assert width(lines[0][: lines[0].index("1200") + 4]) == width(lines[1][: lines[1].index("35") + 2])
