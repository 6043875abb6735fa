"""The schema: made, upgraded, refused; all or nothing, by one process or eight."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import archive
from archive import database, schema
from archive.models import Base
from archive.sessions import writing_engine

MAKE = "import sys; from pathlib import Path; from archive import schema; schema.ensure(Path(sys.argv[1]))"


def snapshot(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
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
    with sqlite3.connect(db) as connection:
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
from archive import database, schema
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
    with sqlite3.connect(next_migration) as connection:
        assert connection.execute("SELECT title, mood FROM articles").fetchall() == [("Kept", "changed")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_eight_processes_upgrade_one_archive_at_once_and_a_copy_of_it_is_kept(next_migration: Path) -> None:
    program = [sys.executable, "-c", UPGRADE, str(next_migration)]
    racing = [subprocess.Popen(program) for _ in range(8)]
    assert [process.wait() for process in racing] == [0] * 8
    copies = list(next_migration.parent.glob("archive.db.*.bak"))
    assert len(copies) == 1
    with sqlite3.connect(copies[0]) as copy:
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
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'zzzz'")
    connection.close()
    before = (db.read_bytes(), db.stat().st_mtime_ns)
    with archive.open(db) as press:
        with pytest.raises(archive.NewerArchive, match="zzzz"):
            press.search("x")
        with pytest.raises(archive.NewerArchive, match="zzzz"):
            press.add(archive.Clipping(body="x"))
    assert (db.read_bytes(), db.stat().st_mtime_ns) == before
    assert list(db.parent.iterdir()) == [db]


def test_another_sqlite_file_is_refused_and_left_alone(db: Path) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.close()
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
