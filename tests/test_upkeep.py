"""An index that has grown is merged or made anew, step by step, and answers the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from campaign.judging import drift, unsound

import archive
from archive import index
from archive.upkeep import LARGE_SHARE, garbage_share, optimize

Run = Callable[..., object]


@pytest.fixture
def grown(press: archive.Archive) -> Path:
    """Gives an archive whose index lies in many segments."""
    for number in range(24):
        press.add(
            archive.Clipping(
                title=f"Marée {number}", body=f"Le port numéro {number} attend la marée du soir."
            )
        )
    press.close()
    return press.path


def segments(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(DISTINCT segid) FROM article_index_idx").fetchone()[0])


def found(path: Path, query: str) -> set[int]:
    with archive.open(path) as press:
        return {hit.id for hit in press.search(query, limit=100).hits}


def test_segments_are_merged_into_one_and_the_log_is_empty(grown: Path, run: Run) -> None:
    before = found(grown, "marée")
    assert segments(grown) > 1
    with closing(sqlite3.connect(grown)) as reader:  # keeps the log from being removed at the last close
        reader.execute("SELECT count(*) FROM articles").fetchone()
        assert run("index", "optimize", db=grown).code == 0
        assert grown.with_name("archive.db-wal").stat().st_size == 0
    assert segments(grown) == 1
    assert found(grown, "marée") == before
    assert drift(grown) == unsound(grown) == []
    assert run("index", "optimize", db=grown).code == 0


def test_garbage_above_its_share_is_cleared_and_below_it_is_left(grown: Path, run: Run) -> None:
    with closing(sqlite3.connect(grown)) as connection, connection:
        connection.execute("UPDATE articles SET title = title || ' bis' WHERE id < 3")
    assert len(found(grown, "bis")) == 2
    with archive.open(grown) as press:
        assert press.index_status()["garbage"] == 2
    assert run("index", "optimize", db=grown).code == 0
    with archive.open(grown) as press:
        assert press.index_status()["garbage"] == 2
    with closing(sqlite3.connect(grown)) as connection, connection:
        connection.execute("UPDATE articles SET title = title || ' ter' WHERE id < 10")
    assert len(found(grown, "ter")) == 9
    with closing(sqlite3.connect(grown)) as connection:
        assert garbage_share(connection) > LARGE_SHARE
    assert run("index", "optimize", db=grown).code == 0
    with archive.open(grown) as press:
        assert press.index_status()["garbage"] == 0
    assert len(found(grown, "ter")) == 9
    assert drift(grown) == []


def test_interrupted_anywhere_the_index_is_whole(grown: Path) -> None:
    before = found(grown, "marée")
    with index.plain_writer(grown, 5) as writer:
        for _ in optimize(writer):
            break
    assert found(grown, "marée") == before
    assert drift(grown) == unsound(grown) == []
