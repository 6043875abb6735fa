"""The review queue: each doubt is found with its evidence, answered by a correction or settled, and stays so."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import archive
from archive.documents import Capture, Origin, Precision, PressDate
from archive.review import BY_NAME, DOUBTS

BODY = "Il a plu toute la nuit sur la ville, et le marché n’a ouvert qu’à midi."
SURE: dict[str, Any] = {
    "title": "Pluie à Fès",
    "outlet": "Le Fil",
    "language": "fr",
    "published": PressDate("2022-05-27", Precision.DAY),
    "body": BODY,
}


def clipping(**fields: Any) -> archive.Clipping:
    return archive.Clipping(**{**SURE, **fields})


def doubts(press: archive.Archive, **asked: Any) -> dict[int, list[str]]:
    found = press.review(**asked)
    return {one.article_id: [doubt.name for doubt in one.doubts] for one in found.articles}


def unsure(field: str) -> dict[str, Origin]:
    return {field: Origin("line 3", 0.3, "le 27, paraît-il")}


def day(value: str) -> PressDate:
    precisions = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
    return PressDate(value, precisions[len(value)])


CASES: dict[str, dict[str, Any]] = {
    "future-date": {"published": day("2150-01-01")},
    "ancient-date": {"published": day("1022-05-27")},
    "dates-apart": {"implied": day("2022-05-20")},
    "no-title": {"title": None},
    "no-date": {"published": None},
    "address-apart": {"address": "https://example.org/2019/03/pluie"},
    "unsure-body": {"origins": unsure("body")},
    "unsure-date": {"origins": unsure("published")},
    "unsure-title": {"origins": unsure("title")},
    "no-language": {"language": "und"},
    "no-outlet": {"outlet": None},
    "unsure-outlet": {"origins": unsure("outlet")},
    "unsure-language": {"origins": unsure("language")},
    "implied-date": {"published": None, "implied": day("2022-05-27")},
    "cut-body": {"body": "Il a plu toute la nuit sur la ville, et le marché [...]"},
    "unsure-authors": {"origins": unsure("authors"), "authors": (archive.Byline("A. B."),)},
}


@pytest.mark.parametrize("name", CASES)
def test_each_doubt_is_found_and_a_correction_answers_it(press: archive.Archive, name: str) -> None:
    press.add(
        clipping(
            body="Le soleil est revenu sur les toits de la ville, disent les anciens du quartier.",
            title="Soleil",
        )
    )
    number = press.add(clipping(**CASES[name])).article_id
    assert number is not None
    assert doubts(press) == {number: [name]}
    field = BY_NAME[name].field
    answers = {
        "published": "2022-05-27",
        "body": BODY,
        "title": "Pluie",
        "language": "fr",
        "authors": ["A. Benali"],
    }
    press.edit(number, **{field: answers.get(field, "Le Fil")})
    assert doubts(press) == {}


def test_an_article_long_before_all_others_of_its_outlet_is_in_doubt(press: archive.Archive) -> None:
    for year in (1951, *range(2015, 2021)):
        press.add(clipping(body=f"{BODY} {year}", title=f"Pluie {year}", published=day(str(year))))
    assert doubts(press) == {1: ["long-before"]}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"published": day("2022"), "address": "https://example.org/2019/03/pluie"},
        {"published": day("2022-05-01"), "address": "https://example.org/2022/04/pluie"},
        {"address": "https://example.org/dossier/2045/99/pluie"},
        {"implied": day("2022-05-26")},
        {"implied": day("2019")},
        {"origins": {"title": Origin("line 1", 0.5)}},
        {"body": "Il a plu... et il a neigé."},
        {"authors": ()},
    ],
)
def test_what_is_in_order_is_not_in_doubt(press: archive.Archive, fields: dict[str, Any]) -> None:
    press.add(clipping(**fields))
    assert doubts(press) == {}


def test_every_doubt_has_a_case_here_and_a_name_of_its_own() -> None:
    assert {doubt.name for doubt in DOUBTS} == {*CASES, "long-before"}
    assert len(BY_NAME) == len(DOUBTS)


def test_the_worst_come_first_and_among_equals_those_with_most_doubts(press: archive.Archive) -> None:
    press.add(clipping(title="Un", outlet=None))
    press.add(clipping(title=None, body=BODY + " Deux."))
    press.add(clipping(title=None, body=BODY + " Trois, et encore.", outlet=None, language="und"))
    press.add(clipping(title="Quatre", body=BODY + " Quatre fois.", published=day("2150-01-01")))
    assert [*doubts(press).items()] == [
        (4, ["future-date"]),
        (3, ["no-title", "no-language", "no-outlet"]),
        (2, ["no-title"]),
        (1, ["no-outlet"]),
    ]
    assert [*doubts(press, limit=2)] == [4, 3]
    assert press.review(limit=2).total == 4
    assert doubts(press, doubts=["no-outlet"]) == {1: ["no-outlet"], 3: ["no-outlet"]}
    assert [*doubts(press, outlet="Le Fil")] == [4, 2]
    assert [*doubts(press, outlet="le-fil")] == [4, 2]


def test_a_date_is_in_the_future_beside_the_moment_of_the_capture(press: archive.Archive) -> None:
    from datetime import UTC, datetime

    capture = Capture(b"x", "page.txt", moment=datetime(2022, 5, 27, 22, tzinfo=UTC))
    press.add(clipping(published=day("2022-05-28")), capture)  # the day has begun further east
    assert doubts(press) == {}
    press.edit(1, title="Pluie")
    press.add(
        clipping(body=BODY + " Deux.", title="Deux", published=day("2022-05-29")),
        Capture(b"y", "b.txt", moment=capture.moment),
    )
    assert doubts(press) == {2: ["future-date"]}


def test_a_doubt_that_was_settled_does_not_come_back(press: archive.Archive) -> None:
    press.add(clipping(title=None, outlet=None))
    assert press.accept(1, "no-outlet") == ["no-outlet"]
    assert doubts(press) == {1: ["no-title"]}
    press.add(clipping(title=None, outlet=None, body=BODY + " Il a plu encore."))
    assert doubts(press)[1] == ["no-title"]
    assert press.accept(1) == ["no-title"]
    assert 1 not in doubts(press)


def test_a_correction_to_nothing_is_an_answer(press: archive.Archive) -> None:
    press.add(clipping(published=None))
    press.edit(1, published="")
    assert doubts(press) == {}


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        (["no-date"], archive.MissingError, "not in doubt by no-date: no-title"),
        (["no-sense"], archive.InvalidError, "no doubt 'no-sense'; there are future-date"),
    ],
)
def test_settling_a_doubt_that_is_not_there_says_which_are(
    press: archive.Archive, asked: list[str], error: type[Exception], told: str
) -> None:
    press.add(clipping(title=None))
    with pytest.raises(error, match=told):
        press.accept(1, *asked)


def test_deleting_an_article_takes_its_settled_doubts_with_it(press: archive.Archive, db: Path) -> None:
    press.add(clipping(title=None))
    press.accept(1)
    press.delete(1)
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT count(*) FROM settled_doubts").fetchone() == (0,)


def test_a_line_names_the_article_the_doubt_its_evidence_and_the_command_that_answers_it(
    press: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    press.add(clipping(origins=unsure("published")))
    done = run("review", db=db)
    assert [line.strip() for line in done.out.splitlines()] == [
        "#1 Pluie à Fès",
        "the date is unsure: 2022-05-27 (line 3, 0.30: “le 27, paraît-il”)",
        "archive edit 1 published=DATE",
        "",
    ]
    assert "In doubt: 1; listed: 1." in done.err


def test_the_queue_comes_in_every_format(press: archive.Archive, db: Path, run: Callable[..., Any]) -> None:
    press.add(clipping(title=None, outlet=None))
    rows = [json.loads(line) for line in run("review", "--format", "jsonl", db=db).out.splitlines()]
    assert [(row["article"], row["doubt"], row["answer"]) for row in rows] == [
        (1, "no-title", "archive edit 1 title=TITLE"),
        (1, "no-outlet", "archive edit 1 outlet=NAME"),
    ]
    table = list(csv.DictReader(io.StringIO(run("review", "--format", "csv", db=db).out)))
    assert [row["doubt"] for row in table] == ["no-title", "no-outlet"]


def test_the_command_settles_doubts(press: archive.Archive, db: Path, run: Callable[..., Any]) -> None:
    press.add(clipping(title=None, outlet=None))
    assert "Settled no-title for article 1" in run("review", "--accept", "1", "no-title", db=db).err
    assert "Settled no-outlet for article 1" in run("review", "--accept", "1", db=db).err
    assert "Settled nothing" in run("review", "--accept", "1", db=db).err
    assert run("review", db=db).out == ""


def test_the_seeds_are_in_doubt_where_something_is_missing_in_them(seeded: Path) -> None:
    with archive.open(seeded) as press:
        found = doubts(press)
        rows = {number: press.article(number) for number in found}
    for number, names in found.items():
        assert ("no-title" in names) is (rows[number]["title"] is None)
        assert ("no-outlet" in names) is (rows[number]["outlet"] is None)
