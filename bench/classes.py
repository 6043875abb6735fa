"""The kinds of questions that are measured, drawn from the corpus by how many articles hold a word."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise
from typing import Literal

from corpus import Article

from archive.analysis import is_stop, readings
from archive.analysis.analyzers import RUN

A_CLASS = 10
"""How many questions of a class are asked."""

BANDS = {
    "rare": (0.00005, 0.0005),
    "medium": (0.005, 0.02),
    "common": (0.05, 0.15),
    "everywhere": (0.20, 0.60),
}
"""The share of the articles that hold a word of a band."""

LANGUAGES = ("ar", "en", "fr")
YEAR = 2019
NAMES = "Mohamed Hassan Macron Trump Obama Ahmed Moscou Rabat Merkel Bachar".split()
"""Names that both scripts of the corpus hold."""

Shape = Literal["and", "or", "phrase", "prefix"]
Kind = Literal["ranked", "newest", "dates", "outlet", "author", "tag", "facets", "count"]


@dataclass(frozen=True, slots=True)
class Question:
    """Is one question: as typed into the archive, and as terms for engines that are given the analysed corpus.

    `value` is what a filter keeps: the name of an outlet, author or tag.
    """

    typed: str
    terms: tuple[str, ...]
    shape: Shape = "and"
    kind: Kind = "ranked"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Is a printed word with the one term that all languages of the corpus read it as."""

    printed: str
    term: str


Pools = dict[str, list[Word]]
Neighbours = dict[tuple[str, str], list[tuple[Word, Word]]]


class Draw:
    """Draws words of a band and neighbours of two bands, the same ones from the same corpus."""

    def __init__(self, articles: list[Article], frequency: Callable[[str], int], total: int) -> None:
        self.articles, self.total = articles, total
        self.random = random.Random(5)
        self._frequency, self._known = frequency, dict[str, int]()
        self._bands: dict[str, str | None] = {}
        self.pools = self._pools()

    def band(self, word: Word) -> str | None:
        """Gives the band of a word by the number of articles that hold it."""
        if word.term not in self._bands:
            share = self._frequency(word.term) / self.total
            bands = (name for name, (low, high) in BANDS.items() if low <= share <= high)
            self._bands[word.term] = next(bands, None)
        return self._bands[word.term]

    def _pools(self) -> Pools:
        pools: Pools = {name: [] for name in BANDS}
        runs = {run for article in self.articles for run in RUN.findall(article["body"])}
        candidates = sorted(runs)
        self.random.shuffle(candidates)
        for run in candidates:
            if all(len(pool) >= 4 * A_CLASS for pool in pools.values()):
                break
            word = plain_word(run)
            band = word and self.band(word)
            if word and band and word.term not in {one.term for one in pools[band]}:
                pools[band].append(word)
        return pools

    def words(self, band: str, number: int = A_CLASS, skip: int = 0) -> list[Word]:
        """Gives words of a band."""
        return self.pools[band][skip : skip + number]

    def neighbours(self, band: str) -> list[tuple[Word, Word]]:
        """Gives pairs of different words of a band that stand side by side somewhere."""
        return list(dict(islice(((pair, None) for pair in self._pairs(band)), A_CLASS)))

    def _pairs(self, band: str) -> Iterator[tuple[Word, Word]]:
        for article in self.articles:
            for left, right in pairwise(article["body"].split()):
                one, other = plain_word(left), plain_word(right)
                if one and other and one.term != other.term and self.band(one) == self.band(other) == band:
                    yield one, other


def plain_word(run: str) -> Word | None:
    """Gives a run of letters as a word where all languages read it as one and the same term."""
    if not run.isalpha() or not 3 <= len(run) <= 20:
        return None
    read = readings(run.lower(), LANGUAGES)
    return Word(run.lower(), read[0][0]) if len(read) == 1 and len(read[0]) == 1 else None


def drawn(connection: sqlite3.Connection, articles: list[Article]) -> dict[str, list[Question]]:
    """Gives the questions of every class for an archive and the first articles of its corpus."""

    def frequency(term: str) -> int:
        match = f'"{term}"'
        sql = "SELECT count(*) FROM article_index WHERE article_index MATCH ?"
        return int(connection.execute(sql, (match,)).fetchone()[0])

    total = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    draw = Draw(articles, frequency, total)
    telling = [word for word in draw.pools["common"] if not is_stop(word.term, None)]
    mixed = [*draw.words("common", A_CLASS // 2), *draw.words("everywhere", A_CLASS // 2)]
    return {
        **{band: [single(word) for word in draw.words(band)] for band in BANDS},
        "two words": pairs(draw.words("medium"), telling),
        "two words everywhere": pairs(draw.words("everywhere"), draw.words("everywhere", A_CLASS, A_CLASS)),
        "one of three": threes(draw.words("rare"), draw.words("medium"), telling),
        "one of three common": threes(telling, telling[A_CLASS:], draw.words("everywhere")),
        "phrase": [phrase(*pair) for pair in draw.neighbours("common")],
        "phrase of two words everywhere": [phrase(*pair) for pair in draw.neighbours("everywhere")],
        "beginning": [
            Question(f"{word.printed[:4]}*", (word.printed[:4],), "prefix")
            for word in draw.words("medium", 4 * A_CLASS)
            if len(word.printed) > 4
        ][:A_CLASS],
        "name in every spelling": [Question(name, (name.lower(),)) for name in NAMES],
        "newest first": [single(word, "newest") for word in mixed],
        "of one year": [single(word, "dates", str(YEAR), f"on:{YEAR}") for word in mixed],
        **dict(named(connection, mixed)),
        "facets": [single(word, "facets") for word in mixed],
        "count": [single(word, "count") for word in mixed],
    }


def named(connection: sqlite3.Connection, words: list[Word]) -> Iterator[tuple[str, list[Question]]]:
    """Gives the questions that keep what one outlet, author or tag has: neither the largest nor the smallest."""
    kinds: tuple[Kind, ...] = ("outlet", "author", "tag")
    for kind in kinds:
        names = [name for (name,) in connection.execute(f"SELECT name FROM {kind}s ORDER BY id LIMIT 40")]
        pairs = zip(words, names[5::3], strict=False)
        yield (
            f"of one {kind}",
            [single(word, kind, name, f'{kind}:"{name}"') for word, name in pairs],
        )


def single(word: Word, kind: Kind = "ranked", value: str = "", condition: str = "") -> Question:
    """Gives a question for one word, with a condition in the language of the archive."""
    return Question(f"{word.printed} {condition}".strip(), (word.term,), kind=kind, value=value)


def pairs(left: list[Word], right: list[Word]) -> list[Question]:
    """Gives questions for two words that both must stand."""
    both = zip(left, right, strict=False)
    return [Question(f"{a.printed} {b.printed}", (a.term, b.term)) for a, b in both][:A_CLASS]


def threes(*pools: list[Word]) -> list[Question]:
    """Gives questions for three words of which any may stand."""
    rows = zip(*pools, strict=False)
    return [Question(" OR ".join(w.printed for w in row), tuple(w.term for w in row), "or") for row in rows][
        :A_CLASS
    ]


def phrase(left: Word, right: Word) -> Question:
    """Gives a question for two words side by side."""
    return Question(f'"{left.printed} {right.printed}"', (left.term, right.term), "phrase")


def bounds() -> tuple[int, int]:
    """Gives the first and last day of the year of `of one year`."""
    return date(YEAR, 1, 1).toordinal(), date(YEAR, 12, 31).toordinal()
