"""The outlet of a page: named by its metadata, or by the domain that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import first_text, texts, types_of
from archive.parse.html.page import Page
from archive.parse.outlets import KnownOutlets

_META = ("og:site_name", "dc.publisher", "publisher", "application-name")
_WORN = re.compile(r"^https?://|^www\.")
_LONGEST = 60
_PRESS = ("NewsMediaOrganization", "Newspaper")


def find_outlet(page: Page, known: KnownOutlets) -> Candidate[str] | None:
    """Gives the outlet: one that is known by the domain or name, else as the page names it, else its domain."""
    stated = list(_stated(page))
    for candidate in stated:
        if outlet := known.find(candidate.value):
            return Candidate(outlet.name, candidate.place, 0.98, candidate.value)
    named = next((c for c in stated if not c.place.startswith("domain")), None)
    return named or next(iter(stated), None)


def _stated(page: Page) -> Iterator[Candidate[str]]:
    host = page.host
    parts = host.split(".")
    for start in range(max(1, len(parts) - 1)):
        if page.address and not _is_number(parts[-1]):  # the last part of an IP address names nobody
            yield Candidate(".".join(parts[start:]), f"domain of {page.address.place}", 0.6)
    for meta in page.metas(*_META[:1]):
        yield from _clean(meta.value, meta.place, 0.92)
    for thing in page.described:
        for name in _names(thing.get("publisher"), page):
            yield from _clean(name, "jsonld publisher", 0.9)
    for thing in page.things:
        if any(kind in _PRESS for kind in types_of(thing)):
            yield from (
                c
                for name in texts(thing.get("name"))
                for c in _clean(name, f"jsonld {types_of(thing)[0]}", 0.85)
            )
    for meta in page.metas(*_META[1:]):
        yield from _clean(meta.value, meta.place, 0.8)


def _is_number(part: str) -> bool:
    return not part or part.isdigit() or ":" in part


def _names(publisher: Any, page: Page) -> tuple[str, ...]:
    if isinstance(publisher, dict) and "name" not in publisher and "@id" in publisher:
        publisher = page.by_id.get(str(publisher["@id"]), publisher)
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    name = first_text(publisher, "name") if isinstance(publisher, dict) else None
    return (name,) if name else ()


def _clean(name: str, place: str, confidence: float) -> Iterator[Candidate[str]]:
    bare = _WORN.sub("", name).strip(" /")
    if 1 < len(bare) <= _LONGEST:
        yield Candidate(bare, place, confidence)
