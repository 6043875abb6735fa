"""Which versions of SQLite have a bug that an archive may meet.

The WAL-reset bug (https://sqlite.org/wal.html#walresetbug): when two processes write and checkpoint at the same
moment, a page that was committed may be lost. It came with WAL in 3.7.0 and went in 3.51.3; two branches got the fix.
"""

from __future__ import annotations

Version = tuple[int, ...]

FIRST, FIXED = (3, 7, 0), (3, 51, 3)
BACKPORTS: dict[Version, int] = {(3, 44): 6, (3, 50): 7}
"""The branches below 3.51 that have the fix, and from which release on."""

CURED = "3.51.3, 3.50.7 or 3.44.6"


def has_wal_reset_bug(version: Version) -> bool:
    """Says whether a version of SQLite, as three numbers, can lose a page under several writers.

    >>> has_wal_reset_bug((3, 40, 1)), has_wal_reset_bug((3, 44, 6)), has_wal_reset_bug((3, 51, 3))
    (True, False, False)
    """
    if not FIRST <= version < FIXED:
        return False
    mended = BACKPORTS.get(version[:2])
    return mended is None or version[2] < mended
