"""archive doctor"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archive.cli.examining import told
from archive.cli.rim import with_archive, with_format

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("doctor")
@click.option("--deep", is_flag=True, help="Compare everything with everything; minutes for a large archive.")
@click.option("--fix", is_flag=True, help="Mend triggers, index and other derived rows; never an article.")
@with_format
@with_archive
def command(archive: Archive, deep: bool, fix: bool, shape: str) -> None:
    """Examine the archive: SQLite, the place of the file, triggers, the index.

    Ends with 0 when it is sound, 1 when everything wrong was repaired, 2 when damage is left.

    \b
    Examples:
      archive doctor
      archive doctor --deep --fix
      archive doctor --format json
    """
    from archive.doctor import examine

    wait = archive.settings.lock_wait
    sys.exit(
        told(
            archive.path, lambda tick: examine(archive.path, deep=deep, fix=fix, wait=wait, tick=tick), shape
        )
    )
