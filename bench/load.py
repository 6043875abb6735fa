"""What it costs to load JSON Lines: `python bench/load.py FILE`, with the lines of `bench/corpus.py` or records.

Everything is CPU time of the processes, an article, beside the insert of the same titles and bodies into a plain FTS5
table, in turn in the same run. The parts are measured on their own over the last articles, with warm memories.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from corpus import record

import archive
from archive.documents import Capture
from archive.ingest.pieces import piece_of
from archive.ingest.reading import Overrides, read
from archive.names.sighting import cut, sight
from archive.parse import KnownOutlets
from archive.store.likeness import signature

TOGETHER = 1_000
SAMPLE = 1_000
Record = dict[str, Any]


def cpu() -> float:
    """Gives the CPU seconds of this process and of those that it waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Gives the CPU and wall seconds of some work."""
    before, began = cpu(), time.perf_counter()
    work()
    return cpu() - before, time.perf_counter() - began


class Stock:
    """Is a plain FTS5 table of title and body, with every default."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("CREATE VIRTUAL TABLE stock USING fts5(title, body)")

    def insert(self, records: Sequence[Record]) -> None:
        """Inserts records, a thousand in a transaction."""
        for at in range(0, len(records), TOGETHER):
            rows = [(one["title"], one["body"]) for one in records[at : at + TOGETHER]]
            self.connection.execute("BEGIN")
            self.connection.executemany("INSERT INTO stock VALUES (?, ?)", rows)
            self.connection.execute("COMMIT")


def rows_alone(path: Path, records: Sequence[Record]) -> None:
    """Inserts records as rows of one table without any index."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(
        "CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, address TEXT UNIQUE, body TEXT)"
    )
    connection.execute("BEGIN")
    rows = [(one["title"], one.get("address"), one["body"]) for one in records]
    connection.executemany("INSERT INTO articles (title, address, body) VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")
    connection.close()


def load(folder: Path, records: Sequence[Record]) -> Iterator[tuple[int, float, float]]:
    """Loads the records by tenths, each followed by the same into stock FTS5; gives the CPU of both an article."""
    stock = Stock(folder / "stock.db")
    step = max(len(records) // 10, 1)
    with archive.open(folder / "ours.db") as press:
        press.init()
        for at in range(0, len(records), step):
            part = records[at : at + step]
            lines = write(folder / "tenth.jsonl", part)
            ours, _ = timed(lambda lines=lines: sum(1 for _ in press.ingest(lines)))  # type: ignore[misc]
            theirs, _ = timed(lambda part=part: stock.insert(part))  # type: ignore[misc]
            yield at + len(part), ours / len(part), theirs / len(part)


def write(path: Path, records: Iterable[Record]) -> Path:
    """Writes records as JSON Lines."""
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    path.write_text("".join(lines), encoding="utf-8")
    return path


def parts(lines: Path, start: int) -> Iterator[tuple[str, float]]:
    """Gives the CPU of each step that can be taken alone, an article."""
    with lines.open("rb") as file:
        contents = [line.strip() for line in islice(file, start, None)]
    captures = [Capture(content=line, source="bench", media_type="application/json") for line in contents]
    clippings: list[Any] = [read(capture, KnownOutlets(), Overrides()) for capture in captures]
    words = [cut(one.body, one.language).alike() for one in clippings]
    steps: dict[str, tuple[Callable[[Any], object], Iterable[Any]]] = {
        "read the record": (lambda capture: read(capture, KnownOutlets(), Overrides()), captures),
        "terms, and what they say of names": (lambda one: sight(one.body, one.language), clippings),
        "the likeness signature": (lambda words: signature(words), words),
        "compress the original": (lambda line: zlib.compress(line, 3), contents),
        "all before the archive is touched": (lambda one: piece_of(one, None), clippings),
    }
    for name, (step, items) in steps.items():
        spent, _ = timed(lambda step=step, items=items: [None for one in items if step(one) and False])  # type: ignore[misc]
        yield name, spent / len(contents)


def sides(folder: Path, lines: Path, count: int) -> Iterator[tuple[str, float]]:
    """Gives the wall seconds of one process and of two workers, an article."""
    for name, jobs in (("one process", 0), ("two workers", 2)):
        with archive.open(folder / f"jobs-{jobs}.db") as press:
            press.init()
            _, wall = timed(lambda press=press, jobs=jobs: sum(1 for _ in press.ingest(lines, jobs=jobs)))  # type: ignore[misc]
        yield name, wall / count


def abreast(work: Callable[[], object], tries: int = 5) -> float:
    """Gives how much more two processes that share nothing do than one, by the clock: the most that workers can gain.

    It is 2 where each has a core, and much less where two cores are threads of one.
    """

    def wall(count: int) -> float:
        processes = [get_context("fork").Process(target=work) for _ in range(count)]
        began = time.perf_counter()
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return time.perf_counter() - began

    one, two = zip(*((wall(1), wall(2)) for _ in range(tries)), strict=True)
    return 2 * median(one) / median(two)


def main() -> None:
    """Prints the figures of a file."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("-n", type=int, default=20_000, help="how many articles of the file")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with arguments.file.open(encoding="utf-8") as file:
            found = [json.loads(line) for line in islice(file, arguments.n)]
        records = [record(one) if "lead" in one else one for one in found]
        report(folder, records, write(folder / "records.jsonl", records))


def report(folder: Path, records: Sequence[Record], lines: Path) -> None:
    """Measures, and prints what was measured."""
    us = 1_000_000
    tenths = list(load(folder, records))
    print("| articles | ours, µs | stock FTS5, µs | ratio |\n| --- | --- | --- | --- |")
    for at, ours, theirs in tenths:
        print(f"| {at:,} | {ours * us:,.0f} | {theirs * us:,.0f} | {ours / theirs:.2f} |")
    plain, _ = timed(lambda: rows_alone(folder / "rows.db", records))
    stock = sum(theirs for *_, theirs in tenths) / len(tenths)
    print(
        f"\nrows alone: {plain / len(records) * us:,.0f} µs; last tenth over first: {tenths[-1][1] / tenths[0][1]:.2f}"
    )
    print("\n| step of the last articles | µs | of stock |\n| --- | --- | --- |")
    for name, spent in parts(lines, max(len(records) - SAMPLE, 0)):
        print(f"| {name} | {spent * us:,.0f} | {spent / stock:.2f} |")
    walls = dict(sides(folder, lines, len(records)))
    gained = walls["one process"] / walls["two workers"]
    most = abreast(lambda: [sight(one["body"], one["language"]) for one in records[-SAMPLE:]])
    print(f"\ntwo workers: {gained:.2f} times one process, by the clock, on {os.cpu_count()} cores")
    print(f"two processes that share nothing: {most:.2f} times one")
    text = sum(len((one["title"] + one["body"]).encode()) for one in records)
    size = (folder / "ours.db").stat().st_size
    print(f"file: {size / text:.2f} times the text")


if __name__ == "__main__":
    sys.exit(main())
