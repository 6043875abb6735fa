"""archive alias"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows, say, with_archive, with_format
from archive.statements import ALIASES

if TYPE_CHECKING:
    from archive.api import Archive


@click.group("alias")
def command() -> None:
    """Teach spellings of one subject, which a search for any of them then searches.

    \b
    Examples:
      archive alias add "Casa" "Casablanca" "الدار البيضاء"
      archive alias list
      archive alias remove Casa
    """


@command.command("add")
@click.argument("spellings", nargs=-1, required=True)
@with_archive
def add(archive: Archive, spellings: tuple[str, ...]) -> None:
    """Put two or more spellings into one group."""
    say(f"Searched together: {', '.join(archive.teach(*spellings))}.")


@command.command("list")
@with_format
@with_archive
def list_groups(archive: Archive, shape: str) -> None:
    """List the groups."""
    put_rows(archive.table(ALIASES), shape)


@command.command("remove")
@click.argument("spelling")
@with_archive
def remove(archive: Archive, spelling: str) -> None:
    """Take a spelling out of its group."""
    archive.forget(spelling)
    say(f"{spelling} is searched as typed again.")
