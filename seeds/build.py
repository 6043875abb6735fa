"""Builds archive.db from the seeds: `python seeds/build.py archive.db`, or `make archive.db`."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import archive

SEEDS = Path(__file__).parent
ADDED = "2026-01-01T00:00:00Z"  # one moment for all, so that the same seeds give the same rows


def build(path: Path) -> None:
    """Makes the archive anew: known outlets first, then the captures and the records, in the order of names."""
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    with archive.open(path) as press:
        press.load_outlets(json.loads((SEEDS / "outlets.json").read_bytes()))
        for outcome in press.ingest(SEEDS / "captures", SEEDS / "articles.jsonl"):
            if outcome.refusal:
                raise SystemExit(f"{outcome.source}: {outcome.refusal.reason} ({outcome.refusal.detail})")
        list(press.rebuild_index())  # without the garbage of the one revised article
    settle(path)


def settle(path: Path) -> None:
    """Takes moments and this machine's paths out, and leaves WAL mode: the file must open from read-only media."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE articles SET added_at = ?, changed_at = ?", (ADDED, ADDED))
    connection.execute("UPDATE captures SET filed_at = ?, captured_at = ?", (ADDED, ADDED))
    connection.execute("UPDATE revisions SET replaced_at = ?", (ADDED,))
    prefix = len(str(SEEDS.parent)) + 2
    connection.execute("UPDATE captures SET source = substr(source, ?)", (prefix,))
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("VACUUM")
    connection.close()


if __name__ == "__main__":
    build(Path(sys.argv[1]).resolve())
