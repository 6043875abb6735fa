"""archive watch"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.rim import FORMATS, put_rows, say, with_archive, with_format
from archive.cli.watching import digest, report, send

if TYPE_CHECKING:
    from archive.api import Archive

SHAPES = (*FORMATS, "atom", "html")


@click.group("watch")
def command() -> None:
    """Save searches, and tell what came in since the last time.

    \b
    Examples:
      archive watch add qatar "قطر OR Qatar"
      archive watch run
      archive watch run qatar --format atom --output qatar.xml --quiet
    """


@command.command("add")
@click.argument("name", metavar="NAME")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--backlog", is_flag=True, help="Let the first run tell what is already kept.")
@with_archive
def add(archive: Archive, name: str, words: tuple[str, ...], backlog: bool) -> None:
    """Save a query under a name; runs tell what is filed from now on."""
    archive.watch(name, " ".join(words), backlog=backlog)
    results = archive.search(" ".join(words), limit=0, today=date.today())
    for remark in results.remarks:
        say(f"Note: {remark}.")
    say(f"Watching {name}; {results.total:,} articles match already.")


@command.command("list")
@with_format
@with_archive
def list_all(archive: Archive, shape: str) -> None:
    """List the watches."""
    names = ("name", "query", "made_at", "last_run_at")
    put_rows(({name: getattr(watch, name) for name in names} for watch in archive.watches()), shape)


@command.command("remove")
@click.argument("name", metavar="NAME")
@with_archive
def remove(archive: Archive, name: str) -> None:
    """Remove a watch; the articles stay."""
    archive.unwatch(name)
    say(f"Removed {name}.")


@command.command("run")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--format", "shape", type=click.Choice(SHAPES), default="plain", help="How it comes out.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a file.")
@click.option("--keep", is_flag=True, help="Do not note that it was told: the next run tells it again.")
@click.option("-q", "--quiet", is_flag=True, help="Say and write nothing where there is nothing new.")
@click.option("--exit-code", is_flag=True, help="End with 7 where there is nothing new.")
@with_archive
def run(
    archive: Archive,
    names: tuple[str, ...],
    shape: str,
    output: Path | None,
    keep: bool,
    quiet: bool,
    exit_code: bool,
) -> None:
    """Tell what came in for all watches, or for those named, since they last ran."""
    news = digest(archive, names, shape)
    if not quiet or any(one.told for one in news):
        send(news, shape, output, archive.path)
    if not keep:
        archive.advance(news)
    sys.exit(report(news, quiet=quiet, exit_code=exit_code))
