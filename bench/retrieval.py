"""Measures how well the terms rank: nDCG@10 on the retrieval set, through a plain FTS5 table.

    ARCHIVE_SHARED=... python bench/retrieval.py [--run RUN.jsonl]

Each language's articles are ranked for each question that targets it: an OR of the question's terms, function
words left out, by bm25 with the title at twice the weight. `score.py` of the set gives the figures.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.analysis import FINGERPRINT, is_stop, terms, tokenize

SET = Path(os.environ.get("ARCHIVE_SHARED", ".")) / "eval" / "retrieval"
WEIGHTS = "4.0, 2.0"
GROUPS = (
    "mono fr",
    "mono ar",
    "mono en",
    "mono topic",
    "typed fr",
    "typed ar",
    "mono de,es,ru,tr",
    "mono zh",
)


def records(name: str) -> Iterator[dict[str, Any]]:
    """Gives the lines of a file of the set."""
    with gzip.open(SET / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def indexed(articles: list[dict[str, Any]]) -> tuple[sqlite3.Connection, float]:
    """Gives an index in memory, one table a language, and the seconds that analysis took."""
    index, seconds = sqlite3.connect(":memory:"), 0.0
    for language in sorted({article["language"] for article in articles}):
        index.execute(
            f"create virtual table {language}_terms using fts5(title, body, content='', tokenize='unicode61')"
        )
    for number, article in enumerate(articles):
        before, language = time.perf_counter(), article["language"]
        title, body = (" ".join(terms(article[part], language)) for part in ("title", "body"))
        seconds += time.perf_counter() - before
        index.execute(
            f"insert into {language}_terms(rowid, title, body) values (?, ?, ?)", (number, title, body)
        )
    return index, seconds


def question(text: str, language: str) -> str:
    """Gives the match expression of a question: its terms without function words, or all if these are all."""
    tokens = tokenize(text, language)
    content = [token for token in tokens if not is_stop(token.exact, language)] or tokens
    return " OR ".join(f'"{term}"' for term in dict.fromkeys(token.term for token in content))


def ranked(index: sqlite3.Connection, asked: dict[str, Any]) -> list[int]:
    """Gives the numbers of the best hundred articles of the target language."""
    match, table = question(asked["text"], asked["language"]), f"{asked['target']}_terms"
    order = f"select rowid from {table} where {table} match ? order by bm25({table}, {WEIGHTS}) limit 100"
    return [number for (number,) in index.execute(order, (match,))] if match else []


def scores(run: Path) -> dict[str, Any]:
    """Gives what `score.py` says about a run."""
    command = [sys.executable, str(SET / "score.py"), str(run), "--missing", "skip"]
    answer: dict[str, Any] = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
    )
    return answer


def main() -> None:
    """Indexes, asks, and prints one line a group."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, default=Path(tempfile.gettempdir()) / "retrieval.jsonl")
    run: Path = parser.parse_args().run
    articles = list(records("corpus.jsonl.gz"))
    index, seconds = indexed(articles)
    with run.open("w", encoding="utf-8") as out:
        for asked in records("queries.jsonl.gz"):
            if asked["language"] == asked["target"]:
                ranking = [articles[number]["id"] for number in ranked(index, asked)]
                out.write(json.dumps({"qid": asked["qid"], "ranking": ranking}) + "\n")
    groups = scores(run)["groups"]
    print(f"{FINGERPRINT}; analysis {1e6 * seconds / len(articles):.0f} µs an article")
    for group in GROUPS:
        print(f"{group:18}{groups[group]['ndcg10']:.3f}")


if __name__ == "__main__":
    main()
