"""What an export wrote is filed: a value that another tool left in the archive, and no reader takes, is left out alone.

A record that a person or a program wrote is refused for such a value; they can correct it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.parse import record
from archive.parse.values import Reader, Table, Wrong, of

Left = list[str]
Mender = Callable[[str, Any, Left], Any]


def mended(values: Mapping[str, Any]) -> tuple[dict[str, Any], Left]:
    """Gives the values of an export's record less those that no reader takes, and what is wrong with each of these."""
    left = Left()
    return {name: _MENDERS.get(name, _whole)(name, value, left) for name, value in values.items()}, left


def _reads(reader: Reader, name: str, value: Any, left: Left) -> bool:
    """Says whether a reader takes a value; notes what is wrong with it where not."""
    try:
        reader(name, value)
    except Wrong as wrong:
        left.append(str(wrong))
        return False
    return True


def _whole(name: str, value: Any, left: Left) -> Any:
    """Gives a value that is read, None for another."""
    reader = record.READERS.get(name)
    return value if value is None or reader is None or _reads(reader, name, value, left) else None


def _fields(name: str, value: Any, table: Table, left: Left) -> Any:
    """Gives an object less the fields that are not read."""
    if not isinstance(value, dict):
        return value
    return {
        field: one
        for field, one in value.items()
        if one is None or field not in table or _reads(table[field], of(field, name), one, left)
    }


def _outlet(name: str, value: Any, left: Left) -> Any:
    found = _fields(name, value, record.OUTLET, left)
    return found if _reads(record.READERS[name], name, found, []) else None


def _items(table: Table) -> Mender:
    """Gives what mends a list: its objects by a table of their fields, and less those that are still not read."""

    def mend(name: str, value: Any, left: Left) -> Any:
        kept = []
        for one in value if isinstance(value, list) else []:
            parts, whole = Left(), Left()
            found = _fields(name, one, table, parts)
            if _reads(record.READERS[name], name, [found], whole):
                kept.append(found)
            left += parts or whole
        return kept

    return mend


def _captures(name: str, value: Any, left: Left) -> Any:
    """Gives the captures less what was badly said of them; no original is left out, a damaged one is refused."""
    return [_fields(name, one, record.CAPTURE, left) for one in value] if isinstance(value, list) else value


def _origins(name: str, value: Any, left: Left) -> Any:
    """Gives the origins; one without a place still says that a person corrected the field, and is of the record."""
    if not isinstance(value, dict):
        return value
    return {
        field: {"place": f"record: {field}", **_fields(f"the origin of {field}", one, record.ORIGIN, left)}
        if isinstance(one, dict)
        else one
        for field, one in value.items()
    }


_MENDERS: Mapping[str, Mender] = {
    "body": lambda name, value, left: value,  # an article is never filed without the text that it has
    "outlet": _outlet,
    "authors": _items(record.BYLINE),
    "captions": _items(record.CAPTION),
    "related": _items(record.LINK),
    "revisions": _items(record.WORDING),
    "other_addresses": _items({}),
    "captures": _captures,
    "origins": _origins,
}
