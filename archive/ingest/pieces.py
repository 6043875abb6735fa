"""What waits to be filed, with all that can be worked out of it before a writer holds the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import languages
from archive.addresses import canonical
from archive.documents import (
    Byline,
    Caption,
    Capture,
    Clipping,
    Link,
    Origin,
    Outcome,
    PressDate,
    Wording,
)
from archive.errors import InvalidError
from archive.names.sighting import Sighting, cut, sighting
from archive.parse.values import moment_of, text_of
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


TEXTS = ("title", "kicker", "standfirst", "section", "outlet", "slug")
ONE_OF: Mapping[str, type] = {
    **dict.fromkeys(("body", "language", "address", "added_at", *TEXTS), str),
    **dict.fromkeys(("published", "implied"), PressDate),
}
MANY_OF: Mapping[str, type] = {
    "authors": Byline,
    "tags": str,
    "captions": Caption,
    "related": Link,
    "revisions": Wording,
    "captures": Capture,
}
"""What a field holds, and what the items of one are that holds several."""
NEEDED = frozenset({"body", "language"})


def at_the_door(clipping: Clipping) -> Clipping:
    """Gives the clipping as an export of it comes back: canonical addresses, languages and moments, no blank parts.

    What no article can hold is an InvalidError that names the field.
    """
    _refuse_other_kinds(clipping)
    texts: dict[str, Any] = {name: text_of(getattr(clipping, name)) for name in TEXTS}
    return replace(
        clipping,
        **texts,
        body=text_of(clipping.body) or "",
        address=_address(clipping.address) if clipping.address else None,
        added_at=_moment("added_at", clipping.added_at),
        language=languages.canonical(clipping.language),
        authors=tuple(found for found in map(_byline, clipping.authors) if found.name),
        tags=tuple(tag for tag in map(text_of, clipping.tags) if tag),
        captions=tuple(found for found in map(_caption, clipping.captions) if found.text),
        related=tuple(found for found in map(_link, clipping.related) if found.title or found.address),
        revisions=tuple(found for found in map(_wording, clipping.revisions) if _says_something(found)),
        origins={field: _origin(origin) for field, origin in clipping.origins.items()},
    )


def _refuse_other_kinds(clipping: Clipping) -> None:
    for name, kind in ONE_OF.items():
        value = getattr(clipping, name)
        if not isinstance(value, kind) and (value is not None or name in NEEDED):
            raise InvalidError(f"{name} takes a {kind.__name__}, not {value!r:.60}.")
    for name, kind in MANY_OF.items():
        values = getattr(clipping, name)
        if isinstance(values, str) or not all(isinstance(one, kind) for one in values):
            raise InvalidError(f"{name} takes a tuple of {kind.__name__}, not {values!r:.60}.")


def _address(printed: str) -> str:
    address = canonical(printed)
    if address is None:
        raise InvalidError(f"{printed!r} is no web address.")
    return address


def _moment(name: str, written: str | None) -> str | None:
    moment = moment_of(written) if written else None
    if written and moment is None:
        raise InvalidError(f"{name} is no moment like 2026-11-21T19:00:00Z: {written!r}.")
    return moment


def _byline(byline: Byline) -> Byline:
    return replace(byline, name=text_of(byline.name) or "", printed=text_of(byline.printed))


def _caption(caption: Caption) -> Caption:
    return replace(caption, text=text_of(caption.text) or "")


def _link(link: Link) -> Link:
    """Gives a link as it is kept; an address that is no web address stands as it is printed."""
    address = text_of(link.address)
    return replace(
        link,
        title=text_of(link.title),
        group=text_of(link.group),
        blurb=text_of(link.blurb),
        address=(canonical(address) or address) if address else None,
    )


def _wording(wording: Wording) -> Wording:
    words: dict[str, Any] = {
        name: text_of(getattr(wording, name)) for name in ("title", "kicker", "standfirst")
    }
    body, replaced_at = text_of(wording.body) or "", _moment("replaced_at", wording.replaced_at)
    return replace(wording, **words, body=body, replaced_at=replaced_at)


def _says_something(wording: Wording) -> bool:
    return any((wording.title, wording.kicker, wording.standfirst, wording.body))


def _origin(origin: Origin) -> Origin:
    return replace(origin, place=text_of(origin.place) or "", evidence=text_of(origin.evidence))
