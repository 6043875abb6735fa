"""Names are found in every script and spelling as well as they were, with the shipped tables and without them.

The set is no part of the project; the folder that holds it is named by ARCHIVE_SHARED. Its names are in none of the
data that the rules were made with.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = os.environ.get("ARCHIVE_SHARED")
BENCH = Path(__file__).parent.parent / "bench" / "names.py"

pytestmark = pytest.mark.skipif(not SHARED, reason="ARCHIVE_SHARED names no folder with the set of names")

NUMBER = r"([\d.]+)"
MEASURES = {
    "latin to arabic R@5": rf"latin -> arabic +\d+  {NUMBER} (?P<value>{NUMBER})",
    "latin to arabic R@10": rf"latin -> arabic +\d+  {NUMBER} {NUMBER} (?P<value>{NUMBER})",
    "arabic to latin R@5": rf"arabic -> latin +\d+  {NUMBER} (?P<value>{NUMBER})",
    "arabic to latin R@10": rf"arabic -> latin +\d+  {NUMBER} {NUMBER} (?P<value>{NUMBER})",
    "compounds R@5": rf"shape=multi +\d+  {NUMBER} (?P<value>{NUMBER})",
    "variants R@10": rf"latin variant +\d+  {NUMBER} {NUMBER} (?P<value>{NUMBER})",
    "must match": rf"must match within rank 5: (?P<value>{NUMBER})",
    "did you mean, latin R@3": rf"did you mean, latin: R@3 (?P<value>{NUMBER})",
    "did you mean, arabic R@3": rf"did you mean, arabic: R@3 (?P<value>{NUMBER})",
    "ordinary arabic, any": rf"ordinary +ar .*words with any (?P<value>{NUMBER})",
    "ordinary arabic, mean": rf"ordinary +ar .*mean (?P<value>{NUMBER})",
    "ordinary english, any": rf"ordinary +en .*words with any (?P<value>{NUMBER})",
    "ordinary french, any": rf"ordinary +fr .*words with any (?P<value>{NUMBER})",
    "seconds of the build": rf"terms in (?P<value>{NUMBER}) s",
    "bytes a term": rf", (?P<value>{NUMBER}) bytes a term",
    "milliseconds, mean": rf"ms per lookup: mean (?P<value>{NUMBER})",
    "milliseconds, p95": rf"ms per lookup: .*p95 (?P<value>{NUMBER})",
}

FLOORS = {
    True: {
        "latin to arabic R@5": 0.91,
        "latin to arabic R@10": 0.922,
        "arabic to latin R@5": 0.865,
        "arabic to latin R@10": 0.885,
        "compounds R@5": 0.95,
        "variants R@10": 0.82,
        "must match": 70,
        "did you mean, latin R@3": 0.965,
        "did you mean, arabic R@3": 0.94,
    },
    False: {
        "latin to arabic R@5": 0.91,
        "latin to arabic R@10": 0.92,
        "arabic to latin R@5": 0.855,
        "arabic to latin R@10": 0.872,
        "compounds R@5": 0.95,
        "variants R@10": 0.82,
        "must match": 66,
        "did you mean, latin R@3": 0.965,
        "did you mean, arabic R@3": 0.94,
    },
}
CEILINGS = {
    "ordinary arabic, any": 0.15,
    "ordinary arabic, mean": 1.3,
    "ordinary english, any": 0.02,
    "ordinary french, any": 0.02,
}


def measured(output: str, measure: str) -> float:
    found = re.search(MEASURES[measure], output)
    assert found, f"{measure} is not in what the benchmark prints:\n{output}"
    return float(found["value"])


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, str]:
    """Gives what the benchmark prints with the shipped tables, and without them over the same lexicon."""
    path = str(tmp_path_factory.mktemp("names") / "lexicon.db")
    command = [sys.executable, str(BENCH), "--db", path, "--by"]
    return {
        shipped: subprocess.run(
            [*command, *["--bare"] * (not shipped)], capture_output=True, text=True, check=True
        ).stdout
        for shipped in (True, False)
    }


@pytest.mark.parametrize("shipped", [True, False])
@pytest.mark.parametrize("measure", FLOORS[True])
def test_names_are_found_as_well_as_before(outputs: dict[bool, str], measure: str, shipped: bool) -> None:
    assert measured(outputs[shipped], measure) >= FLOORS[shipped][measure]


@pytest.mark.parametrize("shipped", [True, False])
@pytest.mark.parametrize("measure", CEILINGS)
def test_ordinary_words_stay_alone_and_answers_are_quick(
    outputs: dict[bool, str], measure: str, shipped: bool
) -> None:
    assert measured(outputs[shipped], measure) <= CEILINGS[measure]


def test_half_a_million_terms_are_built_in_a_minute_and_are_small(outputs: dict[bool, str]) -> None:
    assert measured(outputs[True], "seconds of the build") <= 60
    assert measured(outputs[True], "bytes a term") <= 100
