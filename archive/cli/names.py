"""archive names"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive, with_format

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("names")
@click.argument("word")
@with_format
@with_archive
def command(archive: Archive, word: str, shape: str) -> None:
    """Show the spellings of a name that the archive holds, in every script, with their articles.

    These are what a search for the name also searches; `archive alias` teaches more.

    \b
    Examples:
      archive names Hammouchi
      archive names "عبد اللطيف" --format json
    """
    put_rows(archive.names(word), shape)
