"""Reading in other processes: order, limits, and a page that hangs or kills its reader costs only itself."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from conftest import SEEDS, Done
from readers_gone_wrong import Obedient

from archive import Capture, Outcome
from archive.cli import progress
from archive.ingest import patiently, pipeline, workers

Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def _short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(workers, "SECONDS", 3.0)


def read(contents: Sequence[str | None], jobs: int = 2) -> list[Outcome | None]:
    captures = [
        c if c is None else Capture(content=c.encode(), source=f"{n}") for n, c in enumerate(contents)
    ]
    given = list(workers.read_in_workers(captures, Obedient(), jobs))  # type: ignore[arg-type]
    return [one for one in given if one is None or isinstance(one, Outcome)]


def told(outcomes: Sequence[Outcome | None]) -> list[str]:
    """Gives what was said of each piece: the number of the process is nothing to compare."""
    reasons = [(one.refusal.reason.value, one.refusal.detail) for one in outcomes if one and one.refusal]
    return [reason if re.fullmatch(r"\d+", detail) else f"{reason}: {detail}" for reason, detail in reasons]


def test_outcomes_come_in_the_order_of_the_pieces_from_several_processes() -> None:
    outcomes = read(["x" * 50_000] * 30)
    assert [one.source for one in outcomes if one] == [str(n) for n in range(30)]
    assert len({one.refusal.detail for one in outcomes if one and one.refusal}) == 2


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("die", "the reader failed: the process that read it broke down"),
        ("hang", "timed out: reading it took longer than 3 seconds"),
        ("eat", "the reader failed: no memory"),
    ],
)
def test_a_page_that_hangs_or_kills_its_reader_costs_only_itself(bad: str, said: str) -> None:
    assert told(read(["a", "b", bad, "c"] + ["d"] * 40)) == ["no article"] * 2 + [said] + ["no article"] * 41


def test_what_was_read_is_given_before_a_silent_source_is_asked_again() -> None:
    asked = []

    def source() -> Sequence[Capture | None]:
        yield Capture(content=b"a", source="a")
        yield None
        asked.append("again")
        yield Capture(content=b"b", source="b")

    given = workers.read_in_workers(source(), Obedient(), 2)  # type: ignore[arg-type]
    first = next(given)
    assert isinstance(first, Outcome)
    assert (first.source, next(given), asked) == ("a", None, [])
    assert [one.source for one in given if isinstance(one, Outcome)] == ["b"]


def test_workers_end_with_the_ingest() -> None:
    given = workers.read_in_workers([Capture(content=b"a", source=str(n)) for n in range(99)], Obedient(), 1)  # type: ignore[arg-type]
    first = next(given)
    assert isinstance(first, Outcome)
    assert first.refusal
    worker = int(first.refusal.detail)
    os.kill(worker, 0)
    given.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_source_that_is_silent_holds_nothing_back() -> None:
    def slow() -> Sequence[int]:
        yield 1
        yield 2
        time.sleep(0.6)
        yield 3

    assert list(patiently(slow())) == [1, 2, None, 3]


def test_what_came_before_an_error_of_the_source_is_filed_before_it() -> None:
    def broken() -> Sequence[Outcome]:
        yield Outcome("a")
        raise FileNotFoundError

    gathered = pipeline.batches(broken())
    assert next(gathered) == [Outcome("a")]
    with pytest.raises(FileNotFoundError):
        next(gathered)


def test_a_piece_from_a_pipe_is_filed_while_the_pipe_stays_open(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "archive", "--db", str(tmp_path / "a.db"), "ingest", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write('{"title": "Le premier", "body": "Un corps."}\n')
        process.stdin.flush()
        assert process.stdout.readline().startswith("new")
        process.stdin.close()


def test_ctrl_c_ends_workers_and_says_how_to_go_on(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for n in range(20_000):
            file.write(json.dumps({"title": f"Titre {n}", "body": f"Un corps bref, numéro {n}."}) + "\n")
    command = [
        sys.executable,
        "-m",
        "archive",
        "--db",
        str(tmp_path / "a.db"),
        "ingest",
        str(lines),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate()
        assert process.returncode == 130
    assert "goes on from here" in err
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_report_holds_every_outcome(run: Run, db: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    done = run("ingest", str(SEEDS / "captures"), str(SEEDS / "bad"), "-q", "--report", str(report), db=db)
    rows = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    refused = [row for row in rows if row["result"] == "refused"]
    assert set(rows[0]) == {"source", "result", "article", "title", "changed", "reason", "detail"}
    assert len(refused) >= 2
    assert f"{len(refused)} refused: " in done.err
    assert all(row["reason"] in done.err for row in refused)
    assert len(rows) == sum(
        int(n) for n in re.findall(r"(\d+) (?:new|revised|same|refused)\b(?!:)", done.err)
    )


def test_a_report_that_cannot_be_written_is_said(run: Run, db: Path, tmp_path: Path) -> None:
    done = run("ingest", str(SEEDS / "captures"), "--report", str(tmp_path / "no" / "report"), db=db)
    assert done.code == 6
    assert "report" in done.err


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (10, 100, 5.0, "10 of 100 pieces, 2 a second, 45 s left"),
        (10, 10_000, 1.0, "10 of 10,000 pieces, 10 a second, 16 min 39 s left"),
        (1, 10_000, 2.0, "1 of 10,000 pieces, 0 a second, 5 h 33 min left"),
        (1_200, None, 10.0, "1,200 pieces, 120 a second"),
        (120, 100, 10.0, "120 pieces, 12 a second"),
    ],
)
def test_progress_says_how_many_how_fast_and_how_long(
    done: int, total: int | None, seconds: float, said: str
) -> None:
    assert progress.line(done, total, seconds) == said
