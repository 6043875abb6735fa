"""archive search"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archive.cli.rim import put, with_archive, with_format
from archive.statements import ORDERS

if TYPE_CHECKING:
    from archive.api import Archive

FACETS = ("outlet", "author", "tag", "language", "section", "year", "month")  # held to the registry by a test


@click.command("search")
@click.argument("words", nargs=-1, metavar="QUERY...")
@click.option("-f", "--file", type=click.File("rb"), help="Search for each line of a file, or of - .")
@click.option("--order", type=click.Choice(list(ORDERS)), default="relevance", help="What comes first.")
@click.option("--limit", type=click.IntRange(0, 1000), default=20, show_default=True, help="Hits a page.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Hits to pass over.")
@click.option("--count", "only_count", is_flag=True, help="Give the number of articles only.")
@click.option("--exact-count", is_flag=True, help="Count every match; a total past 10,000 is not exact else.")
@click.option(
    "--all-matches", is_flag=True, help="Rank every match, not the newest 50,000; facets count all."
)
@click.option("--all", "asking", flag_value="all", help="Only what has all of the words.")
@click.option("--any", "asking", flag_value="any", help="What has any of the words.")
@click.option("--exact", is_flag=True, help="Search names in the typed spelling only.")
@click.option("--explain", is_flag=True, help="Say how the query is understood, and search nothing.")
@click.option("--collapse", is_flag=True, help="One hit a page for each story, however many tell it.")
@click.option("--after", metavar="TOKEN", help="The next page, by the token that a page for programs tells.")
@click.option("--facet", "facets", multiple=True, type=click.Choice(FACETS), help="Count the hits by this.")
@with_format
@with_archive
def command(
    archive: Archive,
    words: tuple[str, ...],
    file: BinaryIO | None,
    asking: str | None,
    exact: bool,
    **options: Any,
) -> None:
    """Search everything; any text is a query, and a name is found in every script and spelling.

    \b
    Words must all be there; accents, case, Arabic marks and clitics do not matter.
      "exact words"   OR   -not   begin*   (groups)   a NEAR/5 b   "a b"~5
      title: body: outlet: author: tag: section: lang: id: has: missing:
      on: before: after: since: until:     dates like 2022, 2022-05, 27/05/2022
    \b
    Examples:
      archive search "Hammouchi"
      archive search Hammouchi after:2022-05 -tramway
      archive search 'outlet:gulfcourier "world cup"' --order newest
      archive search "الأمن الوطني" --format json
      archive search --explain 'Hammouchi OR police on:2022'
      archive search Hammouchi --facet outlet --facet year --limit 0
      archive search -f names.txt --count --format csv > names.csv
    """
    from archive.cli import searching

    if bool(words) == (file is not None):
        raise click.UsageError("Give a query, or a file of queries with -f.")
    reading = {"today": date.today(), "asking": asking or "best", "exact": exact}
    if file is not None:
        searching.search_file(archive, file, reading, options)
    elif options["explain"]:
        put(archive.explain(" ".join(words), **reading))
    else:
        searching.search(archive, " ".join(words), reading, options)
