"""Search is right: what a person types finds what is printed, in three scripts, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive import Byline, Clipping, Precision, PressDate

PAGES = (
    Clipping(
        title="L’affaire du port : deux œuvres retrouvées",
        body="La sécurité du port a été renforcée. Les policiers ont rendu les œuvres d'art à l’État.",
        outlet="Le Fil du Maghreb",
        authors=(Byline("Hajar Kharroubi"),),
        tags=("Sûreté nationale",),
        section="Société",
        language="fr",
        published=PressDate("2022-05-27T17:53", Precision.MINUTE),
    ),
    Clipping(
        title="الحموشي يزور الدوحة",
        body="حلّ المدير العام للأمن الوطني بالدوحة، ورحبت قطر بالحموشي. وقال مُحَمَّد إن المدرسة مفتوحة منذ ٢٠٢١.",
        outlet="صوت الضفتين",
        authors=(Byline("ياسين قُطيب"),),
        language="ar",
        published=PressDate("2022-05", Precision.MONTH),
    ),
    Clipping(
        title="Hammouchi visits Doha",
        body="Police chiefs met in Doha. C++ was not discussed, and a.b was not either. The World Cup matters.",
        outlet="The Gulf Courier",
        language="en",
        published=PressDate("2022", Precision.YEAR),
    ),
    Clipping(
        title=None,
        body="Un texte sans date ni titre, sur la DGSN et le dossier Hammouchi-DGSN, qu'aujourd'hui on rouvre.",
        language="fr",
    ),
    Clipping(title="北京的新聞", body="中国和摩洛哥签署协议。", language="zh"),
)
PORT, DOHA_AR, DOHA_EN, UNTITLED, CHINESE = 1, 2, 3, 4, 5


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[archive.Archive]:
    with archive.open(tmp_path_factory.mktemp("search") / "archive.db") as opened:
        for page in PAGES:
            opened.add(page)
        yield opened


def numbers(press: archive.Archive, query: str, **options: object) -> list[int]:
    return [hit.id for hit in press.search(query, today=date(2026, 11, 21), exact=True, **options).hits]  # type: ignore[arg-type]


MEETING = (
    ("securite", [PORT]),
    ("SÉCURITÉ", [PORT]),
    ("sécurités", [PORT]),
    ("oeuvre", [PORT]),
    ("œuvres", [PORT]),
    ("l'affaire", [PORT]),
    ("affaire", [PORT]),
    ("l’affaire", [PORT]),
    ("etat", [PORT]),
    ("policier", [PORT]),
    ("حموشي", [DOHA_AR]),
    ("الحموشى", [DOHA_AR]),
    ("بالحموشي", [DOHA_AR]),
    ("حــمــوشي", [DOHA_AR]),
    ("الأمن", [DOHA_AR]),
    ("للامن", [DOHA_AR]),
    ("أمن", [DOHA_AR]),
    ("محمد", [DOHA_AR]),
    ("مُحَمَّد", [DOHA_AR]),
    ("المدرسه", [DOHA_AR]),
    ("مدرسة", [DOHA_AR]),
    ("2021", [DOHA_AR]),
    ("٢٠٢١", [DOHA_AR]),
    ("ﻗﻄﺮ", [DOHA_AR]),
    ("قطيب", [DOHA_AR]),
    ("摩洛哥", [CHINESE]),
    ("新聞", [CHINESE]),
    ("C++", [DOHA_EN]),
    ("a.b", [DOHA_EN]),
    ("Hammouchi-DGSN", [UNTITLED]),
    ("DGSN:", [UNTITLED]),
    ("aujourd'hui", [UNTITLED]),
    ("aujourd’hui", [UNTITLED]),
    ("Kharroubi", [PORT]),
    ("le Fil", []),
    ("rien-de-tel", []),
)


@pytest.mark.parametrize(("query", "expected"), MEETING)
def test_what_is_typed_meets_what_is_printed(pages: archive.Archive, query: str, expected: list[int]) -> None:
    assert numbers(pages, query) == expected


QUERIES = (
    ("police doha", [DOHA_EN]),
    ("police OR port", [PORT, DOHA_EN]),
    ("Hammouchi -Doha", [UNTITLED]),
    ("Hammouchi -(Doha OR port)", [UNTITLED]),
    ('"policiers ont rendu"', [PORT]),
    ('"policier ont rendu"', []),
    ('"world cup"', [DOHA_EN]),
    ('"cup world"', []),
    ('-"world cup" Hammouchi', [UNTITLED]),
    ('"world cups"', []),
    ("secur*", [PORT]),
    ("policiers*", [PORT]),
    ("الحمو*", [DOHA_AR]),
    ("title:hammouchi", [DOHA_EN]),
    ("body:hammouchi", [UNTITLED]),
    ("title:doha", [DOHA_EN]),
    ("outlet:fil", [PORT]),
    ('outlet:"Le Fil du Maghreb"', [PORT]),
    ("outlet:الضفتين", [DOHA_AR]),
    ("author:kharroubi", [PORT]),
    ("auteur:khar*", [PORT]),
    ("tag:surete", [PORT]),
    ("section:societe", [PORT]),
    ("rubrique:Société", [PORT]),
    ("lang:ar", [DOHA_AR]),
    ("langue:français", [PORT, UNTITLED]),
    ("-lang:fr -lang:zh", [DOHA_AR, DOHA_EN]),
    ("on:2022-05", [PORT, DOHA_AR]),
    ("on:2022", [PORT, DOHA_AR, DOHA_EN]),
    ("after:2022-05-26", [PORT]),
    ("before:2022-05-27", [DOHA_AR, DOHA_EN]),
    ("since:27/05/2022 until:2022-05-27", [PORT]),
    ("hammouchi (on:2022 OR dgsn)", [DOHA_EN, UNTITLED]),
    ("-on:2022", [UNTITLED, CHINESE]),
    ("id:3", [DOHA_EN]),
    ("id:3 OR id:4", [DOHA_EN, UNTITLED]),
    ("id:(3 OR 4)", [DOHA_EN, UNTITLED]),
    ("-id:(3 OR 4) -id:5", [PORT, DOHA_AR]),
    ("id:٣", [DOHA_EN]),
    ("outlet:(fil OR courier)", [PORT, DOHA_EN]),
    ("-outlet:(fil OR courier) -lang:zh", [DOHA_AR, UNTITLED]),
    ("outlet:(fil maghreb)", [PORT]),
    ("outlet:(fil -maghreb)", []),
    ("-(-port)", [PORT]),
    ("hammouchi -(doha -police)", [DOHA_EN, UNTITLED]),
    ('hammouchi -(doha -"world cup")', [DOHA_EN, UNTITLED]),
    ("lang:(arabe OR chinois)", [DOHA_AR, CHINESE]),
    ("لغة:الفرنسية", [PORT, UNTITLED]),
    ("has:author", [PORT, DOHA_AR]),
    ("missing:author", [DOHA_EN, UNTITLED, CHINESE]),
    ("sans:(date OR titre)", [UNTITLED, CHINESE]),
    ("has:date has:tag", [PORT]),
    ("بدون:عنوان", [UNTITLED]),
    ("-has:outlet", [UNTITLED, CHINESE]),
    ("has:section OR has:related OR has:caption OR has:revision OR has:address OR has:original", [PORT]),
    ("missing:language", []),
    ("policiers NEAR/1 œuvre", []),
    ("policiers NEAR/3 œuvre", [PORT]),
    ("œuvre NEAR/3 policier", [PORT]),
    ('"policiers rendu"~1', [PORT]),
    ('"policiers rendu"~0', []),
    ('"policiers œuvres ont"~3', [PORT]),
    ('"policiers œuvres ont"~2', []),
    ('"ont rendu" NEAR/0 policier', [PORT]),
    ('"a rendu" NEAR/9 policier', []),
    ("polic* NEAR/1 met", [DOHA_EN]),
    ("title:(hammouchi NEAR/1 doha)", [DOHA_EN]),
    ("body:(hammouchi NEAR/1 doha)", []),
    ("(رحبت OR غابت) قرب/1 حموشي", [DOHA_AR]),
    ("-(police NEAR/9 doha) hammouchi", [UNTITLED]),
    ("京", [CHINESE]),
    ("摩", [CHINESE]),
    ('"摩"', [CHINESE]),
    ("摩洛*", [CHINESE]),
    ("l'aff*", [PORT]),
    ("policiers ont ren*", [PORT]),
    ("الحموش*", [DOHA_AR]),
    ("بالحم*", [DOHA_AR]),
    ("أم*", [DOHA_AR]),
    ("الأم*", []),
    ("والحمو*", []),
    ("renforcées*", []),
    ("the (police OR port)", [PORT, DOHA_EN]),
    ("😀 OR port", [PORT]),
    ("police -😀", [DOHA_EN]),
    ("-(port OR -😀)", [DOHA_AR, DOHA_EN, UNTITLED, CHINESE]),
    ("lang:fr ont", [PORT]),
    ("le la les", [PORT, UNTITLED]),
    ("la sécurité du port", [PORT]),
    ("port ET sécurité", [PORT]),
    ("port OU الحموشي", [PORT, DOHA_AR]),
    ("الحموشي أو police", [DOHA_AR, DOHA_EN]),
    ("😀", []),
    ("*", []),
    ("", [PORT, DOHA_AR, DOHA_EN, UNTITLED, CHINESE]),
)


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_operators_and_fields_keep_what_they_say(
    pages: archive.Archive, query: str, expected: list[int]
) -> None:
    results = pages.search(query, limit=100, today=date(2026, 11, 21), asking="all", exact=True)
    assert sorted(hit.id for hit in results.hits) == sorted(expected)
    assert (results.total, results.exact) == (len(expected), True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Hammouchi", [DOHA_EN, UNTITLED, DOHA_AR]),
        ("الحموشي", [DOHA_AR, DOHA_EN, UNTITLED]),
        ("Hamouchy", [DOHA_EN, UNTITLED, DOHA_AR]),
        ('"Hammouchi"', [DOHA_EN, UNTITLED]),
        ("Hammouchi lang:ar", [DOHA_AR]),
        ("title:Hammouchi", [DOHA_EN, DOHA_AR]),
    ],
)
def test_a_name_is_found_in_every_script_as_typed_first(
    pages: archive.Archive, query: str, expected: list[int]
) -> None:
    results = pages.search(query)
    assert [hit.id for hit in results.hits] == expected
    assert bool(results.also_searched) == ('"' not in query)
    assert marked(results.hits[-1]) or results.hits[-1].title_marks


def test_what_is_excluded_is_excluded_as_typed(pages: archive.Archive) -> None:
    assert [hit.id for hit in pages.search("Doha -Hammouchi").hits] == [DOHA_AR]


def test_when_nothing_has_all_words_the_best_are_said_to_have_most(pages: archive.Archive) -> None:
    results = pages.search("policiers œuvres dromadaires caravane")
    assert [hit.id for hit in results.hits] == [PORT]
    assert "no article has all of the words" in " ".join(results.remarks)
    assert pages.search("policiers œuvres dromadaires caravane", asking="all").total == 0
    assert pages.search("dromadaires doha", asking="any", exact=True).total == 1


def test_function_words_alone_are_searched(pages: archive.Archive) -> None:
    assert numbers(pages, "ont") == [PORT]


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("foo:bar", "foo"),
        ("after:soonish port", "soonish"),
        ('"port', "quotation mark"),
        ("has:wings port", "no article has 'wings'; it is left out; there are date, title"),
        ("lang:elvish", "no language is known as 'elvish'"),
        ("outlet:nowhere", "there is no outlet called 'nowhere'"),
        ("😀", "nothing to search in '😀'"),
    ],
)
def test_what_makes_no_sense_is_said(pages: archive.Archive, query: str, remark: str) -> None:
    assert remark in " ".join(pages.search(query).remarks)


def test_order_by_date_puts_undated_articles_last(pages: archive.Archive) -> None:
    assert numbers(pages, "", order="newest")[:3] == [PORT, DOHA_AR, DOHA_EN]
    assert numbers(pages, "", order="oldest")[:3] == [DOHA_EN, DOHA_AR, PORT]
    with pytest.raises(archive.InvalidError, match="sideways"):
        pages.search("x", order="sideways")


def test_pages_neither_skip_nor_repeat(pages: archive.Archive) -> None:
    whole = numbers(pages, "", limit=100)
    cut = [number for offset in range(0, 6, 2) for number in numbers(pages, "", limit=2, offset=offset)]
    assert cut == whole


def test_a_title_ranks_above_a_body(pages: archive.Archive) -> None:
    assert numbers(pages, "hammouchi")[0] == DOHA_EN


def marked(hit: archive.Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.snippet_marks]


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("قطر حموشي", ["قطر", "بالحموشي"]),
        ("securite", ["sécurité"]),
        ("policier œuvre", ["policiers", "œuvres"]),
        ("secur*", ["sécurité"]),
        ('"policiers ont"', ["policiers", "ont"]),
        ("摩洛哥", ["摩洛哥"]),
        ("摩", ["摩洛"]),
        ('"policiers œuvre"~3', ["policiers", "œuvres"]),
    ],
)
def test_a_snippet_marks_the_printed_words(pages: archive.Archive, query: str, marks: list[str]) -> None:
    hit = pages.search(query, exact=True).hits[0]
    assert marked(hit) == marks


def test_an_untitled_article_has_a_derived_label(pages: archive.Archive) -> None:
    hit = pages.search("id:4").hits[0]
    assert (hit.derived, hit.label.startswith("Un texte sans date ni titre")) == (True, True)


SIGNS = [
    '"',
    "(",
    ")",
    "-",
    " OR ",
    " NOT ",
    " AND ",
    " NEAR/2 ",
    '"~3',
    "*",
    ":",
    "title:",
    "has:",
    "id:",
    "lang:",
]
WORDS = ["on:2022 ", "port", "الحموشي", "ولل", "a b", "京", "\x00", "ed\ud800", "\u202e", "\ufffe", " "]
PIECES = st.sampled_from(SIGNS + WORDS)
HOSTILE = st.one_of(
    st.text(max_size=60), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join)
)


@settings(max_examples=2_000)
@given(HOSTILE)
def test_any_string_gets_an_answer_at_once(text: str) -> None:
    start = time.process_time()
    results = _open_pages().search(text)
    assert results.total >= len(results.hits)
    assert time.process_time() - start < 2


LONG = [
    "a* " * 64,
    '"a b"~9 ' * 64,
    "a " * 4000,
    '"' + "le port " * 1000,
    "و* " * 64,
    "é" * 8000 + "*",
    "ال" * 4000 + "*",
]
LONG += [
    "(a OR b OR c OR d OR e OR f) NEAR/9 (a OR b OR c OR d OR e OR f) " * 5,
    "-(" * 32 + "a",
    "京" * 8000,
]
LONG += [f'"{"w " * 16}"~999 ' * 60, "id:" + "9" * 5000, "a" * 8000 + "*"]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_long_queries_are_answered_at_once(text: str) -> None:
    start = time.process_time()
    _open_pages().search(text)
    assert time.process_time() - start < 2


_opened: list[archive.Archive] = []


def _open_pages() -> archive.Archive:
    """Gives one archive for all examples: hypothesis calls a test a hundred times."""
    if not _opened:
        import tempfile

        press = archive.open(Path(tempfile.mkdtemp()) / "archive.db")
        for page in PAGES:
            press.add(page)
        _opened.append(press)
    return _opened[0]
