"""Hijri dates become Gregorian ones by the Umm al-Qura calendar.

Countries that sight the moon (Morocco, Algeria, Tunisia) may be a day or two apart from it.
"""

from __future__ import annotations


def to_gregorian(year: int, month: int, day: int) -> str | None:
    """Gives the ISO day of a Hijri date of 1343 to 1500, or None where there is no such day or no table."""
    from hijridate import Hijri

    try:
        return str(Hijri(year, month, day).to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None
