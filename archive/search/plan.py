"""From the tree to what the index is asked: one FTS5 expression, a range of days, and what is left to check.

FTS5 never sees what a person typed: every term of an expression comes out of an analyzer and stands in quotes. The
index holds stems, so exact words (quotes) and dates deep inside a query are only bounded by the expression; then the
plan carries the tree, and `archive.search.check` holds it against the printed text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from archive import languages
from archive.analysis import exact, is_stop, readings, tokenize
from archive.postings import EVERYTHING, MARK, section_token
from archive.search.tree import And, Everything, Field, Not, Or, Phrase, Prefix, Query, When, Word
from archive.text import key

Lookup = Callable[[str, str, bool], Sequence[int]]
"""Gives the ids of the outlets, authors or tags whose name holds the words: `lookup("author", "hajar", False)`."""

ALL = f'"{EVERYTHING}"'
NONE = f'"{MARK}never"'
TEXT_FIELDS = ("title", "body")
NAMED = {"outlet": "o", "author": "a", "tag": "t"}


@dataclass(frozen=True, slots=True)
class Marks:
    """Is what a snippet marks: terms, beginnings of terms, and exact words."""

    terms: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    exacts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """Is how a query will run.

    `match` is the FTS5 expression; `start` and `end` are days (proleptic ordinals, both included, None is open);
    `article_id` keeps one; `check` is the tree to hold against each candidate,
    None where the expression alone is right; `dropped` are the words in which there is nothing to search.
    """

    match: str
    start: int | None = None
    end: int | None = None
    article_id: int | None = None
    check: Query | None = None
    marks: Marks = Marks()
    dropped: tuple[str, ...] = ()


@dataclass(slots=True)
class Planner:
    """Turns one tree into expressions; `codes` are the languages of the archive."""

    codes: Collection[str]
    lookup: Lookup
    dropped: list[str] = field(default_factory=list)

    def bound(self, query: Query, column: str, *, upper: bool) -> str | None:
        """Gives an expression that matches at least (upper) or at most (not upper) what the query keeps.

        None where the query says nothing that can be searched.
        """
        match query:
            case Everything():
                return ALL
            case Word(text):
                return self.word(text, column)
            case Prefix(text):
                return self.prefix(text, column, upper=upper)
            case Phrase(text):
                return self.word(text, column) if upper else NONE
            case Field("id", _) | When():
                return ALL if upper else NONE
            case Field(name, child) if name in TEXT_FIELDS:
                return self.bound(child, name, upper=upper)
            case Field(name, child):
                return self.named(name, child, upper=upper)
            case And(children):
                return self.conjunction(children, column, upper=upper)
            case Or(children):
                parts = [self.bound(child, column, upper=upper) for child in children]
                return _joined(" OR ", [part for part in parts if part])
            case Not(child):
                part = self.bound(child, column, upper=not upper)
                return f"({ALL} NOT {part})" if part else None
            case _:
                assert_never(query)

    def word(self, text: str, column: str) -> str | None:
        """Gives the terms a word can stand under; several terms in a row are a phrase."""
        sequences = readings(text, self.codes)
        if not sequences:
            self.dropped.append(text)
            return None
        found = _joined(" OR ", [_quoted(" ".join(sequence)) for sequence in sequences])
        return f"{{{column}}} : {found}" if column else found

    def prefix(self, text: str, column: str, *, upper: bool) -> str | None:
        """Gives the beginning of a term, and of the stems that a long beginning may be cut to."""
        words = beginning(text)
        if not words:
            self.dropped.append(text + "*")
            return None
        sequences = [words, *shorter_stems(text, self.codes)] if upper else [words]
        found = _joined(" OR ", [f"{_quoted(' '.join(sequence))} *" for sequence in sequences])
        return f"{{{column}}} : {found}" if column else found

    def conjunction(self, children: Sequence[Query], column: str, *, upper: bool) -> str | None:
        """Gives what all children keep, leaving out function words beside words that mean something."""
        positive = [child for child in children if not isinstance(child, Not)]
        negative = [child.child for child in children if isinstance(child, Not)]
        telling = [child for child in positive if not _is_function_word(child)]
        parts = [self.bound(child, column, upper=upper) for child in telling or positive]
        kept = _joined(" AND ", [part for part in parts if part])
        without = [self.bound(child, column, upper=not upper) for child in negative]
        barred = _joined(" OR ", [part for part in without if part])
        if barred is None:
            return kept
        return f"({kept or ALL} NOT {barred})"

    def named(self, name: str, child: Query, *, upper: bool) -> str | None:
        """Gives the meta tokens of the outlets, authors, tags, sections or languages that a field names."""
        match child:
            case Word(text) | Phrase(text) | Prefix(text):
                tokens = self.tokens(name, text, isinstance(child, Prefix))
                return _joined(" OR ", list(tokens)) or NONE
            case And(children):
                parts = [self.named(name, one, upper=upper) for one in children]
                return _joined(" AND ", [part for part in parts if part])
            case Or(children):
                parts = [self.named(name, one, upper=upper) for one in children]
                return _joined(" OR ", [part for part in parts if part])
            case Not(inner):
                part = self.named(name, inner, upper=not upper)
                return f"({ALL} NOT {part})" if part else None
            case Everything():
                return ALL
            case Field() | When():  # the reader builds neither below a field
                return NONE
            case _:
                assert_never(child)

    def tokens(self, name: str, text: str, prefix: bool) -> Iterator[str]:
        """Gives the quoted meta tokens that a name in a field stands for."""
        if name in NAMED:
            for number in self.lookup(name, text, prefix):
                yield _quoted(f"{MARK}{NAMED[name]}{number}")
        elif name == "section":
            yield f"{_quoted(section_token(text))} *"
        elif name == "lang":
            yield _quoted(f"{MARK}l{language_code(text)}")


def plan(query: Query, codes: Collection[str], lookup: Lookup) -> Plan:
    """Plans a query for an archive with articles in the languages `codes`."""
    planner = Planner(codes, lookup)
    rest, start, end, article_id = _taken_apart(query)
    match = planner.bound(rest, "", upper=True)
    if match is None:  # nothing in the query can be searched: it keeps nothing, rather than everything
        match = NONE if planner.dropped else ALL
    check = rest if any(_is_only_bounded(node, codes) for node in _nodes(rest)) else None
    return Plan(
        match, start, end, article_id, check, marks(query, codes), tuple(dict.fromkeys(planner.dropped))
    )


def _taken_apart(query: Query) -> tuple[Query, int | None, int | None, int | None]:
    """Takes dates and a number that the whole query hangs on out of the tree: they become ranges."""
    parts = query.children if isinstance(query, And) else (query,)
    start: int | None = None
    end: int | None = None
    article_id: int | None = None
    rest: list[Query] = []
    for part in parts:
        match part:
            case When(_, first, last):
                start = max((day for day in (start, _day(first)) if day), default=None)
                end = min((day for day in (end, _day(last)) if day), default=None)
            case Field("id", Word(text) | Phrase(text)) if article_id is None and text.isdecimal():
                article_id = min(int(text), 2**63 - 1)
            case _:
                rest.append(part)
    whole = Everything() if not rest else rest[0] if len(rest) == 1 else And(tuple(rest))
    return whole, start, end, article_id


def _day(iso: str | None) -> int | None:
    return date.fromisoformat(iso).toordinal() if iso else None


def marks(query: Query, codes: Collection[str]) -> Marks:
    """Gives what a snippet of an answer to the query should mark."""
    terms: set[str] = set()
    prefixes: set[str] = set()
    exacts: set[str] = set()
    for node in _nodes(query, inside=True):
        match node:
            case Word(text):
                terms.update(term for sequence in readings(text, codes) for term in sequence)
            case Phrase(text):
                exacts.update(token.exact for code in codes for token in tokenize(text, code))
            case Prefix(text):
                prefixes.update(beginning(text))
            case _:
                pass
    return Marks(frozenset(terms), frozenset(prefixes), frozenset(exacts))


def _nodes(query: Query, *, inside: bool = False) -> Iterator[Query]:
    """Gives the nodes of a tree; with `inside` only those whose words an answer shows."""
    yield query
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from _nodes(child, inside=inside)
        case Not(child):
            if not inside:
                yield from _nodes(child, inside=inside)
        case Field(name, child):
            if name in TEXT_FIELDS:
                yield from _nodes(child, inside=inside)
        case _:
            return


def _is_only_bounded(query: Query, codes: Collection[str]) -> bool:
    """Says whether the index cannot decide this node by itself."""
    match query:
        case Phrase() | When() | Field("id", _):
            return True
        case Prefix(text):
            return bool(shorter_stems(text, codes))
        case _:
            return False


def beginning(text: str) -> tuple[str, ...]:
    """Gives the words of a prefix, folded; only the last is unfinished."""
    return tuple(token.exact for token in tokenize(text, "und"))


def shorter_stems(text: str, codes: Collection[str]) -> list[tuple[str, ...]]:
    """Gives the readings of a prefix that the folded prefix itself does not begin: `policiers*` needs `polici`."""
    words = " ".join(beginning(text))
    return [sequence for sequence in readings(text, codes) if not " ".join(sequence).startswith(words)]


def _is_function_word(query: Query) -> bool:
    return isinstance(query, Word) and is_stop(exact(query.text), None)


def language_code(text: str) -> str:
    """Gives the code of a language from its code or its own name; what is neither stays as it is."""
    names = {key(name): code for code, name in languages.NAMES.items()}
    return names.get(key(text)) or languages.canonical(text)


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _joined(operator: str, parts: Sequence[str]) -> str | None:
    """Gives the parts in one group."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"
