"""Whoosh-reloaded: pure Python, BM25F."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer


class Engine(Peer):
    """Is a Whoosh index in a folder."""

    def __init__(self, folder: Path) -> None:
        try:
            from whoosh import fields, index
            from whoosh.analysis import SpaceSeparatedTokenizer
        except ImportError as error:
            raise Missing("Whoosh-reloaded is not installed.") from error
        super().__init__(folder)
        text = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True)
        title = fields.TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=True, field_boost=10.0)
        keyword = fields.KEYWORD(commas=True)
        schema = fields.Schema(
            id=fields.STORED, title=title, body=text, outlet=fields.ID, authors=keyword, tags=keyword,
            day=fields.NUMERIC(sortable=True),
        )  # fmt: skip
        self.index: Any = (
            index.open_dir(folder) if index.exists_in(folder) else index.create_in(folder, schema)
        )
        self.searcher: Any = self.index.searcher()

    def load(self, articles: Iterable[Analysed]) -> None:
        """Writes the index in one process."""
        writer = self.index.writer(limitmb=256)
        for one in articles:
            writer.add_document(
                id=one.id, title=one.title, body=one.body, outlet=one.outlet, day=one.day,
                authors=",".join(one.authors), tags=",".join(one.tags),
            )  # fmt: skip
        writer.commit()
        self.searcher = self.index.searcher()

    def held(self) -> int:
        """Counts the documents."""
        return int(self.searcher.doc_count())

    def ask(self, question: Question) -> object:
        """Searches both fields, with a filter as one more query."""
        from whoosh import query

        asked, kind = self._query(question), question.kind
        if kind in ("outlet", "author", "tag"):
            field = {"outlet": "outlet", "author": "authors", "tag": "tags"}[kind]
            asked = query.And([asked, query.Term(field, question.value, boost=0.0)])
        if kind == "dates":
            asked = query.And([asked, query.NumericRange("day", *bounds(), boost=0.0)])
        if kind == "count":
            return sum(1 for _ in self.searcher.docs_for_query(asked))
        if kind == "facets":
            raise NotImplementedError
        newest = {"sortedby": "day", "reverse": True} if kind == "newest" else {}
        return list(self.searcher.search(asked, limit=20, **newest))

    def _query(self, question: Question) -> Any:
        from whoosh import query

        def anywhere(kind: Any, *given: Any) -> Any:
            return query.Or([kind(field, *given) for field in ("title", "body")])

        words = [anywhere(query.Term, term) for term in question.terms]
        match question.shape:
            case "phrase":
                return anywhere(query.Phrase, list(question.terms))
            case "prefix":
                return anywhere(query.Prefix, question.terms[0])
            case "and":
                return query.And(words)
            case "or":
                return query.Or(words)
