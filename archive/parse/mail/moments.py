"""The date of a message or of a feed's entry, as programs write it: by RFC 5322, and where they stray from it."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from archive.documents import Precision, PressDate
from archive.parse.clock import ZONES

_FARTHEST = 14
_OFFSETS = {name: hours for name, hours in {**ZONES, "ut": 0}.items() if hours is not None}
_CLOCK = re.compile(
    r"\d[:.]\d\d(?:[:.]\d\d)?\s*(?:(?P<half>[ap]\.?m\b)|\(?(?:gmt|utc?)?(?P<sign>[+-])(?P<hours>\d\d?)"
    r"(?::?(?P<minutes>\d\d))?(?![\d:])|\(?(?P<zone>[a-z]+)(?![\w/+-]))?",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r"\s0\d{3}\s")
"""What some programs write where there is no date: the year 1, which the library would take for 2001."""


def read_program_date(text: str) -> PressDate | None:
    """Reads a date by RFC 5322; None for any other, and for one with a half of the day, which it does not have.

    The offset is the one that is written, or that of a zone which means only one; else there is none.

    >>> str(read_program_date("Tue, 05 Mar 2024 09:15:00 +01:00")), str(read_program_date("5 Mar 24 09:15 IST"))
    ('2024-03-05T09:15+01:00', '2024-03-05T09:15')
    """
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    clock = _CLOCK.search(text)
    if clock is None or clock["half"] or _NO_YEAR.search(text):
        return None
    return PressDate(moment.isoformat()[:16], Precision.MINUTE, _offset(clock))


def _offset(clock: re.Match[str]) -> str | None:
    if clock["zone"]:
        hours = _OFFSETS.get(clock["zone"].lower())
        return None if hours is None else f"{hours:+03}:00"
    if not clock["sign"] or int(clock["hours"]) > _FARTHEST:
        return None
    offset = f"{clock['sign']}{clock['hours']:0>2}:{clock['minutes'] or '00'}"
    return (
        "+00:00" if offset == "-00:00" else offset
    )  # universal time, whose zone is not told (RFC 5322, 3.3)
