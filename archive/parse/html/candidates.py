"""Candidates: what a page says of a field, where it says so, and how far that place is to be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Value]):
    """Is a value for a field; `place` is a JSON-LD path, the name of a meta tag, a selector, or lines."""

    value: Value
    place: str
    confidence: float
    evidence: str | None = None


def first(candidates: Iterable[Candidate[Value] | None]) -> Candidate[Value] | None:
    """Gives the first answer, in order of trust."""
    return next((candidate for candidate in candidates if candidate is not None), None)
