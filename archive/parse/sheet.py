"""The sheet on which a reading collects its fields, where each was read, and what became of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.documents import Clipping, Line, LineRole, Origin
from archive.parse.lines import Printed

_WITH_EVIDENCE = frozenset({"outlet", "published", "authors", "tags"})


@dataclass
class Sheet:
    """Collects the fields of a clipping, their origins, and what each line was read as, by number."""

    fields: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    roles: dict[int, LineRole] = field(default_factory=dict)

    def put(self, name: str, value: Any, confidence: float, lines: Sequence[Printed]) -> None:
        """Keeps a field that was read from lines; some fields keep the printed lines as evidence."""
        evidence = " / ".join(line.text for line in lines) if name in _WITH_EVIDENCE else None
        self.fields[name] = value
        self.origins[name] = Origin(place_of(lines), round(confidence, 2), evidence)

    def put_worked_out(
        self, name: str, value: Any, confidence: float, place: str, evidence: str | None = None
    ) -> None:
        """Keeps a field that stands in no line of its own."""
        self.fields[name] = value
        self.origins[name] = Origin(place, round(confidence, 2), evidence)

    def mark(self, role: LineRole, lines: Sequence[Printed]) -> None:
        """Says what lines were read as."""
        self.roles.update((line.number, role) for line in lines)

    def free(self, line: Printed) -> bool:
        """Says whether a line has not been read as anything yet."""
        return line.number not in self.roles

    def clipping(self, lines: Sequence[Printed]) -> Clipping:
        """Makes the clipping; text that found no place on the sheet is furniture."""
        account = (
            Line(number, row, self.roles.get(line.number) or _left_over(line))
            for line in lines
            for number, row in enumerate(line.printed.split("\n"), line.number)
        )
        return Clipping(**self.fields, origins=self.origins, lines=tuple(account))


def _left_over(line: Printed) -> LineRole:
    return LineRole.FURNITURE if line.role is LineRole.BODY else line.role


def place_of(lines: Sequence[Printed]) -> str:
    """Names lines for a person: `line 3`, `lines 5-9`."""
    numbers = sorted({number for line in lines for number in (line.number, line.last)})
    match numbers:
        case []:
            return "no line"
        case [number]:
            return f"line {number}"
        case _:
            return f"lines {numbers[0]}-{numbers[-1]}"
