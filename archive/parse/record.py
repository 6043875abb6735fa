"""A JSON record becomes a clipping: one line of what `archive export` writes, or of what a script makes.

The fields are those of `Clipping`; the manual lists them. Nothing is guessed from a field that is not there, and a
field that is not known is refused by its name.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from archive import addresses, languages
from archive.documents import (
    Byline,
    Caption,
    CaptionKind,
    Capture,
    Clipping,
    Link,
    LinkKind,
    Origin,
    PressDate,
    Reason,
    Refusal,
    Role,
    Wording,
)
from archive.parse.dates import read_date
from archive.parse.language import detect_language

CAPTURE_FIELDS = "sha256 media_type charset charset_reason source address captured_at content headers stated"
OUTLET_FACTS = "home country language time_zone"
OUTLET_LISTS = "domains aliases tags"
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class _Wrong(Exception):
    """Carries what is wrong with a record, from deep inside it to `read_values`."""


def read_values(values: Mapping[str, Any]) -> Clipping | Refusal:
    """Reads the values of one of our records; a refusal names the field and what is wrong with it."""
    try:
        return clipping_from(values)
    except _Wrong as wrong:
        return Refusal(Reason.BAD_RECORD, str(wrong))


def clipping_from(values: Mapping[str, Any]) -> Clipping:
    """Makes a clipping of the values of a record; `_Wrong` says what does not fit."""
    unknown = sorted(set(values) - set(READERS) - IGNORED)
    if unknown:
        raise _Wrong(f"unknown field {', '.join(map(repr, unknown))}")
    fields = {
        name: READERS[name](name, value)
        for name, value in values.items()
        if name in READERS and value is not None
    }
    body = fields.get("body") or ""
    if not body.strip():
        raise _Wrong("no body")
    fields["outlet_facts"] = _outlet_facts(values.get("outlet"))
    origins = {name: Origin(f"record: {name}") for name in fields if name not in NOT_READ}
    if "language" not in fields:
        code, confidence = detect_language(body)
        fields["language"], origins["language"] = code, Origin("words of the body", confidence)
    return Clipping(**{**fields, "origins": {**origins, **fields.get("origins", {})}})


def _text(name: str, value: Any) -> str | None:
    if not isinstance(value, str):
        raise _Wrong(f"{name} is not a text")
    if _HALF_A_LETTER.search(value):
        raise _Wrong(f"{name} holds half a letter (a lone surrogate)")
    return value.replace("\r\n", "\n").replace("\x00", "").strip() or None


def _needed(name: str, value: Any) -> str:
    text = _text(name, value)
    if text is None:
        raise _Wrong(f"{name} is empty")
    return text


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _Wrong(f"{name} is not a list")
    return value


def _mapping(name: str, value: Any, allowed: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(f"{name} is not an object")
    unknown = sorted(set(value) - set(allowed.split()))
    if unknown:
        raise _Wrong(f"unknown field {unknown[0]!r} in {name}")
    return {key: part for key, part in value.items() if part is not None}


def _choice(name: str, kind: Callable[[Any], Any], value: Any) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise _Wrong(f"{name} cannot be {value!r}") from None


def _date(name: str, value: Any) -> PressDate:
    date = read_date(_needed(name, value))
    if date is None:
        raise _Wrong(f"{name} is no date: {value!r}")
    return date


def _language(name: str, value: Any) -> str:
    return languages.canonical(_needed(name, value))


def _address(name: str, value: Any) -> str:
    address = addresses.canonical(_needed(name, value))
    if address is None:
        raise _Wrong(f"{name} is no web address: {value!r}")
    return address


def _moment(name: str, value: Any) -> str:
    text = _needed(name, value)
    if not MOMENT.fullmatch(text):
        raise _Wrong(f"{name} is no moment like 2026-11-21T19:00:00Z: {value!r}")
    return text


def _outlet(name: str, value: Any) -> str | None:
    if isinstance(value, str):
        return _text(name, value)
    return _needed("name of the outlet", _outlet_parts(value).get("name"))


def _outlet_facts(value: Any) -> dict[str, Any]:
    """Gives what an outlet object says beside its name: facts, and lists of what it is recognised by."""
    parts = _outlet_parts(value) if isinstance(value, dict) else {}
    facts = {fact: _needed(fact, parts[fact]) for fact in OUTLET_FACTS.split() if fact in parts}
    return facts | {
        listed: _texts(listed, parts[listed]) for listed in OUTLET_LISTS.split() if listed in parts
    }


def _outlet_parts(value: Any) -> dict[str, Any]:
    return _mapping("outlet", value, f"name {OUTLET_FACTS} {OUTLET_LISTS}")


def _texts(name: str, value: Any) -> tuple[str, ...]:
    return tuple(text for text in (_text(name, one) for one in _list(name, value)) if text)


def _bylines(name: str, value: Any) -> tuple[Byline, ...]:
    return tuple(_byline(name, one) for one in _list(name, value))


def _byline(name: str, value: Any) -> Byline:
    if isinstance(value, str):
        return Byline(_needed(name, value))
    part = _mapping(name, value, "name role printed")
    printed = _text(name, part["printed"]) if "printed" in part else None
    return Byline(_needed(name, part.get("name")), _choice("role", Role, part.get("role", "author")), printed)


def _captions(name: str, value: Any) -> tuple[Caption, ...]:
    return tuple(_caption(name, one) for one in _list(name, value))


def _caption(name: str, value: Any) -> Caption:
    if isinstance(value, str):
        return Caption(_needed(name, value))
    part = _mapping(name, value, "text kind")
    return Caption(_needed(name, part.get("text")), _choice("kind", CaptionKind, part.get("kind", "caption")))


def _links(name: str, value: Any) -> tuple[Link, ...]:
    return tuple(_link(name, one) for one in _list(name, value))


def _link(name: str, value: Any) -> Link:
    part = _mapping(name, value, "title address group blurb truncated kind")
    texts = {field: _text(field, part[field]) for field in ("title", "group", "blurb") if field in part}
    address = _address("address", part["address"]) if "address" in part else None
    if not texts.get("title") and not address:
        raise _Wrong(f"a link in {name} has neither title nor address")
    kind = _choice("kind", LinkKind, part.get("kind", "related"))
    return Link(**texts, address=address, truncated=bool(part.get("truncated")), kind=kind)


def _origins(name: str, value: Any) -> dict[str, Origin]:
    if not isinstance(value, dict):
        raise _Wrong(f"{name} is not an object")
    return {field: _origin(field, one) for field, one in value.items()}


def _origin(name: str, value: Any) -> Origin:
    part = _mapping(f"origin of {name}", value, "place confidence evidence")
    confidence = part.get("confidence", 1.0)
    if not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise _Wrong(f"the confidence of {name} is not between 0 and 1")
    evidence = _text("evidence", part["evidence"]) if "evidence" in part else None
    return Origin(_needed("place", part.get("place")), float(confidence), evidence)


def _revisions(name: str, value: Any) -> tuple[Wording, ...]:
    allowed = "replaced_at title kicker standfirst body"
    parts = [_mapping(name, one, allowed) for one in _list(name, value)]
    return tuple(Wording(**{"body": "", **{k: _needed(k, v) for k, v in part.items()}}) for part in parts)


def _captures(name: str, value: Any) -> tuple[Capture, ...]:
    return tuple(_capture(name, one) for one in _list(name, value))


def _capture(name: str, value: Any) -> Capture:
    part = _mapping(name, value, CAPTURE_FIELDS)
    try:
        content = base64.b64decode(_needed("content", part.get("content")), validate=True)
    except binascii.Error:
        raise _Wrong(f"the content in {name} is not base64") from None
    moment = _moment("captured_at", part["captured_at"]) if "captured_at" in part else None
    capture = Capture(
        content=content,
        source=_needed("source", part.get("source", "record")),
        media_type=_needed("media_type", part.get("media_type", "text/plain")),
        moment=datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) if moment else None,
        address=part.get("address"),
        charset=part.get("charset"),
        charset_reason=part.get("charset_reason"),
        headers=_of(str, "headers", part),
        stated=_of(dict, "stated", part) or {},
    )
    if part.get("sha256", capture.sha256) != capture.sha256:
        raise _Wrong(f"the content in {name} does not have the sha256 it states")
    return capture


def _of(kind: type[Any], name: str, part: Mapping[str, Any]) -> Any:
    """Gives a value exactly as it stands, so that a copy is a copy."""
    value = part.get(name)
    if value is not None and not isinstance(value, kind):
        raise _Wrong(f"{name} is no {'text' if kind is str else 'object'}")
    return value


READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "body": _text,
    "title": _text,
    "kicker": _text,
    "standfirst": _text,
    "section": _text,
    "outlet": _outlet,
    "authors": _bylines,
    "published": _date,
    "implied": _date,
    "language": _language,
    "address": _address,
    "tags": _texts,
    "captions": _captions,
    "related": _links,
    "origins": _origins,
    "corrected": lambda name, value: frozenset(_texts(name, value)),
    "revisions": _revisions,
    "captures": _captures,
    "other_addresses": lambda name, value: tuple(_address(name, one) for one in _list(name, value)),
    "settled": lambda name, value: frozenset(_texts(name, value)),
    "slug": _text,
    "added_at": _moment,
}
IGNORED = frozenset({"id"})  # an archive gives its own numbers
KNOWN = READERS.keys() | IGNORED
NOT_READ = frozenset(
    "outlet_facts origins corrected revisions captures other_addresses settled slug added_at".split()
)
