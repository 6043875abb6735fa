"""archive tags"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive, with_format
from archive.statements import TAGS_LIST

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("tags")
@with_format
@with_archive
def command(archive: Archive, shape: str) -> None:
    """List tags, with the number of their articles.

    \b
    Examples:
      archive tags
      archive tags --format csv
    """
    put_rows(archive.table(TAGS_LIST), shape)
