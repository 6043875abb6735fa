"""How a page is laid out: what stands above the body, in it and below, and where the title is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from archive.documents import LineRole
from archive.parse.body import LONG, find_body, heads_of_others, is_paragraph
from archive.parse.lines import Ending, Printed
from archive.parse.markers import Mark
from archive.parse.titles import find_title

_SIGNS = (LineRole.DATELINE, LineRole.BYLINE)
OTHERS = (Mark.RELATED, Mark.PREVIOUS, Mark.NEXT, Mark.PROMOTION, Mark.END)
"""What announces that an article is over: nothing below dates or signs it."""
_HEAD_LINES = 12
_NEAR = 8
_SHORTEST = 150
_CHAPTERS, _MOSTLY = 5, 0.8


@dataclass(frozen=True, slots=True)
class Layout:
    """Is the plan of a page: `title` is its place, the body lies from `start` to `end` (one past the last).

    `inside` says of each line whether it stands among the paragraphs.
    """

    lines: tuple[Printed, ...]
    inside: tuple[bool, ...]
    start: int
    end: int
    title: int | None = None
    title_confidence: float = 0.0

    def holds(self, index: int) -> bool:
        """Says whether a place lies between the title, with the line below it, and the end of the body."""
        return (self.title is None or index > self.title + 1) and index < self.end

    @property
    def paragraphs(self) -> list[Printed]:
        """Gives the lines of the body that show no sign of being anything else."""
        places = (i for i in range(self.start, self.end) if self.inside[i])
        return [self.lines[i] for i in places if self.lines[i].role is LineRole.BODY]

    @property
    def above(self) -> list[Printed]:
        """Gives the last printed lines above the title; none where there is no title."""
        return _last(self.lines[: self.title or 0], _NEAR)

    @property
    def around(self) -> list[Printed]:
        """Gives the printed lines from the title to the body; with no title, the last ones above the body."""
        if self.title is None:
            return _last(self.lines[: self.start], _HEAD_LINES)
        return list(_printed(self.lines[self.title + 1 : self.start]))

    @property
    def below(self) -> list[Printed]:
        """Gives the first printed lines below the body, up to where other articles or comments begin."""
        ends = heads_of_others(self.lines)
        over = (i for i in range(self.end, len(self.lines)) if i in ends or self.lines[i].mark in OTHERS)
        until = next(over, len(self.lines))
        return list(islice(_printed(self.lines[self.end : until]), _HEAD_LINES))


def lay_out(lines: tuple[Printed, ...]) -> Layout | str:
    """Finds the body of a page, and its title above; where the page holds no article, gives the fact."""
    inside = find_body(lines)
    places = [index for index, line in enumerate(lines) if inside[index] and not line.blank]
    if not places:
        return f"no paragraph among {_count(lines)} lines"
    end = places[-1] + 1
    start = _past_the_head(lines, places[0], end)
    opening = [i for i in range(start, end) if not lines[i].blank][:3]
    paragraph = next((i for i in opening if is_paragraph(lines[i])), max(opening, default=start))
    body = "\n".join(lines[i].text for i in range(start, end) if inside[i])
    title, confidence = find_title(lines[:paragraph], lines, body) or (None, 0.0)
    start = start if title is None else max(start, title + 1)
    layout = Layout(lines, tuple(inside), start, end, title, confidence)
    return _why_no_article(layout) or layout


def _past_the_head(lines: Sequence[Printed], first: int, end: int) -> int:
    """Gives where the body begins: a standfirst above the dateline is no part of it."""
    signed = any(line.role in _SIGNS for line in islice(_printed(reversed(lines[:first])), _NEAR))
    start, paragraphs, before = first, 0, None
    for index in range(first, min(end, first + 3 * _HEAD_LINES)):
        line = lines[index]
        if line.blank:
            continue
        if line.role in _SIGNS and paragraphs <= 1 and (not signed or (before and is_paragraph(before))):
            start = index + 1
        paragraphs += is_paragraph(line)
        before = line
        if paragraphs > 1:
            break
    return start


def _printed(lines: Iterable[Printed]) -> Iterator[Printed]:
    return (line for line in lines if not line.blank)


def _last(lines: Sequence[Printed], most: int) -> list[Printed]:
    return list(islice(_printed(reversed(lines)), most))[::-1]


def _count(lines: Sequence[Printed]) -> int:
    return sum(not line.blank for line in lines)


def _why_no_article(layout: Layout) -> str | None:
    """Gives the fact that makes a page no article, or None.

    A page of headlines each with its blurb reads like an article of one-paragraph chapters, with no dateline.
    """
    paragraphs = layout.paragraphs
    long = [line for line in paragraphs if is_paragraph(line)]
    width = sum(line.width for line in paragraphs)
    printed = _count(layout.lines)
    if not long and width < _SHORTEST:
        return f"no paragraph of at least {LONG} letters among {printed} lines"
    signed = any(line.role in _SIGNS for line in (*layout.around, *layout.above))
    if width < _SHORTEST and layout.title is None and not signed:
        return f"no title, and only {width} letters of text among {printed} lines"
    headed = sum(
        is_paragraph(here) and before.ending is Ending.OPEN and not is_paragraph(before)
        for before, here in pairwise(
            line for line in layout.lines[: layout.end] if line.role is LineRole.BODY
        )
    )
    if headed >= _CHAPTERS and headed >= _MOSTLY * len(long) and not signed:
        return f"{headed} headlines with one paragraph each, and no dateline"
    return None
