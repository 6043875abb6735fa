"""The SQL of the lexicon: every term of the archive once, and the keys under which spellings of a name meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from archive import statements

if TYPE_CHECKING:
    import sqlite3

UPSERT = """
INSERT INTO lexicon (term, script, df, capitals, plain, surface, canon) VALUES (?, ?, ?, ?, ?, ?, '')
ON CONFLICT (term) DO UPDATE SET
    surface = CASE WHEN df = 0 OR (capitals = 0 AND excluded.capitals > 0) THEN excluded.surface ELSE surface END,
    df = df + excluded.df, capitals = capitals + excluded.capitals, plain = plain + excluded.plain"""
ENSURE = "INSERT OR IGNORE INTO lexicon (term, script, df, canon) VALUES (?, 0, 0, '')"
ARABIC_SINCE = "SELECT term FROM lexicon WHERE id > ? AND script = 0"
DESCRIBE = "UPDATE lexicon SET canon = ?, known = ? WHERE id = ?"
ADD_KEY = "INSERT OR IGNORE INTO lexkeys (key, script, id) VALUES (?, ?, ?)"
LAST_ID = "SELECT coalesce(max(id), 0) FROM lexicon"
SINCE = "SELECT id, term, script FROM lexicon WHERE id > ?"
COLUMNS = "l.term, l.canon, l.df, l.capitals, l.plain, l.known, l.surface"
ONE = f"SELECT {COLUMNS} FROM lexicon l WHERE l.term = ?"
CANDIDATES = f"""
SELECT {COLUMNS} FROM lexicon l WHERE l.id IN (SELECT id FROM lexkeys WHERE script = ? AND key IN ({{marks}}))"""
WRITTEN_AS_NAMES = CANDIDATES + " AND l.capitals >= ? * (l.capitals + l.plain)"
OF_CANON = CANDIDATES + " AND l.canon = ?"
OF_CANON_OR_NAMES = CANDIDATES + " AND (l.canon = ? OR l.known OR instr(l.term, ' '))"
OF_LENGTH = CANDIDATES + " AND length(l.term) BETWEEN ? AND ? ORDER BY l.df DESC, l.term LIMIT ?"
NTH_DF = "SELECT df FROM lexicon WHERE script = ? ORDER BY df DESC LIMIT 1 OFFSET ?"
SIZE = "SELECT count(*) FROM lexicon WHERE script = ?"
MARKS = ("lexicon arabic", "lexicon latin", "lexicon measured")
"""Rows of `index_state`: the df of frequent Arabic and Latin terms, and the last id when they were measured."""
GET_MARK = "SELECT value FROM index_state WHERE name = ?"
SET_MARK = "INSERT OR REPLACE INTO index_state (name, value) VALUES (?, ?)"
ALIASES = "SELECT spelling, group_id FROM aliases"

LEAST_FREQUENT = 20
"""A term in fewer articles is never frequent, however small the archive."""


class Entry(NamedTuple):
    """Is a row of the lexicon."""

    term: str
    canon: str
    df: int
    capitals: int
    plain: int
    known: int
    surface: str | None

    @property
    def shown(self) -> str:
        """The term as it is printed most often."""
        return self.surface or self.term

    @property
    def cap(self) -> float:
        """The share of capitals where one is a choice; 0.5 where nothing was seen, as in text without case."""
        seen = self.capitals + self.plain
        return self.capitals / seen if seen else 0.5


def entry(connection: sqlite3.Connection, term: str) -> Entry | None:
    """Gives the row of a term."""
    row = connection.execute(ONE, (term,)).fetchone()
    return Entry(*row) if row else None


def candidates(
    connection: sqlite3.Connection,
    keys: Collection[str],
    script: int,
    *narrowing: object,
    statement: str = CANDIDATES,
) -> list[Entry]:
    """Gives the terms of a script that share a key; `statement` may narrow them by values of its own.

    A key of few consonants has thousands of terms: what SQLite leaves out costs a tenth of what Python does.
    """
    if not keys:
        return []
    found = connection.execute(statement.format(marks=statements.marks(keys)), (script, *keys, *narrowing))
    return list(map(Entry._make, found))


def of_length(
    connection: sqlite3.Connection, keys: Collection[str], script: int, length: int, most: int
) -> list[Entry]:
    """Gives the terms of a script that have one of the keys and, to one letter, a length, the commonest first."""
    return candidates(connection, keys, script, length - 1, length + 1, most, statement=OF_LENGTH)


def marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """Gives the df from which an Arabic and a Latin term is frequent."""
    values = [connection.execute(GET_MARK, (name,)).fetchone() for name in MARKS[:2]]
    arabic, latin = (int(value[0]) if value else 1 << 62 for value in values)
    return arabic, latin


def aliases(connection: sqlite3.Connection) -> Iterable[tuple[str, int]]:
    """Gives the spellings that people taught, with the number of their group."""
    return connection.execute(ALIASES)
