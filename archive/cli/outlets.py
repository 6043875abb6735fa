"""archive outlets"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

import click

from archive.cli.rim import put_rows, say, with_archive, with_format
from archive.errors import InvalidError
from archive.statements import OUTLETS

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("outlets")
@click.option(
    "--load", type=click.File("rb"), metavar="FILE", help="Load what is known of outlets from JSON."
)
@with_format
@with_archive
def command(archive: Archive, load: BinaryIO | None, shape: str) -> None:
    """List outlets with the number of their articles, or load what is known of them.

    Known outlets are recognised in captures by their names, other spellings and domains.

    \b
    Examples:
      archive outlets
      archive outlets --load seeds/outlets.json
    """
    if load is None:
        put_rows(archive.table(OUTLETS), shape)
        return
    try:
        entries = json.load(load)
    except ValueError as error:
        raise InvalidError(f"{load.name} is not JSON: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidError(f"{load.name} is not a list of objects.")
    say(f"{archive.load_outlets(entries)} outlets are known.")
