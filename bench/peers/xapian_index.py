"""Xapian, by the Python package that Debian has (`python3-xapian`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer

DAY, OUTLET, LANGUAGE, YEAR = range(4)
PREFIXES = {"outlet": "XO", "author": "XA", "tag": "XT"}
LONGEST = 240
"""How many bytes a term may have."""


class Engine(Peer):
    """Is a Xapian database; titles stand under their own prefix and count ten times."""

    def __init__(self, folder: Path) -> None:
        try:
            import xapian
        except ImportError as error:
            raise Missing("Xapian's Python package is not installed (apt install python3-xapian).") from error
        super().__init__(folder)
        self.xapian: Any = xapian
        self.database: Any = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)

    def load(self, articles: Iterable[Analysed]) -> None:
        """Adds the documents."""
        for one in articles:
            document = self.xapian.Document()
            for prefix, text in (("", one.body), ("S", one.title)):
                for place, term in enumerate(text.split(), 1):
                    document.add_posting((prefix + term)[:LONGEST], place)
            for prefix, names in (("XO", [one.outlet]), ("XA", one.authors), ("XT", one.tags)):
                for name in names:
                    document.add_boolean_term((prefix + name)[:LONGEST])
            for slot, value in ((DAY, one.day), (YEAR, one.year)):
                document.add_value(slot, self.xapian.sortable_serialise(value))
            document.add_value(OUTLET, one.outlet)
            document.add_value(LANGUAGE, one.language)
            self.database.replace_document(one.id, document)
        self.database.commit()

    def held(self) -> int:
        """Counts the documents."""
        return int(self.database.get_doccount())

    def ask(self, question: Question) -> object:
        """Searches, with a filter that adds no weight."""
        kind, enquire = question.kind, self.xapian.Enquire(self.database)
        enquire.set_query(self._kept(self._query(question), question))
        if kind == "newest":
            enquire.set_sort_by_value(DAY, True)
        if kind == "facets":
            spies = [self.xapian.ValueCountMatchSpy(slot) for slot in (OUTLET, LANGUAGE, YEAR)]
            for spy in spies:
                enquire.add_matchspy(spy)
            enquire.get_mset(0, 0, self.database.get_doccount())
            return [[(value.term, value.termfreq) for value in spy.values()] for spy in spies]
        if kind == "count":
            return enquire.get_mset(0, 0, self.database.get_doccount()).get_matches_estimated()
        return [match.docid for match in enquire.get_mset(0, 20)]

    def _kept(self, query: Any, question: Question) -> Any:
        make, kind = self.xapian.Query, question.kind
        if kind in PREFIXES:
            return make(make.OP_FILTER, query, make((PREFIXES[kind] + question.value)[:LONGEST]))
        if kind == "dates":
            first, last = map(self.xapian.sortable_serialise, bounds())
            return make(make.OP_FILTER, query, make(make.OP_VALUE_RANGE, DAY, first, last))
        return query

    def _query(self, question: Question) -> Any:
        make, terms = self.xapian.Query, question.terms
        if question.shape == "prefix":
            # With fewer arguments the binding takes the letters for a list.
            every = (0, make.WILDCARD_LIMIT_ERROR)
            parts = [make(make.OP_WILDCARD, prefix + terms[0], *every) for prefix in ("", "S")]
            return make(make.OP_OR, parts)
        if question.shape == "phrase":
            rows = [make(make.OP_PHRASE, [prefix + term for term in terms]) for prefix in ("", "S")]
            return make(make.OP_OR, rows)
        boosted = (make(make.OP_SCALE_WEIGHT, make("S" + term), 10.0) for term in terms)
        words = [make(make.OP_OR, make(term), title) for term, title in zip(terms, boosted, strict=True)]
        return make(make.OP_AND if question.shape == "and" else make.OP_OR, words)

    def close(self) -> None:
        """Closes the database."""
        self.database.close()
