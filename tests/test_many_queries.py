"""A file of queries is answered line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import archive
from tests.conftest import Done

Run = Callable[..., Done]

NAMES = '# people\nHammouchi\n\n  الحموشي  \nnobodyatall\n"world cup" outlet:nirgendwo\n'


def test_each_query_is_a_row_with_its_total(run: Run, seeded: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text(NAMES, "utf-8-sig")
    done = run("search", "-f", str(file), "--count", "--format", "jsonl", db=seeded)
    rows = [json.loads(line) for line in done.out.splitlines()]
    with archive.open(seeded) as press:
        totals = {query: press.search(query).total for query in ("Hammouchi", "الحموشي")}
    assert [(row["query"], row["total"], row["exact"]) for row in rows] == [
        ("Hammouchi", totals["Hammouchi"], True),
        ("الحموشي", totals["الحموشي"], True),
        ("nobodyatall", 0, True),
        ('"world cup" outlet:nirgendwo', 0, True),
    ]
    assert min(totals.values()) > 0
    assert rows[0]["also_searched"] is not None
    assert rows[3]["remarks"] == ["there is no outlet called 'nirgendwo' in this archive"]
    assert done.err == "4 queries, 2 of them without any article.\n"


def test_each_hit_is_a_row_with_its_query(run: Run, seeded: Path) -> None:
    stdin = NAMES.encode()
    done = run(
        "search", "-f", "-", "--limit", "2", "--order", "newest", "--format", "csv", db=seeded, stdin=stdin
    )
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert [row["query"] for row in rows] == ["Hammouchi"] * 2 + ["الحموشي"] * 2
    with archive.open(seeded) as press:
        hits = press.search("Hammouchi", limit=2, order="newest")
    assert [row["id"] for row in rows[:2]] == [str(hit.id) for hit in hits.hits]
    assert {row["total"] for row in rows[:2]} == {str(hits.total)}
    assert 'Note on "world cup" outlet:nirgendwo: there is no outlet called' in done.err


def test_for_people_each_query_stands_above_its_hits(run: Run, seeded: Path) -> None:
    out = run("search", "-f", "-", "--limit", "1", db=seeded, stdin=NAMES.encode()).out
    assert "\u2068الحموشي\u2069: 15 articles" in out
    assert "nobodyatall: 0 articles" in out
    assert out.count("  1. ") == 2


def test_a_file_in_another_charset_is_told_with_its_line(run: Run, seeded: Path) -> None:
    done = run("search", "-f", "-", db=seeded, stdin="Rabat\nSécurité\n".encode("latin-1"))
    assert (done.code, done.out) == (2, "")
    assert done.err == "archive: Line 2 of the queries is not UTF-8; save them as UTF-8.\n"


def test_a_query_and_a_file_exclude_each_other(run: Run, seeded: Path) -> None:
    assert run("search", "x", "-f", "-", db=seeded).code == 2
    assert run("search", db=seeded).code == 2


def test_search_all_gives_answers_as_they_come(seeded: Path) -> None:
    with archive.open(seeded) as press:
        asked: list[str] = []

        def names() -> object:
            for name in ("qatar", "tramway"):
                asked.append(name)
                yield name

        answers = press.search_all(names(), limit=1)  # type: ignore[arg-type]
        assert asked == []
        query, results = next(answers)
        assert (query, len(results.hits), asked) == ("qatar", 1, ["qatar"])
