"""What must not cross a fork is closed before it, and opened anew on either side when it is used again."""

from __future__ import annotations

import os
from functools import cache
from threading import get_ident
from typing import Protocol
from weakref import WeakKeyDictionary


class Closable(Protocol):
    """Is what can be closed, and opens itself again when it is used."""

    def close(self) -> None:
        """Closes it."""


def close_before(thing: Closable) -> None:
    """Has something closed before the thread that opened it forks.

    To leave a connection of SQLite alone in the child is not enough: what the child opens then takes locks for its own
    that the parent alone holds, and the parent, closing last as it believes, takes the log away under the child.
    """
    _opened()[thing] = get_ident()


@cache
def _opened() -> WeakKeyDictionary[Closable, int]:
    """Gives what is open, with the thread that opened it: no other may close a connection."""
    opened: WeakKeyDictionary[Closable, int] = WeakKeyDictionary()

    def close() -> None:
        for thing in [thing for thing, thread in opened.items() if thread == get_ident()]:
            thing.close()

    if hasattr(os, "register_at_fork"):  # some systems have no fork
        os.register_at_fork(before=close)
    return opened
