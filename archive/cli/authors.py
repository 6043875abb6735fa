"""archive authors"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive, with_format
from archive.statements import AUTHORS_LIST

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("authors")
@with_format
@with_archive
def command(archive: Archive, shape: str) -> None:
    """List authors and agencies, with the number of their articles.

    \b
    Examples:
      archive authors
      archive authors --format csv
    """
    put_rows(archive.table(AUTHORS_LIST), shape)
