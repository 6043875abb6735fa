"""Hold the candidates of the index against their printed text: of most no more than the words around one word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import lru_cache
from itertools import islice, repeat

from archive import statements
from archive.analysis.analyzers import RUN
from archive.analysis.tokens import LONGEST, pieces, pieces_in, tokenize
from archive.postings import read_entry
from archive.search.check import Checker, Words, begun, places, same
from archive.search.plan import Plan, Planner, nodes
from archive.search.sieve import FIRST_ARABIC, Sieve
from archive.search.tree import And, Near, Or, Phrase, Prefix, Query, Word

BETWEEN = "\x1e"
AT_ONCE = 100
"""How many candidates are read in one statement."""

LOOKED_AROUND = 8
"""Around how many places of a word others are looked for before the whole text is."""

TEXTS = """
SELECT a.id, a.language, a.body, a.title, a.kicker, a.standfirst, a.section,
       (SELECT group_concat(text, ?) FROM captions WHERE article_id = a.id),
       (SELECT group_concat(u.name, ?) FROM bylines b JOIN authors u ON u.id = b.author_id
         WHERE b.article_id = a.id),
       (SELECT group_concat(t.name, ?) FROM article_tags x JOIN tags t ON t.id = x.tag_id
         WHERE x.article_id = a.id)
  FROM articles a WHERE a.id IN ({marks})"""


Sought = Phrase | Prefix | Near


class Confirmer:
    """Says of articles, one after another, whether the tree that a plan has to check keeps them."""

    def __init__(self, connection: sqlite3.Connection, planner: Planner) -> None:
        self.connection, self.checker = connection, Checker(planner)

    def __call__(self, plan: Plan, articles: Sequence[int]) -> Iterator[bool]:
        """Says of each article, in their order, whether it is right where the index can only bound the answer."""
        check = plan.check
        if check is None:
            yield from repeat(True, len(articles))
        elif sought := _all_sought(check, plan.compared):
            for some in statements.lots(articles, AT_ONCE):
                yield from (all(found) for found in self._stand(sought, some))
        elif isinstance(check, Or) and (sought := _sought(check.children)):
            others = len(sought) < len(check.children)
            for some in statements.lots(articles, AT_ONCE):
                found_in = zip(some, self._stand(sought, some), strict=True)
                yield from (
                    any(found) or (others and self._holds(check, number)) for number, found in found_in
                )
        else:
            yield from (self._holds(check, number) for number in articles)

    def _holds(self, check: Query, number: int) -> bool:
        entry = read_entry(self.connection, number)
        return entry is not None and self.checker.holds(check, entry)

    def _stand(self, sought: tuple[Sought, ...], articles: Sequence[int]) -> Iterator[Iterator[bool]]:
        """Says for each article of each thing sought whether it stands, looking when asked; nothing stands in none."""
        texts = self._texts(articles)
        for number in articles:
            whole, language = texts.get(number, ("", ""))
            yield (bool(whole) and stands_among(one, whole, language) for one in sought)

    def _texts(self, articles: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Gives all texts of articles, which `BETWEEN` parts, with their language."""
        statement = TEXTS.format(marks=statements.marks(articles))
        rows = self.connection.execute(statement, (BETWEEN, BETWEEN, BETWEEN, *articles))
        return {
            number: (BETWEEN.join(filter(None, columns)), language) for number, language, *columns in rows
        }


@lru_cache(maxsize=16)
def _all_sought(query: Query, compared: tuple[Query, ...]) -> tuple[Sought, ...]:
    """Gives the exact words that must all stand, where these are all that is to be compared; else none."""
    children = query.children if isinstance(query, And) else (query,)
    sought = tuple(one for one in _sought(children) if one in compared)
    rest = (node for child in children if child not in sought for node in nodes(child))
    return () if any(node in compared for node in rest) else sought


def _sought(queries: Iterable[Query]) -> tuple[Sought, ...]:
    return tuple(one for one in queries if isinstance(one, Sought))


def stands_among(sought: Sought, texts: str, language: str) -> bool:
    """Says whether words stand in one of some texts, which `BETWEEN` parts: one word is looked for in all at once."""
    if isinstance(sought, Near):
        return _stand_close(sought, texts, language)
    words, _, telling = _words(sought, language)
    if len(words) == 1:
        return stands(sought, texts, language)
    if not words or not _finds(telling, texts):
        return False
    return any(stands(sought, text, language) for text in texts.split(BETWEEN))


def _stand_close(near: Near, texts: str, language: str) -> bool:
    """Says whether words stand close to one another in one of some texts."""
    sieves, reach = _tellings(near, language)
    numbers = [sum(1 for _ in islice(sieve.runs(texts), LOOKED_AROUND + 1)) for sieve in sieves]
    if 0 in numbers:
        return False
    rarest = sieves[numbers.index(min(numbers))]
    return any(_close_in(near, text, language, rarest, reach) for text in texts.split(BETWEEN))


def _close_in(near: Near, text: str, language: str, telling: Sieve, reach: int) -> bool:
    """Looks around the first places of one word; if there are many more, at the whole text."""
    known = pieces(language)
    for number, run in enumerate(telling.runs(text)):
        if number == LOOKED_AROUND:
            return any(places(near, Words.within(text, language), language))
        start, before = _reaching_back(text, run.start(), reach, known)
        most = before + len(known[run[0]]) + reach
        if any(places(near, Words.of(islice(pieces_in(text, language, start), most)), language)):
            return True
    return False


def _reaching_back(text: str, end: int, reach: int, known: Mapping[str, Sized]) -> tuple[int, int]:
    """Gives where the run begins with which so many words stand before a place, and how many these are."""
    number, first = 0, max(0, end - LONGEST * reach)
    for run in RUN.finditer(text[first:end][::-1]):
        number += len(known[run[0][::-1]])
        if number >= reach and run.end() < end - first:
            return end - run.end(), number
    return 0, end  # no more words than letters


def _finds(sieve: Sieve, texts: str) -> bool:
    return next(iter(sieve.runs(texts)), None) is not None


@lru_cache(maxsize=64)
def _tellings(near: Near, language: str) -> tuple[Sequence[Sieve], int]:
    """Gives what finds the longest word of each part, and how many words from it the others stand at most."""
    read = [(part, tokenize(part.text, language)) for part in near.children]
    sieves = [
        Sieve(terms=[max((word.term for word in words), key=len, default="")])
        if isinstance(part, Word)
        else _words(part, language)[2]
        for part, words in read
    ]
    return sieves, near.distance + 2 * max(len(words) for _, words in read)


def stands(sought: Phrase | Prefix, text: str, language: str) -> bool:
    """Says whether words stand side by side in a text, in their printed forms, of a beginning the last one begun."""
    words, sieve, _ = _words(sought, language)
    known, standing = pieces(language), begun if isinstance(sought, Prefix) else same
    for run in sieve.runs(text):
        most = len(known[run[0]]) + len(words) - 1
        if any(standing(Words.of(islice(pieces_in(text, language, run.start()), most)), words)):
            return True
    return False


@lru_cache(maxsize=64)
def _words(sought: Phrase | Prefix, language: str) -> tuple[list[str], Sieve, Sieve]:
    """Gives the words with what finds the first of them, and the longest: beside function words it tells most."""
    words = [token.exact for token in tokenize(sought.text, language)]
    only_begun = isinstance(sought, Prefix) and len(words) == 1
    # A stem may go its own way from the third letter on: German `po` for `poe`.
    first = words[0] if words and not (only_begun and words[0] < FIRST_ARABIC) else "".join(words)[:3]
    sieve = Sieve([first])
    return words, sieve, Sieve([max(words, key=len)]) if isinstance(sought, Phrase) and words else sieve
