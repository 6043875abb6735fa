"""archive export"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, say, with_archive

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("export")
@click.option("--no-originals", is_flag=True, help="Leave out the captures' bytes.")
@click.option(
    "--warc", metavar="FILE", help="Write the captures that came over the web to a WARC file instead."
)
@with_archive
def command(archive: Archive, no_originals: bool, warc: str | None) -> None:
    """Write all articles as JSON Lines, which `archive ingest` reads back without loss.

    \b
    Examples:
      archive export > press.jsonl
      archive --db copy.db ingest press.jsonl
      archive export --warc press.warc.gz
    """
    if warc is None:
        put_rows(archive.export(originals=not no_originals), "jsonl")
        return
    count = archive.export_warc(warc)
    say(f"{count} captures came over the web; they are in {warc}.")
