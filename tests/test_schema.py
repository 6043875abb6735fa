"""The schema: made, upgraded, refused; all or nothing, by one process or eight."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import archive
from archive import database, schema, strangers
from archive.models import Base
from archive.sessions import writing_engine

Run = Callable[..., object]
MAKE = "import sys; from pathlib import Path; from archive import schema; schema.ensure(Path(sys.argv[1]))"


def snapshot(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
        return rows.fetchall()


def migrations_in(folder: Path) -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config)


def test_the_program_knows_exactly_the_revisions_there_are() -> None:
    found = [script.revision for script in migrations_in(schema.scripts()).walk_revisions()]
    assert tuple(reversed(found)) == database.REVISIONS


def test_models_and_migrations_agree_and_leave_other_tables_alone(db: Path) -> None:
    schema.ensure(db)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("CREATE TABLE of_another_tool (x)")
        connection.execute("CREATE VIRTUAL TABLE their_search USING fts5(x)")
    with writing_engine(db).begin() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_strict_tables_refuse_what_makes_no_sense(db: Path) -> None:
    schema.ensure(db)
    connection = sqlite3.connect(db)
    refused = (
        "INSERT INTO articles (body, published, published_precision) VALUES ('x', '2022-02-30', 'day')",
        "INSERT INTO articles (body, published, published_precision) VALUES ('x', '12/01/2024', 'day')",
        "INSERT INTO articles (body, published) VALUES ('x', '2022-02-20')",
        "INSERT INTO articles (body, implied, implied_precision) VALUES ('x', '2022-13', 'month')",
        "INSERT INTO articles (body, title) VALUES ('x', '')",
        "INSERT INTO articles (title) VALUES ('no body')",
        "INSERT INTO articles (body) VALUES (x'00ff')",
    )
    for statement in refused:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.execute(
        "INSERT INTO articles (body, published, published_precision) VALUES ('x', '2022-05', 'month')"
    )
    connection.close()


def test_an_id_is_never_given_out_twice(db: Path) -> None:
    schema.ensure(db)
    connection = sqlite3.connect(db)
    first = connection.execute("INSERT INTO articles (body) VALUES ('x')").lastrowid
    connection.execute("DELETE FROM articles")
    second = connection.execute("INSERT INTO articles (body) VALUES ('y')").lastrowid
    connection.close()
    assert second is not None
    assert first is not None
    assert second > first


def test_eight_processes_make_one_archive_at_once(db: Path) -> None:
    racing = [subprocess.Popen([sys.executable, "-c", MAKE, str(db)]) for _ in range(8)]
    assert [process.wait() for process in racing] == [0] * 8
    assert len(snapshot(db)) > 50


@pytest.fixture
def next_migration(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes an archive with one article, and a folder in which a newer migration follows the real ones."""
    import shutil

    schema.ensure(db)
    with archive.open(db) as press:
        press.add(archive.Clipping(title="Kept", body="The row that every upgrade has to keep."))
    folder = tmp_path / "migrations"
    shutil.copytree(schema.scripts(), folder)
    newest = database.REVISIONS[-1]
    (folder / "versions" / "9999_next.py").write_text(
        f"""
import os, signal
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None

def upgrade():
    op.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
    op.execute("UPDATE articles SET mood = 'changed'")
    match os.environ.get("MISHAP"):
        case "raise": raise RuntimeError("half-way")
        case "kill": os.kill(os.getpid(), signal.SIGKILL)
        case "orphan": op.execute("INSERT INTO captions VALUES (99, 0, 'caption', 'x')")
        case "trigger": op.execute("DROP TRIGGER articles_inserted")
"""
    )
    monkeypatch.setenv("NEW_MIGRATIONS", str(folder))
    return db


UPGRADE = """
import os, sys
from contextlib import closing
from pathlib import Path
from archive import database, schema, strangers
database.REVISIONS = (*database.REVISIONS, "9999")
schema.HEAD = "9999"
schema.scripts = lambda: Path(os.environ["NEW_MIGRATIONS"])
schema.ensure(Path(sys.argv[1]))
"""


def upgrade(path: Path, mishap: str = "") -> int:
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE, str(path)],
        env={**os.environ, "MISHAP": mishap},
        capture_output=True,
        check=False,
    )
    return done.returncode


@pytest.mark.parametrize("mishap", ["raise", "kill", "orphan", "trigger"])
def test_a_migration_that_fails_half_way_changes_nothing_and_can_be_run_again(
    next_migration: Path, mishap: str
) -> None:
    before = snapshot(next_migration)
    code = upgrade(next_migration, mishap)
    assert code == (-signal.SIGKILL if mishap == "kill" else 1)
    assert snapshot(next_migration) == before
    assert upgrade(next_migration) == 0
    with closing(sqlite3.connect(next_migration)) as connection:
        assert connection.execute("SELECT title, mood FROM articles").fetchall() == [("Kept", "changed")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_eight_processes_upgrade_one_archive_at_once_and_a_copy_of_it_is_kept(next_migration: Path) -> None:
    program = [sys.executable, "-c", UPGRADE, str(next_migration)]
    racing = [subprocess.Popen(program) for _ in range(8)]
    assert [process.wait() for process in racing] == [0] * 8
    copies = list(next_migration.parent.glob("archive.db.*.bak"))
    assert len(copies) == 1
    with closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("SELECT title FROM articles").fetchall() == [("Kept",)]
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (database.REVISIONS[-1],)


def test_an_upgrade_waits_for_another_writer(next_migration: Path) -> None:
    writer = sqlite3.connect(next_migration, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    waiting = subprocess.Popen([sys.executable, "-c", UPGRADE, str(next_migration)])
    time.sleep(1.5)
    assert waiting.poll() is None
    writer.execute("COMMIT")
    writer.close()
    assert waiting.wait() == 0


def test_up_down_and_up_again_gives_the_same_schema(db: Path) -> None:
    schema.ensure(db)
    made = snapshot(db)
    schema.downgrade(db, "base")
    schema.upgrade(db)
    assert snapshot(db) == made


def test_a_downgrade_that_would_lose_articles_is_refused(press: archive.Archive) -> None:
    press.add(archive.Clipping(body="Something to lose."))
    with pytest.raises(archive.DatabaseError, match="lose"):
        schema.downgrade(press.path, "base")
    assert len(press) == 1


def test_a_newer_archive_is_refused_and_left_alone(db: Path) -> None:
    schema.ensure(db)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    before = (db.read_bytes(), db.stat().st_mtime_ns)
    with archive.open(db) as press:
        with pytest.raises(archive.NewerArchive, match="zzzz"):
            press.search("x")
        with pytest.raises(archive.NewerArchive, match="zzzz"):
            press.add(archive.Clipping(body="x"))
    assert (db.read_bytes(), db.stat().st_mtime_ns) == before
    assert list(db.parent.iterdir()) == [db]


def test_another_sqlite_file_is_refused_and_left_alone(db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    before = db.read_bytes()
    with archive.open(db) as press, pytest.raises(archive.NotAnArchive):
        press.add(archive.Clipping(body="x"))
    assert db.read_bytes() == before


def test_an_empty_file_becomes_an_archive(db: Path) -> None:
    db.touch()
    with archive.open(db) as press:
        press.add(archive.Clipping(body="A first article in what was an empty file."))
        assert len(press) == 1


HANGING = ("families", "other_addresses", "settled_doubts")


def test_what_hangs_on_an_article_follows_it_in_tools_that_check_no_foreign_keys(db: Path) -> None:
    schema.ensure(db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("INSERT INTO articles (id, body) VALUES (1, 'a'), (2, 'b')")
        connection.execute("INSERT INTO families VALUES (1, 1), (2, 1)")
        connection.execute("INSERT INTO other_addresses VALUES ('m.example.org/a', 1)")
        connection.execute("INSERT INTO settled_doubts (article_id, doubt) VALUES (1, 'no date')")
        connection.execute("UPDATE articles SET id = 7 WHERE id = 1")
        moved = {t: connection.execute(f"SELECT max(article_id) FROM {t}").fetchone() for t in HANGING}
        connection.execute("DELETE FROM articles WHERE id = 7")
        left = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in HANGING}
    assert moved == dict.fromkeys(HANGING, (7,))
    assert left == {"families": (1,), "other_addresses": (0,), "settled_doubts": (0,)}


def test_an_archive_that_was_dumped_and_read_again_is_told_what_it_lacks(
    seeded: Path, tmp_path: Path
) -> None:
    dumped = tmp_path / "dumped.db"
    with closing(sqlite3.connect(seeded)) as whole, closing(sqlite3.connect(dumped)) as copy:
        whole.backup(copy)
        copy.execute("PRAGMA application_id=0")
    with archive.open(dumped) as press:
        with pytest.raises(archive.NotAnArchive, match=r"as `\.dump` leaves it") as caught:
            press.stats()
        _, mend, _ = str(caught.value).split("'")
        with closing(sqlite3.connect(dumped)) as connection:
            connection.execute(mend)
        assert press.search("Hammouchi").total == 15


def older(path: Path, revision: str) -> None:
    """Makes an archive with one article, as the program of an older revision left it."""
    schema._create_file(path, 5)
    schema.upgrade(path, revision=revision)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO articles (title, body) VALUES ('Marée', 'Le port attend.')")


def test_an_older_archive_that_is_only_searched_is_upgraded_whole(tmp_path: Path) -> None:
    older(path := tmp_path / "press.db", "0002")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE articles SET address = 'https://www.lefil.example/maree'")
    with archive.open(path) as press:
        assert press.search("marée").total == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT address FROM other_addresses").fetchall() == [
            ("lefil.example/maree",)
        ]


THEIRS = (
    *("before-restore-20260101T000000.000001Z", "before-restore-20260201T000000.000001Z"),
    *("before-restore-20260301T000000.000001Z", "2019", "mine", "0001-mine", "0001-20200101T000000Z.old"),
)


def test_an_upgrade_clears_away_its_own_older_copies_and_nothing_else(tmp_path: Path) -> None:
    for name in ("press.db", "press[1].db"):
        path = tmp_path / name
        older(path, "0002")
        own = [path.with_name(f"{name}.000{n}-2020010{4 - n}T000000Z.bak") for n in (1, 2, 3)]
        theirs = [path.with_name(f"{name}.{kind}.bak") for kind in THEIRS]
        for one in (*own, *theirs, tmp_path / f"x{name}.0001-20200101T000000Z.bak"):
            one.write_text("precious")
        schema.ensure(path)
        kept = schema.copies(path, schema.UPGRADE)
        assert kept[:2] == [own[1], own[0]]  # by moment, not by revision
        with closing(sqlite3.connect(kept[2])) as copy:
            assert copy.execute("SELECT title FROM articles").fetchall() == [("Marée",)]
        assert len(kept) == schema.COPIES_KEPT
        assert {one.read_text() for one in theirs} == {"precious"}
        assert (tmp_path / f"x{name}.0001-20200101T000000Z.bak").exists()


def test_the_copy_that_was_just_made_is_kept_though_the_clock_went_back(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    older(path, "0002")
    for year in (2095, 2096, 2097, 2098):
        path.with_name(f"press.db.0001-{year}0101T000000Z.bak").write_text("of the future")
    copy = schema.keep_copy(path, "0002")
    assert copy.exists()
    assert [one.name[14:18] for one in schema.copies(path, schema.UPGRADE)[1:]] == ["2097", "2098"]


LOST = {
    "its table": "DROP TABLE alembic_version",
    "its row": "DELETE FROM alembic_version",
    "no text": "PRAGMA ignore_check_constraints=ON; UPDATE alembic_version SET version_num = x'ff'",
    "two": "INSERT INTO alembic_version VALUES ('zzzz')",
}


@pytest.mark.parametrize("loss", list(LOST))
@pytest.mark.parametrize("revision", database.REVISIONS)
def test_a_lost_revision_is_told_by_every_command_and_given_back_by_the_doctor(
    run: Run, tmp_path: Path, loss: str, revision: str
) -> None:
    path = tmp_path / "press.db"
    older(path, revision)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(LOST[loss])
    before = snapshot(path)
    page = tmp_path / "page.txt"
    page.write_text("Une page. " * 40)
    for command in (["search", "x"], ["list"], ["ingest", str(page)], ["init"], ["edit", "1", "title=x"]):
        done = run(*command, db=path)
        assert (done.code, "has lost its schema revision" in done.err) == (3, True), (command, done.err)
        assert "archive doctor --fix" in done.err
    assert run("backup", str(tmp_path / "copy.db"), db=path).code == 3
    assert run("verify", db=path).code == 3
    assert snapshot(path) == before
    assert (run("doctor", db=path).code, snapshot(path)) == (2, before)
    assert run("doctor", "--fix", db=path).code == 1
    assert run("init", db=path).code == 0
    assert run("doctor", "--deep", db=path).code == 0
    assert run("search", "port", "--count", db=path).out.strip() == "1"


@pytest.mark.parametrize(
    ("had", "stated"), [("0003", "0001"), ("0003", "0002"), ("0002", "0001"), ("0001", "0003")]
)
def test_a_revision_that_is_not_that_of_the_tables_is_damage_that_the_doctor_mends(
    run: Run, tmp_path: Path, had: str, stated: str
) -> None:
    path = tmp_path / "press.db"
    older(path, had)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (stated,))
    if had > stated:
        before = path.read_bytes()
        for command in (["search", "x"], ["init"], ["list"]):
            done = run(*command, db=path)
            assert (done.code, f"states schema {stated}" in done.err) == (3, True), done.err
        assert (path.read_bytes(), list(tmp_path.glob("*.bak"))) == (before, [])
    done = run("doctor", db=path)
    assert (done.code, f"has the tables of {had}" in done.out) == (2, True), done.out
    assert run("doctor", "--fix", db=path).code == 1
    assert run("init", db=path).code == 0
    assert run("doctor", "--deep", db=path).code == 0
    assert run("search", "port", "--count", db=path).out.strip() == "1"


def test_where_the_tables_are_of_no_revision_none_is_given_back(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    older(path, "0003")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("DELETE FROM alembic_version; DROP TABLE visits")
    done = run("doctor", "--fix", db=path)
    assert (done.code, "restore a backup" in done.out) == (2, True)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT * FROM alembic_version").fetchall() == []


def test_what_people_add_to_the_tables_is_no_sign_of_a_revision(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    older(path, "0003")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DELETE FROM alembic_version; ALTER TABLE articles ADD COLUMN mood TEXT; CREATE TABLE notes (x)"
        )
    assert run("doctor", "--fix", db=path).code == 1
    assert run("search", "port", "--count", db=path).out.strip() == "1"


def test_the_names_of_tables_and_triggers_are_those_that_the_migrations_make() -> None:
    made = schema.as_made()
    assert {name for kind, name, _, _ in made if kind == "table"} - {"sqlite_sequence"} == strangers.TABLES
    assert {name for kind, name, _, _ in made if kind == "trigger"} == strangers.TRIGGERS


NOTES = "CREATE TABLE notes (id INTEGER PRIMARY KEY, article_id INTEGER REFERENCES articles (id));"
ADDED = {
    "a reference": (
        f"{NOTES} INSERT INTO notes (article_id) VALUES (1)",
        "table notes, which refers to articles",
    ),
    "a trigger that refuses": (
        """CREATE TRIGGER theirs BEFORE UPDATE ON articles BEGIN SELECT RAISE(ABORT, 'read only'); END;
        CREATE TRIGGER also BEFORE DELETE ON articles BEGIN SELECT RAISE(ABORT, 'read only'); END""",
        "trigger theirs on articles, trigger also on articles",
    ),
    "a function of theirs": (
        "CREATE TRIGGER theirs AFTER DELETE ON articles BEGIN SELECT their_function(old.title); END",
        "trigger theirs on articles",
    ),
    "a table that is gone": (
        "CREATE TRIGGER theirs AFTER DELETE ON articles BEGIN INSERT INTO their_log VALUES (old.id); END",
        "trigger theirs on articles",
    ),
    "a full-text index": (
        """CREATE VIRTUAL TABLE theirs USING fts5 (title);
        CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN INSERT INTO theirs VALUES (old.title); END""",
        "trigger articles_ad on articles",
    ),
}


@pytest.mark.parametrize("kind", list(ADDED))
def test_what_fails_by_what_another_tool_added_is_told_with_its_name(
    run: Run, seeded: Path, kind: str
) -> None:
    statements, named = ADDED[kind]
    with closing(sqlite3.connect(seeded)) as connection:
        connection.executescript(statements)
        before = connection.execute("SELECT count(*) FROM articles").fetchone()
    done = run("delete", "1", "--yes", db=seeded)
    assert (done.code, named in done.err, "Traceback" in done.err) == (3, True, False), done.err
    examined = run("doctor", db=seeded)
    assert (examined.code, named in examined.out) == (0, True), examined.out
    with closing(sqlite3.connect(seeded)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == before


def test_the_index_of_sqlite_utils_is_named_where_it_stops_an_ingest(
    run: Run, seeded: Path, tmp_path: Path
) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils")
    tool = sqlite_utils.Database(str(seeded))
    tool["articles"].enable_fts(["title", "body"], create_triggers=True)
    tool.close()
    page = tmp_path / "page.jsonl"
    page.write_text('{"title": "Une page", "body": "Le port attend la marée."}\n', encoding="utf-8")
    for command in (["ingest", str(page)], ["edit", "2", "section=Sport"]):
        done = run(*command, db=seeded)
        assert (done.code, "trigger articles_ai on articles" in done.err) == (3, True), done.err
        assert "Traceback" not in done.err


def test_a_fault_of_ours_keeps_its_traceback(seeded: Path) -> None:
    with (
        pytest.raises(sqlite3.OperationalError),
        database.telling(seeded),
        closing(sqlite3.connect(seeded)) as bad,
    ):
        bad.execute("SELECT nothing FROM nowhere")
