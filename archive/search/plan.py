"""From the tree to what the index is asked: an FTS5 expression for each part of the archive, and what is to check.

FTS5 never sees what a person typed: every term of an expression comes out of an analyzer and stands in quotes. The
index holds stems, so exact words (quotes) are only bounded by the expression; then the plan carries the tree, and
`archive.search.check` holds it against the printed text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from archive.analysis import readings, terms, tokenize
from archive.frozen import Frozen
from archive.postings import EVERYTHING, MARK, UNUSUAL, section_token, thing_token
from archive.search.fields import HAVING, TEXT_FIELDS
from archive.search.meaning import meaning
from archive.search.parting import Part, parts
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
    beginnings,
)
from archive.search.tree import nodes as nodes
from archive.search.values import language_named, thing_named
from archive.text import key

if TYPE_CHECKING:
    from archive.search.beginnings import Beginning, Words

Lookup = Callable[[str, str, bool], Sequence[int]]
"""Gives the ids of the outlets, authors or tags whose name holds the words: `lookup("author", "hajar", False)`."""

ALL = f'"{EVERYTHING}"'
NONE = f'"{MARK}never"'
NAMED = {"outlet": "o", "author": "a", "tag": "t"}


class Marks(Frozen):
    """Is what a snippet marks: terms, beginnings of terms, and exact words."""

    terms: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    exacts: frozenset[str] = frozenset()


class Plan(Frozen):
    """Is how a query will run.

    `parts` are those of the archive in which it keeps anything, and `matches` gives the FTS5 expression for what it is
    in each; `check` is the tree to hold against each candidate, None where the expressions alone are right, and
    `compared` are the nodes for which it is held; `meant` is what of the query is searched; `dropped` are the words in
    which there is nothing to search, `passed_over` the function words beside other words; `cut` are beginnings with
    the words of the archive that stand for them, where not all do.
    """

    parts: tuple[Part, ...]
    matches: Mapping[Query, str]
    check: Query | None = None
    marks: Marks = Marks()
    dropped: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()
    meant: Query = Everything()
    compared: tuple[Query, ...] = ()
    cut: Mapping[str, Words] = MappingProxyType({})

    @property
    def days(self) -> tuple[int, int]:
        """The first day and the last of all parts."""
        return min(part.start for part in self.parts), max(part.end for part in self.parts)


class Planner(Frozen):
    """Turns trees of what is meant into expressions; `codes` are the languages of the archive.

    `begun` gives how its index can hold a beginning; without it that is worked out by rules.
    """

    codes: Collection[str]
    lookup: Lookup
    begun: Callable[[str], Beginning] | None = None

    def beginning(self, text: str) -> Beginning:
        """Gives how the index can hold a beginning."""
        if self.begun:
            return self.begun(text)
        from archive.search.beginnings import beginning  # few queries have one

        return beginning(text, self.codes)

    def bound(self, query: Query, column: str, *, upper: bool) -> str:
        """Gives an expression that matches at least (upper) or at most (not upper) what the query keeps."""
        match query:
            case Everything():
                return ALL
            case Word(text):
                return self.word(text, column)
            case Prefix(text):
                return self.prefix(text, column, upper=upper)
            case Phrase(text):
                return self.word(text, column) if upper else NONE
            case Near():
                return self.near(query, column) if upper else NONE
            case Field("id", _) | When():  # a part has no dates, and numbers only beside very many others
                return ALL if upper else NONE
            case Field(name, child) if name in TEXT_FIELDS:
                return self.bound(child, name, upper=upper)
            case Field(name, Word(text) | Phrase(text)):
                return _joined(" OR ", list(self.tokens(name, text, prefix=False)))
            case Field(name, Prefix(text)):
                return _joined(" OR ", list(self.tokens(name, text, prefix=True)))
            case Field():  # what is meant has single words in these fields
                return NONE
            case And(children):
                return self.conjunction(children, column, upper=upper)
            case Or(children):
                return _joined(" OR ", [self.bound(child, column, upper=upper) for child in children])
            case Not(Everything()):
                return NONE
            case Not(child):
                return f"({ALL} NOT {self.bound(child, column, upper=not upper)})"
            case _:
                assert_never(query)

    def word(self, text: str, column: str) -> str:
        """Gives the terms a word can stand under; several terms in a row are a phrase."""
        return _within(column, [_sequence(sequence) for sequence in readings(text, self.codes)])

    def prefix(self, text: str, column: str, *, upper: bool) -> str:
        """Gives the terms under which words with that beginning stand (upper), or those that decide by themselves."""
        found = self.beginning(text)
        if not upper:
            return _within(column, _begun(found.sure))
        if found.anything:
            return ALL
        return _within(column, [*_begun(found.begun), *map(_quoted_row, sorted(found.whole))])

    def near(self, query: Near, column: str) -> str:
        """Gives the words close to one another, as each language reads them; beginnings only anywhere."""
        if any(isinstance(child, Prefix) for child in query.children):
            return self.conjunction(query.children, column, upper=True)
        rows = (
            tuple(tuple(terms(c.text, code)) for c in query.children)
            for code in sorted(self.codes) or ["und"]
        )
        groups = [" ".join(map(_sequence, row)) for row in dict.fromkeys(rows) if all(row)]
        return _within(column, [f"NEAR({group}, {query.distance})" for group in groups])

    def conjunction(self, children: Sequence[Query], column: str, *, upper: bool) -> str:
        """Gives what all children keep, with what they leave out in one NOT."""
        kept = [self.bound(child, column, upper=upper) for child in children if not isinstance(child, Not)]
        barred = [
            self.bound(child.child, column, upper=not upper) for child in children if isinstance(child, Not)
        ]
        whole = _joined(" AND ", kept) if kept else ALL
        return f"({whole} NOT {_joined(' OR ', barred)})" if barred else whole

    def tokens(self, name: str, text: str, *, prefix: bool) -> Iterator[str]:
        """Gives the meta tokens, quoted, that a name in a field stands for, or what keeps all but one of them."""
        if name in NAMED:
            for number in self.lookup(name, text, prefix):
                yield _quoted(f"{MARK}{NAMED[name]}{number}")
        elif name == "section" and key(text):
            yield f"{_quoted(section_token(text))} *"
        elif name == "lang" and (code := language_named(text)):
            yield _quoted(f"{MARK}l{code}")
        elif name in HAVING and (thing := thing_named(text)):
            token = _quoted(thing_token(thing))
            yield token if (thing in UNUSUAL) == (name == "has") else f"({ALL} NOT {token})"


def plan(query: Query, planner: Planner) -> Plan:
    """Plans a query for an archive."""
    meant = meaning(query, planner.codes)
    there = parts(meant.tree)
    found = tuple(dict.fromkeys(node for part in there for node in nodes(part.query)))
    compared = tuple(node for node in found if is_only_bounded(node, planner))
    begun = {text: planner.beginning(text).cut for part in there for text in beginnings(part.query)}
    return Plan(
        parts=there,
        matches={one: planner.bound(one, "", upper=True) for one in {part.query for part in there}},
        check=meant.tree if compared else None,
        marks=marks(meant.tree, planner),
        dropped=meant.empty,
        passed_over=meant.passed_over,
        meant=meant.tree,
        compared=compared,
        cut={text: words for text, words in begun.items() if words},
    )


def marks(query: Query, planner: Planner) -> Marks:
    """Gives what a snippet of an answer to the query should mark."""
    codes = planner.codes
    terms: set[str] = set()
    prefixes: set[str] = set()
    exacts: set[str] = set()
    for node in nodes(query, shown=True):
        match node:
            case Word(text):
                found = {term for sequence in readings(text, codes) for term in sequence}
                terms.update(found)
                prefixes.update(filter(lone, found))
            case Phrase(text):
                exacts.update(token.exact for code in codes for token in tokenize(text, code))
            case Prefix(text):
                prefixes.update(row[-1] for row in planner.beginning(text).sure)
            case _:
                pass
    return Marks(frozenset(terms), frozenset(prefixes), frozenset(exacts))


def is_only_bounded(query: Query, planner: Planner) -> bool:
    """Says whether the index cannot decide this node by itself."""
    match query:
        case Phrase() | Near() | Field("id", _):
            return True
        case Prefix(text):
            return not planner.beginning(text).decides
        case _:
            return False


def lone(term: str) -> bool:
    """Says whether a term is one Han letter or kana: these are indexed in pairs, so it is searched as a beginning.

    >>> lone("京"), lone("京都"), lone("a")
    (True, False, False)
    """
    return len(term) == 1 and ("\u3005" <= term < "\ua000" or term >= "\U00020000")


def _sequence(terms: Sequence[str]) -> str:
    return _quoted(" ".join(terms)) + " *" * lone(terms[-1])


def _quoted_row(terms: Sequence[str]) -> str:
    return _quoted(" ".join(terms))


def _begun(sequences: Collection[tuple[str, ...]]) -> list[str]:
    return [f"{_quoted_row(sequence)} *" for sequence in sorted(sequences)]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _within(column: str, parts: Sequence[str]) -> str:
    """Gives the alternatives in one column, or in all of them."""
    found = _joined(" OR ", parts)
    return f"{{{column}}} : {found}" if column and parts else found


def _joined(operator: str, parts: Sequence[str]) -> str:
    """Gives the parts in one group; what matches nothing where there are none."""
    if not parts:
        return NONE
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"
