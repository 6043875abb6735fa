"""The web: one address, one response, with the manners of a good guest.

address ─▶ robots ─▶ pace ─▶ client (guard, deadline, cap) ─▶ Response ─▶ captures
              ▲                         │ at most five redirects, each from the start again
              └─────────────────────────┘

Nothing of this is imported before an address is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from archive.capture.web.pace import BACK_OFF, LONGEST_WAIT, Pace, retry_after
from archive.capture.web.values import FOR_GOOD, Failure, Memory, Response, Server, Visit
from archive.documents import Reason

if TYPE_CHECKING:
    from archive.capture.web.client import Request
    from archive.capture.web.robots import Rules

__all__ = ["Failure", "Memory", "Response", "Server", "Visit", "Web"]

MOST_REDIRECTS = 5
SECONDS = 60.0
TRIES = 3
BUSY = (429, 503)


@dataclass
class Web:
    """Is the web as one run sees it: what it remembers, how fast it asks, and what each host said of robots.

    `seconds` is the deadline of one address with its redirects, less the pauses between them; `resolve` gives the IP
    addresses of a host. `titles` are those that feeds gave themselves in this run, by the address of the feed.
    """

    memory: Memory | None = None
    pace: Pace = field(default_factory=Pace)
    seconds: float = SECONDS
    resolve: Callable[[str, int], Sequence[str]] | None = None
    titles: dict[str, str] = field(default_factory=dict)
    _rules: dict[Server, Rules | Failure] = field(default_factory=dict)

    def server(self, address: str) -> Server:
        """Gives the server of an address; Failure where it is none of the web."""
        return self._request(address, 0).server

    def get(
        self, address: str, *, cap: int, private: Server | None = None, since: Visit | None = None
    ) -> Response:
        """Gives the answer for an address after its redirects; Failure with its reason where there is none.

        `private` is the one server that may lie in a private network; `since` is the visit whose content need not be
        sent again, for which the answer is 304.
        """
        given = {"If-None-Match": since and since.etag, "If-Modified-Since": since and since.modified}
        headers = {name: value for name, value in given.items() if value}
        request = replace(self._request(address, cap), private=private, headers=headers)
        passed: list[int] = []
        for _ in range(MOST_REDIRECTS + 1):
            self._rules_for(request).check(str(request.url))
            answer = self._patiently(request)
            if answer.location is None:
                return replace(answer, moved=bool(passed) and FOR_GOOD.issuperset(passed))
            passed.append(answer.status)
            request = request.after(answer)
        raise Failure(Reason.SERVER, f"it redirects more than {MOST_REDIRECTS} times")

    def _request(self, address: str, cap: int) -> Request:
        from archive.capture.web.client import Request, parse_address

        return Request(parse_address(address), cap, self.seconds)

    def _patiently(self, request: Request) -> Response:
        """Asks again where a server is busy, when it says and not before."""
        for tried in range(1, TRIES + 1):
            answer = self._ask(request)
            if answer.status not in BUSY:
                break
            wait = retry_after(answer.field("retry-after"))
            if tried == TRIES or (wait or 0.0) > LONGEST_WAIT:
                asks = f", and asks to come back in {wait:,.0f} seconds" if wait else ""
                raise Failure(Reason.SERVER, answer.says + asks)
            self.pace.hold(request.url.host, wait if wait is not None else BACK_OFF * tried)
        return answer

    def _ask(self, request: Request) -> Response:
        from archive.capture.web import client, guard

        host, rules = request.url.host, self._rules.get(request.server)
        self.pace.wait(host)
        try:
            return client.get(request, self.resolve or guard.resolve)
        finally:
            self.pace.asked(host, None if rules is None or isinstance(rules, Failure) else rules.delay)

    def _rules_for(self, request: Request) -> Rules:
        """Gives what a server asks of robots; where that cannot be known, nothing of it is fetched."""
        known = self._rules.get(request.server)
        if known is None:
            try:
                known = self._read_rules(request)
            except Failure as failure:
                if failure.reason is Reason.PRIVATE:  # it may be allowed for the next
                    raise
                known = failure
            self._rules[request.server] = known
        if isinstance(known, Failure):
            raise Failure(known.reason, known.detail)
        return known

    def _read_rules(self, request: Request) -> Rules:
        from archive.capture.web import client, robots

        request = replace(request, cap=robots.CAP, seconds=self.seconds, headers={}).to(robots.PATH)
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._ask(request)
            if answer.location is None:
                return robots.rules_of(answer, client.AGENT)
            request = request.after(answer)
        return robots.Rules()
