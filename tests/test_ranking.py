"""How well an article answers: nearer forms, titles, short articles and rare words come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.analysis.roots import root
from archive.search import sieve
from archive.search.loosening import bare_words, loosened
from archive.search.ranking import Sought, Tally, sought, standing, weight
from archive.search.syntax import read


def strength(question: str, title: str, body: str, language: str, size: int = 10) -> float:
    tally = Tally(sought([question], language), language)
    return standing(tally.count(title, body, size), [1.0] * len(tally.words), 10).strength


@pytest.mark.parametrize(
    ("question", "better", "worse", "language"),
    [
        ("policiers", "les policiers", "le policier", "fr"),
        ("gouverneur", "le gouverneur", "le gouvernement", "fr"),
        ("gouverneur", "le gouvernement", "le conseil", "fr"),
        ("كتاب", "هذا كتاب", "هذه الكتب والمكتبة", "ar"),
        ("كتاب", "هذه المكتبة", "هذه المدينة", "ar"),
        ("barrage", "le barrage, encore le barrage", "le barrage", "fr"),
        ("rain in Fez", "rain over Fez", "rain, rain, rain, rain, rain", "en"),
    ],
)
def test_nearer_forms_and_more_of_the_words_stand_higher(
    question: str, better: str, worse: str, language: str
) -> None:
    assert strength(question, "", better, language) > strength(question, "", worse, language)


def test_a_word_of_the_title_counts_more_and_a_long_article_less() -> None:
    assert strength("pluie", "Pluie", "", "fr") > strength("pluie", "", "Pluie", "fr")
    assert strength("pluie", "", "pluie", "fr", size=10) > strength("pluie", "", "pluie", "fr", size=1000)


def test_function_words_are_not_sought_unless_there_is_nothing_else() -> None:
    assert [word.exact for word in sought(["le", "barrage", "de", "la", "ville"], "fr")] == [
        "barrage",
        "ville",
    ]
    assert [word.exact for word in sought(["de", "la"], "fr")] == ["de", "la"]
    assert [word.exact for word in sought(["barrage barrages"], "fr")] == ["barrage"]


def test_another_spelling_of_a_word_counts_like_another_form_of_it() -> None:
    word = Sought("hammouchi", "hammouchi", "hamm", frozenset({"حموش"}))
    tally = Tally([word], "ar")
    assert tally.count("", "الحموشي", 1).amounts == (1.0,)
    assert tally.count("", "حموضة", 1).amounts == (0.0,)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_rarer_word_weighs_more_and_none_weighs_nothing(one: int, other: int) -> None:
    rare, common = sorted((one, other))
    assert weight(rare, 10**6) >= weight(common, 10**6) > 0


@given(st.text(alphabet="pluie barrage Fès 中文 كتاب-’", max_size=60), st.integers(0, 500))
def test_strength_and_coverage_are_shares(body: str, size: int) -> None:
    tally = Tally(sought(["pluie barrage كتاب 中文"], "fr"), "fr")
    found = standing(tally.count("", body, size), [1.0] * len(tally.words), 100)
    assert 0 <= found.strength < 1
    assert 0 <= found.coverage <= 1


def test_for_very_many_arabic_words_every_run_is_looked_up_and_counts_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = sorted({one + other + "تب" for one in "كخسعرنحجشصطغ" for other in "ليمنود"})
    text = f"{' '.join(words[::3])} والكتاب pluie مكتبة"
    many = Tally(sought(words, "ar"), "ar")
    assert len([*many.sieve.runs(text)]) == len(words[::3]) + 3
    counted = many.count("", text, 9)
    monkeypatch.setattr(sieve, "MOST_ARABIC", 1_000)
    few = Tally(sought(words, "ar"), "ar")
    assert len([*few.sieve.runs(text)]) < len(words[::3]) + 3
    assert few.count("", text, 9) == counted
    assert sum(counted.amounts) > len(words[::3]) * 2


def test_an_article_covers_what_it_says_itself_not_what_a_relative_says() -> None:
    tally = Tally(sought(["gouverneur barrage"], "fr"), "fr")
    found = standing(tally.count("", "le gouvernement et les barrages", 5), [1.0, 3.0], 5)
    assert found.coverage == 0.75


@pytest.mark.parametrize(
    "words", ["كتاب كتب مكتبة مكاتب", "مستشفى المستشفيات", "انتخب منتخب", "governor government"]
)
def test_relatives_share_a_root(words: str) -> None:
    forms = [form for text in words.split() for form in sought([text], "ar" if "ت" in words else "en")]
    assert len({form.root for form in forms}) == 1


def test_short_words_and_pairs_of_han_are_their_own_and_have_no_root() -> None:
    assert [root(word, word) for word in ("the", "2022", "中文", "ماء")] == ["", "", "", "ماء"]


@pytest.mark.parametrize(
    ("typed", "loose"),
    [
        ("police Doha", "police OR Doha"),
        ("le chef de la police", "chef OR police"),
        ('"chef de la police" Doha Qatar', '"chef de la police" (Doha OR Qatar)'),
        ("police Doha -tramway lang:fr", "-tramway lang:fr (police OR Doha)"),
        ("Hammouchi-DGSN", "Hammouchi OR DGSN"),
        ("中文字", "中文 OR 文字"),
        ("police", None),
        ('"police" lang:fr', None),
        ("", None),
    ],
)
def test_only_bare_words_give_way(typed: str, loose: str | None) -> None:
    found = loosened(read(typed).tree)
    assert (str(found) if found else None) == loose


def test_bare_words_are_the_words_that_mean_something() -> None:
    assert bare_words(read("the king of Rabat -foot title:x").tree) == ["king", "Rabat"]
