"""Pages that are too deep or too large for a tree: their lines are read as a pasted page, their head as metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.documents import Clipping, Origin, Reason, Refusal
from archive.parse.html.authors import find_bylines
from archive.parse.html.candidates import Candidate
from archive.parse.html.dates import find_date
from archive.parse.html.outlet import find_outlet
from archive.parse.html.page import Page
from archive.parse.html.subjects import find_section, find_tags
from archive.parse.html.titles import find_title
from archive.parse.markers import Markers
from archive.parse.outlets import KnownOutlets
from archive.parse.plain import read_plain

_NESTING = re.compile(
    r"<(/?)(?:div|section|article|span|table|tr|td|ul|ol|b|i|font|blockquote|center|main)\b"
)
_LINKS_IN_A_ROW = re.compile(
    r"(?:<li\b[^>]{0,300}>\s*+)?+<a\b[^>]{0,1000}>[^<]{0,200}</a>\s*+(?:</li>\s*+)?+"
    r"(?:(?:<li\b[^>]{0,300}>\s*+)?+<a\b[^>]{0,1000}>[^<]{0,200}</a>\s*+(?:</li>\s*+)?+){19,}+",
    re.IGNORECASE,
)
_DEEP = 1000
_MOST_LINES, _SHORTENED = 5000, 5000


def read_unparsed(
    page: Page, outlets: KnownOutlets, language: str | None, markers: Markers
) -> Clipping | Refusal:
    """Reads the lines of a page as plain text, and takes from its head what is stated there."""
    lines = _lines_of(page.source.text)
    whole = {line[:_SHORTENED].rstrip(): line for line in lines if len(line) > _SHORTENED}
    text = "\n\n".join(line[:_SHORTENED].rstrip() for line in lines[:_MOST_LINES])
    clipping = read_plain(text, outlets=outlets, language=language, markers=markers)
    if isinstance(clipping, Refusal):
        return Refusal(Reason.NO_ARTICLE, clipping.detail)
    body = "\n\n".join(whole.get(line, line) for line in clipping.body.split("\n\n"))
    found = {name: candidate for name, candidate in _stated(page, outlets, clipping, markers) if candidate}
    origins = {name: Origin(c.place, round(c.confidence, 2), c.evidence) for name, c in found.items()}
    if len(lines) > _MOST_LINES:
        place = f"{clipping.origins['body'].place} of the first {_MOST_LINES:,}; the page has {len(lines):,}"
        origins["body"] = Origin(place, 0.3)
    values: dict[str, Any] = {name: candidate.value for name, candidate in found.items()}
    return replace(clipping, body=body, **values, origins={**clipping.origins, **origins})


def _stated(
    page: Page, outlets: KnownOutlets, clipping: Clipping, markers: Markers
) -> Iterator[tuple[str, Candidate[Any] | None]]:
    yield "title", find_title(page, ())[0]
    yield "address", page.own_address
    yield "outlet", find_outlet(page, outlets)
    yield "published", find_date(page, None, clipping.language)
    yield "authors", find_bylines(page, None, markers)
    yield "section", find_section(page, markers)
    yield "tags", find_tags(page, None, None, markers)


def _lines_of(text: str) -> list[str]:
    """Gives the printed lines of a page by resiliparse, which knows no limit of depth, less long rows of links."""
    from resiliparse.extract.html2text import extract_plain_text

    text = _LINKS_IN_A_ROW.sub(" ", text)
    main = _depth(text) < _DEEP  # telling the main content takes time with the square of the depth
    printed = extract_plain_text(
        text, preserve_formatting=True, main_content=main, list_bullets=False, alt_texts=False, comments=False
    )
    return [line.strip() for line in printed.splitlines() if line.strip()]


def _depth(text: str) -> int:
    """Gives how deep the elements that hold others are nested, about."""
    depth = deepest = 0
    for tag in _NESTING.finditer(text):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest
