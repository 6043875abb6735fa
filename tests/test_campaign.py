"""The campaign itself: its watcher sees and stops what a child does, its lines are told, its chance can be replayed."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from campaign import crowd, disk, outputs, parsers, queries, server, vandal
from campaign.__main__ import Turns, Verdict, exit_code, summed, verdict
from campaign.children import CRASHED, Child, fork
from campaign.corpus import text
from campaign.frame import Result, Turn
from campaign.lines import LINES
from campaign.recording import BEGIN, END, PAGES, table
from campaign.tracing import KILL, Call, unable, watch


def writes(folder: Path):
    """Gives the work of committing five rows and telling each."""

    def work(told):
        connection = sqlite3.connect(folder / "five.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
        for number in range(5):
            connection.execute("INSERT INTO t VALUES (?)", (number,))
            told(str(number))
        connection.close()

    return work


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    if reason := unable():
        pytest.skip(reason)
    return tmp_path


def test_a_child_is_watched_call_by_call(watched: Path) -> None:
    calls: list[Call] = []
    child = watch(writes(watched), lambda call: calls.append(call), watched)
    assert (child.status, child.lines) == (0, list("01234"))
    told = [call.content for call in calls if call.path == Path("told")]
    assert told == [b"0\n", b"1\n", b"2\n", b"3\n", b"4\n"]
    log = [call for call in calls if call.path.name == "five.db-wal"]
    assert {"pwrite64", "fdatasync", "unlink"} <= {call.name for call in log}
    first = next(call for call in log if call.name == "pwrite64")
    assert (first.place, first.size, first.content[:3]) == (0, 32, b"\x37\x7f\x06")  # the header of a log


def test_a_child_is_killed_before_a_call_and_a_call_is_refused(watched: Path) -> None:
    seen: list[Call] = []

    def at_twelfth_write(verdict: int):
        def decide(call: Call) -> int | None:
            seen.append(call)
            writes_seen = sum(one.name == "pwrite64" for one in seen)
            return verdict if call.name == "pwrite64" and writes_seen == 12 else None

        return decide

    child = watch(writes(watched), at_twelfth_write(KILL), watched)
    assert child.status == -9
    assert len(child.lines) < 5
    seen.clear()
    child = watch(writes(watched), at_twelfth_write(errno.EIO), watched)
    assert child.status == CRASHED
    assert "disk I/O error" in " ".join(child.lines)


def test_a_child_that_hangs_is_ended() -> None:
    child = fork(lambda told: __import__("time").sleep(60))
    assert child.wait(0.2) < 0


def test_power_is_lost_without_loss_and_the_control_sees_it(watched: Path) -> None:
    assert disk.power_loss(Turn(Random(3), 25, watched)).faults == []
    assert disk.power_loss_control(Turn(Random(3), 60, watched)).faults != []


def test_chance_can_be_replayed() -> None:
    assert [queries.typed(Random(5)) for _ in range(3)] == [queries.typed(Random(5)) for _ in range(3)]
    assert list(parsers.inputs(Random(5), 9)) == list(parsers.inputs(Random(5), 9))


def test_a_line_holds_when_nothing_was_wrong_and_its_control_was() -> None:
    well, ill = Turns(1), Turns(1, ["a fault"])
    for result, control, held in ((well, ill, True), (well, well, False), (ill, ill, False)):
        assert Verdict(LINES[0], 1, 1, result, control, 1.0).held is held


def test_a_line_that_is_not_run_is_counted_apart_and_fails_where_it_is_not_excused() -> None:
    well, ill, idle = Turns(1), Turns(1, ["a fault"]), Verdict(LINES[1], 1, 1, None, None, 1.0, "no ptrace")
    held, failed = Verdict(LINES[0], 1, 1, well, ill, 1.0), Verdict(LINES[2], 1, 1, ill, ill, 1.0)
    assert not idle.held
    assert summed([held, idle]) == "1 held, 1 not run (F2)"
    assert summed([held, idle, failed]) == "1 held, 1 failed (F3), 1 not run (F2)"
    assert summed([held]) == "1 held"
    assert [exit_code([held, idle], excused) for excused in (["F2"], ["F1"], [])] == [0, 1, 1]
    assert exit_code([held, failed], ["F3"]) == 1


@pytest.mark.parametrize(
    ("code", "passed", "failed", "faults"),
    [
        (0, 90, [], []),
        (0, 0, [], ["ended with 0, 0 passed: said"]),
        (1, 89, ["test_web_x"], ["test_web_x"]),
        (1, 89, [], ["ended with 1, 89 passed: said"]),  # a fixture broke: pytest says ERROR, not FAILED
        (4, 0, [], ["ended with 4, 0 passed: said"]),
    ],
)
def test_tests_of_the_web_that_did_not_run_are_a_fault(
    code: int, passed: int, failed: list[str], faults: list[str]
) -> None:
    assert server.Tested(code, passed, failed, "said").faults == faults


def test_a_control_whose_tests_could_not_be_run_breaks_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "tested", lambda *_: server.Tested(2, 0, [], "no such plugin"))
    with pytest.raises(AssertionError, match="no such plugin"):
        server.served_control(Turn(Random(1), 1, tmp_path))


def test_a_writer_that_filed_nothing_is_blamed() -> None:
    busy = Child(0, 0, _read=b"locked\n0.0123 https://sud.example/7\n")
    waiting, locked = Child(0, 0), Child(0, 0, _read=b"locked\n")
    assert crowd._idle([busy, waiting, locked]) == ["writer 2 filed nothing", "writer 3 filed nothing"]


def test_a_doctor_that_finds_nothing_is_seen_by_the_comparison_itself(tmp_path: Path) -> None:
    seen = vandal.vandalism_control(Turn(Random(1), 1, tmp_path)).faults
    kinds = [fault for fault in seen if "the doctor does not name it" in fault]
    assert len(kinds) == len(vandal.VANDALISM)


def test_what_an_export_changed_is_named_field_by_field() -> None:
    assert outputs._changed('{"a": 1, "b": 2}', '{"a": 1, "b": 3}') == ["b: 2 became 3"]
    assert outputs._changed('{"a": 1}', '{"a": 1}') == []


def test_every_line_is_told_in_the_manual_as_the_runner_writes_it() -> None:
    told = PAGES["each-commit"].read_text("utf-8").partition(BEGIN.format("each-commit"))[2]
    told = told.partition(END.format("each-commit"))[0]
    rows = [line for line in told.splitlines() if line.startswith("| F")]
    for row, line in zip(rows, LINES, strict=True):
        assert row.startswith(f"| {line.number} | {line.title} |"), "python -m tests.campaign --record"


def test_a_line_that_is_recorded_takes_its_place_among_the_others() -> None:
    def recorded(old: str, *numbers: int) -> str:
        done = [Verdict(LINES[n], 7, 1, Turns(n + 1), Result(1, ["a fault"]), 2.0) for n in numbers]
        return table("nightly", old, done)

    def told(page: str) -> list[tuple[str, str]]:
        rows = [row.split("|") for row in page.splitlines() if row.startswith("| F")]
        return [(row[1].strip(), row[3].strip()) for row in rows]

    first = recorded("", 2, 0)
    assert told(first) == [(LINES[0].number, "1"), (LINES[2].number, "3")]
    second = recorded(first.replace("| 3 |", "| 33 |"), 0, 1)
    assert told(second) == [(LINES[0].number, "1"), (LINES[1].number, "2"), (LINES[2].number, "33")]


def test_a_long_run_of_a_whole_line_is_one_turn() -> None:
    turns = {line.number: line.turn(line.nightly) for line in LINES}
    assert {number for number, size in turns.items() if size > 2_000} == {"F2", "F5", "F7"}
    assert all(line.turn(line.each_commit) == line.each_commit for line in LINES)


@pytest.mark.parametrize(("seconds", "asked"), [(60.0, [(7, 4), (8, 4), (9, 2)]), (0.0, [(7, 4)])])
def test_a_long_run_goes_in_turns_each_of_which_can_be_replayed(
    seconds: float, asked: list[tuple[int, int]]
) -> None:
    seen: list[tuple[float, int]] = []

    def run(turn: Turn) -> Result:
        seen.append((turn.chance.random(), turn.count))
        return Result(turn.count, ["a fault"] * (len(seen) == 2), f"{turn.count} eggs")

    line = replace(LINES[0], run=run, control=lambda turn: Result(1, ["a fault"]))
    result = verdict(line, 10, 7, 4, seconds).result
    assert result is not None
    assert seen == [(Random(seed).random(), count) for seed, count in asked]
    assert result.done == sum(count for _, count in asked)
    if len(asked) > 1:
        assert (result.ill, result.faults) == (8, ["seed 8: a fault"])
        assert result.told == "10 kills in 3 turns, the last: 2 eggs"


def test_the_runner_says_which_lines_there_are() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaign", "--only", "F99"],
        cwd=Path(__file__).parents[1],
        env={**os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "F99" in done.stderr


def test_an_ingest_goes_on_where_a_kill_left_a_file_without_a_table(run, db: Path, tmp_path: Path) -> None:
    """Found by F1: the schema is one transaction, and before it there is a file with nothing but a header."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("PRAGMA journal_mode=WAL")
    assert db.stat().st_size > 0
    page = tmp_path / "page.txt"
    page.write_text(text(Random(1), 1), "utf-8")
    assert run("ingest", "--dry-run", str(page), db=db).code == 0
    assert run("ingest", str(page), db=db).code == 0
    assert run("search", "numéro", "--count", db=db).out == "1\n"
