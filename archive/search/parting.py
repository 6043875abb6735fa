"""Part the archive so that all dates and numbers of a query agree in each part: there it is a query without them.

    police OR on:2015    before 2015 and after it `police`; in 2015 every article

Days are ranges of docids: a part costs no more than what stands in it, and nothing of it has to be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from archive.frozen import Frozen
from archive.postings import NUMBER_BITS, UNDATED_END
from archive.search.meaning import NOTHING
from archive.search.tree import (
    And,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    When,
    Word,
    conjunction,
    disjunction,
    negation,
    nodes,
)
from archive.search.values import number_named

UNDATED, FIRST, LAST = 0, UNDATED_END >> NUMBER_BITS, 1 << 22
"""The day on which the undated are taken to stand, the first on which others can, and one behind them all."""

MOST = 400
"""Into how many parts an archive is cut: SQLite unites no more than 500 statements."""

Stretch = tuple[Query, int, int]
"""What a query is from one day to another, both included."""


class Part(Frozen):
    """Is a part of the archive, and what a query is there.

    It has the days from `start` to `end`, both included (proleptic ordinals); `only` are the numbers of the articles
    that it has, None for any, `without` of those that it lacks.
    """

    query: Query
    start: int = UNDATED
    end: int = LAST
    only: frozenset[int] | None = None
    without: frozenset[int] = frozenset()

    @property
    def is_dated(self) -> bool:
        """Whether the part lacks some days."""
        return (self.start, self.end) != (UNDATED, LAST)


def parts(query: Query) -> tuple[Part, ...]:
    """Gives the parts of the archive in which a query keeps anything, the articles that it numbers first.

    Of very many numbers beside dates, the numbers stay in the query.
    """
    some = [*nodes(query)]
    whens = [days(node) for node in some if isinstance(node, When)]
    fields = [node for node in some if isinstance(node, Field) and node.name == "id"]
    if not whens and not fields:
        return (Part(query),)
    edges = {
        UNDATED,
        FIRST,
        *(max(FIRST, edge) for start, end in whens for edge in (start, end + 1)),
        LAST + 1,
    }
    spans = [(start, end - 1) for start, end in pairwise(sorted(edges))]
    numbers = frozenset(filter(None, map(_number, fields)))
    if len(spans) * (len(numbers) + 1) > MOST:
        return tuple(Part(*stretch) for stretch in _stretches(query, spans, None)) or (Part(NOTHING),)
    held = defaultdict[Stretch, list[int]](list)
    for number in sorted(numbers):
        for stretch in _stretches(query, spans, number):
            held[stretch].append(number)
    numbered = (Part(*stretch, only=frozenset(some)) for stretch, some in held.items())
    others = (Part(*stretch, without=numbers) for stretch in _stretches(query, spans, 0))
    return (*numbered, *others) or (Part(NOTHING),)


def days(when: When) -> tuple[int, int]:
    """Gives the first day and the last of a condition; no undated article stands on one."""
    start = date.fromisoformat(when.start).toordinal() if when.start else FIRST
    return max(FIRST, start), date.fromisoformat(when.end).toordinal() if when.end else LAST


def _number(field: Field) -> int | None:
    """Gives the number that is asked for; None or 0 where no article can have it."""
    return number_named(field.child.text) if isinstance(field.child, Word | Phrase) else None


def _stretches(query: Query, spans: Sequence[tuple[int, int]], number: int | None) -> Iterator[Stretch]:
    """Gives the days in a row on which a query is the same, without those on which it keeps nothing."""
    for there, some in groupby(spans, lambda span: _there(query, span[0], number)):
        days_in_a_row = [*some]
        if there != NOTHING:
            yield there, days_in_a_row[0][0], days_in_a_row[-1][1]


def _there(query: Query, day: int, number: int | None) -> Query:
    """Gives what a query is for the article of a number (0 for others; None leaves that open) on a day.

    Alternatives to everything stay beside it: they rank what they stand in.
    """
    match query:
        case When():
            start, end = days(query)
            return Everything() if start <= day <= end else NOTHING
        case Field("id", _) if number is not None:
            return Everything() if number and _number(query) == number else NOTHING
        case And(children):
            some = [_there(child, day, number) for child in children]
            return NOTHING if NOTHING in some else conjunction(some)
        case Or(children):
            some = [one for child in children if (one := _there(child, day, number)) != NOTHING]
            return disjunction(dict.fromkeys(some)) if some else NOTHING
        case Not(child):
            one = _there(child, day, number)
            return NOTHING if _is_everything(one) else negation(one)
        case _:
            return query


def _is_everything(query: Query) -> bool:
    return isinstance(query, Everything) or (isinstance(query, Or) and Everything() in query.children)
