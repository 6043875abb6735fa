"""Bylines: who wrote, as printed; persons and agencies told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.documents import Byline, Role
from archive.parse.dates import DateReading
from archive.parse.markers import Markers, heads
from archive.parse.persons import is_name, starts_in_arabic, trim_role
from archive.text import key

_LONGEST_LINE = 140
_CUT = re.compile(
    r";\s(?=\w+\s(?:by|par|von)\s)|,\s(?:à|au|in|en|aus|a|من|في)\s|\s[-–—]\s|\s*[|•·(\[]|\s+/\s+"
    r"|:\s|\d|https?:|@|\bin\b(?=\s[A-Z])|\s{3,}"
)
# Where an author is: "in Rabat", ", en Rabat", before the next author, a date, or the end.
_PLACE = re.compile(
    r",?\s(?:à|au|aux|in|en|em|aus|a|desde)\s[A-ZÀ-Þ][\w’'-]*(?:\s[A-ZÀ-Þ][\w’'-]*){0,2}"
    r"(?=,?\s(?:and|et|y|e|und|con|with|avec)\s[A-ZÀ-Þ]|,?\s(?:le\s|on\s|el\s|am\s)?\d|\s*$)"
)
# A tatweel between spaces is an Arabic dash, and a colon after Arabic sets a place before a name.
_FIELD = re.compile(r"\s+[-–—/ـ]+\s+|\s*[|•·]\s*|(?<=[\u0621-\u064a])\s*:\s+")
_FIELD_EDGES = " \u00a0,;:-–—|/•·"
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_BEFORE_DATE = re.compile(r"[\s,]+(?:le|on|am|el|il|den|at|à|um|the|في|يوم)$", re.IGNORECASE)
_ARABIC_AND = re.compile(r"\s+و\s*(?=\S+\s+\S)")


def read_byline(text: str, markers: Markers, dates: Sequence[DateReading] = ()) -> tuple[Byline, ...]:
    """Gives who a line that opens with a byline marker names; empty for any other line.

    A dateline may hold the marker in one of its fields ("21 août 2022 - Sport - Ecrit par : S.A").
    """
    if len(text) > _LONGEST_LINE:
        return ()
    for field in (text, *fields(text, dates)):
        for label, rest, separated in heads(field, markers.byline_words):
            marked = key(label) in (markers.byline_labels if separated else markers.bylines)
            marked = marked and (separated or _may_begin_name(rest, markers))
            if marked and (names := read_names(rest, markers)):
                return to_bylines(names, markers, text)
    return ()


def read_bare(text: str, markers: Markers, dates: Sequence[DateReading] = ()) -> tuple[Byline, ...]:
    """Gives the names that make up a whole line, or a whole field of a dateline, with no marker."""
    if len(text) > _LONGEST_LINE:
        return ()
    cut = fields(text, dates)
    # "Outlet - Name" is the Arabic order, "Name | Outlet" the other.
    for field in reversed(cut) if starts_in_arabic(text) else cut:
        if names := _listed(_IN_BRACKETS.sub("", field), markers, lone=False):
            return to_bylines(names, markers, text)
    return ()


def is_label(text: str, markers: Markers) -> bool:
    """Says whether a line is a byline marker alone ("By", "Auteur :"): the name is on the next line."""
    return key(text) in markers.byline_labels


def read_names(text: str, markers: Markers) -> tuple[str, ...]:
    """Gives the names that follow a byline marker, up to a dash, a figure, or the word before a date."""
    bare = _PLACE.sub("", _IN_BRACKETS.sub("", text))
    cut = _CUT.search(bare)
    bare = (bare[: cut.start()] if cut else bare).strip(" \u00a0,;:*")
    names = _listed(_BEFORE_DATE.sub("", bare), markers, lone=True)
    return (*names, *_agencies_in_brackets(text, markers)) if names else ()


def _agencies_in_brackets(text: str, markers: Markers) -> list[str]:
    """Gives the agencies that helped: "Anne Exemple (avec AFP)"."""
    pieces = (
        piece for noted in _IN_BRACKETS.findall(text) for piece in _split(f" {noted.strip(' ()')}", markers)
    )
    return [piece.strip() for piece in pieces if key(piece) in markers.agencies]


def fields(text: str, dates: Sequence[DateReading] = ()) -> list[str]:
    """Cuts a line into its fields: what stands between dates, dashes, bars and bullets."""
    ends = [0, *(date.end for date in dates)]
    starts = [*(date.start for date in dates), len(text)]
    stretches = (text[end:start] for end, start in zip(ends, starts, strict=True) if end < start)
    cut = (field.strip(_FIELD_EDGES) for stretch in stretches for field in _FIELD.split(stretch))
    return [field for field in cut if field]


def to_bylines(names: Iterable[str], markers: Markers, printed: str) -> tuple[Byline, ...]:
    """Makes bylines of names, each with its printed line, agencies told from persons."""
    roles = {name: Role.AGENCY if key(name) in markers.agencies else Role.AUTHOR for name in names}
    return tuple(Byline(name, role, printed) for name, role in roles.items())


def _listed(text: str, markers: Markers, *, lone: bool) -> tuple[str, ...]:
    """Gives the names in a list, all or none; a word beside full names is a place ("Eva Muster, Lille")."""
    named = [name for piece in _split(text, markers) if (name := trim_role(piece, markers))]
    if lone and any(" " in name for name in named):
        named = [name for name in named if " " in name or key(name) in markers.agencies]
    return tuple(named) if all(is_name(name, markers, lone=lone) for name in named) else ()


def _split(text: str, markers: Markers) -> Iterable[str]:
    """Splits at commas and joining words; the Arabic one is a letter, and splits only full names."""
    for piece in markers.joints.split(text):
        halves = _ARABIC_AND.split(piece)
        yield from halves if all(" " in half.strip() for half in halves) else [piece]


def _may_begin_name(text: str, markers: Markers) -> bool:
    """Says whether a name may follow a marker with no colon; in Arabic, with no capitals, an article tells a noun."""
    if starts_in_arabic(text):
        return not text.startswith("ال")
    return text[:1].isupper() or any(key(field) in markers.agencies for field in fields(text)[:1])
