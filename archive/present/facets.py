"""Facets as rows for programs, and as short lists for people."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from archive.present.paint import Style, paint
from archive.present.terminal import clean, isolate
from archive.present.width import pad, width

if TYPE_CHECKING:
    from archive.search.facets import Facets

WITHOUT = MappingProxyType(
    {
        "outlet": "no outlet",
        "author": "unsigned",
        "tag": "no tag",
        "language": "unknown",
        "section": "no section",
        "year": "undated",
        "month": "undated",
    }
)


def facet_rows(facets: Facets) -> Iterator[dict[str, Any]]:
    """Gives a row for each value; a value of None counts the hits that have none, `share` is a part of 1."""
    for name, values in facets.values.items():
        for one in values:
            yield {"facet": name, "value": one.value, "count": one.count, "share": round(one.share, 4)}


def facet_lines(facets: Facets, style: Style) -> Iterator[str]:
    """Gives each facet with its values below it, numbers to the right."""
    for name, values in facets.values.items():
        shown = [clean(WITHOUT[name] if one.value is None else one.value) for one in values]
        cells = max(map(width, shown), default=0)
        digits = max((len(f"{one.count:,}") for one in values), default=0)
        yield paint("title", name, style)
        for text, one in zip(shown, values, strict=True):
            label = pad(isolate(text), cells)
            yield f"  {label}  {one.count:>{digits},}  {one.share:>6.1%}".replace("%", " %")
        yield ""
