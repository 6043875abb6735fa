"""Settings: one frozen value, made at the rim from flags, environment and defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_DATABASE = Path("archive.db")
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Holds what can be set: `--db` over `ARCHIVE_DB` over `./archive.db`, and the like.

    `capture_cap` is the largest capture that is read, in bytes; `lock_wait` the seconds a writer waits.
    """

    database: Path = DEFAULT_DATABASE
    capture_cap: int = 10 * MEGABYTE
    lock_wait: float = 30.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Reads `ARCHIVE_DB`, `ARCHIVE_CAPTURE_CAP` (bytes) and `ARCHIVE_LOCK_WAIT` (seconds)."""
        return cls(
            database=Path(environment.get("ARCHIVE_DB") or DEFAULT_DATABASE),
            capture_cap=int(
                environment.get("ARCHIVE_CAPTURE_CAP") or cls.__dataclass_fields__["capture_cap"].default
            ),
            lock_wait=float(environment.get("ARCHIVE_LOCK_WAIT") or 30.0),
        )
