"""archive ingest"""

from __future__ import annotations

import sys
from typing import Any

import click

from archive.api import Archive, press_date
from archive.cli.ingesting import Talking, columns, dry_run, file_all
from archive.cli.rim import with_archive, with_format
from archive.languages import canonical


@click.command("ingest")
@click.argument("places", nargs=-1, required=True, metavar="PLACE...")
@click.option("--dry-run", "dry", is_flag=True, help="Show what would be read, line by line; keep nothing.")
@click.option("--outlet", metavar="NAME", help="The outlet of these captures.")
@click.option("--language", metavar="CODE", help="Their language: fr, ar, en, ...")
@click.option(
    "--date", "published", metavar="DATE", help="Their date: 2022-05-27, 2022-05, 2022-05-27T17:53."
)
@click.option("--title", metavar="TEXT", help="The title, for one capture without one.")
@click.option("--section", metavar="NAME", help="Their section.")
@click.option("--address", metavar="URL", help="The address, for one capture.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="An author; may be repeated.")
@click.option("--tag", "tags", multiple=True, metavar="NAME", help="A tag to add; may be repeated.")
@click.option(
    "--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="A column of a table; repeat it."
)
@click.option(
    "--addresses", is_flag=True, help="The places hold addresses to fetch: one a line, or a sitemap."
)
@click.option("--allow-private", "private", is_flag=True, help="Allow addresses in private networks.")
@click.option("--jobs", type=click.IntRange(0), default=0, metavar="N", help="Read in N other processes.")
@click.option(
    "--report", type=click.Path(dir_okay=False), metavar="FILE", help="Write every outcome as JSON Lines."
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what was refused, and the last line.")
@with_format
@with_archive
def command(archive: Archive, places: tuple[str, ...], dry: bool, **options: Any) -> None:
    """File captures: files, folders, addresses, or `-` for standard input.

    Pages pasted as text, saved HTML, feeds, WARC, mail, PDF, tables, exports of press databases and archives of any of
    them are told by their content. A capture that is in the archive already is not filed again; one with another
    wording becomes a revision.

    \b
    Examples:
      archive ingest clippings/
      archive ingest page.txt --outlet "Le Fil du Maghreb" --tag police
      archive ingest --dry-run page.txt
      archive ingest - < articles.jsonl
      archive ingest pages/ --jobs 2 --report outcomes.jsonl -q
      archive ingest https://www.example.org/an-article
      archive ingest clippings.csv --map title=Headline --map body="Full text"
    """
    talking = Talking(options.pop("shape"), options.pop("quiet"), options.pop("report"))
    jobs = options.pop("jobs")
    opening = {name: options.pop(name) for name in ("addresses", "private")}
    opening["columns"] = columns(options.pop("columns"))
    options["published"] = press_date(options["published"]) if options["published"] else None
    options["language"] = canonical(options["language"]) if options["language"] else None
    if dry:
        sys.exit(dry_run(archive, places, options, opening))
    sys.exit(file_all(archive, places, options, opening | {"jobs": jobs}, talking))
