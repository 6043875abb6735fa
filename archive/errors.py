"""Every way the archive says no.

    ArchiveError            1   something asked for cannot be done
    ├── MissingError        1   a file, folder or article that is not there
    ├── InvalidError        2   a value that makes no sense: a date, a field, a JSON line
    ├── DatabaseError       3   the file cannot serve as an archive
    │   ├── NotAnArchive    3   it is no SQLite file, or one that we did not make
    │   └── NewerArchive    3   a newer program made it
    ├── LockedError         5   another process holds the file
    └── StorageError        6   the disk is full, or the place may not be written
        └── MovedError      6   the file was moved, replaced or deleted while it was written

The number is the exit code of the command line. Each error is a sentence with what to do next.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Is the root of the family: a fact that a person can act on, never a bug."""

    exit_code = 1


class MissingError(ArchiveError):
    """Says that a file, a folder or an article is not there."""


class InvalidError(ArchiveError):
    """Says that a given value makes no sense."""

    exit_code = 2


class DatabaseError(ArchiveError):
    """Says that a file cannot serve as an archive."""

    exit_code = 3


class NotAnArchive(DatabaseError):
    """Says that a file is no archive: not SQLite, or not made by this program."""


class NewerArchive(DatabaseError):
    """Says that a newer program made the file; nothing was written to it."""


class LockedError(ArchiveError):
    """Says that another process holds the file."""

    exit_code = 5


class StorageError(ArchiveError):
    """Says that the disk or the memory is full, or the place may not be written."""

    exit_code = 6


class MovedError(StorageError):
    """Says that the file was moved, replaced or deleted while it was written, and where what was filed is saved."""
