"""What a command writes for a person takes the place of nothing that somebody would miss."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive.outputs import TAILS, is_of_archive

Run = Callable[..., object]

PAGE = (
    "Le marché aux dattes rouvre à Erfoud\n\nLe 27/05/2022 à 17h53\n\nPar Inès Belkadi\n\n"
    "Les producteurs de dattes ont retrouvé samedi leur marché, fermé pendant deux ans pour travaux. "
    "La commune a refait la toiture, les canalisations et l'éclairage des quatre allées principales.\n"
)

OUTPUTS = {
    "--warc": ("export", "--warc"),
    "--report": ("ingest", "page.txt", "--report"),
    "--output": ("watch", "run", "--keep", "--output"),
    "backup": ("backup",),
    "backup --force": ("backup", "--force"),
}


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Gives an archive with one article and one watch, in the present folder, with a page beside it."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(PAGE, encoding="utf-8")
    with archive.open("press.db") as press:
        press.add(archive.Clipping(title="Marée basse", body="Le port attend la marée du soir."))
        press.watch("port", "port", backlog=True)
    return Path("press.db")


def everything() -> dict[str, object]:
    """Gives what lies in the present folder: the bytes of each file, where each link leads, what else there is."""
    return {
        path.name: str(path.readlink())
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else path.stat().st_mode
        for path in Path().iterdir()
        if not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("output", list(OUTPUTS))
@pytest.mark.parametrize("tail", TAILS)
def test_no_output_takes_the_place_of_the_archive_or_of_a_file_beside_it(
    live: Path, run: Run, output: str, tail: str
) -> None:
    with closing(sqlite3.connect(live)) as reader:  # keeps the log beside the archive
        reader.execute("SELECT count(*) FROM articles").fetchone()
        before = everything()
        for name in (f"press.db{tail}", f"../{Path.cwd().name}/press.db{tail}"):
            done = run(*OUTPUTS[output], name, db=live)
            assert (done.code, "is the archive itself or belongs to it" in done.err) == (2, True), done.err
            assert everything() == before
    assert run("stats", db=live).code == 0


@pytest.mark.parametrize("output", list(OUTPUTS))
def test_another_name_of_the_archive_is_the_archive(live: Path, run: Run, output: str) -> None:
    Path("hard.db").hardlink_to(live)
    Path("soft.db").symlink_to(live)
    before = everything()
    for name in ("hard.db", "soft.db"):
        done = run(*OUTPUTS[output], name, db=live)
        assert (done.code, everything()) == (2, before), done.err
    done = run(*OUTPUTS[output], "press.db-wal", db=Path("soft.db"))
    assert (done.code, everything()) == (2, before), done.err


def test_the_files_beside_an_archive_are_known_before_they_are_there(tmp_path: Path) -> None:
    path = tmp_path / "press.db"
    path.touch()
    (tmp_path / "link.db").symlink_to(path)
    for name in (path, tmp_path / "link.db"):
        assert is_of_archive(tmp_path / "press.db-wal", name)
        assert not is_of_archive(tmp_path / "press.db.bak", name)
    assert not is_of_archive(Path("x" * 300), path)


@pytest.mark.parametrize(("held", "target"), [("copy.db.part", "copy.db"), ("copy.db.bak", "copy.db")])
def test_what_a_backup_writes_on_its_way_is_not_the_archive(
    live: Path, run: Run, held: str, target: str
) -> None:
    live.rename(held)
    Path(target).touch()
    before = everything()
    assert run("backup", "--force", target, db=Path(held)).code == 2
    assert everything() == before


def test_a_restore_does_not_write_over_the_backup_on_its_way(live: Path, run: Run) -> None:
    live.rename("new.db.part")
    before = everything()
    assert run("restore", "new.db.part", "--yes", db=Path("new.db")).code == 2
    assert everything() == before


@pytest.mark.parametrize("output", ["--warc", "--output", "backup", "backup --force"])
def test_only_a_regular_file_is_replaced(live: Path, run: Run, output: str) -> None:
    Path("folder").mkdir()
    os.mkfifo("pipe")
    Path("kept.txt").write_text("kept")
    Path("link").symlink_to("kept.txt")
    Path("dangling").symlink_to("nothing")
    before = everything()
    for name in ("folder", "pipe", "link", "dangling", ".", ""):
        done = run(*OUTPUTS[output], name, db=live)
        assert (done.code, everything()) == (2, before), (name, done.err)
        assert "Traceback" not in done.err


def test_a_restore_replaces_no_folder_and_no_pipe(live: Path, run: Run) -> None:
    assert run("backup", "copy.db", db=live).code == 0
    Path("folder").mkdir()
    os.mkfifo("pipe")
    before = everything()
    for name in ("folder", "pipe"):
        assert run("restore", "copy.db", "--yes", db=Path(name)).code == 2
    assert everything() == before


@pytest.mark.parametrize("output", ["--warc", "--output"])
def test_what_a_person_has_beside_an_output_stays(live: Path, run: Run, output: str) -> None:
    for name in ("out.part", ".out.part", "out"):
        Path(name).write_text("of a person")
    assert run(*OUTPUTS[output], "out", db=live).code == 0
    assert Path("out").read_text() != "of a person"
    assert {Path(name).read_text() for name in ("out.part", ".out.part")} == {"of a person"}
    assert not list(Path().glob(".out.[0-9]*"))


def test_an_output_that_fails_leaves_nothing_and_the_old_file(live: Path, run: Run) -> None:
    Path("out").write_text("of a person")
    with archive.open(live) as press:
        press.add(
            archive.Clipping(title="Loin", body="Une page prise sur la toile, et gardée."),
            archive.Capture(b"Une page", source="x", address="https://press.example/loin"),
        )
    with closing(sqlite3.connect(live)) as connection, connection:
        connection.execute("UPDATE captures SET content = x'00', compression = 'zlib'")
    before = everything()
    assert run("export", "--warc", "out", db=live).code == 3
    assert everything() == before


def test_a_report_does_not_take_the_place_of_a_page(live: Path, run: Run) -> None:
    Path("pages").mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        shutil.copy("page.txt", Path("pages", name))
    for places in (
        ["pages/a.txt"],
        ["../" + Path.cwd().name + "/pages/a.txt"],
        ["pages/b.txt", "pages/c.txt"],
        ["pages"],
    ):
        done = run("ingest", "--report", "pages/a.txt", *places, db=live)
        assert (done.code, Path("pages/a.txt").read_text("utf-8")) == (2, PAGE), done.err
        assert "Traceback" not in done.err
    with archive.open(live) as press:
        assert len(press) == 1


def test_a_report_may_take_the_place_of_an_earlier_one_and_of_an_empty_file(live: Path, run: Run) -> None:
    Path("out.jsonl").touch()
    for result in ("new", "same"):
        assert run("ingest", "page.txt", "--report", "out.jsonl", db=live).code == 0
        assert f'"result": "{result}"' in Path("out.jsonl").read_text("utf-8")
    assert run("ingest", "out.jsonl", "--report", "out.jsonl", db=live).code == 2
    Path("articles.jsonl").write_text('{"title": "Une page", "body": "Le texte."}\n', encoding="utf-8")
    done = run("ingest", "page.txt", "--report", "articles.jsonl", db=live)
    assert (done.code, "is no report" in done.err) == (2, True)


def test_a_half_made_backup_is_made_anew_and_what_is_none_stays(live: Path, run: Run) -> None:
    partial = Path("copy.db.part")
    for left in (b"", b"\x00" * 8192, live.read_bytes()[:20000]):
        partial.write_bytes(left)
        assert run("backup", "--force", "copy.db", db=live).code == 0
        assert not partial.exists()
    partial.write_text("of a person")
    done = run("backup", "--force", "copy.db", db=live)
    assert (done.code, partial.read_text(), "no half-made copy" in done.err) == (2, "of a person", True)


LONG = "x" * 300


@pytest.mark.parametrize("output", list(OUTPUTS))
def test_a_name_that_is_too_long_is_told_in_one_sentence(live: Path, run: Run, output: str) -> None:
    before = everything()
    for name in (LONG, "x" * 252):
        done = run(*OUTPUTS[output], name, db=live)
        if done.code:
            assert (done.code, "Traceback" in done.err) == (6, False)
            assert everything() == before


@pytest.mark.parametrize(
    "command", [["stats"], ["init"], ["ingest", "page.txt"], ["doctor"], ["restore", "press.db"]]
)
def test_an_archive_with_a_name_that_is_too_long_is_told_in_one_sentence(
    live: Path, run: Run, command: list[str]
) -> None:
    done = run(*command, db=Path(LONG))
    assert (done.code, "File name too long" in done.err or "is too long" in done.err) == (6, True), done.err
    done = run("restore", LONG, "--yes", db=live)
    assert (done.code, "File name too long" in done.err) == (6, True), done.err
    done = run("ingest", LONG, db=live)
    assert (done.code, "File name too long" in done.out) == (4, True), done.out


NAMES = (":memory:", "file:z.db", "file:z.db?mode=memory", "a%41?b#c.db", "caf\udce9.db", "é à.db")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_an_archive_is_that_of_a_file(live: Path, run: Run, name: str) -> None:
    db = Path(name)
    assert run("ingest", "page.txt", db=db).code == 0
    assert run("search", "dattes", "--count", db=db).out.strip() == "1"
    assert run("backup", f"{name}.copy", db=db).code == 0
    assert run("restore", f"{name}.copy", "--yes", db=db).code == 0
    assert run("doctor", "--deep", "--fix", db=db).code == 0
    assert run("export", "--warc", name, db=db).code == 2
    named = {path.name for path in Path().iterdir()}
    assert {name, f"{name}.copy"} <= named
    assert len(named) == 5, named  # the page, the archive, its copy, the state before; and press.db


def test_a_path_may_begin_with_two_slashes(live: Path, run: Run) -> None:
    whole = f"/{Path.cwd()}/press.db"
    for command in (["stats"], ["ingest", "page.txt"], ["doctor"], ["backup", "copy.db"]):
        done = run("--db", whole, *command)
        assert done.code == 0, done.err
    assert run("--db", f"/{Path.cwd()}/new.db", "init").code == 0
