"""archive timeline"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put, put_rows, say, style, with_archive, with_format

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("timeline")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--by", type=click.Choice(["month", "year", "week"]), default="month", help="The periods.")
@click.option("--per", type=click.Choice(["outlet", "language"]), help="A timeline for each of these.")
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Outlets or languages.")
@click.option(
    "--scale", type=click.Choice(["linear", "log"]), default="linear", help="How long the bars are."
)
@with_format
@with_archive
def command(
    archive: Archive, words: tuple[str, ...], by: str, per: str | None, limit: int, scale: str, shape: str
) -> None:
    """Count what was published on something, over time, beside all that the archive keeps.

    A period of which the archive keeps nothing is a gap and no zero; what has no date stands apart.

    \b
    Examples:
      archive timeline Hammouchi
      archive timeline "sécheresse since:2020" --by year --per outlet
      archive timeline الحموشي --by week --format csv > weeks.csv
    """
    from archive.present.timeline import point_rows, timeline_lines, total_line

    found = archive.timeline(" ".join(words), by=by, per=per, limit=limit, today=date.today())
    for remark in found.remarks:
        say(f"Note: {remark}.")
    if shape == "plain":
        put(timeline_lines(found, style(), scale))
    else:
        put_rows(point_rows(found), shape)
    say(total_line(found))
