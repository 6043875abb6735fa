"""Pages follow one another without a hit skipped or shown twice, while the archive grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive
from archive.errors import InvalidError
from archive.search import answering, search
from archive.search.paging import MOST_SHOWN, ORDERS, Place, decode, encode, following
from tests.test_facets import page

QUERY = "barrage OR mot"
LIMIT = 4


def next_page(
    connection: sqlite3.Connection, order: str, token: str | None
) -> tuple[list[int], int, str | None]:
    """Gives the articles of the page after a token, the total, and the token of the page after it."""
    found = search(connection, QUERY, order=order, limit=LIMIT, after=token, exact=True)
    return [hit.id for hit in found.hits], found.total, found.next


def pages(path: object, order: str, between: Callable[[int], None]) -> list[list[int]]:
    found: list[list[int]] = []
    token: str | None = None
    with closing(sqlite3.connect(str(path))) as connection:
        while not found or token:
            ids, total, token = next_page(connection, order, token)
            assert total == 18
            found.append(ids)
            between(len(found))
    return found


def worded(number: int, word: str, date: str | None) -> archive.Clipping:
    """Gives a clipping about one word, with a few of its own, so that none is taken for another."""
    body = f"{word} " * (3 + number % 5) + " ".join(f"propre{number}x{n}" for n in range(40))
    return page(number, f"Journal {number}", date, title=f"Titre {number}", body=body)


@pytest.fixture
def grown(press: archive.Archive) -> Callable[[int], None]:
    """Fills an archive, and gives what adds to it: the rarer of two words becomes the commoner, and scores cross."""
    dates = ("2022-05-27", "2022-05-27", "2021-01-01", None, "1999-12-31", "2022")
    for number in range(18):
        press.add(worded(number, "mot" if number % 3 else "barrage", dates[number % 6]))

    def grow(step: int) -> None:
        for n, date in enumerate(dates * 3):
            press.add(worded(100 * step + n, "barrage", date))

    return grow


@pytest.mark.parametrize("order", ORDERS)
def test_pages_hold_every_hit_once_while_the_archive_grows(
    press: archive.Archive, grown: Callable[[int], None], order: str
) -> None:
    found = pages(press.path, order, grown)
    assert [len(ids) for ids in found] == [4, 4, 4, 4, 2]
    assert sorted(number for ids in found for number in ids) == list(range(1, 19))
    assert len(press) > 18


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_by_date_are_the_order_cut_in_pieces(
    press: archive.Archive, grown: Callable[[int], None], order: str
) -> None:
    whole = [hit.id for hit in press.search("barrage OR mot", order=order, limit=100).hits]
    assert [number for ids in pages(press.path, order, grown) for number in ids] == whole


def test_a_deleted_hit_leaves_the_others_where_they_were(
    press: archive.Archive, grown: Callable[[int], None]
) -> None:
    with closing(sqlite3.connect(press.path)) as connection:
        first, _, token = next_page(connection, "relevance", None)
        press.delete(first[0])
        second, total, _ = next_page(connection, "relevance", token)
    assert total == 17
    assert set(first).isdisjoint(second)
    assert len(second) == LIMIT


def test_the_last_page_has_none_after_it() -> None:
    hits = [(10, 1), (9, 2)]
    assert following(None, "newest", 5, hits, 3) is None
    assert following(None, "newest", 5, [], 0) is None
    assert following(None, "newest", 5, hits, 2) == Place("newest", 5, last=9)
    assert following(Place("relevance", 5, shown=frozenset({7})), "relevance", 5, hits, 2) == Place(
        "relevance", 5, shown=frozenset({1, 2, 7})
    )
    many = [(n, n) for n in range(1, MOST_SHOWN + 1)]
    assert following(None, "relevance", 5, many, MOST_SHOWN) == Place(
        "relevance", 5, shown=frozenset(range(1, MOST_SHOWN + 1))
    )


def test_past_the_most_shown_by_relevance_the_others_come_newest_first(
    press: archive.Archive, grown: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = [hit.id for hit in press.search(QUERY, order="newest", limit=100).hits]
    monkeypatch.setattr("archive.search.paging.MOST_SHOWN", 8)
    monkeypatch.setattr(answering, "MOST_SHOWN", 8)
    found = pages(press.path, "relevance", grown)
    first = {number for ids in found[:2] for number in ids}
    assert [number for ids in found[2:] for number in ids] == [one for one in newest if one not in first]
    with closing(sqlite3.connect(press.path)) as connection:
        _, _, token = next_page(connection, "relevance", None)
        _, _, token = next_page(connection, "relevance", token)
        remarks = search(connection, QUERY, limit=LIMIT, after=token).remarks
    assert "past the best 8 the others come newest first" in remarks


NUMBERS = st.integers(0, 2**63 - 1)


@given(
    st.sampled_from(ORDERS), NUMBERS, NUMBERS, st.frozensets(st.integers(1, 2**62), max_size=50), st.text()
)
def test_a_token_reads_back_to_its_place(
    order: str, as_of: int, last: int, shown: frozenset[int], query: str
) -> None:
    place = Place(order, as_of, last, shown)
    token = encode(place, query)
    assert token.replace("-", "").replace("_", "").isalnum()
    assert decode(token, query) == place


def test_a_token_is_short() -> None:
    assert len(encode(Place("newest", 999_999, last=738_000 << 13), "x")) <= 20
    twenty = frozenset(range(7, 1_000_000, 50_000))
    assert len(encode(Place("relevance", 999_999, shown=twenty), "x")) <= 96


@given(st.text(max_size=40))
def test_what_is_no_token_is_an_error_and_nothing_worse(token: str) -> None:
    with pytest.raises(InvalidError, match="no page of this query"):
        decode(token, "barrage")


@given(st.binary(max_size=30))
def test_bytes_that_look_like_a_token_are_an_error(packed: bytes) -> None:
    from base64 import urlsafe_b64encode

    with pytest.raises(InvalidError, match="no page of this query"):
        decode(urlsafe_b64encode(packed).decode().rstrip("="), "barrage")


def test_a_token_of_another_query_is_an_error_and_spaces_are_none() -> None:
    token = encode(Place("newest", 5, 10), "le  barrage ")
    assert decode(token, "le barrage").last == 10
    with pytest.raises(InvalidError):
        decode(token, "la digue")
