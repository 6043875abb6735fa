"""Relevance does not fall: nDCG@10 of the retrieval set through the archive itself, against pinned floors."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archive

FLOORS = {
    "mono fr": 0.885,
    "mono ar": 0.918,
    "mono en": 0.943,
    "mono topic": 0.880,
    "typed fr": 0.885,
    "typed ar": 0.912,
    "mono de,es,ru,tr": 0.943,
    "mono zh": 0.960,
}

SHARED = os.environ.get("ARCHIVE_SHARED")
SET = Path(SHARED or ".") / "eval" / "retrieval"

pytestmark = pytest.mark.skipif(
    not SHARED, reason="ARCHIVE_SHARED does not name the folder with the retrieval set"
)


def records(name: str) -> Iterator[dict[str, Any]]:
    """Gives the lines of a file of the set."""
    with gzip.open(SET / name, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, float]]:
    """Gives the scores by group of every question asked of its own language, in an archive of all articles."""
    folder = tmp_path_factory.mktemp("relevance")
    run = folder / "run.jsonl"
    with archive.open(folder / "archive.db") as press, run.open("w", encoding="utf-8") as out:
        names: dict[int, list[str]] = {}
        for one in records("corpus.jsonl.gz"):
            made = archive.Clipping(title=one["title"] or None, body=one["body"], language=one["language"])
            number = press.add(made).article_id
            assert number is not None
            names.setdefault(number, []).append(one["id"])
        for asked in records("queries.jsonl.gz"):
            if asked["language"] == asked["target"]:
                results = press.search(f"{asked['text']} lang:{asked['target']}", limit=10)
                ranking = [name for hit in results.hits for name in names[hit.id]]
                out.write(json.dumps({"qid": asked["qid"], "ranking": ranking}) + "\n")
    command = [sys.executable, str(SET / "score.py"), str(run), "--missing", "skip"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    groups: dict[str, dict[str, float]] = json.loads(done.stdout)["groups"]
    return groups


@pytest.mark.parametrize("group", FLOORS)
def test_questions_find_their_articles(figures: dict[str, dict[str, float]], group: str) -> None:
    assert figures[group]["ndcg10"] >= FLOORS[group]
