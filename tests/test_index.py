"""The index follows every change, whoever makes it: our ingest, another tool's edits, a kill in the middle."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

import archive
from archive import Clipping, index, postings
from archive.analysis import FINGERPRINT
from archive.doctor import examine, exit_code
from archive.search.asking import WITHOUT_NAMES

Shell = Callable[[Path, str], str]


def drift(path: Path) -> list[str]:
    """Gives what is wrong with the index once the queue is drained: stale, missing and orphan postings."""
    with index.plain_writer(path, 5) as connection:
        with index.transaction(connection):
            index.catch_up(connection)
        wrong = []
        for (number,) in connection.execute("SELECT id FROM articles").fetchall():
            entry = postings.read_entry(connection, number)
            assert entry is not None
            row = connection.execute("SELECT digest FROM postings WHERE article_id = ?", (number,)).fetchone()
            if row is None:
                wrong.append(f"missing {number}")
            elif row[0] != entry.digest():
                wrong.append(f"stale {number}")
        orphans = connection.execute(
            "SELECT article_id FROM postings WHERE article_id NOT IN (SELECT id FROM articles)"
        ).fetchall()
        wrong += [f"orphan {number}" for (number,) in orphans]
        indexed = connection.execute(
            f"SELECT count(*) FROM article_index WHERE article_index MATCH '\"{postings.EVERYTHING}\"'"
        ).fetchone()[0]
        kept = connection.execute(
            "SELECT (SELECT count(*) FROM postings) + (SELECT count(*) FROM spent_docids)"
        ).fetchone()[0]
        if indexed != kept:
            wrong.append(f"{indexed} indexed, {kept} postings and garbage")
        return wrong


def found(path: Path, query: str) -> list[int]:
    with archive.open(path) as press:
        return sorted(hit.id for hit in press.search(query, limit=100).hits)


@pytest.fixture
def three(press: archive.Archive) -> Path:
    for number, title in enumerate(("Citrons de Berkane", "Dattes d'Erfoud", "Safran de Taliouine"), 1):
        clipping = Clipping(
            title=title,
            body=f"La récolte numéro {number} a été bonne, disent les producteurs.",
            outlet="Le Fil",
            address=f"https://fil.example/{number}",
            authors=(archive.Byline("Inès Belkadi"),),
            tags=("agriculture",),
            language="fr",
        )
        press.add(clipping)
    press.close()
    return press.path


EDITS = {
    "an update": (
        "UPDATE articles SET title = 'Amandes de Tafraout' WHERE id = 2",
        {"amandes": [2], "dattes": []},
    ),
    "a deletion": ("DELETE FROM articles WHERE id = 2", {"dattes": [], "recolte": [1, 3]}),
    "a new row": ("INSERT INTO articles (title, body) VALUES ('Figues', 'Sèches.')", {"figues": [4]}),
    "insert or replace by id": (
        "INSERT OR REPLACE INTO articles (id, title, body) VALUES (2, 'Figues', 'Sèches.')",
        {"figues": [2], "dattes": []},
    ),
    "insert or replace by address": (
        "INSERT OR REPLACE INTO articles (title, body, address) VALUES ('Figues', 'x', 'https://fil.example/2')",
        {"figues": [4], "dattes": []},
    ),
    "update or replace": (
        "UPDATE OR REPLACE articles SET address = 'https://fil.example/3' WHERE id = 2",
        {"dattes": [2], "safran": []},
    ),
    "an upsert": (
        """INSERT INTO articles (title, body, address) VALUES ('Figues', 'x', 'https://fil.example/2')
           ON CONFLICT (address) DO UPDATE SET title = excluded.title""",
        {"figues": [2], "dattes": []},
    ),
    "another number": (
        "UPDATE articles SET id = 77 WHERE id = 2",
        {"dattes": [77], "author:belkadi": [1, 3, 77]},
    ),
    "an author's new name": (
        "UPDATE authors SET name = 'Zineb Amrani'",
        {"amrani": [1, 2, 3], "belkadi": []},
    ),
    "a tag taken away": ("DELETE FROM article_tags WHERE article_id = 2", {"tag:agriculture": [1, 3]}),
    "an author taken away": ("DELETE FROM authors", {"belkadi": [], "recolte": [1, 2, 3]}),
    "another date": (
        "UPDATE articles SET published = '1999-05-01', published_precision = 'day' WHERE id = 2",
        {"before:2000": [2]},
    ),
    "another outlet": (
        "INSERT INTO outlets (slug, name) VALUES ('x', 'Atlas'); UPDATE articles SET outlet_id = 2 WHERE id = 2",
        {"outlet:atlas": [2], "outlet:fil": [1, 3]},
    ),
    "undone work": ("BEGIN; UPDATE articles SET title = 'Rien'; ROLLBACK", {"rien": [], "dattes": [2]}),
    "captions": ("INSERT INTO captions VALUES (2, 0, 'caption', 'Une palmeraie')", {"palmeraie": [2]}),
}


@pytest.mark.parametrize("edit", list(EDITS))
def test_search_follows_what_the_sqlite_shell_does(three: Path, shell: Shell, edit: str) -> None:
    statement, expected = EDITS[edit]
    shell(three, statement)
    assert {query: found(three, query) for query in expected} == expected
    assert drift(three) == []


def test_an_outlet_with_articles_is_not_deleted_by_any_tool(three: Path, shell: Shell) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        shell(three, "DELETE FROM outlets")
    assert found(three, "outlet:fil") == [1, 2, 3]


def test_many_random_edits_leave_no_drift(three: Path) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    for _ in range(12):
        connection = sqlite3.connect(three)
        connection.execute(f"PRAGMA foreign_keys = {chance.choice(('ON', 'OFF'))}")
        for _ in range(20):
            one, other = chance.randint(1, 9), chance.randint(1, 9)
            statement = chance.choice(
                (
                    f"INSERT OR REPLACE INTO articles (id, title, body) VALUES ({one}, 'mot{other}', 'corps')",
                    f"INSERT OR REPLACE INTO articles (title, body, slug) VALUES ('mot{one}', 'x', 's{other}')",
                    f"INSERT OR IGNORE INTO articles (id, body) VALUES ({one}, 'ignoré {other}')",
                    f"UPDATE OR REPLACE articles SET slug = 's{one}' WHERE id = {other}",
                    f"UPDATE OR REPLACE articles SET id = {one} WHERE id = {other}",
                    f"UPDATE OR IGNORE articles SET id = {one}, body = 'déplacé' WHERE id = {other}",
                    f"DELETE FROM articles WHERE id = {one}",
                    f"INSERT OR REPLACE INTO authors (id, slug, name) VALUES ({one}, 'a{other}', 'Nom {one}')",
                    f"INSERT OR REPLACE INTO bylines (article_id, position, author_id) VALUES ({one}, 0, {other})",
                    f"UPDATE OR IGNORE bylines SET article_id = {one} WHERE article_id = {other}",
                    f"INSERT OR REPLACE INTO tags (id, slug, name) VALUES ({one}, 't{other}', 'tag{one}')",
                    f"INSERT OR IGNORE INTO article_tags (article_id, tag_id) VALUES ({one}, {other})",
                )
            )
            with suppress(sqlite3.IntegrityError):  # foreign keys may refuse it, which is right
                connection.execute(statement)
        connection.commit() if chance.random() < 0.8 else connection.rollback()
        connection.close()
        assert drift(three) == [], f"seed {seed}"


def test_a_search_that_cannot_write_says_what_is_missing(three: Path, shell: Shell) -> None:
    shell(three, "UPDATE articles SET title = 'Amandes' WHERE id = 2")
    writer = sqlite3.connect(three, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with archive.open(three) as press:
        results = press.search("amandes")
    writer.execute("ROLLBACK")
    writer.close()
    assert results.total == 0
    assert "1 article is not yet indexed" in " ".join(results.remarks)
    assert found(three, "amandes") == [2]


def test_other_analyzers_make_the_index_stale_and_a_rebuild_mends_it(
    three: Path, run: Callable[..., object]
) -> None:
    with closing(sqlite3.connect(three)) as connection, connection:
        connection.execute("UPDATE index_state SET value = 'older' WHERE name = 'fingerprint'")
    with archive.open(three) as press:
        assert "archive index rebuild" in " ".join(press.search("dattes").remarks)
        assert list(press.rebuild_index())[-1] == 3
        assert press.search("dattes").remarks == ()
        assert press.index_status() == {
            "articles": 3,
            "postings": 3,
            "garbage": 0,
            "queued": 0,
            "languages": ["fr"],
            "names": True,
            "stale": False,
            "analyzers": FINGERPRINT,
        }


def test_an_archive_may_do_without_the_spellings_of_names(press: archive.Archive) -> None:
    def terms() -> set[str]:
        with closing(sqlite3.connect(press.path)) as connection:
            return {term for (term,) in connection.execute("SELECT term FROM lexicon")}

    def add(title: str) -> None:
        press.add(Clipping(title=title, body=f"Le maire a reçu {title} mardi.", language="fr"))

    add("Slimane Hammouchi")
    list(press.rebuild_index(names=False))
    add("Slimane Hamouchi")
    assert (terms(), press.index_status()["names"]) == (set(), False)
    typed = press.search("Hammouchi")
    assert ([hit.id for hit in typed.hits], typed.remarks) == ([1], (WITHOUT_NAMES,))
    assert press.search("Hammouchi", exact=True).remarks == ()
    assert exit_code(examine(press.path, deep=True)) == 0
    list(press.rebuild_index())
    assert terms() == set()
    list(press.rebuild_index(names=True))
    assert {"hamouchi", "hammouchi"} <= terms()
    found = press.search("Hammouchi")
    assert (sorted(hit.id for hit in found.hits), found.remarks) == ([1, 2], ())


def test_an_interrupted_rebuild_is_finished_by_the_next_search(three: Path) -> None:
    with archive.open(three) as press:
        steps = press.rebuild_index()
        with index.plain_writer(three, 5) as writer, index.transaction(writer):
            index.begin_rebuild(writer)
        steps.close()
        assert press.search("recolte").total == 3
    assert drift(three) == []


def test_a_docid_is_never_used_again(three: Path) -> None:
    def docids() -> set[int]:
        with closing(sqlite3.connect(three)) as connection:
            return {row[0] for row in connection.execute("SELECT docid FROM postings")}

    seen = docids()
    for turn in range(4):
        with closing(sqlite3.connect(three)) as connection, connection:
            connection.execute(f"UPDATE articles SET title = 'tour {turn}' WHERE id = 3")
        assert found(three, f"tour {turn}") == [3]
        fresh = docids() - seen
        assert len(fresh) == 1
        seen |= fresh


def test_more_articles_in_a_day_than_a_day_has_numbers_stay_findable(
    press: archive.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "NUMBER_BITS", 1)
    monkeypatch.setattr(postings, "NUMBER_BITS", 1)
    monkeypatch.setattr("archive.search.living.NUMBER_BITS", 1)
    monkeypatch.setattr(index, "UNDATED_END", 300_000 << 1)
    monkeypatch.setattr("archive.search.execute.UNDATED_END", 300_000 << 1)
    monkeypatch.setattr("archive.search.living.UNDATED_END", 300_000 << 1)
    day = archive.PressDate("2022-05-27", archive.Precision.DAY)
    for number in range(7):
        press.add(Clipping(title=f"Pluie {number}", body=f"Texte {number}.", published=day))
    press.add(
        Clipping(
            title="Pluie ailleurs", body="x", published=archive.PressDate("2022-05-29", archive.Precision.DAY)
        )
    )
    assert press.search("pluie on:2022-05-27").total == 7
    assert press.search("pluie on:2022-05-28").total == 0
    assert [hit.label for hit in press.search("pluie on:2022-05-29").hits] == ["Pluie ailleurs"]


INGEST = """
import sys, archive
with archive.open(sys.argv[1]) as press:
    for outcome in press.ingest(*sys.argv[2:]):
        print(outcome.article_id, flush=True)
"""


def test_a_killed_ingest_leaves_whole_articles_and_a_rerun_goes_on(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(60):
        text = f"Une dépêche numéro {number}\n\nLe 27/05/2022 à 17h53\n\n" + (
            f"Le village numéro {number} a reçu hier la visite d'une équipe de géomètres venus de la ville. "
            * 4
        )
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    acknowledged: set[str] = set()
    chance = random.Random(5)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", INGEST, str(db), str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        acknowledged.add(process.stdout.readline().strip())
        time.sleep(chance.random() / 5)
        process.send_signal(signal.SIGKILL)
        acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
        process.wait()
        process.stdout.close()
        with closing(sqlite3.connect(db)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = {str(number) for (number,) in connection.execute("SELECT id FROM articles")}
            bare = connection.execute(
                "SELECT count(*) FROM articles WHERE id NOT IN (SELECT article_id FROM captures)"
                " OR id NOT IN (SELECT article_id FROM postings)"
            ).fetchone()
        assert acknowledged <= kept
        assert bare == (0,)
    subprocess.run([sys.executable, "-c", INGEST, str(db), str(folder)], check=True, capture_output=True)
    with archive.open(db) as press:
        assert len(press) == 60
    assert drift(db) == []


def test_reading_leaves_the_file_and_its_folder_untouched(three: Path) -> None:
    def state() -> tuple[bytes, int, list[str]]:
        return (
            three.read_bytes(),
            three.stat().st_mtime_ns,
            sorted(path.name for path in three.parent.iterdir()),
        )

    before = state()
    for command in (
        ["search", "dattes"],
        ["list"],
        ["show", "2"],
        ["stats"],
        ["export"],
        ["index", "status"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "archive", "--db", str(three), *command], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert state() == before, command
