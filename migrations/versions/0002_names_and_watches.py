"""The lexicon with its keys, spellings that people teach, and saved searches; every article is queued for it."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE lexicon (
    id       INTEGER NOT NULL PRIMARY KEY,
    term     TEXT NOT NULL,
    script   INTEGER NOT NULL CHECK (script IN (0, 1)),
    df       INTEGER NOT NULL,
    capitals INTEGER NOT NULL DEFAULT 0,
    plain    INTEGER NOT NULL DEFAULT 0,
    known    INTEGER NOT NULL DEFAULT 0 CHECK (known IN (0, 1)),
    canon    TEXT NOT NULL DEFAULT '',
    surface  TEXT,
    CONSTRAINT uq_lexicon_term UNIQUE (term)
) STRICT;

CREATE TABLE lexkeys (
    key    TEXT NOT NULL,
    script INTEGER NOT NULL,
    id     INTEGER NOT NULL,
    PRIMARY KEY (key, script, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
    spelling TEXT NOT NULL,
    group_id INTEGER NOT NULL,
    PRIMARY KEY (spelling, group_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_aliases_group_id ON aliases (group_id);

CREATE TABLE watches (
    id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name          TEXT NOT NULL CHECK (name <> ''),
    query         TEXT NOT NULL,
    made_at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    last_run_at   TEXT,
    seen_article  INTEGER NOT NULL DEFAULT 0,
    seen_revision INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT uq_watches_name UNIQUE (name)
) STRICT;
"""


# What an article comes to have, and what it no longer has, changes what `has:` finds.
THINGS = ("related_links", "revisions", "captures")


def thing_triggers(table: str) -> tuple[str, str]:
    """Gives the triggers that queue an article when it gets its first row of a table, or loses its last."""
    return (
        f"""CREATE TRIGGER {table}_first AFTER INSERT ON {table}
  WHEN (SELECT count(*) FROM {table} WHERE article_id = new.article_id) = 1 BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.article_id);
END""",
        f"""CREATE TRIGGER {table}_last AFTER DELETE ON {table}
  WHEN NOT EXISTS (SELECT 1 FROM {table} WHERE article_id = old.article_id) BEGIN
  INSERT INTO index_queue (article_id) VALUES (old.article_id);
END""",
    )


# A byline may stand there before its author: tools that check no foreign keys write in any order.
NAMED = (("authors", "bylines", "author_id"), ("tags", "article_tags", "tag_id"))


def named_trigger(table: str, links: str, column: str) -> str:
    """Gives the trigger that queues the articles for which a new author or tag was still missing."""
    return f"""CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN
  INSERT INTO index_queue (article_id) SELECT article_id FROM {links} WHERE {column} = new.id;
END"""


ADDRESS = """CREATE TRIGGER articles_addressed AFTER UPDATE OF address ON articles
  WHEN (old.address IS NULL) <> (new.address IS NULL) BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.id);
END"""


def upgrade() -> None:
    """Adds the tables, and empties the index: its next draining fills both."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    things = [trigger for table in THINGS for trigger in thing_triggers(table)]
    for trigger in (ADDRESS, *things, *(named_trigger(*named) for named in NAMED)):
        op.execute(trigger)
    op.execute("INSERT INTO article_index (article_index) VALUES ('delete-all')")
    for table in ("postings", "spent_docids", "index_state", "index_queue"):
        op.execute(f"DELETE FROM {table}")
    op.execute("INSERT INTO index_queue (article_id) SELECT id FROM articles ORDER BY id")


def downgrade() -> None:
    """Drops the tables: what was taught and watched is lost."""
    op.execute("DROP TRIGGER articles_addressed")
    for table, *_ in NAMED:
        op.execute(f"DROP TRIGGER {table}_inserted")
    for table in THINGS:
        op.execute(f"DROP TRIGGER {table}_first")
        op.execute(f"DROP TRIGGER {table}_last")
    for table in ("watches", "aliases", "lexkeys", "lexicon"):
        op.execute(f"DROP TABLE {table}")
