"""Files that a person has written: whole or not at all, and never over the archive or what else is no plain file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from archive.errors import InvalidError, StorageError

TAILS = ("", "-wal", "-shm", "-journal")
"""What follows the archive's name in the names of its file and of those that SQLite keeps beside it."""


def is_of_archive(path: Path, archive: Path) -> bool:
    """Says whether a file is an archive or one of SQLite's beside it, by whatever name or link."""
    name = os.path.realpath(archive)  # SQLite puts its files beside the file that a link leads to
    return is_one_of(path, [name + tail for tail in TAILS])


def is_one_of(path: Path, others: Iterable[str]) -> bool:
    """Says whether a file is one of others: the same on the disk, or by its name where it is not there yet."""
    found = _identity(path)
    if found is not None:
        return found in map(_identity, others)
    return os.path.realpath(path) in map(os.path.realpath, others)


def _identity(path: Path | str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):  # a name that no file can have
        return None
    return found.st_dev, found.st_ino


def refuse_archive(archive: Path, *targets: Path) -> None:
    """Refuses to write over an archive or a file of SQLite's beside it."""
    for target in targets:
        if is_of_archive(target, archive):
            raise InvalidError(f"{target} is the archive itself or belongs to it; name another file.")


def refuse_irregular(*targets: Path) -> None:
    """Refuses to replace a folder, a link, a pipe or a device: what takes its name would be another thing."""
    for target in targets:
        with suppress(OSError, ValueError):  # what is not there, or cannot be: writing it says so
            if not stat.S_ISREG(target.lstat().st_mode):
                raise InvalidError(f"{target} is no regular file and is not replaced; name another file.")


@contextmanager
def written_whole(path: Path, archive: Path) -> Iterator[BinaryIO]:
    """Gives a new file to write to, which takes its name when it is whole and on the disk; StorageError where not."""
    refuse_archive(archive, path)
    refuse_irregular(path)
    # The number keeps two programs apart, and `x` what a person has by that name.
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        file = part.open("xb")
        try:
            with file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}.") from error
