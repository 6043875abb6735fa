"""What people type becomes a tree: the table of traps, and what holds for any text at all."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.fields import DATE_FIELDS, FIELDS, HAVING, NEAR, OPERATORS, TEXT_FIELDS
from archive.search.syntax import DEEPEST, MOST_CHARACTERS, MOST_REMARKS, MOST_TERMS, read
from archive.search.tree import (
    And,
    Everything,
    Field,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    When,
    Word,
    conjunction,
    disjunction,
    negation,
    neighbours,
)
from archive.search.values import THINGS, language_named, thing_named

FRIDAY = date(2022, 5, 27)


def words(*texts: str) -> And:
    return And(tuple(Word(text) for text in texts))


def near(distance: int, *texts: str) -> Near:
    return Near(tuple(Word(text) for text in texts), distance)


EVERYDAY = {
    "l'affaire": Word("l'affaire"),
    "aujourd'hui": Word("aujourd'hui"),
    "C++": Word("C++"),
    "a.b": Word("a.b"),
    "Hammouchi-DGSN": Word("Hammouchi-DGSN"),
    "DGSN:": Word("DGSN:"),
    '"x': Phrase("x"),
    "(foo": Word("foo"),
    "AND": Word("AND"),
    "NOT foo": Not(Word("foo")),
    "*": Word("*"),
    "😀": Word("😀"),
}

BOOLEAN = {
    "rabat casablanca": words("rabat", "casablanca"),
    "rabat AND casablanca": words("rabat", "casablanca"),
    "rabat ET casablanca": words("rabat", "casablanca"),
    "الرباط و البيضاء": words("الرباط", "البيضاء"),
    "rabat and casablanca": words("rabat", "and", "casablanca"),
    "rabat OR fès": Or((Word("rabat"), Word("fès"))),
    "rabat OU fès": Or((Word("rabat"), Word("fès"))),
    "الرباط أو فاس": Or((Word("الرباط"), Word("فاس"))),
    "rabat or fès": words("rabat", "or", "fès"),
    "a b OR c": Or((words("a", "b"), Word("c"))),
    "a (b OR c)": And((Word("a"), Or((Word("b"), Word("c"))))),
    "a OR b OR c": Or((Word("a"), Word("b"), Word("c"))),
    "a (b c)": words("a", "b", "c"),
    "rabat -foot": And((Word("rabat"), Not(Word("foot")))),
    "rabat NOT foot": And((Word("rabat"), Not(Word("foot")))),
    "rabat SAUF foot": And((Word("rabat"), Not(Word("foot")))),
    '-"deux mots"': Not(Phrase("deux mots")),
    "-(a b)": Not(words("a", "b")),
    "-titre:foot": Not(Field("title", Word("foot"))),
    "NOT NOT foo": Word("foo"),
    "-(-foo)": Word("foo"),
    "poli*": Prefix("poli"),
    "poli**": Prefix("poli"),
    "po*li": Word("po*li"),
    "!!!": Word("!!!"),
    "a - b": words("a", "-", "b"),
    "--force": Word("--force"),
    "a -> b": words("a", "->", "b"),
    r"\OR": Word("OR"),
    r"\-foo": Word("-foo"),
    r"foo\*": Word("foo*"),
    r"\(foo\)": Word("(foo)"),
    r"C:\temp": Word(r"C:\temp"),
}

QUOTES = {
    '"deux mots"': Phrase("deux mots"),
    "« deux mots »": Phrase("deux mots"),
    "«\u00a0deux mots\u00a0»": Phrase("deux mots"),
    "“two words”": Phrase("two words"),
    "„zwei Wörter“": Phrase("zwei Wörter"),
    "»zwei Wörter«": Phrase("zwei Wörter"),
    "”två ord”": Phrase("två ord"),
    "‟two words”": Phrase("two words"),
    "«كلمتان هنا»": Phrase("كلمتان هنا"),
    '"a"b': And((Phrase("a"), Word("b"))),
    'l\'"affaire"': And((Word("l'"), Phrase("affaire"))),
    'un écran 5"': words("un", "écran", '5"'),
    'צה"ל': Word('צה"ל'),
    r'"a \"b\" c"': Phrase('a "b" c'),
    '« il dit "oui" »': Phrase('il dit "oui"'),
    "oui » non": words("oui", "»", "non"),
    "“rabat OR fès”": Phrase("rabat OR fès"),
}

FIELDED = {
    "title:foot": Field("title", Word("foot")),
    "titre:foot": Field("title", Word("foot")),
    "TITRE: foot": Field("title", Word("foot")),
    "عنوان:حموشي": Field("title", Word("حموشي")),
    "auteur:hajji": Field("author", Word("hajji")),
    "كاتب:حجي": Field("author", Word("حجي")),
    "journal:hespress": Field("outlet", Word("hespress")),
    "جريدة:هسبريس": Field("outlet", Word("هسبريس")),
    "langue:ar": Field("lang", Word("ar")),
    "لغة:ar": Field("lang", Word("ar")),
    "rubrique:sport": Field("section", Word("sport")),
    "قسم:رياضة": Field("section", Word("رياضة")),
    "وسم:رياضة": Field("tag", Word("رياضة")),
    "id:12": Field("id", Word("12")),
    "sección:deporte": Field("section", Word("deporte")),
    "seccion:deporte": Field("section", Word("deporte")),
    'titre:"deux mots" x': And((Field("title", Phrase("deux mots")), Word("x"))),
    "titre:« deux mots »": Field("title", Phrase("deux mots")),
    "titre:(a OR b) x": And((Field("title", Or((Word("a"), Word("b")))), Word("x"))),
    "titre:poli*": Field("title", Prefix("poli")),
    "titre:a:b": Field("title", Word("a:b")),
    "tag:C++": Field("tag", Word("C++")),
    "17:40": Word("17:40"),
    "17h40": Word("17h40"),
    "https://example.org/a?b=c": Word("https://example.org/a?b=c"),
    "id:(1 OR 2)": Field("id", Or((Word("1"), Word("2")))),
    r"title\:foo": Word("title:foo"),
}

CLOSE = {
    "police NEAR/5 doha": near(5, "police", "doha"),
    "police PROCHE/5 doha": near(5, "police", "doha"),
    "الشرطة قرب/٥ الدوحة": near(5, "الشرطة", "الدوحة"),
    "police NEAR doha": near(10, "police", "doha"),
    '"police doha rabat"~5': near(5, "police", "doha", "rabat"),
    "«police doha»~0": near(0, "police", "doha"),
    '"police"~5': Word("police"),
    '"police doha"~': And((Phrase("police doha"), Word("~"))),
    '"police doha" ~5': And((Phrase("police doha"), Word("~5"))),
    '"police doha"~5x': And((Phrase("police doha"), Word("~5x"))),
    "a NEAR/5 b NEAR/2 c": And((near(5, "a", "b"), near(2, "b", "c"))),
    "a b NEAR/5 c d": And((Word("a"), near(5, "b", "c"), Word("d"))),
    "a OR b NEAR/5 c": Or((Word("a"), near(5, "b", "c"))),
    "-a NEAR/5 b": Not(near(5, "a", "b")),
    '-"a b"~5': Not(near(5, "a", "b")),
    'a NEAR/5 "b c"': Near((Word("a"), Phrase("b c")), 5),
    "polic* NEAR/5 doha": Near((Prefix("polic"), Word("doha")), 5),
    "(a OR b) NEAR/5 c": Or((near(5, "a", "c"), near(5, "b", "c"))),
    "title:(a NEAR/5 b)": Field("title", near(5, "a", "b")),
    'titre:"a b"~5': Field("title", near(5, "a", "b")),
    "near/5 a": words("near/5", "a"),
    "a NEAR/5000 b": words("a", "NEAR/5000", "b"),
    r"a \NEAR/5 b": words("a", "NEAR/5", "b"),
    "NEAR": Word("NEAR"),
    "قرب الدوحة": words("قرب", "الدوحة"),
}

HAD = {
    "has:date": Field("has", Word("date")),
    "avec:auteur": Field("has", Word("auteur")),
    "missing:outlet": Field("missing", Word("outlet")),
    "بدون:تاريخ": Field("missing", Word("تاريخ")),
    "sans:(titre OR date)": Field("missing", Or((Word("titre"), Word("date")))),
    "-has:date": Not(Field("has", Word("date"))),
    "lang:(ar OR anglais)": Field("lang", Or((Word("ar"), Word("anglais")))),
    "-outlet:(atlas rhein)": Not(Field("outlet", words("atlas", "rhein"))),
}

DATED = {
    "on:2022": When("on", "2022-01-01", "2022-12-31"),
    "on:2022-05": When("on", "2022-05-01", "2022-05-31"),
    "before:2022-05": When("before", None, "2022-04-30"),
    "after:27/05/2022": When("after", "2022-05-28", None),
    "since:27/05/2022": When("after", "2022-05-27", None),
    "until:2022": When("before", None, "2022-12-31"),
    "avant:2022": When("before", None, "2021-12-31"),
    "après:2022": When("after", "2023-01-01", None),
    "depuis:2022": When("after", "2022-01-01", None),
    "jusqu'à:2022": When("before", None, "2022-12-31"),
    "jusqu’à:2022": When("before", None, "2022-12-31"),
    "قبل:2022": When("before", None, "2021-12-31"),
    "بعد:2022": When("after", "2023-01-01", None),
    "في:2022": When("on", "2022-01-01", "2022-12-31"),
    "on:2022-05..2022-08": When("on", "2022-05-01", "2022-08-31"),
    "on:2022-05..": When("after", "2022-05-01", None),
    "on:..2022-05": When("before", None, "2022-05-31"),
    "on:mai 2022 foot": And((When("on", "2022-05-01", "2022-05-31"), Word("foot"))),
    'on:"27 mai 2022"': When("on", "2022-05-27", "2022-05-27"),
    "on:2022 mai": And((When("on", "2022-01-01", "2022-12-31"), Word("mai"))),
    "on:yesterday": When("on", "2022-05-26", "2022-05-26"),
    "on:last month foot": And((When("on", "2022-04-01", "2022-04-30"), Word("foot"))),
    "-on:2022": Not(When("on", "2022-01-01", "2022-12-31")),
    "a OR on:2022": Or((Word("a"), When("on", "2022-01-01", "2022-12-31"))),
}


@pytest.mark.parametrize(
    ("text", "tree"), [*(EVERYDAY | BOOLEAN | QUOTES | FIELDED | CLOSE | HAD | DATED).items()]
)
def test_what_people_type_is_read_as_they_mean_it(text: str, tree: Query) -> None:
    assert read(text, FRIDAY).tree == tree


REMARKED = {
    '"x': ('"x', "not closed", Phrase("x")),
    "a (foo": ("(", "not closed", words("a", "foo")),
    "foo) a": (")", "not opened", words("foo", "a")),
    "()": ("()", "nothing", Everything()),
    'a ""': ('""', "nothing", Word("a")),
    "OR foo": ("OR", "nothing on one side", Word("foo")),
    "foo OR": ("OR", "nothing on one side", Word("foo")),
    "foo AND": ("AND", "nothing on one side", Word("foo")),
    "AND foo": ("AND", "nothing on one side", Word("foo")),
    "foo NOT": ("NOT", "nothing to leave out", Word("foo")),
    "a foo:bar": ("foo:bar", "no field 'foo'", words("a", "foo:bar")),
    "a titl:bar": ("titl:bar", "did you mean 'title'?", words("a", "titl:bar")),
    "before:soon a": ("before:soon", "no date can be read in 'soon'", Word("a")),
    "on:2022..2021 a": ("on:2022..2021", "no date", Word("a")),
    "on:31/02/2022 a": ("on:31/02/2022", "no date", Word("a")),
    "a OR before:soon": ("before:soon", "left out", Word("a")),
    "a title:": ("title:", "no value", words("a", "title:")),
    "before: the storm": ("before:", "no date follows", words("before:", "the", "storm")),
    "a NEAR/5": ("NEAR/5", "nothing on one side", Word("a")),
    "NEAR/5 a": ("NEAR/5", "nothing on one side", Word("a")),
    "a NEAR/5 -b": ("NEAR/5", "nothing on one side", And((Word("a"), Not(Word("b"))))),
    "a NEAR/5 (b c)": ("NEAR/5", "read as AND", words("a", "b", "c")),
    "outlet:(a NEAR/5 b)": ("NEAR/5", "read as AND", Field("outlet", words("a", "b"))),
    f'"{"b " * 20}"~5': (f'"{"b " * 20}"~5', "only the first 16", near(5, *["b"] * 16)),
    "has:wings a": ("wings", "no article has 'wings'", Word("a")),
    "lang:elvish": ("elvish", "no language is known as 'elvish'", Field("lang", Word("elvish"))),
    "title:(a body:b)": ("body:", "inside 'title'", Field("title", words("a", "body:", "b"))),
}


@pytest.mark.parametrize("text", REMARKED)
def test_what_makes_no_sense_is_told_with_its_place_and_the_rest_is_searched(text: str) -> None:
    place, message, tree = REMARKED[text]
    reading = read(text)
    told = {text[remark.start : remark.end]: remark.message for remark in reading.remarks}
    assert message in told[place]
    assert reading.tree == tree


@pytest.mark.parametrize(
    "text", ["17:40", "https://example.org", "DGSN:", "AND", "", "l'affaire", "« oui »", "a - b"]
)
def test_ordinary_text_brings_no_remark(text: str) -> None:
    assert read(text).remarks == ()


def test_relative_dates_are_read_only_when_today_is_known() -> None:
    assert isinstance(read("on:hier", FRIDAY).tree, When)
    assert read("on:hier").tree == Everything()


def test_a_condition_keeps_what_was_typed() -> None:
    tree = read("on:mai 2022").tree
    assert isinstance(tree, When)
    assert tree.printed == "on:mai 2022"
    assert str(tree) == "on:2022-05-01..2022-05-31"


def test_a_long_query_is_cut_with_a_remark() -> None:
    text = " ".join(f"w{n}" for n in range(200))
    reading = read(text)
    assert reading.tree == words(*(f"w{n}" for n in range(MOST_TERMS)))
    (remark,) = reading.remarks
    assert text[remark.start :].startswith(f"w{MOST_TERMS} ")
    assert str(MOST_TERMS) in remark.message


HOSTILE = {
    "parentheses": "(" * 5000 + "a" + ")" * 5000,
    "open parentheses": "(" * 100_000,
    "closed parentheses": ")" * 100_000,
    "empty groups": "()" * 50_000,
    "quotes": '"' * 100_000,
    "guillemets": "»a" * 50_000,
    "minus": "-" * 100_000,
    "negations": "NOT " * 25_000 + "a",
    "alternatives": "a OR " * 20_000,
    "negated groups": "-(" * 50_000 + "a",
    "fields": "title:" * 20_000,
    "dates": "on:a " * 20_000,
    "unknown fields": "foo:a " * 20_000,
    "one word": "a" * 100_000,
    "backslashes": "\\" * 100_000,
    "nothing": " " * 100_000,
    "nul": "\0" * 100_000,
    "neighbours": "a NEAR/9 " * 20_000,
    "close words": '"a b c"~9 ' * 20_000,
    "alternatives near alternatives": "(a OR b OR c OR d OR e OR f) NEAR/9 " * 10_000,
    "surrogates": "\ud800 \udfff" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_at_once(name: str) -> None:
    start = time.process_time()
    reading = read(HOSTILE[name], FRIDAY)
    assert time.process_time() - start < 2.0
    assert len(reading.remarks) <= MOST_REMARKS
    assert len(str(reading.tree)) <= 2 * MOST_CHARACTERS


def test_parentheses_nest_as_deep_as_promised() -> None:
    def nested(depth: int) -> str:
        return "(a OR b " * depth + "c" + ")" * depth

    assert not read(nested(MOST_TERMS // 2 - 1)).remarks
    assert any(
        str(DEEPEST) in r.message for r in read("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1)).remarks
    )


PIECES = st.sampled_from(
    [
        *'()"«»“”„-*:\\~ \n',
        " NEAR/3 ",
        '"~5',
        "has:",
        "has:date",
        "AND ",
        " OR ",
        "NOT ",
        " أو ",
        "title:",
        "foo:",
        "on:",
        "before:2022 ",
        "mai 2022",
    ]
)
TYPED = st.one_of(
    st.text(),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=40).map("".join),
    st.text('()-"ab:*\\ '),
)
LONE = st.text(st.characters(categories=["Cs", "Cc", "Cf", "Lu"]))


@given(st.one_of(TYPED, LONE))
def test_any_text_is_a_query_and_every_remark_points_into_it(text: str) -> None:
    for remark in read(text, FRIDAY).remarks:
        assert 0 <= remark.start < remark.end <= len(text)
        assert remark.message


@given(st.one_of(TYPED, LONE))
def test_a_tree_prints_as_a_query_that_reads_back_the_same(text: str) -> None:
    tree = read(text, FRIDAY).tree
    assert read(str(tree)).tree == tree


@given(TYPED)
def test_what_is_read_is_normal(text: str) -> None:
    def check(tree: Query, within: type | None, fielded: bool) -> None:
        match tree:
            case And(children) | Or(children):
                assert type(tree) is not within
                assert len(children) > 1
                for child in children:
                    check(child, type(tree), fielded)
            case Not(child):
                assert within is not Not
                check(child, Not, fielded)
            case Field(name, child):
                assert name in FIELDS
                assert not fielded
                check(child, Field, True)
            case When(field, start, end):
                assert not fielded
                assert (start is not None, end is not None) == (field != "before", field != "after")
            case Everything():
                assert within is None

    check(read(text, FRIDAY).tree, None, False)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z"]), min_size=1, max_size=8)
STEMS = WORDS.filter(lambda text: any(c.isalnum() for c in text))
PHRASES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Z"]), min_size=1)
LEAVES = st.one_of(
    st.sampled_from([*OPERATORS, "title:x", "-x", "x*", "*", "\\", '"', "(", "on:2022"]).map(Word),
    WORDS.map(Word),
    STEMS.map(Prefix),
    PHRASES.map(Phrase),
)


NEARS = st.one_of(
    st.tuples(LEAVES, LEAVES, st.integers(0, 999)).map(lambda near: neighbours(*near)),
    st.builds(Near, st.lists(WORDS.map(Word), min_size=2, max_size=5).map(tuple), st.integers(0, 999)),
)


def combined(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    parts = st.lists(children, min_size=1, max_size=3)
    return st.one_of(parts.map(conjunction), parts.map(disjunction), children.map(negation))


VALUES = st.recursive(LEAVES, combined, max_leaves=5)
TEXTS = st.recursive(st.one_of(LEAVES, NEARS), combined, max_leaves=5)
HAD_THINGS = st.recursive(st.sampled_from([*THINGS]).map(Word), combined, max_leaves=5)
DAYS = st.dates().map(str)
CONDITIONS = st.one_of(
    st.tuples(DAYS, DAYS).map(lambda days: When("on", min(days), max(days))),
    DAYS.map(lambda day: When("after", day, None)),
    DAYS.map(lambda day: When("before", None, day)),
)
TREES = st.recursive(
    st.one_of(
        LEAVES,
        NEARS,
        CONDITIONS,
        st.builds(Field, st.sampled_from(TEXT_FIELDS), TEXTS),
        st.builds(Field, st.sampled_from(sorted({*FIELDS} - {*TEXT_FIELDS, *HAVING})), VALUES),
        st.builds(Field, st.sampled_from(HAVING), HAD_THINGS),
    ),
    combined,
    max_leaves=10,
)


@given(TREES)
def test_any_normal_tree_prints_as_a_query_that_reads_back_the_same(tree: Query) -> None:
    assert read(str(tree)).tree == tree


def names_of_fields() -> Iterator[tuple[str, str]]:
    for table in (FIELDS, DATE_FIELDS):
        for name, row in table.items():
            for alias in (name, *row.aliases):
                yield alias, name


VALUE = {"has": "date", "missing": "date", "lang": "fr"}


@pytest.mark.parametrize(("alias", "name"), [*names_of_fields()])
def test_every_alias_means_its_field(alias: str, name: str) -> None:
    value = VALUE.get(name, "2022")
    tree = read(f"{alias}:{value}").tree
    assert tree == (Field(name, Word(value)) if name in FIELDS else read(f"{name}:{value}").tree)
    assert read(f"{alias}:{value}").remarks == ()


@pytest.mark.parametrize("word", NEAR)
def test_every_word_for_near_stands_between_words(word: str) -> None:
    assert read(f"a {word}/3 b").tree == near(3, "a", "b")


@pytest.mark.parametrize(("name", "thing"), [(a, n) for n, t in THINGS.items() for a in (n, *t.aliases)])
def test_every_alias_means_its_thing(name: str, thing: str) -> None:
    assert thing_named(name) == thing


LANGUAGES = {
    "ar": "arabe Arabic العربية عربي عربية AR",
    "fr": "français francais French الفرنسية FR-ma",
    "en": "English anglais inglés الإنجليزية",
    "zh": "中文 Chinesisch chinois",
    "und": "und",
    "xx": "xx",
}


@pytest.mark.parametrize(("name", "code"), [(n, code) for code, ns in LANGUAGES.items() for n in ns.split()])
def test_a_language_goes_by_its_names_in_several_languages(name: str, code: str) -> None:
    assert language_named(name) == code


def test_every_field_has_its_sentence() -> None:
    for row in (*FIELDS.values(), *DATE_FIELDS.values()):
        assert row.sentence.endswith(".")


def test_reading_a_query_imports_nothing_heavy() -> None:
    code = "import sys, archive.search.syntax as s; s.read('foo:a titre:b on:2022'); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "rich", "click", "Stemmer"} & set(loaded)


def test_the_manual_tells_every_thing_and_every_word_for_near() -> None:
    told = (Path(__file__).parent.parent / "docs" / "search.md").read_text("utf-8")
    names = [name for thing, row in THINGS.items() for name in (thing, *row.aliases)]
    assert [name for name in (*names, *(f"{word}/5" for word in NEAR)) if name not in told] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lang:-fr roi", "-lang:fr roi"),
        ("has:-date", "-has:date"),
        ('title:-"le roi"', '-title:"le roi"'),
        ("title:-(a b)", "-title:(a b)"),
        ("-tag:-x", "tag:x"),
    ],
)
def test_a_minus_behind_a_field_stands_before_it(typed: str, meant: str) -> None:
    assert read(typed).tree == read(meant).tree
    assert read(typed).remarks == ()


def test_a_minus_behind_a_date_is_no_exclusion() -> None:
    assert [remark.message for remark in read("after:-7d").remarks]
