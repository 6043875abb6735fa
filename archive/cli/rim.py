"""What the commands share: opening the archive, printing rows, telling errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from archive.api import Archive
    from archive.present.paint import Style

DB = "archive.db"
FORMATS = ("plain", "json", "jsonl", "csv", "markdown")  # held to the registry of presenters by a test
INTERRUPTED = 130
WIDEST = 100


@contextmanager
def telling_errors() -> Iterator[None]:
    """Says an `ArchiveError` in one sentence and leaves with its exit code; a bug keeps its traceback."""
    try:
        yield
    except ArchiveError as error:
        say(f"archive: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output, `head` for one, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


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

    click.echo(clean(text), err=True)


def put(lines: Iterable[str]) -> None:
    """Writes lines of results, on standard output."""
    for line in lines:
        click.echo(line, color=True)  # what is coloured was decided by `style`


def put_rows(rows: Iterable[Mapping[str, object]], shape: str) -> None:
    """Writes rows in one of the formats."""
    from archive.present.rows import PRESENTERS

    put(PRESENTERS[shape](rows))


def style() -> Style:
    """Gives colour and width for a terminal; neither for a pipe, nor where NO_COLOR is set."""
    import shutil

    from archive.present.paint import Style

    terminal = sys.stdout.isatty()
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    return Style(color=terminal and not os.environ.get("NO_COLOR"), width=width)


def shown(archive: Archive) -> str:
    """Gives the archive's path as a person should see it."""
    from archive.present.terminal import clean

    return clean(str(archive.path))
