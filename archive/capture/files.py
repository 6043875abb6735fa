"""Captures out of files, folders and standard input."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from archive.capture.opening import Opening, refused
from archive.capture.saved_pages import page_of
from archive.capture.unpacking import unpack
from archive.documents import Capture, Outcome, Reason
from archive.errors import MissingError

log = logging.getLogger(__name__)


def open_path(location: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives the captures of a file, or of a folder with all below it."""
    path = Path(location)
    if not path.exists():
        raise MissingError(f"There is no file or folder {location}.")
    if not path.is_dir():
        yield from _open_file(path, opening)
        return
    empty = True
    for file in _files_below(path):
        empty = False
        yield from _open_file(file, opening)
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


def _open_file(path: Path, opening: Opening) -> Iterator[Capture | Outcome]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield refused(str(path), Reason.UNREADABLE, "it is no regular file")
        elif opening.avoid is not None and _is_of_archive(path, opening.avoid):
            yield refused(str(path), Reason.NOT_TEXT, "it is the archive itself")
        else:
            with path.open("rb") as stream:
                yield from unpack(stream, str(path), opening)
    except OSError as error:
        yield refused(str(path), Reason.UNREADABLE, error.strerror or str(error))


def _is_of_archive(path: Path, archive: Path) -> bool:
    family = [archive, *(archive.with_name(archive.name + tail) for tail in ("-wal", "-shm", "-journal"))]
    return any(one.exists() and path.samefile(one) for one in family)
