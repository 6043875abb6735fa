"""What waits to be filed, with all that can be worked out of it before a writer holds the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import languages
from archive.addresses import canonical
from archive.documents import Capture, Clipping, Outcome
from archive.errors import InvalidError
from archive.names.sighting import Sighting, cut, sighting
from archive.store.filing import Beforehand

Sights = Mapping[tuple[str, str], Sighting]


@dataclass(frozen=True, slots=True)
class Piece:
    """Is a clipping on its way into the archive, with the capture it was read from where there is one.

    `reread` says that it is filed even where the archive holds its very bytes: a person stated something new of it.
    `sights` is what its texts say of terms, by text and language.
    """

    clipping: Clipping
    capture: Capture | None
    source: str
    reread: bool
    beforehand: Beforehand
    sights: Sights


Read = Piece | Outcome
"""A reading: what is filed, or the outcome where there is nothing to file."""


def piece_of(
    clipping: Clipping, capture: Capture | None, *, source: str = "script", reread: bool = True
) -> Piece:
    """Works out of a clipping what can be worked out without the archive."""
    clipping = at_the_door(clipping)
    cuts = {text: cut(text, clipping.language) for text in _texts(clipping)}
    words = cuts[clipping.body].alike() if clipping.body else ()
    return Piece(
        clipping,
        capture,
        capture.source if capture else source,
        reread,
        Beforehand.of(clipping, capture, words),
        {(text, clipping.language): sighting(parts) for text, parts in cuts.items()},
    )


def _texts(clipping: Clipping) -> list[str]:
    """Gives the texts that the index will ask for; authors and tags it asks for as the archive knows them."""
    texts = (clipping.standfirst, clipping.body, clipping.title, clipping.kicker, clipping.section)
    return [text for text in (*texts, *(caption.text for caption in clipping.captions)) if text]


TEXTS = ("title", "kicker", "standfirst", "section", "outlet")


def at_the_door(clipping: Clipping) -> Clipping:
    """Gives the clipping with canonical addresses and language; an address that is none is an InvalidError."""
    address = canonical(clipping.address) if clipping.address else None
    if clipping.address and address is None:
        raise InvalidError(f"{clipping.address!r} is no web address.")
    related = tuple(
        replace(link, address=canonical(link.address) or link.address) if link.address else link
        for link in clipping.related
    )
    texts: dict[str, Any] = {name: text_of(getattr(clipping, name)) for name in TEXTS}
    signed = ((byline, text_of(byline.name)) for byline in clipping.authors)
    return replace(
        clipping,
        **texts,
        body=text_of(clipping.body) or "",
        address=address,
        related=related,
        language=languages.canonical(clipping.language),
        authors=tuple(replace(byline, name=name) for byline, name in signed if name),
        tags=tuple(tag for tag in map(text_of, clipping.tags) if tag),
    )


def text_of(text: str | None) -> str | None:
    """Gives a text as records have it too: less outer spaces and NUL signs, None where nothing is left."""
    return (text or "").replace("\x00", "").strip() or None
