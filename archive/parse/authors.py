"""Which names on a page are the author's: marked ones first, then bare ones by the dateline or below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.documents import Byline, LineRole, Role
from archive.parse.bylines import is_label, read_bare, read_names, to_bylines
from archive.parse.layout import Layout
from archive.parse.lines import Printed
from archive.parse.markers import Markers
from archive.text import key

_SIGNED = re.compile(r"(?:[.!?»”\"]\s|\s\()(?P<name>[^().!?»”\"]{2,30})\)?\s*\.?$")
_BESIDE = 3
_AT_THE_FOOT = 3

_Reading = tuple[tuple[Byline, ...], list[Printed]]


@dataclass(frozen=True, slots=True)
class Authors:
    """Is who wrote an article, the lines that say so, and how sure that is."""

    bylines: tuple[Byline, ...]
    lines: tuple[Printed, ...]
    confidence: float


def find_authors(layout: Layout, markers: Markers) -> Authors | None:
    """Gives the authors by the first of the ways below that names one; None where none does."""
    around, below = layout.around, layout.below
    opening = [line for line in layout.lines[layout.start : layout.end] if not line.blank][:_BESIDE]
    ways: tuple[tuple[float, Callable[[], _Reading]], ...] = (
        (0.95, lambda: _marked(around, markers)),
        (0.85, lambda: _fields(around, markers)),
        (0.75, lambda: _bare(around if layout.title is not None or _dated(around) else (), markers)),
        (0.9, lambda: _marked(layout.above[-_AT_THE_FOOT:], markers)),
        (0.85, lambda: _marked(opening, markers)),
        (0.85, lambda: _marked(below, markers)),
        (0.7, lambda: _signature(below, markers)),
        (0.6, lambda: _agency(around, markers)),
        (0.6, lambda: _last_words(layout, markers)),
    )
    for confidence, way in ways:
        names, lines = way()
        if names:
            return Authors(names, tuple(lines), confidence)
    return None


def _marked(lines: Sequence[Printed], markers: Markers) -> _Reading:
    """Reads "Par Anne Exemple", and "By" with the name on the next line."""
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else None
        if line.names:
            return line.names, [line]
        if after and is_label(line.text, markers) and (names := read_names(after.text, markers)):
            return to_bylines(names, markers, after.text), [line, after]
    return (), []


def _fields(lines: Iterable[Printed], markers: Markers) -> _Reading:
    """Reads a name that is a field of the dateline: "Anne Exemple | 3 mai 2022"."""
    for line in lines:
        if line.role is LineRole.DATELINE and (names := read_bare(line.text, markers, line.dates)):
            return names, [line]
    return (), []


def _bare(lines: Sequence[Printed], markers: Markers) -> _Reading:
    """Reads the lines that are names and nothing else: beside the dateline, else right below the title."""
    datelines = [place for place, line in enumerate(lines) if line.role is LineRole.DATELINE]
    beside = [
        place for place in range(len(lines)) if any(abs(place - other) <= _BESIDE for other in datelines)
    ]
    for places in (beside, range(min(len(lines), _BESIDE))):
        if found := _run_of_names([lines[place] for place in places], markers):
            return tuple(name for names, _ in found for name in names), [line for _, line in found]
    return (), []


def _run_of_names(lines: Iterable[Printed], markers: Markers) -> list[tuple[tuple[Byline, ...], Printed]]:
    found: list[tuple[tuple[Byline, ...], Printed]] = []
    for line in lines:
        names = read_bare(line.text, markers) if line.role is LineRole.BODY else ()
        if names:
            found.append((names, line))
        elif found:
            break
    return found


def _signature(below: Sequence[Printed], markers: Markers) -> _Reading:
    """Reads the name that stands alone right below the last paragraph."""
    line = below[0] if below else None
    if line is None or line.role not in (LineRole.BODY, LineRole.CREDIT):
        return (), []
    return read_bare(line.text, markers), [line]


def _agency(lines: Sequence[Printed], markers: Markers) -> _Reading:
    """Reads the agency that stands alone above the body; it may be the credit of a picture."""
    for line in lines:
        names = read_bare(line.text, markers) if line.role is LineRole.CREDIT else ()
        if names and all(byline.role is Role.AGENCY for byline in names):
            return names, [line]
    return (), []


def _last_words(layout: Layout, markers: Markers) -> _Reading:
    """Reads the agency that signs the last sentence: "... dit le texte. EFE", "... dit le texte (AFP)."."""
    for line in layout.paragraphs[-1:]:
        signed = _SIGNED.search(line.text)
        if signed and key(signed["name"]) in markers.agencies:
            return to_bylines([signed["name"]], markers, line.text), [line]
    return (), []


def _dated(lines: Iterable[Printed]) -> bool:
    return any(line.role is LineRole.DATELINE for line in lines)
