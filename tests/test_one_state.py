"""What is read is one state of the archive, whoever writes meanwhile: an article, an export, a walk over all."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

import archive
from archive import Clipping

Walk = Callable[[archive.Archive], Iterator[dict[str, Any]]]
WALKS: list[Walk] = [archive.Archive.export, iter]

WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
for n in range(10**9):
    connection.execute("UPDATE articles SET title = ?1, standfirst = ?1, body = ?1", (f"wording {n}",))
    if n == 0:
        print("begun", flush=True)
"""


def with_journal(path: Path, mode: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
    return path


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_gives_the_archive_as_it_was_when_the_first_was_asked_for(seeded: Path, walk: Walk) -> None:
    with archive.open(with_journal(seeded, "WAL")) as press:
        before = list(walk(press))
        given = walk(press)
        seen = [next(given)]
        press.delete(30)
        press.edit(31, title="Ein anderer Titel", body="Ein anderer Text.")
        added = press.add(Clipping(title="Neu", body="Erst jetzt."))
        seen += given
        assert seen == before
        assert {30, 31} <= {row["id"] for row in before}
        assert [row["id"] for row in walk(press)][-1] == added.article_id
        assert press.article(31)["title"] == "Ein anderer Titel"


@pytest.mark.parametrize("walk", WALKS)
def test_without_a_log_a_walk_keeps_nobody_from_writing_and_goes_on(seeded: Path, walk: Walk) -> None:
    settings = archive.Settings(database=seeded, lock_wait=0.2)
    with archive.open(with_journal(seeded, "DELETE"), settings=settings) as press:
        every = [row["id"] for row in walk(press)]
        given = walk(press)
        seen = [next(given)]
        press.delete(30)
        press.edit(31, title="Ein anderer Titel")
        seen += given
        assert [row["id"] for row in seen] == [number for number in every if number != 30]
        assert next(row["title"] for row in seen if row["id"] == 31) == "Ein anderer Titel"


def test_an_export_to_a_slow_reader_is_whole_though_an_article_is_deleted(
    seeded: Path, tmp_path: Path
) -> None:
    program = [sys.executable, "-m", "archive", "--db", str(with_journal(seeded, "WAL")), "export"]
    with archive.open(seeded) as press:
        before = list(press.export())
        with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            lines = [process.stdout.readline()]
            press.delete(30)
            lines += process.stdout.readlines()
            assert (process.stderr.read(), process.wait()) == (b"", 0)
    assert [json.loads(line) for line in lines] == before


def test_the_log_is_free_again_when_an_export_ends_early(press: archive.Archive, db: Path) -> None:
    for number in range(3):
        press.add(Clipping(title=f"Titel {number}", body=f"Text {number}."))
    given = press.export()
    next(given)
    press.edit(1, title="Anders")
    with closing(sqlite3.connect(db, timeout=0)) as other:
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 1
        given.close()  # type: ignore[attr-defined]
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
@pytest.mark.parametrize("walk", [*WALKS, lambda press: press.table(archive.statements.OUTLETS)])
def test_a_walk_goes_on_when_the_archive_is_closed(seeded: Path, walk: Walk, mode: str) -> None:
    with archive.open(with_journal(seeded, mode)) as press:
        expected = list(walk(press))
        given = walk(press)
        seen = [next(given)]
    assert [*seen, *given] == expected


def test_no_article_is_ever_half_of_one_wording_and_half_of_the_next(
    press: archive.Archive, db: Path
) -> None:
    press.add(Clipping(title="wording", standfirst="wording", body="wording"))
    with subprocess.Popen([sys.executable, "-c", WRITER, str(db)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        read, until = [], time.monotonic() + 2
        while time.monotonic() < until:
            read += [press.article(1), next(press.export()), next(iter(press))]
        writer.kill()
    assert len({row["title"] for row in read}) > 10
    assert [row for row in read if not row["title"] == row["standfirst"] == row["body"]] == []


@pytest.mark.parametrize(
    "change", [lambda press: press.delete(2), lambda press: press.edit(2, title="Anders", body="Neu.")]
)
def test_what_is_deleted_between_look_up_and_write_is_missing(
    seeded: Path, change: Callable[[archive.Archive], None]
) -> None:
    with (
        archive.open(with_journal(seeded, "WAL")) as press,
        closing(sqlite3.connect(seeded, isolation_level=None, check_same_thread=False)) as other,
    ):
        press.article(2)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM articles WHERE id = 2")
        Timer(0.3, other.execute, ("COMMIT",)).start()
        with pytest.raises(archive.MissingError, match=r"^There is no article 2; .* shows the numbers\.$"):
            change(press)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_what_either_side_of_a_fork_writes_is_kept(press: archive.Archive, db: Path) -> None:
    def add(title: str) -> None:
        press.add(Clipping(title=title, body=f"Text, {title}."))

    add("before")
    assert len(press) == 1
    closed, close = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            add("child, both open")
            os.read(closed, 1)
            add("child, parent closed")
            code = 0
        finally:
            os._exit(code)
    while len(press) < 2:
        time.sleep(0.01)
    add("parent")
    press.close()
    os.write(close, b"!")
    assert os.waitpid(child, 0)[1] == 0
    titles = [row["title"] for row in press]
    assert titles == ["before", "child, both open", "parent", "child, parent closed"]
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
