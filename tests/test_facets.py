"""Facets count all hits, those without a value too, and say so where they do not."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive import Byline, Clipping, Precision, PressDate
from archive.cli.search import FACETS as OFFERED
from archive.errors import InvalidError
from archive.search.asking import ask
from archive.search.facets import FACETS, facets
from archive.search.limits import Limits
from tests.conftest import Done

Run = Callable[..., Done]


def page(number: int, outlet: str | None, date: str | None, **fields: object) -> Clipping:
    """Gives a clipping with the word `barrage` and its own words, so that none is taken for another."""
    precisions = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}
    said = {
        "title": f"Numéro {number}",
        "body": f"Le barrage {number} " + " ".join(f"mot{number}x{n}" for n in range(30)),
        "outlet": outlet,
        "published": PressDate(date, precisions[len(date)]) if date else None,
        "language": "fr",
    }
    return Clipping(**said | fields)  # type: ignore[arg-type]


PAGES = (
    page(1, "Atlas", "2021-12-31", authors=(Byline("Une"), Byline("Deux")), tags=("eau",), section="Société"),
    page(2, "Atlas", "2022-01-01", authors=(Byline("Une"),), section="SOCIETE"),
    page(3, "Atlas", "2022-01", tags=("eau", "pluie"), section="Société"),
    page(4, "Rhein", "2022", language="de"),
    page(5, "Rhein", "2022-05-27", language="de"),
    page(6, None, None, language="und"),
    Clipping(title="Autre chose", body="Rien de tout cela.", outlet="Ailleurs", language="fr"),
)

COUNTED = {
    "outlet": [("Atlas", 3), ("Rhein", 2), (None, 1)],
    "author": [("Une", 2), ("Deux", 1), (None, 4)],
    "tag": [("eau", 2), ("pluie", 1), (None, 4)],
    "language": [("fr", 3), ("de", 2), ("und", 1)],
    "section": [("Société", 3), (None, 3)],
    "year": [("2022", 4), ("2021", 1), (None, 1)],
    "month": [("2022-05", 1), ("2022-01", 2), ("2022", 1), ("2021-12", 1), (None, 1)],
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archive.Archive]:
    with archive.open(tmp_path_factory.mktemp("facets") / "archive.db") as opened:
        for one in PAGES:
            assert opened.add(one).result == "new"
        yield opened


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_counts_each_value_and_what_has_none(press: archive.Archive, name: str) -> None:
    found = press.facets("barrage", [name])
    assert [(one.value, one.count) for one in found.values[name]] == COUNTED[name]
    assert (found.counted, found.exact, found.remark) == (6, True, None)


def test_all_facets_at_once_are_what_each_is_alone(press: archive.Archive) -> None:
    together = press.facets("barrage", FACETS)
    for name in FACETS:
        assert together.values[name] == press.facets("barrage", [name]).values[name]


def test_shares_are_of_the_hits(press: archive.Archive) -> None:
    shares = [one.share for one in press.facets("barrage", ["language"]).values["language"]]
    assert shares == [3 / 6, 2 / 6, 1 / 6]


def test_a_limit_keeps_the_greatest_and_always_what_has_no_value(press: archive.Archive) -> None:
    found = press.facets("barrage", ["month", "outlet"], limit=1).values
    assert [one.value for one in found["month"]] == ["2022-01", None]
    assert [one.value for one in found["outlet"]] == ["Atlas", None]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("barrage on:2022", 4),
        ('"le barrage"', 6),
        ('"mot3x1 mot3x2"', 1),
        ("barrage (on:2021 OR on:2022-05)", 2),
        ("id:5", 1),
        ("-barrage", 1),
        ("nulle part", 0),
    ],
)
def test_facets_count_what_the_search_finds(press: archive.Archive, query: str, total: int) -> None:
    found = press.facets(query, ["language", "year"])
    assert press.search(query).total == found.counted == total
    for values in found.values.values():
        assert sum(one.count for one in values) == total


def test_an_unknown_facet_is_an_error(press: archive.Archive) -> None:
    with pytest.raises(InvalidError, match="no facet 'mood'; there are outlet, author"):
        press.facets("barrage", ["outlet", "mood"])


def test_of_very_many_hits_the_newest_are_counted_and_that_is_said(press: archive.Archive) -> None:
    with closing(sqlite3.connect(press.path)) as connection:
        asked = ask(connection, "barrage")
        found = facets(connection, asked, ["month"], limits=Limits(ranked=2))
        whole = facets(connection, asked, ["month"], limits=Limits(ranked=None))
    assert [(one.value, one.count, one.share) for one in found.values["month"]] == [
        ("2022-05", 1, 0.5),
        ("2022", 1, 0.5),
    ]
    assert (found.counted, found.exact) == (2, False)
    assert found.remark == "the facets count the newest 2 hits; --all-matches counts all"
    assert whole == press.facets("barrage", ["month"])


def test_facets_agree_with_plain_sql(seeded: Path) -> None:
    with archive.open(seeded) as press:
        found = press.facets("", ["outlet", "author", "tag"], limit=1000).values
    with closing(sqlite3.connect(seeded)) as connection:
        outlets = Counter(
            name
            for (name,) in connection.execute(
                "SELECT o.name FROM articles a LEFT JOIN outlets o ON o.id = outlet_id"
            )
        )
        authors = Counter(
            name
            for (name,) in connection.execute(
                "SELECT name FROM bylines b JOIN authors u ON u.id = author_id GROUP BY article_id, u.id"
            )
        )
        tags = Counter(
            name
            for (name,) in connection.execute("SELECT name FROM article_tags JOIN tags t ON t.id = tag_id")
        )
    assert {one.value: one.count for one in found["outlet"]} == dict(outlets)
    assert {one.value: one.count for one in found["author"] if one.value} == dict(authors)
    assert {one.value: one.count for one in found["tag"] if one.value} == dict(tags)


# On the command line


def test_the_command_line_offers_the_facets_there_are() -> None:
    assert OFFERED == FACETS


def test_facets_stand_below_the_hits_or_alone(run: Run, seeded: Path) -> None:
    options = ["--facet", "outlet", "--facet", "year"]
    below = run("search", "qatar", *options, db=seeded).out
    alone = run("search", "qatar", *options, "--limit", "0", db=seeded).out
    assert below.endswith(alone)
    assert "  1. " in below
    assert "  1. " not in alone
    assert alone.splitlines()[0] == "outlet"
    assert "  no outlet" in alone
    assert "  undated" in alone


def test_facets_in_other_formats_are_rows_of_their_own(run: Run, seeded: Path) -> None:
    def out(shape: str) -> str:
        return run("search", "qatar", "--facet", "year", "--format", shape, db=seeded).out

    array = json.loads(out("json"))
    assert array == [json.loads(line) for line in out("jsonl").splitlines()]
    assert [list(row) for row in array] == [["facet", "value", "count", "share"]] * len(array)
    assert array[-1]["value"] is None
    assert [row["count"] for row in csv.DictReader(io.StringIO(out("csv")))] == [
        str(r["count"]) for r in array
    ]


def test_arabic_values_are_isolated(run: Run, seeded: Path) -> None:
    out = run("search", "الحموشي", "--facet", "outlet", "--limit", "0", db=seeded).out
    assert "\u2068صوت الضفتين\u2069" in out
