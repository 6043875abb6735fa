"""Articles and what belongs to them, captures, revisions, and the index with its queue."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE outlets (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slug      TEXT NOT NULL CHECK (slug <> ''),
    name      TEXT NOT NULL CHECK (name <> ''),
    home      TEXT,
    country   TEXT,
    language  TEXT,
    time_zone TEXT,
    CONSTRAINT uq_outlets_slug UNIQUE (slug)
) STRICT;

CREATE TABLE authors (
    id   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slug TEXT NOT NULL CHECK (slug <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    CONSTRAINT uq_authors_slug UNIQUE (slug)
) STRICT;

CREATE TABLE tags (
    id       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slug     TEXT NOT NULL CHECK (slug <> ''),
    name     TEXT NOT NULL CHECK (name <> ''),
    language TEXT,
    CONSTRAINT uq_tags_slug UNIQUE (slug)
) STRICT;

CREATE TABLE outlet_spellings (
    key       TEXT NOT NULL PRIMARY KEY,
    spelling  TEXT NOT NULL,
    outlet_id INTEGER NOT NULL,
    CONSTRAINT fk_outlet_spellings_outlet_id FOREIGN KEY (outlet_id) REFERENCES outlets (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_outlet_spellings_outlet_id ON outlet_spellings (outlet_id);

CREATE TABLE author_spellings (
    key       TEXT NOT NULL PRIMARY KEY,
    spelling  TEXT NOT NULL,
    author_id INTEGER NOT NULL,
    CONSTRAINT fk_author_spellings_author_id FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_author_spellings_author_id ON author_spellings (author_id);

CREATE TABLE tag_spellings (
    key      TEXT NOT NULL PRIMARY KEY,
    spelling TEXT NOT NULL,
    tag_id   INTEGER NOT NULL,
    CONSTRAINT fk_tag_spellings_tag_id FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_tag_spellings_tag_id ON tag_spellings (tag_id);

CREATE TABLE articles (
    id                  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    slug                TEXT NOT NULL DEFAULT ('article-' || lower(hex(randomblob(6)))) CHECK (slug <> ''),
    outlet_id           INTEGER,
    address             TEXT,
    language            TEXT NOT NULL DEFAULT 'und',
    title               TEXT CHECK (title <> ''),
    kicker              TEXT,
    section             TEXT,
    published           TEXT,
    published_precision TEXT CHECK (published_precision IN ('year', 'month', 'day', 'minute')),
    published_offset    TEXT CHECK (published_offset GLOB '[-+][0-9][0-9]:[0-9][0-9]'),
    implied             TEXT,
    implied_precision   TEXT CHECK (implied_precision IN ('year', 'month', 'day', 'minute')),
    added_at            TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    changed_at          TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    standfirst          TEXT,
    body                TEXT NOT NULL,
    CHECK (CASE published_precision
           WHEN 'minute' THEN published IS strftime('%Y-%m-%dT%H:%M', published, '+0 days')
           WHEN 'day'    THEN published IS date(published, '+0 days')
           WHEN 'month'  THEN published || '-01' IS date(published || '-01', '+0 days')
           WHEN 'year'   THEN published || '-01-01' IS date(published || '-01-01', '+0 days')
           ELSE published IS NULL END),
    CHECK (CASE implied_precision
           WHEN 'minute' THEN implied IS strftime('%Y-%m-%dT%H:%M', implied, '+0 days')
           WHEN 'day'    THEN implied IS date(implied, '+0 days')
           WHEN 'month'  THEN implied || '-01' IS date(implied || '-01', '+0 days')
           WHEN 'year'   THEN implied || '-01-01' IS date(implied || '-01-01', '+0 days')
           ELSE implied IS NULL END),
    CONSTRAINT uq_articles_slug UNIQUE (slug),
    CONSTRAINT fk_articles_outlet_id FOREIGN KEY (outlet_id) REFERENCES outlets (id),
    CONSTRAINT uq_articles_address UNIQUE (address)
) STRICT;
CREATE INDEX ix_articles_published ON articles (published);
CREATE INDEX ix_articles_outlet_id_published ON articles (outlet_id, published);

CREATE TABLE bylines (
    article_id INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    author_id  INTEGER NOT NULL,
    role       TEXT NOT NULL DEFAULT 'author' CHECK (role IN ('author', 'agency')),
    printed    TEXT,
    PRIMARY KEY (article_id, position),
    CONSTRAINT fk_bylines_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_bylines_author_id FOREIGN KEY (author_id) REFERENCES authors (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_bylines_author_id ON bylines (author_id);

CREATE TABLE article_tags (
    article_id INTEGER NOT NULL,
    tag_id     INTEGER NOT NULL,
    position   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (article_id, tag_id),
    CONSTRAINT fk_article_tags_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_article_tags_tag_id FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_article_tags_tag_id ON article_tags (tag_id);

CREATE TABLE outlet_tags (
    outlet_id INTEGER NOT NULL,
    tag_id    INTEGER NOT NULL,
    PRIMARY KEY (outlet_id, tag_id),
    CONSTRAINT fk_outlet_tags_outlet_id FOREIGN KEY (outlet_id) REFERENCES outlets (id) ON DELETE CASCADE,
    CONSTRAINT fk_outlet_tags_tag_id FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_outlet_tags_tag_id ON outlet_tags (tag_id);

CREATE TABLE captions (
    article_id INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL DEFAULT 'caption' CHECK (kind IN ('caption', 'credit')),
    text       TEXT NOT NULL,
    PRIMARY KEY (article_id, position),
    CONSTRAINT fk_captions_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE related_links (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    article_id  INTEGER NOT NULL,
    position    INTEGER NOT NULL DEFAULT 0,
    kind        TEXT NOT NULL DEFAULT 'related' CHECK (kind IN ('related', 'inline', 'previous', 'next')),
    group_label TEXT,
    title       TEXT,
    blurb       TEXT,
    truncated   INTEGER NOT NULL DEFAULT 0 CHECK (truncated IN (0, 1)),
    address     TEXT,
    title_key   INTEGER,
    target_id   INTEGER,
    CHECK (title IS NOT NULL OR address IS NOT NULL),
    CONSTRAINT fk_related_links_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_related_links_target_id FOREIGN KEY (target_id) REFERENCES articles (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX ix_related_links_article_id_position ON related_links (article_id, position);
CREATE INDEX ix_related_links_address ON related_links (address);
CREATE INDEX ix_related_links_title_key ON related_links (title_key);
CREATE INDEX ix_related_links_target_id ON related_links (target_id);

CREATE TABLE captures (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    article_id     INTEGER NOT NULL,
    sha256         TEXT NOT NULL CHECK (length(sha256) = 64),
    media_type     TEXT NOT NULL,
    charset        TEXT,
    charset_reason TEXT,
    source         TEXT NOT NULL,
    address        TEXT,
    captured_at    TEXT,
    filed_at       TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    size           INTEGER NOT NULL,
    compression    TEXT NOT NULL DEFAULT 'zlib' CHECK (compression IN ('none', 'zlib')),
    content        BLOB NOT NULL,
    CONSTRAINT fk_captures_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT uq_captures_sha256 UNIQUE (sha256)
) STRICT;
CREATE INDEX ix_captures_article_id ON captures (article_id);

CREATE TABLE revisions (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    article_id  INTEGER NOT NULL,
    capture_id  INTEGER,
    replaced_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    title       TEXT,
    kicker      TEXT,
    standfirst  TEXT,
    body        TEXT NOT NULL,
    CONSTRAINT fk_revisions_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_revisions_capture_id FOREIGN KEY (capture_id) REFERENCES captures (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX ix_revisions_article_id ON revisions (article_id);
CREATE INDEX ix_revisions_capture_id ON revisions (capture_id);

CREATE TABLE field_origins (
    article_id INTEGER NOT NULL,
    field      TEXT NOT NULL,
    place      TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    evidence   TEXT,
    by_person  INTEGER NOT NULL DEFAULT 0 CHECK (by_person IN (0, 1)),
    PRIMARY KEY (article_id, field),
    CONSTRAINT fk_field_origins_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE signatures (
    article_id INTEGER NOT NULL PRIMARY KEY,
    algorithm  TEXT NOT NULL,
    signature  BLOB NOT NULL,
    CONSTRAINT fk_signatures_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT;

CREATE TABLE signature_bands (
    band       INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    PRIMARY KEY (band, article_id),
    CONSTRAINT fk_signature_bands_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ix_signature_bands_article_id ON signature_bands (article_id);

CREATE TABLE index_queue (
    seq        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL
) STRICT;
CREATE INDEX ix_index_queue_article_id_seq ON index_queue (article_id, seq);

CREATE TABLE postings (
    docid      INTEGER NOT NULL PRIMARY KEY,
    article_id INTEGER NOT NULL,
    outlet_id  INTEGER,
    language   TEXT NOT NULL,
    day        INTEGER,
    size       INTEGER NOT NULL,
    title_key  INTEGER,
    digest     BLOB NOT NULL,
    CONSTRAINT uq_postings_article_id UNIQUE (article_id),
    CONSTRAINT fk_postings_article_id FOREIGN KEY (article_id) REFERENCES articles (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX ix_postings_title_key ON postings (title_key) WHERE title_key IS NOT NULL;

CREATE TABLE spent_docids (docid INTEGER NOT NULL PRIMARY KEY) STRICT;

CREATE TABLE index_state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Contentless: the terms are not stored a second time, and which docids live stands in postings. Built-in
-- tokenizer only, so that every SQLite tool can open it; the terms come out of archive.analysis.
CREATE VIRTUAL TABLE article_index USING fts5(
    body, title, meta,
    content='', columnsize=0, tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);
"""

VIEWS = """
CREATE VIEW article_list AS
SELECT a.id,
       a.published,
       a.implied,
       o.name AS outlet,
       coalesce(a.title, substr(coalesce(a.standfirst, a.body), 1, 80) || '…') AS label,
       a.title IS NULL AS label_is_derived,
       (SELECT group_concat(name, ', ') FROM (SELECT u.name FROM bylines b JOIN authors u ON u.id = b.author_id
         WHERE b.article_id = a.id ORDER BY b.position)) AS authors,
       (SELECT group_concat(name, ', ') FROM (SELECT t.name FROM article_tags x JOIN tags t ON t.id = x.tag_id
         WHERE x.article_id = a.id ORDER BY x.position)) AS tags,
       a.section,
       a.language,
       a.address,
       a.standfirst,
       a.body,
       a.added_at
FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id;
"""

# Plain SQL, no function of ours and no virtual table: any SQLite tool can fire these triggers.
# The BEFORE arms catch the rows that INSERT OR REPLACE and UPDATE OR REPLACE remove without a delete trigger.
TRIGGERS = (
    """CREATE TRIGGER articles_victims_of_insert BEFORE INSERT ON articles BEGIN
  INSERT INTO index_queue (article_id) SELECT id FROM articles
   WHERE id = new.id OR slug = new.slug OR address = new.address;
END""",
    """CREATE TRIGGER articles_victims_of_update BEFORE UPDATE OF id, slug, address ON articles BEGIN
  INSERT INTO index_queue (article_id) SELECT id FROM articles
   WHERE (id = new.id OR slug = new.slug OR address = new.address) AND id <> old.id;
END""",
    """CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.id);
END""",
    """CREATE TRIGGER articles_updated AFTER UPDATE OF id, outlet_id, language, title, kicker, section, published,
  published_precision, implied, implied_precision, standfirst, body ON articles BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.id);
  INSERT INTO index_queue (article_id) SELECT old.id WHERE old.id <> new.id;
END""",
    """CREATE TRIGGER articles_renumbered AFTER UPDATE OF id ON articles WHEN old.id <> new.id BEGIN
  DELETE FROM postings WHERE article_id = old.id;
  DELETE FROM signatures WHERE article_id = old.id;
  DELETE FROM signature_bands WHERE article_id = old.id;
  UPDATE bylines SET article_id = new.id WHERE article_id = old.id;
  UPDATE article_tags SET article_id = new.id WHERE article_id = old.id;
  UPDATE captions SET article_id = new.id WHERE article_id = old.id;
  UPDATE related_links SET article_id = new.id WHERE article_id = old.id;
  UPDATE related_links SET target_id = new.id WHERE target_id = old.id;
  UPDATE captures SET article_id = new.id WHERE article_id = old.id;
  UPDATE revisions SET article_id = new.id WHERE article_id = old.id;
  UPDATE field_origins SET article_id = new.id WHERE article_id = old.id;
END""",
    """CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN
  DELETE FROM postings WHERE article_id = old.id;
  DELETE FROM bylines WHERE article_id = old.id;
  DELETE FROM article_tags WHERE article_id = old.id;
  DELETE FROM captions WHERE article_id = old.id;
  DELETE FROM related_links WHERE article_id = old.id;
  UPDATE related_links SET target_id = NULL WHERE target_id = old.id;
  DELETE FROM revisions WHERE article_id = old.id;
  DELETE FROM captures WHERE article_id = old.id;
  DELETE FROM field_origins WHERE article_id = old.id;
  DELETE FROM signatures WHERE article_id = old.id;
  DELETE FROM signature_bands WHERE article_id = old.id;
  INSERT INTO index_queue (article_id) VALUES (old.id);
END""",
    """CREATE TRIGGER postings_deleted AFTER DELETE ON postings BEGIN
  INSERT OR IGNORE INTO spent_docids (docid) VALUES (old.docid);
END""",
    """CREATE TRIGGER outlets_kept BEFORE DELETE ON outlets
  WHEN EXISTS (SELECT 1 FROM articles WHERE outlet_id = old.id) BEGIN
  SELECT raise(ABORT, 'this outlet has articles: give them another outlet first');
END""",
)

PARTS = ("bylines", "article_tags", "captions")
NAMED = (("authors", "bylines", "author_id"), ("tags", "article_tags", "tag_id"))


def part_triggers(table: str) -> tuple[str, ...]:
    """Gives the triggers by which a change to a part of an article queues the article."""
    return (
        f"""CREATE TRIGGER {table}_inserted AFTER INSERT ON {table} BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.article_id);
END""",
        f"""CREATE TRIGGER {table}_updated AFTER UPDATE ON {table} BEGIN
  INSERT INTO index_queue (article_id) VALUES (new.article_id);
  INSERT INTO index_queue (article_id) SELECT old.article_id WHERE old.article_id <> new.article_id;
END""",
        f"""CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN
  INSERT INTO index_queue (article_id) VALUES (old.article_id);
END""",
    )


def named_triggers(table: str, links: str, column: str) -> tuple[str, ...]:
    """Gives the triggers by which a change to an author or a tag queues its articles."""
    return (
        f"""CREATE TRIGGER {table}_victims_of_insert BEFORE INSERT ON {table} BEGIN
  INSERT INTO index_queue (article_id) SELECT article_id FROM {links} WHERE {column} IN
   (SELECT id FROM {table} WHERE id = new.id OR slug = new.slug);
END""",
        f"""CREATE TRIGGER {table}_renamed AFTER UPDATE OF id, name ON {table} BEGIN
  UPDATE {links} SET {column} = new.id WHERE {column} = old.id AND old.id <> new.id;
  INSERT INTO index_queue (article_id) SELECT article_id FROM {links} WHERE {column} = new.id;
END""",
        f"""CREATE TRIGGER {table}_deleted AFTER DELETE ON {table} BEGIN
  DELETE FROM {links} WHERE {column} = old.id;
END""",
    )


def upgrade() -> None:
    """Makes the first schema."""
    op.execute("PRAGMA application_id = 1347568979")  # 'PRES': tells our files from others
    for statement in (*TABLES.split(";\n"), *VIEWS.split(";\n"), *TRIGGERS):
        if statement.strip():
            op.execute(statement)
    for table in PARTS:
        for trigger in part_triggers(table):
            op.execute(trigger)
    for named in NAMED:
        for trigger in named_triggers(*named):
            op.execute(trigger)


def downgrade() -> None:
    """Removes everything; `archive.schema` refuses this while there are articles."""
    op.execute("DROP VIEW article_list")
    op.execute("DROP TABLE article_index")
    for table in reversed(
        [line.split()[2] for line in TABLES.split("\n") if line.startswith("CREATE TABLE")]
    ):
        op.execute(f"DROP TABLE {table}")
