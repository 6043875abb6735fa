"""What the rows hold: pages and links between rows, originals, text, dates, addresses."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing

from archive import database
from archive.doctor.findings import Finding, Subject, counted, damage, note, some
from archive.doctor.objects import DERIVED

MESSAGES = 20
INDEX_ALONE = re.compile(r"row \d+ missing from index|wrong # of entries in index")

ORIGINALS = "SELECT id, article_id, sha256, size, compression, content FROM captures ORDER BY id"

TEXTS = {
    "articles": "id slug address language title kicker section standfirst body",
    "outlets": "id slug name",
    "authors": "id slug name",
    "tags": "id slug name",
    "captions": "article_id text",
    "bylines": "article_id printed",
    "related_links": "article_id title blurb address group_label",
    "revisions": "article_id title kicker standfirst body",
}
"""The columns that hold what was printed, after the number of their row or article."""

DATE = """
CASE {0}_precision WHEN 'minute' THEN {0} = ifnull(strftime('%Y-%m-%dT%H:%M', {0}, '+0 days'), '')
                   WHEN 'day'    THEN {0} = ifnull(date({0}, '+0 days'), '')
                   WHEN 'month'  THEN {0} || '-01' = ifnull(date({0} || '-01', '+0 days'), '')
                   WHEN 'year'   THEN {0} || '-01-01' = ifnull(date({0} || '-01-01', '+0 days'), '')
                   ELSE {0} IS NULL AND {0}_precision IS NULL END"""
DATES = {
    column: f"SELECT id FROM articles WHERE ({DATE.format(column)}) IS NOT TRUE"
    for column in ("published", "implied")
}
MOMENTS = {
    "articles.added_at": "SELECT id FROM articles WHERE datetime(added_at) IS NULL",
    "articles.changed_at": "SELECT id FROM articles WHERE datetime(changed_at) IS NULL",
    "captures.filed_at": "SELECT article_id FROM captures WHERE datetime(filed_at) IS NULL",
    "captures.captured_at": (
        "SELECT article_id FROM captures WHERE captured_at IS NOT NULL AND datetime(captured_at) IS NULL"
    ),
    "revisions.replaced_at": "SELECT article_id FROM revisions WHERE datetime(replaced_at) IS NULL",
}

OVERRIDING = "*[\u202a-\u202e\u2066-\u2069]*"
OVERRIDDEN = {
    "articles": "SELECT id FROM articles WHERE title GLOB :signs OR kicker GLOB :signs",
    "authors": "SELECT id FROM authors WHERE name GLOB :signs",
    "outlets": "SELECT id FROM outlets WHERE name GLOB :signs",
    "tags": "SELECT id FROM tags WHERE name GLOB :signs",
}


def pages(subject: Subject) -> Iterator[Finding]:
    """Lets SQLite check every page and every index of the file."""
    if told := _page_damage(subject.connection):
        cure = (
            "`--fix` makes the indexes of tables anew."
            if all(map(INDEX_ALONE.match, told))
            else f"restore a backup, or recover rows with `sqlite3 {subject.path.name} .recover`."
        )
        yield damage(f"SQLite finds damage ({some(told)}); {cure}")


def _page_damage(connection: sqlite3.Connection) -> list[str]:
    told = [message for (message,) in connection.execute(f"PRAGMA integrity_check({MESSAGES})")]
    return [] if told == ["ok"] else told


def remake_indexes(subject: Subject) -> None:
    """Makes the indexes of tables anew, when nothing but indexes is damaged."""
    with subject.mending() as connection:
        if all(map(INDEX_ALONE.match, _page_damage(connection))):
            connection.execute("REINDEX")


def links(subject: Subject) -> Iterator[Finding]:
    """Names the tables whose rows point to rows that are gone, as tools without foreign keys leave them."""
    broken = Counter((row[0], row[2]) for row in subject.connection.execute("PRAGMA foreign_key_check"))
    for (table, parent), number in sorted(broken.items()):
        cure = "`--fix` removes them." if table in DERIVED else _by_hand(subject.connection, table, parent)
        yield damage(f"{counted(number, 'row')} of {table} point to rows of {parent} that are gone; {cure}")


def _by_hand(connection: sqlite3.Connection, table: str, parent: str) -> str:
    keys = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    column = next(key[3] for key in keys if key[2] == parent)
    return f"look at them with `SELECT * FROM {table} WHERE {column} NOT IN (SELECT id FROM {parent})`."


def remove_orphans(subject: Subject) -> None:
    """Removes rows of derived tables whose article is gone."""
    with subject.mending() as connection:
        for table in sorted({row[0] for row in connection.execute("PRAGMA foreign_key_check")} & {*DERIVED}):
            connection.execute(f"DELETE FROM {table} WHERE article_id NOT IN (SELECT id FROM articles)")


def originals(subject: Subject) -> Iterator[Finding]:
    """Hashes every original and compares the hash with the one it was filed under."""
    wrong = []
    for number, article, sha256, size, compression, content in subject.connection.execute(ORIGINALS):
        subject.tick(1)
        if not _is_original(sha256, size, compression, content):
            wrong.append(f"capture {number} of article {article}")
    if wrong:
        yield damage(
            f"{counted(len(wrong), 'original')} not as filed: {some(wrong)}; take them from a backup."
        )


def _is_original(sha256: object, size: object, compression: object, content: object) -> bool:
    if not isinstance(content, bytes) or not isinstance(size, int):
        return False
    if compression == "zlib":
        try:
            content = zlib.decompressobj().decompress(content, max(size, 0) + 1)  # never more than was filed
        except zlib.error:
            return False
    return len(content) == size and hashlib.sha256(content).hexdigest() == sha256


def texts(subject: Subject) -> Iterator[Finding]:
    """Looks for text that is no UTF-8 or no text, on which tools fail, and for NUL signs, at which they cut it."""
    with closing(database.connect(subject.path)) as connection:
        connection.text_factory = bytes
        for table, columns in TEXTS.items():
            first, *others = columns.split()
            odd = " OR ".join(f"typeof({column}) NOT IN ('text', 'null')" for column in others)
            if wrong := [
                number for (number,) in connection.execute(f"SELECT {first} FROM {table} WHERE {odd}")
            ]:
                yield damage(
                    f"Bytes or numbers stand for text in {table}, numbers {some(wrong)}; write text there."
                )
            rows = connection.execute(f"SELECT {', '.join([first, *others])} FROM {table}")
            undecodable, with_nul = _odd_texts(rows)
            if undecodable:
                yield damage(
                    f"Text that is not UTF-8 stands in {table}, numbers {some(undecodable)};"
                    " it is shown with U+FFFD: correct it with `archive edit`, or from a backup."
                )
            if with_nul:
                yield note(
                    f"NUL signs stand in {table}, numbers {some(with_nul)}; other tools cut the text there."
                )


def _odd_texts(rows: Iterable[tuple[object, ...]]) -> tuple[list[object], list[object]]:
    undecodable, with_nul = [], []
    for number, *values in rows:
        for value in values:
            if not isinstance(value, bytes):
                continue
            try:
                value.decode("utf-8")
            except UnicodeDecodeError:
                undecodable.append(number)
            if b"\x00" in value:
                with_nul.append(number)
    return undecodable, with_nul


def dates(subject: Subject) -> Iterator[Finding]:
    """Looks for dates that are none of their precision, and for moments that no tool can read."""
    for column, statement in DATES.items():
        if wrong := [number for (number,) in subject.connection.execute(statement)]:
            yield damage(
                f"{column} is no date of its precision in articles {some(wrong)};"
                f" correct it with `archive edit NUMBER {column}=...`."
            )
    for column, statement in MOMENTS.items():
        if wrong := [number for (number,) in subject.connection.execute(statement)]:
            yield damage(
                f"{column} is no moment in articles {some(wrong)}; write it as 2022-05-27T17:53:00Z."
            )


def overrides(subject: Subject) -> Iterator[Finding]:
    """Looks for signs that turn the direction of text, with which a title can be made to read as another."""
    for table, statement in OVERRIDDEN.items():
        found = [number for (number,) in subject.connection.execute(statement, {"signs": OVERRIDING})]
        if found:
            yield note(
                f"Signs that turn the direction of text stand in {table} {some(found)}; they are never shown."
            )


def addresses(subject: Subject) -> Iterator[Finding]:
    """Looks for further addresses that are the address of another article."""
    rows = subject.connection.execute(
        "SELECT o.article_id, a.id FROM other_addresses o JOIN articles a ON a.address = o.address"
        " WHERE a.id <> o.article_id"
    )
    if shared := [f"{one} and {other}" for one, other in rows]:
        yield note(f"Articles that share an address: {some(shared)}; one may be a copy of the other.")
