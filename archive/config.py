"""Settings: one frozen value, made at the rim from flags, environment and defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from archive.errors import InvalidError
from archive.frozen import Frozen

DEFAULT_DATABASE = Path("archive.db")
CAPTURE_CAP = 10 * 1024 * 1024
LOCK_WAIT = 30.0
LARGEST_CAP = 2**31 - 1
LONGEST_WAIT = 2_000_000.0
"""The most bytes that SQLite keeps in a row, and the most seconds that it can count in milliseconds: 23 days."""


class Settings(Frozen):
    """Holds what can be set: `--db` over `ARCHIVE_DB` over `./archive.db`, and the like.

    `capture_cap` is the largest capture that is read, in bytes; `lock_wait` the seconds a writer waits.
    """

    database: Path = DEFAULT_DATABASE
    capture_cap: int = CAPTURE_CAP
    lock_wait: float = LOCK_WAIT

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Reads `ARCHIVE_DB`, `ARCHIVE_CAPTURE_CAP` (bytes) and `ARCHIVE_LOCK_WAIT` (seconds)."""
        return cls(
            database=Path(environment.get("ARCHIVE_DB") or DEFAULT_DATABASE),
            capture_cap=_number(environment, "ARCHIVE_CAPTURE_CAP", CAPTURE_CAP, LARGEST_CAP),
            lock_wait=_number(environment, "ARCHIVE_LOCK_WAIT", LOCK_WAIT, LONGEST_WAIT),
        )


Number = TypeVar("Number", int, float)


def _number(environment: Mapping[str, str], name: str, default: Number, most: Number) -> Number:
    """Gives the number that a variable holds, of the kind of its default."""
    kind = type(default)
    value = environment.get(name)
    if not value:
        return default
    try:
        number = kind(value)
    except ValueError:
        number = kind(-1)
    if not 0 <= number <= most:
        raise InvalidError(
            f"{name} is no number that can be used: {value[:40]!r}; it goes from 0 to {most:.0f}."
        )
    return number
