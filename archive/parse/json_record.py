"""A JSON object becomes a clipping: ours by its strict fields, another program's by its shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import record
from archive.parse.shapes import shape_of
from archive.parse.shapes.citations import CSL, PRESS
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.schema_org import SCHEMA_ORG, article_of


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
        return record.read_values(values)
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
