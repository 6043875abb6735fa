"""A file that loses its name while it is written: what was filed is saved, and what has the name now stays whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive.documents import Clipping
from archive.errors import MovedError


def clipping(number: int) -> Clipping:
    words = " ".join(f"mot{number}x{n}" for n in range(40))
    return Clipping(title=f"Titre {number}", body=words, language="fr")


def titles(path: Path) -> list[str]:
    """Gives the titles of a whole and sound archive."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [title for (title,) in connection.execute("SELECT title FROM articles ORDER BY id")]


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def replace(path: Path) -> None:
    with archive.open(path.with_name("other.db")) as other:
        other.add(clipping(9))
    path.with_name("other.db").replace(path)


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


@pytest.mark.parametrize("lose", [delete, delete_all, replace, move])
def test_what_was_filed_in_a_file_that_lost_its_name_is_saved(
    tmp_path: Path, lose: Callable[[Path], None]
) -> None:
    path = tmp_path / "archive.db"
    with archive.open(path) as press:
        press.add(clipping(1))
        lose(path)
        with pytest.raises(MovedError, match="while it was written; with all that was filed it is saved as"):
            press.add(clipping(2))
        (saved,) = tmp_path.glob("archive.db.saved-*")
        assert titles(saved) == ["Titre 1", "Titre 2"]
    if lose is move:
        assert titles(tmp_path / "moved.db") == ["Titre 1", "Titre 2"]
    if lose is replace:
        with archive.open(path) as press:
            press.add(clipping(3))
        assert titles(path) == ["Titre 9", "Titre 3"]
    else:
        assert not path.exists()


def test_a_program_may_go_to_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with archive.open("archive.db") as press:
        press.add(clipping(1))
        monkeypatch.chdir("/")
        press.add(clipping(2))
    assert titles(tmp_path / "archive.db") == ["Titre 1", "Titre 2"]


def test_where_there_is_no_room_to_save_that_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    with archive.open(folder / "archive.db") as press:
        press.add(clipping(1))
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(MovedError, match="and could not be saved as"):
            press.add(clipping(2))
    assert titles(tmp_path / "elsewhere" / "archive.db") == ["Titre 1", "Titre 2"]


def test_an_ingest_ends_where_its_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    pages = tmp_path / "pages.jsonl"
    records = (json.dumps({"title": one.title, "body": one.body}) for one in map(clipping, range(80)))
    pages.write_text("\n".join(records), "utf-8")
    with archive.open(path) as press:
        outcomes = press.ingest(pages)
        told = [next(outcomes)]
        replace(path)
        with pytest.raises(MovedError, match="is saved as"):
            told += outcomes
    (saved,) = tmp_path.glob("archive.db.saved-*")
    assert (len(told), len(titles(saved))) == (32, 80)
    assert titles(path) == ["Titre 9"]
