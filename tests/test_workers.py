"""Reading in other processes: order, limits, and a page that hangs or kills its reader costs only itself."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import SEEDS, Done
from readers_gone_wrong import Obedient

import archive
from archive import Capture, Outcome
from archive.cli import progress
from archive.ingest import crew, patiently, pipeline, workers

Run = Callable[..., Done]


@pytest.fixture(autouse=True)
def _short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.setattr(crew, "SECONDS", 3.0)


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


def children() -> set[int]:
    """Gives the processes that this one started and that are not gone."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            status = place.read_text()
        except OSError:  # it ended meanwhile
            continue
        if int(status.rpartition(")")[2].split()[1]) == os.getpid():
            found.add(int(place.parent.name))
    return found


@contextmanager
def nobody_left() -> Iterator[None]:
    """Holds that a block leaves no process and no thread behind."""
    before, threads = children(), set(threading.enumerate())
    yield
    assert children() <= before
    assert set(threading.enumerate()) <= threads


def many(content: bytes = b"a", count: int = 99) -> list[Capture]:
    return [Capture(content=content, source=str(n)) for n in range(count)]


def test_workers_and_their_threads_end_with_the_ingest() -> None:
    with nobody_left():
        given = workers.read_in_workers(many(), Obedient(), 2)  # type: ignore[arg-type]
        assert isinstance(next(given), Outcome)
        assert len(children()) >= 2
        given.close()  # type: ignore[attr-defined]


def test_no_more_workers_are_started_than_there_is_to_read() -> None:
    before = children()
    with nobody_left():
        given = workers.read_in_workers(many(count=1), Obedient(), 8)  # type: ignore[arg-type]
        assert isinstance(next(given), Outcome)
        assert len(children() - before) == 1
        given.close()


@pytest.mark.parametrize("jobs", [-1, 99_999])
def test_a_number_of_jobs_that_makes_no_sense_is_refused(run: Run, tmp_path: Path, jobs: int) -> None:
    path, page = tmp_path / "a.db", SEEDS / "captures" / "01-fr-hammouchi-doha.txt"
    with archive.open(path) as press, pytest.raises(archive.InvalidError, match=f"0 to .* not {jobs}"):
        press.ingest(page, jobs=jobs)
    done = run("ingest", "--jobs", str(jobs), str(page), db=path)
    assert done.code == 2
    assert str(jobs) in done.err
    assert not path.exists()


def test_a_worker_that_cannot_begin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with nobody_left(), pytest.raises(archive.StorageError, match="could not be started"):
        list(workers.read_in_workers(many(), Obedient(), 2))  # type: ignore[arg-type]


LIMITED = """
import resource
from archive.ingest.worker import _limit_memory
resource.setrlimit(resource.RLIMIT_AS, (900 << 20, 900 << 20))
_limit_memory()
print(resource.getrlimit(resource.RLIMIT_AS) == (900 << 20, 900 << 20))
"""


def test_a_worker_takes_no_more_memory_than_it_was_given() -> None:
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_who_stops_does_not_wait_for_a_page_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "SECONDS", 600.0)
    monkeypatch.setattr(workers, "TOGETHER", 1)
    captures = [Capture(content=b"a", source="a"), *many(b"hang", 3)]
    with nobody_left():
        given = workers.read_in_workers(captures, Obedient(), 2)  # type: ignore[arg-type]
        assert isinstance(next(given), Outcome)
        with pytest.raises(KeyboardInterrupt):
            given.throw(KeyboardInterrupt)  # type: ignore[attr-defined]


SUSPENDED = """
from archive import Capture
from archive.ingest import crew, workers
from readers_gone_wrong import Obedient

crew.SECONDS, workers.TOGETHER = 3.0, 1
captures = [Capture(content=content, source="it") for content in (b"a", b"wait")]
for outcome in workers.read_in_workers(captures, Obedient(), 1):
    print(outcome.refusal.reason.value, flush=True)
"""


def test_a_page_is_not_refused_because_all_were_suspended_while_it_was_read() -> None:
    command = [sys.executable, "-c", SUSPENDED]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "no article\n"
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(3.5)
    os.killpg(process.pid, signal.SIGCONT)
    assert process.communicate()[0] == "no article\n"


def test_an_error_of_the_source_comes_after_the_readings_of_what_it_gave_and_leaves_nobody() -> None:
    def broken() -> Iterator[Capture]:
        yield from many(b"x" * 10_000, 70)
        raise FileNotFoundError("gone")

    with nobody_left():
        given = workers.read_in_workers(broken(), Obedient(), 2)  # type: ignore[arg-type]
        sources: list[str] = []
        with pytest.raises(FileNotFoundError, match="gone"):
            sources.extend(one.source for one in given if isinstance(one, Outcome))
        assert sources == [str(n) for n in range(70)]


def test_what_comes_next_is_read_while_nobody_takes_and_no_more_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "AHEAD", 200)
    asked = []

    def source() -> Iterator[Capture]:
        for capture in many(count=1_000):
            asked.append(capture)
            yield capture

    given = workers.read_in_workers(source(), Obedient(), 2)  # type: ignore[arg-type]
    seen = [next(given)]
    assert workers.TOGETHER < len(asked) <= 200 + workers.TOGETHER
    for one in given:
        seen.append(one)
        assert len(asked) - len(seen) <= 200 + workers.TOGETHER
    assert len(seen) == 1_000


@pytest.mark.parametrize(("room", "most"), [(100_000, 4), (10_000, 2)])
def test_large_pieces_are_read_ahead_by_their_bytes(
    monkeypatch: pytest.MonkeyPatch, room: int, most: int
) -> None:
    """A piece that is larger than all the room goes alone."""
    monkeypatch.setattr(workers, "AHEAD_BYTES", room)
    monkeypatch.setattr(workers, "TOGETHER_BYTES", 1)
    asked: list[Capture] = []

    def source() -> Iterator[Capture]:
        for capture in many(b"x" * 30_000, 20):
            asked.append(capture)
            yield capture

    given = workers.read_in_workers(source(), Obedient(), 2)  # type: ignore[arg-type]
    for taken, one in enumerate(given):
        assert isinstance(one, Outcome)
        assert len(asked) - taken <= most
    assert taken == 19


def test_an_archive_that_is_locked_leaves_no_worker_behind_even_while_its_error_is_kept(
    tmp_path: Path,
) -> None:
    lines = tmp_path / "some.jsonl"
    lines.write_text(
        "".join(json.dumps({"title": f"Titre {n}", "body": "Un corps."}) + "\n" for n in range(99))
    )
    settings = archive.Settings(database=tmp_path / "a.db", lock_wait=0.1)
    with archive.open(tmp_path / "a.db", settings=settings) as press, nobody_left():
        outcomes = press.ingest(lines, jobs=2)
        assert next(outcomes).result == "new"
        assert len(children()) >= 2
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(archive.LockedError) as kept:
                list(outcomes)
        assert kept.tb


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
