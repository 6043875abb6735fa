"""A name of several words is looked for as one name, and what only stands beside a name is no name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import archive
from archive import Clipping

TEXTS = {
    "fr summit": ("fr", "Le sommet des États-Unis et de l’Arabie saoudite s’ouvre à Casablanca."),
    "ar summit": ("ar", "قال إن الولايات المتحدة والسعودية تتابعان ما يجري في الدار البيضاء."),
    "en summit": ("en", "Saudi Arabia and the United States met in Cairo."),
    "fr visit": ("fr", "Mohammed VI a visité Le Caire, où New York était attendu."),
    "ar visit": ("ar", "يقول محمد في المقال إن القاهرة ونيويورك مدينتان."),
    "fr town": ("fr", "Tizi-Ouzou accueille Fatima-Zahra."),
    "ar town": ("ar", "وصل القطار إلى تيزي وزو."),
    "ar state": ("ar", "ألقى الوزير كلمة للحكومة الجديدة."),
    "fr news": ("fr", "L’Organisation des mers du Sud tient séance, et le roi parle."),
    "en news": ("en", "The OMS, a body of sailors, meets."),
    "fr spelt": ("fr", "Hammouchi, que d’autres écrivent Hamouchi."),
    "fr coast": ("fr", "La Côte d’Ivoire exporte du cacao."),
    "ar coast": ("ar", "صدّرت ساحل العاج كميات من الكاكاو."),
    "fr rails": ("fr", "La S.N.C.F. et l’O.F.P.R.A. recrutent."),
    "fr trains": ("fr", "La SNCF et l’OFPRA embauchent."),
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archive.Archive]:
    with archive.open(tmp_path_factory.mktemp("widening") / "archive.db") as opened:
        for title, (language, body) in TEXTS.items():
            opened.add(Clipping(title=title, body=body, language=language))
        yield opened


def found(press: archive.Archive, query: str) -> set[str | None]:
    return {hit.label for hit in press.search(query).hits}


SUMMITS = {"fr summit", "ar summit", "en summit"}
VISITS = {"fr visit", "ar visit"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Saudi Arabia", SUMMITS),
        ("arabie saoudite", SUMMITS),
        ("السعودية", SUMMITS),
        ("Etats Unis", SUMMITS),
        ("États-Unis", SUMMITS),
        ("United States", SUMMITS),
        ("الولايات المتحدة", SUMMITS),
        ("الدار البيضاء", {"fr summit", "ar summit"}),
        ("Casablanca sommet", {"fr summit"}),
        ("Le Caire", VISITS | {"en summit"}),
        ("New York", VISITS),
        ("met Saudi Arabia Cairo", {"en summit"}),
        ("Casablanca OR New York", {"fr summit", "ar summit"} | VISITS),
        ("Côte d'Ivoire", {"fr coast", "ar coast"}),
        ("ساحل العاج", {"fr coast", "ar coast"}),
        ('"New York"', {"fr visit"}),
        ("title:(Saudi Arabia)", set()),
    ],
)
def test_a_name_of_several_words_that_a_table_tells_is_one_name(
    press: archive.Archive, query: str, titles: set[str]
) -> None:
    assert found(press, query) == titles


def test_spellings_of_several_words_that_stand_nowhere_are_not_named(press: archive.Archive) -> None:
    assert press.search("Saudi Arabia").also_searched == ("Arabie saoudite", "السعودية")


def test_a_name_that_is_told_is_not_looked_for_word_by_word(press: archive.Archive) -> None:
    assert press.search("Riyal Hammouchi").also_searched == ("Hamouchi",)
    press.teach("Riyal Hammouchi", "الدار البيضاء")  # which has nothing in the script as typed
    assert press.search("Riyal Hammouchi").also_searched == ("الدار البيضاء",)
    press.forget("Riyal Hammouchi")


def test_what_people_taught_may_have_several_words(press: archive.Archive) -> None:
    assert found(press, "organisation des mers du sud") == {"fr news"}
    press.teach("OMS", "Organisation des mers du Sud")
    assert found(press, "organisation des mers du sud") == {"fr news", "en news"}
    assert found(press, "OMS") == {"fr news", "en news"}
    press.forget("OMS")
    assert found(press, "organisation des mers du sud") == {"fr news"}


def test_a_numeral_and_a_function_word_are_no_names(press: archive.Archive) -> None:
    assert found(press, "VI") == {"fr visit"}
    assert found(press, "Mohammed VI") == {"fr visit"}
    assert press.search("Fi").also_searched == ()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Tizi-Ouzou", {"fr town", "ar town"}),
        ("Tizi Ouzou", {"fr town", "ar town"}),
        ("tizi-ouzou", {"fr town"}),
        ('"Tizi-Ouzou"', {"fr town"}),
    ],
)
def test_a_name_with_a_hyphen_is_found_by_its_parts_in_the_other_script(
    press: archive.Archive, query: str, titles: set[str]
) -> None:
    assert found(press, query) == titles


RAILS = {"fr rails", "fr trains"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("SNCF", RAILS),
        ("S.N.C.F.", RAILS),
        ("S.N.C.F", RAILS),
        ("OFPRA", RAILS),
        ("O.F.P.R.A.", RAILS),
        ("sncf", {"fr trains"}),
        ('"SNCF"', {"fr trains"}),
        ("ZZZ", set()),
    ],
)
def test_initials_are_found_with_points_and_without(
    press: archive.Archive, query: str, titles: set[str]
) -> None:
    assert found(press, query) == titles


def test_a_word_that_was_found_in_another_form_is_not_called_unknown(press: archive.Archive) -> None:
    results = press.search("وكالحكومة")
    assert [hit.label for hit in results.hits] == ["ar state"]
    assert results.remarks == ()
