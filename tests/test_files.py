"""Files and folders as disks have them: under names that are no UTF-8, and where they may not be read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Done
from packs import TEXT, captures, refusals

import archive
from archive.capture import Opening, open_source
from archive.documents import Reason

NOBODY = 65_534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Leaves the rights of root aside, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def old_disk(tmp_path: Path) -> Path:
    """Gives a folder `lat\\xe9` with a file `caf\\xe9.txt`, or skips where a disk knows only letters."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/lat\xe9"))
    try:
        folder.mkdir()
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT, "utf-8")
    except OSError:
        pytest.skip("this disk takes no name that is no UTF-8")
    return folder


def test_a_name_that_is_no_utf8_is_spelled_out_and_its_file_is_read(
    old_disk: Path, run: Callable[..., Done], db: Path
) -> None:
    spelled = str(old_disk.parent / "lat\\xe9" / "caf\\xe9.txt")
    done = run("ingest", str(old_disk), db=db)
    assert (done.code, spelled in done.out) == (0, True), done.err
    assert run("ingest", str(next(old_disk.iterdir())), db=db).code == 0
    with archive.open(db) as press:
        assert [one["source"] for one in press.article(1)["captures"]] == [spelled]


def test_a_refusal_of_a_file_whose_name_is_no_utf8_can_be_written(
    old_disk: Path, run: Callable[..., Done], db: Path
) -> None:
    (old_disk / os.fsdecode(b"\xff.txt")).write_bytes(b"")
    done = run("ingest", "--format", "jsonl", str(old_disk), db=db)
    assert (done.code, "Traceback" in done.err) == (4, False)
    assert r"\\xff.txt" in done.out


def test_a_list_of_addresses_whose_name_is_no_utf8_is_read(old_disk: Path) -> None:
    path = old_disk / os.fsdecode(b"\xff.txt")
    path.write_text("no address\n")
    [source] = refusals(open_source(str(path), Opening(addresses=True)))
    assert source == str(old_disk.parent / "lat\\xe9" / "\\xff.txt:1")


def test_what_may_not_be_read_is_refused_once_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "locked/deep", "z"):
        (tmp_path / "press" / name).mkdir(parents=True)
        (tmp_path / "press" / name / "page.txt").write_text(TEXT, "utf-8")
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # nobody may come here on the way from the root
    locked = tmp_path / "press" / "locked"
    locked.chmod(0)
    try:
        with as_nobody():
            pieces = list(open_source("press", Opening()))
            alone = refusals(open_source("press/locked", Opening()))
            inside = refusals(open_source("press/locked/deep/page.txt", Opening()))
    finally:
        locked.chmod(0o755)
    assert [one.source for one in captures(pieces)] == ["press/a/page.txt", "press/z/page.txt"]
    assert [one.source for one in pieces] == ["press/a/page.txt", "press/locked", "press/z/page.txt"]
    assert refusals(pieces) == alone == {"press/locked": Reason.UNREADABLE}
    assert inside == {"press/locked/deep/page.txt": Reason.UNREADABLE}
