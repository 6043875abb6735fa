"""The doctor names what is wrong, says what to do, mends what can be worked out again, and touches no article."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from campaign.vandal import VANDALISM, vandalise

import archive
from archive import database
from archive.doctor import examine, exit_code, verify
from archive.doctor.checks import CHECKS, VERIFIED
from archive.doctor.findings import Grade
from archive.doctor.objects import expected
from archive.doctor.places import SHARED, file_system
from archive.doctor.surroundings import OLD_PARTIAL
from archive.doctor.versions import has_wal_reset_bug
from archive.strangers import SOUND, digest

Run = Callable[..., object]
KEPT = (
    "articles",
    "captures",
    "revisions",
    "bylines",
    "captions",
    "related_links",
    "outlets",
    "authors",
    "tags",
)


def named(path: Path, **how: bool) -> dict[str, list[str]]:
    """Gives what the doctor finds that is not all right: sentences by check."""
    found: dict[str, list[str]] = {}
    for one in examine(path, **how):
        if one.grade is not Grade.OK and one.check not in ("sqlite", "journal", "space", "place"):
            found.setdefault(one.check, []).append(one.told)
    return found


def kept(path: Path) -> dict[str, list[object]]:
    """Gives all rows that the doctor may never change."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in KEPT}


def change(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


# What surrounds the rows


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 9), False),
        ((3, 45, 0), True),
        ((3, 49, 2), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 54, 1), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_of_sqlite_with_the_wal_reset_bug(version: tuple[int, ...], has_it: bool) -> None:
    assert has_wal_reset_bug(version) is has_it


def test_the_doctor_names_the_version_and_warns_of_its_bug(
    seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version, warned in (((3, 40, 1), True), ((3, 51, 3), False)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        first = next(iter(examine(seeded)))
        assert (first.check, first.grade is Grade.NOTE) == ("sqlite", warned)
        assert sqlite3.sqlite_version in first.told
        assert ("3.51.3, 3.50.7 or 3.44.6" in first.told) is warned


MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:5 / /proc rw - proc proc rw
30 22 0:40 / /mnt/press rw - nfs4 server:/press rw
31 22 0:41 / /mnt/with\040space rw - fuse.sshfs me@there:/ rw
32 30 254:9 / /mnt/press/local rw - xfs /dev/vdb rw
33 22 254:8 / /mnt/press rw - btrfs /dev/vdc rw
a line of no use
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/press/archive.db", "ext4"),
        ("/mnt/press/archive.db", "btrfs"),
        ("/mnt/press/local/archive.db", "xfs"),
        ("/mnt/pressing/archive.db", "ext4"),
        ("/mnt/with space/archive.db", "fuse.sshfs"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_and_last_mount(path: str, kind: str) -> None:
    assert file_system(Path(path), MOUNTS) == kind


def test_a_system_without_a_list_of_mounts_tells_nothing() -> None:
    assert file_system(Path("/x"), "") is None
    assert {"nfs4", "cifs", "fuse.sshfs", "9p"} <= SHARED


def test_what_was_left_half_made_is_named_and_cleared_when_it_is_old(seeded: Path) -> None:
    names = (
        *("0001-20200101T000000Z.bak.part", "before-restore-20200101T000000.000001Z.bak.part"),
        *("0001-20200102T000000Z.bak.part", "novel.part", "novel.bak.part"),
    )
    half, restored, new, *theirs = (seeded.with_name(f"{seeded.name}.{name}") for name in names)
    for path in (half, restored, new, *theirs):
        path.write_bytes(b"half")
    past = time.time() - 2 * OLD_PARTIAL
    for path in (half, restored, *theirs):
        os.utime(path, (past, past))
    (told,) = named(seeded)["leftovers"]
    assert [path.name in told for path in (half, restored, new, *theirs)] == [True, True, *[False] * 3]
    list(examine(seeded, fix=True))
    assert [path.exists() for path in (half, restored, new, *theirs)] == [False, False, *[True] * 3]


def test_a_queue_is_told_with_its_length_and_drained(seeded: Path) -> None:
    change(seeded, "UPDATE articles SET title = 'Tout autre' WHERE id < 4")
    assert "3 articles are not yet indexed" in named(seeded)["queue"][0]
    assert exit_code(examine(seeded)) == 0
    assert exit_code(examine(seeded, fix=True)) == 1
    assert "queue" not in named(seeded)


# What is wrong is named


@pytest.mark.parametrize("kind", list(VANDALISM))
def test_vandalism_is_named_by_its_check(seeded: Path, kind: str) -> None:
    check, statements = VANDALISM[kind]
    vandalise(seeded, statements)
    before = kept(seeded)
    assert check in named(seeded, deep=True)
    list(examine(seeded, deep=True, fix=True))
    assert kept(seeded) == before


MENDED = {
    "a trigger dropped, rows edited and deleted meanwhile": """
        DROP TRIGGER articles_updated; DROP TRIGGER articles_deleted; DROP TRIGGER postings_deleted;
        UPDATE articles SET title = 'Tout autre' WHERE id = 1;
        PRAGMA foreign_keys=ON; DELETE FROM articles WHERE id = 2;""",
    "an index of a table dropped": "DROP INDEX ix_articles_published",
    "the index dropped": "DROP TABLE article_index",
    "the postings dropped": "DROP TABLE postings",
    "the lexicon dropped": "DROP TABLE lexicon; DROP TABLE lexkeys",
    "the tables of FTS5 damaged": "UPDATE article_index_data SET block = zeroblob(40) WHERE id > 10",
    "postings of nothing and digests of nothing": """
        UPDATE postings SET digest = x'00' WHERE article_id < 5; DELETE FROM spent_docids;
        INSERT INTO postings (docid, article_id, language, size, digest) VALUES (7, 999, 'fr', 1, x'00')""",
    "keys that lead nowhere": "DELETE FROM lexicon WHERE id % 7 = 1",
    "signatures of nothing": "INSERT INTO signature_bands VALUES (1, 999)",
}


@pytest.mark.parametrize("harm", list(MENDED))
def test_what_can_be_worked_out_again_is_mended(seeded: Path, harm: str) -> None:
    change(seeded, "PRAGMA foreign_keys=OFF;" + MENDED[harm])
    before = kept(seeded)
    assert exit_code(examine(seeded, deep=True)) == 2
    assert exit_code(examine(seeded, deep=True, fix=True)) == 1
    assert exit_code(examine(seeded, deep=True)) == 0
    assert kept(seeded) == before
    with archive.open(seeded) as press:
        assert press.search("Hammouchi").total > 3


def test_a_table_that_sqlite_utils_remade_gets_its_triggers_back(seeded: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils")
    tool = sqlite_utils.Database(str(seeded))
    tool["articles"].transform(types={"slug": str})
    tool.close()
    change(seeded, "UPDATE articles SET title = 'Un zellige inconnu' WHERE id = 5")
    with archive.open(seeded) as press:
        assert press.search('"zellige inconnu"').total == 0
    told = named(seeded)["schema"]
    assert "trigger articles_updated" in " ".join(told)
    assert "remade or altered articles" in " ".join(told)
    assert exit_code(examine(seeded, fix=True)) == 1
    with archive.open(seeded) as press:
        assert [hit.id for hit in press.search('"zellige inconnu"').hits] == [5]


def test_bytes_in_a_table_that_lost_its_rules_are_named(seeded: Path) -> None:
    loosened = "UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'articles'"
    change(seeded, f"PRAGMA writable_schema=ON; {loosened}")
    change(seeded, "UPDATE articles SET title = x'31' WHERE id = 5")
    assert "5" in " ".join(named(seeded, deep=True)["texts"])


def test_damage_that_only_a_backup_heals_is_left_and_told(seeded: Path, run: Run) -> None:
    change(seeded, "UPDATE captures SET content = x'00' WHERE id = 3")
    done = run("doctor", "--deep", "--fix", "--format", "json", db=seeded)
    assert done.code == 2
    told = next(row for row in json.loads(done.out) if row["found"] == "damage")
    assert told["check"] == "originals"
    assert "capture 3" in told["told"]
    assert "backup" in told["told"]
    assert run("verify", db=seeded).code == 2


def test_a_page_of_garbage_is_damage_and_no_traceback(seeded: Path, run: Run) -> None:
    content = bytearray(seeded.read_bytes())
    root = 8192 * 20
    content[root : root + 4096] = b"\x5a" * 4096
    seeded.write_bytes(content)
    done = run("doctor", "--deep", db=seeded)
    assert done.code in (2, 3)
    assert "Traceback" not in done.err + done.out


def test_other_commands_name_the_doctor_where_he_can_help(seeded: Path, run: Run) -> None:
    change(seeded, "UPDATE captures SET content = x'00' WHERE id = 3")
    done = run("export", db=seeded)
    assert (done.code, "capture 3" in done.err, "archive verify" in done.err) == (3, True, True)
    change(seeded, "DROP TABLE article_index")
    for command in (["search", "Hammouchi"], ["list"], ["stats"]):
        done = run(*command, db=seeded)
        assert (done.code, "archive doctor --fix" in done.err) == (3, True), command
    assert run("doctor", "--fix", db=seeded).code == 1
    assert run("search", "Hammouchi", db=seeded).code == 0


def test_a_damaged_name_in_the_schema_is_told_though_the_driver_cannot_read_the_message(
    seeded: Path, run: Run, tmp_path: Path
) -> None:
    from archive.backup import back_up

    back_up(seeded, tmp_path / "copy.db")
    content = seeded.read_bytes()
    name = b"ix_captures_article_idcaptures"
    assert content.count(name) == 1
    seeded.write_bytes(content.replace(name, b"ix_\xd8" + name[4:]))
    for command in (["doctor"], ["search", "x"], ["backup", str(tmp_path / "other.db")]):
        done = run(*command, db=seeded)
        assert (done.code, "is damaged" in done.err) == (3, True), command
    assert run("restore", str(tmp_path / "copy.db"), "--yes", db=seeded).code == 0
    assert run("doctor", "--deep", db=seeded).code == 0


# The command


def test_a_sound_archive_is_sound(seeded: Path, run: Run) -> None:
    for deep in ([], ["--deep"]):
        done = run("doctor", *deep, "--format", "jsonl", db=seeded)
        rows = [json.loads(line) for line in done.out.splitlines()]
        wanted = [check.name for check in CHECKS if deep or not check.deep]
        assert (done.code, [row["check"] for row in rows]) == (0, wanted)
        assert {row["found"] for row in rows} <= {"ok", "note"}
    assert run("verify", db=seeded).code == 0
    assert [one.check for one in verify(seeded)] == [check.name for check in CHECKS if check.name in VERIFIED]


def test_an_examination_changes_nothing(seeded: Path) -> None:
    before = seeded.read_bytes()
    list(examine(seeded, deep=True))
    list(verify(seeded))
    assert seeded.read_bytes() == before
    assert [path.name for path in seeded.parent.iterdir()] == [seeded.name]


def test_what_is_no_archive_is_refused(seeded: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert run("doctor", db=other).code == 1
    assert not other.exists()
    other.write_bytes(b"no SQLite file, but long enough to be taken for one. " * 40)
    assert run("doctor", db=other).code == 3
    change(seeded, "UPDATE alembic_version SET version_num = 'zzzz'")
    assert run("doctor", "--fix", db=seeded).code == 3


def test_an_archive_that_another_program_writes_to_can_be_examined(seeded: Path) -> None:
    change(seeded, "PRAGMA journal_mode=WAL")
    with closing(sqlite3.connect(seeded, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE articles SET title = 'Pas encore' WHERE id = 1")
        assert exit_code(examine(seeded)) == 0
        writer.execute("ROLLBACK")


def test_an_older_schema_is_told_and_not_taken_for_damage(tmp_path: Path) -> None:
    from archive import schema

    path = tmp_path / "older.db"
    schema._create_file(path, 5)
    schema.upgrade(path, revision=database.REVISIONS[-2])
    for how in ({}, {"deep": True}, {"deep": True, "fix": True}):
        found = named(path, **how)
        assert "archive init" in found["revision"][0]
        assert set(found) == {"revision"}


def test_a_column_that_lost_its_name_is_told(seeded: Path) -> None:
    with closing(sqlite3.connect(seeded)) as connection:
        connection.execute("ALTER TABLE captures RENAME COLUMN filed_at TO filed_by")
    with (
        archive.open(seeded) as press,
        pytest.raises(archive.DatabaseError, match="no such column: filed_at"),
    ):
        press.article(1)


def test_the_digest_of_the_newest_schema_is_known_so_that_a_quick_look_is_quick(seeded: Path) -> None:
    newest = database.REVISIONS[-1]
    assert SOUND.get(newest) == digest(expected(newest)), "write the new digest into archive/strangers.py"
    program = (
        "import sys; from archive.cli import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print([m for m in ('sqlalchemy', 'alembic') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--db", str(seeded), "doctor"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_a_copy_that_is_examined_on_a_terminal_shows_how_far_it_is(seeded: Path, tmp_path: Path) -> None:
    from archive.doctor import amount

    ticked: list[int] = []
    list(verify(seeded, tick=ticked.append))
    assert sum(ticked) == amount(seeded) > 50
    assert amount(Path(shutil.copy(seeded, tmp_path / "copy.db"))) == amount(seeded)
