"""What `archive watch run` does: gather, write, and only then report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from archive.cli.rim import put, say, style
from archive.errors import InvalidError, MissingError
from archive.outputs import written_whole

if TYPE_CHECKING:
    from archive.api import Archive
    from archive.watching import News

SOME_INVALID = 4
NOTHING_NEW = 7


def digest(archive: Archive, names: Sequence[str], shape: str) -> list[News]:
    """Gives the news of the watches named, or of all; a feed is of one."""
    from archive.present.feed import ENTRIES

    chosen = list(dict.fromkeys(names)) or [watch.name for watch in archive.watches()]
    if not chosen:
        raise MissingError("There is no watch; `archive watch add NAME QUERY` makes one.")
    if shape == "atom" and len(chosen) > 1:
        raise InvalidError("A feed is of one watch; name it.")
    feed = ENTRIES if shape == "atom" else 0
    return [archive.news(name, today=date.today(), feed=feed) for name in chosen]


def send(news: Sequence[News], shape: str, output: Path | None, archive: Path) -> None:
    """Writes the news to standard output, or whole into a file that is not of the archive; then they are out."""
    lines = _lines(news, shape, plain_file=output is not None)
    if output is None:
        put(lines)
        return
    with written_whole(output, archive) as file:
        file.writelines(f"{line}\n".encode() for line in lines)


def _lines(news: Sequence[News], shape: str, *, plain_file: bool) -> Iterator[str]:
    from archive.present.digest import digest_lines, digest_markdown, told_rows
    from archive.present.feed import feed_lines
    from archive.present.mail import mail_lines
    from archive.present.paint import Style
    from archive.present.rows import PRESENTERS

    match shape:
        case "plain":
            yield from digest_lines(news, Style() if plain_file else style())
        case "markdown":
            yield from digest_markdown(news)
        case "html":
            yield from mail_lines(news)
        case "atom":
            yield from feed_lines(news[0])
        case _:
            yield from PRESENTERS[shape](told_rows(news))


def report(news: Sequence[News], *, quiet: bool, exit_code: bool) -> int:
    """Says what each watch told and what of its query makes no sense any more; gives the exit code."""
    from archive.present.digest import tidings

    for note in dict.fromkeys(note for one in news for note in one.notes):
        say(f"Note: {note}.")
    for one in news:
        for remark in one.remarks:
            say(f"Note on {one.watch.name}: {remark}.")
        if not quiet:
            say(f"{one.watch.name}: {tidings(one)}.")
    if any(one.remarks for one in news):
        return SOME_INVALID
    return NOTHING_NEW if exit_code and not any(one.told for one in news) else 0
