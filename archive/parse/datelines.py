"""Which of the printed dates is the moment of publication, and what else the dateline says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.documents import LineRole, Precision
from archive.parse.bylines import fields
from archive.parse.date_words import is_age, only_words
from archive.parse.dates import DateReading
from archive.parse.lines import Printed
from archive.parse.markers import Markers
from archive.text import key

_PRECISION = {Precision.MINUTE: 1.0, Precision.DAY: 0.5, Precision.MONTH: -0.5, Precision.YEAR: -1.5}
_SURE = 4.0


@dataclass(frozen=True, slots=True)
class Dated:
    """Is the date chosen for an article, the line it stands in, and how sure the choice is."""

    reading: DateReading
    line: Printed
    confidence: float


def choose_date(
    above: Sequence[Printed], around: Sequence[Printed], below: Sequence[Printed]
) -> Dated | None:
    """Chooses among the dates above the title, from it to the body, and below the body; None where none is.

    A publication word, a time of day and nearness to the title speak for a date, a word of change against it. Where
    the page tells its age instead, a date above the title is that of the day on which it was opened.
    """
    aged = any(is_age(field) for line in around for field in fields(line.text))
    above = [] if aged else [line for line in above if not _is_event(line)]
    zones = ((above[::-1], 0.0), (around, 2.0), (below, 0.5))
    scored = [
        (_score(reading, line, bonus, steps), -line.number, -reading.start, reading, line)
        for zone, bonus in zones
        for steps, line in enumerate(zone)
        for reading in line.dates
        if reading.publication or line.role is not LineRole.CAPTION
    ]
    if not scored:
        return None
    score, _, _, reading, line = max(scored, key=lambda row: row[:3])
    return Dated(reading, line, round(min(0.99, max(0.3, 0.5 + 0.5 * score / _SURE)), 2))


def _is_event(line: Printed) -> bool:
    """Says whether a headline gives the day of what it announces: "Régates : 14 avril 2024"."""
    dated = next(iter(line.dates), None)
    before = line.text[: dated.start].rstrip() if dated and not dated.publication else ""
    return before.endswith(":") and not only_words(before)


def _score(reading: DateReading, line: Printed, bonus: float, steps: int) -> float:
    return (
        bonus
        + _PRECISION[reading.date.precision]
        + 1.0 * reading.publication
        - 0.8 * reading.updated
        + (1.0 if line.role is LineRole.DATELINE else -0.5)
        - 0.05 * steps
    )


def find_section(lines: Iterable[Printed], markers: Markers) -> tuple[str, Printed] | None:
    """Gives the known section that a field of a dateline names ("21 août 2022 - Sport - Ecrit par : S.A")."""
    for line in lines:
        if line.role is LineRole.DATELINE:
            for field in fields(line.text, line.dates):
                if key(field) in markers.sections:
                    return field, line
    return None
