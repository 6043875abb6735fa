"""archive show"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put, put_rows, style, with_archive
from archive.present.hits import article_lines
from archive.present.results import article_view

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("show")
@click.argument("article", metavar="ARTICLE")
@click.option("--raw", is_flag=True, help="Give the original bytes of the newest capture.")
@click.option(
    "--format", "shape", type=click.Choice(["plain", "json"]), default="plain", help="How it comes out."
)
@with_archive
def command(archive: Archive, article: str, raw: bool, shape: str) -> None:
    """Show one article, by its number, slug or address.

    \b
    Examples:
      archive show 12
      archive show 12 --raw > page.txt
      archive show 12 --format json
    """
    if raw:
        put([archive.original(article)], nl=False)
        return
    found = archive.article(article)
    if shape == "json":
        put_rows([found], "jsonl")
    else:
        put(article_lines(article_view(found), style()))
