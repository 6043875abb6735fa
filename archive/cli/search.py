"""archive search"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put, put_rows, say, style, with_archive, with_format
from archive.statements import ORDERS

if TYPE_CHECKING:
    from archive.api import Archive


@click.command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--order", type=click.Choice(list(ORDERS)), default="relevance", help="What comes first.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits a page.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over.")
@click.option("--count", "only_count", is_flag=True, help="Give the number of articles only.")
@with_format
@with_archive
def command(
    archive: Archive,
    words: tuple[str, ...],
    order: str,
    limit: int,
    offset: int,
    only_count: bool,
    shape: str,
) -> None:
    """Search everything; any text is a query.

    \b
    Words must all be there; accents, case, Arabic marks and clitics do not matter.
      "exact words"   OR   -not   begin*   (groups)
      title: body: outlet: author: tag: section: lang: id:
      on: before: after: since: until:     dates like 2022, 2022-05, 27/05/2022
    \b
    Examples:
      archive search "Hammouchi"
      archive search Hammouchi after:2022-05 -tramway
      archive search 'outlet:gulfcourier "world cup"' --order newest
      archive search "الأمن الوطني" --format json
    """
    from archive.present.hits import hit_lines
    from archive.present.results import hit_row, total_line

    query = " ".join(words)
    results = archive.search(query, order=order, limit=limit, offset=offset, today=date.today())
    for remark in results.remarks:
        say(f"Note: {remark}.")
    if only_count:
        put([str(results.total)])
        return
    if shape == "plain":
        for rank, hit in enumerate(results.hits, offset + 1):
            put(hit_lines(rank, hit_row(hit), style()))
    else:
        put_rows(map(hit_row, results.hits), shape)
    say(total_line(results, offset))
