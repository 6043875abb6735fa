"""What a source states of a piece: a feed or a sitemap over what was read of its page, its address where none was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive import addresses
from archive.documents import Byline, Capture, Clipping, Origin, Precision, PressDate, Refusal
from archive.parse.bylines import read_names, to_bylines
from archive.parse.html.dates import read_moment
from archive.parse.language import detect_language
from archive.parse.mail.moments import read_program_date
from archive.parse.markers import Markers, load_markers
from archive.text import key

SUMMARY_CONFIDENCE = 0.3
_ADDRESS = Origin("address of the capture", 0.8)
_RULE = "rule of"
_UTC = ("+00:00", None)
_FARTHEST = timedelta(hours=14)
_NOBODY = re.compile(
    r"(?:admin\w*|administrat\w+|webmaster|editor|r[ée]daction|newsroom|user|root|wordpress|unknown|anonym\w*|التحرير|المحرر)",
    re.IGNORECASE,
)


def with_stated(
    capture: Capture, reading: Clipping | Refusal, markers: Markers | None = None
) -> Clipping | Refusal:
    """Gives a reading with what its source states: title, date and authors over those read, tags where none were.

    A summary that stands for an article is its body, and is marked as unsure. What cannot be understood is left out.
    """
    stated = capture.stated
    source = stated.get("source")
    if not isinstance(source, str):
        return reading
    if isinstance(reading, Refusal):
        body = stated.get("body")
        if not isinstance(body, str) or not body.strip():
            return reading
        reading = _summary(capture, body)
    found = dict(_found(stated, reading, source, markers or load_markers()))
    origins = {name: origin for name, (_, origin) in found.items()}
    values: dict[str, Any] = {name: value for name, (value, _) in found.items()}
    return replace(reading, **values, origins={**reading.origins, **origins})


def with_address(capture: Capture, reading: Clipping) -> Clipping:
    """Gives a reading that states no address that of its capture, unless a home page stands there."""
    found = addresses.canonical(addresses.WAYBACK.sub("", capture.address or ""))
    if reading.address or found is None or addresses.is_home(found):
        return reading
    return replace(reading, address=found, origins={**reading.origins, "address": _ADDRESS})


def _summary(capture: Capture, body: str) -> Clipping:
    code, confidence = detect_language(body)
    clipping = Clipping(
        body=body,
        language=code,
        charset=capture.charset,
        charset_reason=capture.charset_reason,
        origins={"language": Origin("words of the body", confidence)},
    )
    return with_address(capture, clipping)


def _found(
    stated: Mapping[str, Any], reading: Clipping, source: str, markers: Markers
) -> Iterator[tuple[str, tuple[Any, Origin]]]:
    """Gives the fields that are set, each with its origin; an outlet's own rule stands over a feed."""
    for name, (read, confidence, word) in _FIELDS.items():
        origin = reading.origins.get(name)
        if name in stated and not (origin and origin.place.startswith(_RULE)):
            value = read(stated[name], reading, markers)
            if value:
                yield name, (value, Origin(f"{source}: {word}", confidence))


def _text(value: Any, reading: Clipping, markers: Markers) -> str | None:
    return value.strip() if isinstance(value, str) else None


def _date(value: Any, reading: Clipping, markers: Markers) -> PressDate | None:
    """Gives a date, unless that of the page tells more."""
    date = read_stated_date(value, reading.language) if isinstance(value, str) else None
    return None if date and reading.published and _tells_more(reading.published, date) else date


def read_stated_date(text: str, language: str | None = None) -> PressDate | None:
    """Reads a date as feeds write it: by RFC 5322, by ISO 8601, else as it would be printed.

    >>> str(read_stated_date("Tue, 21 Nov 2023 10:00:00 +0100"))
    '2023-11-21T10:00+01:00'
    """
    return read_program_date(text) or read_moment(text, language)


def _tells_more(printed: PressDate, stated: PressDate) -> bool:
    """Says whether the date of the page is finer, or the same in the outlet's own time, where it may be another day.

    A stated time without an offset may be that of the outlet or universal time.
    """
    if printed.value.startswith(stated.value):
        return printed.value != stated.value or (stated.offset is None and printed.offset is not None)
    known = {Precision.MINUTE, Precision.DAY}
    if (
        stated.offset not in _UTC
        or stated.precision is not Precision.MINUTE
        or printed.precision not in known
    ):
        return False
    ours, moment = datetime.fromisoformat(printed.value), datetime.fromisoformat(stated.value)
    if printed.precision is Precision.DAY:
        return abs(ours.date() - moment.date()) == timedelta(days=1)
    if printed.offset not in _UTC:
        return datetime.fromisoformat(str(printed)) == moment.replace(tzinfo=UTC)
    return printed.offset is None and abs(ours - moment) <= _FARTHEST


def _authors(value: Any, reading: Clipping, markers: Markers) -> tuple[Byline, ...]:
    """Gives the people named; neither the outlet nor the account that entered the article is one."""
    found: list[Byline] = []
    for printed in value if isinstance(value, list) else []:
        if (
            not isinstance(printed, str)
            or _NOBODY.fullmatch(printed)
            or key(printed) == key(reading.outlet or "")
        ):
            continue
        names = read_names(printed, markers) or (printed,)
        found += to_bylines(names, markers, printed)
    return tuple({key(byline.name): byline for byline in found}.values())


def _tags(value: Any, reading: Clipping, markers: Markers) -> tuple[str, ...]:
    if reading.tags or not isinstance(value, list):
        return ()
    tags = (tag.strip() for tag in value if isinstance(tag, str))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


_Reader = Callable[[Any, Clipping, Markers], Any]
_FIELDS: Mapping[str, tuple[_Reader, float, str]] = {
    "title": (_text, 0.95, "title"),
    "published": (_date, 0.95, "date"),
    "authors": (_authors, 0.9, "author"),
    "tags": (_tags, 0.8, "tags"),
    "body": (_text, SUMMARY_CONFIDENCE, "summary"),
}
