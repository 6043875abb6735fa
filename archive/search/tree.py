"""The query as a tree: a closed sum of frozen values, which prints as a query that reads back the same.

    Query = Word | Prefix | Phrase | Near | Field | When | And | Or | Not | Everything

What `read` builds is normal: And and Or have two children or more and none of their own kind; no Not stands
directly below a Not; Everything stands alone; below a Field there is neither a Field nor a When,
and Near only below one of text. Near has two children, or two words or more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias, assert_never, cast

from archive.frozen import Frozen
from archive.search.fields import FIELDS as FIELDS
from archive.search.fields import OPERATORS, TEXT_FIELDS, distance_named, field_named

MOST_PAIRS = 36
"""How many pairs alternatives on both sides of NEAR may make."""


class Printed(Frozen):
    """Gives every kind of node its text: the canonical query."""

    def __str__(self) -> str:
        return printed(cast("Query", self))


class Word(Printed):
    """Is a word as typed, without white space; what it means to the index is found out later."""

    text: str


class Prefix(Printed):
    """Is the beginning of a word, as typed, without its asterisk."""

    text: str


class Phrase(Printed):
    """Is exact words in their order, as typed between quotes."""

    text: str


class Near(Printed):
    """Is words and phrases close to one another in any order.

    From the end of the first of them to the beginning of the last stand at most `distance` words.
    """

    children: tuple[Word | Prefix | Phrase, ...]
    distance: int


class Field(Printed):
    """Looks for its child in one field, a name of `FIELDS`."""

    name: str
    child: Query


class When(Printed):
    """Keeps what was published from `start` to `end`, ISO days, both included; None is open.

    `field` says which end is closed: "on" both, "before" only `end`, "after" only `start`. `printed` is the
    condition as it was typed and takes no part in comparison.
    """

    field: Literal["on", "before", "after"]
    start: str | None
    end: str | None
    printed: str = ""

    def _compared(self) -> tuple[object, ...]:
        return self.field, self.start, self.end


class And(Printed):
    """Keeps what all children keep."""

    children: tuple[Query, ...]


class Or(Printed):
    """Keeps what any child keeps."""

    children: tuple[Query, ...]


class Not(Printed):
    """Keeps what its child does not keep."""

    child: Query


class Everything(Printed):
    """Keeps every article."""


Query: TypeAlias = Word | Prefix | Phrase | Near | Field | When | And | Or | Not | Everything


def conjunction(parts: Iterable[Query]) -> Query:
    """Gives the normal tree that keeps what all parts keep; without parts, everything."""
    flat = tuple(c for part in parts for c in (part.children if isinstance(part, And) else (part,)))
    kept = tuple(c for c in flat if not isinstance(c, Everything))
    return And(kept) if len(kept) > 1 else kept[0] if kept else Everything()


def disjunction(parts: Iterable[Query]) -> Query:
    """Gives the normal tree that keeps what any part keeps; without parts, everything."""
    flat = tuple(c for part in parts for c in (part.children if isinstance(part, Or) else (part,)))
    return Or(flat) if len(flat) > 1 else flat[0] if flat else Everything()


def neighbours(left: Query, right: Query, distance: int) -> Query | None:
    """Gives the normal tree that keeps what has both sides close to one another.

    A side is a word, a beginning, a phrase, or alternatives of these; None where it is something else, or where
    there are too many pairs.
    """
    pairs = [(one, other) for one in _alternatives(left) for other in _alternatives(right)]
    return disjunction(Near(pair, distance) for pair in pairs) if 0 < len(pairs) <= MOST_PAIRS else None


def _alternatives(query: Query) -> list[Word | Prefix | Phrase]:
    parts = query.children if isinstance(query, Or) else (query,)
    words = [part for part in parts if isinstance(part, Word | Prefix | Phrase)]
    return words if len(words) == len(parts) else []


def negation(part: Query) -> Query:
    """Gives the normal tree that keeps what the part does not keep."""
    return part.child if isinstance(part, Not) else Not(part)


def nodes(query: Query, *, shown: bool = False) -> Iterator[Query]:
    """Gives the nodes of a tree; with `shown` only those whose words an answer shows."""
    yield query
    match query:
        case And(children) | Or(children):
            for child in children:
                yield from nodes(child, shown=shown)
        case Near(children):
            if shown:
                yield from children
        case Not(child):
            if not shown:
                yield from nodes(child, shown=shown)
        case Field(name, child):
            if name in TEXT_FIELDS:
                yield from nodes(child, shown=shown)
        case _:
            return


def beginnings(query: Query) -> list[str]:
    """Gives the distinct words of a query that are only begun."""
    parts = (part for node in nodes(query) for part in (node.children if isinstance(node, Near) else (node,)))
    return list(dict.fromkeys(part.text for part in parts if isinstance(part, Prefix)))


_BARE_IN_FIELD = re.compile(r"[^\\-]")
_BARE_AFTER_MINUS = re.compile(r'[\w\\"]')


def printed(query: Query) -> str:
    """Gives the canonical query for a tree: words as typed, fields by their first names, ISO days."""
    match query:
        case Word(text):
            return escaped(text)
        case Prefix(text):
            return escaped(text) + "*"
        case Phrase(text):
            return _quoted(text)
        case Near(children, distance):
            return _near(children, distance)
        case Field(name, child):
            return f"{name}:" + _operand(child, _BARE_IN_FIELD)
        case When():
            return _condition(query)
        case And(children):
            return " ".join(_group(c) if isinstance(c, And | Or) else printed(c) for c in children)
        case Or(children):
            return " OR ".join(_group(c) if isinstance(c, And | Or) else printed(c) for c in children)
        case Not(child):
            return "-" + _operand(child, _BARE_AFTER_MINUS)
        case Everything():
            return ""
        case _:
            assert_never(query)


def escaped(text: str) -> str:
    """Gives a word with backslashes where it would otherwise read as something else than a word."""
    shown = re.sub(r'[\\()"“”„‟«»＂]', r"\\\g<0>", text)
    shown = re.sub(r"^-(?=[\w\\])", r"\\-", shown)
    if shown.endswith("*") and re.search(r"\w", text):
        shown = shown[:-1] + "\\*"
    if text in OPERATORS or distance_named(text) is not None:
        return "\\" + shown
    name, colon, _ = text.partition(":")
    return shown.replace(":", "\\:", 1) if colon and field_named(name) else shown


def _operand(query: Query, beginning: re.Pattern[str]) -> str:
    shown = printed(query)
    return shown if not _is_loose(query) and beginning.match(shown) else f"({shown})"


def _is_loose(query: Query) -> bool:
    """Says whether a query prints as several operands, which belong together only between parentheses."""
    if isinstance(query, Near):
        return not all(isinstance(child, Word) for child in query.children)
    return isinstance(query, And | Or | Not)


def _quoted(text: str) -> str:
    return '"' + re.sub(r'[\\"＂]', r"\\\g<0>", text) + '"'


def _near(children: Sequence[Word | Prefix | Phrase], distance: int) -> str:
    """Gives `"a b"~5` for words, and `"a b" NEAR/5 c` for what has other things beside words."""
    words = [child.text for child in children if isinstance(child, Word)]
    if len(words) == len(children):
        return f"{_quoted(' '.join(words))}~{distance}"
    return f" NEAR/{distance} ".join(map(printed, children))


def _group(query: Query) -> str:
    return f"({printed(query)})"


def _condition(when: When) -> str:
    match when.field:
        case "on":
            return f"on:{_span(when.start or '', when.end or '')}"
        case "before":
            return f"until:{when.end}"
        case "after":
            return f"since:{when.start}"
        case _:
            assert_never(when.field)


def _span(start: str, end: str) -> str:
    """Gives `2022` for a whole year, `2022-05-27` for one day, else `first..last`."""
    if start == end:
        return start
    year = start[:4]
    return year if (start, end) == (f"{year}-01-01", f"{year}-12-31") else f"{start}..{end}"
