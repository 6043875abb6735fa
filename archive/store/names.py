"""Find an outlet, an author or a tag again under small differences of spelling, or add it.

Two spellings meet when their keys are equal (case, accents, marks, punctuation); never on likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slugify import slugify
from sqlalchemy import insert, select, update
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

Named = type[Outlet] | type[Author] | type[Tag]

SPELLINGS: Mapping[Any, tuple[Any, str]] = {
    Outlet: (OutletSpelling, "outlet_id"),
    Author: (AuthorSpelling, "author_id"),
    Tag: (TagSpelling, "tag_id"),
}
SLUG_LENGTH = 80
OUTLET_FACTS = ("home", "country", "language", "time_zone")


def find_or_add_all(session: Session, kind: Named, names: Sequence[str], **facts: Any) -> list[int]:
    """Gives the id for each name, in order: known under that spelling, or added with the facts."""
    keys = {name: key(name) or name for name in names}
    known = _known(session, kind, set(keys.values()))
    for name in names:
        if keys[name] not in known:
            known[keys[name]] = _adopt(session, kind, name) or _add(session, kind, name, facts)
            add_spelling(session, kind, known[keys[name]], name)
    return [known[keys[name]] for name in names]


def find_or_add(session: Session, kind: Named, name: str, **facts: Any) -> int:
    """Gives the id of what is known under this spelling, adding it when there is nothing."""
    return find_or_add_all(session, kind, [name], **facts)[0]


def _known(session: Session, kind: Named, keys: set[str]) -> dict[str, int]:
    if not keys:
        return {}
    spellings, column = SPELLINGS[kind]
    rows = session.execute(select(spellings.key, getattr(spellings, column)).where(spellings.key.in_(keys)))
    return {row[0]: row[1] for row in rows}


def _adopt(session: Session, kind: Named, name: str) -> int | None:
    """Gives the id of a row that another tool added: it has no spellings yet."""
    return session.scalars(select(kind.id).where(kind.name == name).limit(1)).first()


def _add(session: Session, kind: Named, name: str, facts: Mapping[str, Any]) -> int:
    values = {"slug": free_slug(session, kind, name), "name": name, **facts}
    return session.scalars(insert(kind).values(**values).returning(kind.id)).one()


def add_spelling(session: Session, kind: Named, number: int, spelling: str) -> None:
    """Notes one more spelling of a row, unless its key is taken already."""
    spellings, column = SPELLINGS[kind]
    folded = key(spelling) or spelling
    if not _known(session, kind, {folded}):
        session.execute(insert(spellings).values(key=folded, spelling=spelling, **{column: number}))


def free_slug(session: Session, kind: Any, name: str) -> str:
    """Gives a slug that no row of the table has: the transliterated name, numbered when it is taken."""
    stem = slugify(name, max_length=SLUG_LENGTH, word_boundary=True) or kind.__tablename__.rstrip("s")
    # A range and not LIKE, which would read the whole table: "-" and digits follow the stem in a numbered slug.
    taken = set(session.scalars(select(kind.slug).where(kind.slug >= stem, kind.slug < stem + "-:")))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def complete_outlet(session: Session, outlet_id: int, facts: Mapping[str, Any]) -> None:
    """Fills what is not known yet of an outlet: home page, country, language, time zone."""
    for fact in OUTLET_FACTS:
        if facts.get(fact):
            empty = getattr(Outlet, fact).is_(None)
            session.execute(update(Outlet).where(Outlet.id == outlet_id, empty).values({fact: facts[fact]}))


def load_outlets(session: Session, entries: Iterable[Mapping[str, Any]]) -> int:
    """Adds or completes outlets from values like those of `seeds/outlets.json`; gives how many there were."""
    count = 0
    for count, entry in enumerate(entries, 1):
        unknown = set(entry) - {"name", "domains", "aliases", "tags", *OUTLET_FACTS}
        if unknown or not entry.get("name"):
            told = f"unknown field {', '.join(sorted(unknown))}" if unknown else "no name"
            raise InvalidError(f"Outlet {count} has {told}; see the list of fields in the manual.")
        outlet_id = find_or_add(session, Outlet, entry["name"])
        complete_outlet(session, outlet_id, entry)
        for spelling in (*entry.get("domains", ()), *entry.get("aliases", ())):
            add_spelling(session, Outlet, outlet_id, spelling)
        for tag_id in find_or_add_all(session, Tag, entry.get("tags", ())):
            session.merge(OutletTag(outlet_id=outlet_id, tag_id=tag_id))
    return count
