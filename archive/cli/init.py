"""archive init"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import say, shown, with_archive
from archive.database import REVISIONS

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("init")
@with_archive
def command(archive: Archive) -> None:
    """Make an archive, or upgrade an older one.

    `archive ingest` does it by itself when it is needed. Before an upgrade a copy of the file is kept beside it.

    \b
    Examples:
      archive init
      archive --db press.db init
    """
    before = archive.init()
    if before is None:
        say(f"Made {shown(archive)}.")
    elif before == REVISIONS[-1]:
        say(f"{shown(archive)} is up to date.")
    else:
        say(f"Upgraded {shown(archive)} from schema {before} to {REVISIONS[-1]}; a copy is beside it.")
