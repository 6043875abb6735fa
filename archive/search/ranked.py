"""The best articles first: those with all of the words, ordered by what is printed, then those with most of them."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from archive.frozen import Frozen
from archive.postings import MARK, UNDATED_END
from archive.search.execute import Page
from archive.search.plan import Plan
from archive.search.printed import Printed
from archive.search.ranking import (
    NO_SPELLINGS,
    Also,
    Counted,
    Sought,
    Standing,
    Tally,
    sought,
    standing,
    weight,
)

MOST_READ = 30
"""How many of the best by the index are read again, a tenth of a millisecond each."""

FEW = 10
"""With fewer articles than this that have all of the words, those that have most of them follow."""

MOST_LITERAL = 2
"""Up to how many words mean all or nothing, as long as anything has all."""

LEAST_COVERAGE = 0.3
"""How much of the question, by weight, an article has that follows those with all of it."""

MOST_COUNTED = 1_000
"""How many of a word's articles are counted; beyond that the newest of them tell how many there are in all."""

MOST_SPOKEN = 200
"""Of how many of these the languages are looked up, where they tell the shares of more."""

NEWEST = """
SELECT count(*), min(id) FROM (
  SELECT rowid AS id FROM article_index WHERE article_index MATCH ? ORDER BY rowid DESC LIMIT ?)"""
SPOKEN = """
SELECT p.language FROM (
  SELECT rowid AS docid FROM article_index WHERE article_index MATCH ? ORDER BY rowid DESC LIMIT ?) h
  CROSS JOIN postings p ON p.docid = h.docid"""
SPAN = "SELECT (SELECT min(docid) FROM postings WHERE docid >= ?), max(docid) FROM postings"

Find = Callable[[Plan, int, int], Page]
"""Gives hits of a plan in the order of the index: `find(plan, limit, offset)`."""


class Ranked(Frozen):
    """Is an article with its standing among those found."""

    article_id: int
    standing: Standing


class Answer(Frozen):
    """Is a page of the best articles; `whole` is how many have all of the words, None where nothing else is listed."""

    page: Page
    whole: int | None = None


def best(
    printed: Printed,
    find: Find,
    plans: tuple[Plan, Plan | None],
    words: Sequence[str],
    *,
    limit: int = 20,
    offset: int = 0,
    also: Also = NO_SPELLINGS,
    counted: Page | None = None,
) -> Answer:
    """Gives a page of the best articles for a plan and, where too few have all of the words, for its looser one.

    From three words on, when fewer than ten articles have all, those follow that have a third of them by weight;
    when nothing has all, the best for any of them are the answer. `also` are other spellings of the words; `counted`
    is the plan's page without its hits, where it is known.
    """
    strict, loose = plans
    found = counted if counted and not counted.total else find(strict, MOST_READ, 0)
    if loose is None or found.total >= FEW or (found.total and len(words) <= MOST_LITERAL):
        return Answer(_page(printed, find, strict, found, (words, also), limit, offset))
    looser = find(loose, MOST_READ + FEW, 0)
    if not found.total:
        return Answer(
            _page(printed, find, loose, looser, (words, also), limit, offset), 0 if looser.total else None
        )
    whole = [one for one, _ in found.hits]
    first = ranked(printed, whole, words, also)
    others = ranked(printed, [one for one, _ in looser.hits if one not in whole], words, also)
    follow = [one for one in others if one.standing.coverage >= LEAST_COVERAGE]
    hits = tuple((one.article_id, one.standing.strength) for one in (*first, *follow))
    page = Page(hits[offset : offset + limit], len(hits), found.exact)
    return Answer(page, found.total if follow else None)


def _page(
    printed: Printed,
    find: Find,
    plan: Plan,
    found: Page,
    wanted: tuple[Sequence[str], Also],
    limit: int,
    offset: int,
) -> Page:
    """Gives a page of which the first `MOST_READ` hits stand in the order of what is printed."""
    end = offset + limit
    top = ranked(printed, [one for one, _ in found.hits[:MOST_READ]], *wanted)
    hits = [(one.article_id, one.standing.strength) for one in top][offset:end]
    if end > MOST_READ < found.total:
        start = max(offset, MOST_READ)
        hits += find(plan, end - start, start).hits
    return Page(tuple(hits), found.total, found.exact, found.ranked)


def ranked(
    printed: Printed,
    articles: Sequence[int],
    words: Sequence[str],
    also: Also = NO_SPELLINGS,
) -> list[Ranked]:
    """Orders articles by how well their printed text answers the words; of equals the one given first stays so."""
    read: list[tuple[int, str, Counted]] = []
    tallies: dict[str, Tally] = {}
    for text in printed.texts(articles):
        language = text.language
        if language not in tallies:
            tallies[language] = Tally(sought(words, language, also), language)
        title, body = f"{text.title or ''} {text.kicker or ''}", f"{text.standfirst or ''} {text.body}"
        read.append((text.article_id, language, tallies[language].count(title, body, text.size)))
    mean = sum(counted.size for _, _, counted in read) / len(read) if read else 0.0
    weights = _weights(printed.connection, {language: tally.words for language, tally in tallies.items()})
    found = [Ranked(one, standing(counted, weights[language], mean)) for one, language, counted in read]
    return sorted(found, key=lambda one: -one.standing.strength)


def _weights(connection: sqlite3.Connection, words: Mapping[str, Sequence[Sought]]) -> dict[str, list[float]]:
    """Gives what each word weighs in each language; a word beside no other is not weighed."""
    met = cache(partial(frequencies, connection))

    def weigh(some: Sequence[Sought], language: str) -> list[float]:
        articles = frequency(connection, f'"{MARK}l{language}"')
        return [weight(met(word.term)[language], articles) for word in some]

    return {
        language: weigh(some, language) if len(some) > 1 else [1.0] * len(some)
        for language, some in words.items()
    }


def frequencies(connection: sqlite3.Connection, term: str) -> Mapping[str, float]:
    """Gives in how many articles of each language a term stands, about, where they are more than `MOST_COUNTED`.

    The languages of the newest tell: to look for a term beside the mark of a language that hardly uses it would
    walk all articles of that language.
    """
    match = f'"{term}"'
    number = frequency(connection, match)
    few = number < MOST_COUNTED
    met = Counter(one for (one,) in connection.execute(SPOKEN, (match, number if few else MOST_SPOKEN)))
    each = 1.0 if few else number / max(1, met.total())
    return defaultdict(float, {language: each * times for language, times in met.items()})


def frequency(connection: sqlite3.Connection, match: str) -> int:
    """Gives how many postings match an expression, about, where they are more than `MOST_COUNTED`."""
    count, oldest = connection.execute(NEWEST, (match, MOST_COUNTED)).fetchone()
    if count < MOST_COUNTED:
        return int(count)
    first, last = connection.execute(SPAN, (UNDATED_END,)).fetchone()
    return int(count * max(1.0, (last - (first or 0)) / max(1, last - oldest)))
