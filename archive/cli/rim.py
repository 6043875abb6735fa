"""What the commands share: opening the archive, printing rows, telling errors."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from archive.errors import ArchiveError, StorageError

if TYPE_CHECKING:
    from archive.api import Archive
    from archive.present.paint import Style

DB = "archive.db"
FORMATS = ("plain", "json", "jsonl", "csv", "markdown")  # held to the registry of presenters by a test
INTERRUPTED = 130
NEW_OBJECTS = 10_000
"""How many new objects there are before garbage is looked for, after Python's own 700."""

USUAL, WIDEST = 80, 100
"""How many columns a terminal has that does not say, and how many of them are used."""

LONGEST_NUMBER = 9
"""How many digits of COLUMNS are read: Python refuses numbers of thousands of them."""

LARGEST = 2**63 - 1
"""The largest number that SQLite takes."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Spares a short program most of Python's search for garbage, a tenth of what one query costs.

    What is imported by now lives as long as the program, and what is left at its end goes with it.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.freeze()


@contextmanager
def telling_errors() -> Iterator[None]:
    """Says an `ArchiveError` in one sentence and leaves with its exit code; a bug keeps its traceback."""
    try:
        yield
    except ArchiveError as error:
        _leave(error)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            raise
        _leave(StorageError(f"{error.filename} is too long for the name of a file; give a shorter one."))


def _leave(error: ArchiveError) -> NoReturn:
    with suppress(StorageError):  # nobody can be told; the exit code is left
        say(f"archive: {error}")
    sys.exit(error.exit_code)


def open_streams() -> None:
    """Makes every standard stream one that can be used: a closed one reads and writes nothing; UTF-8 is written."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # What is opened next must not get its number: a library may print there.
            number = os.open(os.devnull, os.O_RDWR)
            os.set_inheritable(number, True)  # to workers
            setattr(sys, name, os.fdopen(number, mode))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def with_archive(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives the command the open archive as its first argument, and the option `--db` of its own."""

    @wraps(function)
    def run(*arguments: Any, db: str | None, **options: Any) -> Any:
        from archive.api import open_archive
        from archive.config import Settings

        path = db or click.get_current_context().meta.get(DB)
        with open_archive(path, settings=Settings.from_environment()) as archive:
            return function(archive, *arguments, **options)

    return click.option("--db", metavar="FILE", help="The archive's file.")(run)


def with_format(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives the command the option `--format`."""
    names = click.Choice(FORMATS)
    return click.option("--format", "shape", type=names, default="plain", help="How rows come out.")(function)


def say(text: str) -> None:
    """Says something to the person, on standard error."""
    from archive.present.terminal import clean

    write(clean(text), err=True)


def put(lines: Iterable[str | bytes], *, nl: bool = True) -> None:
    """Writes lines of results, on standard output; bytes as they are."""
    for line in lines:
        write(line, nl=nl, color=True)  # what is coloured was decided by `style`


def write(text: str | bytes, *, err: bool = False, **how: Any) -> None:
    """Writes to standard output or standard error; who reads it may have had enough, or keep it on a full disk."""
    try:
        click.echo(text, err=err, **how)
    except OSError as error:
        stream = sys.stderr if err else sys.stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # else Python tries again when it ends
        if isinstance(error, BrokenPipeError):  # `head` for one
            sys.exit(0)
        told = f"{'Messages' if err else 'Results'} cannot be written: {error.strerror}"
        raise StorageError(f"{told}; free space, or send them elsewhere.") from error


def put_rows(rows: Iterable[Mapping[str, object]], shape: str) -> None:
    """Writes rows in one of the formats."""
    from archive.present.rows import PRESENTERS

    put(PRESENTERS[shape](rows))


def style() -> Style:
    """Gives colour and width for a terminal; neither for a pipe, nor where NO_COLOR is set."""
    from archive.present.paint import Style

    terminal = sys.stdout.isatty()
    return Style(color=terminal and not os.environ.get("NO_COLOR"), width=min(_columns(), WIDEST))


def _columns() -> int:
    """Gives how wide the terminal is, as `shutil` does, which would bring all that reads packed files."""
    told = os.environ.get("COLUMNS", "")[:LONGEST_NUMBER]
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL
    except (OSError, ValueError):  # no terminal, or no real file
        return USUAL


def shown(archive: Archive) -> str:
    """Gives the archive's path as a person should see it."""
    from archive.present.terminal import clean

    return clean(str(archive.path))
