"""Captures out of an address: the response is opened like any file, and its captures told where they came from."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.capture.opening import Opening, refused
from archive.capture.web import Failure, Response, Visit, Web
from archive.capture.web.onward import leads_on
from archive.documents import Capture, Filing, Outcome, Reason

CAP = 20 * 1024 * 1024  # a feed may be that large; for a page the cap of captures holds
GONE = (404, 410)


def is_address(place: str) -> bool:
    """Says whether a place is an address of the web."""
    return place[:8].lower().startswith(("http://", "https://"))


def open_typed(address: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Opens an address that a person gave: where the person allows it, its server may be a private one."""
    try:
        server = opening.web.server(address) if opening.private else None
    except Failure as failure:
        yield refused(address, failure.reason, failure.detail)
        return
    for piece in open_address(address, replace(opening, server=server)):
        yield piece if opening.private else _with_hint(piece)


def _with_hint(piece: Capture | Outcome) -> Capture | Outcome:
    """Gives the outcome of a private address with what lets it in, if a person wants that."""
    if not isinstance(piece, Outcome) or not piece.refusal or piece.refusal.reason is not Reason.PRIVATE:
        return piece
    detail = f"{piece.refusal.detail}; --allow-private lets in the server that you name"
    return replace(piece, refusal=replace(piece.refusal, detail=detail))


def open_address(
    address: str, opening: Opening, stated: Mapping[str, Any] | None = None
) -> Iterator[Capture | Outcome]:
    """Gives the captures of an address, or an outcome with the reason why there are none.

    `stated` is what a feed or a sitemap says of the page.
    """
    web = opening.web
    last = web.memory.visit(address) if web.memory else None
    since = last if last and (last.article or opening.feed) else None
    try:
        answer = web.get(address, cap=max(CAP, opening.cap), private=opening.server, since=since)
    except Failure as failure:
        yield refused(address, failure.reason, failure.detail)
        return
    if answer.status == 304 and since:
        yield Outcome(address, Filing.SAME, *(since.article or (None, None)))
    elif answer.status == 200:
        _note(web, address, answer)
        yield from _pieces(address, answer, opening, stated or {})
    else:
        if answer.status in GONE:
            _note(web, address, answer)
        yield refused(address, Reason.SERVER, answer.says)


def _note(web: Web, address: str, answer: Response) -> None:
    if web.memory:
        whole = hashlib.sha256(answer.content).hexdigest() if answer.status == 200 else None
        etag, modified = answer.field("etag"), answer.field("last-modified")
        seen = Visit(address, answer.status, answer.address, etag, modified, whole, moved=answer.moved)
        web.memory.note(seen)


def _pieces(
    address: str, answer: Response, opening: Opening, stated: Mapping[str, Any]
) -> Iterator[Capture | Outcome]:
    from archive.capture.feeds import tells_feed  # these three open one another: a feed leads to its pages
    from archive.capture.unpacking import TEXT_TYPE, unpack

    if opening.feed and not tells_feed(answer.content):
        yield refused(address, Reason.NO_ARTICLE, "it is no feed")
        return
    if onward := leads_on(answer):
        yield refused(address, Reason.NO_ARTICLE, f"the page only leads on to {onward}")
        return
    for piece in unpack(io.BytesIO(answer.content), address, opening):
        if not isinstance(piece, Capture) or piece.content != answer.content:
            yield piece
            continue
        told = piece.media_type == TEXT_TYPE and answer.is_page
        yield replace(
            piece,
            media_type=answer.media_type if told else piece.media_type,
            address=answer.address,
            charset=answer.charset,
            headers=answer.head,
            stated=stated,
        )
