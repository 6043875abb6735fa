"""F3: other tools edit while the queue is drained by processes that are killed."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import sqlite_utils
from test_index import drift

import archive
from archive.doctor import examine
from archive.doctor.findings import Grade

from .children import Child, Told, Work, fork
from .corpus import PLACES, WORDS, record
from .frame import Result, Turn
from .kills import warm

ARTICLES = 9
TRIGGERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
TRANSFORM_EVERY = 20
WORKERS = 2


def drained(path: Path) -> Work:
    """Gives the work of a worker that searches, and so drains the queue, until it is killed."""

    def work(told: Told) -> None:
        with archive.open(path) as press:
            while True:
                press.search("village")
                time.sleep(0.002)

    return work


def statement(chance: random.Random) -> str:
    """Gives an edit as a person or a tool makes it, of the kinds that leave no row behind but by REPLACE."""
    one, other, word = chance.randint(1, ARTICLES), chance.randint(1, ARTICLES), chance.choice(WORDS)
    return chance.choice(
        (
            f"UPDATE articles SET title = '{word} {other}' WHERE id = {one}",
            f"UPDATE articles SET body = body || ' {word}', language = 'fr' WHERE id = {one}",
            f"UPDATE articles SET published = '2019-0{other}', published_precision = 'month' WHERE id = {one}",
            f"INSERT OR REPLACE INTO articles (id, title, body) VALUES ({one}, '{word}', 'Un corps {other}.')",
            f"INSERT OR REPLACE INTO articles (title, body, slug) VALUES ('{word}', 'x', 's{other}')",
            f"UPDATE OR REPLACE articles SET slug = 's{one}' WHERE id = {other}",
            f"UPDATE OR REPLACE articles SET id = {one} WHERE id = {other}",
            f"DELETE FROM articles WHERE id = {one}",
            f"INSERT OR REPLACE INTO authors (id, slug, name) VALUES ({one}, 'a{other}', '{word} Nom')",
            f"INSERT OR REPLACE INTO bylines (article_id, position, author_id) VALUES ({one}, 0, {other})",
            f"UPDATE tags SET name = '{word}' WHERE id = {one}",
            f"INSERT OR IGNORE INTO article_tags (article_id, tag_id) VALUES ({one}, {other})",
            f"INSERT OR REPLACE INTO captions VALUES ({one}, 0, 'caption', 'Vue de {chance.choice(PLACES)}')",
        )
    )


def by_shell(path: Path, chance: random.Random) -> None:
    """Edits with the sqlite3 shell, which keeps no foreign keys."""
    program = shutil.which("sqlite3")
    if program:
        subprocess.run(
            [program, "-cmd", ".timeout 10000", str(path), statement(chance)],
            capture_output=True,
            check=False,
        )


def by_connection(path: Path, chance: random.Random) -> None:
    """Edits with Python's sqlite3, with foreign keys or without, and sometimes thinks better of it."""
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.execute(f"PRAGMA foreign_keys = {chance.choice(('ON', 'OFF'))}")
        with suppress(sqlite3.IntegrityError):  # foreign keys may refuse it, which is right
            connection.execute(statement(chance))
        connection.commit() if chance.random() < 0.8 else connection.rollback()


def by_sqlite_utils(path: Path, chance: random.Random) -> None:
    """Edits with sqlite-utils."""
    database = sqlite_utils.Database(str(path))
    database.conn.execute("PRAGMA busy_timeout = 10000")
    row = {"id": chance.randint(1, ARTICLES), "title": chance.choice(WORDS), "body": "Un corps refait."}
    with suppress(sqlite3.IntegrityError), database.conn:
        database["articles"].upsert(row | {"language": "fr", "slug": f"u{row['id']}"}, pk="id")
    database.close()


TOOLS: tuple[Callable[[Path, random.Random], None], ...] = (by_shell, by_connection, by_sqlite_utils)


def edits(turn: Turn, dropped: str = "") -> Result:
    """Makes `count` edits by other tools, kills a worker at each, and compares every posting with its article.

    Now and then sqlite-utils remakes a table, which drops its triggers: then the doctor mends, after some edits.
    """
    warm()
    path = turn.place("edited") / "archive.db"
    with archive.open(path) as press:
        for number in range(ARTICLES):
            row = record(turn.chance, number)
            press.add(archive.Clipping(title=str(row["title"]), body=str(row["body"]), tags=("village",)))
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute(TRIGGERS, (dropped,)).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    result = Result()
    workers = [fork(drained(path)) for _ in range(WORKERS)]
    while result.done < turn.count:
        turn.chance.choice(TOOLS)(path, turn.chance)
        result.done += 1
        _kill_one(workers, path, turn.chance)
        if result.done % TRANSFORM_EVERY == 0:
            for worker in workers:
                worker.kill()
                worker.wait()
            if not dropped:
                _remake(path, turn.chance)
            result.blame(f"edit {result.done}", drift(path))
            workers = [fork(drained(path)) for _ in range(WORKERS)]
    for worker in workers:
        worker.kill()
        worker.wait()
    result.blame("at the end", drift(path))
    result.told = f"{result.done} edits, {result.done} kills, {turn.count // TRANSFORM_EVERY} tables remade"
    return result


def _kill_one(workers: list[Child], path: Path, chance: random.Random) -> None:
    at = chance.randrange(len(workers))
    workers[at].kill()
    workers[at].wait()
    workers[at] = fork(drained(path))


def _remake(path: Path, chance: random.Random) -> None:
    """Remakes a table as sqlite-utils does, edits, and lets the doctor mend."""
    database = sqlite_utils.Database(str(path))
    with suppress(sqlite3.IntegrityError):  # rows that it cannot carry over: it leaves the table as it was
        database[chance.choice(("articles", "authors", "captions"))].transform(types={"slug": str})
    database.close()
    for _ in range(3):
        by_connection(path, chance)
    list(examine(path, deep=True, fix=True))
    left = [
        one.told for one in examine(path, deep=True) if one.grade is Grade.DAMAGE and one.check != "links"
    ]
    if left:
        raise AssertionError(f"the doctor left damage: {left}")


def edits_control(turn: Turn) -> Result:
    """Takes away the triggers of articles, and the doctor."""
    return edits(turn, "articles")
