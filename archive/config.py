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
            capture_cap=_number(environment, "ARCHIVE_CAPTURE_CAP", int, CAPTURE_CAP),
            lock_wait=_number(environment, "ARCHIVE_LOCK_WAIT", float, LOCK_WAIT),
        )


Number = TypeVar("Number", int, float)


def _number(environment: Mapping[str, str], name: str, kind: type[Number], default: Number) -> Number:
    value = environment.get(name)
    if not value:
        return default
    try:
        number = kind(value)
    except ValueError:
        number = kind(-1)
    if not 0 <= number < float("inf"):
        raise InvalidError(f"{name} is no number that can be used: {value!r}.")
    return number
