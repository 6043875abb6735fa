"""The benchmark: its tables, and that every engine it names has a module that says when it cannot run."""

from __future__ import annotations

import importlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

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
        "ingest": {"articles": 100, "seconds": 2.0, "megabytes": 90.0, "file": 5000, "raw text": 2000},
        "questions": {name: ["mot", "ville"] for name in vars(report)["BARS"]} | {"of one author": ["mot"]},
        "counts": {"archive": [7, 1200], "stock FTS5": [7, 1200], "tantivy": [7, 1200]},
    }


def test_a_table_shows_medians_slowest_and_ratios() -> None:
    report = importlib.import_module("report")
    lines = report.table(results(report)).splitlines()
    rare = next(line for line in lines if line.startswith("| rare"))
    assert rare == "| rare | 4.0 / 5.0 | 2.0 / 2.0 | 1.0 / 1.0 | 4.0 / 4.0 | 0.5 | 0.25 | 10 ms, 0.6 | 0.5 |"
    assert "Xapian: is not installed." in lines
    assert lines[2].endswith("A loop of a million additions took 29 to 49 ms, 47 in the middle.")
    assert lines[3].endswith("median / slowest of the 2 questions of a class (of one author 1).")
    told = (
        "Other engines, bytes an article, and how many they take in a second: stock FTS5 2 (500), tantivy 0."
    )
    assert told in lines
    assert "| file | 4 | 2.00 |" in lines
    assert any(
        line.endswith("at most 90 MB of memory, a file of 2.5 times the text, originals kept.")
        for line in lines
    )


def test_a_table_says_where_engines_count_otherwise() -> None:
    report = importlib.import_module("report")
    found: dict[str, Any] = results(report)
    assert report.table(found).splitlines()[-1] == (
        "Of *count*, each engine finds as many articles as the archive for all 2 questions."
    )
    found["counts"]["tantivy"] = [7, 1199]
    told = "Of *count*, the archive finds other numbers than other engines: `ville` 1,200 and not 1,199"
    assert report.table(found).splitlines()[-1] == f"{told} (tantivy)."
    found["counts"]["stock FTS5"] = [7, 1199]
    assert report.table(found).splitlines()[-1] == f"{told} (all)."


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


class Shelf:
    """Is an engine that keeps a file an article, and breaks off where it is told to."""

    breaks, keeps = False, True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def load(self, articles: Iterable[str]) -> None:
        for article in articles:
            (self.folder / article).touch()
            if self.breaks:
                raise KeyboardInterrupt

    def settle(self) -> None:
        (self.folder / "settled").touch()

    def held(self) -> int:
        return len(list(self.folder.glob("article*")))

    def seconds(self) -> float:
        return 0.0

    def size(self) -> int:
        return self.held()

    def close(self) -> None:
        (self.folder / "closed").touch()


@pytest.fixture
def shelves(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    peers = importlib.import_module("peers")
    module = ModuleType("peers.shelf")
    vars(module)["Engine"] = Shelf
    monkeypatch.setitem(sys.modules, "peers.shelf", module)
    monkeypatch.setitem(peers.PEERS, "shelf", "peers.shelf")
    return peers


def test_an_engine_that_was_interrupted_is_loaded_anew_and_one_that_was_not_is_kept(
    shelves: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Shelf, "breaks", True)
    with pytest.raises(KeyboardInterrupt):
        shelves.loaded("shelf", tmp_path, ["article-of-old"], 1)
    assert (tmp_path / "shelf" / "closed").exists()
    monkeypatch.setattr(Shelf, "breaks", False)
    for articles in (["article-1", "article-2"], []):  # the second time there is nothing to load
        _, facts = shelves.loaded("shelf", tmp_path, articles, 2)
        assert facts == {"load seconds": 0.0, "size": 2}
    left = sorted(file.name for file in (tmp_path / "shelf").iterdir())
    assert left == ["article-1", "article-2", "settled"]


def test_an_engine_that_holds_too_few_articles_is_no_engine(shelves: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"shelf holds 1 articles and not 2: remove .*shelf\.done"):
        shelves.loaded("shelf", tmp_path, ["article-1"], 2)
    assert not (tmp_path / "shelf.done").exists()


@pytest.mark.parametrize("name", ["stock FTS5", "sqlite-utils"])
def test_plain_fts5_is_merged_and_counted_as_the_archive_is(name: str, tmp_path: Path) -> None:
    peers, analysed = importlib.import_module("peers"), importlib.import_module("analysed")
    classes = importlib.import_module("classes")
    press = [
        analysed.Analysed(n, 737_000 + n, "Le Fil", "fr", ["Inès"], ["eau"], f"port {n}", "village clair")
        for n in range(1, 40)
    ]
    engine, facts = peers.loaded(name, tmp_path, press, len(press))
    try:
        assert facts["size"] > 0
        assert engine.count(classes.Question("village", ("village",), kind="count")) == 39
        file = next(engine.folder.glob("*.db"))
    finally:
        engine.close()
    with closing(sqlite3.connect(file)) as connection:
        table = "news" if name == "stock FTS5" else "news_fts"
        segments = connection.execute(f"SELECT count(DISTINCT segid) FROM {table}_idx").fetchone()
        assert segments == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone() > (0,)


def test_what_is_made_of_a_corpus_is_named_after_generator_and_analyzers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, analysed = importlib.import_module("corpus"), importlib.import_module("analysed")
    program = tmp_path / "generator.py"
    monkeypatch.setattr(corpus, "generator", lambda: program)
    names = set()
    for rules in ("rules 1", "rules 2"):
        monkeypatch.setattr(analysed, "FINGERPRINT", rules)
        for text in ("", "# other\n"):
            program.write_text(f"{text}import sys; open(sys.argv[3], 'w').close()\n", encoding="utf-8")
            names |= {analysed.made_of(corpus.corpus(tmp_path, 10), "archive").name}
    assert len(names) == 4
    assert all(name.startswith("archive-10-") for name in names)


@pytest.mark.parametrize("steps", [1, 3])
def test_an_archive_is_whole_when_it_was_merged_and_counted_not_when_its_rows_are_in(
    steps: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading = importlib.import_module("loading")
    monkeypatch.setattr(loading, "CHUNK", 1)
    path, file = tmp_path / "archive-3.db", tmp_path / "news-3.jsonl"
    fields = {
        "outlet": "Le Fil",
        "lang": "fr",
        "date": "2019-05-06T10:00:00Z",
        "authors": ["Inès"],
        "tags": ["eau"],
    }
    lines = [
        fields
        | {"id": n, "url": f"https://fil.example/{n}", "title": f"Port {n}", "body": "Un village clair."}
        for n in (1, 2, 3)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    broken_off = loading.load(path, file)
    assert [next(broken_off) for _ in range(steps)] == [1, 2, 3][:steps]
    broken_off.close()
    assert not path.with_suffix(".done").exists()
    assert list(loading.load(path, file)) == [2, 3][steps - 1 :]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM postings").fetchone() == (3,)
        assert connection.execute("SELECT count(DISTINCT segid) FROM article_index_idx").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone() > (0,)
    assert list(loading.load(path, file)) == []


def test_a_small_process_is_not_charged_with_the_memory_of_the_large_one_that_measures_it() -> None:
    ours = importlib.import_module("ours")
    large = bytearray(b"x") * 200_000_000
    taken = ours.alone(["-c", "pass"])
    assert len(large) / 1e6 > 2 * taken["megabytes"]
    assert 0 < taken["seconds"] < 30
    with pytest.raises(subprocess.CalledProcessError):
        ours.alone(["-c", "raise SystemExit(3)"])


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
    for name in ("report", "peers", "generator", "classes", "corpus", "analysed", "ours", "loading"):
        sys.modules.pop(name, None)
