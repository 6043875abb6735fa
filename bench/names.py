"""Measures how names are found in every script and spelling, on the vocabulary and queries of `eval/names`.

    ARCHIVE_SHARED=... python bench/names.py [--db FILE] [--bare] [--by]

Builds a lexicon of the 470,000 terms (kept in FILE), expands every query, mistypes terms, and calls the set's scorer.
With `--bare` the shipped tables of names and aliases are left out. Times are of the processor.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from archive import schema
from archive.analysis import readings
from archive.names import lexicon, sightings
from archive.names.corrections import did_you_mean
from archive.names.expansion import Expansion, expand, folded
from archive.names.scripts import ARABIC, LATIN, script_of
from archive.names.tables import is_known

SET = Path(os.environ.get("ARCHIVE_SHARED", ".")) / "eval" / "names"
TABLES = ("lexicon", "lexkeys", "aliases", "index_state")
LANGUAGES = ("ar", "en", "fr")
SEEN = 100
"""How many sightings the simulated share of capitals stands for."""

TYPOS, LEAST_DF, LEAST_LETTERS = 300, 20, 5
LETTERS = {ARABIC: "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", LATIN: "abcdefghijklmnopqrstuvwxyz"}

T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """Gives an answer and the milliseconds of processor time that it took."""
    before = time.process_time()
    answer = call()
    return answer, 1000 * (time.process_time() - before)


def vocabulary() -> Iterator[sightings.Row]:
    """Gives the terms of the set as if a batch of articles had been read."""
    df: Counter[str] = Counter()
    shares: dict[str, float] = {}
    with gzip.open(SET / "vocab.tsv.gz", "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            term = folded(row["term"])
            df[term] = max(df[term], int(row["df"]))
            if row["cap"]:
                shares[term] = float(row["cap"])
    for term in sorted(df):
        script = script_of(term)
        if script is not None and sightings.SHORTEST <= len(term) <= sightings.LONGEST:
            capitals = round(shares[term] * SEEN) if term in shares else 0
            yield term, script, df[term], capitals, SEEN - capitals if term in shares else 0, None


def build(path: Path) -> None:
    """Makes a lexicon of the vocabulary."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (sql for _, _, table, sql in schema.as_made() if table in TABLES):
        connection.execute(statement)
    seen = vocabulary()
    connection.execute("BEGIN")
    _, spent = timed(lambda: sightings.flush(connection, seen, is_known))
    connection.execute("COMMIT")
    terms = connection.execute("SELECT count(*) FROM lexicon").fetchone()[0]
    connection.close()
    print(f"build: {terms:,} terms in {spent / 1000:.1f} s, {path.stat().st_size / terms:.0f} bytes a term")


def queries() -> list[str]:
    """Gives the queries of the set."""
    command = [sys.executable, str(SET / "score.py"), "--queries"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def answers(connection: sqlite3.Connection, *, shipped: bool) -> Iterator[dict[str, object]]:
    """Gives a line of a run for each query; its time includes the analysis of what is found."""
    expand(connection, "Hammouchi", capital=True, shipped=shipped)

    def answer(query: str) -> Expansion:
        found = expand(connection, query, capital=query[:1].isupper(), shipped=shipped)
        for spelling in (*found.same_script, *found.other_script):
            readings(spelling.term, LANGUAGES)
        return found

    for query in queries():
        found, spent = timed(lambda query=query: answer(query))  # type: ignore[misc]
        terms = [spelling.term for spelling in (*found.same_script, *found.other_script)]
        yield {"query": query, "results": terms, "ms": spent}


def mistyped(term: str, letters: str, chance: random.Random) -> str:
    """Gives a term with one letter left out, added, replaced, or swapped with the next."""
    at, letter = chance.randrange(len(term)), chance.choice(letters)
    head, tail = term[:at], term[at:]
    return chance.choice(
        (
            head + tail[1:],
            head + letter + tail,
            head + letter + tail[1:],
            head + tail[1:2] + tail[:1] + tail[2:],
        )
    )


def corrected(connection: sqlite3.Connection, script: int) -> tuple[float, float]:
    """Gives the share of mistyped terms whose right form is among three suggestions, and the mean milliseconds."""
    frequent = [
        term
        for (term,) in connection.execute(
            "SELECT term FROM lexicon WHERE script = ? AND df >= ? AND length(term) >= ? ORDER BY term",
            (script, LEAST_DF, LEAST_LETTERS),
        )
        if " " not in term
    ]
    chance, right, spent, asked = random.Random(11), 0, 0.0, 0
    while asked < TYPOS:
        term = chance.choice(frequent)
        typed = mistyped(term, LETTERS[script], chance)
        if lexicon.entry(connection, typed) is None:
            found, took = timed(lambda typed=typed: did_you_mean(connection, typed))  # type: ignore[misc]
            right += term in [spelling.term for spelling in found]
            spent += took
            asked += 1
    return right / TYPOS, spent / TYPOS


def main() -> None:
    """Builds, asks, scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--by", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.db or Path(folder) / "lexicon.db"
        if not path.exists():
            build(path)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN")
        if options.bare:
            connection.execute("UPDATE lexicon SET known = 0 WHERE known")
        lines = [json.dumps(one, ensure_ascii=False) for one in answers(connection, shipped=not options.bare)]
        run = Path(folder) / "run.jsonl"
        run.write_text("\n".join(lines), "utf-8")
        for name, script in (("latin", LATIN), ("arabic", ARABIC)):
            share, spent = corrected(connection, script)
            print(f"did you mean, {name}: R@3 {share:.3f}, mean {spent:.1f} ms")
        connection.execute("ROLLBACK")
        sys.stdout.flush()
        subprocess.run([sys.executable, str(SET / "score.py"), str(run), *["--by"] * options.by], check=True)


if __name__ == "__main__":
    main()
