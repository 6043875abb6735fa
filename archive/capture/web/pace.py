"""The pace at which a host is asked: one request at a time, and a pause before the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

DELAY = 1.0
LONGEST_DELAY = 60.0
LONGEST_WAIT = 120.0
BACK_OFF = 5.0


@dataclass
class Pace:
    """Knows when each host may be asked again; clock and sleep are given so that a test need not wait."""

    delay: float = DELAY
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free_at: dict[str, float] = field(default_factory=dict)

    def wait(self, host: str) -> None:
        """Waits until the host may be asked."""
        pause = self._free_at.get(host, 0.0) - self.clock()
        if pause > 0:
            self.sleep(pause)

    def asked(self, host: str, delay: float | None = None) -> None:
        """Notes that the host was asked just now; `delay` is the pause that it asks for itself."""
        self._free_at[host] = self.clock() + max(self.delay, delay or 0.0)

    def hold(self, host: str, seconds: float) -> None:
        """Leaves the host alone for a while."""
        self._free_at[host] = self.clock() + seconds


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Gives the seconds that a `Retry-After` asks for, as a number or as a date; None where it says nothing.

    >>> retry_after("120"), retry_after("soon")
    (120.0, None)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0)
