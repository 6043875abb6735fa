"""What is written where nothing can be written: a full disk, a reader that has gone, a stream that is closed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import SEEDS

FULL = Path("/dev/full")
RESULTS = "archive: Results cannot be written: No space left on device; free space, or send them elsewhere.\n"

needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")


def shell(db: Path, command: str) -> tuple[int, str, str]:
    """Runs `archive` with arguments and redirections in a shell; gives the exit code and both outputs."""
    line = f"set -o pipefail; {sys.executable} -m archive --db {db} {command}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def kept(db: Path) -> int:
    """Gives how many articles an archive has."""
    with closing(sqlite3.connect(db)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


@needs_full
@pytest.mark.parametrize("command", ["export", "show 10 --raw", "stats --format json", "list"])
def test_results_on_a_full_disk_are_told_in_one_sentence(seeded: Path, command: str) -> None:
    assert shell(seeded, f"{command} > /dev/full") == (6, "", RESULTS)


@needs_full
def test_where_messages_cannot_be_written_the_exit_code_tells(seeded: Path) -> None:
    assert shell(seeded, "show 999 2> /dev/full") == (1, "", "")
    assert shell(seeded, "stats > /dev/full 2> /dev/full") == (6, "", "")


@needs_full
def test_what_an_ingest_cannot_tell_is_filed_all_the_same(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    assert shell(db, f"ingest {SEEDS / 'captures'} > /dev/full")[0] == 6
    code, _, err = shell(db, f"ingest {SEEDS / 'captures'} --report /dev/full")
    assert (code, err.splitlines()[-1]) == (
        6,
        "archive: The report /dev/full cannot be written: No space left on device.",
    )
    assert kept(db) == 28
    assert shell(db, "doctor --deep")[0] == 0


def test_a_reader_that_has_had_enough_is_no_error(seeded: Path) -> None:
    assert shell(seeded, "export | head -c 100 | wc -c") == (0, "100\n", "")


@pytest.mark.parametrize("command", ["search Hammouchi", "show 10 --raw", "export", "doctor"])
def test_a_closed_stream_is_that_of_nobody(seeded: Path, command: str) -> None:
    assert shell(seeded, f"{command} <&- >&-")[:2] == (0, "")
    assert shell(seeded, f"{command} <&- 2>&-")[0] == 0
    assert shell(seeded, f"{command} <&- >&- 2>&-") == (0, "", "")


def test_nothing_that_is_printed_gets_into_an_archive_where_streams_are_closed(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    assert shell(db, f"ingest --jobs 2 {SEEDS / 'captures'} <&- >&- 2>&-") == (0, "", "")
    assert kept(db) == 28
    assert shell(db, "doctor --deep")[0] == 0
    assert shell(db, "ingest - <&-")[0] == 4
