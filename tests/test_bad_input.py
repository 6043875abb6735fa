"""What bad input gets: one sentence, the documented exit code, nothing lost, nothing half-written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import archive

Run = Callable[..., object]

PAGE = (
    "Le marché aux dattes rouvre à Erfoud\n\nLe 27/05/2022 à 17h53\n\nPar Inès Belkadi\n\n"
    "Les producteurs de dattes ont retrouvé samedi leur marché, fermé pendant deux ans pour travaux. "
    "La commune a refait la toiture, les canalisations et l'éclairage des quatre allées principales.\n\n"
    "Deux cents étals ont été attribués par tirage au sort, et une vingtaine restent à pourvoir avant l'automne.\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_missing_place_and_an_empty_folder(run: Run, db: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    for place in ("no-such-file.txt", str(tmp_path / "nothing")):
        done = run("ingest", place, db=db)
        assert done.code == 1
        assert place in done.err
        assert "Traceback" not in done.err


REFUSED = {
    "empty.txt": (b"", "empty"),
    "spaces.txt": (b" \n\t\r\n ", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "not text"),
    "menu.txt": (b"Accueil\n\nPolitique\n\nSport\n\nCulture\n\nContact\n", "no article"),
}


def test_a_bad_file_never_stops_the_rest(run: Run, db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    for name, (content, _) in REFUSED.items():
        (folder / name).write_bytes(content)
    (folder / "z-page.txt").write_text(PAGE, encoding="utf-8")
    done = run("ingest", str(folder), db=db)
    assert done.code == 4
    for name, (_, reason) in REFUSED.items():
        assert any(f"{name}: {reason}" in line for line in done.out.splitlines()), (name, done.out)
    assert done.err.strip().endswith("1 new, 0 revised, 0 same, 4 refused")
    with archive.open(db) as press:
        assert len(press) == 1


def test_a_capture_over_the_cap_is_refused_with_its_size(
    run: Run, db: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = page.stat().st_size
    for cap, code in ((size - 1, 4), (size, 0)):
        monkeypatch.setenv("ARCHIVE_CAPTURE_CAP", str(cap))
        assert run("ingest", str(page), db=db).code == code


@pytest.mark.parametrize("name", ["ARCHIVE_CAPTURE_CAP", "ARCHIVE_LOCK_WAIT"])
def test_a_setting_that_is_no_number_is_named(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "much")
    done = run("stats", db=db)
    assert done.code == 2
    assert name in done.err


@pytest.mark.parametrize("content", [b"", b"not SQLite at all, but long enough to be looked at. " * 20])
def test_reading_what_is_no_archive(run: Run, db: Path, content: bytes) -> None:
    db.write_bytes(content)
    done = run("search", "x", db=db)
    assert (done.code, db.read_bytes()) == (3 if content else 1, content)
    assert "Traceback" not in done.err


def test_reading_no_file_and_a_folder(run: Run, db: Path, tmp_path: Path) -> None:
    assert run("search", "x", db=db).code == 1
    assert run("search", "x", db=tmp_path).code == 3
    assert run("ingest", "x", db=tmp_path / "no" / "folder.db").code == 1
    assert list(tmp_path.iterdir()) == []


def test_an_archive_locked_by_another_process(
    run: Run, db: Path, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("init", db=db).code == 0
    monkeypatch.setenv("ARCHIVE_LOCK_WAIT", "0.2")
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = run("ingest", str(page), db=db)
    assert done.code == 5
    assert "in use" in done.err
    assert run("search", "dattes", db=db).code == 0
    holder.execute("ROLLBACK")
    holder.close()
    assert run("ingest", str(page), db=db).code == 0


def in_namespace(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a shell script that mounts something, in a mount namespace of its own; skips where that is forbidden."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        pytest.skip("mounting in a namespace is not permitted here")
    command = ["unshare", "-m", "sh", "-ec", script, "sh", sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_read_only_folder_can_be_searched_and_not_written(
    run: Run, db: Path, page: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    assert run("ingest", str(page), db=kept / "archive.db").code == 0
    script = 'mount --bind "$2" "$2"; mount -o remount,ro,bind "$2"; "$1" -m archive --db "$2/archive.db" '
    searching = in_namespace(script + "search dattes", str(kept))
    assert (searching.returncode, "Erfoud" in searching.stdout) == (0, True), searching.stderr
    writing = in_namespace(script + "delete 1 --yes", str(kept))
    assert writing.returncode == 6, writing.stderr
    assert "Traceback" not in writing.stderr
    making = in_namespace(script.replace("archive.db", "other.db") + "init", str(kept))
    assert making.returncode == 6, making.stderr


def test_a_full_disk_loses_nothing_and_the_ingest_goes_on_later(run: Run, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(40):
        text = (
            PAGE.replace("Erfoud", f"Village {number}").replace("dattes", f"fruits{number} ")
            + os.urandom(9000).hex()
        )
        (pages / f"{number:02}.txt").write_text(text, encoding="utf-8")
    small = tmp_path / "small"
    small.mkdir()
    saved = tmp_path / "saved.db"
    script = """
mount -t tmpfs -o size=1500k tmpfs "$2"
"$1" -m archive --db "$2/archive.db" ingest -q "$3" && exit 99
code=$?
"$1" -m archive --db "$2/archive.db" search village --count
"$1" -c "import sqlite3, sys; c = sqlite3.connect(sys.argv[1])
print(c.execute('PRAGMA integrity_check').fetchone()[0])" "$2/archive.db"
mount -o remount,size=50m "$2"
"$1" -m archive --db "$2/archive.db" ingest -q "$3"
"$1" -m archive --db "$2/archive.db" search village --count
exit $code
"""
    done = in_namespace(script, str(small), str(pages), str(saved))
    assert done.returncode == 6, done.stderr
    assert "disk" in done.stderr
    assert "Traceback" not in done.stderr
    before, integrity, after = done.stdout.split()
    assert 0 < int(before) < 40
    assert (integrity, after) == ("ok", "40")


def test_an_unknown_field_and_date_in_a_query_are_said(run: Run, seeded: Path) -> None:
    done = run("search", "foo:bar after:whenever Hammouchi", db=seeded)
    assert done.code == 0
    assert "foo" in done.err
    assert "whenever" in done.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["edit", "1", "colour=red"], "colour"),
        (["edit", "1", "published=whenever"], "whenever"),
        (["edit", "1", "title"], "title"),
        (["edit", "1", "address=not an address"], "not an address"),
        (["edit", "1", "body="], "body"),
        (["ingest", "x.txt", "--date", "whenever"], "whenever"),
        (["ingest", "x.txt", "--address", "nowhere"], "nowhere"),
    ],
)
def test_a_bad_value_is_named(run: Run, seeded: Path, arguments: list[str], named: str) -> None:
    done = run(*arguments, db=seeded)
    assert done.code == 2
    assert named in done.err


RECORDS = (
    b'{"title": "Bon", "body": "Un article complet."}',
    b'{"title": "Sans corps"}',
    b'{"body": "x", "colour": "red", "mood": 1}',
    b"not JSON",
    b'{"body": "x", "published": "whenever"}',
    b'["a list"]',
    b'{"body": "x", "authors": "a text"}',
    b'{"body": "x", "related": [{}]}',
    b'{"body": "\\ud800"}',
    b"",
    b'{"title": "Bon aussi", "body": "Un second article complet, tout autre."}',
)


def test_bad_lines_are_reported_by_number_and_do_not_stop_the_rest(run: Run, db: Path) -> None:
    done = run("ingest", "-", db=db, stdin=b"\n".join(RECORDS))
    assert done.code == 4
    refused = {line.split(":")[1]: line for line in done.out.splitlines() if line.startswith("refused")}
    assert list(refused) == ["2", "3", "4", "5", "6", "7", "8", "9"]
    assert "'colour', 'mood'" in refused["3"]
    assert "'whenever'" in refused["5"]
    assert done.err.strip().endswith("2 new, 0 revised, 0 same, 8 refused")


def test_an_article_that_is_not_there(run: Run, seeded: Path) -> None:
    for command in (
        ["show", "999"],
        ["related", "nothing-like-this"],
        ["delete", "999", "--yes"],
        ["edit", "0", "title=x"],
    ):
        done = run(*command, db=seeded)
        assert done.code == 1, command
        assert "There is no article" in done.err


def test_the_archive_itself_among_the_captures_is_not_opened(run: Run, tmp_path: Path, page: Path) -> None:
    done = run("ingest", str(tmp_path), db=tmp_path / "archive.db")
    assert done.code == 4
    assert "it is the archive itself" in done.out
    assert "1 new" in done.err


NOT_UTF8 = "a\udcff"


@pytest.mark.parametrize(
    "arguments",
    [
        ["edit", "1", f"title={NOT_UTF8}"],
        ["edit", "1", f"tags={NOT_UTF8}"],
        ["edit", "1", f"authors={NOT_UTF8}"],
        ["show", NOT_UTF8],
        ["related", NOT_UTF8],
        ["search", NOT_UTF8],
        ["names", NOT_UTF8],
        ["timeline", NOT_UTF8],
        ["review", "--outlet", NOT_UTF8],
        ["review", "--accept", "1", NOT_UTF8],
        ["alias", "add", NOT_UTF8, "Hammouchi"],
        ["watch", "add", NOT_UTF8, "port"],
        ["watch", "add", "port", NOT_UTF8],
        ["watch", "run", NOT_UTF8],
        ["feed", "add", f"https://press.example/{NOT_UTF8}"],
        ["feed", "add", "https://press.example/", "--outlet", NOT_UTF8],
        ["delete", NOT_UTF8, "--yes"],
        ["reparse", NOT_UTF8],
        ["diff", NOT_UTF8],
    ],
)
def test_an_argument_that_is_not_utf8_is_a_sentence(run: Run, seeded: Path, arguments: list[str]) -> None:
    done = run(*arguments, db=seeded)
    assert done.code in (0, 1, 2), done.err
    assert "Traceback" not in done.err


def test_text_that_is_not_utf8_is_invalid_and_named(run: Run, seeded: Path) -> None:
    done = run("edit", "1", f"title={NOT_UTF8}", db=seeded)
    assert (done.code, r"'\udcff'" in done.err) == (2, True)
    with archive.open(seeded) as press, pytest.raises(archive.InvalidError, match="UTF-8"):
        press.article("\ud800")


@pytest.mark.parametrize("command", ["list", "review"])
def test_a_limit_beyond_what_sqlite_counts_is_told(run: Run, seeded: Path, command: str) -> None:
    done = run(command, "--limit", str(10**20), db=seeded)
    assert (done.code, "--limit" in done.err) == (2, True)
    assert run(command, "--limit", str(2**63 - 1), db=seeded).code == 0
    assert run("list", "--offset", str(10**20), db=seeded).code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ARCHIVE_CAPTURE_CAP", str(2**63 - 1)),
        ("ARCHIVE_CAPTURE_CAP", "9" * 5000),
        ("ARCHIVE_LOCK_WAIT", "1e300"),
    ],
)
def test_a_setting_beyond_what_can_be_counted_is_told_with_its_end(
    run: Run, db: Path, page: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = run("ingest", str(page), db=db)
    assert (done.code, f"archive: {name} " in done.err, len(done.err) < 200) == (2, True, True)
    monkeypatch.setenv(name, "2000000")
    assert run("ingest", str(page), db=db).code == 0


@pytest.mark.parametrize("columns", ["9" * 5000, "0", "-5", "²", "٨٠"])
def test_a_width_that_no_terminal_has_is_as_good_as_none(
    run: Run, seeded: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert run("search", "Hammouchi", "--limit", "1", db=seeded).code == 0
