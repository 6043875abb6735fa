"""The explanation of a query says in words what is searched, left out and compared, with numbers."""

from __future__ import annotations

import pytest

from archive.search.explain import explain, in_words
from archive.search.plan import Planner, plan
from archive.search.syntax import read
from archive.search.tree import Field, Query, Word

CODES = ["ar", "en", "fr"]


def told(text: str, numbers: dict[str, int] | None = None) -> list[str]:
    def count(part: Query) -> int | None:
        return (numbers or {}).get(str(part))

    tree = read(text).tree
    return [*explain(tree, plan(tree, Planner(CODES, lambda *_: [])), count)]


def test_a_tree_is_told_part_by_part_with_numbers() -> None:
    numbers = {"police": 7, 'body:"coupe du monde"': 1, "author:hajar OR has:author": 1200}
    query = 'la police texte:"coupe du monde" (author:hajar OR has:author) -(foot OR match) on:2022'
    assert told(query, numbers) == [
        'Read as: la police body:"coupe du monde" (author:hajar OR has:author) -(foot OR match) on:2022',
        "Keeps:",
        "  all of:",
        "    the word 'police', in any of its forms (7 articles)",
        "    exactly “coupe du monde” in the running text (1 article)",
        "    any of (1,200 articles):",
        "      signed by an author called 'hajar'",
        "      with an author",
        "    not: any of:",
        "      the word 'foot', in any of its forms",
        "      the word 'match', in any of its forms",
        "    published in 2022",
        "Left out: 'la', a function word beside other words.",
        "Compared article by article: exactly “coupe du monde”.",
    ]


def test_a_part_inside_a_text_field_is_counted_in_that_field() -> None:
    asked: list[Query] = []
    tree = read("title:(a1 OR b1)").tree
    list(explain(tree, plan(tree, Planner(CODES, lambda *_: [])), lambda part: asked.append(part)))
    assert asked[1:] == [Field("title", Word("a1")), Field("title", Word("b1"))]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "every article"),
        ("hamou*", "a word that begins with 'hamou'"),
        ("l'État", "the word ‘l'État’, in any of its forms"),
        ("police NEAR/5 doha", "'police' and 'doha' with at most 5 words between"),
        ('"a b c"~1', "'a', 'b' and 'c' with at most 1 word between"),
        ('poli* NEAR/2 "le port"', "'poli…' and “le port” with at most 2 words between"),
        ("outlet:fil", "published by an outlet called 'fil'"),
        ("tag:foot*", "with a tag called 'foot…'"),
        ("section:Sport", "in a section that begins with 'Sport'"),
        ("lang:anglais", "in the language English"),
        ("lang:fa", "in the language fa"),
        ("has:auteur", "with an author"),
        ("missing:date", "without a date"),
        ("id:7", "with the number '7'"),
        ("on:2022", "published in 2022"),
        ("on:2022-02", "published in February 2022"),
        ("on:2022-05-27", "published on 27 May 2022"),
        ("on:2022-05..2022-06", "published from 1 May 2022 to 30 June 2022"),
        ("on:9999-12", "published in December 9999"),
        ("since:2022-05", "published on 1 May 2022 or later"),
        ("until:2022-05", "published on 31 May 2022 or earlier"),
    ],
)
def test_a_condition_is_told_in_words(query: str, words: str) -> None:
    assert in_words(read(query).tree) == words
    assert told(query)[2] == f"  {words}"


def test_what_cannot_be_searched_is_told() -> None:
    assert told("😀 …")[1:] == [
        "Keeps:",
        "  no article",
        "Left out: '😀', '…', in which there is no letter or digit to search for.",
    ]


def test_other_spellings_are_told() -> None:
    tree = read("Hammouchi").tree
    lines = explain(
        tree, plan(tree, Planner(CODES, lambda *_: [])), lambda _: None, {"Hammouchi": ["Hamouchi", "حموشي"]}
    )
    assert [*lines][-1] == "Also searched for 'Hammouchi': Hamouchi, حموشي."


@pytest.mark.parametrize(
    "query",
    ["a b -c", 'title:("a b"~3 OR -x*)', "-(a -(b OR on:2022))", "NEAR/5", "has:(date -tag)", "id:(3 4)"],
)
def test_every_tree_can_be_told(query: str) -> None:
    assert len(told(query)) > 2
