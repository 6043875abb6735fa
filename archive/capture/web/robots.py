"""What a host asks of robots: read once, and kept to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.capture.web.pace import LONGEST_DELAY
from archive.capture.web.values import Failure, Response
from archive.documents import Reason

if TYPE_CHECKING:
    from protego import Protego

CAP = 500 * 1024  # what RFC 9309 says that a reader must take at the least
PATH = "/robots.txt"


@dataclass(frozen=True, slots=True)
class Rules:
    """Are the rules of one host for us; without a file, all is allowed."""

    file: Protego | None = None
    agent: str = ""

    @property
    def delay(self) -> float | None:
        """Gives the seconds between two requests that the host asks for."""
        return self.file.crawl_delay(self.agent) if self.file else None

    def check(self, address: str) -> None:
        """Passes an address that may be fetched; Failure for another."""
        if self.file and not self.file.can_fetch(address, self.agent):
            raise Failure(Reason.ROBOTS, "its robots.txt does not allow it")
        if (self.delay or 0.0) > LONGEST_DELAY:
            raise Failure(
                Reason.ROBOTS, f"its robots.txt asks for {self.delay:,.0f} seconds between requests"
            )


def rules_of(answer: Response, agent: str) -> Rules:
    """Reads the answer for a robots.txt: none there is no rule, a server that fails may have one."""
    if answer.status == 200:
        from protego import Protego

        return Rules(Protego.parse(answer.content.decode("utf-8", "replace")), agent)
    if 400 <= answer.status < 500 and answer.status != 429:
        return Rules()
    raise Failure(Reason.ROBOTS, f"its robots.txt answered {answer.says}, so nothing is asked there")
