"""archive family"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, say, with_archive, with_format
from archive.errors import InvalidError
from archive.present.families import family_rows

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("family")
@click.argument("article", required=False, metavar="[ARTICLE]")
@click.option("--rebuild", is_flag=True, help="Work out all families anew from the texts.")
@with_format
@with_archive
def command(archive: Archive, article: str | None, rebuild: bool, shape: str) -> None:
    """List the articles that tell the same story in nearly the same words, the one asked for first.

    They stay articles of their own: a wire report in two outlets, or one outlet's text at two addresses.

    \b
    Examples:
      archive family 12
      archive family 12 --format json
      archive family --rebuild
    """
    if rebuild:
        with click.progressbar(
            archive.rebuild_families(), label="Comparing", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            say(f"Looked at {sum(1 for _ in bar)} articles.")
    elif article is None:
        raise InvalidError("Name an article, or say --rebuild.")
    else:
        put_rows(family_rows(archive.family(article)), shape)
