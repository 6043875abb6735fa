"""The engines that the archive is measured beside; each indexes the same analysed corpus in its own plain way."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol

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
"""By name, with the module that has its `Peer`."""

MOST = {"DuckDB": 100_000, "Whoosh": 10_000, "Xapian": 100_000, "PostgreSQL": 100_000}
"""Up to how many articles an engine is measured: past that it takes hours, or more memory than a laptop has."""


class Missing(Exception):
    """Says in a sentence why an engine is not measured."""


class Peer(Protocol):
    """Is an engine under measurement; making one raises `Missing` where it is not installed."""

    def load(self, articles: Iterable[Analysed]) -> None:
        """Indexes the articles; again, when the index is there, does nothing."""

    def ask(self, question: Question) -> object:
        """Answers with the ids of the first twenty, counts or a number; NotImplementedError where it cannot."""

    def seconds(self) -> float:
        """Gives the processor time that was used so far, by the process that does the work."""

    def size(self) -> int:
        """Gives the bytes of the index on disk."""


def peer(name: str, folder: Path) -> Peer:
    """Gives an engine that keeps its files in a folder; `Missing` where it is not installed."""
    made: Peer = import_module(PEERS[name]).Engine(folder)
    return made


def size_of(folder: Path) -> int:
    """Gives the bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
