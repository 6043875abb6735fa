"""Hold a query against one article's printed text, where the index can only bound it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import assert_never

from archive.analysis import Token, exact, is_stop, readings, tokenize
from archive.postings import Entry
from archive.search.plan import Planner, beginning
from archive.search.tree import And, Everything, Field, Not, Or, Phrase, Prefix, Query, When, Word


@dataclass(frozen=True)
class Checker:
    """Says of one entry after another whether a query keeps it; `planner` knows languages and names."""

    planner: Planner

    def holds(self, query: Query, entry: Entry) -> bool:
        """Says whether the query keeps the entry, by its printed text."""
        return self._holds(query, _Printed(entry), "")

    def _holds(self, query: Query, page: _Printed, column: str) -> bool:
        match query:
            case Everything():
                return True
            case Word(text):
                return any(page.has(sequence, column) for sequence in readings(text, self.planner.codes))
            case Prefix(text):
                return page.has_prefix(beginning(text), column)
            case Phrase(text):
                return page.has_exactly(text, column)
            case When(_, start, end):
                return _within(page.entry.day, start, end)
            case Field("id", Word(text) | Phrase(text)):
                return text == str(page.entry.article_id)
            case Field(name, child) if name in ("title", "body"):
                return self._holds(child, page, name)
            case Field(name, child):
                return self._named(name, child, page)
            case And(children):
                telling = [c for c in children if not (isinstance(c, Word) and is_stop(exact(c.text), None))]
                return all(self._holds(child, page, column) for child in self._said(telling or children))
            case Or(children):
                return any(self._holds(child, page, column) for child in children)
            case Not(child):
                return not self._holds(child, page, column)
            case _:
                assert_never(query)

    def _said(self, children: Sequence[Query]) -> list[Query]:
        """Leaves out words in which there is nothing to search, as the plan does."""
        return [
            c for c in children if not isinstance(c, Word | Phrase) or readings(c.text, self.planner.codes)
        ]

    def _named(self, name: str, child: Query, page: _Printed) -> bool:
        match child:
            case Word(text) | Phrase(text):
                wanted = [token.strip('" *') for token in self.planner.tokens(name, text, False)]
                return page.has_meta(wanted, prefix=name == "section")
            case Prefix(text):
                wanted = [token.strip('" *') for token in self.planner.tokens(name, text, True)]
                return page.has_meta(wanted, prefix=name == "section")
            case And(children):
                return all(self._named(name, one, page) for one in children)
            case Or(children):
                return any(self._named(name, one, page) for one in children)
            case Not(inner):
                return not self._named(name, inner, page)
            case _:
                return False


class _Printed:
    """Is the text of one entry, analysed once."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    @cached_property
    def columns(self) -> dict[str, list[list[Token]]]:
        texts = {"title": self.entry.title, "body": self.entry.body, "names": self.entry.names}
        language = self.entry.language
        return {name: [tokenize(text, language) for text in column] for name, column in texts.items()}

    def texts(self, column: str) -> list[list[Token]]:
        return self.columns[column] if column else [text for texts in self.columns.values() for text in texts]

    def has(self, sequence: Sequence[str], column: str) -> bool:
        return any(_stands([token.term for token in text], sequence) for text in self.texts(column))

    def has_exactly(self, text: str, column: str) -> bool:
        words = [token.exact for token in tokenize(text, self.entry.language)]
        return bool(words) and any(
            _stands([token.exact for token in printed], words) for printed in self.texts(column)
        )

    def has_prefix(self, words: Sequence[str], column: str) -> bool:
        if not words:
            return False
        forms = [[[t.exact for t in text], [t.term for t in text]] for text in self.texts(column)]
        return any(_stands(form, words, prefix=True) for text in forms for form in text)

    def has_meta(self, wanted: Collection[str], *, prefix: bool) -> bool:
        mine = self.entry.meta
        return any(token == one or (prefix and token.startswith(one)) for token in mine for one in wanted)


def _stands(terms: Sequence[str], sequence: Sequence[str], *, prefix: bool = False) -> bool:
    """Says whether the sequence stands in the terms, its last one perhaps only begun."""
    wanted, last = list(sequence[:-1]), sequence[-1]
    for at in range(len(terms) - len(sequence) + 1):
        end = terms[at + len(wanted)]
        if (end.startswith(last) if prefix else end == last) and list(terms[at : at + len(wanted)]) == wanted:
            return True
    return False


def _within(day: int | None, start: str | None, end: str | None) -> bool:
    if day is None:
        return False
    return (start is None or day >= date.fromisoformat(start).toordinal()) and (
        end is None or day <= date.fromisoformat(end).toordinal()
    )
