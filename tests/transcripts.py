"""Replay what the manual shows: terminal sessions, Python and SQL, page by page.

    ```console              each `$ command` is run, and what comes out must be what stands below it
    ```python  ```sql       are run; a ```text block that follows at once holds what they print
    ```json my-outlets.json     a block with a file name is written to that file first

A page starts in a folder with a copy of `seeds/` and the `archive.db` built from it; its blocks follow on one
another. A line `...` stands for any lines. `python tests/transcripts.py --record [PAGE...]` writes anew what
comes out, and keeps what is elided elided.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, closing, contextmanager, redirect_stdout
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from seeded import TOP, stage

PAGES = (TOP / "README.md", *sorted((TOP / "docs").glob("*.md")))
ANY_LINES = "..."
MOMENT = re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SOME_MOMENT = "2026-11-21T19:00:00Z"
ISOLATES = re.compile("[\u2066-\u2069]")  # they steer a terminal; a page shows each line on its own
BARE = {"COLUMNS": "80", "NO_COLOR": None, "ARCHIVE_CAPTURE_CAP": None, "ARCHIVE_LOCK_WAIT": None}


@dataclass(frozen=True, slots=True)
class Block:
    """Is a fenced block: its language, the file it is, and where its lines stand in the page (from 0)."""

    language: str
    file: str | None
    start: int
    lines: tuple[str, ...]

    @property
    def end(self) -> int:
        """Gives the place of the closing fence."""
        return self.start + len(self.lines)


@dataclass(frozen=True, slots=True)
class Turn:
    """Is one thing to run, and the place in the page of what it prints; None where that is not shown."""

    language: str
    command: str
    line: int
    shown: tuple[int, int] | None
    file: str | None = None


def blocks(page: str) -> Iterator[Block]:
    """Gives the fenced blocks of a page."""
    lines = page.splitlines()
    at = 0
    while at < len(lines):
        opening = re.fullmatch(r"```(\w+)(?: (\S+))?", lines[at])
        if not opening:
            at += 1
            continue
        end = lines.index("```", at + 1)
        yield Block(opening[1], opening[2], at + 1, tuple(lines[at + 1 : end]))
        at = end + 1


def turns(page: str) -> Iterator[Turn]:
    """Gives what a page runs, in order."""
    found = list(blocks(page))
    lines = page.splitlines()
    for block, after in zip_longest(found, found[1:]):
        if block.file:
            yield Turn("file", "\n".join(block.lines) + "\n", block.start, None, block.file)
        elif block.language == "console":
            yield from _commands(block)
        elif block.language in ("python", "sql"):
            follows = (
                after and after.language == "text" and not "".join(lines[block.end + 1 : after.start - 1])
            )
            shown = (after.start, after.end) if after and follows else None
            yield Turn(block.language, "\n".join(block.lines), block.start, shown)


def _commands(block: Block) -> Iterator[Turn]:
    places = [at for at, line in enumerate(block.lines) if line.startswith("$ ")]
    for at, following in zip(places, [*places[1:], len(block.lines)], strict=True):
        shown = (block.start + at + 1, block.start + following)
        yield Turn("console", block.lines[at][2:], block.start + at, shown)


@dataclass
class Stage:
    """Is the folder in which one page is played, with what its blocks leave behind."""

    folder: Path
    environment: dict[str, str | None] = field(default_factory=lambda: {**BARE, "ARCHIVE_DB": None})
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "manual"})
    code: int = 0

    def play(self, turn: Turn) -> list[str]:
        """Runs one turn; gives the lines that a reader would see."""
        with chdir(self.folder), _environment(self.environment):
            match turn.language:
                case "file":
                    path = Path(turn.file or "")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(turn.command, "utf-8")
                    return []
                case "console":
                    return seen(self._shell(turn.command))
                case "python":
                    with redirect_stdout(io.StringIO()) as printed:
                        exec(compile(turn.command, f"line {turn.line + 1}", "exec"), self.names)
                    return seen(printed.getvalue())
                case _:
                    return seen(_select(os.environ.get("ARCHIVE_DB") or "archive.db", turn.command))

    def _shell(self, line: str) -> str:
        """Runs a command line: `archive`, `sqlite3`, `export NAME=VALUE`, `echo $?`; with |, < and >."""
        words = shlex.shlex(line, posix=True, punctuation_chars="|<>")
        words.whitespace_split, words.commenters = True, ""
        told, given, steps = "", b"", _steps(list(words))
        for number, (command, places) in enumerate(steps, 1):
            given = Path(places["<"]).read_bytes() if "<" in places else given
            out, err, both = self._run(command, given)
            if ">" in places:
                Path(places[">"]).write_bytes(out)
            last = number == len(steps)
            told += (both if last and ">" not in places else err).decode()
            given = out
        return told

    def _run(self, words: list[str], given: bytes) -> tuple[bytes, bytes, bytes]:
        match words:
            case ["archive", *arguments]:
                return self._archive(arguments, given)
            case ["sqlite3", path, statement]:
                out = _select(path, statement)
            case ["echo", "$?"]:
                out = f"{self.code}\n"
            case ["cat", path]:
                out = Path(path).read_text("utf-8")
            case ["export", setting]:
                name, _, value = setting.partition("=")
                self.environment[name] = value
                out = ""
            case _:
                raise ValueError(f"the manual runs {words[0]!r}, which no replay knows")
        return out.encode(), b"", out.encode()

    def _archive(self, arguments: list[str], given: bytes) -> tuple[bytes, bytes, bytes]:
        from archive.cli import main

        self.code = 0
        with CliRunner().isolation(input=given, env=self.environment) as (out, err, both):
            try:
                main(arguments)
            except SystemExit as leaving:
                self.code = int(leaving.code or 0)
            sys.stdout.flush()
            sys.stderr.flush()
            return out.getvalue(), err.getvalue(), both.getvalue()


def _steps(words: list[str]) -> list[tuple[list[str], dict[str, str]]]:
    """Cuts a command line at its bars, and takes its `<` and `>` out with their files."""
    steps: list[tuple[list[str], dict[str, str]]] = [([], {})]
    rest = iter(words)
    for word in rest:
        if word == "|":
            steps.append(([], {}))
        elif word in ("<", ">"):
            steps[-1][1][word] = next(rest)
        else:
            steps[-1][0].append(word)
    return steps


@contextmanager
def _environment(values: Mapping[str, str | None]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    _set(values)
    try:
        yield
    finally:
        _set(before)


def _set(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _select(path: str, statements: str) -> str:
    """Runs SQL as any other tool does, with no line of ours; rows come as the sqlite3 shell prints them."""
    rows: list[tuple[object, ...]] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in re.split(r"(?<=;)\s*\n", statements + "\n"):
            rows += connection.execute(statement).fetchall()
    return "".join("|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def seen(text: str) -> list[str]:
    """Gives printed text as lines fit for a page: no isolates, one fixed moment, no empty lines around."""
    text = MOMENT.sub(SOME_MOMENT, ISOLATES.sub("", text)).replace("\r\n", "\n")
    lines = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    return lines.split("\n") if lines else []


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Says whether a page shows what was printed; a line `...` stands for any lines."""
    shown = "\n".join(shown).strip("\n").split("\n") if any(shown) else []
    pattern = "".join(r"(?:.*\n)*?" if line == ANY_LINES else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


def recorded(shown: list[str], printed: list[str]) -> list[str]:
    """Gives what the page should show: all, or as many lines before and after `...` as it shows now."""
    if agrees(shown, printed):
        return shown
    empty = [""] if shown and not shown[-1] else []  # an empty line before the next command stays
    if ANY_LINES not in shown:
        return printed + empty
    head = shown.index(ANY_LINES)
    tail = len(shown) - len(empty) - 1 - (len(shown) - 1 - shown[::-1].index(ANY_LINES))
    if head + tail >= len(printed):
        return printed + empty
    return [*printed[:head], ANY_LINES, *printed[len(printed) - tail :], *empty]


def replay(page: str, folder: Path) -> Iterator[tuple[Turn, list[str], list[str]]]:
    """Plays a page; gives each turn that shows something with what is shown and what came out."""
    lines = page.splitlines()
    stage_of_page = Stage(folder)
    for turn in turns(page):
        printed = stage_of_page.play(turn)
        if turn.shown is not None:
            yield turn, lines[slice(*turn.shown)], printed


def record(path: Path, folder: Path) -> int:
    """Writes into a page what its blocks print now; gives how many of them changed."""
    page = path.read_text("utf-8")
    lines = page.splitlines()
    done = [(turn.shown, shown, recorded(shown, out)) for turn, shown, out in replay(page, folder)]
    for place, old, new in reversed(done):
        assert place is not None
        if old != new and any("Traceback (most recent call last)" in line for line in new):
            raise ValueError(f"{path.name}:{place[0]} prints a traceback, which no manual shows")
        lines[slice(*place)] = new
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return sum(old != new for _, old, new in done)


def main(arguments: list[str]) -> int:
    """Records the pages named, or all of them; a page that cannot be played is told and left as it is."""
    if "--record" not in arguments:
        raise SystemExit("usage: python tests/transcripts.py --record [PAGE...]")
    wanted = [Path(name).resolve() for name in arguments if name != "--record"] or PAGES
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        first = stage(Path(folder) / "clone")
        for path in wanted:
            try:
                told = f"{record(path, stage(Path(folder) / path.stem, first / 'archive.db'))} changed"
            except Exception as error:
                failed, told = 1, f"left as it is: {error!r}"
            print(f"{path.name}: {told}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
