"""What other tools made in an archive's file: triggers on our tables, references to our rows, another schema."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping

Object = tuple[str, str]
"""Type and name of an object of the schema."""

SOUND = {"0003": "fe5a77d05dcb"}
"""A digest of the whole schema by revision; where it fits, the migrations need not be run to compare (0.5 s)."""

TABLES = frozenset(
    "alembic_version aliases article_index article_index_config article_index_data article_index_idx article_tags"
    " articles author_spellings authors bylines captions captures families feeds field_origins index_queue index_state"
    " lexicon lexkeys other_addresses outlet_spellings outlet_tags outlets postings related_links revisions"
    " settled_doubts signature_bands signatures spent_docids tag_spellings tags visits watches".split()
)
TRIGGERS = frozenset(
    "article_tags_deleted article_tags_inserted article_tags_updated articles_addressed articles_deleted"
    " articles_deleted_sources articles_inserted articles_renumbered articles_renumbered_sources articles_updated"
    " articles_victims_of_insert articles_victims_of_update authors_deleted authors_inserted authors_renamed"
    " authors_victims_of_insert bylines_deleted bylines_inserted bylines_updated captions_deleted captions_inserted"
    " captions_updated captures_first captures_last outlets_kept postings_deleted related_links_first"
    " related_links_last revisions_first revisions_last tags_deleted tags_inserted tags_renamed"
    " tags_victims_of_insert".split()
)
"""What the migrations make; a test holds both to them, which it takes too long to run where something has failed."""


def triggers(connection: sqlite3.Connection) -> list[str]:
    """Gives the triggers on our tables that this program did not make: `trigger theirs on articles`."""
    rows = connection.execute(
        "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"
    )
    return [f"trigger {name} on {table}" for name, table in rows if table in TABLES and name not in TRIGGERS]


def references(connection: sqlite3.Connection) -> list[str]:
    """Gives the tables of others that refer to rows of ours: `table notes, which refers to articles`."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    theirs = [name for (name,) in found if name not in TABLES]
    return [
        f"table {name}, which refers to {table}"
        for name in theirs
        for (table,) in connection.execute('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)', (name,))
        if table in TABLES
    ]


def objects_of(connection: sqlite3.Connection) -> dict[Object, str]:
    """Gives the SQL of every object of a file's schema."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in rows if not name.startswith("sqlite_")}


def is_sound(connection: sqlite3.Connection) -> bool:
    """Says whether a schema is one that the migrations make, to the letter and with nothing added."""
    return digest(objects_of(connection)) in SOUND.values()


def digest(objects: Mapping[Object, str]) -> str:
    """Gives a short digest of objects and their SQL, whatever their order."""
    return hashlib.blake2b(repr(sorted(objects.items())).encode(), digest_size=6).hexdigest()
