"""Hold the candidates of the index against their printed text: of most no more than the words around one word."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, repeat

from archive import statements
from archive.analysis.tokens import pieces, pieces_in, tokenize
from archive.postings import read_entry
from archive.search.check import Checker, Words, begun, same
from archive.search.plan import Plan, Planner, nodes
from archive.search.sieve import FIRST_ARABIC, Sieve
from archive.search.tree import And, Or, Phrase, Prefix, Query

BETWEEN = "\x1e"
AT_ONCE = 100
"""How many candidates are read in one statement."""

TEXTS = """
SELECT a.id, a.language, a.body, a.title, a.kicker, a.standfirst, a.section,
       (SELECT group_concat(text, ?) FROM captions WHERE article_id = a.id),
       (SELECT group_concat(u.name, ?) FROM bylines b JOIN authors u ON u.id = b.author_id
         WHERE b.article_id = a.id),
       (SELECT group_concat(t.name, ?) FROM article_tags x JOIN tags t ON t.id = x.tag_id
         WHERE x.article_id = a.id)
  FROM articles a WHERE a.id IN ({marks})"""


Sought = Phrase | Prefix


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
        elif isinstance(check, Or) and (sought := _phrases(check.children)):
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
    """Gives the phrases and beginnings that must all stand, where these are all that is to be compared; else none."""
    children = query.children if isinstance(query, And) else (query,)
    sought = tuple(one for one in _phrases(children) if one in compared)
    rest = (node for child in children if child not in sought for node in nodes(child))
    return () if any(node in compared for node in rest) else sought


def _phrases(queries: Iterable[Query]) -> tuple[Sought, ...]:
    return tuple(one for one in queries if isinstance(one, Phrase | Prefix))


def stands_among(sought: Sought, texts: str, language: str) -> bool:
    """Says whether words stand in one of some texts, which `BETWEEN` parts: one word is looked for in all at once."""
    words, _, telling = _words(sought, language)
    if len(words) == 1:
        return stands(sought, texts, language)
    if not words or next(iter(telling.runs(texts)), None) is None:
        return False
    return any(stands(sought, text, language) for text in texts.split(BETWEEN))


def stands(sought: Sought, text: str, language: str) -> bool:
    """Says whether words stand side by side in a text, in their printed forms, of a beginning the last one begun."""
    words, sieve, _ = _words(sought, language)
    known, places = pieces(language), begun if isinstance(sought, Prefix) else same
    for run in sieve.runs(text):
        most = len(known[run[0]]) + len(words) - 1
        if any(places(Words.of(islice(pieces_in(text, language, run.start()), most)), words)):
            return True
    return False


@lru_cache(maxsize=64)
def _words(sought: Sought, language: str) -> tuple[list[str], Sieve, Sieve]:
    """Gives the words with what finds the first of them, and the longest: beside function words it tells most."""
    words = [token.exact for token in tokenize(sought.text, language)]
    only_begun = isinstance(sought, Prefix) and len(words) == 1
    # A stem may go its own way from the third letter on: German `po` for `poe`.
    first = words[0] if words and not (only_begun and words[0] < FIRST_ARABIC) else "".join(words)[:3]
    sieve = Sieve([first])
    return words, sieve, Sieve([max(words, key=len)]) if isinstance(sought, Phrase) and words else sieve
