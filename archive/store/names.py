"""Find an outlet, an author or a tag again under small differences of spelling, or add it.

Two spellings meet when their keys are equal (case, accents, marks, punctuation); never on likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from slugify import slugify
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.errors import InvalidError
from archive.models import (
    Author,
    AuthorSpelling,
    Outlet,
    OutletSpelling,
    OutletTag,
    Tag,
    TagSpelling,
)
from archive.text import key

Named = TypeVar("Named", Outlet, Author, Tag)

SPELLINGS: Mapping[type, tuple[type, str]] = {
    Outlet: (OutletSpelling, "outlet_id"),
    Author: (AuthorSpelling, "author_id"),
    Tag: (TagSpelling, "tag_id"),
}
SLUG_LENGTH = 80
OUTLET_FACTS = ("home", "country", "language", "time_zone")


def find(session: Session, kind: type[Named], name: str) -> Named | None:
    """Gives the row that is known under this spelling, None where there is none."""
    spellings, column = SPELLINGS[kind]
    spelling: Any = session.get(spellings, key(name) or name)
    if spelling is not None:
        return session.get(kind, getattr(spelling, column))
    # A row added by another tool has no spellings yet.
    return session.scalars(select(kind).where(kind.name == name).limit(1)).first()


def find_or_add(session: Session, kind: type[Named], name: str, **facts: Any) -> Named:
    """Gives the row that is known under this spelling, adding it when there is none."""
    found = find(session, kind, name)
    if found is None:
        found = kind(slug=free_slug(session, kind, name), name=name, **facts)
        session.add(found)
        session.flush()
    add_spelling(session, kind, found.id, name)
    return found


def add_spelling(session: Session, kind: type[Named], row_id: int, spelling: str) -> None:
    """Notes one more spelling of a row, unless its key is taken already."""
    spellings, column = SPELLINGS[kind]
    folded = key(spelling) or spelling
    if session.get(spellings, folded) is None:
        session.add(spellings(key=folded, spelling=spelling, **{column: row_id}))
        session.flush()


def free_slug(session: Session, kind: Any, name: str) -> str:
    """Gives a slug that no row of the table has: the transliterated name, numbered when it is taken."""
    stem = slugify(name, max_length=SLUG_LENGTH, word_boundary=True) or kind.__tablename__.rstrip("s")
    taken = set(session.scalars(select(kind.slug).where(kind.slug.startswith(stem, autoescape=True))))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def complete_outlet(outlet: Outlet, facts: Mapping[str, Any]) -> None:
    """Fills what is not known yet of an outlet: home page, country, language, time zone."""
    for fact in OUTLET_FACTS:
        if facts.get(fact) and not getattr(outlet, fact):
            setattr(outlet, fact, facts[fact])


def load_outlets(session: Session, entries: Iterable[Mapping[str, Any]]) -> int:
    """Adds or completes outlets from values like those of `seeds/outlets.json`; gives how many there were."""
    count = 0
    for count, entry in enumerate(entries, 1):
        unknown = set(entry) - {"name", "domains", "aliases", "tags", *OUTLET_FACTS}
        if unknown or not entry.get("name"):
            told = f"unknown field {', '.join(sorted(unknown))}" if unknown else "no name"
            raise InvalidError(f"Outlet {count} has {told}; see the list of fields in the manual.")
        outlet = find_or_add(session, Outlet, entry["name"])
        complete_outlet(outlet, entry)
        for spelling in (*entry.get("domains", ()), *entry.get("aliases", ())):
            add_spelling(session, Outlet, outlet.id, spelling)
        for name in entry.get("tags", ()):
            session.merge(OutletTag(outlet_id=outlet.id, tag_id=find_or_add(session, Tag, name).id))
    return count
