"""Where the article stands among the blocks of its page: the blocks around it, read as the lines of a capture."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from archive.documents import LineRole
from archive.parse.body import LONG
from archive.parse.html.blocks import Block, squeezed
from archive.parse.layout import Layout
from archive.parse.lines import Printed, ending_of, read_lines
from archive.parse.markers import Markers

_ABOVE, _BELOW, _NEAR_HEAD, _NEAR_FOOT = 4, 24, 6, 14
_HEAD, _SIGNED_WITHIN, _PLAIN = 30, 5, 300
_SIGNS = (LineRole.DATELINE, LineRole.BYLINE)


@dataclass(frozen=True)
class Placed:
    """Is the part of a page that holds the article: its blocks, and the same as a plan of printed lines.

    Line n of the plan is block n - 1; `text` holds the places of the blocks that are running text, `signs` those
    of bylines, datelines and the like that an extractor took for its opening.
    """

    blocks: tuple[Block, ...]
    layout: Layout
    text: frozenset[int]
    signs: frozenset[int]

    @property
    def lines(self) -> tuple[Printed, ...]:
        """Gives the printed lines, one a block."""
        return self.layout.lines

    @property
    def head(self) -> tuple[Block, ...]:
        """Gives the blocks from a little above the title to the text."""
        first = self.layout.start if self.layout.title is None else self.layout.title
        return self.blocks[max(0, first - _NEAR_HEAD) : self.layout.start]

    @property
    def foot(self) -> tuple[Block, ...]:
        """Gives the blocks right below the text, up to where other articles begin."""
        end = self.layout.end
        return self.blocks[end : end + _NEAR_FOOT]


def place(
    blocks: Sequence[Block], heading: Block | None, text: Sequence[str], markers: Markers, language: str
) -> Placed | None:
    """Finds the lines of the running text among the blocks; None where none of them is there."""
    title = next((i for i, block in enumerate(blocks) if block is heading), None)
    found = _find(blocks, text, title)
    if not found:
        return None
    start, end = found[0], found[-1] + 1
    if title is None or title >= end or start - title > _HEAD:
        title = None if title is None or title >= end else title
    top = start if title is None or title > start else title
    first, last = max(0, min(top, start) - _ABOVE), min(len(blocks), end + _BELOW)
    if start - first > _HEAD + _ABOVE:
        first = start - _HEAD - _ABOVE
        title = None if title is not None and title < first else title
    part = tuple(blocks[first:last])
    here = frozenset(i - first for i in found)
    lines = _read(part, here, markers, language)
    inside = _past_the_head(sorted(here), lines)
    signs = frozenset(i for i in here - inside if lines[i].role is not LineRole.BODY)
    shown = title - first if title is not None and title < start else None
    flags = tuple(i in inside for i in range(len(part)))
    return Placed(part, Layout(lines, flags, min(inside), end - first, shown, 0.9), inside, signs)


def _read(part: Sequence[Block], text: Set[int], markers: Markers, language: str) -> tuple[Printed, ...]:
    """Reads the blocks as printed lines; a long one of the running text needs no looking for signs."""
    long = {i for i in text if len(part[i].text) > _PLAIN}
    shown = ("" if i in long else block.text for i, block in enumerate(part))
    lines = read_lines("\n".join((*shown, ".")), markers, language)
    return tuple(
        _plain(line.number, part[i].text) if i in long else line for i, line in enumerate(lines[: len(part)])
    )


def _plain(number: int, text: str) -> Printed:
    return Printed(number, text, text, "", LineRole.BODY, ending_of(text), len(text))


def _past_the_head(found: Sequence[int], lines: Sequence[Printed]) -> frozenset[int]:
    """Leaves out the standfirst that is parted from the text by a dateline, and a byline or caption before it."""
    signs = [i for i in range(found[0], min(found[0] + _SIGNED_WITHIN, found[-1])) if lines[i].role in _SIGNS]
    above = [line for line in lines[max(0, found[0] - _NEAR_HEAD) : found[0]] if line.role in _SIGNS]
    if signs and not above and sum(i < signs[-1] for i in found) <= 2:
        found = [i for i in found if i > signs[-1]]
    paragraph = next((i for i in found if lines[i].width >= LONG and lines[i].role is LineRole.BODY), None)
    told = [i for i in found if paragraph is None or i >= paragraph or lines[i].role is LineRole.BODY]
    return frozenset(told or found)


def _find(blocks: Sequence[Block], text: Sequence[str], title: int | None) -> list[int]:
    """Gives the places of the lines of a text among the blocks, each as near behind the one before as can be."""
    places: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        places.setdefault(squeezed(block.text), []).append(index)
    found: list[int] = []
    here = title or 0
    for line in text:
        spots = places.get(squeezed(line), [])
        spot = next((i for i in spots if i >= here), None)
        if spot is not None:
            found.append(spot)
            here = spot
    if not found or len(found) * 3 < len(text):
        spots_of = (places.get(squeezed(line), []) for line in text)
        found = [spots[0] for spots in spots_of if spots]
    below = sorted({spot for spot in found if title is None or spot > title})
    return below or sorted(set(found))
