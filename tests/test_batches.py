"""Many pieces a transaction give the archive that one piece a transaction gives, whatever is killed or refused."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import SEEDS

import archive
from archive import Outcome

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


@pytest.fixture(scope="module", params=["the seeds", "a press", "another press"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    if request.param == "the seeds":
        return [SEEDS / "captures", SEEDS / "articles.jsonl"]
    lines = tmp_path_factory.mktemp("press") / "press.jsonl"
    press = press_of(random.Random(request.param), 60)
    lines.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in press), encoding="utf-8")
    return [lines]


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
