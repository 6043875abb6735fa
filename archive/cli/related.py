"""archive related"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive, with_format
from archive.present.results import related_row

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("related")
@click.argument("article", metavar="ARTICLE")
@with_format
@with_archive
def command(archive: Archive, article: str, shape: str) -> None:
    """List the related articles that one article printed, and the articles that point to it.

    A number in the column `article` says that the archive has the target.

    \b
    Examples:
      archive related 12
      archive related 12 --format json
    """
    put_rows(map(related_row, archive.related(article)), shape)
