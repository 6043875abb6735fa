"""F15: servers that do harm: the tests of the web, which make them, with the guard and without it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from .frame import Result, Turn, Unable

TESTS = Path(__file__).parents[1]
UNGUARDED = "campaign.unguarded"


def served(turn: Turn, *options: str) -> Result:
    """F15: runs the tests of the web so many times: bombs, drips, loops, private addresses, wrong lengths."""
    files = sorted(str(path) for path in TESTS.glob("test_web_*.py"))
    if not files:
        raise Unable("there is no test of the web")
    result = Result()
    cases = 0
    while result.done < turn.count:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-o",
                "addopts=",
                "--no-header",
                "-p",
                "no:cacheprovider",
                *options,
                *files,
            ],
            capture_output=True,
            text=True,
            cwd=TESTS.parent,
            env={**os.environ, "PYTHONPATH": str(TESTS)},
            check=False,
        )
        result.done += 1
        cases += sum(map(int, re.findall(r"(\d+) passed", done.stdout)))
        result.blame("the tests of the web", re.findall(r"^FAILED (.*)", done.stdout, re.MULTILINE))
        if done.returncode not in (0, 1):
            result.blame("the tests of the web", [f"ended with {done.returncode}: {done.stdout[-300:]}"])
    result.told = f"{cases} cases"
    return result


def served_control(turn: Turn) -> Result:
    """Takes away the guard over addresses."""
    return served(turn, "-p", UNGUARDED, "-k", "public")
