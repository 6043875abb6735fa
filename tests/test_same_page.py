"""One article by many roads: another dress of its page is not another article; another article is never swallowed."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import archive
from archive import index
from archive.documents import Filing, Precision, PressDate
from archive.store import identity
from archive.text import key, key_number

BODY = (
    "Le fleuve est sorti de son lit dans la nuit de lundi à mardi et a coupé la route nationale en trois endroits,"
    " ont indiqué les autorités locales. Une centaine de familles ont été relogées dans les écoles de la ville."
)
OTHER = (
    "Le musée de la ville rouvre samedi après deux ans de travaux, avec une salle consacrée aux tapis des montagnes"
    " et une autre aux photographes des années trente, que la conservatrice a retrouvés dans les réserves."
)
HERE = "https://www.example.org/2022/05/crue"


def clipping(address: str | None, body: str = BODY, **fields: Any) -> archive.Clipping:
    return archive.Clipping(body=body, address=address, **{"title": "Crue", "language": "fr", **fields})


@pytest.mark.parametrize(
    "road",
    [
        HERE,
        "http://example.org/2022/05/crue/",
        "https://m.example.org/2022/05/crue?utm_source=app",
        "https://www.example.org/2022/05/crue/amp",
        "https://www.google.com/amp/s/www.example.org/2022/05/crue/amp",
        "https://www.example.org/2022/05/crue?print=1",
        "https://web.archive.org/web/20220601000000/https://www.example.org/2022/05/crue",
    ],
)
def test_the_same_article_by_another_road_is_recognised(press: archive.Archive, road: str) -> None:
    press.add(clipping(HERE))
    later = BODY.replace("trois endroits", "quatre endroits").replace("Une centaine", "Deux cents")
    outcome = press.add(
        clipping(road, later + " Le maire a remercié les pompiers et la Croix-Rouge de leur aide.")
    )
    assert (outcome.filing, outcome.article_id, len(press)) == (Filing.REVISED, 1, 1)
    assert press.article(1)["address"] == HERE
    assert press.article(road)["id"] == 1


def test_the_first_road_may_be_the_odd_one(press: archive.Archive) -> None:
    press.add(clipping("https://amp.example.org/2022/05/crue"))
    assert press.add(clipping(HERE)).article_id == 1
    assert [press.article(road)["id"] for road in (HERE, "https://amp.example.org/2022/05/crue")] == [1, 1]


def test_another_article_under_what_seems_another_dress_of_the_page_stays_its_own(
    press: archive.Archive,
) -> None:
    press.add(clipping("https://www.example.org/2022/05/crue"))
    press.add(clipping("https://www.example.org/print/2022/05/crue", OTHER, title="Le musée rouvre"))
    assert [article["title"] for article in press] == ["Crue", "Le musée rouvre"]


def test_a_link_by_another_road_finds_its_target(press: archive.Archive) -> None:
    link = archive.Link(title="La crue vue du pont", address="https://m.example.org/2022/05/crue")
    press.add(clipping(HERE))
    press.add(clipping(None, OTHER, title="Le musée rouvre", related=(link,)))
    assert [one["target_id"] for one in press.article(2)["related"]] == [1]


def test_a_corrected_address_is_known_by_all_its_roads(press: archive.Archive) -> None:
    press.add(clipping(None))
    press.edit(1, address=HERE)
    assert press.article("http://example.org/2022/05/crue?amp=1")["id"] == 1


DAY = PressDate("2022-05-27", Precision.DAY)
STATED: dict[str, Any] = {"outlet": "Le Fil", "published": DAY}
MOVED = "https://www.example.org/regions/la-crue-de-fes"


@pytest.mark.parametrize(
    ("first", "second", "articles"),
    [
        ((HERE, STATED), (MOVED, STATED), 1),  # the outlet moved its article
        ((HERE, {"published": DAY}), (MOVED, {"published": DAY}), 1),  # one site is one outlet
        ((HERE, STATED), (MOVED, {**STATED, "title": "Fès sous les eaux"}), 2),
        ((HERE, {"outlet": "Le Fil"}), (MOVED, {"outlet": "Le Fil"}), 2),  # of which days is not known
        ((HERE, {}), ("https://depeches.example/crue", {}), 2),  # nothing known but that they are two places
        ((HERE, STATED), ("https://depeches.example/crue", {**STATED, "outlet": None}), 2),
        ((HERE, STATED), (None, STATED), 1),
        ((None, {}), (HERE, {}), 1),
    ],
)
def test_two_addresses_of_one_text_are_two_articles_unless_an_outlet_moved_it(
    press: archive.Archive, first: tuple[str | None, Any], second: tuple[str | None, Any], articles: int
) -> None:
    for address, stated in (first, second):
        press.add(clipping(address, **stated))
    assert len(press) == articles
    if articles == 2:
        assert [member["id"] for member in press.family(1)] == [1, 2]


def test_an_archive_from_before_there_were_keys_gets_them_by_its_upgrade(tmp_path: Path) -> None:
    from archive import schema

    path = tmp_path / "older.db"
    with archive.open(path) as press:
        press.add(clipping(HERE))
    schema.downgrade(path, "0002", accept_loss=True)
    with archive.open(path) as press:
        press.init()
        assert press.article("https://m.example.org/2022/05/crue")["id"] == 1


def test_deleting_an_article_frees_its_addresses(press: archive.Archive, db: Path) -> None:
    press.add(clipping(HERE))
    press.add(clipping("https://m.example.org/2022/05/crue"))
    press.delete(1)
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT count(*) FROM other_addresses").fetchone() == (0,)


TITLES = ("Bulletin du jour", "BULLETIN, du jour", "En bref", None)
DATES = (
    *((f"2022-05-0{number}", Precision.DAY) for number in range(1, 5)),
    *((f"2022-05-0{number}T17:53", Precision.MINUTE) for number in range(1, 5)),
    ("2022-05", Precision.MONTH),
    ("2022", Precision.YEAR),
    (None, None),
)
PRINTED = """
INSERT INTO articles (title, outlet_id, published, published_precision, implied, implied_precision, address, body)
VALUES (?, ?, ?, ?, ?, ?, ?, 'Un texte.')"""


def printed(connection: sqlite3.Connection, chance: random.Random, number: int) -> None:
    implied = chance.choice([*DATES[:4], (None, None)])
    address = chance.choice([None, None, f"https://fil.example/{number}"])
    facts = (*chance.choice(DATES), *implied, address)
    connection.execute(PRINTED, (chance.choice(TITLES), chance.choice((1, 2, None)), *facts))


def of_the_day(connection: sqlite3.Connection, clipping: archive.Clipping, outlet_id: int) -> int | None:
    """Gives the one article of the same outlet, title and day, by reading all."""
    rows = connection.execute(
        "SELECT id, title, outlet_id, published, published_precision, address FROM articles"
    )
    same = [
        number
        for number, title, outlet, published, precision, address in rows.fetchall()
        if outlet == outlet_id
        and title
        and key(title) == key(clipping.title or "")
        and identity.stated_day(published, precision) == identity.day_of(clipping.published)
        and not (address and clipping.address)
    ]
    return same[0] if len(same) == 1 else None


@pytest.mark.parametrize("bits", [13, 1])
@pytest.mark.parametrize("seed", range(8))
def test_the_same_title_of_a_day_is_that_which_reading_all_finds(
    press: archive.Archive, monkeypatch: pytest.MonkeyPatch, seed: int, bits: int
) -> None:
    chance = random.Random(seed)
    for module in (identity, index):  # with one bit a day has two docids, and goes on in the following ones
        monkeypatch.setattr(module, "NUMBER_BITS", bits)
    with closing(sqlite3.connect(press.path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO outlets (id, name, slug) VALUES (1, 'Le Fil', 'a'), (2, 'Atlas', 'b')"
        )
        for number in range(size := chance.randint(5, 60)):
            printed(connection, chance, number)
        index.catch_up(connection)
        for (number,) in connection.execute("SELECT id FROM articles WHERE id % 7 = 0").fetchall():
            connection.execute("DELETE FROM articles WHERE id = ?", (number,))
        for number in range(size, size + 10):
            printed(connection, chance, number)
        unposted: dict[int, list[int]] = {}
        for number, title in connection.execute("SELECT id, title FROM articles WHERE id > ?", (size,)):
            if title:
                unposted.setdefault(key_number(title), []).append(number)
        found = []
        for title in TITLES[:3]:
            for day, precision in DATES[:8]:
                for address in (None, HERE):
                    one = clipping(
                        address, title=title, published=PressDate(str(day), Precision(str(precision)))
                    )
                    found.append(identity._same_title(connection, one, 1, unposted))
                    assert found[-1] == of_the_day(connection, one, 1), (title, day, address)
    assert {number is None for number in found} == {True, False}
