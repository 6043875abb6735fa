"""Backups hold one whole state, whoever writes; a restore replaces in one transaction, or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from campaign.children import fork
from campaign.judging import content, unsound

import archive
from archive.backup import back_up, restore

Run = Callable[..., object]


@pytest.fixture
def live(press: archive.Archive) -> Path:
    """Gives an archive with two articles, in WAL mode, as it is in use."""
    for number in range(2):
        press.add(
            archive.Clipping(
                title=f"Marée {number}", body=f"Le port numéro {number} attend la marée du soir."
            )
        )
    press.close()
    return press.path


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [title for (title,) in connection.execute("SELECT title FROM articles ORDER BY id")]


def folder_of(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_a_backup_is_one_file_that_holds_everything(live: Path, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "copy.db"
    target.parent.mkdir()
    with closing(sqlite3.connect(live)) as reader:  # keeps the write-ahead log beside the archive
        reader.execute("SELECT count(*) FROM articles").fetchone()
        with archive.open(live) as press:
            press.add(
                archive.Clipping(
                    title="Dans le journal", body="Rien de tout cela n'est encore dans le fichier."
                )
            )
        done = run("backup", str(target), db=live)
    assert (done.code, folder_of(target)) == (0, ["copy.db"])
    assert "3 articles" in done.err
    assert content(target) == content(live)
    assert unsound(target) == []
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_file_that_is_there_is_kept_unless_it_is_forced_and_then_too(
    live: Path, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    assert run("backup", str(target), db=live).code == 0
    first = target.read_bytes()
    with archive.open(live) as press:
        press.add(archive.Clipping(title="Plus tard", body="Un troisième article, arrivé après la copie."))
    refused = run("backup", str(target), db=live)
    assert (refused.code, target.read_bytes()) == (2, first)
    assert "--force" in refused.err
    assert run("backup", "--force", str(target), db=live).code == 0
    assert (tmp_path / "copy.db.bak").read_bytes() == first
    assert titles(target)[-1] == "Plus tard"


def test_what_must_not_be_a_target_is_refused(live: Path, run: Run, tmp_path: Path) -> None:
    assert run("backup", "--force", str(live), db=live).code == 2
    assert run("backup", str(tmp_path / "no" / "folder.db"), db=live).code == 6
    open_one = tmp_path / "open.db"
    open_one.touch()
    open_one.with_name("open.db-wal").write_bytes(b"somebody's log")
    assert run("backup", "--force", str(open_one), db=live).code == 5
    assert open_one.read_bytes() == b""


def test_a_table_of_another_tool_may_have_any_name(live: Path, run: Run, tmp_path: Path) -> None:
    for name in ('we"ird', "a'b", "[x]", "two words"):
        quoted = name.replace('"', '""')
        _change(live, f'CREATE TABLE "{quoted}" (x)')
    assert run("backup", str(tmp_path / "copy.db"), db=live).code == 0
    assert run("restore", str(tmp_path / "copy.db"), "--yes", db=live).code == 0


def test_a_damaged_archive_is_not_copied_over_a_good_backup(live: Path, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    good = target.read_bytes()
    content_of = bytearray(live.read_bytes())
    content_of[8192 * 6 : 8192 * 7] = b"\x0d" + b"\xee" * 8191
    live.write_bytes(content_of)
    done = run("backup", "--force", str(target), db=live)
    assert done.code == 3, done.err
    assert target.read_bytes() == good
    assert not list(tmp_path.glob("*.part"))


def test_a_restore_keeps_what_was_there_and_is_seen_by_who_has_the_archive_open(
    live: Path, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    with archive.open(live) as press, closing(sqlite3.connect(live)) as other:
        press.add(archive.Clipping(title="À perdre", body="Ce qui fut écrit après la copie de sauvegarde."))
        assert other.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        assert press.search("perdre").total == 1
        assert run("restore", str(target), "--yes", db=live).code == 0
        assert other.execute("SELECT count(*) FROM articles").fetchone() == (2,)
        assert press.search("perdre", asking="all").total == 0
        other.execute(
            "UPDATE articles SET title = 'Encore vivant' WHERE id = 1"
        )  # its file is still the archive
        other.commit()
        assert press.search('"encore vivant"').total == 1
    (before,) = live.parent.glob("archive.db.before-restore-*.bak")
    assert "À perdre" in titles(before)
    assert unsound(live) == unsound(before) == []
    with closing(sqlite3.connect(live)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_restore_asks_first(live: Path, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    with archive.open(live) as press:
        press.delete(1)
    assert run("restore", str(target), db=live, stdin=b"n\n").code == 1
    assert len(titles(live)) == 1
    assert run("restore", str(target), db=live, stdin=b"y\n").code == 0
    assert len(titles(live)) == 2


def test_nothing_that_is_filed_falls_between_the_copy_and_the_restore(live: Path, tmp_path: Path) -> None:
    """The state before is copied under the lock of the restore: a writer that came first is in the copy."""
    target = tmp_path / "copy.db"
    back_up(live, target)
    writer = sqlite3.connect(live, isolation_level=None, check_same_thread=False)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO articles (title, body) VALUES ('Au dernier moment', 'Juste avant.')")
    restoring = threading.Thread(target=restore, args=(target, live))
    restoring.start()
    time.sleep(0.5)  # the restore waits for the lock by now
    assert restoring.is_alive()
    writer.execute("COMMIT")
    writer.close()
    restoring.join()
    (before,) = live.parent.glob("*.before-restore-*.bak")
    assert "Au dernier moment" in titles(before)
    assert titles(live) == ["Marée 0", "Marée 1"]


def test_a_restore_waits_so_long_and_no_longer(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    with closing(sqlite3.connect(live, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(archive.LockedError):
            restore(target, live, wait=0.3)
        writer.execute("ROLLBACK")
    assert folder_of(live) == ["archive.db", "copy.db"]


@pytest.mark.parametrize("harm", ["cut", "a page", "no archive", "newer", "a trigger", "empty", "missing"])
def test_a_backup_that_is_not_sound_replaces_nothing(live: Path, run: Run, tmp_path: Path, harm: str) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    match harm:
        case "cut":
            target.write_bytes(target.read_bytes()[: 8192 * 30])
        case "a page":
            content_of = bytearray(target.read_bytes())
            content_of[8192 * 6 : 8192 * 7] = b"\x0d" + b"\xee" * 8191
            target.write_bytes(content_of)
        case "no archive":
            target.write_bytes(b"not a database, and long enough to be seen as none. " * 50)
        case "newer":
            _change(target, "UPDATE alembic_version SET version_num = 'zzzz'")
        case "a trigger":
            _change(target, "DROP TRIGGER articles_deleted")
        case "empty":
            target.write_bytes(b"")
        case "missing":
            target.unlink()
    before = live.read_bytes()
    done = run("restore", str(target), "--yes", db=live)
    assert done.code == (1 if harm == "missing" else 3), done.err
    assert "Traceback" not in done.err
    assert live.read_bytes() == before
    assert not list(live.parent.glob("*.bak"))


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_restore_makes_an_archive_where_there_is_none(live: Path, run: Run, tmp_path: Path) -> None:
    target, new = tmp_path / "copy.db", tmp_path / "new" / "archive.db"
    back_up(live, target)
    new.parent.mkdir()
    assert run("restore", str(target), db=new).code == 0
    assert (content(new), folder_of(new)) == (content(live), ["archive.db"])
    shutil.move(new, tmp_path / "gone.db")
    new.with_name("archive.db-wal").write_bytes(b"a log without its archive")
    assert run("restore", str(target), db=new).code == 5


@pytest.mark.parametrize("page", [0, 1, 6, 40])
def test_a_damaged_archive_is_replaced_and_kept_as_it_was(
    live: Path, run: Run, tmp_path: Path, page: int
) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    wanted = content(live)
    harmed = bytearray(live.read_bytes())
    place = page * 8192 + (200 if page == 0 else 0)  # the header stays: it is SQLite, and its schema is not
    harmed[place : (page + 1) * 8192] = b"\xee" * ((page + 1) * 8192 - place)
    live.write_bytes(harmed)
    done = run("restore", str(target), "--yes", db=live)
    assert done.code == 0, done.err
    assert (content(live), unsound(live)) == (wanted, [])
    (before,) = live.parent.glob("archive.db.*.bak")
    assert before.read_bytes()[place : place + 8192] == harmed[place : place + 8192]


def test_what_is_no_database_any_more_is_set_aside_whole(live: Path, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(live, target)
    wanted = content(live)
    live.write_bytes(b"garbage over the first page" + live.read_bytes()[27:])
    damaged = live.read_bytes()
    done = run("restore", str(target), "--yes", db=live)
    assert done.code == 0, done.err
    (aside,) = live.parent.glob("archive.db.damaged-*.bak")
    assert (aside.read_bytes(), content(live)) == (damaged, wanted)


def test_no_command_opens_the_file_but_through_sqlite(live: Path, run: Run, tmp_path: Path) -> None:
    """Closing a file that SQLite has open in the same process cancels its locks; an audit hook sees every open()."""
    page = tmp_path / "page.txt"
    page.write_text(
        "Une page\n\nLe 27/05/2022 à 17h53\n\n" + "Le marché rouvre demain, dit la commune. " * 9, "utf-8"
    )
    opened: list[str] = []
    watching = [True]
    sys.addaudithook(
        lambda event, given: opened.append(str(given[0])) if event == "open" and watching[0] else None
    )
    target = str(tmp_path / "copy.db")
    for command in (
        ["ingest", str(tmp_path)],  # the folder holds the archive too
        ["search", "marée"],
        ["backup", target],
        ["doctor", "--deep", "--fix"],
        ["index", "optimize"],
        ["restore", target, "--yes"],
    ):
        assert run(*command, db=live).code in (0, 1, 4), command
    watching[0] = False
    assert str(page) in opened
    assert [
        path for path in opened if Path(path).name in (live.name, f"{live.name}-wal", f"{live.name}-shm")
    ] == []


def test_a_backup_under_a_writer_and_killed_at_any_moment_is_whole(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    program = (
        "import sys, archive\nwith archive.open(sys.argv[1]) as press:\n"
        "  for n in range(9999): press.add(archive.Clipping(title=f'Note {n}', body=f'Une note de plus, la {n}.'))"
    )
    writer = subprocess.Popen([sys.executable, "-c", program, str(live)])
    try:
        for round_ in range(6):
            back_up(live, target, force=True)
            assert unsound(target) == []
            child = fork(lambda told: told(str(back_up(live, target, force=True))))
            time.sleep(0.007 * round_)
            child.kill()
            child.wait()
            assert unsound(target) == []
    finally:
        writer.kill()
        writer.wait()
    assert unsound(live) == []
