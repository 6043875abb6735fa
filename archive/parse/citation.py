"""An entry of a bibliography becomes a clipping: RIS by rispy, BibTeX by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.decode import decode
from archive.parse.shapes.citations import BIBTEX, PRESS, RIS
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.shape import Shape

_LISTED = ("A1", "AU", "KW", "UR")
_BRACES = re.compile(r"(?<!\\)[{}]")
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}


def read_ris(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one entry of RIS."""
    return _read(capture, RIS, _ris_values, knowledge)


def read_bibtex(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one entry of BibTeX."""
    return _read(capture, BIBTEX, _bibtex_values, knowledge)


def _read(capture: Capture, shape: Shape, parse: Any, knowledge: Mapping[str, Any]) -> Clipping | Refusal:
    decoded = decode(capture.content, capture.charset)
    if isinstance(decoded, Refusal):
        return decoded
    kind, values = parse(decoded.text)
    if kind is None:
        return Refusal(Reason.BAD_RECORD, f"no entry of {shape.name} can be read: {values}")
    if kind.lower() not in PRESS:
        return Refusal(Reason.NO_ARTICLE, f"a citation of {kind}, which is no article of the press")
    clipping = read_by_shape(shape, values, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=decoded.charset, charset_reason=decoded.reason)


def _ris_values(text: str) -> tuple[str | None, Any]:
    import rispy

    tags = {tag: tag for tag in rispy.config.TAG_KEY_MAPPING}
    try:
        entries = rispy.loads(text, mapping=tags, list_tags=list(_LISTED), enforce_list_tags=False)
    except (rispy.parser.ParseError, OSError, KeyError, TypeError, ValueError) as error:
        return None, error
    return (entries[0].get("TY", ""), entries[0]) if entries else (None, "it holds nothing")


def _bibtex_values(text: str) -> tuple[str | None, Any]:
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    layers = [
        middlewares.ResolveStringReferencesMiddleware(),
        middlewares.RemoveEnclosingMiddleware(),
        middlewares.LatexDecodingMiddleware(),
    ]
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # what it says is said by the refusal
    try:
        library = parse_string(text, parse_stack=layers)
    finally:
        logger.setLevel(level)
    if not library.entries:
        return None, "its braces or its fields are broken" if library.failed_blocks else "it holds nothing"
    entry = library.entries[0]
    values: dict[str, Any] = {field.key.lower(): _BRACES.sub("", str(field.value)) for field in entry.fields}
    if "author" in values:
        values["author"] = re.split(r"\s+and\s+", values["author"])
    return entry.entry_type, values | _dated(values)


def _dated(values: Mapping[str, Any]) -> dict[str, str]:
    """Gives year, month and day, which BibTeX has apart, as one date."""
    month = str(values.get("month", "")).strip().lower()
    number = _MONTHS.get(month[:3]) or (int(month) if month.isdecimal() else None)
    if not values.get("year") or not number or "date" in values:
        return {}
    day = str(values.get("day", ""))
    return {"date": f"{values['year']}-{number:02}" + (f"-{int(day):02}" if day.isdecimal() else "")}
