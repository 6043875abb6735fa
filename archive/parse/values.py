"""The plain values of a record: texts, dates, moments, addresses; each is read as it is kept, or `Wrong`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from archive import addresses, languages
from archive.documents import Precision, PressDate
from archive.parse.dates import read_date

_HALF_A_LETTER = re.compile("[\ud800-\udfff]")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d)?)?", re.ASCII)
_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d)?)?)?)([-+]\d\d:\d\d)?", re.ASCII)
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY, 16: Precision.MINUTE}
_FIRST = "0001-01-01T00:00"


Reader = Callable[[str, Any], Any]
Table = Mapping[str, Reader]
"""What reads each field of an object."""


class Wrong(Exception):
    """Carries what is wrong with a record, from deep inside it to whoever refuses it."""


def text_of(printed: str | None) -> str | None:
    """Gives a text as it is kept: less outer spaces and NUL signs, lines ended by one sign; None where nothing is left.

    >>> text_of(" one\\r\\ntwo "), text_of(" ")
    ('one\\ntwo', None)
    """
    if not printed:
        return None
    return printed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip() or None


def moment_of(written: str) -> str | None:
    """Gives a moment as it is kept: in UTC, which SQLite's moments are too, to the second; None where it is none.

    >>> moment_of("2024-01-02 03:04:05"), moment_of("2024-01-02T03:04:05+01:00"), moment_of("2024-99-02T03:04:05Z")
    ('2024-01-02T03:04:05Z', '2024-01-02T02:04:05Z', None)
    """
    if not _MOMENT.fullmatch(written):
        return None
    try:
        moment = datetime.fromisoformat(written)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or one before the year 1
        return None
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def date_of(written: str) -> PressDate | None:
    """Gives a date as `str` writes one, of any year from 1 to 9999; None where it is none."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    value, offset = found.groups()
    try:
        datetime.fromisoformat(value + _FIRST[len(value) :] + (offset or ""))
    except ValueError:
        return None
    return PressDate(value, _PRECISIONS[len(value)], offset)


def text(name: str, value: Any) -> str | None:
    """Reads a text; a blank one is None."""
    return text_of(exact(name, value))


def exact(name: str, value: Any) -> str:
    """Reads a text exactly as it stands, so that a copy is a copy."""
    if not isinstance(value, str):
        raise Wrong(f"{name} is not a text")
    if _HALF_A_LETTER.search(value):
        raise Wrong(f"{name} holds half a letter (a lone surrogate)")
    return value


def needed(name: str, value: Any) -> str:
    """Reads a text that must not be blank."""
    found = text(name, value)
    if found is None:
        raise Wrong(f"{name} is empty")
    return found


def listed(name: str, value: Any) -> list[Any]:
    """Reads a list, its items as they stand."""
    if not isinstance(value, list):
        raise Wrong(f"{name} is not a list")
    return value


def texts(name: str, value: Any) -> tuple[str, ...]:
    """Reads a list of texts, less the blank ones."""
    return tuple(found for found in (text(name, one) for one in listed(name, value)) if found)


def exact_object(name: str, value: Any) -> dict[str, Any]:
    """Reads an object exactly as it stands."""
    if not isinstance(value, dict):
        raise Wrong(f"{name} is not an object")
    exact(name, json.dumps(value, ensure_ascii=False))
    return value


def parts(name: str, value: Any, readers: Table, *required: str) -> dict[str, Any]:
    """Reads an object by a table of its fields; one that is null or blank states nothing."""
    if not isinstance(value, dict):
        raise Wrong(f"{name} is not an object")
    unknown = sorted(set(value) - set(readers))
    if unknown:
        raise Wrong(f"unknown field {unknown[0]!r} in {name}")
    read = {field: readers[field](of(field, name), one) for field, one in value.items() if one is not None}
    missing = [field for field in required if read.get(field) is None]
    if missing:
        raise Wrong(f"{of(missing[0], name)} is missing")
    return {field: one for field, one in read.items() if one is not None}


def of(field: str, name: str) -> str:
    """Gives how a field of an object is called where it is wrong."""
    return f"{field} in {name}"


def choice(kind: Callable[[Any], Any], name: str, value: Any) -> Any:
    """Reads one of the values of a kind."""
    try:
        return kind(value)
    except ValueError:
        raise Wrong(f"{name} cannot be {value!r}") from None


def date(name: str, value: Any) -> PressDate:
    """Reads a date, of any year in its own form, else as it would be printed."""
    written = needed(name, value)
    found = date_of(written) or read_date(written)
    if found is None:
        raise Wrong(f"{name} is no date: {value!r}")
    return found


def moment(name: str, value: Any) -> str:
    """Reads a moment."""
    found = moment_of(needed(name, value))
    if found is None:
        raise Wrong(f"{name} is no moment like 2026-11-21T19:00:00Z: {value!r}")
    return found


def language(name: str, value: Any) -> str:
    """Reads a language."""
    return languages.canonical(needed(name, value))


def address(name: str, value: Any) -> str:
    """Reads a web address."""
    found = addresses.canonical(needed(name, value))
    if found is None:
        raise Wrong(f"{name} is no web address: {value!r}")
    return found
