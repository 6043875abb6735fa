"""What of a query is searched: the tree without the words that say nothing, and with fields around single words.

The plan, the check of printed texts and the explanation all work on this tree, so none of them decides anew what to
leave out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import assert_never

from archive.analysis import exact, is_stop, readings
from archive.frozen import Frozen, replace
from archive.search.fields import TEXT_FIELDS
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
    conjunction,
    disjunction,
    negation,
)

NOTHING = Not(Everything())
"""Keeps no article."""


class Meaning(Frozen):
    """Is what of a query is searched: `NOTHING` where no word of it has a letter or digit.

    `empty` are the words without a letter or digit, `passed_over` the function words beside words that mean
    something, both as typed.
    """

    tree: Query
    empty: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()


def meaning(query: Query, codes: Collection[str]) -> Meaning:
    """Gives what of a query is searched in an archive in the languages `codes`."""
    pruning = _Pruning(codes)
    tree = pruning.pruned(query) or NOTHING
    return Meaning(tree, tuple(dict.fromkeys(pruning.empty)), tuple(dict.fromkeys(pruning.passed_over)))


class _Pruning:
    def __init__(self, codes: Collection[str]) -> None:
        self.codes = codes
        self.empty: list[str] = []
        self.passed_over: list[str] = []

    def pruned(self, query: Query) -> Query | None:
        match query:
            case Word(text) | Phrase(text) | Prefix(text):
                return query if self._says_something(text) else None
            case Near(children, _):
                kept = tuple(child for child in children if self._says_something(child.text))
                return replace(query, children=kept) if len(kept) > 1 else kept[0] if kept else None
            case Field(name, child) if name in TEXT_FIELDS:
                part = self.pruned(child)
                return Field(name, part) if part else None
            case Field(name, child):
                return _spread(name, child)
            case And(children):
                return _together(self._telling(self._pruned(children)))
            case Or(children):
                parts = self._pruned(children)
                return disjunction(parts) if parts else None
            case Not(child):
                part = self.pruned(child)
                return negation(part) if part else None
            case When() | Everything():
                return query
            case _:
                assert_never(query)

    def _pruned(self, children: Iterable[Query]) -> list[Query]:
        return [part for part in map(self.pruned, children) if part]

    def _says_something(self, text: str) -> bool:
        says = bool(readings(text, self.codes))
        if not says:
            self.empty.append(text)
        return says

    def _telling(self, parts: list[Query]) -> list[Query]:
        """Leaves function words out where there is something else to look for in the text."""
        if not any(map(_tells, parts)):
            return parts
        self.passed_over += [
            part.text for part in parts if isinstance(part, Word) and _is_function_word(part)
        ]
        return [part for part in parts if not (isinstance(part, Word) and _is_function_word(part))]


def _together(parts: list[Query]) -> Query | None:
    return conjunction(parts) if parts else None


def _spread(name: str, child: Query) -> Query:
    """Gives `outlet:a OR outlet:b` for `outlet:(a OR b)`."""
    match child:
        case And(children):
            return conjunction(_spread(name, one) for one in children)
        case Or(children):
            return disjunction(_spread(name, one) for one in children)
        case Not(inner):
            return negation(_spread(name, inner))
        case _:
            return Field(name, child)


def _is_function_word(word: Word) -> bool:
    return is_stop(exact(word.text), None)


def _tells(part: Query) -> bool:
    """Says whether a part looks for something in the text, other than a function word."""
    match part:
        case Word():
            return not _is_function_word(part)
        case Prefix() | Phrase() | Near():
            return True
        case Field(name, child):
            return name in TEXT_FIELDS and _tells(child)
        case And(children) | Or(children):
            return any(map(_tells, children))
        case Not() | When() | Everything():
            return False
        case _:
            assert_never(part)


def any_of(query: Query) -> Query:
    """Gives the query that is content with any of its words, where the query wants all of them.

    Fields, dates and what is left out stay conditions; function words are no alternatives to words that mean
    something.

    >>> from archive.search.syntax import read
    >>> str(any_of(read("the king of Rabat -foot lang:fr").tree))
    '(king OR Rabat) -foot lang:fr'
    """
    parts = query.children if isinstance(query, And) else (query,)
    words = [part for part in parts if _is_choice(part)]
    telling = [word for word in words if _tells(word)] or words
    conditions = [part for part in parts if not _is_choice(part)]
    return conjunction([disjunction(telling), *conditions]) if words else query


def _is_choice(part: Query) -> bool:
    match part:
        case And(children) | Or(children):
            return all(map(_is_choice, children))
        case _:
            return isinstance(part, Word | Prefix | Phrase | Near)
