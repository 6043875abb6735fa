"""F7 and F8: migrations that are interrupted at every statement, and schemas that go down and up again."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import Engine, event
from test_schema import snapshot

from archive import database, schema

from .children import NO_TRANSACTIONS, Told, fork
from .corpus import NAMES, WORDS, sentence
from .frame import Result, Turn

PROCESSES = 8
DERIVED = ("index_queue", "index_state", "postings", "spent_docids", "lexicon", "lexkeys", "sqlite_sequence")
LOST = {
    "0003": {"other_addresses", "families", "settled_doubts", "feeds", "visits"},
    "0002": {"lexicon", "lexkeys", "aliases", "watches"},
}
"""The tables that leaving a revision drops, as its migration says."""

Rows = dict[str, list[dict[str, object]]]


def fill(path: Path, chance: Random, articles: int = 12) -> None:
    """Files rows by plain SQL that every revision takes."""
    with closing(sqlite3.connect(path)) as connection:
        put = connection.execute
        put("INSERT INTO outlets (slug, name, country) VALUES ('fil', 'Le Fil', 'MA')")
        for number, name in enumerate(NAMES, 1):
            put("INSERT INTO authors (slug, name) VALUES (?, ?)", (f"a{number}", name))
        for number in range(1, articles + 1):
            row = (
                chance.choice((1, None)),
                f"https://fil.example/{number}",
                sentence(chance, 4),
                sentence(chance, 40),
            )
            put(
                "INSERT INTO articles (outlet_id, address, title, body, language) VALUES (?, ?, ?, ?, 'fr')",
                row,
            )
            put(
                "INSERT INTO bylines (article_id, position, author_id) VALUES (?, 0, ?)",
                (number, chance.randint(1, 6)),
            )
            put("INSERT INTO captions VALUES (?, 0, 'caption', ?)", (number, sentence(chance)))
            put(
                "INSERT INTO captures (article_id, sha256, media_type, source, size, compression, content)"
                " VALUES (?, ?, 'text/plain', 'x', 3, 'none', x'616263')",
                (number, chance.randbytes(32).hex()),
            )
            put("INSERT INTO revisions (article_id, body) VALUES (?, ?)", (number, sentence(chance)))
            put("INSERT INTO related_links (article_id, title) VALUES (?, ?)", (number, chance.choice(WORDS)))
        connection.commit()


def rows(path: Path) -> Rows:
    """Gives the rows of every table that holds what was kept, not what is worked out."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        ).fetchall()
        kept = [
            name
            for (name,) in names
            if name not in DERIVED and not name.startswith(("article_index", "alembic"))
        ]
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in kept}


def missing(before: Rows, after: Rows) -> list[str]:
    """Gives what stood in the tables before and is gone or different after; new columns and tables are no loss."""
    return [
        f"{name}: {len(wanted)} rows before, {len(after.get(name, []))} after"
        for name, wanted in before.items()
        if wanted
        and [{column: row.get(column) for column in wanted[0]} for row in after.get(name, [])] != wanted
    ]


def interrupted(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F7: upgrades files of older revisions, stopped by an exception and by kill -9 at each statement.

    `count` is how many interruptions at most; they are spread over the statements of all upgrades.
    """
    result = Result()
    starts = [_start(turn, number) for number in range(len(database.REVISIONS))]
    statements = [_statements(start, turn) for start in starts]
    step = max(1, sum(statements) * 2 // turn.count)
    points = [
        (start, at, how)
        for start, number in zip(starts, statements, strict=True)
        for at in range(1, number + 1)
        for how in ("raise", "kill")
    ]
    for start, at, how in points[turn.chance.randrange(step) :: step]:
        path = _copied(start, turn)
        before, kept = snapshot(path), rows(path)
        child = fork(partial(_upgrade, path, at, how), sabotage=sabotage)
        child.wait()
        result.done += 1
        where = f"{start.stem}, {how} at statement {at}"
        if snapshot(path) != before:
            result.blame(where, ["the schema is neither the old one nor the new"] * (not _is_newest(path)))
        result.blame(where, missing(kept, rows(path)))
        if fork(partial(_upgrade, path, 0, "")).wait() or not _is_newest(path):
            result.blame(where, ["cannot be upgraded any more"])
        result.blame(where, missing(kept, rows(path)))
    if sabotage is None:
        for start in starts:
            result.blame(f"{PROCESSES} processes at once", _at_once(_copied(start, turn)))
    result.told = (
        f"{result.done} of {sum(statements) * 2} interruptions, {len(starts)} times {PROCESSES} at once"
    )
    return result


def _start(turn: Turn, number: int) -> Path:
    """Gives a file of the revision before the one with this number, filled; before the first, an empty file."""
    folder = turn.folder / "starts"
    folder.mkdir(exist_ok=True)
    revision = database.REVISIONS[number - 1] if number else "nothing"
    path = folder / f"{revision}.db"
    if number:
        schema._create_file(path, 5)
        schema.upgrade(path, revision=revision)
        fill(path, turn.chance)
    else:
        path.touch()
    return path


def _copied(start: Path, turn: Turn) -> Path:
    folder = turn.place("upgraded")
    return Path(shutil.copy(start, folder / start.name))


def _statements(start: Path, turn: Turn) -> int:
    child = fork(partial(_upgrade, _copied(start, turn), 0, ""))
    child.wait()
    return int(child.lines[-1])


def _upgrade(path: Path, at: int, how: str, told: Told) -> None:
    """Upgrades a file, and is stopped before the statement with this number."""
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at and how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if seen == at:
            raise RuntimeError("stopped")

    schema.ensure(path, 20)
    told(str(seen))


def _is_newest(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        found = {(kind, name): sql for kind, name, _, sql in snapshot(path) if not name.startswith("sqlite_")}
        wanted = {
            (kind, name): sql for kind, name, _, sql in schema.as_made() if not name.startswith("sqlite_")
        }
        state = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return found == wanted and state == [(database.REVISIONS[-1],)]


def _at_once(path: Path) -> list[str]:
    kept = rows(path)
    racing = [fork(partial(_upgrade, path, 0, "")) for _ in range(PROCESSES)]
    codes = [child.wait() for child in racing]
    faults = [f"{len([code for code in codes if code])} failed"] if any(codes) else []
    return [
        *faults,
        *missing(kept, rows(path)),
        *([] if _is_newest(path) else ["the schema is not the newest"]),
    ]


def down_and_up(turn: Turn, spoil: str = "") -> Result:
    """F8: takes the schema of a file with random rows down and up again, and misses nothing but what is declared."""
    result = Result()
    schema.as_made()
    while result.done < turn.count:
        path = turn.place("down") / "archive.db"
        schema.ensure(path)
        fill(path, turn.chance, turn.chance.randint(1, 6))
        before, made = rows(path), snapshot(path)
        target = turn.chance.choice(database.REVISIONS[:-1])
        schema.downgrade(path, target, accept_loss=True)
        down = rows(path)
        if spoil:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute(spoil)
                connection.commit()
        schema.upgrade(path)
        result.done += 1
        dropped = set().union(*(tables for revision, tables in LOST.items() if revision > target))
        where = f"down to {target}"
        result.blame(where, [f"{name} was dropped" for name in set(before) - set(down) - dropped])
        result.blame(where, missing({name: down[name] for name in down}, rows(path)))
        kept = {name: [{c: r[c] for c in down[name][0]} for r in before[name]] for name in down if down[name]}
        result.blame(where, missing(kept, rows(path)))
        result.blame(where, ["the schema differs"] if snapshot(path) != made else [])
    result.told = f"{result.done} times"
    return result


def interrupted_control(turn: Turn) -> Result:
    """Takes away the transaction around the migration."""
    return interrupted(turn, NO_TRANSACTIONS)


def down_and_up_control(turn: Turn) -> Result:
    """Loses a caption on the way."""
    return down_and_up(turn, "DELETE FROM captions WHERE article_id = 1")
