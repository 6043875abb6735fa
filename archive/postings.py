"""What a posting says of an article: the printed texts by column, the meta tokens, and where it stands in time.

    docid = day << 13 | number of the day      newest first is a reverse scan, a date filter is a range
    meta  = one token per outlet, language, ... each begins with a private-use letter no analyzer lets through

Writing (`archive.index`) and asking (`archive.search`) share it, so that they cannot disagree.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from datetime import date

from archive.analysis import FINGERPRINT
from archive.frozen import Frozen
from archive.text import key, key_number

MARK = "\ue000"
JOINT = "\ue001"
EVERYTHING = f"{MARK}every"

NUMBER_BITS = 13
UNDATED_END = 300_000 << NUMBER_BITS  # below any day a paper could carry (the year 822)

USUAL = ("date", "title", "outlet", "language", "address", "original")
"""What nearly every article has: a token says that one lacks it."""

UNUSUAL = ("author", "tag", "section", "related", "caption", "revision")
"""What some articles have: a token says so."""

ARTICLE = """
SELECT a.id, a.outlet_id, a.language, a.title, a.kicker, a.section, a.standfirst, a.body,
       a.published, a.published_precision, a.implied, a.implied_precision, a.address,
       EXISTS (SELECT 1 FROM related_links r WHERE r.article_id = a.id),
       EXISTS (SELECT 1 FROM revisions r WHERE r.article_id = a.id),
       EXISTS (SELECT 1 FROM captures c WHERE c.article_id = a.id)
  FROM articles a WHERE a.id = ?"""
BYLINES = """
SELECT b.author_id, u.name FROM bylines b JOIN authors u ON u.id = b.author_id
 WHERE b.article_id = ? ORDER BY b.position"""
TAGS = """
SELECT x.tag_id, t.name FROM article_tags x JOIN tags t ON t.id = x.tag_id
 WHERE x.article_id = ? ORDER BY x.position"""
CAPTIONS = "SELECT text FROM captions WHERE article_id = ? ORDER BY position"


class Entry(Frozen):
    """Is what the index says of one article: printed texts by column, meta tokens, and the narrow row."""

    article_id: int
    language: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    names: tuple[str, ...]
    meta: tuple[str, ...]
    outlet_id: int | None
    day: int | None
    title_key: int | None

    def digest(self) -> bytes:
        """Gives BLAKE2b of all that the posting was made of, to compare with later."""
        import hashlib

        columns = (self.title, self.body, self.names, self.meta, (str(self.day), self.language))
        parts = [text for column in columns for text in (*column, "|")]
        return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).digest()


def effective_day(
    published: str | None, precision: str | None, implied: str | None, implied_precision: str | None
) -> int | None:
    """Gives the day (proleptic ordinal) an article is filed under: stated to the day, else implied, else coarse.

    A month is filed under its first day, a year under 1 January; what the archive shows stays the stated date.
    """
    fine = ("day", "minute")
    for value, known in (
        (published, precision in fine),
        (implied, implied_precision in fine),
        (published, True),
    ):
        if value and known:
            return _ordinal(value)
    return None


def _ordinal(value: str) -> int | None:
    parts = [*value[:10].split("-"), "1", "1"]
    try:
        return date(*(int(part) for part in parts[:3])).toordinal()
    except ValueError:  # another tool wrote something that is no date
        return None


def section_token(section: str) -> str:
    """Gives the meta token of a section."""
    return f"{MARK}s{key(section).replace(' ', JOINT)}"


def thing_token(thing: str) -> str:
    """Gives the meta token of a thing that an article lacks (`USUAL`) or has (`UNUSUAL`)."""
    return f"{MARK}h{thing}"


def has_thing(meta: Collection[str], thing: str) -> bool:
    """Says by its meta tokens whether an article has a thing."""
    return (thing_token(thing) in meta) == (thing in UNUSUAL)


def _things(having: Mapping[str, object]) -> list[str]:
    return [thing_token(thing) for thing, has in having.items() if bool(has) == (thing in UNUSUAL)]


def read_entry(connection: sqlite3.Connection, article_id: int) -> Entry | None:
    """Gives what the index should say of an article, None where there is no such article."""
    row = connection.execute(ARTICLE, (article_id,)).fetchone()
    if row is None:
        return None
    _, outlet_id, language, title, kicker, section, standfirst, body, *dates = row[:12]
    authors = connection.execute(BYLINES, (article_id,)).fetchall()
    tags = connection.execute(TAGS, (article_id,)).fetchall()
    captions = [text for (text,) in connection.execute(CAPTIONS, (article_id,))]
    day = effective_day(*dates)
    having = dict(zip(("address", "related", "revision", "original"), row[12:], strict=True))
    having |= {"date": day is not None, "title": title, "outlet": outlet_id is not None, "section": section}
    having |= {"language": language != "und", "author": authors, "tag": tags, "caption": captions}
    meta = [EVERYTHING, f"{MARK}l{language}", *_things(having)]
    if outlet_id is not None:
        meta.append(f"{MARK}o{outlet_id}")
    meta += [f"{MARK}a{number}" for number, _ in authors]
    meta += [f"{MARK}t{number}" for number, _ in tags]
    if section:
        meta.append(section_token(section))
    words = tuple(text for text in (section, *(name for _, name in (*authors, *tags))) if text)
    return Entry(
        article_id=article_id,
        language=language,
        title=tuple(text for text in (title, kicker) if text),
        body=tuple(text for text in (standfirst, body, *captions) if text),
        names=words,
        meta=tuple(meta),
        outlet_id=outlet_id,
        day=day,
        title_key=key_number(title) if title else None,
    )


def languages(connection: sqlite3.Connection) -> list[str]:
    """Gives the languages of the articles in the index."""
    row = connection.execute("SELECT value FROM index_state WHERE name = 'languages'").fetchone()
    return row[0].split() if row else []


def keeps_names(connection: sqlite3.Connection) -> bool:
    """Says whether the archive keeps a lexicon, by which names are found in other spellings."""
    row = connection.execute("SELECT value FROM index_state WHERE name = 'names'").fetchone()
    return row is None or row[0] != "off"


def queued(connection: sqlite3.Connection) -> int:
    """Gives how many articles wait to be indexed."""
    count: int = connection.execute("SELECT count(DISTINCT article_id) FROM index_queue").fetchone()[0]
    return count


def is_stale(connection: sqlite3.Connection) -> bool:
    """Says whether the index was made by other analyzers than this program has."""
    row = connection.execute("SELECT value FROM index_state WHERE name = 'fingerprint'").fetchone()
    return row is not None and row[0] != FINGERPRINT


def shortcomings(connection: sqlite3.Connection) -> list[str]:
    """Gives the sentences that an answer must carry when the index is behind the articles."""
    waiting, told = queued(connection), []
    if waiting:
        told.append(f"{waiting:,} article{' is' if waiting == 1 else 's are'} not yet indexed")
    if is_stale(connection):
        told.append("the index was made by another version; `archive index rebuild` makes it anew")
    return told
