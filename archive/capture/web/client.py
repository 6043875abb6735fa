"""One request, one response: streamed, capped, timed, and never to where the guard does not let it.

This stands on httpcore2, the engine of httpx2, and not on its client, which follows redirects, keeps cookies, reads
proxies from the environment, and unpacks what it receives without a limit.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urljoin

import httpcore2
import httpx2

from archive import __version__
from archive.capture.web.encodings import ACCEPTED, Bomb, Garbled, inflated
from archive.capture.web.guard import Forbidden, Gate, Resolve
from archive.capture.web.values import Failure, Response, Server
from archive.documents import Reason

AGENT = "press-archive"
HEADERS = {
    "User-Agent": f"{AGENT}/{__version__} (a personal press archive)",
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "Accept-Encoding": ACCEPTED,
    "Connection": "close",
}
CONNECT_WAIT, READ_WAIT = 10.0, 20.0
EMPTY = (204, 304)

# The broader stands after the narrower: the first that fits is told.
TROUBLES: tuple[tuple[type[Exception], Reason, str], ...] = (
    (Forbidden, Reason.PRIVATE, ""),
    (Bomb, Reason.TOO_LARGE, ""),
    (Garbled, Reason.TRUNCATED, ""),
    (httpcore2.TimeoutException, Reason.TIMED_OUT, "no answer in time"),
    (httpcore2.RemoteProtocolError, Reason.TRUNCATED, ""),
    (httpcore2.ReadError, Reason.TRUNCATED, "the connection broke off"),
    (httpcore2.NetworkError, Reason.UNREACHABLE, "no connection"),
    (httpcore2.ProtocolError, Reason.UNREACHABLE, ""),
    (httpcore2.UnsupportedProtocol, Reason.UNREACHABLE, "neither http nor https"),
    (OSError, Reason.UNREACHABLE, "no connection"),
)


def parse_address(address: str, base: str = "") -> httpx2.URL:
    """Gives an address in its parts, one relative to `base` made whole; Failure where it is none of the web."""
    try:
        url = httpx2.URL(urljoin(base, address)).copy_with(fragment=None)
        of_the_web = url.scheme in ("http", "https") and url.host and 0 < (url.port or 1) < 65_536
    except (httpx2.InvalidURL, TypeError, ValueError) as error:  # an IDNAError is a ValueError
        raise Failure(Reason.UNREACHABLE, f"no web address: {error}") from error
    if not of_the_web:
        raise Failure(Reason.UNREACHABLE, f"no web address: {address[:200]!r}")
    return url


@dataclass(frozen=True, slots=True)
class Request:
    """Is what is asked for, and how much of it.

    `cap` counts the bytes after unpacking, `seconds` everything from the name to the last byte; `private` is the one
    server that may lie in a private network.
    """

    url: httpx2.URL
    cap: int
    seconds: float
    private: Server | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def server(self) -> Server:
        """Gives the server that answers for the address."""
        url = self.url
        return Server(url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))

    def to(self, place: str) -> Request:
        """Gives the request for another place, as an address or relative to this one."""
        return replace(self, url=parse_address(place, str(self.url)))

    def after(self, answer: Response) -> Request:
        """Gives the request that a redirect asks for, in the time that is left."""
        return replace(self.to(answer.location or ""), seconds=self.seconds - answer.took)


def get(request: Request, resolve: Resolve) -> Response:
    """Asks once, and follows nothing; Failure with its reason where there is no whole response."""
    begun, url = time.monotonic(), request.url
    gate = Gate(begun + request.seconds, private=request.server == request.private, resolve=resolve)
    target = httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port or None, target=url.raw_path
    )
    headers = [(n.encode("ascii"), v.encode("latin-1")) for n, v in {**HEADERS, **request.headers}.items()]
    waits = {"connect": CONNECT_WAIT, "read": READ_WAIT, "write": READ_WAIT, "pool": CONNECT_WAIT}
    with (
        _telling(),
        httpcore2.ConnectionPool(ssl_context=_trust(), network_backend=gate, max_connections=1) as pool,
        pool.stream("GET", target, headers=headers, extensions={"timeout": waits}) as answer,
    ):
        fields = tuple((n.decode("latin-1"), v.decode("latin-1")) for n, v in answer.headers)
        response = Response(str(url), answer.status, fields, _head(answer, fields))
        if answer.status not in EMPTY and not response.location:
            content = inflated(answer.iter_stream(), response.encodings, request.cap)
            response = replace(response, content=content)
    return replace(response, took=time.monotonic() - begun)


def _head(answer: httpcore2.Response, fields: tuple[tuple[str, str], ...]) -> str:
    """Gives the status line and the headers as they were received."""
    version = answer.extensions.get("http_version", b"HTTP/1.1").decode("latin-1")
    phrase = answer.extensions.get("reason_phrase", b"").decode("latin-1")
    lines = [f"{version} {answer.status} {phrase}".rstrip(), *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join(lines) + "\r\n"


@contextmanager
def _telling() -> Iterator[None]:
    """Tells every trouble of the network as a Failure with its reason."""
    try:
        yield
    except tuple(kind for kind, _, _ in TROUBLES) as error:
        reason, said = next((reason, said) for kind, reason, said in TROUBLES if isinstance(error, kind))
        raise Failure(reason, ": ".join(filter(None, (said, str(error)[:200])))) from error


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    return httpx2.create_ssl_context()
