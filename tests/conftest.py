"""What the tests share: an archive made of the seeds, an empty one, the command line in process."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

import archive
from archive.cli import main

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

# A job in the background of a script has Ctrl-C ignored, and so would the programs that are started here.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("archive", deadline=None)  # a loaded machine is no failure
settings.register_profile("ci", deadline=None, derandomize=True)  # what is new by chance is found at home
settings.load_profile("ci" if os.environ.get("CI") else "archive")


@dataclass(frozen=True)
class Done:
    """Is what a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARCHIVE_DB", "ARCHIVE_CAPTURE_CAP", "ARCHIVE_LOCK_WAIT", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Gives the path of an archive that is not made yet."""
    return tmp_path / "archive.db"


@pytest.fixture(scope="session")
def _seeded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeded") / "archive.db"
    sys.path.insert(0, str(SEEDS))
    try:
        from build import build
    finally:
        sys.path.remove(str(SEEDS))
    build(path)
    return path


@pytest.fixture
def seeded(_seeded_once: Path, tmp_path: Path) -> Path:
    """Gives a copy of the archive made of the seeds, one for each test."""
    return Path(shutil.copy(_seeded_once, tmp_path / "seeded.db"))


@pytest.fixture
def press(db: Path) -> Iterator[archive.Archive]:
    """Gives an open archive with nothing in it."""
    with archive.open(db) as opened:
        opened.init()
        yield opened


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Gives the command line as a function: `run("search", "x", db=path, stdin=b"")`."""

    def call(*arguments: str, db: Path | None = None, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capfd.readouterr()
        try:
            main([*(("--db", str(db)) if db else ()), *arguments])
            code = 0
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        captured = capfd.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def shared() -> Path:
    """Gives the folder of real captures and test sets, or skips."""
    folder = os.environ.get("ARCHIVE_SHARED")
    if not folder:
        pytest.skip("ARCHIVE_SHARED names no folder of real captures and test sets")
    return Path(folder)


@pytest.fixture
def shell() -> Callable[[Path, str], str]:
    """Gives the sqlite3 shell as a function, or skips: another tool that reads and edits the file."""
    program = shutil.which("sqlite3")
    if program is None:
        pytest.skip("the sqlite3 shell is not installed")

    def call(path: Path, statements: str) -> str:
        done = subprocess.run([program, str(path), statements], capture_output=True, text=True, check=True)
        return done.stdout

    return call
