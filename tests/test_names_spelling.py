"""Names letter by letter: forms, keys, canonical forms, compounds, the learnt costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.names.canonical import canonical
from archive.names.compounds import compounds
from archive.names.corrections import distance
from archive.names.expansion import folded
from archive.names.forms import arabic_forms, latin_forms
from archive.names.keys import MOST_KEYS, keys
from archive.names.lexicon import Entry
from archive.names.likelihood import Pattern, Speller, costs
from archive.names.likeness import likeness
from archive.names.matching import Gates
from archive.names.scripts import ARABIC, LATIN, script_of
from archive.names.variants import arabic_variants

SAME = """
Hammouchi حموشي | Hammoushi الحموشي | Hamouchi بالحموشي | Abdellatif عبد اللطيف | Abd al-Latif عبداللطيف
Al Thani آل ثاني | Khelaïfi الخليفي | Khulaifi خليفي | Benkirane بنكيران | Bourita بوريطة | Mohamed محمد
Muhammad محمد | Saïd سعيد
Gamal جمال | Guelma قالمة | Thani ثاني | Fathi فتحي | Adham أدهم | Fatima فاطمة | Hayat حياة | Taha طه | Oujda وجدة
Abderrahmane عبد الرحمن | Abd al-Rahman عبدالرحمن | Lhoucine الحسين | Louafi الوافي | Errachidia الراشدية
Layachi العياشي | Azzedine عز الدين | Ouali والي | Yassine ياسين | Ghita غيثة | Choukri شكري | Djamel جمال | Quds قدس
Abdelaziz عبد العزيز | Anbar عنبر | Huthaifa حذيفة | Ishaq إسحاق | Tchad تشاد | Nour Eddine نور الدين
"""
OTHER = "Hammouchi حمدوشي | Benkirane بركان | Bourita بوتين | Rabat الرياض | Casablanca الدار البيضاء"


def pairs(table: str) -> list[tuple[str, str]]:
    cells = [cell.strip() for line in table.strip().splitlines() for cell in line.split("|")]
    at = [next(n for n, letter in enumerate(cell) if letter > "\u0600") for cell in cells]
    return [(cell[:n].strip(), cell[n:]) for cell, n in zip(cells, at, strict=True)]


@pytest.mark.parametrize(("latin", "arabic"), pairs(SAME))
def test_spellings_of_a_name_share_a_key(latin: str, arabic: str) -> None:
    assert set(keys(folded(latin), LATIN)) & set(keys(folded(arabic), ARABIC))


@pytest.mark.parametrize(("latin", "arabic"), pairs(OTHER))
def test_other_names_share_none(latin: str, arabic: str) -> None:
    assert not set(keys(folded(latin), LATIN)) & set(keys(folded(arabic), ARABIC))


@pytest.mark.parametrize(
    ("latin", "right", "wrong"),
    [
        ("hammouchi", "حموشي", "همش"),
        ("amine", "امين", "الامن"),
        ("thani", "ثاني", "تونه"),
        ("abdelkader", "عبد القادر", "عبد القدير"),
        ("rahmani", "رحماني", "رحمن"),
        ("tayyar", "طيار", "طير"),
    ],
)
def test_the_right_spelling_is_likelier_than_one_with_the_same_consonants(
    latin: str, right: str, wrong: str
) -> None:
    speller = Speller(latin)
    assert speller.score(Pattern(right)) > speller.score(Pattern(wrong)) + 1


def test_an_article_on_one_side_costs_little_and_on_both_sides_nothing() -> None:
    speller, with_article = Speller("hammouchi"), Speller("al hammouchi")
    assert 0 < speller.score(Pattern("حموشي")) - speller.score(Pattern("الحموشي")) < 1
    assert with_article.score(Pattern("الحموشي")) >= speller.score(Pattern("حموشي"))


def test_the_costs_say_what_is_known_of_spelling() -> None:
    table = costs()
    assert 200 <= sum(map(len, table.values())) <= 300
    assert max(table["خ"], key=table["خ"].__getitem__) == "kh"
    assert {"ch", "sh"} <= table["ش"].keys()
    assert {"k", "q", "g", "gu"} <= table["ق"].keys()
    assert table["ق"]["q"] > table["ق"]["c"]


@pytest.mark.parametrize(
    ("terms", "form"),
    [
        ("mohamed mohammed muhamed muhammed", "muhamad"),
        ("hammouchi hamouchi hammoushi hamoushi", "hamuci"),
        ("benkiran benqiran", "bankiran"),
    ],
)
def test_spellings_that_sound_alike_have_one_canonical_form(terms: str, form: str) -> None:
    assert {canonical(term, LATIN) for term in terms.split()} == {form}


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("الحموشي", "الحموشي حموشي"),
        ("والحموشي", "والحموشي حموشي"),
        ("للحموشي", "للحموشي حموشي"),
        ("الي", "الي"),
        ("ال ثاني", "الثاني ثاني"),
    ],
)
def test_an_arabic_term_is_read_with_and_without_article(term: str, forms: str) -> None:
    assert [form.letters for form in arabic_forms(term)] == forms.split()


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("al thani", "althani thani"),
        ("ennahda", "ennahda nnahda"),
        ("alhammouchi", "alhammouchi hammouchi"),
        ("ali", "ali"),
        ("rabat", "rabat"),
        ("lhoucine", "lhoucine houcine"),
    ],
)
def test_a_latin_term_is_read_with_and_without_article(term: str, forms: str) -> None:
    assert [form.letters for form in latin_forms(term)] == forms.split()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("general abd al latif hammouchi", ["abd al latif"]),
        ("salah al din street", ["salah al din"]),
        ("nour eddine", ["nour eddine"]),
        ("ait ben haddou", ["ait ben haddou"]),
        ("rabat casablanca", []),
        ("ben", []),
        ("عبد الله بن عمر", ["عبد الله", "بن عمر"]),
        ("السيد نور الدين", ["نور الدين"]),
        ("ال ثاني", ["ال ثاني"]),
    ],
)
def test_names_of_several_tokens_are_one(words: str, names: list[str]) -> None:
    tokens = words.split()
    assert [" ".join(tokens[start:end]) for start, end in compounds(tokens)] == names


LETTERS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", min_size=1, max_size=12)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1, max_size=14).map(
    lambda word: " ".join(word.split())
)


@given(st.one_of(LETTERS, WORDS.filter(bool)))
def test_every_term_has_keys_and_not_too_many(term: str) -> None:
    script = script_of(term)
    assert script is not None
    assert 1 <= len(keys(term, script)) <= MOST_KEYS
    assert canonical(term, script) == canonical(term, script).replace(" ", "")


@given(WORDS.filter(bool), LETTERS)
def test_every_pair_has_a_score(latin: str, arabic: str) -> None:
    assert -500 < Speller(latin).score(Pattern(arabic)) < 100


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_likeness_is_the_same_both_ways_and_whole_only_for_the_same_word(one: str, other: str) -> None:
    assert likeness(one)(other) == pytest.approx(likeness(other)(one))
    assert (likeness(one)(other) == 1.0) == (one == other)


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_the_distance_of_words_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))


def test_a_latin_word_with_a_digit_or_of_another_script_is_no_name() -> None:
    assert [script_of(term) for term in ("g20", "москва", "", "20", "北京")] == [None] * 5


@pytest.mark.parametrize(
    ("typed", "df", "spelt", "kept"),
    [
        ("بالي", 1_000, {"البالي": 40, "بالا": 700, "بلا": 900, "بال": 900}, ["البالي", "بالا"]),
        ("عليا", 2_400, {"العليا": 9_700, "عليه": 75_000, "علي": 170_000}, ["العليا"]),
        ("عليا", 2_400, {"عليه": 300}, ["عليه"]),
        ("اسحق", 30, {"اسحاق": 90_000, "اسحقي": 2}, ["اسحاق", "اسحقي"]),
        ("سالم", 500, {"سلام": 400, "السالم": 50, "ال سلمي": 3}, ["السالم"]),
    ],
)
def test_another_name_with_the_same_consonants_is_no_spelling(
    typed: str, df: int, spelt: dict[str, int], kept: list[str]
) -> None:
    own, *found = (Entry(term, term, df, 0, 0, 1, None) for term, df in ({typed: df} | spelt).items())
    matches = arabic_variants(typed, own, found, Gates(arabic=1_800, latin=3_000))
    assert [entry.term for entry, _ in matches] == kept
