"""The command line: one command per file, each imported when it is called.

`archive --help` reads only the table below; a search imports neither SQLAlchemy nor Alembic.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from archive import __version__
from archive.cli.rim import DB, INTERRUPTED, open_streams, say, seldom_collecting, telling_errors

COMMANDS = {
    "init": "Make an archive, or upgrade an older one.",
    "ingest": "File captures: files, folders and addresses of every kind.",
    "search": "Search everything.",
    "timeline": "Count what was published on something, over time.",
    "watch": "Save searches, and tell what came in since.",
    "feed": "Keep feeds, and file what is new in them.",
    "show": "Show one article.",
    "list": "List articles, newest first.",
    "outlets": "List outlets, or load what is known of them.",
    "authors": "List authors and agencies.",
    "tags": "List tags.",
    "names": "Show the spellings of a name that the archive holds.",
    "alias": "Teach spellings that belong together.",
    "related": "List the related articles of one article.",
    "family": "List the articles that tell the same story.",
    "review": "List what is missing or doubtful, worst first.",
    "edit": "Correct fields of an article.",
    "diff": "Show what changed in an article, word by word.",
    "reparse": "Read kept captures again, and show what would change.",
    "delete": "Delete an article.",
    "stats": "Give the figures of the archive.",
    "index": "Look after the search index.",
    "doctor": "Examine the archive, and mend what can be worked out again.",
    "verify": "Compare originals with their hashes, and the index with the articles.",
    "backup": "Write a checked copy of the archive, also while it is written to.",
    "restore": "Put a backup in place of the archive, after checking it.",
    "export": "Write all articles as JSON Lines.",
}

EPILOG = """\b
Examples:
  archive ingest clippings/          file a folder of captures
  archive search "Hammouchi"         search it
  archive show 12                    read article 12
  archive ingest --dry-run page.txt  see what would be read, line by line
\b
The archive is --db, else ARCHIVE_DB, else ./archive.db.
Exit codes: 0 done, 1 cannot be done, 2 bad value, 3 no usable archive,
4 some captures refused, 5 in use by another program, 6 disk full or not
writable, 130 interrupted."""


class Commands(click.Group):
    """Is a group that imports a command when it is called."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Gives the commands in the order of a person's work."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Imports a command by its name."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"archive.cli.{name}").command
        return command

    def invoke(self, context: click.Context) -> Any:
        """Runs a command; Ctrl-C ends it with a code of its own, not with Click's for everything."""
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            say("Interrupted; what is done stays done.")
            sys.exit(INTERRUPTED)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the table of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
@click.option("--db", metavar="FILE", help="The archive's file.", envvar=None)
@click.pass_context
def commands(context: click.Context, db: str | None) -> None:
    """A press archive in one SQLite file: captures in, articles out, one search over them."""
    context.meta[DB] = db


def main(arguments: list[str] | None = None) -> Any:
    """Runs the command line; the one place where errors become sentences and exit codes."""
    open_streams()
    with seldom_collecting(), telling_errors():
        return commands.main(args=arguments, prog_name="archive", standalone_mode=True)
