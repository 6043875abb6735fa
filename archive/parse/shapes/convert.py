"""How values of foreign records become those of a clipping: dates, names, outlets, addresses, tags, captions."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from archive import addresses
from archive.documents import Byline, Caption, Precision, PressDate, Role
from archive.parse.bylines import read_byline, read_names
from archive.parse.dates import find_dates
from archive.parse.html.dates import read_moment
from archive.parse.shapes.shape import Around
from archive.parse.shapes.texts import line
from archive.text import key

_MIDNIGHT = re.compile(r"T00:00$")
_BETWEEN_NAMES = re.compile(r"\s*[;|\n]\s*")
_BETWEEN_TAGS = re.compile(r"\s*[;|\n]\s*")
_COMMAS = re.compile(r"\s*[,،]\s*")
_ADDRESS = re.compile(r"https?://|www\.|@")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)\b")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_LONGEST_NAME, _LONGEST_DATE = 80, 120
_AMERICAN, _EUROPEAN = "en", "fr"


def moment(value: Any, around: Around) -> PressDate | None:
    """Reads a stated date; midnight to the minute is a day, as programs write one."""
    text = line(value, around)
    if text is None or len(text) > _LONGEST_DATE:
        return None
    date = read_moment(text, _order(text, around)) or _embedded(text, around)
    if date and date.precision is Precision.MINUTE and _MIDNIGHT.search(date.value):
        return PressDate(date.value[:10], Precision.DAY)
    return date


def _order(text: str, around: Around) -> str | None:
    """Gives a language whose order of day and month is that of the dates; None where it is not known.

    Outside English the day stands first. English has both orders, and a wrong date is worse than none.
    """
    if not _NUMBERS.match(text):
        return around.language
    if around.month_first is not None:
        return _AMERICAN if around.month_first else _EUROPEAN
    return None if around.language in ("en", "und") else _EUROPEAN


def _embedded(text: str, around: Around) -> PressDate | None:
    """Reads the one date in a line that holds more ("Thursday 26 May 2022, Late Edition")."""
    found = find_dates(text, _order(text, around))
    return found[0].date if len(found) == 1 else None


def names(value: Any, around: Around) -> tuple[Byline, ...]:
    """Reads who wrote: a list of names or objects with one, or a line of names; agencies told from persons."""
    found = (byline for name in _named(value) for byline in _bylines(name, around))
    kept = {key(byline.name): byline for byline in found if not _ADDRESS.search(byline.name)}
    return tuple(byline for byline in kept.values() if len(byline.name) <= _LONGEST_NAME)


def unfolded(value: Any) -> Any:
    """Gives the list of texts that a cell holds as data frames write it (`['a', 'b']`); anything else as it is."""
    if not (isinstance(value, str) and value.startswith("[") and value.endswith("]")):
        return value
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a backslash that escapes nothing
        try:
            found = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return value
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else value


def _named(value: Any) -> Iterator[str]:
    match unfolded(value):
        case str(text):
            yield from _BETWEEN_NAMES.split(text)
        case list(listed):
            for one in listed:
                yield from _named(one)
        case {"name": inner} | {"literal": inner} | {"@value": inner}:
            yield from _named(inner)
        case {"family": str(family)}:
            before = " ".join(
                str(value[part]) for part in ("given", "non-dropping-particle") if value.get(part)
            )
            yield f"{before} {family}".strip()


def _bylines(text: str, around: Around) -> Iterable[Byline]:
    name = line(text, around)
    if name is None:
        return ()
    if marked := read_byline(name, around.markers):
        return marked
    listed = (turned(name),) if turned(name) != name else read_names(name, around.markers) or (name,)
    return [Byline(one, _role(one, around)) for one in listed]


def _role(name: str, around: Around) -> Role:
    return Role.AGENCY if key(name) in around.markers.agencies else Role.AUTHOR


def turned(name: str) -> str:
    """Gives "Nabil Cherradi" for "Cherradi, Nabil"; a name with no comma, or several, as it is."""
    parts = _COMMAS.split(name)
    return (
        f"{parts[1]} {parts[0]}"
        if len(parts) == 2 and len(parts[0].split()) <= 2 >= len(parts[1].split())
        else name
    )


def people(value: Any, around: Around) -> tuple[Byline, ...]:
    """Reads names as citations list them: family name first."""
    listed = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    parts = [_COMMAS.split(one) if isinstance(one, str) else [one] for one in listed]
    full = [
        f"{part[1]} {part[0]}" if len(part) == 2 else one for one, part in zip(listed, parts, strict=True)
    ]
    return names(full, around)


def outlet(value: Any, around: Around) -> str | None:
    """Reads the name of an outlet, or the one that is known under a domain or address."""
    if isinstance(value, dict):
        value = value.get("name")
    name = line(value, around)
    if name is None:
        return None
    host = urlsplit(name).hostname if name.startswith(("http://", "https://")) else name
    known = around.outlets.find(host or name)
    return known.name if known else (host or name).removeprefix("www.")


def domain(value: Any, around: Around) -> str | None:
    """Reads the outlet behind a domain or an address; None where there is neither."""
    found = outlet(value, around)
    return found if found and (_DOMAIN.fullmatch(found) or around.outlets.find(found)) else None


def address(value: Any, around: Around) -> str | None:
    """Reads a web address; of a list, or an object with `@id`, the first."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    text = line(value, around)
    return addresses.canonical(text) if text else None


def tags(value: Any, around: Around) -> tuple[str, ...]:
    """Reads subjects: a list of texts or objects with a name, or a line parted by semicolons, bars or commas."""
    value = unfolded(value)
    if isinstance(value, str):
        parts = _BETWEEN_TAGS.split(value)
        value = parts if len(parts) > 1 else _COMMAS.split(value)
    if not isinstance(value, list):
        return ()
    texts = (line(one.get("name") if isinstance(one, dict) else one, around) for one in value)
    return tuple({key(text): text for text in texts if text}.values())


def captions(value: Any, around: Around) -> tuple[Caption, ...]:
    """Reads what pictures show: texts, or objects with a caption."""
    listed = value if isinstance(value, list) else [value]
    texts = (line(one.get("caption") if isinstance(one, dict) else one, around) for one in listed)
    return tuple(Caption(text) for text in dict.fromkeys(texts) if text and not text.startswith("http"))
