"""The reading of a record by its shape: each field from the best place that states it, with that as its origin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.documents import Clipping, Origin, Precision, Reason, Refusal
from archive.languages import canonical
from archive.parse.dates import implied_date
from archive.parse.language import detect_language
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlets
from archive.parse.shapes.convert import address
from archive.parse.shapes.languages_named import language as read_language
from archive.parse.shapes.shape import Around, Shape, Values

_SAMPLE, _SURE = 2000, 0.7


def read_by_shape(
    shape: Shape,
    values: Values,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
    month_first: bool | None = None,
) -> Clipping | Refusal:
    """Reads a record into a clipping; one without a text is refused, with what it lacks and where it may be had."""
    around = Around("und", outlets or KnownOutlets(), markers or load_markers(), month_first)
    body = _find(shape, "body", values, around)
    if body is None:
        return Refusal(Reason.NO_ARTICLE, _without_text(shape, values, around))
    fields: dict[str, Any] = {"body": body[0]}
    origins = {"body": body[1]}
    fields["language"], origins["language"] = _language(shape, values, around, body[0], language)
    around = replace(around, language=fields["language"])
    for name in shape.fields:
        if name not in fields and (found := _find(shape, name, values, around)):
            fields[name], origins[name] = found
    _imply(fields, origins)
    return Clipping(**fields, origins=origins)


def _find(shape: Shape, name: str, values: Values, around: Around) -> tuple[Any, Origin] | None:
    for place in shape.fields.get(name, ()):
        value = place.convert(values.get(place.name), around)
        if value and (not place.least or len(value) >= place.least):
            return value, Origin(f"{shape.name}: {place.name}", place.confidence)
    return None


def _without_text(shape: Shape, values: Values, around: Around) -> str:
    places = (address(values.get(place.name), around) for place in shape.fields.get("address", ()))
    where = next((found for found in places if found), None)
    return shape.without_text + (f"; its address could be fetched: {where}" if where else "")


def _language(
    shape: Shape, values: Values, around: Around, body: str, option: str | None
) -> tuple[str, Origin]:
    """Gives the language: the person's word, then that of the text where it is sure, then what the record states."""
    if option:
        return canonical(option), Origin("option")
    code, confidence = detect_language(body[:_SAMPLE])
    if confidence < _SURE:
        for place in shape.fields.get("language", ()):
            if stated := read_language(values.get(place.name), around):
                return stated, Origin(f"{shape.name}: {place.name}", place.confidence)
    return code, Origin("words of the body", confidence)


def _imply(fields: dict[str, Any], origins: dict[str, Origin]) -> None:
    """Works out the day that the text implies where none is stated; it is kept apart from what is."""
    published = fields.get("published")
    if published and published.precision in (Precision.DAY, Precision.MINUTE):
        return
    paragraphs = [fields.get("standfirst") or "", *fields["body"].split("\n\n")]
    if implied := implied_date(paragraphs, fields["language"]):
        fields["implied"], origins["implied"] = implied[0], Origin("words of the body", 0.6, implied[1])
