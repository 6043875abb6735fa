"""An entry of a bibliography becomes a clipping: RIS by rispy, BibTeX by bibtexparser."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.decode import decode
from archive.parse.shapes.citations import BIBTEX, PRESS, RIS
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.shape import Shape

if TYPE_CHECKING:
    from bibtexparser.library import Library

_LISTED = ("A1", "AU", "KW", "UR")
_BRACES = re.compile(r"(?<!\\)[{}]")
_SIGNS = re.compile(r"(?<!\\)[{}\"#]")
_LONGEST = 20_000
_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}


def read_ris(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one entry of RIS."""
    return _read(capture, RIS, _ris_values, knowledge)


def read_bibtex(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one entry of BibTeX."""
    return _read(capture, BIBTEX, _bibtex_values, knowledge)


def _read(capture: Capture, shape: Shape, parse: Any, knowledge: Mapping[str, Any]) -> Clipping | Refusal:
    decoded = decode(capture.content, capture.charset)
    if isinstance(decoded, Refusal):
        return decoded
    kind, values = parse(decoded.text)
    if kind is None:
        return Refusal(Reason.BAD_RECORD, f"no entry of {shape.name} can be read: {values}")
    if kind.lower() not in PRESS:
        return Refusal(Reason.NO_ARTICLE, f"a citation of {kind}, which is no article of the press")
    clipping = read_by_shape(shape, values, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=decoded.charset, charset_reason=decoded.reason)


def _ris_values(text: str) -> tuple[str | None, Any]:
    import rispy

    tags = {tag: tag for tag in rispy.config.TAG_KEY_MAPPING}
    try:
        entries = rispy.loads(text, mapping=tags, list_tags=list(_LISTED), enforce_list_tags=False)
    except (rispy.parser.ParseError, OSError, KeyError, TypeError, ValueError) as error:
        return None, error
    return (entries[0].get("TY", ""), entries[0]) if entries else (None, "it holds nothing")


def _bibtex_values(text: str) -> tuple[str | None, Any]:
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    layers = [
        middlewares.ResolveStringReferencesMiddleware(),  # of a name alone; it knows nothing of #
        middlewares.RemoveEnclosingMiddleware(),
        middlewares.LatexDecodingMiddleware(),
    ]
    logger = logging.getLogger("bibtexparser")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # what it says is said by the refusal
    try:
        library = parse_string(text, parse_stack=[])
        _join_parts(library)
        for layer in layers:
            library = layer.transform(library)
    finally:
        logger.setLevel(level)
    if not library.entries:
        return None, "its braces or its fields are broken" if library.failed_blocks else "it holds nothing"
    entry = library.entries[0]
    values: dict[str, Any] = {field.key.lower(): _BRACES.sub("", str(field.value)) for field in entry.fields}
    if "author" in values:
        values["author"] = re.split(r"\s+and\s+", values["author"])
    return entry.entry_type, values | _dated(values)


def _join_parts(library: Library) -> None:
    """Puts together what `#` joins; a field with a part that is nowhere defined is taken out."""
    strings: dict[str, str] = {}
    for name, string in library.strings_dict.items():
        whole = _joined(string.value, strings)
        string.value = whole or "{}"
        if whole:
            strings[name.lower()] = whole
    for entry in library.entries:
        wholes = [(field, _joined(field.value, strings)) for field in entry.fields]
        for field, whole in wholes:
            field.value = whole
        entry.fields = [field for field, whole in wholes if whole]


def _joined(value: str, strings: Mapping[str, str]) -> str | None:
    """Gives a value in one piece, with `strings` by name in their signs; None where a part is not known.

    >>> _joined('port # " du {Nord}"', {"port": "{Le Port}"})
    '{Le Port du {Nord}}'
    """
    parts = _parts(value)
    if len(parts) == 1:
        return value
    texts = [text for part in parts if (text := _text_of(part.strip(), strings)) is not None]
    # Strings that double one another would grow without end.
    if len(texts) < len(parts) or sum(map(len, texts)) > _LONGEST:
        return None
    return f"{{{''.join(texts)}}}"


def _parts(value: str) -> list[str]:
    """Gives what stands between the signs `#` that join; in braces and quotes they join nothing."""
    cuts, depth, quoted = [-1], 0, False
    for sign in _SIGNS.finditer(value):
        match sign[0]:
            case '"' if not depth:
                quoted = not quoted
            case "#" if not depth and not quoted:
                cuts.append(sign.start())
            case "{" | "}" as brace:
                depth += 1 if brace == "{" else -1
    return [value[cut + 1 : end] for cut, end in pairwise([*cuts, len(value)])]


def _text_of(part: str, strings: Mapping[str, str]) -> str | None:
    if part.startswith(("{", '"')):
        return part[1:-1]
    if part.isdecimal():
        return part
    if named := strings.get(part.lower()):
        return _text_of(named, {})
    return part if part.lower() in _MONTHS else None


def _dated(values: Mapping[str, Any]) -> dict[str, str]:
    """Gives year, month and day, which BibTeX has apart or the day in the month ("5~mar"), as one date."""
    month = str(values.get("month", "")).strip().lower()
    words, numbers = re.findall(r"[^\W\d_]+", month), re.findall(r"(?<!\d)\d{1,2}(?!\d)", month)
    number = next((_MONTHS[word[:3]] for word in words if word[:3] in _MONTHS), None)
    if number is None and month.isdecimal():
        number, numbers = int(month), []
    if not values.get("year") or not number or "date" in values:
        return {}
    day = str(values.get("day", numbers[0] if len(numbers) == 1 else ""))
    return {"date": f"{values['year']}-{number:02}" + (f"-{int(day):02}" if day.isdecimal() else "")}
