"""What a search answers: hits, and the page they stand on; apart from `documents`, which a search never imports."""

from __future__ import annotations

from archive.frozen import Frozen

Span = tuple[int, int]


class Hit(Frozen):
    """Is one match: what a list shows of the article, and the passage that shows why.

    `label` is the title, or words derived from the text where `derived` says so; dates are ISO text cut to their
    precision; marks are offsets into `label` and `snippet`; a higher `score` is a better match. `others` is how
    many more articles tell the story, None where hits are not collapsed.
    """

    id: int
    slug: str
    label: str
    derived: bool
    outlet: str | None
    published: str | None
    implied: str | None
    language: str
    section: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    address: str | None
    score: float
    snippet: str
    snippet_marks: tuple[Span, ...]
    title_marks: tuple[Span, ...]
    others: int | None = None


class Results(Frozen):
    """Is one page of hits, the total (`exact` unless it was capped), and what the reader of the query remarks.

    `also_searched` are the spellings that were searched beside what was typed; `next` is the token of the next page,
    None behind the last. `collapsed` is how many hits of the page are not listed, because another tells their story.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool = True
    remarks: tuple[str, ...] = ()
    also_searched: tuple[str, ...] = ()
    next: str | None = None
    collapsed: int = 0
