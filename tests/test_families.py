"""Near-copies stay articles of their own and are joined in story families."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import archive
from archive.alike import contained, resemblance, shared, shingles
from archive.documents import Precision, PressDate
from archive.store import families as stories

WIRE = (
    "Le fleuve est sorti de son lit dans la nuit de lundi à mardi et a coupé la route nationale en trois endroits,"
    " ont indiqué les autorités locales. Une centaine de familles ont été relogées dans les écoles de la ville, dont"
    " les cours sont suspendus jusqu’à jeudi. Les pompiers, renforcés par deux équipes venues de la capitale, ont"
    " évacué par bateau les habitants de quatre hameaux. Aucune victime n’est à déplorer. Les météorologues attendent"
    " de nouvelles averses en fin de semaine et appellent les riverains à ne pas regagner leurs maisons."
)
LEAD = "À notre correspondante, le maire a raconté une nuit passée debout, lampe à la main, sur la digue. "
END = " Le conseil se réunira vendredi pour chiffrer les dégâts et demander l’aide du fonds des catastrophes."
OTHER = (
    "Le musée de la ville rouvre samedi après deux ans de travaux, avec une salle consacrée aux tapis des montagnes et"
    " une autre aux photographes des années trente, que la conservatrice a retrouvés dans les réserves du palais."
)


def day(number: int) -> PressDate:
    return PressDate(f"2022-05-{number:02}", Precision.DAY)


def add(
    press: archive.Archive,
    body: str,
    outlet: str | None = "Le Fil",
    published: int | PressDate | None = 10,
    **fields: Any,
) -> int:
    stated = day(published) if isinstance(published, int) else published
    clipping = archive.Clipping(body=body, outlet=outlet, published=stated, **{"title": "Crue", **fields})
    number = press.add(clipping).article_id
    assert number is not None
    return number


def families(path: Path) -> dict[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT article_id, family_id FROM families"))


def bulletins(press: archive.Archive, outlet: str, number: int) -> list[int]:
    """Files a bulletin that is printed daily in nearly the same words."""
    first = date(2020, 1, 1)
    return [
        add(
            press,
            f"{WIRE} Bulletin numéro {n}.",
            outlet,
            PressDate((first + timedelta(n)).isoformat(), Precision.DAY),
            title=f"Crue, {n}",
        )
        for n in range(number)
    ]


def rebuilt(press: archive.Archive, path: Path) -> dict[int, int]:
    list(press.rebuild_families())
    return families(path)


def test_likeness_is_the_share_of_runs_of_three_words() -> None:
    one, other = shingles("un deux trois quatre"), shingles("UN, deux trois cinq")
    assert (shared(one, other), contained(one, other)) == (1 / 3, 1 / 2)
    assert resemblance("un deux", "Un  deux") == 1
    assert resemblance("un deux", "un trois") == 0


@pytest.mark.parametrize(
    ("body", "outlet", "published", "joined"),
    [
        (WIRE, "La Gazette", 10, True),
        (LEAD + WIRE + END, "La Gazette", 11, True),
        (WIRE[: len(WIRE) * 2 // 3], "La Gazette", 11, True),
        (LEAD + WIRE, None, 11, True),
        (WIRE, "La Gazette", None, True),
        (OTHER, "La Gazette", 10, False),
    ],
)
def test_a_wire_report_of_another_outlet_tells_the_same_story(
    press: archive.Archive, db: Path, body: str, outlet: str | None, published: int | None, joined: bool
) -> None:
    first = add(press, WIRE, title="Crue : la route coupée")
    second = add(press, body, outlet, published, title="Inondations")
    assert first != second
    assert rebuilt(press, db) == ({first: first, second: first} if joined else {})


FORECAST = (
    "Le temps sera {} sur les côtes et dans les plaines, avec des vents faibles venus de l’ouest et une mer peu"
    " agitée le long du littoral. Les températures iront de {} à {} degrés dans les villes de l’intérieur et"
    " resteront stables sur les hauteurs. Notre bulletin est établi chaque matin à six heures par le service de la"
    " météorologie, et publié sous la responsabilité de la rédaction."
)


@pytest.mark.parametrize(
    ("outlets", "joined"), [(("Le Fil", "Le Fil"), False), (("Le Fil", "La Gazette"), True)]
)
def test_what_one_outlet_prints_daily_in_the_same_words_is_no_story(
    press: archive.Archive, db: Path, outlets: tuple[str, str], joined: bool
) -> None:
    texts = FORECAST.format("sec", 12, 19), FORECAST.format("humide", 8, 14)
    assert 0.6 < resemblance(*texts) < 0.8
    for number, (text, outlet) in enumerate(zip(texts, outlets, strict=True), 10):
        add(press, text, outlet, number, title=f"Météo du {number}")
    assert rebuilt(press, db) == ({1: 1, 2: 1} if joined else {})


def test_a_text_reprinted_long_after_is_no_telling_of_the_story(press: archive.Archive, db: Path) -> None:
    add(press, WIRE)
    press.add(
        archive.Clipping(
            body=WIRE, title="Crue", outlet="La Gazette", published=PressDate("2024-05-10", Precision.DAY)
        )
    )
    assert rebuilt(press, db) == {}


def three(press: archive.Archive) -> tuple[int, int, int]:
    return add(press, WIRE), add(press, LEAD + WIRE, "La Gazette"), add(press, WIRE + END, "Le Quotidien")


def test_three_tellings_are_one_family_told_by_its_lowest_number(press: archive.Archive, db: Path) -> None:
    add(press, OTHER, title="Musée")
    first, second, third = three(press)
    assert first == 2
    assert rebuilt(press, db) == {first: first, second: first, third: first}
    assert [member["id"] for member in press.family(second)] == [second, first, third]


def test_deleting_a_member_leaves_the_rest_joined(press: archive.Archive, db: Path) -> None:
    first, second, third = three(press)
    rebuilt(press, db)
    press.delete(first)
    assert [member["id"] for member in press.family(third)] == [third, second]
    press.delete(second)
    assert [member["id"] for member in press.family(third)] == [third]
    assert rebuilt(press, db) == {}


def test_two_families_that_a_new_article_joins_become_one(press: archive.Archive, db: Path) -> None:
    cut = len(WIRE) * 7 // 10
    opening, closing = add(press, WIRE[:cut]), add(press, WIRE[-cut:], "La Gazette")
    assert rebuilt(press, db) == {}
    whole = add(press, WIRE, "Le Quotidien")
    assert rebuilt(press, db) == {opening: opening, closing: opening, whole: opening}


def test_an_archive_from_before_there_were_families_gets_them_by_its_upgrade(tmp_path: Path) -> None:
    from archive import schema

    path = tmp_path / "older.db"
    with archive.open(path) as press:
        first, second, third = three(press)
    schema.downgrade(path, "0002", accept_loss=True)
    with archive.open(path) as press:
        assert press.init() == "0002"
    assert families(path) == {first: first, second: first, third: first}


def test_the_command_tells_who_printed_the_story_and_what_differs(
    press: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    first, second, _ = three(press)
    rebuilt(press, db)
    rows = [
        json.loads(line) for line in run("family", str(first), "--format", "jsonl", db=db).out.splitlines()
    ]
    assert [(row["outlet"], row["differs"]) for row in rows] == [
        ("Le Fil", ""),
        ("La Gazette", "outlet, 18 words more"),
        ("Le Quotidien", "outlet, 16 words more"),
    ]
    assert rows[0]["alike"] == 100
    assert all(75 < row["alike"] < 100 for row in rows[1:])
    assert [row["id"] for row in rows][1] == second


def test_an_article_that_nobody_else_tells_is_a_family_of_its_own(
    press: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    number = add(press, WIRE)
    assert len(run("family", str(number), "--format", "jsonl", db=db).out.splitlines()) == 1


def test_the_command_rebuilds_all_families(press: archive.Archive, db: Path, run: Callable[..., Any]) -> None:
    three(press)
    assert "Looked at 3 articles" in run("family", "--rebuild", db=db).err
    assert len(families(db)) == 3
    assert run("family", db=db).code == 2


@pytest.fixture
def told(press: archive.Archive, db: Path) -> archive.Archive:
    three(press)
    add(
        press,
        OTHER + " La pluie et le fleuve n’y ont rien gâté, quoique la route soit coupée.",
        title="Musée",
    )
    rebuilt(press, db)
    return press


def test_a_search_that_collapses_gives_one_hit_for_each_story(told: archive.Archive) -> None:
    spread, folded = told.search("fleuve"), told.search("fleuve", collapse=True)
    assert (len(spread.hits), spread.collapsed, {hit.others for hit in spread.hits}) == (4, 0, {None})
    assert (spread.total, folded.total, folded.collapsed) == (4, 4, 2)
    assert sorted(hit.others for hit in folded.hits if hit.others is not None) == [0, 2]
    best = next(hit.id for hit in spread.hits if hit.id <= 3)
    assert {hit.id for hit in folded.hits} == {best, 4}


def test_pages_of_a_search_that_collapses_follow_one_another_by_articles(told: archive.Archive) -> None:
    first = told.search("fleuve", limit=3, order="oldest", collapse=True)
    assert first.next is not None
    then = told.search("fleuve", limit=3, order="oldest", collapse=True, after=first.next)
    assert len(first.hits) + first.collapsed + len(then.hits) + then.collapsed == 4


def test_a_collapsed_hit_says_how_many_more_tell_it(
    told: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    done = run("search", "fleuve", "--collapse", db=db)
    best = next(hit.id for hit in told.search("fleuve").hits if hit.id <= 3)
    assert done.out.count("more tell") == 1
    assert f"     and 2 more tell it: archive family {best}" in done.out.splitlines()
    assert done.err.strip() == "4 articles."
    paged = run("search", "fleuve", "--collapse", "--limit", "3", "--order", "oldest", db=db)
    assert "--offset 3 shows more." in paged.err
    rows = [
        json.loads(line)
        for line in run("search", "fleuve", "--collapse", "--format", "jsonl", db=db).out.splitlines()
    ]
    assert sorted(row["others"] for row in rows) == [0, 2]
    plain = [
        json.loads(line) for line in run("search", "fleuve", "--format", "jsonl", db=db).out.splitlines()
    ]
    assert all("others" not in row for row in plain)


def test_an_article_says_that_others_tell_its_story(
    told: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    assert "Told also by 2 others: archive family 2" in run("show", "2", db=db).out.splitlines()
    assert "Told also" not in run("show", "4", db=db).out
    assert json.loads(run("show", "2", "--format", "json", db=db).out)["family"] == [1, 3]


def test_what_is_printed_daily_is_compared_with_its_neighbours_only(tmp_path: Path) -> None:
    with archive.open(tmp_path / "archive.db") as press:
        ours = bulletins(press, "Le Fil", 60)
        copy = add(press, f"{WIRE} Bulletin numéro 59.", "L’Écho", PressDate("2020-02-29", Precision.DAY))
        joined = families(press.path)
        assert joined[copy] == joined[ours[-1]] == joined[ours[0]]
        late = add(press, f"{WIRE} Bulletin numéro 3.", "La Gazette", PressDate("2020-06-01", Precision.DAY))
        assert late not in families(press.path)
        assert rebuilt(press, press.path) == joined


def retold(chance: random.Random, words: list[str], changed: int) -> str:
    """Gives a text with some of its words changed, and at times cut short."""
    others = list(words)
    for _ in range(changed):
        others[chance.randrange(len(others))] = f"mot{chance.randrange(10**6)}"
    return " ".join(others[: chance.choice([len(others), len(others), len(others) // 2])])


def by_comparing_all(connection: sqlite3.Connection) -> dict[int, int]:
    """Gives the families of all articles: each is compared with every likely one, by their texts alone."""
    told = {
        number: (outlet, published, shingles(body))
        for number, outlet, published, body in connection.execute(
            "SELECT id, outlet_id, published, body FROM articles ORDER BY id"
        )
    }
    family: dict[int, int] = {}
    for one, (outlet, published, words) in told.items():
        for other in stories._likely(connection, one, one):
            outlet_of_other, published_of_other, others = told[other]
            likeness = shared(words, others)
            retold = likeness >= stories.RETOLD or contained(words, others) >= stories.TAKEN_OVER
            alike = likeness >= 0.8 if outlet == outlet_of_other else retold
            if alike and stories._days_apart(published, published_of_other) <= stories.DAYS_APART:
                joined = {family.get(number, number) for number in (one, other)}
                family |= {number: min(joined) for number in (one, other)}
                family |= {number: min(joined) for number, its in family.items() if its in joined}
    return family


@pytest.mark.parametrize("seed", range(4))
def test_rebuilt_families_are_those_that_comparing_all_texts_gives(
    press: archive.Archive, db: Path, seed: int
) -> None:
    chance = random.Random(seed)
    texts = [[f"mot{chance.randrange(10**6)}" for _ in range(80)] for _ in range(3)]
    for number in range(50):
        body = retold(chance, chance.choice(texts), chance.choice([0, 1, 2, 3, 4, 6, 9]))
        day_of_it = PressDate(chance.choice(["2022-05-01", "2022-05-20", "2022-06-15"]), Precision.DAY)
        add(press, body, chance.choice(["Le Fil", "Atlas", "L’Écho"]), day_of_it, title=f"Titre {number}")
    with closing(sqlite3.connect(db)) as connection:
        expected = by_comparing_all(connection)
    assert rebuilt(press, db) == expected
    assert len(set(expected.values())) > 1
