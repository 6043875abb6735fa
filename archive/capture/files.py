"""Captures out of files, folders and standard input."""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archive.capture.saved_pages import page_of, type_of_page
from archive.documents import Capture, Outcome, Reason, Refusal
from archive.errors import MissingError

STANDARD_INPUT = "-"
TEXT_TYPE, RECORD_TYPE = "text/plain", "application/json"
PEEK = 65_536

log = logging.getLogger(__name__)


def open_source(
    location: str, *, cap: int, stdin: BinaryIO | None = None, avoid: Path | None = None
) -> Iterator[Capture | Outcome]:
    """Gives the captures of a place: a file, a folder with all below it, or `-` for standard input.

    `cap` is the largest capture in bytes (for JSON Lines: of one line); `avoid` is the archive's own file, which
    must not be opened outside SQLite while SQLite has it open. What cannot be read is an outcome with its reason.
    """
    if location == STANDARD_INPUT:
        if stdin is None:
            raise MissingError("There is no standard input to read.")
        yield from _split(stdin, STANDARD_INPUT, cap)
        return
    path = Path(location)
    if not path.exists():
        raise MissingError(f"There is no file or folder {location}.")
    if not path.is_dir():
        yield from _open_file(path, cap, avoid)
        return
    empty = True
    for file in _files_below(path):
        empty = False
        yield from _open_file(file, cap, avoid)
    if empty:
        raise MissingError(f"The folder {location} holds no files.")


def _files_below(folder: Path) -> Iterator[Path]:
    """Gives the files of a folder in order, leaving out hidden ones, links to folders, and the parts of saved pages."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for beside, page in [(name, page) for name in folders if (page := page_of(name, names))]:
            log.warning("Left out %s: it holds what was saved with %s.", Path(parent, beside), page)
            folders.remove(beside)
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(parent, name)


def _open_file(path: Path, cap: int, avoid: Path | None) -> Iterator[Capture | Outcome]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield _refused(str(path), Reason.UNREADABLE, "it is no regular file")
        elif avoid is not None and _is_of_archive(path, avoid):
            yield _refused(str(path), Reason.NOT_TEXT, "it is the archive itself")
        else:
            with path.open("rb") as stream:
                yield from _split(stream, str(path), cap)
    except OSError as error:
        yield _refused(str(path), Reason.UNREADABLE, error.strerror or str(error))


def _is_of_archive(path: Path, archive: Path) -> bool:
    family = [archive, *(archive.with_name(archive.name + tail) for tail in ("-wal", "-shm", "-journal"))]
    return any(one.exists() and path.samefile(one) for one in family)


def _split(stream: BinaryIO, source: str, cap: int) -> Iterator[Capture | Outcome]:
    """Gives one capture for a page, or one for each line where the lines are JSON objects."""
    moment = datetime.now(UTC).replace(microsecond=0)
    first = stream.readline(cap + 2)
    if _is_record(first):
        yield from _records(stream, first, source, cap, moment)
        return
    rest = stream.read(max(cap + 1 - len(first), 0))
    content = first + rest
    if len(content) > cap:
        yield _refused(source, Reason.TOO_LARGE, f"it is larger than {cap:,} bytes")
    else:
        kind = type_of_page(content) or TEXT_TYPE
        yield Capture(content=content, source=source, media_type=kind, moment=moment)


def _is_record(line: bytes) -> bool:
    """Says whether a first line begins JSON Lines; a page that begins with a brace does not parse."""
    text = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not text.startswith(b"{"):
        return False
    if text.startswith((b'{"', b"{}")):
        return True
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _records(
    stream: BinaryIO, first: bytes, source: str, cap: int, moment: datetime
) -> Iterator[Capture | Outcome]:
    number, line = 1, first.removeprefix(b"\xef\xbb\xbf")
    while line:
        place = f"{source}:{number}"
        if len(line) > cap:
            yield _refused(place, Reason.TOO_LARGE, f"the line is larger than {cap:,} bytes")
            while line and not line.endswith(b"\n"):
                line = stream.readline(PEEK)
        elif line.strip():
            yield Capture(content=line.strip(), source=place, media_type=RECORD_TYPE, moment=moment)
        number += 1
        line = stream.readline(cap + 2)


def _refused(source: str, reason: Reason, detail: str) -> Outcome:
    return Outcome(source, refusal=Refusal(reason, detail))
