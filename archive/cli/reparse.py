"""archive reparse"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from archive.cli.rim import INTERRUPTED, put, put_rows, say, style, with_archive, with_format
from archive.present.rereadings import rereading_lines, rereading_rows

if TYPE_CHECKING:
    from archive.api import Archive
    from archive.rereading import Rereading


@click.command("reparse")
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@click.option(
    "--since", metavar="VERSION", help="Only captures that an older version of the program has read."
)
@click.option("--apply", is_flag=True, help="Change the articles; without it nothing is changed.")
@with_format
@with_archive
def command(archive: Archive, articles: tuple[str, ...], since: str | None, apply: bool, shape: str) -> None:
    """Read kept captures again by the present reader, and show what would change.

    What a person stated or corrected stays; an earlier wording becomes a revision. Interrupted, what is applied
    stays applied; with --since the same command goes on from there.

    \b
    Examples:
      archive reparse
      archive reparse 12 --apply
      archive reparse --since 0.2.0 --apply --format jsonl
    """
    counts: Counter[str] = Counter()
    found = _counted(archive.reread(*articles, since=since, apply=apply), counts)
    try:
        with click.progressbar(
            found,
            length=len(archive.with_captures(*articles)),
            label="Reading",
            file=sys.stderr,
            hidden=sys.stdout.isatty() or not sys.stderr.isatty(),
        ) as bar:
            if shape == "plain":
                put(line for one in bar if one for line in rereading_lines(one, style()))
            else:
                put_rows((row for one in bar if one for row in rereading_rows(one)), shape)
    except KeyboardInterrupt:
        say("Interrupted; what is applied stays applied.")
        sys.exit(INTERRUPTED)
    finally:
        changed = "changed." if apply else "would change; --apply changes them."
        read = f"{counts['read']} articles read again, {counts['refused']} captures refused now"
        say(f"{read}, {counts['changed']} {changed}")


def _counted(rereadings: Iterator[Rereading | None], counts: Counter[str]) -> Iterator[Rereading | None]:
    for one in rereadings:
        if one:
            counts.update({"read": 1, "changed": int(bool(one.changes)), "refused": len(one.refused)})
        yield one
