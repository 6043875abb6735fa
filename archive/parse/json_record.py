"""A JSON object becomes a clipping: ours by its strict fields, another program's by its shape."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from archive.addresses import canonical
from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import record
from archive.parse.exported import mended
from archive.parse.shapes import shape_of
from archive.parse.shapes.citations import CSL, PRESS
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.schema_org import SCHEMA_ORG, article_of

log = logging.getLogger(__name__)

_ADDRESSES = ("url", "link", "href")
_MOST_NAMED = 3


def read_json(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one JSON object; a refusal names the field and what is wrong with it, or what is missing."""
    try:
        values = json.loads(capture.content)
    except (ValueError, RecursionError) as error:
        return Refusal(Reason.BAD_RECORD, f"not a line of JSON: {error}")
    if not isinstance(values, dict):
        return Refusal(Reason.BAD_RECORD, "not a JSON object")
    shape = None if values.keys() <= record.KNOWN else shape_of(values)
    if shape is None:
        return _of_no_program(values) or _read_ours(values, capture.source)
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return Refusal(Reason.BAD_RECORD, "a text holds half a letter (a lone surrogate)")
    if shape is SCHEMA_ORG:
        found: Mapping[str, Any] | Refusal = article_of(values)
        if isinstance(found, Refusal):
            return found
        values = dict(found)
    if shape is CSL and str(values["type"]).lower() not in PRESS:
        return Refusal(
            Reason.NO_ARTICLE, f"a citation of a {values['type']}, which is no article of the press"
        )
    return read_by_shape(shape, values, **knowledge)


def _read_ours(values: Mapping[str, Any], source: str) -> Clipping | Refusal:
    """Reads one of our records; what an export wrote is filed without the values that no reader takes."""
    reading = record.read_values(values)
    if isinstance(reading, Clipping) or not record.is_exported(values):
        return reading
    readable, left = mended(values)
    reading = record.read_values(readable)
    if isinstance(reading, Clipping):
        log.warning("Left out of %s: %s.", source, "; ".join(dict.fromkeys(left)))
    return reading


def _of_no_program(values: Mapping[str, Any]) -> Refusal | None:
    """Gives why a record that is hardly ours is not read: it has no body, and fields that are not known."""
    unknown = sorted(values.keys() - record.KNOWN)
    if not unknown or str(values.get("body") or "").strip():
        return None
    names = ", ".join(map(repr, unknown[:_MOST_NAMED])) + (", ..." if len(unknown) > _MOST_NAMED else "")
    detail = f"no body, but {names}: JSON of a program that is not read; docs/tables.md lists those that are"
    where = next(filter(None, map(_address_in, (values, *values.values()))), None)
    return Refusal(Reason.BAD_RECORD, detail + (f"; its address could be fetched: {where}" if where else ""))


def _address_in(values: Any) -> str | None:
    """Gives the address that an object states."""
    stated = [values.get(name) for name in _ADDRESSES] if isinstance(values, dict) else []
    return next((found for one in stated if isinstance(one, str) and (found := canonical(one))), None)
