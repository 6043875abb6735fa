"""archive diff"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import put, put_rows, say, style, with_archive, with_format
from archive.present.changes import change_lines, change_rows
from archive.present.paint import paint

if TYPE_CHECKING:
    from archive.api import Archive

NUMBER = click.IntRange(1)


@click.command("diff")
@click.argument("article", metavar="ARTICLE")
@click.option("--revision", type=NUMBER, metavar="N", help="From wording N to the one after it.")
@click.option("--from", "before", type=NUMBER, metavar="N", help="From wording N; 1 is the oldest.")
@click.option("--to", "after", type=NUMBER, metavar="N", help="To wording N.")
@with_format
@with_archive
def command(
    archive: Archive, article: str, revision: int | None, before: int | None, after: int | None, shape: str
) -> None:
    """Show what changed between two wordings of an article, word by word; the last two without numbers.

    \b
    Examples:
      archive diff 12
      archive diff 12 --from 1 --to 3
      archive diff 12 --format jsonl
    """
    changed = archive.diff(article, revision or before, after)
    if shape == "plain":
        for field, changes in changed:
            put([paint("title", field, style()), *change_lines(changes, style())])
    else:
        put_rows((row for field, changes in changed for row in change_rows(field, changes)), shape)
    if not changed:
        say(f"Nothing changed in the wording of article {article}.")
