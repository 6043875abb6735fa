"""Many pieces a transaction give the archive that one piece a transaction gives, whatever is killed or refused."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from conftest import SEEDS

import archive
from archive import Outcome
from archive.documents import Capture, Filing
from archive.ingest.pipeline import without_known

WORDS = (
    "commune budget eau conseil marché récolte pluie barrage route école hôpital grève syndicat juge enquête port"
    " pêche tomate prix village montagne vallée musée festival chanteur stade match entraîneur victoire défaite"
).split()

MOMENTS = ("added_at", "changed_at", "filed_at", "captured_at", "replaced_at", "settled_at")
OWN_NUMBERS = {
    "lexicon": "SELECT term, script, df, capitals, plain, known, canon, surface FROM lexicon",
    "lexkeys": "SELECT k.key, k.script, l.term FROM lexkeys k JOIN lexicon l ON l.id = k.id",
    "index_state": "SELECT * FROM index_state WHERE name NOT LIKE 'lexicon %'",
}
"""Tables whose rows are numbered as they come, or measured now and then: compared by what they say."""

TABLES = """
SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'article_index%' AND name <> 'sqlite_sequence'"""


def contents(path: Path) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Gives all that an archive holds but moments: every table, and every term of the index with its place."""
    connection = sqlite3.connect(path)
    try:
        for (table,) in connection.execute(TABLES).fetchall():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            kept = ", ".join(f'"{column}"' for column in columns if column not in MOMENTS)
            statement = OWN_NUMBERS.get(table, f"SELECT {kept} FROM {table}")
            yield table, sorted(connection.execute(statement).fetchall(), key=repr)
        connection.execute(
            "CREATE VIRTUAL TABLE temp.places USING fts5vocab('main', 'article_index', 'instance')"
        )
        yield "article_index", sorted(connection.execute("SELECT * FROM places"))
    finally:
        connection.close()


def text(chance: random.Random, length: int = 60) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def record(chance: random.Random, number: int) -> dict[str, object]:
    return {
        "title": f"{text(chance, 4)} {number}",
        "body": text(chance),
        "outlet": chance.choice(["Le Fil", "Atlas", "جريدتي"]),
        "published": f"2022-05-{chance.randint(1, 4):02}",
        "authors": [chance.choice(["Inès Belkadi", "Ines BELKADI", "Abd'el Kader Alaoui"])],
        "tags": chance.sample(WORDS, 2),
        "language": "fr",
    }


def press_of(chance: random.Random, size: int) -> list[dict[str, object]]:
    """Gives records of which many are one article: other addresses, other wordings, other outlets, links between."""
    records = [record(chance, number) for number in range(size)]
    for number in range(size):
        again = dict(records[chance.randrange(size)])
        match number % 6:
            case 0:
                again["body"] = str(again["body"]).replace("eau", "mer", 2)
            case 1:
                again["outlet"] = "Une autre feuille"
            case 2:
                again["address"] = f"https://fil.example/{number}"
            case 3:
                again["related"] = [{"title": str(chance.choice(records)["title"])}]
            case 4:
                again |= {"body": text(chance), "title": again["title"]}
            case _:
                again |= {"title": "En bref", "published": None}
        records.append({name: value for name, value in again.items() if value is not None})
    chance.shuffle(records)
    return records


def alike() -> list[tuple[str, dict[str, object]]]:
    """Gives records that share a mark with one before them, each with what becomes of it."""
    chance = random.Random("alike")

    def one(title: str | None, **others: object) -> dict[str, object]:
        given = {"title": title, "body": text(chance), "outlet": "Le Fil", "language": "fr", **others}
        return {name: value for name, value in given.items() if value is not None}

    page = "https://fil.example/2022/eau"
    first = one("De l'eau", address=page, published="2022-05-01", related=[{"title": "Le port rouvre"}])
    told = one("La récolte", published="2022-05-02", outlet="Atlas")
    fewer = str(told["body"]).replace("eau", "mer", 1)
    return [
        ("new", first),
        ("same", first),
        ("same", first | {"tags": ["eau"]}),
        ("revised", first | {"body": text(chance)}),
        ("revised", {"body": first["body"], "title": first["title"], "address": f"{page}?utm_source=lettre"}),
        ("new", one("De l'eau", published="2022-05-03")),
        ("new", one("De l'eau 2", outlet=None)),
        ("new", one("De l'eau 3", published="2022-05-01")),
        ("new", one("Le port rouvre", published="2022-05-04", related=[{"address": page}])),
        ("revised", one("Le port rouvre", published="2022-05-04", address="https://fil.example/port")),
        ("new", told),
        ("new", told | {"outlet": "جريدتي", "body": fewer}),
        ("same", {"title": told["title"], "body": told["body"]}),
        ("new", one("Autre chose", address="https://m.fil.example/2022/eau/?amp=1")),
        ("new", one(None, standfirst="Sans titre, " * 9)),
        ("new", one("Un rappel", slug="de-l-eau-4", added_at="2026-01-02T03:04:05Z")),
        ("new", one("De l'eau 4", outlet="LE FIL", authors=["Inès Belkadi"])),
        ("new", one("Rien de neuf", authors=["Ines BELKADI"], related=[{"title": "Encore à venir"}])),
        ("new", one("Encore à venir", published="2022-05-06")),
        ("new", one("Une autre adresse", other_addresses=["https://fil.example/ici"])),
        ("revised", one("Ailleurs", address="https://fil.example/ici")),
        ("new", short := {"title": "En bref", "body": "Court.", "language": "fr"}),
        ("same", short | {"tags": ["eau"]}),
        ("same", short | {"outlet": "Le Fil"}),
        ("new", short | {"outlet": "Atlas"}),
        ("new", untitled := {"body": "Sans titre et court.", "language": "fr"}),
        ("same", untitled | {"tags": ["eau"]}),
    ]


@pytest.fixture(scope="module", params=["the seeds", "a press", "another press", "alike"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    if request.param == "the seeds":
        return [SEEDS / "captures", SEEDS / "articles.jsonl"]
    lines = tmp_path_factory.mktemp("press") / "press.jsonl"
    if request.param == "alike":
        return [written(lines, [record for _, record in alike()])]
    return [written(lines, press_of(random.Random(request.param), 60))]


def written(lines: Path, records: list[dict[str, object]]) -> Path:
    lines.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
    return lines


def filed(path: Path, source: list[Path], **options: int) -> list[Outcome]:
    with archive.open(path) as press:
        return list(press.ingest(*source, **options))


def test_any_batch_gives_the_archive_that_pieces_filed_one_by_one_give(
    source: list[Path], tmp_path: Path
) -> None:
    alone = filed(tmp_path / "alone.db", source, most=1)
    expected = dict(contents(tmp_path / "alone.db"))
    assert {outcome.result for outcome in alone} >= {"new", "revised"}
    for most in (2, 7, 1000):
        path = tmp_path / f"{most}.db"
        assert filed(path, source, most=most) == alone, most
        for table, rows in contents(path):
            assert rows == expected[table], (most, table)


@pytest.mark.parametrize("options", [{"jobs": 1}, {"jobs": 2}, {"jobs": 3, "most": 7}])
def test_workers_give_the_archive_that_one_process_gives(
    source: list[Path], tmp_path: Path, options: dict[str, int]
) -> None:
    assert filed(tmp_path / "workers.db", source, **options) == filed(tmp_path / "one.db", source)
    assert dict(contents(tmp_path / "workers.db")) == dict(contents(tmp_path / "one.db"))


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_what_shares_a_mark_with_one_before_it_becomes_what_it_is(tmp_path: Path, most: int) -> None:
    lines = written(tmp_path / "alike.jsonl", [record for _, record in alike()])
    outcomes = filed(tmp_path / "archive.db", [lines], most=most)
    assert [str(outcome.result) for outcome in outcomes] == [result for result, _ in alike()]
    connection = sqlite3.connect(tmp_path / "archive.db")
    slugs = connection.execute("SELECT slug FROM articles WHERE slug LIKE 'de-l-eau%' ORDER BY id").fetchall()
    links = connection.execute(
        "SELECT a.title, t.title FROM related_links l JOIN articles a ON a.id = l.article_id"
        " JOIN articles t ON t.id = l.target_id ORDER BY l.id"
    ).fetchall()
    labels = {outcome.article_id: outcome.label for outcome in outcomes}
    kept = {number: archive.browse.label(connection, number) for number in labels if number}
    connection.close()
    assert [slug.removeprefix("de-l-eau") for (slug,) in slugs] == ["", "-2", "-2-2", "-3", "-4", "-4-2"]
    assert links == [
        ("De l'eau", "Le port rouvre"),
        ("Le port rouvre", "De l'eau"),
        ("Rien de neuf", "Encore à venir"),
    ]
    assert labels == kept


@pytest.mark.parametrize("place", [0, 5, 11])
def test_what_cannot_be_kept_is_refused_alone(tmp_path: Path, place: int) -> None:
    path, chance = tmp_path / "archive.db", random.Random("refused")
    records = [record(chance, number) for number in range(12)]
    expected = filed(path, [written(tmp_path / "good.jsonl", records[:place] + records[place + 1 :])])
    archive.open(other := tmp_path / "other.db").init()
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER picky BEFORE INSERT ON captures WHEN (SELECT title FROM articles"
            f" WHERE id = new.article_id) LIKE '% {place}' BEGIN SELECT raise(ABORT, 'not this one'); END"
        )
    outcomes = filed(other, [written(tmp_path / "all.jsonl", records)])
    refused = outcomes.pop(place)
    assert refused.refusal is not None
    assert refused.refusal.reason == "could not be kept"
    assert [one.label for one in outcomes] == [one.label for one in expected]
    found, kept = dict(contents(other)), dict(contents(path))
    assert [table for table in kept if found[table] != kept[table]] == ["captures"]  # of other lines
    assert len(found["captures"]) == len(outcomes)


def test_pieces_are_looked_up_together_until_their_source_is_silent_or_fails() -> None:
    pieces = [Capture(name.encode(), f"{name}.txt") for name in ("un", "deux", "trois", "quatre")]
    asked: list[list[str]] = []

    def source() -> Iterator[Capture | None]:
        yield from (*pieces[:3], None, pieces[3])
        raise OSError("the line is dead")

    def known(sha256s: Sequence[str]) -> dict[str, tuple[int, str]]:
        asked.append(list(sha256s))
        return {pieces[1].sha256: (7, f"asked {len(asked)} times")} if pieces[1].sha256 in sha256s else {}

    given: list[Capture | Outcome | None] = []
    with pytest.raises(OSError, match="dead"):
        given.extend(without_known(source(), known))
    hashes = [piece.sha256 for piece in pieces]
    kept = Outcome("deux.txt", Filing.SAME, 7, "asked 2 times")
    assert given == [pieces[0], kept, pieces[2], None, pieces[3]]
    assert asked == [hashes[:3], [hashes[1]], [hashes[3]]]
