"""Tables, indexes, views and triggers, compared with those that the migrations make.

Tools that remake a table (`sqlite-utils transform`, DB Browser) drop its triggers without a word, and the index no
longer hears of what changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from archive import database, index, schema
from archive.doctor.findings import Finding, Subject, damage, note, some

DERIVED = (
    *("article_index", "postings", "spent_docids", "index_state", "index_queue", "lexicon", "lexkeys"),
    *("signatures", "signature_bands", "families"),
)
"""The tables whose rows are worked out from others and can be made anew."""

Object = tuple[str, str]
"""Type and name of an object of the schema."""

SOUND = {"0003": "fe5a77d05dcb"}
"""A digest of the whole schema by revision; where it fits, the migrations need not be run to compare (0.5 s)."""

REFOLLOW = """
INSERT INTO index_queue (article_id) SELECT id FROM articles UNION SELECT article_id FROM postings"""


@cache
def expected(revision: str) -> dict[Object, str]:
    """Gives the SQL of every object that the migrations make, in the order in which they make them."""
    made = schema.as_made(revision)
    return {(kind, name): sql for kind, name, _, sql in made if not name.startswith("sqlite_")}


def objects(subject: Subject) -> Iterator[Finding]:
    """Names what other tools dropped or changed, and triggers that somebody added to our tables."""
    found = _found(subject)
    if digest(found) in SOUND.values():
        return
    wanted = _wanted(subject)
    missing = [one for one in wanted if one not in found]
    if missing:
        yield damage(
            f"Missing: {_named(missing)}; `--fix` makes them again, tables of articles only a backup."
        )
    changed = [one for one in wanted if one in found and found[one] != wanted[one]]
    if altered := [one for one in changed if one[0] != "table"]:
        yield damage(f"Not as this program made them: {_named(altered)}; `--fix` makes them anew.")
    # FTS5 writes the SQL of its own tables, and its wording is its own affair.
    if remade := [
        name for kind, name in changed if kind == "table" and not name.startswith("article_index_")
    ]:
        yield note(
            f"Another tool remade or altered {some(remade)}, so that it may take values it should refuse;"
            " `archive export` and `archive ingest` into a new archive bring the guards back."
        )
    tables = {name for kind, name in wanted if kind == "table"}
    if foreign := [name for kind, name in found if kind == "trigger" and (kind, name) not in wanted]:
        rows = subject.connection.execute("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'")
        if ours := [name for name, table in rows if name in foreign and table in tables]:
            yield note(f"Triggers that this program did not make work on its tables: {some(ours)}.")


def digest(found: dict[Object, str]) -> str:
    """Gives a short digest of objects and their SQL, whatever their order."""
    return hashlib.blake2b(repr(sorted(found.items())).encode(), digest_size=6).hexdigest()


def remake(subject: Subject) -> None:
    """Makes missing and altered triggers, views, indexes and derived tables, and follows every article anew.

    What changed while a trigger was gone is unknown, so every article is compared with its posting.
    """
    wanted, found = _wanted(subject), _found(subject)
    with subject.writer() as connection:
        with index.transaction(connection):
            for (kind, name), sql in wanted.items():
                if found.get((kind, name)) == sql or (kind == "table" and (kind, name) in found):
                    continue
                if kind == "table" and name not in DERIVED:
                    continue  # what stood in it cannot be worked out again
                if (kind, name) in found:
                    connection.execute(f'DROP {kind} "{name}"')
                connection.execute(sql)
            if any(("table", name) not in found for name in database.INDEX_TABLES):
                index.begin_rebuild(connection)
            else:
                connection.execute(REFOLLOW)
        for _ in index.drain(connection):
            pass


def _wanted(subject: Subject) -> dict[Object, str]:
    revision = database.revision_of(subject.connection, subject.path)
    return expected(revision) if revision else {}


def _found(subject: Subject) -> dict[Object, str]:
    rows = subject.connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in rows if not name.startswith("sqlite_")}


def _named(found: list[Object]) -> str:
    return some([f"{kind} {name}" for kind, name in found])
