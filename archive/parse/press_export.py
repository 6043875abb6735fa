"""A document out of a press database becomes a clipping: Europresse, Factiva or Nexis, told by its own signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.decode import decode
from archive.parse.europresse import europresse_page, europresse_values, is_europresse
from archive.parse.factiva import factiva_values, is_factiva
from archive.parse.nexis import is_nexis, nexis_values
from archive.parse.shapes.databases import EUROPRESSE, FACTIVA, NEXIS
from archive.parse.shapes.reading import read_by_shape
from archive.parse.shapes.shape import Shape, Values
from archive.parse.shapes.texts import stripped


class Database(NamedTuple):
    """Is a press database: its shape, what tells a document of it, what takes that apart, and what must stand in it."""

    shape: Shape
    tells: Callable[[str], bool]
    values: Callable[[str], Values | None]
    expected: str


DATABASES: tuple[Database, ...] = (
    Database(
        NEXIS, is_nexis, nexis_values, 'a key such as LENGTH: below the title, or "Body" with a date above it'
    ),
    Database(FACTIVA, is_factiva, factiva_values, "the tags HD and LP or TD, or a line such as 355 words"),
    Database(
        EUROPRESSE, is_europresse, europresse_values, "a date below the publication, and a title below that"
    ),
)


def read_export(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one document of an export in text."""
    return _decoded(capture, _read_text, knowledge)


def read_page_export(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads one document of an export in HTML."""
    return _decoded(capture, _read_page, knowledge)


def read_document(text: str, **knowledge: Any) -> Clipping | Refusal | None:
    """Reads a text that is a document of a press database; None for any other."""
    database = next((one for one in DATABASES if one.tells(text)), None)
    if database is None:
        return None
    values = database.values(text)
    if values is None:
        return Refusal(Reason.NO_ARTICLE, f"a {database.shape.name} document without {database.expected}")
    return read_by_shape(database.shape, values, **knowledge)


def _read_text(text: str, **knowledge: Any) -> Clipping | Refusal:
    found = read_document(text, **knowledge)
    return found or Refusal(Reason.NO_ARTICLE, "no document of Europresse, Factiva or Nexis")


def _read_page(markup: str, **knowledge: Any) -> Clipping | Refusal:
    if "DocPublicationName" not in markup:
        return _read_text(stripped(markup), **knowledge)
    values = europresse_page(markup)
    if values is None:
        return Refusal(Reason.NO_ARTICLE, f"a Europresse document without {DATABASES[2].expected}")
    return read_by_shape(EUROPRESSE, values, **knowledge)


def _decoded(
    capture: Capture, read: Callable[..., Clipping | Refusal], knowledge: dict[str, Any]
) -> Clipping | Refusal:
    decoded = decode(capture.content, capture.charset)
    if isinstance(decoded, Refusal):
        return decoded
    clipping = read(decoded.text, **knowledge)
    if isinstance(clipping, Refusal):
        return clipping
    return replace(clipping, charset=decoded.charset, charset_reason=decoded.reason)
