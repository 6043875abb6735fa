"""Addresses of one page meet under one key; what is kept of an address still opens. The table is `addresses.json`."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.addresses import canonical, is_home, page_key, same_page, same_site

TABLE = json.loads(Path(__file__).with_name("addresses.json").read_text("utf-8"))
ALL = sorted({address for group in TABLE["same page"] for address in group} | set(TABLE["no home"]))


@pytest.mark.parametrize(("found", "kept"), TABLE["canonical"])
def test_an_address_is_kept_in_one_form(found: str, kept: str) -> None:
    assert canonical(found) == kept
    assert canonical(f"  {found}\n") == kept


@pytest.mark.parametrize("text", TABLE["no address"])
def test_what_is_no_web_address_is_none(text: str) -> None:
    assert (canonical(text), page_key(text), is_home(text)) == (None, None, False)
    assert not same_page(text, text)


@pytest.mark.parametrize("group", TABLE["same page"], ids=lambda group: group[0])
def test_all_addresses_of_a_page_meet_under_one_key(group: list[str]) -> None:
    assert len({page_key(address) for address in group}) == 1
    assert page_key(group[0]) is not None


@pytest.mark.parametrize(("one", "other"), TABLE["other page"])
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)
    assert not same_page(one, other)


def test_the_pages_of_the_table_are_as_many_as_its_groups() -> None:
    firsts = [group[0] for group in TABLE["same page"]]
    assert [pair for pair in combinations(firsts, 2) if same_page(*pair)] == []


@pytest.mark.parametrize("address", TABLE["home"])
def test_a_home_page_has_no_key(address: str) -> None:
    assert is_home(address)
    assert page_key(address) is None


@pytest.mark.parametrize("address", TABLE["no home"])
def test_an_article_on_the_first_level_is_no_home_page(address: str) -> None:
    assert not is_home(address)


@pytest.mark.parametrize("address", ALL)
def test_a_kept_address_is_its_own_form_and_has_the_same_key(address: str) -> None:
    kept = canonical(address)
    assert kept is not None
    assert canonical(kept) == kept
    assert page_key(kept) == page_key(address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a", "http://m.example.org/b", True),
        ("https://sport.example.org/a", "https://example.org/b", True),
        ("https://example.org/a", "https://example.com/a", False),
        ("https://notexample.org/a", "https://example.org/a", False),
        ("nothing", "nothing", False),
    ],
)
def test_a_site_is_told_by_its_host(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same


@given(
    st.text(max_size=60).map(lambda text: "https://example.org/" + text)
    | st.from_regex(
        r"https?://[a-z.]{1,20}(:\d{1,5})?(/[a-zA-Z0-9%.;=()_-]{0,8}){0,4}(\?[a-z=&;%0-9]{0,20})?"
    )
)
def test_any_text_has_a_form_that_stays_the_same(text: str) -> None:
    kept = canonical(text)
    if kept is not None:
        assert canonical(kept) == kept
        assert kept.isascii()
        assert page_key(kept) == page_key(text)
