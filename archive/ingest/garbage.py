"""Looking for garbage seldom, where much is made that never hangs in circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 200_000
"""How many new objects there are before garbage is looked for: looking takes a quarter of an ingest at Python's 700,
and still a thirtieth at 50,000."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Spares what makes many objects and hardly a cycle most of Python's search for garbage."""
    usual = gc.get_threshold()
    gc.set_threshold(max(NEW_OBJECTS, usual[0]), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
