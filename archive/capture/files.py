"""Captures out of files, folders and standard input."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from archive.capture.opening import Opening, refused, spelled
from archive.capture.saved_pages import page_of
from archive.capture.unpacking import unpack
from archive.documents import Capture, Outcome, Reason
from archive.errors import MissingError
from archive.outputs import is_of_archive

log = logging.getLogger(__name__)


def open_path(location: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives the captures of a file, or of a folder with all below it."""
    path = Path(location)
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a name with NUL is a ValueError
        raise MissingError(f"There is no file or folder {location}.") from None
    except OSError as error:
        yield _unreadable(path, error)
        return
    if not stat.S_ISDIR(mode):
        yield from _open_file(path, opening)
        return
    empty = True
    for found in _files_below(path):
        empty = False
        if isinstance(found, OSError):
            yield _unreadable(Path(found.filename), found)
        else:
            yield from _open_file(found, opening)
    if empty:
        raise MissingError(f"The folder {location} holds no files.")


def _files_below(folder: Path) -> Iterator[Path | OSError]:
    """Gives the files of a folder in order, and the error of each folder that cannot be listed.

    Left out are hidden files, links to folders, and the parts of saved pages.
    """
    errors: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        yield from errors
        errors.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for beside, page in [(name, page) for name in folders if (page := page_of(name, names))]:
            log.warning("Left out %s: it holds what was saved with %s.", Path(parent, beside), page)
            folders.remove(beside)
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(parent, name)
    yield from errors


def _open_file(path: Path, opening: Opening) -> Iterator[Capture | Outcome]:
    source = spelled(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield refused(source, Reason.UNREADABLE, "it is no regular file")
        elif opening.avoid is not None and is_of_archive(path, opening.avoid):
            yield refused(source, Reason.NOT_TEXT, "it is the archive itself")
        else:
            with path.open("rb") as stream:
                yield from unpack(stream, source, opening)
    except OSError as error:
        yield _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> Outcome:
    return refused(spelled(str(path)), Reason.UNREADABLE, error.strerror or str(error))
