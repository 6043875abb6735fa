"""Captures out of a list of addresses: one that a person keeps, or a sitemap; a file, an address, or `-`."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.capture.address_lists import read_list
from archive.capture.inflating import Damaged, inflate, magic_of
from archive.capture.opening import MOST_NESTED, Opening, refused, spelled, too_large
from archive.capture.sitemaps import Listed, is_index, read_sitemap, tells_sitemap
from archive.capture.web import Failure
from archive.capture.web.opening import CAP, is_address, open_address, open_typed
from archive.documents import Capture, Outcome, Reason
from archive.errors import MissingError

Pieces = Iterator[Capture | Outcome]

MOST_ADDRESSES = 50_000
MOST_LEVELS = 3
STANDARD_INPUT = "-"


def open_listed(place: str, opening: Opening) -> Pieces:
    """Fetches the addresses of a list, those of different hosts by turns."""
    found, place = place, spelled(place)
    try:
        opening, content = _content_of(found, opening)
    except Failure as failure:
        yield refused(place, failure.reason, failure.detail)
        return
    if len(content) > CAP:
        yield too_large(place, CAP, "the list")
    elif tells_sitemap(content):
        yield from _pages(_of_sitemap(content, place, opening, 1), place, opening)
    else:
        yield from _typed(content, place, opening)


def _content_of(place: str, opening: Opening) -> tuple[Opening, bytes]:
    """Gives the list, unpacked; from an address, its server is the one that may be private."""
    if is_address(place):
        opening = replace(opening, server=opening.web.server(place) if opening.private else None)
        return opening, _fetched(place, opening)
    if place == STANDARD_INPUT and opening.stdin is not None:
        return opening, _unpacked(opening.stdin.read(CAP + 1))
    try:
        with Path(place).open("rb") as file:
            return opening, _unpacked(file.read(CAP + 1))
    except FileNotFoundError:
        raise MissingError(f"There is no file {place}.") from None
    except OSError as error:
        raise Failure(Reason.UNREADABLE, error.strerror or str(error)) from error


def _fetched(address: str, opening: Opening) -> bytes:
    answer = opening.web.get(address, cap=CAP, private=opening.server)
    if answer.status != 200:
        raise Failure(Reason.SERVER, answer.says)
    return _unpacked(answer.content)


def _unpacked(content: bytes) -> bytes:
    if magic_of(content) is None:
        return content
    try:
        return inflate(io.BytesIO(content)).read(CAP + 1)
    except Damaged as damage:
        raise Failure(damage.reason, damage.detail) from damage


def _typed(content: bytes, place: str, opening: Opening) -> Pieces:
    """Fetches what a person listed."""
    listed = []
    for one in read_list(content, place, opening.columns):
        if isinstance(one, Outcome):
            yield one
        else:
            listed.append(one)
    for one in by_turns(listed):
        yield from open_typed(one.address, opening)


def _of_sitemap(content: bytes, place: str, opening: Opening, level: int) -> Iterator[Listed | Outcome]:
    """Gives the addresses of a sitemap, and of those that it lists."""
    if not is_index(content):
        yield from read_sitemap(content, place)
        return
    if level >= MOST_LEVELS:
        yield refused(place, Reason.TOO_LARGE, f"it lists sitemaps, {level} lists deep")
        return
    for one in _first(read_sitemap(content, place), place):
        if isinstance(one, Outcome):
            yield one
        else:
            yield from _below(one.address, opening, level + 1)


def _below(address: str, opening: Opening, level: int) -> Iterator[Listed | Outcome]:
    """Gives the addresses of a sitemap that another lists."""
    try:
        content = _fetched(address, opening)
    except Failure as failure:
        yield refused(address, failure.reason, failure.detail)
        return
    if len(content) > CAP:
        yield too_large(address, CAP, "the list")
    elif tells_sitemap(content):
        yield from _of_sitemap(content, address, opening, level)
    else:
        yield refused(address, Reason.NO_ARTICLE, "it is no sitemap")


def _first(listed: Iterable[Listed | Outcome], place: str) -> Iterator[Listed | Outcome]:
    """Gives no more addresses than are fetched for a list, and says where there are others."""
    count = 0
    for one in listed:
        if isinstance(one, Listed):
            if count == MOST_ADDRESSES:
                detail = f"it lists more than {MOST_ADDRESSES:,} addresses; the others are left out"
                yield refused(place, Reason.TOO_LARGE, detail)
                return
            count += 1
        yield one


def _pages(listed: Iterable[Listed | Outcome], place: str, opening: Opening) -> Pieces:
    pages: list[Listed] = []
    for one in _first(listed, place):
        if isinstance(one, Outcome):
            yield one
        else:
            pages.append(one)
    for page in by_turns(pages):
        stated = {"source": "sitemap", **page.stated} if page.stated else {}
        yield from open_address(page.address, replace(opening, depth=MOST_NESTED), stated)


def by_turns(listed: Iterable[Listed]) -> Iterator[Listed]:
    """Gives one address of each host in turn, so that no host is waited for while another might be asked."""
    hosts: dict[str, deque[Listed]] = {}
    for one in {one.address: one for one in listed}.values():
        hosts.setdefault(_host(one.address), deque()).append(one)
    waiting = deque(hosts.values())
    while waiting:
        queue = waiting.popleft()
        yield queue.popleft()
        if queue:
            waiting.append(queue)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
