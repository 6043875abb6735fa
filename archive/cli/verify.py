"""archive verify"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archive.cli.examining import told
from archive.cli.rim import with_archive, with_format

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("verify")
@with_format
@with_archive
def command(archive: Archive, shape: str) -> None:
    """Compare every original with its hash, and every posting with its article.

    Ends with 0 when all agree, and with 2 when something does not.

    \b
    Examples:
      archive verify
      archive verify --format json
    """
    from archive.doctor import verify

    wait = archive.settings.lock_wait
    sys.exit(told(archive.path, lambda tick: verify(archive.path, wait=wait, tick=tick), shape))
