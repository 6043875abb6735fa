"""Runs the campaign: `python -m tests.campaign --help`."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from math import inf
from pathlib import Path
from random import Random, randrange

from .frame import Line, Result, Runner, Turn, Unable
from .lines import LINES
from .recording import record

FAULTS_SHOWN = 10


@dataclass(frozen=True)
class Verdict:
    """Is how a line went: its result, that of its control, the seconds of both; or why it could not be run."""

    line: Line
    seed: int
    count: int
    result: Turns | None
    control: Result | None
    seconds: float
    unable: str = ""

    @property
    def held(self) -> bool:
        """Says whether nothing was wrong, and the control was; a line that was not run has not held."""
        if self.result is None or self.control is None:
            return False
        return not self.result.faults and bool(self.control.faults)


def options() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("mode", nargs="?", choices=("each-commit", "nightly"), default="each-commit")
    parser.add_argument("--only", metavar="F1,F2", help="the lines to run")
    parser.add_argument("--seed", type=int, help="the chance of an earlier run")
    parser.add_argument("--count", type=int, help="how often, in place of the mode's figures")
    parser.add_argument(
        "--minutes", type=float, help="how long a line may go on: it ends after the turn it is in"
    )
    parser.add_argument(
        "--may-not-run", metavar="F2,F4", default="", help="the lines that need not be run where CI is set"
    )
    parser.add_argument("--record", action="store_true", help="write what held into the manual")
    return parser.parse_args()


def main() -> int:
    """Runs the lines one after another; gives 1 when one did not hold, or was not run where all must be."""
    asked = options()
    logging.disable(logging.CRITICAL)  # what a reader logs of a mutated capture is not ours to print
    every = [line.number for line in LINES]
    wanted, excused = _numbers(asked.only) or every, _numbers(asked.may_not_run)
    if unknown := {*wanted, *excused} - {*every}:
        sys.exit(f"There is no line {', '.join(sorted(unknown))}.")
    began = time.monotonic()
    verdicts = []
    for line in LINES:
        if line.number in wanted:
            count = asked.count or (line.nightly if asked.mode == "nightly" else line.each_commit)
            seed = asked.seed if asked.seed is not None else randrange(10**6)
            size = asked.count or line.turn(count)
            verdicts.append(verdict(line, count, seed, size, 60 * asked.minutes if asked.minutes else inf))
            tell(verdicts[-1])
            if asked.record and (verdicts[-1].held or verdicts[-1].unable):
                record(asked.mode, verdicts[-1:])
    print(f"{summed(verdicts)}, in {time.monotonic() - began:.0f} s", flush=True)
    return exit_code(verdicts, excused if os.environ.get("CI") else every)


def _numbers(listed: str | None) -> list[str]:
    return listed.split(",") if listed else []


def summed(verdicts: list[Verdict]) -> str:
    """Gives how many lines held, did not, and were not run."""
    held = sum(one.held for one in verdicts)
    idle = [one.line.number for one in verdicts if one.unable]
    failed = [one.line.number for one in verdicts if not one.held and not one.unable]
    parts = [f"{held} held"]
    parts += [
        f"{len(some)} {what} ({', '.join(some)})"
        for some, what in ((failed, "failed"), (idle, "not run"))
        if some
    ]
    return ", ".join(parts)


def exit_code(verdicts: list[Verdict], excused: list[str]) -> int:
    """Gives 1 when a line did not hold, but for those that could not be run and are excused."""
    return int(any(not one.held and not (one.unable and one.line.number in excused) for one in verdicts))


@dataclass
class Turns(Result):
    """Is what the turns of a line saw together; each has the seed after that of the one before."""

    seed: int = 0
    unit: str = ""
    number: int = 0
    asked: int = 0
    ill: int | None = None
    """The seed of the first turn that saw a fault."""

    @property
    def next(self) -> int:
        """Gives the seed of the next turn."""
        return self.seed + self.number

    def add(self, asked: int, turn: Result) -> None:
        """Adds what one more turn saw."""
        if turn.faults and self.ill is None:
            self.ill = self.next
        self.blame(f"seed {self.next}", turn.faults)
        self.number += 1
        self.asked += asked
        self.done += turn.done
        last = turn.told or str(turn.done)
        many = f"{self.asked:,} {self.unit} in {self.number} turns, the last: {last}"
        self.told = many if self.number > 1 else last


def verdict(line: Line, count: int, seed: int, size: int, seconds: float) -> Verdict:
    """Runs the control of a line, and the line in turns of `size` until it was done `count` times or time is up."""
    began = time.monotonic()
    result, control = Turns(seed=seed, unit=line.unit), Result()
    try:
        control = run(line.control, seed, line.control_count)
        while result.asked < count and (not result.asked or time.monotonic() - began < seconds):
            asked = min(size, count - result.asked)
            result.add(asked, run(line.run, result.next, asked))
    except Unable as reason:
        return Verdict(line, seed, size, None, None, time.monotonic() - began, str(reason))
    except Exception:  # a line that breaks has not held, and the others are still to run
        result.add(0, Result(faults=[traceback.format_exc()]))
    return Verdict(line, seed, size, result, control, time.monotonic() - began)


def run(runner: Runner, seed: int, count: int) -> Result:
    """Runs in a folder of its own, which is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    try:
        return runner(Turn(Random(seed), count, folder))
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)


def tell(one: Verdict) -> None:
    """Prints a verdict: a line when it held, and otherwise what was seen and how to see it again."""
    head = f"{one.line.number:4} {one.line.title}"
    if one.unable:
        print(f"{head}: not run, {one.unable}", flush=True)
        return
    assert one.result is not None
    assert one.control is not None
    seen = len(one.control.faults)
    print(
        f"{head}: {one.result.told or one.result.done}, {len(one.result.faults)} faults;"
        f" without {one.line.control_takes}: {seen} (seed {one.seed}, {one.seconds:.0f} s)",
        flush=True,
    )
    for fault in one.result.faults[:FAULTS_SHOWN]:
        print(f"     {fault}")
    if not one.held:
        seed = one.seed if one.result.ill is None else one.result.ill
        again = f"python -m tests.campaign --only {one.line.number} --seed {seed} --count {one.count}"
        print(f"     {'the control saw nothing' if not seen else 'again'}: {again}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
