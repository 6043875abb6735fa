"""archive stats"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive, with_format
from archive.present.results import figure_rows

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("stats")
@with_format
@with_archive
def command(archive: Archive, shape: str) -> None:
    """Give the figures of the archive.

    \b
    Examples:
      archive stats
      archive stats --format json
    """
    put_rows(figure_rows(archive.stats()), shape)
