"""archive export"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, with_archive

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("export")
@click.option("--no-originals", is_flag=True, help="Leave out the captures' bytes.")
@with_archive
def command(archive: Archive, no_originals: bool) -> None:
    """Write all articles as JSON Lines, which `archive ingest` reads back without loss.

    \b
    Examples:
      archive export > press.jsonl
      archive --db copy.db ingest press.jsonl
    """
    put_rows(archive.export(originals=not no_originals), "jsonl")
