"""Tables, indexes, views and triggers, compared with those that the migrations make.

Tools that remake a table (`sqlite-utils transform`, DB Browser) drop its triggers without a word, and the index no
longer hears of what changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from archive import database, index, schema, strangers
from archive.doctor.findings import Finding, Subject, damage, note, some
from archive.strangers import Object, is_sound, objects_of

DERIVED = (
    *("article_index", "postings", "spent_docids", "index_state", "index_queue", "lexicon", "lexkeys"),
    *("signatures", "signature_bands", "families"),
)
"""The tables whose rows are worked out from others and can be made anew."""

REFOLLOW = """
INSERT INTO index_queue (article_id) SELECT id FROM articles UNION SELECT article_id FROM postings"""


@cache
def expected(revision: str) -> dict[Object, str]:
    """Gives the SQL of every object that the migrations make, in the order in which they make them."""
    made = schema.as_made(revision)
    return {(kind, name): sql for kind, name, _, sql in made if not name.startswith("sqlite_")}


def objects(subject: Subject) -> Iterator[Finding]:
    """Names what other tools dropped or changed, and triggers that somebody added to our tables."""
    if is_sound(subject.connection):
        return
    found = objects_of(subject.connection)
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
    if added := [*strangers.triggers(subject.connection), *strangers.references(subject.connection)]:
        yield note(
            f"Other tools added {some(added)}; a change that they refuse fails, and then they must be dropped."
        )


def remake(subject: Subject) -> None:
    """Makes missing and altered triggers, views, indexes and derived tables, and follows every article anew.

    What changed while a trigger was gone is unknown, so every article is compared with its posting.
    """
    wanted, found = _wanted(subject), objects_of(subject.connection)
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
    revision = database.stated_revision(subject.connection, subject.path)
    return expected(revision) if revision else {}


def _named(found: list[Object]) -> str:
    return some([f"{kind} {name}" for kind, name in found])
