"""archive feed"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put, put_rows, say, with_archive, with_format

if TYPE_CHECKING:
    from archive.api import Archive

SOME_FAILED = 4
PRIVATE = click.option("--allow-private", "private", is_flag=True, help="Allow feeds in private networks.")


@click.group("feed")
def command() -> None:
    """Keep feeds, and file what is new in them.

    \b
    Examples:
      archive feed add https://www.example.org/rss.xml --full
      archive feed list
      archive feed fetch
    """


@command.command("add")
@click.argument("address", metavar="ADDRESS")
@click.option("--full", is_flag=True, help="Fetch the pages of which the feed gives only a summary.")
@click.option("--outlet", metavar="NAME", help="The outlet of its articles.")
@with_archive
def add(archive: Archive, address: str, full: bool, outlet: str | None) -> None:
    """Keep a feed; nothing is fetched yet."""
    archive.add_feed(address, full=full, outlet=outlet)
    say(f"Keeping {address}; `archive feed fetch` files what it has.")


@command.command("list")
@with_format
@with_archive
def list_all(archive: Archive, shape: str) -> None:
    """List the feeds, with how often in a row each failed, and why."""
    names = ("address", "title", "outlet", "full", "fetched_at", "failures", "trouble")
    put_rows(({name: asdict(feed)[name] for name in names} for feed in archive.feeds()), shape)


@command.command("remove")
@click.argument("address", metavar="ADDRESS")
@with_archive
def remove(archive: Archive, address: str) -> None:
    """Forget a feed; its articles stay."""
    archive.remove_feed(address)
    say(f"Removed {address}.")


@command.command("fetch")
@click.argument("addresses", nargs=-1, metavar="[ADDRESS...]")
@PRIVATE
@with_format
@with_archive
def fetch(archive: Archive, addresses: tuple[str, ...], private: bool, shape: str) -> None:
    """File what is new in all feeds, or in those named; silent where nothing is."""
    from archive.present.reading import outcome_line, outcome_row

    failed = False
    rows = []
    for fetched in archive.fetch_feeds(*addresses, private=private):
        failed = failed or fetched.trouble is not None
        rows += [outcome_row(outcome) for outcome in fetched.news]
        if shape == "plain":
            put(outcome_line(outcome) for outcome in fetched.news)
        if fetched.trouble:
            times = fetched.feed.failures + 1
            again = f"; {times} times in a row" if times > 1 else ""
            say(f"{fetched.feed.address}: {fetched.trouble}{again}.")
        elif fetched.news:
            counts = ", ".join(
                f"{fetched.count(result)} {result}" for result in ("new", "revised", "same", "refused")
            )
            say(f"{fetched.feed.address}: {counts}.")
    if shape != "plain":
        put_rows(rows, shape)
    sys.exit(SOME_FAILED if failed else 0)
