"""archive list"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.browse import LIST_ORDERS
from archive.cli.rim import LARGEST, put_rows, with_archive, with_format
from archive.present.results import list_row

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("list")
@click.option("--order", type=click.Choice(list(LIST_ORDERS)), default="newest", help="What comes first.")
@click.option(
    "--limit", type=click.IntRange(1, LARGEST), default=50, show_default=True, help="Articles a page."
)
@click.option("--offset", type=click.IntRange(0, LARGEST), default=0, help="Articles to pass over.")
@with_format
@with_archive
def command(archive: Archive, order: str, limit: int, offset: int, shape: str) -> None:
    """List articles, newest first; undated ones come last.

    \b
    Examples:
      archive list --limit 10
      archive list --order added
      archive list --format csv > articles.csv
    """
    put_rows(map(list_row, archive.articles(order=order, limit=limit, offset=offset)), shape)
