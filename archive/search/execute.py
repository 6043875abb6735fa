"""Run a plan: hits of one page with their total, over a plain `sqlite3` connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from archive import statements
from archive.browse import article_row
from archive.postings import UNDATED_END, read_entry
from archive.results import Hit
from archive.search.matching import MOST_CHECKED, dates
from archive.search.plan import Marks, Plan
from archive.search.snippets import Matcher, Snippet, mark_all, snippet

WEIGHTS = (0.494, 0.988, 0.0)
"""Weights of body, title and meta: 1 to 2, times 0.247, because bm25() takes each article of a table without sizes
for an almost empty one; so it is BM25 with k1 = 1.2 and b = 0."""

SHOWN = ("id", "slug", "label", "derived", "outlet", "published", "implied", "language", "section", "address")

Condition = tuple[str, dict[str, object]]
EVERYWHERE: Condition = ("", {})


@dataclass(frozen=True, slots=True)
class Page:
    """Is one page of raw hits: article ids with scores, the total, and whether the total is exact."""

    hits: tuple[tuple[int, float], ...]
    total: int
    exact: bool


def execute(
    connection: sqlite3.Connection,
    plan: Plan,
    holds: Callable[[Any], bool],
    *,
    order: str = "relevance",
    limit: int = 20,
    offset: int = 0,
    within: Condition = EVERYWHERE,
    beyond: Condition | None = None,
) -> Page:
    """Gives one page of what the plan keeps; `holds` says of an entry whether the tree to check keeps it.

    `within` cuts the whole set, `beyond` the hits alone: they are SQL over `p` with its values.
    """
    cut = beyond or within
    if plan.check is None:
        values = _values(plan) | within[1]
        total = connection.execute(_sql(statements.COUNT, plan, order, within[0]), values).fetchone()[0]
        return Page(tuple(_hits(connection, plan, order, limit, offset, cut)), total, True)
    candidates = list(_hits(connection, plan, order, MOST_CHECKED + 1, 0, cut))
    complete = len(candidates) <= MOST_CHECKED
    kept = []
    for article_id, score in candidates[:MOST_CHECKED]:
        entry = read_entry(connection, article_id)
        if entry is not None and holds(entry):
            kept.append((article_id, score))
    return Page(tuple(kept[offset : offset + limit]), len(kept), complete)


def _hits(
    connection: sqlite3.Connection, plan: Plan, order: str, limit: int, offset: int, cut: Condition
) -> Iterator[tuple[int, float]]:
    if not limit:
        return
    values = _values(plan) | {"limit": limit, "offset": offset} | cut[1]
    for _, article_id, score in connection.execute(_sql(statements.HITS, plan, order, cut[0]), values):
        yield article_id, -score


def _sql(statement: str, plan: Plan, order: str, condition: str) -> str:
    conditions = dates(plan)[0].format(docid="article_index.rowid") + condition
    if plan.article_id is not None:
        conditions += " AND p.article_id = :article_id"
    score = f"bm25(article_index, {', '.join(map(str, WEIGHTS))})" if order == "relevance" else "0"
    by = statements.ORDERS[order].format(undated=UNDATED_END)
    return statement.format(score=score, conditions=conditions, order=by)


def _values(plan: Plan) -> dict[str, object]:
    return {**dates(plan)[1], "match": plan.match, "article_id": plan.article_id}


def dress(connection: sqlite3.Connection, page: Page, marks: Marks, width: int) -> Iterator[Hit]:
    """Gives the hits of a page with authors, tags, marked title and the passage that shows why."""
    matches = Matcher(marks.terms, marks.prefixes, marks.exacts)
    for article_id, score in page.hits:
        row = article_row(connection, article_id)
        if row is None:
            continue
        standfirst, body = connection.execute(statements.TEXT, (article_id,)).fetchone()
        passage = _passage([text for text in (standfirst, body) if text], row["language"], matches, width)
        shown = {name: row[name] for name in SHOWN}
        yield Hit(
            **shown,
            authors=tuple(row["authors"]),
            tags=tuple(row["tags"]),
            score=round(score, 4),
            snippet=passage.text,
            snippet_marks=passage.marks,
            title_marks=mark_all(row["label"], row["language"], matches).marks,
        )


def _passage(texts: list[str], language: str, matches: Matcher, width: int) -> Snippet:
    """Gives the passage with most matches, of the body rather than of the standfirst when they tie."""
    passages = [snippet(text, language, matches, width) for text in texts]
    return max(reversed(passages), key=lambda passage: len(passage.marks), default=Snippet("", ()))
