"""Find an outlet, an author or a tag again under small differences of spelling, or add it.

Two spellings meet when their keys are equal (case, accents, marks, punctuation); never on likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.errors import InvalidError
from archive.models import Author, Outlet, Tag
from archive.statements import marks
from archive.store.rows import Database, Waiting, add_row, driver
from archive.store.slugs import slug_of
from archive.text import key

Named = type[Outlet] | type[Author] | type[Tag]

SPELLINGS: Mapping[Any, tuple[str, str]] = {
    Outlet: ("outlet_spellings", "outlet_id"),
    Author: ("author_spellings", "author_id"),
    Tag: ("tag_spellings", "tag_id"),
}
OUTLET_FACTS = ("home", "country", "language", "time_zone")


def find_or_add_all(database: Database, kind: Named, names: Sequence[str], **facts: Any) -> list[int]:
    """Gives the id for each name, in order: known under that spelling, or added with the facts."""
    found = database.named if isinstance(database, Waiting) else {}
    connection = driver(database)
    keys = {name: key(name) or name for name in names if (kind, name) not in found}
    known = _known(connection, kind, set(keys.values()))
    for name, folded in keys.items():
        if folded not in known:
            known[folded] = _adopt(connection, kind, name) or _add(connection, kind, name, facts)
            add_spelling(connection, kind, known[folded], name)
        found[kind, name] = known[folded]
    return [found[kind, name] for name in names]


def find_or_add(database: Database, kind: Named, name: str, **facts: Any) -> int:
    """Gives the id of what is known under this spelling, adding it when there is nothing."""
    return find_or_add_all(database, kind, [name], **facts)[0]


def _known(database: Database, kind: Named, keys: set[str]) -> dict[str, int]:
    if not keys:
        return {}
    table, column = SPELLINGS[kind]
    statement = f"SELECT key, {column} FROM {table} WHERE key IN ({marks(keys)})"
    return dict(driver(database).execute(statement, tuple(keys)).fetchall())


def _adopt(database: Database, kind: Named, name: str) -> int | None:
    """Gives the id of a row that another tool added: it has no spellings yet."""
    statement = f"SELECT id FROM {kind.__tablename__} WHERE name = ? LIMIT 1"
    row = driver(database).execute(statement, (name,)).fetchone()
    return row[0] if row else None


def _add(database: Database, kind: Named, name: str, facts: Mapping[str, Any]) -> int:
    values = {"slug": free_slug(database, kind, name), "name": name, **facts}
    return add_row(database, kind.__tablename__, values)


def add_spelling(database: Database, kind: Named, number: int, spelling: str) -> None:
    """Notes one more spelling of a row, unless its key is taken already."""
    table, column = SPELLINGS[kind]
    folded = key(spelling) or spelling
    if not _known(database, kind, {folded}):
        add_row(database, table, {"key": folded, "spelling": spelling, column: number})


def free_slug(database: Database, kind: Any, name: str) -> str:
    """Gives a slug that no row of the table has: the transliterated name, numbered when it is taken."""
    return numbered(database, kind, stem_of(kind, name))


def numbered(database: Database, kind: Any, stem: str) -> str:
    """Gives a slug that no row of the table has: this one, or one with a number behind it.

    Numbers are tried by doubling and halving: a title that comes back each day has thousands.
    """
    statement = f"SELECT 1 FROM {kind.__tablename__} WHERE slug = ?"
    connection = driver(database)

    def slug(number: int) -> str:
        return f"{stem}-{number}" if number > 1 else stem

    def is_taken(number: int) -> bool:
        return connection.execute(statement, (slug(number),)).fetchone() is not None

    taken, free = 0, 1
    while is_taken(free):
        taken, free = free, free * 2
    while free - taken > 1:
        between = (taken + free) // 2
        taken, free = (between, free) if is_taken(between) else (taken, between)
    return slug(free)


def stem_of(kind: Any, name: str) -> str:
    """Gives the slug of a name where no other has it."""
    table: str = kind.__tablename__
    return slug_of(name) or table.rstrip("s")


def complete_outlet(database: Database, outlet_id: int, facts: Mapping[str, Any]) -> None:
    """Fills what is not known yet of an outlet: home page, country, language, time zone; adds what it is known by."""
    for fact in OUTLET_FACTS:
        if facts.get(fact):
            statement = f"UPDATE outlets SET {fact} = ? WHERE id = ? AND {fact} IS NULL"
            driver(database).execute(statement, (facts[fact], outlet_id))
    for spelling in (*facts.get("domains", ()), *facts.get("aliases", ())):
        add_spelling(database, Outlet, outlet_id, spelling)
    tags = find_or_add_all(database, Tag, facts.get("tags", ()))
    statement = "INSERT OR IGNORE INTO outlet_tags (outlet_id, tag_id) VALUES (?, ?)"
    driver(database).executemany(statement, [(outlet_id, tag) for tag in tags])


def load_outlets(database: Database, entries: Iterable[Mapping[str, Any]]) -> int:
    """Adds or completes outlets from values like those of `seeds/outlets.json`; gives how many there were."""
    count = 0
    for count, entry in enumerate(entries, 1):
        unknown = set(entry) - {"name", "domains", "aliases", "tags", *OUTLET_FACTS}
        if unknown or not entry.get("name"):
            told = f"unknown field {', '.join(sorted(unknown))}" if unknown else "no name"
            raise InvalidError(f"Outlet {count} has {told}; see the list of fields in the manual.")
        outlet_id = find_or_add(database, Outlet, entry["name"])
        complete_outlet(database, outlet_id, entry)
    return count
