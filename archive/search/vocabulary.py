"""Which words of an archive begin so: what its lexicon says of a word that is only begun.

They are few where the terms that may stand for any word that begins so are many. Where even they are many, the
commonest of them are looked for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from archive.names.scripts import ARABIC, script_of
from archive.postings import keeps_names
from archive.search.beginnings import Beginning, Row, Words, analyzer, beginning

MOST_WORDS = 2_000
"""How many words are stemmed to see which of them the index holds under a stem that does not begin so."""

DEAR = 50_000
"""How many postings are read for a beginning before it is cut to its commonest words."""

HIDING = 200
"""A stem that does not begin so counts for as many postings as one in so many articles: it has other words too."""

FEWEST, MOST, MOST_POSTINGS = 8, 32, 300_000
"""How many of the commonest words a beginning is cut to, and how many postings the last of them may pass."""

LEAST = 4
"""How many words each of very many beginnings is cut to that share all this."""

END = "\U0010ffff"
BEGUN = "SELECT term, df FROM lexicon WHERE term >= ? AND term < ? ORDER BY df DESC, term LIMIT ?"
HOW_MANY = "SELECT count(*) FROM lexicon WHERE term >= ? AND term < ?"
POSTINGS = "SELECT sum(df) FROM lexicon WHERE term >= ? AND term < ?"
ARTICLES = "SELECT coalesce(max(id), 0) FROM articles"

Stems = Mapping[str, frozenset[str]]
"""The stems of words, in any of the languages of an archive."""


def beginning_in(
    connection: sqlite3.Connection, text: str, codes: Collection[str], *, complete: bool, among: int = 1
) -> Beginning:
    """Gives how the index of an archive can hold a beginning; unless `complete`, the commonest of very many words.

    `among` is how many beginnings a query has: they share what may be read for one.
    """
    guessed = beginning(text, codes)
    (begun,) = next(iter(guessed.sure), ("",))
    if script_of(begun) is None or not keeps_names(connection):
        return guessed
    between = (begun, begun + END)
    found = connection.execute(BEGUN, (*between, MOST_WORDS + 1)).fetchall()
    words, commonest = [word for word, _ in found], _commonest(found, among)
    dear_from = DEAR // among
    number, postings = len(found), sum(df for _, df in found)
    all_of_them = complete or len(commonest) == number
    if number > MOST_WORDS and not all_of_them:
        number = connection.execute(HOW_MANY, between).fetchone()[0]
        if (
            postings <= dear_from
        ):  # else the commonest tell; to sum all takes ten times as long as to count them
            postings = connection.execute(POSTINGS, between).fetchone()[0]
    dear = not all_of_them and postings > dear_from
    if number > MOST_WORDS and not dear:
        return guessed
    if not dear:
        stems = _stems(begun, words, codes)
        hidden = {stem for some in stems.values() for stem in some if not stem.startswith(begun)}
        articles = connection.execute(ARTICLES).fetchone()[0]
        if all_of_them or len(hidden) * articles // HIDING <= dear_from:
            return Beginning(guessed.sure, begun=guessed.sure, whole=_rows(hidden))
    return _cut(begun, _stems(begun, commonest, codes), number)


def _stems(begun: str, words: Iterable[str], codes: Collection[str]) -> Stems:
    analyzers = {analyzer(code) for code in codes or ("und",)}
    arabic = script_of(begun) == ARABIC
    ways: set[Callable[[str], str]] = {one.arabic if arabic else one.stem for one in analyzers}
    return {word: frozenset(stem(word) for stem in ways) for word in words}


def _commonest(found: Sequence[tuple[str, int]], among: int) -> list[str]:
    fewest, most = (max(number // among, min(number, LEAST)) for number in (FEWEST, MOST))
    postings, taken = 0, list[str]()
    for word, df in found[:most]:
        if len(taken) >= fewest and postings > MOST_POSTINGS // among:
            break
        taken.append(word)
        postings += df
    return taken


def _cut(begun: str, stems: Stems, of: int) -> Beginning:
    """Gives a beginning by some of its words: where most are answers by their stems, by these."""
    plain = [word for word, some in stems.items() if all(stem.startswith(begun) for stem in some)]
    taken = plain if len(plain) > len(stems) // 2 else list(stems)
    whole = _rows(stem for word in taken for stem in stems[word])
    return Beginning(frozenset([(begun,)]), whole=whole, cut=Words(taken, of))


def _rows(stems: Iterable[str]) -> frozenset[Row]:
    return frozenset((stem,) for stem in stems)
