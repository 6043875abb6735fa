"""The SQL of the read path, in one place; a test runs each against a file made by the migrations.

It goes through `sqlite3` and not through the models, because importing SQLAlchemy takes ten times as long as a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from typing import TypeVar

T = TypeVar("T")

LABEL_LENGTH = 80

ROW = f"""
SELECT a.id, a.slug, a.published, a.published_precision, a.published_offset, a.implied, a.implied_precision,
       o.name AS outlet, o.slug AS outlet_slug, a.language, a.section, a.title, a.kicker, a.address,
       coalesce(a.title, substr(coalesce(a.standfirst, a.body), 1, {LABEL_LENGTH}) || '…') AS label,
       a.title IS NULL AS derived, a.added_at, a.changed_at
  FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id"""

LABEL = f"""
SELECT coalesce(title, substr(coalesce(standfirst, body), 1, {LABEL_LENGTH}) || '…') FROM articles WHERE id = ?"""
OF_CAPTURES = "SELECT sha256, article_id FROM captures WHERE sha256 IN ({marks})"
TEXT = "SELECT standfirst, body FROM articles WHERE id = ?"
PRINTED = """
SELECT a.id, p.language, a.title, a.kicker, a.standfirst, a.body, p.size
  FROM articles a JOIN postings p ON p.article_id = a.id WHERE a.id IN ({marks})"""
AUTHORS_OF = """
SELECT b.article_id, u.name FROM bylines b JOIN authors u ON u.id = b.author_id
 WHERE b.article_id IN ({marks}) ORDER BY b.article_id, b.position"""
TAGS_OF = """
SELECT x.article_id, t.name FROM article_tags x JOIN tags t ON t.id = x.tag_id
 WHERE x.article_id IN ({marks}) ORDER BY x.article_id, x.position"""
AUTHORS = """
SELECT u.name, b.role, b.printed, u.slug FROM bylines b JOIN authors u ON u.id = b.author_id
 WHERE b.article_id = ? ORDER BY b.position"""
CAPTIONS = "SELECT kind, text FROM captions WHERE article_id = ? ORDER BY position"
RELATED = f"""
SELECT r.kind, r.group_label, r.title, r.blurb, r.truncated, r.address, r.target_id,
       coalesce(a.title, substr(coalesce(a.standfirst, a.body), 1, {LABEL_LENGTH}) || '…') AS target
  FROM related_links r LEFT JOIN articles a ON a.id = r.target_id WHERE r.article_id = ? ORDER BY r.position, r.id"""
POINTING = """
SELECT r.kind, r.group_label, a.id, a.title FROM related_links r JOIN articles a ON a.id = r.article_id
 WHERE r.target_id = ? ORDER BY a.id"""
REVISIONS = """
SELECT id, replaced_at, title, kicker, standfirst, body FROM revisions WHERE article_id = ? ORDER BY id"""
WORDING = "SELECT title, kicker, standfirst, body FROM articles WHERE id = ?"
FAMILY = """
SELECT other.article_id FROM families own JOIN families other ON other.family_id = own.family_id
 WHERE own.article_id = ? AND other.article_id <> own.article_id ORDER BY other.article_id"""
CAPTURES = """
SELECT id, sha256, media_type, charset, charset_reason, source, address, captured_at, filed_at, size, compression
  FROM captures WHERE article_id = ? ORDER BY id"""
SAID_OF_CAPTURE = "SELECT headers, stated FROM captures WHERE id = ?"
OTHER_ADDRESSES = """
SELECT address FROM other_addresses WHERE article_id = ? AND address LIKE 'http%' ORDER BY address"""
SETTLED = "SELECT doubt FROM settled_doubts WHERE article_id = ? ORDER BY doubt"
FAMILIES_OF = """
SELECT f.article_id, f.family_id, (SELECT count(*) FROM families m WHERE m.family_id = f.family_id)
  FROM families f WHERE f.article_id IN ({marks})"""
WITH_CAPTURES = "SELECT DISTINCT article_id FROM captures ORDER BY article_id"
CAPTURES_TO_READ = """
SELECT id, media_type, charset, charset_reason, source, address, captured_at, headers, stated, reader
  FROM captures WHERE article_id = ? ORDER BY coalesce(captured_at, filed_at) DESC, id DESC"""
CONTENT = "SELECT compression, content FROM captures WHERE id = ?"
WEB_CAPTURES = """
SELECT id, media_type, charset, address, headers, coalesce(captured_at, filed_at) AS captured_at
  FROM captures WHERE address LIKE 'http%' ORDER BY captured_at, id"""
ORIGINS = """
SELECT field, place, confidence, evidence, by_person FROM field_origins WHERE article_id = ? ORDER BY field"""

FIND = {
    "id": "SELECT id FROM articles WHERE id = ?",
    "slug": "SELECT id FROM articles WHERE slug = ?",
    "address": "SELECT id FROM articles WHERE address = ?",
    "other address": "SELECT article_id FROM other_addresses WHERE address = ?",
}

OUTLETS = """
SELECT o.slug, o.name, o.home, o.country, o.language, o.time_zone, count(a.id) AS articles,
       min(a.published) AS first, max(a.published) AS last
  FROM outlets o LEFT JOIN articles a ON a.outlet_id = o.id GROUP BY o.id ORDER BY articles DESC, o.name"""
AUTHORS_LIST = """
SELECT u.slug, u.name, group_concat(DISTINCT b.role) AS role, count(DISTINCT b.article_id) AS articles
  FROM authors u LEFT JOIN bylines b ON b.author_id = u.id GROUP BY u.id ORDER BY articles DESC, u.name"""
TAGS_LIST = """
SELECT t.slug, t.name, t.language, count(x.article_id) AS articles
  FROM tags t LEFT JOIN article_tags x ON x.tag_id = t.id GROUP BY t.id ORDER BY articles DESC, t.name"""
SPELLINGS = {
    "outlet": "SELECT key, outlet_id FROM outlet_spellings UNION ALL SELECT name, id FROM outlets",
    "author": "SELECT key, author_id FROM author_spellings UNION ALL SELECT name, id FROM authors",
    "tag": "SELECT key, tag_id FROM tag_spellings UNION ALL SELECT name, id FROM tags",
}
KNOWN_OUTLETS = """
SELECT o.id, o.name, o.home, o.country, o.language, o.time_zone FROM outlets o ORDER BY o.id"""
OUTLET_SPELLINGS = "SELECT spelling FROM outlet_spellings WHERE outlet_id = ? ORDER BY key"
OUTLET_SPELLED = "SELECT outlet_id FROM outlet_spellings WHERE key = ?"
OUTLET_TAGS = """
SELECT t.name FROM tags t WHERE t.id IN (
  SELECT tag_id FROM outlet_tags WHERE outlet_id = :id
  UNION SELECT x.tag_id FROM article_tags x JOIN articles a ON a.id = x.article_id WHERE a.outlet_id = :id)
 ORDER BY t.id"""

ORDERS = ("relevance", "newest", "oldest")
"""What of an answer comes first."""

DOCIDS = "SELECT rowid AS docid FROM article_index"
SCORED = "SELECT rowid AS docid, {score} AS score FROM article_index"
RANKED = """
SELECT p.docid, p.article_id, h.score FROM (
  SELECT docid, score FROM ({found} ORDER BY docid DESC LIMIT :most)
   ORDER BY score, docid DESC LIMIT :limit OFFSET :offset) h
  JOIN postings p ON p.docid = h.docid ORDER BY h.score, h.docid DESC"""
IN_ORDER = """
SELECT p.docid, p.article_id, 0 FROM (
  SELECT docid FROM ({found}) ORDER BY {order} LIMIT :limit OFFSET :offset) h
  CROSS JOIN postings p ON p.docid = h.docid"""
COUNT = "SELECT count(*) FROM ({found})"
COUNT_TO = "SELECT count(*) FROM ({found} ORDER BY docid DESC LIMIT :most)"
BEYOND = """
SELECT EXISTS (
  SELECT 1 FROM article_index WHERE article_index MATCH :match ORDER BY rowid DESC LIMIT 1 OFFSET :most)"""
ANY_UNDATED = "SELECT EXISTS (SELECT 1 FROM postings WHERE docid < ?)"

ALIASES = """
SELECT group_id AS "group", group_concat(spelling, ', ') AS spellings FROM aliases GROUP BY group_id ORDER BY 1"""

STATS = {
    "without date": "SELECT count(*) FROM articles WHERE published IS NULL",
    "without outlet": "SELECT count(*) FROM articles WHERE outlet_id IS NULL",
    "outlets": "SELECT count(*) FROM outlets",
    "authors": "SELECT count(*) FROM authors",
    "tags": "SELECT count(*) FROM tags",
    "related links": "SELECT count(*) FROM related_links",
    "resolved links": "SELECT count(*) FROM related_links WHERE target_id IS NOT NULL",
    "captures": "SELECT count(*) FROM captures",
    "bytes of captures": "SELECT coalesce(sum(size), 0) FROM captures",
    "revisions": "SELECT count(*) FROM revisions",
    "first": "SELECT min(published) FROM articles",
    "last": "SELECT max(published) FROM articles",
}
BY_LANGUAGE = "SELECT language, count(*), count(title) FROM articles GROUP BY language ORDER BY 2 DESC, 1"


def marks(values: Sized) -> str:
    """Gives the placeholders of a list of values.

    >>> marks("abc")
    '?, ?, ?'
    """
    return ", ".join("?" * len(values))


def lots(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Gives values in their order, so many at once: a statement has no room for any number of placeholders.

    >>> list(lots("abcde", 2))
    ['ab', 'cd', 'e']
    """
    return (values[start : start + size] for start in range(0, len(values), size))
