"""The planner agrees with the oracle: random queries over the seeds keep exactly what plain Python says they keep."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import THINGS, Article, articles, holds

import archive
from archive import database
from archive.analysis import STOP
from archive.search import search
from archive.search.limits import Limits
from archive.search.syntax import read
from archive.search.tree import (
    Field,
    Near,
    Phrase,
    Prefix,
    Query,
    When,
    Word,
    conjunction,
    disjunction,
    negation,
)

TODAY = date(2026, 11, 21)


@dataclass(frozen=True, repr=False)  # which would be all the articles
class Seeds:
    """Is the archive made of the seeds, its articles as the oracle reads them, and their printed words."""

    press: archive.Archive
    connection: sqlite3.Connection
    articles: list[Article]

    def kept(self, query: Query) -> list[int]:
        return [article["id"] for article in self.articles if holds(query, article)]

    def found(self, query: str) -> list[int]:
        results = self.press.search(query, limit=100, today=TODAY, asking="all", exact=True)
        assert (results.total, results.exact) == (len(results.hits), True)
        return sorted(hit.id for hit in results.hits)

    @property
    def texts(self) -> list[str]:
        shown = ("title", "kicker", "standfirst", "body", "section")
        return [one[name] for one in self.articles for name in shown if one[name]]


def load_all(package: ModuleType) -> None:
    """Loads every module of a package: Hypothesis draws constants from what is loaded, which must not change."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


@pytest.fixture(scope="module")
def seeds(_seeded_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeds]:
    path = Path(shutil.copy(_seeded_once, tmp_path_factory.mktemp("oracle") / "archive.db"))
    with closing(sqlite3.connect(path)) as connection:
        read_articles = articles(connection)
    load_all(archive)
    with archive.open(path) as press, closing(database.connect(path)) as connection:
        yield Seeds(press, connection, read_articles)


FUNCTION_WORDS = st.sampled_from(sorted({word for words in STOP.values() for word in words}))
MUTE = st.sampled_from(["😀", "*", "-", "…"])
THING = st.sampled_from(THINGS)


def begun(text: str) -> Query:
    """Gives the beginning of a word; a sign has none."""
    return Prefix(text) if re.search(r"\w", text) else Word(text)


def leaves(seeds: Seeds, draw: st.DrawFn) -> Query:
    """Draws words as they are printed, seldom ones that stand together in no article."""
    text = draw(st.sampled_from(seeds.texts))
    words = text.split()
    at = draw(st.integers(0, len(words) - 1))
    some = words[at : at + draw(st.integers(1, 4))]
    kind = draw(
        st.sampled_from(
            ["word"] * 4 + ["prefix"] * 2 + ["phrase", "near", "near", "stop", "stop", "mute", "letter"]
        )
    )
    match kind:
        case "word":
            return Word(some[0])
        case "prefix":
            bare = re.sub(r"\W+$", "", some[0]) or some[0]
            return begun(bare[: draw(st.integers(1, len(bare)))])
        case "phrase":
            return Phrase(" ".join(some))
        case "near":
            return near(draw, words[at : at + 12])
        case "stop":
            return Word(draw(FUNCTION_WORDS))
        case "mute":
            return Word(draw(MUTE))
        case _:
            return Word(some[0][0])


def near(draw: st.DrawFn, words: list[str]) -> Query:
    """Draws words that stand close together, with nearly the distance that they have."""
    chosen = sorted(draw(st.sets(st.integers(0, len(words) - 1), min_size=1, max_size=3)))
    distance = max(0, chosen[-1] - chosen[0] - 1 + draw(st.integers(-1, 1)))
    parts = draw(st.permutations([words[at] for at in chosen])) * (2 if len(chosen) == 1 else 1)
    if len(parts) > 2 or draw(st.booleans()):
        return Near(tuple(map(Word, parts)), distance)
    first = draw(st.sampled_from([Phrase(parts[0]), begun(parts[0][:3])]))
    return Near((first, Word(parts[1])), distance)


def fields(seeds: Seeds, draw: st.DrawFn) -> Query:
    article = draw(st.sampled_from(seeds.articles))
    name = draw(st.sampled_from(["outlet", "author", "tag", "section", "lang", "id", "has", "missing"]))
    values = {"lang": [article["language"]], "id": [str(article["id"])], "section": [article["section"]]}
    if name in ("has", "missing"):
        return Field(name, Word(draw(THING)))
    words = [word for value in values.get(name) or article[name] for word in (value or "nowhere").split()]
    value = draw(st.sampled_from(words or ["nowhere"]))
    ways = [Word(value), Phrase(value), begun(value)]
    return Field(name, draw(st.sampled_from(ways)) if name != "lang" else Word(value))


def conditions(draw: st.DrawFn) -> Query:
    days = sorted(draw(st.tuples(*[st.dates(date(2021, 1, 1), date(2024, 12, 31)).map(str)] * 2)))
    return draw(
        st.sampled_from([When("on", *days), When("after", days[0], None), When("before", None, days[1])])
    )


@st.composite
def queries(draw: st.DrawFn, seeds: Seeds, depth: int = 3, *, inside: bool = False) -> Query:
    """Draws normal trees of every kind of node."""
    kinds = (
        ["leaf"] * 3 + ([] if inside else ["field", "when", "text"]) + (["and", "or", "not"] if depth else [])
    )
    match draw(st.sampled_from(kinds)):
        case "leaf":
            return leaves(seeds, draw)
        case "field":
            return fields(seeds, draw)
        case "when":
            return conditions(draw)
        case "text":
            child = draw(queries(seeds, max(depth - 1, 0), inside=True))
            return Field(draw(st.sampled_from(["title", "body"])), child)
        case "not":
            return negation(draw(queries(seeds, depth - 1, inside=inside)))
        case kind:
            parts = draw(st.lists(queries(seeds, depth - 1, inside=inside), min_size=2, max_size=3))
            return conjunction(parts) if kind == "and" else disjunction(parts)


@st.composite
def dated(draw: st.DrawFn, seeds: Seeds, depth: int = 3) -> Query:
    """Draws trees with dates and numbers in every place, beside words that the index decides."""
    match draw(st.sampled_from(["when"] * 3 + ["id", "word"] + ["and", "or", "or", "not"] * bool(depth))):
        case "when":
            return conditions(draw)
        case "id":
            return Field("id", Word(str(draw(st.sampled_from(seeds.articles))["id"])))
        case "word":
            return Word(draw(st.sampled_from(draw(st.sampled_from(seeds.texts)).split())))
        case "not":
            return negation(draw(dated(seeds, depth - 1)))
        case kind:
            parts = draw(st.lists(dated(seeds, depth - 1), min_size=2, max_size=4))
            return conjunction(parts) if kind == "and" else disjunction(parts)


@settings(max_examples=200)
@given(st.data())
def test_dates_and_numbers_anywhere_are_ranges_and_no_candidates(seeds: Seeds, data: st.DataObject) -> None:
    query = data.draw(dated(seeds))
    few = Limits(checked=1, enough=1)  # as few candidates, of these articles, as 2,000 are of very many
    order = data.draw(st.sampled_from(["relevance", "newest", "oldest"]))
    results = search(
        seeds.connection, str(query), limit=100, order=order, limits=few, asking="all", exact=True
    )
    kept = seeds.kept(query)
    assert (sorted(hit.id for hit in results.hits), results.total, results.exact) == (kept, len(kept), True)


@settings(max_examples=200)
@given(st.data())
def test_the_planner_agrees_with_the_oracle(seeds: Seeds, data: st.DataObject) -> None:
    query = data.draw(queries(seeds))
    assert read(str(query), TODAY).tree == query
    assert seeds.found(str(query)) == seeds.kept(query)
