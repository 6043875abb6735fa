"""archive delete"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import say, with_archive

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("delete")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_archive
def command(archive: Archive, articles: tuple[str, ...], yes: bool) -> None:
    """Delete articles with their captures and revisions.

    \b
    Examples:
      archive delete 12
      archive delete 12 13 --yes
    """
    for article in articles:
        label = archive.article(article)["label"]
        if yes or click.confirm(f"Delete article {article}, {label}?", err=True):
            archive.delete(article)
            say(f"Deleted article {article}, {label}")
