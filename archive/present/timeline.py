"""A timeline as rows for programs, and as bars for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import log1p
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from archive.frozen import Frozen
from archive.present.paint import Style, paint
from archive.present.terminal import clean, isolate
from archive.present.width import pad, width

if TYPE_CHECKING:
    from archive.search.timeline import Point, Timeline

SCALES = MappingProxyType({"linear": float, "log": log1p})
BLOCKS = "▏▎▍▌▋▊▉█"
SHORTEST_BAR = 8
NO_GROUP = MappingProxyType({"outlet": "no outlet", "language": "language unknown"})
UNKNOWN = MappingProxyType({"month": "month unknown", "week": "week unknown", "year": "year unknown"})


def point_rows(timeline: Timeline) -> Iterator[dict[str, Any]]:
    """Gives a row for each period, then one for each date that lies in none; the last has no period: undated.

    `count` is None where the archive keeps nothing of a period, and `share` is a part of 1.
    """
    for point in (*timeline.points, *timeline.apart):
        share = point.share if point.share is None else round(point.share, 4)
        group = {timeline.per: point.group} if timeline.per else {}
        yield {**group, "period": point.period, "count": point.count, "kept": point.kept, "share": share}


def timeline_lines(timeline: Timeline, style: Style, scale: str = "linear") -> Iterator[str]:
    """Gives a line with a bar for each period; what has no period stands below, without one."""
    points = (*timeline.points, *timeline.apart)
    shape = _Shape.of(points, style, scale)
    for group in timeline.groups:
        if timeline.per:
            name = clean(group or NO_GROUP[timeline.per])
            yield paint("title", isolate(name), style)
        yield from _bars((p for p in timeline.points if p.group == group), shape)
        yield from _apart([p for p in timeline.apart if p.group == group], timeline.by)
        if timeline.per:
            yield ""


def total_line(timeline: Timeline) -> str:
    """Gives the sentence below a timeline."""
    number = f"{timeline.total:,}" if timeline.exact else f"at least {timeline.total:,}"
    return f"{number} article{'' if number == '1' else 's'}."


class _Shape(Frozen):
    """Is how wide the columns are, and how long a bar is for a number."""

    count: int
    kept: int
    cells: int
    most: int
    measure: Callable[[float], float]

    @classmethod
    def of(cls, points: Sequence[Point], style: Style, scale: str) -> _Shape:
        count = max((width(f"{point.count or 0:,}") for point in points), default=1)
        kept = max((width(f"{point.kept:,}") for point in points), default=1)
        cells = style.width - count - kept - len("2022-W21   of   100.0 %  ")
        most = max((point.count or 0 for point in points if point.period), default=0)
        return cls(count, kept, max(cells, SHORTEST_BAR), most, SCALES[scale])

    def figures(self, point: Point) -> str:
        """Gives `4 of 7   57.1 %` in columns; no share of nothing."""
        count, kept = f"{point.count or 0:,}", f"{point.kept:,}"
        share = f"{point.share:.1%}".replace("%", " %") if point.count and point.share else ""
        return f"{pad(count, self.count, True)} of {pad(kept, self.kept, True)}  {share:>7}"

    def bar(self, count: int) -> str:
        """Gives a bar of block characters, in eighths of a cell; never nothing for something."""
        if not count or not self.most:
            return ""
        eighths = max(round(8 * self.cells * self.measure(count) / self.measure(self.most)), 1)
        whole, rest = divmod(eighths, 8)
        return BLOCKS[-1] * whole + (BLOCKS[rest - 1] if rest else "")


def _bars(points: Iterable[Point], shape: _Shape) -> Iterator[str]:
    """Gives a line a period; periods of which nothing is kept share one."""
    for is_gap, run in groupby(points, lambda point: point.count is None):
        if is_gap:
            gap = list(run)
            until = f" until {gap[-1].period}" if len(gap) > 1 else ""
            yield f"{gap[0].period}  no articles kept{until}"
        else:
            for point in run:
                yield f"{point.period}  {shape.figures(point)}  {shape.bar(point.count or 0)}".rstrip()


def _apart(points: list[Point], by: str) -> Iterator[str]:
    for point in points:
        label = f"{point.period}, {UNKNOWN[by]}" if point.period else "undated"
        yield f"{label}: {point.count:,} of {point.kept:,}"
