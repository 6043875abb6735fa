"""The reading of a saved page: its fields in the order in which one helps the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from archive.documents import Capture, Clipping, Line, LineRole, Origin, Precision, Refusal
from archive.languages import canonical
from archive.parse.dates import implied_date
from archive.parse.html.agreement import SURE, doubt_of
from archive.parse.html.around import (
    find_captions,
    find_kicker_of,
    find_related,
    find_standfirst_of,
    unprinted,
)
from archive.parse.html.authors import find_bylines
from archive.parse.html.blocks import Block, read_blocks, squeezed
from archive.parse.html.body import Body, find_text
from archive.parse.html.candidates import Candidate
from archive.parse.html.dates import find_date
from archive.parse.html.outlet import find_outlet
from archive.parse.html.page import Page, parse_page
from archive.parse.html.placing import Placed, place
from archive.parse.html.rules import find_rule, read_by
from archive.parse.html.source import read_source
from archive.parse.html.subjects import find_section, find_tags
from archive.parse.html.titles import find_title
from archive.parse.html.unparsed import read_unparsed
from archive.parse.html.verdict import why_no_article
from archive.parse.language import detect_language
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlets
from archive.text import key

_SAMPLE_LINES, _SAMPLE, _OPENING = 12, 2000, 6


@dataclass
class Fields:
    """Collects the fields of a clipping with their origins, and what the lines were read as."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def put(self, name: str, candidate: Candidate[Any] | None) -> None:
        """Keeps an answer with its origin; no answer leaves the field as it is."""
        if candidate is not None:
            self.values[name] = candidate.value
            self.origins[name] = Origin(candidate.place, round(candidate.confidence, 2), candidate.evidence)


def read_html(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a saved page into a clipping; a page that holds no article is refused with the fact."""
    source = read_source(capture)
    if isinstance(source, Refusal):
        return source
    markers, outlets = markers or load_markers(), outlets or KnownOutlets()
    page = parse_page(source, capture.address)
    clipping = _read_whole(page, outlets, language, markers) if page.whole else None
    if clipping is None:
        clipping = read_unparsed(page, outlets, language, markers)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=source.charset, charset_reason=source.charset_reason)


def _read_whole(
    page: Page, outlets: KnownOutlets, language: str | None, markers: Markers
) -> Clipping | Refusal | None:
    """Reads a page of which there is a whole tree; None where no running text is found in it."""
    blocks = read_blocks(page.tree)
    title, heading = find_title(page, blocks)
    text = find_text(page, blocks)
    if refusal := why_no_article(page, blocks, text, title):
        return refusal
    if text is None:
        return None
    fields = Fields()
    fields.put("language", _language(text, language))
    fields.put("title", title)
    placed = place(blocks, heading, text.lines, markers, fields.values["language"])
    _read_signs(page, placed, fields, outlets, markers)
    roles = _read_prose(page, placed, heading, text, fields, markers)
    _cross_check(blocks, text, fields)
    _read_by_rule(page, fields, markers)
    _imply(fields)
    return Clipping(**fields.values, origins=fields.origins, lines=_account(placed, roles))


def _language(text: Body, stated: str | None) -> Candidate[str]:
    """Detects the language by the longest lines of the text, never by what the page declares."""
    if stated:
        return Candidate(canonical(stated), "option", 1.0)
    longest = sorted(text.lines, key=len, reverse=True)[:_SAMPLE_LINES]
    code, confidence = detect_language("\n".join(longest)[:_SAMPLE])
    return Candidate(code, "words of the body", confidence)


def _read_signs(
    page: Page, placed: Placed | None, fields: Fields, outlets: KnownOutlets, markers: Markers
) -> None:
    """Reads who published the article, when, where, under what, and who wrote it."""
    fields.put("address", page.own_address)
    fields.put("outlet", find_outlet(page, outlets))
    fields.put("published", find_date(page, placed, fields.values["language"]))
    fields.put("authors", find_bylines(page, placed, markers.beside(fields.values.get("outlet"))))
    fields.put("section", find_section(page, markers))
    fields.put("tags", find_tags(page, placed, fields.values.get("section"), markers))


def _read_by_rule(page: Page, fields: Fields, markers: Markers) -> None:
    """Puts what the outlet's own rule finds over what was read; the rule is that of the day of the article."""
    published = fields.values.get("published")
    day = date.fromisoformat(published.value[:10]) if published and len(published.value) >= 10 else None
    if rule := find_rule(page, day):
        for name, candidate in read_by(rule, page, markers):
            fields.put(name, candidate)


def _read_prose(
    page: Page, placed: Placed | None, heading: Block | None, text: Body, fields: Fields, markers: Markers
) -> dict[int, LineRole]:
    """Reads the text, less what stands in it and is no part of it, and what stands around it."""
    roles: dict[int, LineRole] = {}
    lines: Sequence[str] = text.lines
    if placed:
        aside, related = find_related(page, placed, fields.values.get("title"))
        roles = {number - 1: role for number, role in aside.roles.items()}
        if related:
            fields.put("related", Candidate(related, "links beside the text", 0.85))
        fields.put("captions", find_captions(placed, markers))
        kicker = find_kicker_of(placed, heading, markers)
        names = {key(fields.values.get(name) or "") for name in ("outlet", "title")}
        fields.put("kicker", kicker if kicker and key(kicker.value) not in names else None)
        fields.put("standfirst", find_standfirst_of(page, placed, text.lines))
        lines = _less(placed, text, set(roles) | set(unprinted(placed)) | placed.signs)
    own = {key(fields.values[name]) for name in ("title", "kicker", "standfirst") if name in fields.values}
    kept = [line for place, line in enumerate(lines) if place >= _OPENING or key(line) not in own]
    fields.put("body", Candidate("\n\n".join(kept or lines), text.way, _confidence(kept)))
    return roles


def _cross_check(blocks: Sequence[Block], text: Body, fields: Fields) -> None:
    """Lowers the confidence in a body that the visible page does not confirm."""
    if doubted := doubt_of(blocks, text.lines):
        origin = fields.origins["body"]
        fields.origins["body"] = Origin(origin.place, round(SURE * doubted.agreement, 2), doubted.evidence)


def _less(placed: Placed, text: Body, dropped: set[int]) -> list[str]:
    gone = {squeezed(placed.blocks[index].text) for index in dropped}
    return [line for line in text.lines if squeezed(line) not in gone]


def _confidence(lines: Sequence[str]) -> float:
    return min(0.97, 0.6 + sum(map(len, lines)) / 6000)


def _imply(fields: Fields) -> None:
    """Works out the day that the text implies where none is stated; it is kept apart from what is."""
    published = fields.values.get("published")
    if published and published.precision in (Precision.DAY, Precision.MINUTE):
        return
    paragraphs = [fields.values.get("standfirst") or "", *fields.values["body"].split("\n\n")]
    if implied := implied_date(paragraphs, fields.values["language"]):
        fields.put("implied", Candidate(implied[0], "words of the body", 0.6, implied[1]))


def _account(placed: Placed | None, roles: dict[int, LineRole]) -> tuple[Line, ...]:
    """Gives the lines around the article, each with what it was read as."""
    if placed is None:
        return ()
    return tuple(
        Line(line.number, line.text, _role(placed, index, roles)) for index, line in enumerate(placed.lines)
    )


def _role(placed: Placed, index: int, roles: dict[int, LineRole]) -> LineRole:
    line = placed.lines[index]
    if index == placed.layout.title:
        return LineRole.TITLE
    if index in roles:
        return roles[index]
    return LineRole.FURNITURE if line.role is LineRole.BODY and index not in placed.text else line.role
