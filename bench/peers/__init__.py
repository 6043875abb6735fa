"""The engines that the archive is measured beside; each indexes the same analysed corpus in its own plain way."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from analysed import Analysed
from classes import Question

PEERS = {
    "stock FTS5": "peers.stock",
    "sqlite-utils": "peers.sqlite_utils_search",
    "tantivy": "peers.tantivy_index",
    "Xapian": "peers.xapian_index",
    "PostgreSQL": "peers.postgres",
    "DuckDB": "peers.duckdb_fts",
    "Whoosh": "peers.whoosh_index",
}
"""By name, with the module that has its `Engine`."""

MOST = {"DuckDB": 100_000, "Whoosh": 10_000, "Xapian": 100_000, "PostgreSQL": 100_000}
"""Up to how many articles an engine is measured: past that it takes hours, or more memory than a laptop has."""


class Missing(Exception):
    """Says in a sentence why an engine is not measured."""


class Peer:
    """Is an engine under measurement, in a folder of its own; making one raises `Missing` where it is not installed."""

    keeps = True
    """Whether the index is there the next time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, articles: Iterable[Analysed]) -> None:
        """Indexes the articles, of which it has none."""
        raise NotImplementedError

    def settle(self) -> None:
        """Does what may be done once after loading and is not counted as loading; most have nothing to do."""

    def held(self) -> int:
        """Gives how many articles the index has."""
        raise NotImplementedError

    def ask(self, question: Question) -> object:
        """Answers with the ids of the first twenty, counts or a number; NotImplementedError where it cannot."""
        raise NotImplementedError

    def count(self, question: Question) -> int:
        """Gives the number that answers a question of the kind `count`."""
        return int(str(self.ask(question)))

    def seconds(self) -> float:
        """Gives the processor time used so far by the process that does the work: this one, where not said."""
        return time.process_time()

    def size(self) -> int:
        """Gives the bytes of the index on disk."""
        return sum(file.stat().st_size for file in self.folder.rglob("*") if file.is_file())

    def close(self) -> None:
        """Lets go of the index."""


Facts = dict[str, float]


def loaded(name: str, folder: Path, articles: Iterable[Analysed], number: int) -> tuple[Peer, Facts]:
    """Gives an engine that holds so many articles, with its size and, where it is known, what loading took.

    A stamp says that all is in: an index without one was interrupted, and is made anew. Raises `Missing`.
    """
    module = PEERS[name]
    home = folder / module.removeprefix("peers.")
    stamp = home.with_suffix(".done")
    if not stamp.exists():
        shutil.rmtree(home, ignore_errors=True)
    engine: Peer = import_module(module).Engine(home)
    try:
        facts: Facts = (
            json.loads(stamp.read_text("utf-8") or "{}") if stamp.exists() else filled(engine, articles)
        )
        if (held := engine.held()) != number:
            raise RuntimeError(f"{name} holds {held:,} articles and not {number:,}: remove {stamp}")
        if engine.keeps:
            stamp.write_text(json.dumps(facts), encoding="utf-8")
    except BaseException:
        engine.close()
        raise
    return engine, facts | {"size": engine.size()}


def filled(engine: Peer, articles: Iterable[Analysed]) -> Facts:
    """Loads an engine; gives the processor seconds of it, without those of settling."""
    before = engine.seconds()
    engine.load(articles)
    took = engine.seconds() - before
    engine.settle()
    return {"load seconds": took}
