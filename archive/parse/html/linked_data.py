"""Linked data: what a page says of its article in JSON-LD, mended where it is broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_WRAPPED = re.compile(r"^\s*(?://)?\s*(?:<!\[CDATA\[|<!--)|(?:-->|(?://)?\s*\]\]>)?[\s;]*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_INNER = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
_DEEPEST, _MOST_OBJECTS = 6, 500
_LONGEST, _LONGEST_TEXT = 2_000_000, 5000
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Posting|Report|Review|LiveBlogPosting)$")
_PAGES = ("WebPage", "ItemPage")

Thing = Mapping[str, Any]


def read_linked_data(scripts: Iterable[str]) -> tuple[Thing, ...]:
    """Gives the objects of all scripts in order, those of a graph or list among them; what is broken is left out."""
    found: list[Thing] = []
    for script in scripts:
        for thing in _flatten(_load(script), 0):
            if len(found) >= _MOST_OBJECTS:
                return tuple(found)
            found.append(thing)
    return tuple(found)


def _load(script: str) -> Any:
    if len(script) > _LONGEST:
        return None
    bare = _WRAPPED.sub("", script)
    for attempt in (bare, _TRAILING_COMMA.sub("", bare), html.unescape(bare)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, depth: int) -> Iterator[Thing]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _flatten(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _INNER:
            if name in value and not (name == "itemListElement" and "BreadcrumbList" not in types_of(value)):
                yield from _flatten(value[name], depth + 1)


def types_of(thing: Thing) -> tuple[str, ...]:
    """Gives the types of an object, less their vocabulary: `NewsArticle`."""
    types = thing.get("@type")
    named = types if isinstance(types, list) else [types]
    return tuple(str(name).rpartition("/")[2].rpartition(":")[2] for name in named if isinstance(name, str))


def is_article(thing: Thing) -> bool:
    """Says whether an object describes an article."""
    return any(_ARTICLES.search(name) for name in types_of(thing))


def is_page(thing: Thing) -> bool:
    """Says whether an object describes the page that an article stands on."""
    return any(name in _PAGES for name in types_of(thing))


def texts(value: Any) -> tuple[str, ...]:
    """Gives the texts that a property holds: itself, its list, or the names of what it lists; entities resolved."""
    match value:
        case str():
            text = " ".join(html.unescape(html.unescape(value[:_LONGEST_TEXT])).split())
            return (text,) if text else ()
        case list():
            return tuple(text for part in value[:_MOST_OBJECTS] for text in texts(part))
        case {"name": inner} | {"@value": inner}:
            return texts(inner)
        case _:
            return ()


def first_text(thing: Thing, name: str) -> str | None:
    """Gives the first text of a property, or None."""
    return next(iter(texts(thing.get(name))), None)
