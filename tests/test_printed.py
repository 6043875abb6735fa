"""What an answer shows of its articles: read many at once, each once, in the order of the hits."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive import browse, statements
from archive.documents import Precision, PressDate
from archive.search import printed, search
from archive.search.execute import Page, dress
from archive.search.plan import Marks
from archive.search.printed import Printed


def test_texts_come_in_the_order_asked_without_those_that_are_gone(seeded: Path) -> None:
    with closing(sqlite3.connect(seeded)) as connection:
        titles = dict(connection.execute("SELECT id, title FROM articles"))
        texts = list(Printed(connection).texts([3, 1, 9_999, 2]))
    assert [(text.article_id, text.title) for text in texts] == [(one, titles[one]) for one in (3, 1, 2)]


def test_a_text_is_read_once_an_answer(seeded: Path) -> None:
    asked: list[str] = []
    with closing(sqlite3.connect(seeded)) as connection:
        reading = Printed(connection)
        first = list(reading.texts([1, 2]))
        connection.set_trace_callback(asked.append)
        again = list(reading.texts([2, 3, 1]))
    assert [text.article_id for text in again] == [2, 3, 1]
    assert (again[0], again[2]) == (first[1], first[0])
    assert [statement.rpartition("IN ")[2] for statement in asked] == ["(3)"]


def test_what_is_read_in_several_goes_is_the_same(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(seeded)) as connection:
        hits, listed = (
            search(connection, "le", order="newest", limit=100).hits,
            list(browse.list_articles(connection)),
        )
        monkeypatch.setattr(printed, "AT_ONCE", 2)
        monkeypatch.setattr(browse, "AT_ONCE", 3)
        assert len(hits) > 6
        assert search(connection, "le", order="newest", limit=100).hits == hits
        assert list(browse.list_articles(connection)) == listed


def test_an_article_that_is_deleted_while_a_page_is_made_is_left_out(seeded: Path) -> None:
    with closing(sqlite3.connect(seeded, isolation_level=None)) as connection:
        reading = Printed(connection)
        list(reading.texts([1, 2, 3]))
        connection.execute("DELETE FROM articles WHERE id = 2")
        page = Page(((1, 1.0), (2, 0.9), (3, 0.8)), 3, True)
        hits = list(dress(reading, page, Marks(), 100))
    assert [(hit.id, hit.score) for hit in hits] == [(1, 1.0), (3, 0.8)]


def test_a_list_follows_an_index_with_undated_articles_last(tmp_path: Path) -> None:
    days = ["2022-05-02", None, "2022-05-01", "2022-05-02", None]
    with archive.open(tmp_path / "archive.db") as press:
        for number, day in enumerate(days, 1):
            published = PressDate(day, Precision.DAY) if day else None
            press.add(archive.Clipping(title=f"Titre {number}", body=f"Texte {number}.", published=published))
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        for order, expected in {"newest": [4, 1, 3, 5, 2], "oldest": [3, 1, 4, 2, 5]}.items():
            assert [row["id"] for row in browse.list_articles(connection, order=order)] == expected
            statement = f"EXPLAIN QUERY PLAN {statements.ROW} ORDER BY {browse.LIST_ORDERS[order]} LIMIT 5"
            steps = [step for *_, step in connection.execute(statement)]
            assert not [step for step in steps if "TEMP B-TREE" in step]
