"""Hold what is meant by a query against one article's printed text, where the index can only bound it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple, assert_never

from archive.analysis import readings, tokenize
from archive.analysis.analyzers import RUN
from archive.analysis.tokens import Piece, Token, pieces
from archive.frozen import Frozen
from archive.postings import Entry, has_thing
from archive.search.fields import HAVING, TEXT_FIELDS
from archive.search.parting import days
from archive.search.plan import Planner, lone
from archive.search.tree import And, Everything, Field, Near, Not, Or, Phrase, Prefix, Query, When, Word
from archive.search.values import number_named, thing_named

Place = tuple[int, int]
"""Where words stand in a text: the first token, and the one after the last."""

BEYOND = 1 << 62


class Words(NamedTuple):
    """Is the words of a text in their order: folded as they are printed, and as terms."""

    exact: Sequence[str]
    terms: Sequence[str]

    @classmethod
    def of(cls, found: Iterable[Piece]) -> Words:
        """Gives the words of the pieces of a text."""
        some = list(found)
        return cls([exact for _, _, exact, _ in some], [term for _, _, _, term in some])

    @classmethod
    def within(cls, text: str, language: str) -> Words:
        """Gives the words of a whole text."""
        return cls.of(chain.from_iterable(map(pieces(language).__getitem__, RUN.findall(text))))


class Checker(Frozen):
    """Says of one entry after another whether a query keeps it; `planner` knows languages and names."""

    planner: Planner

    def holds(self, query: Query, entry: Entry) -> bool:
        """Says whether the entry is kept by what is meant by a query (`Plan.check`), by its printed text."""
        return self._holds(query, _Printed(entry), "")

    def _holds(self, query: Query, page: _Printed, column: str) -> bool:
        match query:
            case Everything():
                return True
            case Word(text):
                sequences = readings(text, self.planner.codes)
                return any(page.has(sequence, column) for sequence in sequences)
            case Prefix() | Phrase() | Near():
                language = page.entry.language
                return any(any(places(query, printed, language)) for printed in page.texts(column))
            case When():
                start, end = days(query)
                return page.entry.day is not None and start <= page.entry.day <= end
            case Field("id", Word(text) | Phrase(text)):
                return number_named(text) == page.entry.article_id
            case Field(name, child) if name in TEXT_FIELDS:
                return self._holds(child, page, name)
            case Field(name, Word(text) | Phrase(text) | Prefix(text) as child):
                return self._named(name, text, page, prefix=isinstance(child, Prefix))
            case Field():
                return False
            case And(children):
                return all(self._holds(child, page, column) for child in children)
            case Or(children):
                return any(self._holds(child, page, column) for child in children)
            case Not(child):
                return not self._holds(child, page, column)
            case _:
                assert_never(query)

    def _named(self, name: str, text: str, page: _Printed, *, prefix: bool) -> bool:
        meta = page.entry.meta
        if name in HAVING:
            thing = thing_named(text)
            return thing is not None and has_thing(meta, thing) == (name == "has")
        wanted = [token.strip('" *') for token in self.planner.tokens(name, text, prefix=prefix)]
        if name == "section":
            return any(token.startswith(one) for token in meta for one in wanted)
        return any(one in meta for one in wanted)


class _Printed:
    """Is the text of one entry, analysed once."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @cached_property
    def columns(self) -> dict[str, list[Words]]:
        texts = {"title": self.entry.title, "body": self.entry.body, "names": self.entry.names}
        language = self.entry.language
        return {name: [Words.within(text, language) for text in column] for name, column in texts.items()}

    def texts(self, column: str) -> list[Words]:
        return self.columns[column] if column else [text for texts in self.columns.values() for text in texts]

    def has(self, sequence: Sequence[str], column: str) -> bool:
        return any(any(_stretches(text.terms, sequence)) for text in self.texts(column))


def places(query: Word | Prefix | Phrase | Near, printed: Words, language: str) -> Iterator[Place]:
    """Gives where words stand in a text, as its language reads them."""
    if isinstance(query, Near):
        groups = [list(places(child, printed, language)) for child in query.children]
        yield from _clumps(groups, query.distance) if all(groups) else ()
        return
    words = _words(query.text, language)
    match query:
        case Word():
            yield from _stretches(printed.terms, [word.term for word in words])
        case Phrase():
            yield from same(printed, [word.exact for word in words])
        case Prefix():
            yield from begun(printed, [word.exact for word in words])
        case _:
            assert_never(query)


@lru_cache(maxsize=256)
def _words(text: str, language: str) -> Sequence[Token]:
    """Gives the words of what is looked for, in one text after another."""
    return tokenize(text, language)


def _stretches(forms: Sequence[str], wanted: Sequence[str]) -> Iterator[Place]:
    """Gives where the wanted forms stand side by side; of a lone Han letter, where a pair begins with it."""
    if not wanted:
        return
    last = wanted[-1]
    pairs = (at for at, form in enumerate(forms) if form.startswith(last))
    yield from _behind(forms, wanted, pairs if lone(last) else _found(forms, last))


def same(printed: Words, wanted: Sequence[str]) -> Iterator[Place]:
    """Gives where the words stand side by side, in their printed forms."""
    return _stretches(printed.exact, wanted)


def begun(printed: Words, wanted: Sequence[str]) -> Iterator[Place]:
    """Gives where the words stand, the last one only begun: in its printed form or in its stem."""
    if not wanted:
        return
    last, forms = wanted[-1], enumerate(zip(printed.exact, printed.terms, strict=True))
    starts = (at for at, (exact, term) in forms if exact.startswith(last) or term.startswith(last))
    yield from _behind(printed.exact, wanted, starts)


def _found(forms: Sequence[str], form: str) -> Iterator[int]:
    """Gives where a form stands: to look for it is twenty times faster than to look at all."""
    at = -1
    for _ in range(forms.count(form)):
        at = forms.index(form, at + 1)
        yield at


def _behind(forms: Sequence[str], wanted: Sequence[str], ends: Iterable[int]) -> Iterator[Place]:
    """Gives the places of words of which the last stands at one of the ends, and the others before it."""
    head = [*wanted[:-1]]
    for end in ends:
        start = end - len(head)
        if start >= 0 and forms[start:end] == head:
            yield start, end + 1


def _clumps(places: Sequence[Sequence[Place]], distance: int) -> Iterator[Place]:
    """Gives the stretches in which each of several things has a place, the last of them at most so far from any."""
    for last, _ in sorted({place for group in places for place in group}):
        nearest = [group[at - 1] for group in places if (at := bisect_right(group, (last, BEYOND)))]
        if len(nearest) == len(places) and all(end + distance >= last for _, end in nearest):
            yield min(nearest)[0], max(end for _, end in nearest)
