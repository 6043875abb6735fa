"""Measures the archive beside plain FTS5 and other engines, on a made-up press of any size.

    python bench/run.py                          10,000 articles, some minutes
    python bench/run.py --sizes 100000           and larger ones: an hour for a million
    python bench/run.py --peers "stock FTS5"     beside these engines alone
    python bench/run.py --write                  and put the tables into docs/benchmarks.md
    python bench/run.py --render                 put what was measured before there, and measure nothing

What is measured is processor time of this process, Python included, everything warm: each question is asked five
times and the best time counts. Corpora, archives and the indexes of the engines are kept in the folder and used
again. `ARCHIVE_SHARED` names a folder whose `bench/gen.py` writes the corpus, else `bench/generator.py` does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import loading
from analysed import analysed, articles
from classes import Question, drawn
from corpus import corpus, read
from ours import Ours, ingest
from peers import MOST, PEERS, Missing, Peer, peer
from report import table, write

TIMES = 5
SAMPLE = 2_000
"""How many articles of the corpus words are drawn from."""

INGESTED = 1_000
ROOT = Path(__file__).resolve().parent.parent
Ask = Callable[[Question], object]


def main() -> None:
    """Measures each size and prints its tables."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--sizes", type=int, nargs="+", default=[10_000], help="numbers of articles")
    options.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="what is kept")
    options.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS), help="other engines")
    options.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    options.add_argument("--render", action="store_true", help="write the tables of what was measured before")
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for size in () if given.render else given.sizes:
        found = measured(given.folder, size, given.peers)
        kept = given.folder / f"results-{size}.json"
        kept.write_text(json.dumps(found, indent=1), encoding="utf-8")
        print(table(found))
    if given.write or given.render:
        results = sorted(given.folder.glob("results-*.json"), key=lambda file: int(file.stem.split("-")[1]))
        write(ROOT / "docs" / "benchmarks.md", [json.loads(file.read_text("utf-8")) for file in results])


def measured(folder: Path, size: int, peers: list[str]) -> dict[str, Any]:
    """Gives all that is measured at one size, as plain values."""
    say(f"{size:,} articles: the corpus")
    file = corpus(folder, size)
    archive = folder / f"archive-{size}.db"
    for done in loading.load(archive, file):
        say(f"{done:,} articles in the archive")
    ours = Ours(archive)
    questions = drawn(ours.connection, list(islice(read(file), SAMPLE)))
    found: dict[str, Any] = {
        "articles": size,
        "machine": machine(),
        "questions": {name: [one.typed for one in some] for name, some in questions.items()},
        "ingest": ingest(folder, file, INGESTED),
        "sizes": ours.sizes(),
        "missing": {},
        "peers": {},
    }
    engines: dict[str, Peer] = {}
    for name in peers:
        made = loaded(folder, file, size, name)
        if isinstance(made, str):
            found["missing"][name] = made
        else:
            engines[name], found["peers"][name] = made
    try:
        asked = {"archive": ours.whole, "page": ours.page, "index": ours.index}
        clocks = {name: engine.seconds for name, engine in engines.items()}
        asked |= {name: engine.ask for name, engine in engines.items()}
        found["times"], found["pace"] = {}, []
        for name, some in questions.items():
            found["pace"].append(pace())
            found["times"][name] = in_turn(name, asked, clocks, some)
    finally:
        for engine in engines.values():
            getattr(engine, "close", bool)()
    return found


def loaded(folder: Path, file: Path, size: int, name: str) -> tuple[Peer, dict[str, float]] | str:
    """Gives an engine that holds the corpus, with what that took, or the sentence that says why there is none."""
    if size > MOST.get(name, size):
        return f"not measured past {MOST[name]:,} articles."
    say(name)
    try:
        engine = peer(name, folder / f"peers-{size}")
    except Missing as missing:
        return str(missing)
    terms = analysed(file)
    before = engine.seconds()  # a server does not tell what loading took it
    engine.load(articles(terms))
    return engine, {"load seconds": engine.seconds() - before, "size": engine.size()}


def in_turn(
    kind: str, asked: dict[str, Ask], clocks: dict[str, Callable[[], float]], questions: list[Question]
) -> dict[str, list[float]]:
    """Gives the best milliseconds of each question by engine; they take turns, so that all have the same weather."""
    say(kind)
    times: dict[str, list[float]] = {name: [] for name in asked}
    for question in questions:
        for name, tries in _tries(asked, clocks, question).items():
            if tries:
                times[name].append(min(tries) * 1000)
    return times


def _tries(
    asked: dict[str, Ask], clocks: dict[str, Callable[[], float]], question: Question
) -> dict[str, list[float]]:
    tries: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(TIMES):
        for name, ask in asked.items():
            clock = clocks.get(name, time.process_time)
            before = clock()
            try:
                ask(question)
            except NotImplementedError:
                continue
            tries[name].append(clock() - before)
    return tries


def pace() -> float:
    """Gives the milliseconds that a loop of a million additions takes now: twice as many where a core is shared."""
    before, number = time.process_time(), 0
    for one in range(1_000_000):
        number += one
    return (time.process_time() - before) * 1000


def machine() -> dict[str, str]:
    """Gives what the figures depend on besides the program."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }


def say(text: str) -> None:
    """Tells what is being done."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
