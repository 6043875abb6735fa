"""Say in words how a query is read, what it leaves out, what is compared word by word, and how much each part keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import assert_never

from archive.languages import NAMES
from archive.search.fields import HAVING, TEXT_FIELDS
from archive.search.plan import Plan
from archive.search.tree import And, Everything, Field, Near, Not, Or, Phrase, Prefix, Query, When, Word
from archive.search.values import THINGS, language_named, thing_named

Counts = Callable[[Query], int | None]
"""Gives how many articles a query keeps; None where that is not counted."""

INDENT = "  "
PLACES = {"": "", "title": " in titles and kickers", "body": " in the running text"}
NAMED = {
    "outlet": "published by an outlet called {}",
    "author": "signed by an author called {}",
    "tag": "with a tag called {}",
    "section": "in a section that begins with {}",
    "id": "with the number {}",
}


def explain(
    query: Query, plan: Plan, counts: Counts, also: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    """Gives the lines that tell a reader how a query was understood; `also` are other spellings for its words.

    >>> from archive.search.plan import Planner, plan
    >>> from archive.search.syntax import read
    >>> tree = read('the police -"world cup" on:2022-05').tree
    >>> print(*explain(tree, plan(tree, Planner(["en"], lambda *_: [])), lambda part: None), sep="\\n")
    Read as: the police -"world cup" on:2022-05-01..2022-05-31
    Keeps:
      all of:
        the word 'police', in any of its forms
        not: exactly “world cup”
        published in May 2022
    Left out: 'the', a function word beside other words.
    Compared article by article: exactly “world cup”.
    """
    yield f"Read as: {query}"
    yield "Keeps:"
    yield from _lines(plan.meant, "", 1, counts)
    yield from _left_out(plan)
    if plan.compared:
        yield f"Compared article by article: {'; '.join(map(in_words, plan.compared))}."
    for word, spellings in (also or {}).items():
        yield f"Also searched for {_shown(word)}: {', '.join(spellings)}."


def _lines(query: Query, place: str, depth: int, counts: Counts, lead: str = "") -> Iterator[str]:
    """Gives a part of the tree with its number of articles, and the parts below it further in."""
    margin = INDENT * depth + lead
    match query:
        case And(children) | Or(children):
            kept = "all of" if isinstance(query, And) else "any of"
            yield f"{margin}{kept}{_number(query, place, counts)}:"
            for child in children:
                yield from _lines(child, place, depth + 1, counts)
        case Not(Everything()):
            yield f"{margin}no article"
        case Not(child):
            yield from _lines(child, place, depth, counts, lead=f"{lead}not: ")
        case Field(name, child) if name in TEXT_FIELDS:
            yield from _lines(child, name, depth, counts, lead=lead)
        case _:
            yield f"{margin}{in_words(query)}{PLACES[place]}{_number(query, place, counts)}"


def _number(query: Query, place: str, counts: Counts) -> str:
    number = counts(Field(place, query) if place else query)
    return "" if number is None else f" ({number:,} article{'s' * (number != 1)})"


def in_words(query: Query) -> str:
    """Gives one condition in words."""
    match query:
        case Everything():
            return "every article"
        case Word(text):
            return f"the word {_shown(text)}, in any of its forms"
        case Prefix(text):
            return f"a word that begins with {_shown(text)}"
        case Phrase(text):
            return f"exactly “{text}”"
        case Near(children, distance):
            words = "word" if distance == 1 else "words"
            return f"{_listed([_bare(child) for child in children])} with at most {distance} {words} between"
        case When(_, start, end):
            return _days(start, end)
        case Field(name, Word(text) | Phrase(text) | Prefix(text) as child):
            return _of_field(name, text, begun=isinstance(child, Prefix))
        case Field() | And() | Or() | Not():
            return str(query)
        case _:
            assert_never(query)


def _bare(child: Word | Prefix | Phrase) -> str:
    return (
        f"“{child.text}”"
        if isinstance(child, Phrase)
        else _shown(child.text + "…" * isinstance(child, Prefix))
    )


def _shown(text: str) -> str:
    return f"‘{text}’" if "'" in text else f"'{text}'"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]])


def _of_field(name: str, text: str, *, begun: bool) -> str:
    if name in HAVING:
        thing = THINGS[thing_named(text) or "date"].words
        return f"with{'' if name == 'has' else 'out'} {thing}"
    if name == "lang":
        code = language_named(text) or text
        return f"in the language {NAMES.get(code, code)}"
    return NAMED[name].format(_shown(text + "…" * begun))


def _days(start: str | None, end: str | None) -> str:
    """Gives a span of days in words: a whole year, a whole month, one day, or from one to another."""
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    match first, last:
        case date(), None:
            return f"published on {_day(first)} or later"
        case None, date():
            return f"published on {_day(last)} or earlier"
        case date(), date():
            whole = _whole(first, last)
            return f"published {whole}" if whole else f"published from {_day(first)} to {_day(last)}"
        case _:
            return "published at any time"


def _whole(first: date, last: date) -> str | None:
    if first == last:
        return f"on {_day(first)}"
    to_the_end = last == date.max or (last + timedelta(1)).day == 1
    if first.day != 1 or first.year != last.year or not to_the_end:
        return None
    if (first.month, last.month) == (1, 12):
        return f"in {first.year}"
    return f"in {first:%B %Y}" if first.month == last.month else None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _left_out(plan: Plan) -> Iterator[str]:
    if plan.passed_over:
        many = len(plan.passed_over) > 1
        kind = "function words" if many else "a function word"
        yield f"Left out: {', '.join(map(_shown, plan.passed_over))}, {kind} beside other words."
    if plan.dropped:
        yield f"Left out: {', '.join(map(_shown, plan.dropped))}, in which there is no letter or digit to search for."
