"""Where captures come from and how articles hang together: feeds, visits, other addresses, families, settled doubts."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE other_addresses (
    address    TEXT NOT NULL PRIMARY KEY,
    article_id INTEGER NOT NULL,
    CONSTRAINT fk_other_addresses_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_other_addresses_article_id ON other_addresses (article_id);

CREATE TABLE families (
    article_id INTEGER NOT NULL PRIMARY KEY,
    family_id  INTEGER NOT NULL,
    CONSTRAINT fk_families_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX ix_families_family_id ON families (family_id);

CREATE TABLE settled_doubts (
    article_id INTEGER NOT NULL,
    doubt      TEXT NOT NULL,
    settled_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    PRIMARY KEY (article_id, doubt),
    CONSTRAINT fk_settled_doubts_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE feeds (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    address    TEXT NOT NULL,
    title      TEXT,
    outlet_id  INTEGER,
    "full"     INTEGER NOT NULL DEFAULT 0 CHECK ("full" IN (0, 1)),
    added_at   TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    fetched_at TEXT,
    trouble    TEXT,
    failures   INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT uq_feeds_address UNIQUE (address),
    CONSTRAINT fk_feeds_outlet_id FOREIGN KEY (outlet_id) REFERENCES outlets (id) ON DELETE SET NULL
) STRICT;

CREATE TABLE visits (
    address       TEXT NOT NULL PRIMARY KEY,
    final_address TEXT,
    status        INTEGER NOT NULL,
    etag          TEXT,
    modified      TEXT,
    sha256        TEXT,
    visited_at    TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) STRICT, WITHOUT ROWID;

ALTER TABLE captures ADD COLUMN headers TEXT;
ALTER TABLE captures ADD COLUMN stated TEXT;
ALTER TABLE captures ADD COLUMN reader TEXT;
"""

# Other tools check no foreign keys: the triggers of 0001 clear the older tables, these clear the new ones.
OF_ARTICLES = ("other_addresses", "families", "settled_doubts")

CLEARED = f"""CREATE TRIGGER articles_deleted_sources AFTER DELETE ON articles BEGIN
  {" ".join(f"DELETE FROM {table} WHERE article_id = old.id;" for table in OF_ARTICLES)}
END"""
FOLLOWED = f"""CREATE TRIGGER articles_renumbered_sources AFTER UPDATE OF id ON articles WHEN old.id <> new.id BEGIN
  {" ".join(f"UPDATE {table} SET article_id = new.id WHERE article_id = old.id;" for table in OF_ARTICLES)}
END"""


def upgrade() -> None:
    """Adds the tables, and to captures what a response's headers and the source said, and which reader read them."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    op.execute(CLEARED)
    op.execute(FOLLOWED)


def downgrade() -> None:
    """Drops the tables and columns: feeds, visits and settled doubts are lost."""
    op.execute("DROP TRIGGER articles_renumbered_sources")
    op.execute("DROP TRIGGER articles_deleted_sources")
    for column in ("reader", "stated", "headers"):
        op.execute(f"ALTER TABLE captures DROP COLUMN {column}")
    for table in ("visits", "feeds", "settled_doubts", "families", "other_addresses"):
        op.execute(f"DROP TABLE {table}")
