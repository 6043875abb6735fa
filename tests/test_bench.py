"""The benchmark: its tables, and that every engine it names has a module that says when it cannot run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


def results(report: object) -> dict[str, object]:
    """Measurements in which the archive takes 2, its index 1 and plain FTS5 4 milliseconds."""
    engines = {"archive": [3.0, 5.0], "page": [2.0, 2.0], "index": [1.0, 1.0], "stock FTS5": [4.0, 4.0]}
    return {
        "articles": 1000,
        "machine": {"date": "2026-01-01", "system": "x", "cores": "2", "python": "3.11", "sqlite": "3.40"},
        "pace": [29.0, 47.0, 49.0],
        "times": {name: {**engines, "tantivy": [0.5]} for name in vars(report)["BARS"]},
        "peers": {
            "stock FTS5": {"load seconds": 2.0, "size": 2000},
            "tantivy": {"load seconds": 0.0, "size": 500},
        },
        "missing": {"Xapian": "is not installed."},
        "sizes": {"file": 4000, "raw text": 2000},
        "ingest": {"articles": 100, "seconds": 2.0, "megabytes": 90.0},
    }


def test_a_table_shows_medians_slowest_and_ratios() -> None:
    report = importlib.import_module("report")
    lines = report.table(results(report)).splitlines()
    rare = next(line for line in lines if line.startswith("| rare"))
    assert rare == "| rare | 4.0 / 5.0 | 2.0 / 2.0 | 1.0 / 1.0 | 4.0 / 4.0 | 0.5 | 0.25 | 10 ms, 0.6 | 0.5 |"
    assert "Xapian: is not installed." in lines
    assert lines[2].endswith("A loop of a million additions took 29 to 49 ms, 47 in the middle.")
    assert "Other engines, bytes an article: stock FTS5 2, tantivy 0." in lines
    assert "| file | 4 | 2.00 |" in lines


def test_tables_are_written_between_their_marks(tmp_path: Path) -> None:
    report = importlib.import_module("report")
    page = tmp_path / "page.md"
    page.write_text(
        f"before\n{report.BEGIN}\nold\n\n### 50,000 articles\n\nkept\n\n{report.END}\nafter\n",
        encoding="utf-8",
    )
    for _ in range(2):
        report.write(page, [results(report)])
    text = page.read_text("utf-8")
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert text.count("### 1,000 articles") == 1
    assert "### 50,000 articles\n\nkept\n" in text


def test_every_engine_has_a_module_that_needs_nothing_to_be_imported() -> None:
    peers = importlib.import_module("peers")
    for module in peers.PEERS.values():
        assert importlib.import_module(module).Engine
    assert set(peers.MOST) <= set(peers.PEERS)


def test_the_generator_writes_the_same_article_again() -> None:
    pytest.importorskip("wordfreq")
    generator = importlib.import_module("generator")
    languages = {code: generator.Language(code) for code in ("fr", "ar", "en")}
    first = [generator.article(number, 10, languages) for number in range(1, 11)]
    assert first == [generator.article(number, 10, languages) for number in range(1, 11)]
    assert {article["lang"] for article in first} <= {"fr", "ar", "en"}
    assert all(article["body"].endswith(".") and article["title"] for article in first)


def teardown_module() -> None:
    for name in ("report", "peers", "generator", "classes", "corpus", "analysed"):
        sys.modules.pop(name, None)
