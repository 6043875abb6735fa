"""tantivy, by its Python package: one writer thread, no stored text."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer

TITLE_BOOST = 10.0
FACETS = {name: {"terms": {"field": name, "size": 50}} for name in ("outlet", "language", "year")}


class Engine(Peer):
    """Is a tantivy index in a folder."""

    def __init__(self, folder: Path) -> None:
        try:
            import tantivy
        except ImportError as error:
            raise Missing("tantivy is not installed.") from error
        super().__init__(folder)
        self.tantivy: Any = tantivy
        schema = tantivy.SchemaBuilder()
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        for name in ("outlet", "language", "authors", "tags"):
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        schema.add_integer_field("id", stored=True, fast=True)
        for name in ("day", "year"):
            schema.add_integer_field(name, indexed=True, fast=True)
        self.schema = schema.build()
        self.index: Any = tantivy.Index(self.schema, path=str(folder))
        self.searcher: Any = self.index.searcher()

    def load(self, articles: Iterable[Analysed]) -> None:
        """Writes the index and merges it into one segment's worth of few."""
        writer = self.index.writer(heap_size=256_000_000, num_threads=1)
        for one in articles:
            values = {name: getattr(one, name) for name in ("id", "day", "year", "title", "body")}
            names = {name: getattr(one, name) for name in ("outlet", "language", "authors", "tags")}
            writer.add_document(self.tantivy.Document.from_dict({**values, **names}, self.schema))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def held(self) -> int:
        """Counts the documents."""
        return int(self.searcher.num_docs)

    def ask(self, question: Question) -> object:
        """Searches, with a filter as one more clause."""
        query, kind = self._query(question), question.kind
        if kind in ("outlet", "author", "tag"):
            field = {"outlet": "outlet", "author": "authors", "tag": "tags"}[kind]
            query = self._all([query, self.tantivy.Query.term_query(self.schema, field, question.value)])
        if kind == "dates":
            kept = self.tantivy.Query.range_query(
                self.schema, "day", self.tantivy.FieldType.Integer, *bounds()
            )
            query = self._all([query, kept])
        match kind:
            case "newest":
                return self.searcher.search(query, limit=20, count=False, order_by_field="day").hits
            case "count":
                return self.searcher.search(query, limit=1, count=True).count
            case "facets":
                return self.searcher.aggregate(query, FACETS)
            case _:
                return self.searcher.search(query, limit=20, count=False).hits

    def _query(self, question: Question) -> Any:
        make, (first, *_) = self.tantivy.Query, question.terms
        match question.shape:
            case "phrase":
                return self._any(
                    [make.phrase_query(self.schema, f, list(question.terms)) for f in ("title", "body")]
                )
            case "prefix":
                return self._any([make.regex_query(self.schema, f, f"{first}.*") for f in ("title", "body")])
            case "and":
                return self._all([self._word(term) for term in question.terms])
            case "or":
                return self._any([self._word(term) for term in question.terms])

    def _word(self, term: str) -> Any:
        make = self.tantivy.Query
        title = make.boost_query(make.term_query(self.schema, "title", term), TITLE_BOOST)
        return self._any([title, make.term_query(self.schema, "body", term)])

    def _any(self, parts: list[Any]) -> Any:
        return self.tantivy.Query.boolean_query([(self.tantivy.Occur.Should, part) for part in parts])

    def _all(self, parts: list[Any]) -> Any:
        return self.tantivy.Query.boolean_query([(self.tantivy.Occur.Must, part) for part in parts])
