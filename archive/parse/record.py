"""A JSON record becomes a clipping: one line of what `archive export` writes, or of what a script makes.

The fields are those of `Clipping`; the manual lists them. Nothing is guessed from a field that is not there, and a
field that is not known is refused by its name. A record that brings origins of its own is given no others.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from archive.documents import (
    Byline,
    Caption,
    CaptionKind,
    Capture,
    Clipping,
    Link,
    LinkKind,
    Origin,
    Reason,
    Refusal,
    Role,
    Wording,
)
from archive.parse.language import detect_language
from archive.parse.values import (
    Table,
    Wrong,
    address,
    choice,
    date,
    exact,
    exact_object,
    language,
    listed,
    moment,
    needed,
    parts,
    text,
    texts,
)

_WRITTEN_BY_EXPORT = frozenset({"id", "slug", "added_at", "body"})


def is_exported(values: Mapping[str, Any]) -> bool:
    """Says whether export wrote a record: it carries what an archive gives an article, and no person writes."""
    return values.keys() >= _WRITTEN_BY_EXPORT and values["body"] is not None


def read_values(values: Mapping[str, Any]) -> Clipping | Refusal:
    """Reads the values of one of our records; a refusal names the field and what is wrong with it."""
    try:
        return clipping_from(values)
    except Wrong as wrong:
        return Refusal(Reason.BAD_RECORD, str(wrong))


def clipping_from(values: Mapping[str, Any]) -> Clipping:
    """Makes a clipping of the values of a record; `Wrong` says what does not fit."""
    unknown = sorted(values.keys() - KNOWN)
    if unknown:
        raise Wrong(f"unknown field {', '.join(map(repr, unknown))}")
    fields = {
        name: READERS[name](name, value)
        for name, value in values.items()
        if name in READERS and value is not None
    }
    body = fields["body"] = fields.get("body") or ""
    if not body and not is_exported(values):
        raise Wrong("no body")
    fields["outlet_facts"] = _outlet_facts(values.get("outlet"))
    stated = [name for name in fields if name not in NOT_READ]
    origins = fields.pop("origins", None)
    if origins is None:
        origins = {name: Origin(f"record: {name}") for name in stated}
    if "language" not in fields:
        code, confidence = detect_language(body)
        fields["language"] = code
        origins = {"language": Origin("words of the body", confidence), **origins}
    return Clipping(**fields, origins=origins)


def _outlet(name: str, value: Any) -> str | None:
    if isinstance(value, str):
        return text(name, value)
    found: str = parts("outlet", value, OUTLET, "name")["name"]
    return found


def _outlet_facts(value: Any) -> dict[str, Any]:
    """Gives what an outlet object says beside its name: facts, and lists of what it is recognised by."""
    facts = parts("outlet", value, OUTLET) if isinstance(value, dict) else {}
    return {fact: one for fact, one in facts.items() if fact != "name"}


def _bylines(name: str, value: Any) -> tuple[Byline, ...]:
    return tuple(_byline(name, one) for one in listed(name, value))


def _byline(name: str, value: Any) -> Byline:
    if isinstance(value, str):
        return Byline(needed(name, value))
    return Byline(**parts(name, value, BYLINE, "name"))


def _captions(name: str, value: Any) -> tuple[Caption, ...]:
    return tuple(_caption(name, one) for one in listed(name, value))


def _caption(name: str, value: Any) -> Caption:
    if isinstance(value, str):
        return Caption(needed(name, value))
    return Caption(**parts(name, value, CAPTION, "text"))


def _links(name: str, value: Any) -> tuple[Link, ...]:
    return tuple(_link(name, one) for one in listed(name, value))


def _link(name: str, value: Any) -> Link:
    link = Link(**parts(name, value, LINK))
    if not link.title and not link.address:
        raise Wrong(f"a link in {name} has neither title nor address")
    return link


def _origins(name: str, value: Any) -> dict[str, Origin]:
    if not isinstance(value, dict):
        raise Wrong(f"{name} is not an object")
    return {exact(f"a field in {name}", field): _origin(field, one) for field, one in value.items()}


def _origin(name: str, value: Any) -> Origin:
    return Origin(**parts(f"the origin of {name}", value, ORIGIN, "place"))


def _confidence(name: str, value: Any) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise Wrong(f"{name} is not between 0 and 1")
    return float(value)


def _revisions(name: str, value: Any) -> tuple[Wording, ...]:
    return tuple(_wording(name, one) for one in listed(name, value))


def _wording(name: str, value: Any) -> Wording:
    words = parts(name, value, WORDING)
    if not words.keys() - {"replaced_at"}:
        raise Wrong(f"one of the {name} holds no text")
    return Wording(**{"body": "", **words})


def _captures(name: str, value: Any) -> tuple[Capture, ...]:
    return tuple(_capture(name, one) for one in listed(name, value))


def _capture(name: str, value: Any) -> Capture:
    """Reads a capture; one of no bytes at all has to say so by its sha256."""
    told = parts(name, value, CAPTURE, "content")
    sha256, captured_at = told.pop("sha256", None), told.pop("captured_at", None)
    told.setdefault("source", "record")
    capture = Capture(**told, moment=datetime.fromisoformat(captured_at) if captured_at else None)
    if sha256 is None and not capture.content:
        raise Wrong(f"the content in {name} is empty")
    if sha256 not in (None, capture.sha256):
        raise Wrong(f"the content in {name} does not have the sha256 it states")
    return capture


def _original(name: str, value: Any) -> bytes:
    if not isinstance(value, str):
        raise Wrong(f"{name} is not a text")
    try:
        return base64.b64decode(value.strip(), validate=True)
    except ValueError:
        raise Wrong(f"{name} is not base64") from None


OUTLET: Table = {
    "name": needed,
    **dict.fromkeys(("home", "country", "language", "time_zone"), needed),
    **dict.fromkeys(("domains", "aliases", "tags"), texts),
}
BYLINE: Table = {"name": needed, "role": partial(choice, Role), "printed": text}
CAPTION: Table = {"text": needed, "kind": partial(choice, CaptionKind)}
LINK: Table = {
    "title": text,
    "address": address,
    "group": text,
    "blurb": text,
    "truncated": lambda name, value: bool(value),
    "kind": partial(choice, LinkKind),
}
ORIGIN: Table = {"place": needed, "confidence": _confidence, "evidence": text}
WORDING: Table = {"replaced_at": moment, **dict.fromkeys(("title", "kicker", "standfirst", "body"), text)}
CAPTURE: Table = {
    "media_type": needed,
    "source": needed,
    "captured_at": moment,
    "content": _original,
    "stated": exact_object,
    **dict.fromkeys(("sha256", "charset", "charset_reason", "address", "headers"), exact),
}
READERS: Table = {
    "body": text,
    "title": text,
    "kicker": text,
    "standfirst": text,
    "section": text,
    "outlet": _outlet,
    "authors": _bylines,
    "published": date,
    "implied": date,
    "language": language,
    "address": address,
    "tags": texts,
    "captions": _captions,
    "related": _links,
    "origins": _origins,
    "corrected": lambda name, value: frozenset(texts(name, value)),
    "revisions": _revisions,
    "captures": _captures,
    "other_addresses": lambda name, value: tuple(address(name, one) for one in listed(name, value)),
    "settled": lambda name, value: frozenset(texts(name, value)),
    "slug": text,
    "added_at": moment,
}
IGNORED = frozenset({"id"})  # an archive gives its own numbers
KNOWN = READERS.keys() | IGNORED
NOT_READ = frozenset(
    "outlet_facts origins corrected revisions captures other_addresses settled slug added_at".split()
)
