"""archive backup"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.rim import say, with_archive

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("backup")
@click.argument("file", metavar="FILE")
@click.option("--force", is_flag=True, help="Replace FILE; what it was is kept as FILE.bak.")
@with_archive
def command(archive: Archive, file: str, force: bool) -> None:
    """Write a checked copy of the archive to FILE; other programs may write to the archive meanwhile.

    \b
    Examples:
      archive backup /mnt/disk/archive-2026-11.db
      archive backup --force latest.db
    """
    from archive.backup import back_up

    done = back_up(archive.path, Path(file), force=force)
    say(f"Copied and checked {done.articles} articles, {done.size:,} bytes: {done.path}")
    if done.kept:
        say(f"The older backup is kept as {done.kept}")
