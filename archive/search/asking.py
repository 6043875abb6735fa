"""From a typed query to what runs: the first half of every question, whether it wants hits, facets or a timeline."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from archive import postings, statements
from archive.analysis import readings, tokenize
from archive.frozen import Frozen
from archive.names.expansion import Expansion, expand, told_names
from archive.search import Names
from archive.search.fields import TEXT_FIELDS
from archive.search.loosening import bare_words, loosened
from archive.search.matching import Confirms
from archive.search.meaning import any_of
from archive.search.plan import Plan, Planner, nodes, plan
from archive.search.syntax import read
from archive.search.tree import And, Everything, Field, Near, Not, Or, Phrase, Prefix, Query, Word, beginnings
from archive.search.widening import stands, telling, widened

if TYPE_CHECKING:
    from archive.search.beginnings import Beginning, Words

RAREST = "SELECT count(*), min(df) FROM lexicon WHERE term IN ({marks})"
EVERYWHERE = 400_000
"""In how many articles each word stands of a phrase that is not ranked."""

WITHOUT_NAMES = (
    "names are found as typed only; `archive index rebuild --with-names` finds their other spellings"
)
LONGEST_NAME = 40
MOST_SUGGESTIONS = 5

Asking = Literal["best", "all", "any"]
"""How many of the words must stand in an article: all, where nothing has all most of them; all; or any."""


class Asked(Frozen):
    """Is a typed query made ready for one archive.

    `plan` is how it runs in its widest form, with the other spellings of names; `tiers` are plans that keep nothing
    in common, as typed first; `loose` is content with any of the words, None where that is not wanted; `words` are
    what ranks, `bare` what may give way. `planner` knows the languages and names of the archive, `confirms` holds
    candidates of the index against their printed text; `also` gives the spellings that were added to each word;
    `remarks` are what could not be made sense of. `everywhere` says that a phrase too common to be ranked is enough.
    """

    plan: Plan
    planner: Planner
    confirms: Confirms
    remarks: tuple[str, ...] = ()
    tree: Query = Everything()
    tiers: tuple[Plan, ...] = ()
    loose: Plan | None = None
    words: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    everywhere: bool = False

    @property
    def typed(self) -> Plan:
        """The plan without other spellings."""
        return self.tiers[0] if self.tiers else self.plan

    def keeps(self, entry: postings.Entry) -> bool:
        """Says whether the whole query keeps an entry, by its printed text and its day."""
        return self.holds(self.plan.meant, entry)

    def holds(self, query: Query, entry: postings.Entry) -> bool:
        """Says whether what is meant by a query keeps an entry."""
        from archive.search.check import Checker  # most queries are decided by the index

        return Checker(self.planner).holds(query, entry)


def ask(
    connection: sqlite3.Connection,
    text: str,
    today: date | None = None,
    *,
    asking: Asking = "best",
    exact: bool = False,
    complete: bool = True,
) -> Asked:
    """Reads and plans a typed query; any string is one.

    `today` gives a meaning to `on:yesterday`; with `exact` names are searched as typed only. Unless `complete`, only
    the commonest of many words that begin alike are looked for, and phrases that stand everywhere are not ranked.
    """
    reading = read(text, today)
    codes, names = postings.languages(connection), Names(connection)
    speller = None if exact else _Speller(connection, codes)
    tree = any_of(reading.tree) if asking == "any" else reading.tree
    wide = widened(tree, speller, codes)
    among = max(1, len(beginnings(reading.tree)))
    planner = Planner(codes, names.ids, _beginnings(connection, codes, among, complete=complete))
    planned = plan(wide.widest, planner)
    looser = loosened(reading.tree) if asking == "best" else None
    bare = tuple(bare_words(reading.tree))
    remarks = [remark.message for remark in reading.remarks]
    remarks += [f"there is nothing to search in {word!r}" for word in planned.dropped]
    remarks += [_cut(text, words) for text, words in planned.cut.items()]
    remarks += [f"there is no {field} called {name!r} in this archive" for field, name in names.missing]
    remarks += [WITHOUT_NAMES] if bare and speller and not postings.keeps_names(connection) else []
    tiers = tuple(plan(tier, planner) for tier in wide.tiers())
    shown = nodes(tiers[0].meant, shown=True)
    return Asked(
        plan=planned,
        planner=planner,
        confirms=_confirming(connection, planner),
        remarks=(*remarks, *_suggestions(connection, bare, wide.also, codes)),
        tree=reading.tree,
        tiers=tiers,
        loose=plan(widened(looser, speller, codes).widest, planner) if looser else None,
        words=tuple(node.text for node in shown if isinstance(node, Word | Phrase)),
        bare=bare,
        also=wide.also,
        everywhere=not complete and _is_everywhere(connection, planned, codes),
    )


def _beginnings(
    connection: sqlite3.Connection, codes: Collection[str], among: int, *, complete: bool
) -> Callable[[str], Beginning]:
    @cache  # each plan of a query asks for it
    def begun(text: str) -> Beginning:
        from archive.search.vocabulary import beginning_in  # few queries have one

        return beginning_in(connection, text, codes, complete=complete, among=among)

    return begun


def _cut(text: str, words: Words) -> str:
    told = f"of {words.of:,} words that begin with {text!r}, the {len(words.words)} commonest are looked for"
    return f"{told}; --all-matches takes all"


def _is_everywhere(connection: sqlite3.Connection, planned: Plan, codes: Collection[str]) -> bool:
    """Says whether a phrase is enough to be an answer whose every word stands in very many articles.

    To rank it the index compares the places of its words in all of them, and once more to count them.
    """
    return any(_is_common(connection, phrase, codes) for phrase in _enough(planned.meant))


def _enough(query: Query) -> Iterator[Phrase | Near]:
    """Gives the phrases, and words close to one another, that need no other word beside them."""
    match query:
        case Phrase() | Near():
            yield query
        case Field(name, child) if name in TEXT_FIELDS:
            yield from _enough(child)
        case Or(children):
            for child in children:
                yield from _enough(child)
        case And(children):
            texts = [child for child in children if not isinstance(child, Not) and _has_words(child)]
            if len(texts) == 1:
                yield from _enough(texts[0])
        case _:
            return


def _has_words(query: Query) -> bool:
    return any(isinstance(node, Word | Phrase | Prefix | Near) for node in nodes(query))


def _is_common(connection: sqlite3.Connection, phrase: Phrase | Near, codes: Collection[str]) -> bool:
    texts = [child.text for child in (phrase.children if isinstance(phrase, Near) else (phrase,))]
    words = {token.exact for code in codes for text in texts for token in tokenize(text, code)}
    statement = RAREST.format(marks=statements.marks(words))
    number, rarest = connection.execute(statement, tuple(words)).fetchone()
    return bool(number == len(words) > 1 and rarest >= EVERYWHERE)


def _confirming(connection: sqlite3.Connection, planner: Planner) -> Confirms:
    def confirms(planned: Plan, articles: Sequence[int]) -> Iterator[bool]:
        from archive.search.confirming import Confirmer  # most queries are decided by the index

        return Confirmer(connection, planner)(planned, articles)

    return confirms


def explained(connection: sqlite3.Connection, asked: Asked) -> Iterator[str]:
    """Gives the lines that say how a query is understood, with the number of articles of each part."""
    from archive.search.explain import explain
    from archive.search.matching import matching

    def count(part: Query) -> int:
        planned = plan(part, asked.planner)
        return matching(connection, planned, asked.confirms).count(connection)

    yield from explain(asked.tree, asked.typed, count, asked.also)


def spellings(connection: sqlite3.Connection, word: str) -> list[dict[str, object]]:
    """Gives the spellings of a name that the archive holds, as typed first, then best first."""
    from archive.names import lexicon
    from archive.names.expansion import folded

    own = lexicon.entry(connection, folded(word))
    expansion = expand(connection, word, capital=True)
    typed = [{"spelling": own.shown, "found": "as typed", "articles": own.df, "score": None}] if own else []
    groups = {"same script": expansion.same_script, "other script": expansion.other_script}
    return [
        *typed,
        *(
            {"spelling": one.surface, "found": found, "articles": one.df, "score": one.score}
            for found, group in groups.items()
            for one in group
        ),
    ]


class _Speller:
    """Knows names by the lexicon of an archive, in spellings by which its index tells something."""

    def __init__(self, connection: sqlite3.Connection, codes: Collection[str]) -> None:
        self.connection, self.codes = connection, codes
        # A query asks for a word in each of its widths.
        self.expand: Callable[[str, bool], Expansion] = cache(self._expand)
        self.told: Callable[[], Container[str]] = cache(partial(told_names, connection))

    def _expand(self, word: str, capital: bool) -> Expansion:
        if len(word) > LONGEST_NAME and " " not in word:  # what was pasted without a space is no name
            return Expansion(word)
        return telling(self.connection, expand(self.connection, word, capital=capital), self.codes)


def _suggestions(
    connection: sqlite3.Connection,
    words: tuple[str, ...],
    also: Mapping[str, tuple[str, ...]],
    codes: Collection[str],
) -> Iterator[str]:
    """Gives a remark for each word that the archive does not know, in any form of it, but nearly knows."""
    from archive.names import lexicon
    from archive.names.expansion import folded

    for word in words[:MOST_SUGGESTIONS]:
        if (
            len(word) > LONGEST_NAME
            or word in also
            or " " in folded(word)
            or lexicon.entry(connection, folded(word))
            or stands(connection, readings(word, codes))
        ):
            continue
        from archive.names.corrections import did_you_mean

        near = did_you_mean(connection, word)
        if near:
            yield f"the archive does not know {word!r}; did you mean {near[0].surface!r}?"
