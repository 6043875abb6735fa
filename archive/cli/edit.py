"""archive edit"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import say, with_archive
from archive.errors import InvalidError

LISTS = ("authors", "tags")

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("edit")
@click.argument("article", metavar="ARTICLE")
@click.argument("corrections", nargs=-1, required=True, metavar="FIELD=VALUE...")
@with_archive
def command(archive: Archive, article: str, corrections: tuple[str, ...]) -> None:
    """Correct fields of an article; a correction outlives every later reading.

    \b
    Fields: title kicker standfirst body section outlet authors published
    implied language address tags. Several authors or tags are parted by
    semicolons; an empty value clears a field.
    \b
    Examples:
      archive edit 12 title="Doha remercie Rabat" published=2022-08-21
      archive edit 12 "authors=Hajar Kharroubi; S.A"
      archive edit 12 section=
    """
    values: dict[str, str | list[str]] = {}
    for correction in corrections:
        field, equals, value = correction.partition("=")
        if not equals:
            raise InvalidError(f"{correction!r} is no FIELD=VALUE.")
        values[field] = value.split(";") if field in LISTS else value
    archive.edit(article, **values)
    say(f"Corrected {', '.join(values)} of article {article}.")
