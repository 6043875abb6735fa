"""The guard at the door to the network: every connection is checked where it is made, whatever its address looks like.

Names are resolved once; all answers must be public, and the connection goes to the address that was checked. So
neither a number in disguise (`0x7f.1`, `2130706433`, `[::ffff:127.0.0.1]`) nor a name that answers twice gets past.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore2

Resolve = Callable[[str, int], Sequence[str]]

WEB_PORTS = (80, 443)
_NAT64 = IPv6Network("64:ff9b::/96")  # an IPv6-only network reaches every IPv4 host by it
_IN_DISGUISE = tuple(
    map(IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "fec0::/10"))
)
"""Networks that carry an IPv4 address inside, or are private by an old rule; nothing public is reached by them."""


class Forbidden(Exception):
    """Says why no connection was made; the network saw nothing."""


def resolve(host: str, port: int) -> list[str]:
    """Gives the addresses of a host as the system knows them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"the name {host} is not known") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Says whether an IP address is one of the open internet.

    >>> is_public("93.184.216.34"), is_public("::ffff:10.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False)
    """
    number: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(number, IPv6Address):
        if number.ipv4_mapped is not None:
            number = number.ipv4_mapped
        elif number in _NAT64:
            number = IPv4Address(int(number) & 0xFFFFFFFF)
        elif any(number in network for network in _IN_DISGUISE):
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


class Gate(httpcore2.NetworkBackend):
    """Makes the connections of one request: none that is forbidden, none that outlives the deadline.

    `private` lets private addresses and other ports through; `until` is a moment of the monotonic clock.
    """

    def __init__(self, until: float, *, private: bool = False, resolve: Resolve = resolve) -> None:
        self._until, self._private, self._resolve = until, private, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connects to the first of the checked addresses that answers."""
        if port not in WEB_PORTS and not self._private:
            raise Forbidden(f"port {port} is none of the web")
        found = self._resolve(host, port)
        closed = [address for address in found if not is_public(address)]
        if closed and not self._private:
            raise Forbidden(f"{host} is {closed[0]}, in a private network")
        trouble: Exception = httpcore2.ConnectError(f"the name {host} is not known")
        for address in found:
            try:
                left = _left(self._until, timeout)
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, left, local_address, socket_options
                )
                return _Timed(stream, self._until)
            except httpcore2.ConnectError as error:
                trouble = error
        raise trouble


class _Timed(httpcore2.NetworkStream):
    """Is a stream whose every read and write ends at the deadline: a server that drips resets any other clock."""

    def __init__(self, stream: httpcore2.NetworkStream, until: float) -> None:
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = _left(self._until, timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("the deadline is over")
    return left if timeout is None else min(left, timeout)
