"""archive index"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, say, with_archive, with_format
from archive.present.results import figure_rows

if TYPE_CHECKING:
    from archive.api import Archive


@click.group("index")
def command() -> None:
    """Look after the search index; it follows the articles by itself, whoever changes them.

    \b
    Examples:
      archive index status
      archive index rebuild
      archive index optimize
    """


@command.command("status")
@with_format
@with_archive
def status(archive: Archive, shape: str) -> None:
    """Say whether every article is indexed, and by which analyzers."""
    put_rows(figure_rows(archive.index_status()), shape)


@command.command("rebuild")
@click.option(
    "--with-names/--without-names",
    "names",
    default=None,
    help="Keep what finds a name in other spellings, from now on, or do without.",
)
@with_archive
def rebuild(archive: Archive, names: bool | None) -> None:
    """Make the index anew; interrupted, it goes on when it is called again or when something is searched."""
    total = len(archive)
    done = 0
    with click.progressbar(length=total, label="Indexing", file=sys.stderr) as bar:
        for done_now in archive.rebuild_index(names):
            bar.update(done_now - done)
            done = done_now
    say(f"Indexed {done} articles.")


@command.command("optimize")
@with_archive
def optimize(archive: Archive) -> None:
    """Merge the index into fewer pieces, or make it anew when a fifth of it is garbage; may be interrupted."""
    from archive import database, index, upkeep

    len(archive)  # an archive that is not there is not made for this
    archive.init()
    steps = 0
    with (
        database.telling(archive.path),
        index.plain_writer(archive.path, archive.settings.lock_wait) as writer,
    ):
        for told in upkeep.optimize(writer):
            steps += 1
            if sys.stderr.isatty():
                say(told)
    say(f"Optimized in {steps} steps.")
