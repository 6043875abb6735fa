"""A name in an archive is found in its other spellings; an ordinary word is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from names_lexicon import ARTICLES, small_lexicon

from archive.analysis import readings
from archive.names import corrections, lexicon, sightings
from archive.names.corrections import did_you_mean
from archive.names.expansion import ALIAS_SCORE, expand, folded
from archive.names.groups import groups
from archive.names.sighting import sight


@pytest.fixture(scope="module")
def archive_lexicon() -> Iterator[sqlite3.Connection]:
    connection = small_lexicon()
    yield connection
    connection.close()


def found(connection: sqlite3.Connection, word: str, *, shipped: bool = False) -> set[str]:
    expansion = expand(connection, word, capital=word[:1].isupper(), shipped=shipped)
    return {spelling.term for spelling in (*expansion.same_script, *expansion.other_script)}


GROUPS = [
    "Hammouchi Hamouchi Hammoushi حموشي الحموشي بالحموشي",
    "Abdellatif Abdelatif عبد_اللطيف عبداللطيف",
    "Khelaïfi Khulaifi Al-Khelaifi الخليفي",
    "Benkirane بنكيران",
    "Bourita بوريطة",
    "Mohamed Mohammed Muhammad محمد",
    "Al_Thani آل_ثاني",
    "Marrakech Marrakesh مراكش",
    "Noureddine Nour_Eddine",
    "Abdallah Abd_Allah عبد_الله عبدالله",
    "El_Jadida الجديدة",
]
# محمد and مراكش stand in the texts only after a conjunction.
ASKED = [
    (word, other) for group in GROUPS for word in group.split() for other in group.split() if word != other
]


@pytest.mark.parametrize(("word", "other"), ASKED)
def test_every_spelling_of_a_name_finds_the_others(
    archive_lexicon: sqlite3.Connection, word: str, other: str
) -> None:
    here = found(archive_lexicon, word.replace("_", " "))
    meant = folded(other.replace("_", " "))
    assert meant in here


@pytest.mark.parametrize(
    "word", "rose tarif pain hand trial wind said main الطريق المدرسة الوزارة قالت".split()
)
def test_ordinary_words_are_left_alone(archive_lexicon: sqlite3.Connection, word: str) -> None:
    assert found(archive_lexicon, word, shipped=True) == set()


@pytest.mark.parametrize("word", ["", "G20", "2022", "москва", "x", "!"])
def test_what_is_no_name_gives_nothing(archive_lexicon: sqlite3.Connection, word: str) -> None:
    assert found(archive_lexicon, word, shipped=True) == set()


def test_a_word_that_is_a_name_too_is_expanded_when_it_is_typed_as_one(
    archive_lexicon: sqlite3.Connection,
) -> None:
    small = expand(archive_lexicon, "said", capital=False)
    name = expand(archive_lexicon, "Said", capital=True)
    assert small.other_script == ()
    assert "سعيد" in {spelling.term for spelling in name.other_script}


def test_the_exonym_of_a_place_is_found_both_ways_and_can_be_left_out(
    archive_lexicon: sqlite3.Connection,
) -> None:
    assert "الدار البيضاء" in found(archive_lexicon, "Casablanca", shipped=True)
    assert "casablanca" in found(archive_lexicon, "الدار البيضاء", shipped=True)
    assert "الدار البيضاء" not in found(archive_lexicon, "Casablanca", shipped=False)


def test_a_word_that_only_sounds_like_a_known_name_is_left_out_where_the_name_is_there() -> None:
    with_both = small_lexicon([("ar", "وصل القطار إلى الرباط، وقطع قطار آخر طريق العربات نحو قطر.")])
    assert found(with_both, "Qatar", shipped=True) == {"قطر"}
    assert found(with_both, "Rabat", shipped=True) == {"الرباط"}
    assert {"قطار", "القطار"} <= found(with_both, "Qatar", shipped=False)


def test_a_latin_word_is_no_spelling_of_an_arabic_one_where_frequencies_say_nothing() -> None:
    connection = small_lexicon([("fr", "On y mange le tajine, puis la harira chaude.")])
    assert "harira" not in found(connection, "الحريرة")


def test_what_people_teach_is_always_given_both_ways() -> None:
    connection = small_lexicon()
    taught = [("Rabat", 1), ("حموشي", 1), ("rose", 2), ("Benkirane", 2)]
    connection.executemany("INSERT INTO aliases (spelling, group_id) VALUES (?, ?)", taught)
    expansion = expand(connection, "rabat", capital=False, shipped=False)
    assert ("حموشي", ALIAS_SCORE) in {(one.term, one.score) for one in expansion.other_script}
    assert "rabat" in found(connection, "حموشي")
    assert found(connection, "rose") == {"benkirane"}


def test_the_best_spelling_comes_first_with_its_printed_form(archive_lexicon: sqlite3.Connection) -> None:
    expansion = expand(archive_lexicon, "Bourita", capital=True, shipped=False)
    best = expansion.other_script[0]
    assert (best.term, best.surface, best.df) == ("بوريطه", "بوريطة", 1)
    scores = [spelling.score for spelling in expansion.other_script]
    assert scores == sorted(scores, reverse=True)


def test_every_term_of_an_expansion_can_be_searched(archive_lexicon: sqlite3.Connection) -> None:
    for word in ("Hammouchi", "Abdellatif", "آل ثاني"):
        expansion = expand(archive_lexicon, word, capital=True)
        for spelling in (*expansion.same_script, *expansion.other_script):
            assert readings(spelling.term, ("ar", "fr", "en"))


TYPOS = [
    ("Hammuochi", "hammouchi"),
    ("benkirne", "benkirane"),
    ("Casabalnca", "casablanca"),
    ("maraketch", "marrakech"),
    ("بنكيارن", "بنكيران"),
    ("المدرسه", None),
    ("casablanca", None),
    ("zzzzzzzz", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "meant"), TYPOS)
def test_a_mistyped_word_is_recognised_and_a_right_one_left(
    archive_lexicon: sqlite3.Connection, typed: str, meant: str | None
) -> None:
    suggested = [spelling.term for spelling in did_you_mean(archive_lexicon, typed)]
    assert suggested[:1] == ([meant] if meant else [])


def test_a_letter_left_out_or_swapped_is_likelier_than_another_one() -> None:
    connection = small_lexicon([("ar", "هذه كافره وتلك كارثه")])
    assert [one.term for one in did_you_mean(connection, "كارفه")][:1] == ["كافره"]


def test_of_very_many_words_that_may_be_meant_the_commonest_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connection = small_lexicon([("fr", "la pelote"), ("fr", "la pilote"), ("fr", "la pelote")])
    assert {one.term for one in did_you_mean(connection, "pulote")} == {"pelote", "pilote"}
    monkeypatch.setattr(corrections, "MOST_READ", 1)
    assert {one.term for one in did_you_mean(connection, "pulote")} == {"pelote"}


def test_the_spellings_of_a_name_come_in_groups(archive_lexicon: sqlite3.Connection) -> None:
    rows = groups(archive_lexicon, "Hammouchi")
    assert rows[0].script == "latin"
    assert {one.term for one in rows[0].spellings} == {"hammouchi", "hamouchi", "hammoushi"}
    assert rows[0].df == 4
    assert {one.term for one in rows[1].spellings} >= {"حموشي", "الحموشي"}


def test_articles_are_counted_once_and_capitals_only_where_they_are_a_choice() -> None:
    seen = sightings.Sightings()
    texts = (
        "Rose et Rose. RABAT: la rose de Fez est à Fez.",
        "À la rose, dit Karim.\nKarim est là. KARIM ! « Karim » et Nadia",
    )
    for text in texts:
        seen.add(sight(text, "fr"))
    told = {term: (texts, capitals, plain) for term, _, texts, capitals, plain, _ in seen.rows()}
    assert told["rose"] == (2, 0, 2)
    assert (told["fez"], told["nadia"]) == ((1, 1, 0), (1, 1, 0))
    assert (told["rabat"], told["karim"]) == ((1, 0, 0), (1, 0, 0))


def test_two_batches_add_up_as_one() -> None:
    together, apart = small_lexicon(), small_lexicon(reversed(ARTICLES))
    columns = "term, script, df, capitals, plain, known, canon"
    query = f"SELECT {columns} FROM lexicon ORDER BY term"
    assert together.execute(query).fetchall() == apart.execute(query).fetchall()
    hammouchi = lexicon.entry(together, "hammouchi")
    assert hammouchi
    assert (hammouchi.df, hammouchi.cap, hammouchi.surface) == (2, 1.0, "Hammouchi")


def test_compounds_are_terms_of_their_own(archive_lexicon: sqlite3.Connection) -> None:
    for term, printed in (("عبد اللطيف", "عبد اللطيف"), ("al thani", "Al Thani"), ("ال ثاني", "آل ثاني")):
        row = lexicon.entry(archive_lexicon, term)
        assert row
        assert row.shown == printed
    assert lexicon.entry(archive_lexicon, "el presidente") is None
