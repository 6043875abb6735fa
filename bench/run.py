"""Measures the archive beside plain FTS5 and other engines, on a made-up press of any size.

    python bench/run.py                          10,000 articles, some minutes
    python bench/run.py --sizes 100000           and larger ones: an hour for a million
    python bench/run.py --peers "stock FTS5"     beside these engines alone
    python bench/run.py --write                  and put the tables into docs/benchmarks.md
    python bench/run.py --render                 put what was measured before there, and measure nothing

What is measured is processor time of this process, Python included, everything warm: each question is asked five
times and the best time counts. Corpora, archives and the indexes of the engines are kept in the folder and used
again, under names that tell the generator and the analyzers, once a stamp `.done` says that they are whole.
`ARCHIVE_SHARED` names a folder whose `bench/gen.py` writes the corpus, else `bench/generator.py` does.
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
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import loading
from analysed import analysed, articles, made_of
from classes import Question, drawn
from corpus import corpus, read
from ours import Ours, ingest
from peers import MOST, PEERS, Missing, Peer, loaded
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
    archive = made_of(file, "archive").with_suffix(".db")
    for done in loading.load(archive, file):
        say(f"{done:,} articles in the archive")
    with ExitStack() as opened:
        ours = opened.enter_context(closing(Ours(archive)))
        if (held := ours.held()) != size:
            raise RuntimeError(f"{archive} holds {held:,} articles and not {size:,}: remove it")
        found, questions = itself(folder, file, ours, size)
        engines: dict[str, Peer] = {}
        for name in peers:
            say(name)
            try:
                engines[name], found["peers"][name] = made(name, file, size)
            except Missing as missing:
                found["missing"][name] = str(missing)
            else:
                opened.enter_context(closing(engines[name]))
        asked_all(found, questions, ours, engines)
    return found


def itself(
    folder: Path, file: Path, ours: Ours, size: int
) -> tuple[dict[str, Any], dict[str, list[Question]]]:
    """Gives what is measured of the archive by itself, and the questions that all engines are asked."""
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
    return found, questions


def made(name: str, file: Path, size: int) -> tuple[Peer, dict[str, float]]:
    """Gives an engine that holds the corpus, with what that took; `Missing` where there is none."""
    if size > MOST.get(name, size):
        raise Missing(f"not measured past {MOST[name]:,} articles.")
    return loaded(name, made_of(file, "peers"), articles(analysed(file)), size)


def asked_all(
    found: dict[str, Any], questions: dict[str, list[Question]], ours: Ours, engines: dict[str, Peer]
) -> None:
    """Notes how long every engine takes for each question, and what each of them counts."""
    asked: dict[str, Ask] = {"archive": ours.whole, "page": ours.page, "index": ours.index}
    asked |= {name: engine.ask for name, engine in engines.items()}
    clocks = {name: engine.seconds for name, engine in engines.items()}
    found["times"], found["pace"] = {}, []
    for name, some in questions.items():
        found["pace"].append(pace())
        found["times"][name] = in_turn(name, asked, clocks, some)
    counters = {"archive": ours, **engines}
    found["counts"] = {
        name: [one.count(question) for question in questions["count"]] for name, one in counters.items()
    }


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
