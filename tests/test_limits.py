"""How far an answer goes, and that it says so: the newest of very many are ranked, totals are lower bounds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive
from archive.analysis import terms, tokenize
from archive.analysis.roots import root
from archive.search import asking, search, vocabulary
from archive.search.asking import ask
from archive.search.check import Words, places
from archive.search.confirming import BETWEEN, stands_among
from archive.search.execute import Finder
from archive.search.limits import Limits
from archive.search.parting import MOST
from archive.search.plan import Plan
from archive.search.sieve import Sieve
from archive.search.syntax import read
from archive.search.tree import Near, Phrase, Prefix, Word, beginnings
from archive.search.vocabulary import beginning_in
from tests.test_facets import page

FEW = Limits(ranked=4, counted=3, checked=5, enough=2)
EVERY = Limits(ranked=None, counted=None, checked=None, enough=None, complete=True)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive of twelve articles: all speak of rain, three of them of a dam; one was revised, one deleted."""
    with archive.open(tmp_path_factory.mktemp("limits") / "archive.db") as press:
        for number in range(12):
            words = " ".join(f"propre{number}x{n}" for n in range(40))
            dam = "le barrage déborde " * 3 if number % 4 == 0 else ""
            body = f"{'pluie ' * (1 + number % 5)}{dam}{words}"
            press.add(page(number, "Journal", f"2022-05-{number + 1:02}", title=f"Titre {number}", body=body))
        press.delete(12)
        yield press.path


def found(path: Path, text: str, **options: Any) -> archive.Results:
    with closing(sqlite3.connect(path)) as connection:
        return search(connection, text, **options)


@pytest.mark.parametrize(
    "text", ["pluie", "barrage", '"le barrage"', "pluie on:2022-05-03", "pluie -barrage"]
)
def test_under_the_limits_an_answer_is_that_without_them(path: Path, text: str) -> None:
    assert found(path, text) == found(path, text, limits=EVERY)


def test_of_more_matches_than_are_ranked_the_newest_are_and_that_is_said(path: Path) -> None:
    answer = found(path, "pluie", limits=FEW)
    assert {hit.id for hit in answer.hits} == {8, 9, 10, 11}
    assert answer.remarks == (
        "the newest 4 matches are ranked; --all-matches ranks all",
        "there are 3 matches or more; --exact-count counts all",
    )
    assert (answer.total, answer.exact) == (3, False)


def test_each_limit_can_be_lifted(path: Path) -> None:
    assert Limits.asked() == Limits()
    counted = found(path, "pluie", limits=Limits(ranked=4, counted=None))
    assert (counted.total, counted.exact, len(counted.hits)) == (11, True, 4)
    ranked = found(path, "pluie", limit=9, order="newest", limits=Limits(ranked=None, counted=3))
    assert (ranked.total, ranked.exact, len(ranked.hits)) == (3, False, 9)


def test_exact_words_are_compared_until_the_page_is_full(path: Path) -> None:
    answer = found(path, '"le barrage"', limit=1, order="newest", limits=Limits(enough=1))
    assert ([hit.id for hit in answer.hits], answer.total, answer.exact) == ([9], 1, False)
    assert found(path, '"le barrage"', limit=1).total == 3


DATED = {
    "on:2022-05-01 OR on:2022-05-03": [3, 1],
    "on:2022-05-01 OR on:2022-05-02 OR on:2022-05-04": [4, 2, 1],
    "titre (on:2022-05-01 OR on:2022-05-03)": [3, 1],
    "barrage OR on:2022-05-02": [9, 5, 2, 1],
    "-on:2022-05-02 until:2022-05-04": [4, 3, 1],
    "-(on:2022-05-02 OR since:2022-05-04)": [3, 1],
    "(barrage on:2022-05-05) OR (pluie on:2022-05-02)": [5, 2],
    "barrage -(on:2022-05-01 OR on:2022-05-09)": [5],
    "until:2022-05-03 -(on:2022-05-02 barrage) -(on:2022-05-01 barrage)": [3, 2],
    "on:2022-05-02 OR (on:2022-05-03 on:2022-05-04)": [2],
    "on:2022-05-02 on:2022-05-03": [],
    "id:2 OR id:7 OR on:2022-05-04": [7, 4, 2],
    "id:2 OR (id:5 barrage) OR (id:6 barrage)": [5, 2],
    "barrage -id:5": [9, 1],
    "id:5 -id:5": [],
    "id:x OR id:0 OR id:3": [3],
    "until:9999-12-31 -since:2022-05-02": [1],
}


@pytest.mark.parametrize("text", DATED)
def test_dates_and_numbers_in_any_place_of_a_query_are_never_candidates(path: Path, text: str) -> None:
    few = Limits(checked=1, enough=1)
    newest = found(path, text, order="newest", limits=few)
    assert ([hit.id for hit in newest.hits], newest.exact) == (DATED[text], True)
    assert newest.total == len(DATED[text])
    oldest = found(path, text, order="oldest", limits=few)
    assert [hit.id for hit in oldest.hits] == DATED[text][::-1]
    assert sorted(hit.id for hit in found(path, text, limits=few).hits) == sorted(DATED[text])


def test_pages_go_through_parts_of_an_archive_without_a_seam(path: Path) -> None:
    pages, after = [], None
    while True:
        answer = found(path, "barrage OR on:2022-05-02 OR id:7", order="newest", limit=2, after=after)
        pages.append([hit.id for hit in answer.hits])
        after = answer.next
        if after is None:
            break
    assert pages == [[9, 7], [5, 2], [1]]


def test_facets_and_timelines_count_what_alternative_dates_keep(path: Path) -> None:
    with archive.open(path) as press:
        text = "pluie (on:2022-05-01 OR on:2022-05-03)"
        (month,) = press.facets(text, ["month"]).values["month"]
        assert (month.value, month.count) == ("2022-05", 2)
        (point,) = press.timeline(text).points
        assert (point.period, point.count, point.kept) == ("2022-05", 2, 3)


def test_very_many_numbers_beside_dates_are_compared(path: Path) -> None:
    days = [f"on:{year}-01-01" for year in range(1990, 2020)]
    numbers = [f"(id:{number} propre{number}x{number})" for number in range(1, 16)]
    query = " OR ".join((*days, *numbers, "on:2022-05-02"))
    planned = planned_for(path, query)
    assert (len(planned.parts) <= MOST, planned.check is not None) == (True, True)
    assert [hit.id for hit in found(path, query, order="newest").hits] == [2]
    assert planned_for(path, " OR ".join(days)).check is None


def planned_for(path: Path, text: str) -> Plan:
    with closing(sqlite3.connect(path)) as connection:
        return ask(connection, text).plan


def test_of_many_words_that_begin_alike_the_commonest_are_looked_for_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.open(tmp_path / "archive.db") as press:
        for number, letter in enumerate("abcdefghij"):
            body = " ".join(f"propr{letter}{other}z" for other in "abcdefghij"[number:])
            press.add(page(number, "Journal", "2022-05-01", title=f"Titre {number}", body=body))
    complete = found(press.path, "propr*")
    assert (complete.total, complete.exact, complete.remarks) == (10, True, ())
    monkeypatch.setattr(vocabulary, "DEAR", 50)
    answer = found(press.path, "propr*")
    told = "of 55 words that begin with 'propr', the 32 commonest are looked for; --all-matches takes all"
    assert (answer.total, answer.exact, answer.remarks[0]) == (4, False, told)
    for limits in (EVERY, Limits.asked(all_matches=True), Limits.asked(exact_count=True)):
        assert found(press.path, "propr*", limits=limits) == complete


def test_the_beginnings_of_a_query_share_what_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.open(tmp_path / "archive.db") as press:
        body = " ".join(f"propr{one}{other}z" for one in "abcdefghij" for other in "abcdefghij")
        press.add(page(1, "Journal", "2022-05-01", title="Titre", body=body))
    assert beginnings(read("propr* OR (x NEAR/3 propr*) -pro*").tree) == ["propr", "pro"]
    monkeypatch.setattr(vocabulary, "DEAR", 99)
    with closing(sqlite3.connect(press.path)) as connection:
        for among, number in {1: 32, 2: 16, 4: 8, 20: 4}.items():
            cut = beginning_in(connection, "propr", ["fr"], complete=False, among=among).cut
            assert cut is not None
            assert (len(cut.words), cut.of) == (number, 100)
        assert beginning_in(connection, "propra", ["fr"], complete=False).cut is None
        assert beginning_in(connection, "propra", ["fr"], complete=False, among=10).cut is not None
        assert beginning_in(connection, "propra", ["fr"], complete=True, among=10).cut is None


def test_all_words_that_begin_alike_are_looked_for_where_they_are_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.open(tmp_path / "archive.db") as press:
        for number, body in enumerate(("pluie", "pluie et plume"), 1):
            press.add(page(number, "Journal", "2022-05-01", title=f"Titre {number}", body=body))
    monkeypatch.setattr(vocabulary, "DEAR", 0)
    monkeypatch.setattr(vocabulary, "MOST", 1)
    with closing(sqlite3.connect(press.path)) as connection:
        many = ask(connection, "pl*", complete=False).plan
        assert ([*many.matches.values()], many.check, many.cut["pl"].of) == (['"plui"'], None, 2)
        assert ask(connection, "titre NEAR pl*", complete=False).plan.cut == many.cut
        one = ask(connection, "pluie*", complete=False).plan
        assert ([*one.matches.values()], one.check is None, one.cut) == (['("pluie" * OR "plui")'], False, {})


def test_a_phrase_that_stands_everywhere_comes_newest_first_and_that_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = found(path, '"le barrage"')
    assert [hit.id for hit in best.hits] == [1, 9, 5]
    monkeypatch.setattr(asking, "EVERYWHERE", 3)
    newest = found(path, '"le barrage"', limit=2)
    told = "so common a phrase is not ranked: the newest come first; --all-matches ranks all"
    assert ([hit.id for hit in newest.hits], newest.total) == ([9, 5], 3)
    assert newest.remarks == (told,)
    rest = found(path, '"le barrage"', limit=2, after=newest.next)
    assert ([hit.id for hit in rest.hits], rest.next) == ([1], None)
    assert found(path, '"le barrage"', limits=EVERY).hits == best.hits


@pytest.mark.parametrize(
    "text",
    ['"le barrage" OR titre', 'body:"le barrage" -pluvieux', '"le barrage" lang:fr', "le NEAR/2 barrage"],
)
def test_a_phrase_that_is_enough_is_not_ranked_if_it_stands_everywhere(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    best = found(path, text)
    monkeypatch.setattr(asking, "EVERYWHERE", 3)
    newest = found(path, text)
    assert newest.remarks == (
        "so common a phrase is not ranked: the newest come first; --all-matches ranks all",
    )
    numbers = [hit.id for hit in newest.hits]
    assert numbers == sorted((hit.id for hit in best.hits), reverse=True) != [hit.id for hit in best.hits]


@pytest.mark.parametrize("text", ['"le barrage" pluie', "barrage", '"barrage"', '"le barrage" -"le barrage"'])
def test_a_phrase_beside_other_words_is_ranked(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    best = found(path, text)
    monkeypatch.setattr(asking, "EVERYWHERE", 3)
    assert found(path, text).hits == best.hits


def test_a_limit_changes_nothing_by_date(path: Path) -> None:
    assert [hit.id for hit in found(path, "pluie", order="newest", limits=FEW).hits] == list(range(11, 0, -1))
    assert [hit.id for hit in found(path, "pluie", order="oldest", limits=FEW).hits] == list(range(1, 12))


def test_a_day_that_flowed_over_is_found_by_its_date(path: Path, tmp_path: Path) -> None:
    with (
        closing(sqlite3.connect(path)) as whole,
        closing(sqlite3.connect(tmp_path / "copy.db")) as connection,
    ):
        whole.backup(connection)
        day, docid = connection.execute("SELECT day, docid FROM postings WHERE article_id = 3").fetchone()
        last = ((day + 1) << 13) - 1
        connection.execute(
            "INSERT INTO spent_docids (docid) VALUES (?)", (last,)
        )  # all numbers of the day are used
        text = connection.execute("SELECT body FROM articles WHERE id = 3").fetchone()[0]
        posted = (last + 9, " ".join(terms(text, "fr")))
        connection.execute("INSERT INTO article_index (rowid, body) VALUES (?, ?)", posted)
        connection.execute("DELETE FROM postings WHERE docid = ?", (docid,))
        connection.execute(
            "INSERT INTO postings (docid, article_id, language, day, size, digest) VALUES (?, 3, 'fr', ?, 9, x'')",
            (last + 9, day),
        )
        connection.commit()
        for dates, kept in {
            "on:2022-05-03": [3],
            "on:2022-05-04": [4],
            "(on:2022-05-03 OR on:2022-05-09)": [9, 3],
            "-on:2022-05-03 until:2022-05-04": [4, 2, 1],
        }.items():
            hits = search(connection, f"pluie {dates}", order="newest").hits
            assert sorted((hit.id for hit in hits), reverse=True) == kept


def test_a_count_past_its_limit_is_a_lower_bound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        asked = ask(connection, "pluie")
        find = Finder(connection, asked.confirms, limits=FEW)
        assert find.count(asked.plan) == (3, False)
        assert find.count(asked.plan, all_of_them=True) == (11, True)


def test_the_command_lifts_the_limits(path: Path, run: Callable[..., Any]) -> None:
    assert run("search", "pluie", "--count", db=path).out == "11\n"
    whole = run("search", "pluie", "--exact-count", "--all-matches", "--facet", "year", db=path)
    assert "11 articles." in whole.err


TEXTS = st.text(alphabet="aeéÉgurıßœ سكتبمحئيوالءةن\u064e\u0640\u200c'’-_.€京2٢ \n", max_size=60)


@given(TEXTS, st.sampled_from(["fr", "ar", "de", "tr"]))
def test_a_sieve_finds_every_run_with_a_word_sought(text: str, language: str) -> None:
    for token in tokenize(text, language):
        rough = root(token.exact, token.term)
        some = [
            Sieve([token.exact]),
            Sieve([token.term]),
            Sieve(terms=[token.exact]),
            Sieve(terms=[token.term]),
        ]
        for sieve in (*some, *([Sieve([], [rough])] if rough else [])):
            runs = [run.span() for run in sieve.runs(text)]
            assert runs == sorted(set(runs))
            assert any(start <= token.start and token.end <= end for start, end in runs)


PRINTED = st.lists(
    st.sampled_from(
        "le la les pluie pluies l'eau barrage d’Al-Wahda سد السد والماء ماء ' — . \u064b 京都の雨 雨 Straße".split()
    ),
    max_size=60,
).map(" ".join)
PART = st.sampled_from(
    [Word("pluie"), Word("le"), Word("ماء"), Word("雨"), Phrase("la pluie"), Phrase("السد"), Prefix("plu")]
)


@given(st.lists(PRINTED, min_size=1, max_size=3), st.lists(PART, min_size=2, max_size=3), st.integers(0, 9))
def test_words_close_to_one_another_are_found_around_one_of_them(
    printed: list[str], parts: list[Any], distance: int
) -> None:
    near = Near(tuple(parts), distance)
    for language in ("fr", "ar", "ja"):
        whole = any(any(places(near, Words.within(text, language), language)) for text in printed)
        assert stands_among(near, BETWEEN.join(printed), language) is whole


def test_of_words_that_stand_everywhere_a_text_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = f"{'Pluie sur la ville. ' * 90}The dam of the valley stands. {'The rain of it. ' * 900}"
    near = Near((Word("the"), Word("of")), 5)
    read: list[int] = []
    of = Words.of
    monkeypatch.setattr(Words, "of", lambda found: read.append(len(some := list(found))) or of(some))
    assert stands_among(near, text, "en")
    assert read == [15]
    assert not stands_among(Near((Word("dam"), Word("rain")), 4), text, "en")
    assert read == [15, 13]


@pytest.mark.parametrize(
    ("printed", "term"), [("Aerzte", "arzt"), ("Goethes", "goth"), ("Ueberall", "uberall")]
)
def test_a_sieve_finds_umlauts_that_are_spelt_out(printed: str, term: str) -> None:
    assert terms(printed, "de") == [term]
    assert [run[0] for run in Sieve(terms=[term]).runs(f"Alle {printed}, sagt er.")] == [printed]
