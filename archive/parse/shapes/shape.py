"""What the shape of a foreign record is: the fields that tell it, and which of them say what of an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.parse.markers import Markers
from archive.parse.outlets import KnownOutlets

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """Is what helps to read a value: the language of the text, the known outlets, the words of the press.

    `month_first` is what is known of the dates of the whole table or file, None for nothing.
    """

    language: str
    outlets: KnownOutlets
    markers: Markers
    month_first: bool | None = None


Convert = Callable[[Any, Around], Any]
"""Makes the value of a clipping's field of one in a record; None (or nothing) where it states none."""


@dataclass(frozen=True, slots=True)
class From:
    """Is one place of a field: its name in the record, how its value is read, and how far it is to be trusted.

    `least` is the fewest letters that a text must have to count.
    """

    name: str
    convert: Convert
    confidence: float = 0.9
    least: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """Is a kind of foreign record: its name, the fields that tell it, and where it has what, the best place first.

    `told_by` lists names of fields; `a+b` wants both. `without_text` says what a record lacks that has no body.
    """

    name: str
    fields: Mapping[str, tuple[From, ...]]
    told_by: tuple[str, ...] = ()
    without_text: str = "it has no text"

    def tells(self, values: Values) -> bool:
        """Says whether a record is of this shape."""
        return any(all(name in values for name in names.split("+")) for names in self.told_by)
