"""F15: servers that do harm: the tests of the web, which make them, with the guard and without it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .frame import Result, Turn, Unable

TESTS = Path(__file__).parents[1]
UNGUARDED = "campaign.unguarded"
PYTEST = ("-m", "pytest", "-q", "-o", "addopts=", "--no-header", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Tested:
    """Is how a run of tests ended: pytest's exit code, how many passed, which failed, and its last words."""

    code: int
    passed: int
    failed: list[str]
    said: str

    @property
    def faults(self) -> list[str]:
        """Gives what is wrong, also where nothing failed because nothing could be run."""
        if self.code == 0 and self.passed and not self.failed:
            return []
        return self.failed or [f"ended with {self.code}, {self.passed} passed: {self.said}"]


def tested(*options: str) -> Tested:
    """Runs the tests of the web in a process of their own."""
    files = sorted(str(path) for path in TESTS.glob("test_web_*.py"))
    if not files:
        raise Unable("there is no test of the web")
    done = subprocess.run(
        [sys.executable, *PYTEST, *options, *files],
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        check=False,
    )
    passed = sum(map(int, re.findall(r"(\d+) passed", done.stdout)))
    failed = re.findall(r"^FAILED (.*)", done.stdout, re.MULTILINE)
    return Tested(done.returncode, passed, failed, (done.stdout + done.stderr)[-300:])


def served(turn: Turn) -> Result:
    """F15: runs the tests of the web so many times: bombs, drips, loops, private addresses, wrong lengths."""
    result = Result()
    cases = 0
    while result.done < turn.count:
        seen = tested()
        result.done += 1
        cases += seen.passed
        result.blame("the tests of the web", seen.faults)
    result.told = f"{cases} cases"
    return result


def served_control(turn: Turn) -> Result:
    """Takes away the guard over addresses: tests must fail of it, and not for want of what they need."""
    seen = tested("-p", UNGUARDED, "-k", "public")
    if seen.code != 1 or not seen.failed:
        raise AssertionError(f"the control could not be run: {seen.code}, {seen.said}")
    return Result(1, seen.failed)
