"""F6 and F9: many processes at once, and backups in the middle of it."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from random import Random

import archive
from archive.backup import back_up, restore
from archive.doctor import examine
from archive.doctor.findings import Grade

from .children import LATE_LOCKS, Child, Told, Work, fork
from .corpus import record
from .frame import Result, Turn
from .judging import drift, unsound
from .kills import warm

WRITERS, READERS = 4, 4
PATIENCE = 5.0
"""Seconds that one in a hundred filings may take at most."""

LARGE_LOG = 64 * 1024 * 1024
"""What the write-ahead log may grow to if it is never brought home: while readers come and go it may take seconds."""


def writer(path: Path, seed: int) -> Work:
    """Gives the work of a process that files article after article and tells each with the seconds it took."""

    def work(told: Told) -> None:
        chance = Random(seed)
        with archive.open(path) as press:
            for number in range(1, 1_000_000):
                row = record(chance, seed * 1_000_000 + number)
                began = time.monotonic()
                clipping = archive.Clipping(
                    title=str(row["title"]), body=str(row["body"]), address=str(row["address"])
                )
                try:
                    press.add(clipping)
                except archive.LockedError:
                    told("locked")
                else:
                    told(f"{time.monotonic() - began:.4f} {row['address']}")

    return work


def reader(path: Path) -> Work:
    """Gives the work of a process that searches and lists; it tells only what went wrong."""

    def work(told: Told) -> None:
        while True:
            with archive.open(path) as press:
                for _ in range(20):
                    press.search("village OR marché", limit=5)
                    press.articles(limit=5)

    return work


def checkpointer(path: Path) -> Work:
    """Gives the work of a process that brings the write-ahead log home again and again."""

    def work(told: Told) -> None:
        while True:
            with closing(sqlite3.connect(path, timeout=1)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            time.sleep(0.05)

    return work


def copier(path: Path, target: Path) -> Work:
    """Gives the work of a process that backs up again and again."""

    def work(told: Told) -> None:
        while True:
            told(str(back_up(path, target, force=True).articles))
            time.sleep(0.2)

    return work


@contextmanager
def at_work(works: list[Work], sabotage: dict[str, str] | None = None) -> Iterator[list[Child]]:
    """Runs children beside the block, and kills them at its end."""
    children = [fork(work, sabotage=sabotage) for work in works]
    try:
        yield children
    finally:
        for child in children:
            child.kill()
            child.wait()


def together(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F6: writers, readers, a checkpointer and a backup work on one file for `count` seconds."""
    warm()
    path = turn.place("shared") / "archive.db"
    with archive.open(path) as press:
        press.init()
    works = [writer(path, turn.chance.randrange(10**6)) for _ in range(WRITERS)]
    works += [reader(path)] * READERS + [checkpointer(path), copier(path, path.with_name("copy.db"))]
    sizes = [0]
    with at_work(works, sabotage) as children:
        until = time.monotonic() + turn.count
        while time.monotonic() < until:
            for child in children:
                child.drain(0.02)
            sizes.append(_log(path))
    told = [line for child in children[:WRITERS] for line in child.lines]
    waits = sorted(float(line.split()[0]) for line in told if _is_filed(line))
    result = Result(done=len(waits))
    result.blame("a process", [" ".join(c.lines[-4:]) for c in children if c.status != -9])
    result.blame("writers", [*["told 'locked'"] * told.count("locked"), *_idle(children[:WRITERS])])
    if waits and (late := waits[len(waits) * 99 // 100]) > PATIENCE:
        result.blame("writers", [f"one in a hundred waited {late:.1f} s"])
    brought_home = any(later < earlier for earlier, later in pairwise(sizes))
    if max(sizes) > LARGE_LOG and not brought_home:
        result.blame("the log", [f"grew to {max(sizes)} bytes and was never brought home"])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        result.blame("the log", ["could not be brought home in the end"] * bool(_log(path)))
    result.blame("the file", [*unsound(path), *_lost(path, told), *drift(path)])
    result.blame("the backup", unsound(path.with_name("copy.db")))
    result.told = (
        f"{turn.count} s, {len(waits)} articles by {WRITERS} writers, {len(children[-1].lines)} backups"
    )
    return result


def _is_filed(line: str) -> bool:
    """Says whether a writer told that it filed an article: in how many seconds, and its address."""
    return " https://" in line


def _idle(writers: list[Child]) -> list[str]:
    """Gives the writers that filed nothing: who only waits is never late."""
    return [
        f"writer {number} filed nothing"
        for number, child in enumerate(writers, 1)
        if not any(map(_is_filed, child.lines))
    ]


def _log(path: Path) -> int:
    """Gives the size of the write-ahead log."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _lost(path: Path, told: list[str]) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        kept = {address for (address,) in connection.execute("SELECT address FROM articles")}
    return [f"{line} is gone" for line in told if _is_filed(line) and line.split()[1] not in kept]


Copy = Callable[[Path, Path], object]


def backups(turn: Turn, copy: Copy = back_up) -> Result:
    """F9: backs up a file under four writers, restores each copy and examines it; kills backups and restores."""
    warm()
    path = turn.place("live") / "archive.db"
    with archive.open(path) as press:
        press.init()
    result = Result()
    with at_work([writer(path, turn.chance.randrange(10**6)) for _ in range(WRITERS)]) as writers:
        while result.done < turn.count:
            told = _told(writers)
            target = turn.place("backup") / "copy.db"
            copy(path, target)
            result.done += 1
            result.blame(f"backup {result.done}", _faults_of(target, told, turn))
            if copy is back_up:
                result.blame(f"killed backup {result.done}", _killed_backup(path, target, turn.chance))
                result.blame(f"killed restore {result.done}", _killed_restore(target, turn))
        result.blame("writers", [] if any(map(_is_filed, _told(writers))) else ["nobody filed anything"])
    result.told = f"{result.done} backups, as many killed, {result.done} restores killed"
    return result


def _told(writers: list[Child]) -> list[str]:
    for child in writers:
        child.drain(0.02)
    return [line for child in writers for line in child.lines]


def _faults_of(copied: Path, told: list[str], turn: Turn) -> list[str]:
    restored = turn.place("restored") / "archive.db"
    try:
        restore(copied, restored)
    except archive.ArchiveError as error:
        return [str(error)]
    damage = [one.told for one in examine(restored, deep=True) if one.grade is Grade.DAMAGE]
    return [*damage, *_lost(restored, told)]


def _killed_backup(path: Path, target: Path, chance: Random) -> list[str]:
    """Kills a backup that replaces another: its target is the old one or the new one, whole."""
    before = _texts(target)
    child = fork(lambda told: told(str(back_up(path, target, force=True))))
    time.sleep(chance.random() * 0.05)
    child.kill()
    child.wait()
    return unsound(target) or (["the backup lost articles"] if set(before) - set(_texts(target)) else [])


def _texts(path: Path) -> list[tuple[int, str, str]]:
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        return connection.execute("SELECT id, title, body FROM articles ORDER BY id").fetchall()


def _killed_restore(backup: Path, turn: Turn) -> list[str]:
    """Kills a restore over an archive that somebody reads: it is the old one or the new one, whole."""
    live = turn.place("over") / "archive.db"
    with archive.open(live) as press:
        press.add(archive.Clipping(title="Avant", body="Ce qui était là avant la restauration, seul."))
    before, after = _texts(live), _texts(backup)
    with archive.open(live) as press:
        press.search("avant")
        child = fork(lambda told: told(str(restore(backup, live))))
        time.sleep(turn.chance.random() * 0.08)
        child.kill()
        child.wait()
        found = _texts(live)
    return unsound(live) or ([] if found in (before, after) else ["neither the old archive nor the new"])


def together_control(turn: Turn) -> Result:
    """Takes away the early lock: transactions begin by reading."""
    return together(turn, LATE_LOCKS)


def backups_control(turn: Turn) -> Result:
    """Takes away the backup API: the file is copied as it lies there."""
    return backups(turn, shutil.copy)
