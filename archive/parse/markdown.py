"""Markdown becomes a clipping: what its front matter states, over the reading of its text less the marks.

Front matter is flat: a key with a value or a list. What is not flat, such as a text over several lines, is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from archive.documents import Capture, Clipping, Line, LineRole, Origin, Refusal
from archive.parse.decode import decode
from archive.parse.plain import read_plain
from archive.parse.shapes.convert import address, moment, names, outlet, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.shape import Around, From, Shape
from archive.parse.shapes.texts import line

_FENCE = re.compile(r"---[ \t]*")
_PAIR = re.compile(r"([\w][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")
_NOT_FLAT = re.compile(r"[|>][+-]?\d?|\{.*|&.*|\*.*")
_PLACES = ("source", "url", "link")
_NOT_TAGS = frozenset({"clippings"})
_SURE_OF_HEADING = 0.9

_TARGET = r"\([^()\s]{0,2000}(?:\([^()\s]{0,500}\)[^()\s]{0,500}){0,3}(?:[ \t]+\"[^\"]{0,500}\")?\)"
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[ \t]*(?:(?:\* ?){3,}|(?:- ?){3,}|(?:_ ?){3,})$"), ""),
    (re.compile(r"^(?:[ \t]{0,3}>[ \t]?)+"), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+"), ""),
    (re.compile(r"!\[\[[^\[\]]{0,500}\]\]"), ""),
    (re.compile(r"!\[[^\[\]]{0,1000}\]" + _TARGET), ""),
    (re.compile(r"\[([^\[\]]{0,1000})\]" + _TARGET), r"\1"),
    (re.compile(r"\[\[(?:[^\[\]|]{0,500}\|)?([^\[\]|]{0,500})\]\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"(?<!\\)\*\*(?=[^\s*])([^*]{1,1000})(?<=\S)\*\*"), r"\1"),
    (re.compile(r"(?<![\w\\])__(?=[^\s_])([^_]{1,1000})(?<=\S)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*]{1,1000})(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_]{1,1000})(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>|~-])"), r"\1"),
)
"""The marks that come off a line, in this order: rules, quotes, headings, pictures, links, emphasis, escapes."""

_HEADING = re.compile(r"# (?=\S)")


def _named(value: Any, around: Around) -> Any:
    """Reads names, which Obsidian puts between brackets."""
    listed = value if isinstance(value, list) else [value]
    return names([bare(one) for one in listed if isinstance(one, str)], around)


def _known(value: Any, around: Around) -> str | None:
    """Reads the outlet behind an address, where it is known."""
    found = around.outlets.find(urlsplit(value).hostname or "") if address(value, around) else None
    return found.name if found else None


def _subjects(value: Any, around: Around) -> tuple[str, ...]:
    return tuple(tag for one in tags(value, around) if (tag := one.lstrip("#")) not in _NOT_TAGS)


FRONT_MATTER = Shape(
    "front matter",
    fields={
        "body": (From("", lambda value, around: value),),
        "title": (From("title", line),),
        "authors": (From("author", _named), From("authors", _named)),
        "published": (From("published", moment), From("date", moment, 0.6)),
        "outlet": (
            *(From(name, outlet, 0.8) for name in ("publisher", "site")),
            *(From(name, _known, 0.7) for name in _PLACES),
        ),
        "address": tuple(From(name, address) for name in _PLACES),
        "language": (From("language", language, 0.8), From("lang", language, 0.8)),
        "tags": (From("tags", _subjects, 0.7),),
    },
)
"""What the keys of a clipping state; `created` and `saved` are of the note, and date nothing."""


def read_markdown(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads Markdown: its text as a page that was pasted, its front matter over that."""
    decoded = decode(capture.content, capture.charset)
    if isinstance(decoded, Refusal):
        return decoded
    lines = decoded.text.split("\n")
    height = _height(lines)
    values = dict(_pairs(lines[: max(height - 1, 0)]))
    heading, title = _heading_of(lines, height), values.get("title")
    top = [title if isinstance(title, str) and not heading else "", *[""] * height][:height]
    clipping = read_plain("\n".join([*top, *map(bare, lines[height:])]), **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    clipping = _accounted(clipping, lines[:height])
    if heading:
        clipping = _with_heading(clipping, heading, bare(lines[heading - 1]).strip())
    stated = read_by_shape(FRONT_MATTER, {**values, "": clipping.body}, **knowledge)
    assert isinstance(stated, Clipping)
    return replace(_over(clipping, stated), charset=decoded.charset, charset_reason=decoded.reason)


def bare(text: str) -> str:
    """Gives a line less its marks.

    >>> bare("> Le **port** [rouvre](https://lefil.example/a_b), dit *le maire*.")
    'Le port rouvre, dit le maire.'
    """
    for mark, instead in MARKS:
        text = mark.sub(instead, text)
    return text


def _height(lines: Sequence[str]) -> int:
    """Gives how many lines the front matter has with its fences; 0 where there is none."""
    start = next((place for place, one in enumerate(lines) if one.strip()), 0)
    if not _FENCE.fullmatch(lines[start]):
        return 0
    ends = (place for place, one in enumerate(lines[start + 1 :], start + 1) if _FENCE.fullmatch(one))
    return next(ends, -1) + 1


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str | list[str]]]:
    """Gives the keys with a value, or a list of them, that stands on lines of its own."""
    starts = [place for place, one in enumerate(lines) if _PAIR.fullmatch(one)]
    for start, end in pairwise([*starts, len(lines)]):
        pair = _PAIR.fullmatch(lines[start])
        assert pair is not None
        value, below = (pair[2] or "").strip(), [one for one in lines[start + 1 : end] if one.strip()]
        items = [_ITEM.fullmatch(one) for one in below]
        if not value and below and all(items):
            yield pair[1].lower(), [_scalar(item[1]) for item in items if item]
        elif not below and value and not _NOT_FLAT.fullmatch(value):
            yield pair[1].lower(), _listed(value) if value.startswith("[") else _scalar(value)


def _listed(value: str) -> str | list[str]:
    return [_scalar(one) for one in value[1:-1].split(",")] if value.endswith("]") else value


def _scalar(text: str) -> str:
    """Gives a value less its quotes."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return text[1:-1].replace("''", "'") if len(text) > 1 and text[0] == text[-1] == "'" else text


def _accounted(clipping: Clipping, front: Sequence[str]) -> Clipping:
    """Gives the account of the lines with the front matter as it stands."""
    own = tuple(
        Line(number, one, LineRole.FURNITURE if one.strip() else LineRole.BLANK)
        for number, one in enumerate(front, 1)
    )
    return replace(clipping, lines=(*own, *(one for one in clipping.lines if one.number > len(front))))


def _heading_of(lines: Sequence[str], height: int) -> int:
    """Gives the number of the first line below the front matter, where that is a heading; else 0."""
    number = next((n for n, one in enumerate(lines[height:], height + 1) if one.strip()), 0)
    return number if number and _HEADING.match(lines[number - 1]) else 0


def _with_heading(clipping: Clipping, number: int, title: str) -> Clipping:
    """Gives a clipping with the heading in a line as its title."""
    account = tuple(
        replace(one, role=LineRole.TITLE) if one.number == number else one for one in clipping.lines
    )
    origins = {**clipping.origins, "title": Origin(f"line {number}", _SURE_OF_HEADING)}
    return replace(clipping, title=title, lines=account, origins=origins)


def _over(clipping: Clipping, stated: Clipping) -> Clipping:
    """Gives a clipping with what is stated set over what was read, but a printed date that tells more, and tags."""
    printed, date = clipping.published, stated.published
    is_finer = printed and date and printed.value.startswith(date.value)
    kept = {"body"} | ({"tags"} if clipping.tags else set())
    kept |= set() if stated.origins["language"].place.startswith(FRONT_MATTER.name) else {"language"}
    kept |= {"published", "implied"} if is_finer or not date else set()
    origins = {name: origin for name, origin in stated.origins.items() if name not in kept}
    values: dict[str, Any] = {name: getattr(stated, name) for name in origins}
    if "published" in origins:  # what the text implies was worked out again, with that in mind
        values["implied"] = stated.implied
    own = {name: origin for name, origin in clipping.origins.items() if name not in values}
    return replace(clipping, **values, origins={**own, **origins})
