"""archive restore"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.rim import say, shown, with_archive

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("restore")
@click.argument("file", metavar="FILE")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_archive
def command(archive: Archive, file: str, yes: bool) -> None:
    """Put the backup FILE in the place of the archive, after checking it; what was there is kept beside it.

    \b
    Examples:
      archive restore /mnt/disk/archive-2026-11.db
      archive --db copy.db restore latest.db --yes
    """
    from archive.backup import restore
    from archive.database import present

    if present(archive.path) and not yes:
        click.confirm(f"Replace {shown(archive)} by {file}?", err=True, abort=True)
    done = restore(Path(file), archive.path, wait=archive.settings.lock_wait)
    say(f"Restored {done.articles} articles: {done.path}")
    if done.kept:
        say(f"The state before is kept as {done.kept}")
