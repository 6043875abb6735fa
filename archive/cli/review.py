"""archive review"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from archive.cli.rim import LARGEST, put, put_rows, say, style, with_archive, with_format
from archive.present.doubts import doubt_lines, doubt_rows

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("review")
@click.argument("settled", nargs=-1, metavar="[DOUBT]...")
@click.option("--accept", metavar="ARTICLE", help="Settle doubts about an article: those named, or all.")
@click.option("--doubt", "doubts", multiple=True, metavar="DOUBT", help="Only this doubt; may be repeated.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet.")
@click.option(
    "--limit", type=click.IntRange(1, LARGEST), default=20, show_default=True, help="Articles to list."
)
@with_format
@with_archive
def command(
    archive: Archive,
    settled: tuple[str, ...],
    accept: str | None,
    doubts: tuple[str, ...],
    outlet: str | None,
    limit: int,
    shape: str,
) -> None:
    """List articles with missing, doubtful or contradictory fields, worst first.

    A correction by `archive edit` answers a doubt; --accept says that the field is right as it is.

    \b
    Examples:
      archive review
      archive review --doubt no-date --format csv
      archive review --accept 12 no-title
    """
    if accept is not None:
        names = archive.accept(accept, *settled)
        say(f"Settled {', '.join(names) or 'nothing'} for article {accept}.")
        return
    found = archive.review(doubts=(*doubts, *settled), outlet=outlet, limit=limit)
    if shape == "plain":
        put(line for article in found.articles for line in doubt_lines(article, style()))
    else:
        put_rows((row for article in found.articles for row in doubt_rows(article)), shape)
    say(f"In doubt: {found.total}; listed: {len(found.articles)}.")
