"""A document of Nexis, as fields: the numbered kind with keys in capitals, and that of Nexis Uni with "Body"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from archive.parse.dates import find_dates
from archive.parse.shapes.shape import Values
from archive.text import key

KEYS: Mapping[str, str] = {
    "title": "headline|titre|überschrift",
    "byline": "byline|auteur|autor|verfasser",
    "section": "section|rubrique|rubrik|sección",
    "length": "length|longueur|länge|longitud",
    "dateline": "dateline|lieu date",
    "highlight": "highlight|encart|sous titre",
    "language": "language|langue|sprache|idioma",
    "graphic": "graphic|grafik|illustration|gráfico",
    "subject": "subject|sujet|thema|tema",
    "load": "load date|update|date chargement|date de chargement|correction date",
    "other": "publication type|type publication|journal code|acc no|industry|geographic|company|person|country|city"
    "|state|organization|ticker|series|type|notes|correction|secteur activite|localisation geo|societe|copyright"
    "|zeitungs code|personne|url|pub type|publication subtype|category|loaddate",
}
"""The keys of a document by what they hold, as far as it is read; the others are told so that no text takes them."""
_FIELDS = {key(name): field for field, listed in KEYS.items() for name in listed.split("|")}
_BEFORE_TEXT = frozenset({"title", "byline", "section", "length", "dateline", "highlight"})

NUMBERED = re.compile(r"\s*(?:\d+ of \d+ DOCUMENTS?|Document \d+ (?:of|de|sur) \d+|Dokument \d+ von \d+)\s*")
_END = re.compile(r"\s*(?:End of Document|Fin du document|Ende des Dokuments)\s*")
_KEY = re.compile(r"\s*(?P<key>[^\W\d_][\w -]{2,30}?)\s*:(?:\s+(?P<rest>.*)|\s*)", re.DOTALL)
_RIGHTS = re.compile(r"\s*(?:Copyright\b|©|All Rights Reserved|Tous droits réservés)", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*?")
_BODY, _AFTER_BODY = "Body", ("Classification", "Graphic", "Notes", "Correction")


def is_nexis(text: str) -> bool:
    """Says whether a text is a document of Nexis: numbered, or ended as Nexis Uni does and with its keys."""
    lines = text.split("\n")
    if any(NUMBERED.fullmatch(line) for line in lines):
        return True
    return any(_END.fullmatch(line) for line in lines) and any(_keyed(line) for line in lines)


def nexis_values(text: str) -> Values | None:
    """Gives the fields of a document; None where neither kind of Nexis shows."""
    blocks = [
        part.strip("\n") for part in _BLANK_LINE.split(text) if part.strip() and not _END.fullmatch(part)
    ]
    if any(block.strip() == _BODY for block in blocks):
        return _of_uni(blocks)
    return _numbered(blocks)


def _keyed(block: str) -> tuple[str, str] | None:
    """Gives the field and the value of a block that opens with a known key."""
    found = _KEY.fullmatch(block)
    field = _FIELDS.get(key(found["key"])) if found else None
    return (field, (found["rest"] or "").strip()) if found and field else None


def _numbered(blocks: Sequence[str]) -> Values | None:
    """Reads outlet, date and title above the first key, and the text between the keys above and below it."""
    start = next((place + 1 for place, block in enumerate(blocks) if NUMBERED.fullmatch(block)), 0)
    first = next((place for place in range(start, len(blocks)) if _keyed(blocks[place])), None)
    if first is None:
        return None
    values, body = _head(blocks[start:first]), list[str]()
    reading = True
    for block in blocks[first:]:
        if found := _keyed(block):
            reading = reading and found[0] in _BEFORE_TEXT
            values.setdefault(*found)
        elif _RIGHTS.match(block):
            reading = False
        elif reading:
            body.append(block)
    return {**values, "body": "\n\n".join(body)}


def _head(blocks: Sequence[str]) -> dict[str, str]:
    """Reads the blocks above the keys: the outlet, the date with its edition, the title; rights may stand between."""
    left = [block for block in blocks if not _RIGHTS.match(block)]
    dated = next((place for place, block in enumerate(left) if place and _is_dated(block)), None)
    if dated is None:
        return {"publication": left[0]} if left else {}
    values = {"publication": left[dated - 1], "date": left[dated].strip().split("\n")[0]}
    if dated + 1 < len(left):
        values["title"] = left[-1]
    return values


def _is_dated(block: str) -> bool:
    return len(find_dates(block.strip().split("\n")[0], "en")) == 1


def _of_uni(blocks: Sequence[str]) -> Values | None:
    """Reads title, outlet and date above "Body", each found from the one below it; a list of contents stays above."""
    lines = [line.strip() for block in blocks for line in block.split("\n") if line.strip()]
    body = lines.index(_BODY)
    keys = next(
        (p for p in range(body - 1, -1, -1) if not _keyed(lines[p]) and not _RIGHTS.match(lines[p])), -1
    )
    dated = next((place for place in range(keys, 1, -1) if _is_dated(lines[place])), None)
    if dated is None:
        return None
    values = {"title": lines[dated - 2], "publication": lines[dated - 1], "date": lines[dated]}
    end = next((place for place in range(body + 1, len(lines)) if lines[place] in _AFTER_BODY), None)
    told = [
        found for line in (*lines[dated + 1 : body], *lines[end or len(lines) :]) if (found := _keyed(line))
    ]
    for field, value in told:
        values.setdefault(field, value)
    stop = (
        end
        if end is not None
        else next((p for p in range(body + 1, len(lines)) if _keyed(lines[p])), len(lines))
    )
    if end is not None and lines[end] == "Graphic" and end + 1 < len(lines):
        values.setdefault("graphic", lines[end + 1])
    return {**values, "body": "\n\n".join(lines[body + 1 : stop])}
