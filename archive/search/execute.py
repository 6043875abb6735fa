"""Run a plan: hits of one page with their total, over a plain `sqlite3` connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from archive import statements
from archive.browse import article_rows
from archive.frozen import Frozen
from archive.postings import UNDATED_END
from archive.results import Hit
from archive.search.limits import USUAL, Limits
from archive.search.living import behind, kept, united
from archive.search.matching import Confirms
from archive.search.paging import Place
from archive.search.plan import Marks, Plan
from archive.search.printed import Printed
from archive.search.snippets import Matcher, Snippet, mark_all, snippet
from archive.search.tree import Prefix

SHOWN = ("id", "slug", "label", "derived", "outlet", "published", "implied", "language", "section", "address")


class Page(Frozen):
    """Is one page of raw hits: article ids with scores, the total, and whether the total is exact.

    `ranked` is up to how many matches were put in order, the newest; None where all were.
    """

    hits: tuple[tuple[int, float], ...]
    total: int
    exact: bool
    ranked: int | None = None


class Finder:
    """Finds what a plan keeps in the order of the index, for one page of an answer.

    `confirms` says of articles whether the tree to check keeps them; `place` is where the page before ended.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        confirms: Confirms,
        *,
        order: str = "relevance",
        place: Place | None = None,
        limits: Limits = USUAL,
    ) -> None:
        self.connection, self.confirms = connection, confirms
        self.order, self.place, self.limits = order, place, limits

    def __call__(self, plan: Plan, limit: int, offset: int) -> Page:
        """Gives one page, with the total of the whole set."""
        if plan.check is not None:
            return self._checked(plan, limit, offset)
        hits = self.hits(plan, limit, offset)
        end = offset + len(hits)
        ranked = self.ranked(plan)
        if self.place is None and len(hits) < limit and (hits or not offset) and end != ranked:
            return Page(hits, end, not plan.cut)
        most = None if offset and not hits else self.limits.counted
        far = ranked or 0 if hits and self.order == "relevance" else 0
        number = self.number(plan, None if most is None else max(most, far) + 1)
        total = number if most is None else min(number, most)
        return Page(hits, total, number == total and not plan.cut, far if 0 < far < number else None)

    def first(self, plan: Plan, limit: int, offset: int) -> Page:
        """Gives a page whose total is no more than its hits, where the index decides: counting costs as much again."""
        if plan.check is not None:
            return self._checked(plan, limit, offset)
        hits = self.hits(plan, limit, offset)
        return Page(hits, len(hits), len(hits) < limit)

    def hits(self, plan: Plan, limit: int, offset: int) -> tuple[tuple[int, float], ...]:
        """Gives articles with their scores; candidates, where the plan has something to check."""
        if not limit:
            return ()
        order = self._order(plan)
        statement, select = statements.IN_ORDER, statements.DOCIDS
        if order == "relevance":
            statement, select = statements.RANKED, statements.SCORED
        conditions, values = kept(self.connection, self.place)
        if self.place:
            more, last = behind(self.place)
            conditions, values = conditions + more, {**values, **last}
        found, values = united(self.connection, plan, select, (conditions, values))
        ranked = self.ranked(plan)
        values |= {"most": -1 if ranked is None else ranked, "limit": limit, "offset": offset}
        rows = self.connection.execute(statement.format(found=found, order=self._by_date(order)), values)
        return tuple((number, abs(score)) for _, number, score in rows)

    def ranked(self, plan: Plan) -> int | None:
        """Gives how many matches of a plan are put in order: fewer of words that are only begun, which cost most."""
        ranked = self.limits.ranked
        many = plan.cut or any(isinstance(node, Prefix) for node in plan.compared)
        return ranked if ranked is None or not many else min(ranked, self.limits.begun)

    def count(self, plan: Plan, *, all_of_them: bool = False) -> tuple[int, bool]:
        """Gives how many articles the index has for a plan, and whether these are all."""
        most = None if all_of_them else self.limits.counted
        number = self.number(plan, None if most is None else most + 1)
        return (number, True) if most is None else (min(number, most), number <= most)

    def number(self, plan: Plan, most: int | None) -> int:
        """Gives how many articles the index has for a plan, looking at so many of the newest at most."""
        return (
            self._run(statements.COUNT, plan)
            if most is None
            else self._run(statements.COUNT_TO, plan, most=most)
        )

    def is_windowed(self, plan: Plan, total: int, *, exact: bool) -> bool:
        """Says whether there are more matches than are put in order."""
        ranked = self.ranked(plan)
        if self.order != "relevance" or plan.check is not None or (exact and total <= (ranked or total)):
            return False
        return self.passes(plan, ranked)

    def passes(self, plan: Plan, most: int | None) -> bool:
        """Says whether the index has more than so many articles for a plan."""
        return most is not None and self.number(plan, most + 1) > most

    def _run(self, statement: str, plan: Plan, **values: object) -> int:
        living = kept(self.connection, self.place)
        found, bounds = united(self.connection, plan, statements.DOCIDS, living)
        row = self.connection.execute(statement.format(found=found), {**bounds, **values}).fetchone()
        return int(row[0])

    def _order(self, plan: Plan) -> str:
        """Gives the order of hits: stems that hide words only begun do not rank them, but cost most to compare."""
        hidden = bool(plan.cut) and plan.check is not None
        return "newest" if hidden and self.order == "relevance" else self.order

    def _by_date(self, order: str) -> str:
        """Gives the columns to order by: docids alone, where that is right, are read in their order, not sorted."""
        if order != "oldest":
            return "docid DESC"
        undated = self.connection.execute(statements.ANY_UNDATED, (UNDATED_END,)).fetchone()[0]
        return f"docid < {UNDATED_END}, docid" if undated else "docid"

    def _checked(self, plan: Plan, limit: int, offset: int) -> Page:
        """Reads candidates in their order: enough for the page, or as many as may be read."""
        checked, enough = self.limits.checked, self.limits.enough
        candidates = self.hits(plan, -1 if checked is None else checked + 1, 0)
        found: list[tuple[int, float]] = []
        read = 0
        right = self.confirms(plan, [number for number, _ in candidates[:checked]])
        for read, (hit, is_right) in enumerate(zip(candidates, right, strict=False), 1):
            if is_right:
                found.append(hit)
            if limit and enough is not None and read >= enough and len(found) >= offset + limit:
                break
        every = read == len(candidates) and not plan.cut
        return Page(tuple(found[offset : offset + limit]), len(found), every)


def dress(
    printed: Printed,
    page: Page,
    marks: Marks,
    width: int,
    others: Mapping[int, int] | None = None,
) -> Iterator[Hit]:
    """Gives the hits of a page with authors, tags, marked title and the passage that shows why.

    `others` are how many more articles tell the story of a hit, None where hits are not collapsed.
    """
    matches = Matcher(marks.terms, marks.prefixes, marks.exacts)
    scores = dict(page.hits)
    rows = article_rows(printed.connection, [*scores])
    for text in printed.texts([*scores]):
        article_id = text.article_id
        if article_id not in rows:  # deleted since its text was read
            continue
        row = rows[article_id]
        texts = [one for one in (text.standfirst, text.body) if one]
        passage = _passage(texts, row["language"], matches, width)
        shown = {name: row[name] for name in SHOWN}
        yield Hit(
            **shown,
            authors=tuple(row["authors"]),
            tags=tuple(row["tags"]),
            score=round(scores[article_id], 4),
            snippet=passage.text,
            snippet_marks=passage.marks,
            title_marks=mark_all(row["label"], row["language"], matches).marks,
            others=None if others is None else others.get(article_id, 0),
        )


def _passage(texts: list[str], language: str, matches: Matcher, width: int) -> Snippet:
    """Gives the passage with most matches, of the body rather than of the standfirst when they tie."""
    passages = [snippet(text, language, matches, width) for text in texts]
    return max(reversed(passages), key=lambda passage: len(passage.marks), default=Snippet("", ()))
