"""A reader for the tests of workers: it does to a capture what the capture says, as pages do to parsers."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from archive import Capture, Outcome, Reason, Refusal


@dataclass(frozen=True)
class Obedient:
    """Reads a capture by obeying it."""

    rereads: bool = True

    def read(self, capture: Capture) -> Outcome:
        match capture.content.split():
            case [b"hang"]:
                time.sleep(600)
            case [b"wait"]:
                for _ in range(30):  # a sleep goes on while its process is suspended
                    time.sleep(0.05)
            case [b"die"]:
                os._exit(9)
            case [b"eat"]:
                try:
                    bytearray(4 << 30)
                except MemoryError:
                    return Outcome(capture.source, refusal=Refusal(Reason.READER_FAILED, "no memory"))
        return Outcome(capture.source, refusal=Refusal(Reason.NO_ARTICLE, str(os.getpid())))
