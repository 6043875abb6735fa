"""A local-first, multilingual press archive.

    a place ─capture─▶ Capture ─parse─▶ Clipping ─store─▶ article ─index─▶ posting ◀─search─ query

For scripts there is `archive.open`; the command line is `archive`. The map of the package:

    api          the archive as one object                 documents  the values that travel
    capture/     bytes as found                            errors     every way the archive says no
    parse/       a capture becomes a clipping              config     what can be set
    store/       a clipping becomes an article             database, sessions, schema   the SQLite file
    ingest/      capture, parse, store, index in a row     models     what is kept, as an ORM
    index        postings follow the articles              statements the SQL of the read path
    analysis/    text to terms                             browse     lists and single articles
    names/       a name in every script and spelling       frozen     values that start quickly
    search/      a query becomes hits                      text, languages, addresses, cells, columns  small tools
    present/     results become lines                      cli/       one command per file

    feeds, newsstand, visits    feeds and addresses that are fetched again
    review, rereading, desk     what is doubtful, and kept captures read again
    doctor/, backup/, upkeep    examine, copy, put back, optimize
    strangers, forks            what other tools added to the file; what is closed before a fork
    outputs                     files written whole, and never over the archive
    watching, web_archive       saved searches; WARC out
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what PUBLIC is to the program; a test holds them equal
    from archive.api import Archive as Archive
    from archive.api import open_archive
    from archive.config import Settings as Settings
    from archive.documents import Byline as Byline
    from archive.documents import Caption as Caption
    from archive.documents import CaptionKind as CaptionKind
    from archive.documents import Capture as Capture
    from archive.documents import Clipping as Clipping
    from archive.documents import Filing as Filing
    from archive.documents import Line as Line
    from archive.documents import LineRole as LineRole
    from archive.documents import Link as Link
    from archive.documents import LinkKind as LinkKind
    from archive.documents import Origin as Origin
    from archive.documents import Outcome as Outcome
    from archive.documents import Precision as Precision
    from archive.documents import PressDate as PressDate
    from archive.documents import Reason as Reason
    from archive.documents import Refusal as Refusal
    from archive.documents import Role as Role
    from archive.documents import Wording as Wording
    from archive.errors import ArchiveError as ArchiveError
    from archive.errors import DatabaseError as DatabaseError
    from archive.errors import InvalidError as InvalidError
    from archive.errors import LockedError as LockedError
    from archive.errors import MissingError as MissingError
    from archive.errors import MovedError as MovedError
    from archive.errors import NewerArchive as NewerArchive
    from archive.errors import NotAnArchive as NotAnArchive
    from archive.errors import StorageError as StorageError
    from archive.ingest import Overrides as Overrides
    from archive.results import Hit as Hit
    from archive.results import Results as Results

    open = open_archive

__version__ = "0.1.0"

PUBLIC = {
    "open": "archive.api:open_archive",
    "Archive": "archive.api:Archive",
    "Overrides": "archive.ingest:Overrides",
    "Hit": "archive.results:Hit",
    "Results": "archive.results:Results",
    "Settings": "archive.config:Settings",
    **{
        name: f"archive.documents:{name}"
        for name in (
            "Byline Caption CaptionKind Capture Clipping Filing Line LineRole Link LinkKind Origin Outcome"
            " Precision PressDate Reason Refusal Role Wording"
        ).split()
    },
    **{
        name: f"archive.errors:{name}"
        for name in (
            "ArchiveError MissingError InvalidError DatabaseError NotAnArchive NewerArchive LockedError StorageError"
            " MovedError"
        ).split()
    },
}

__all__ = sorted(PUBLIC)


def _imported(name: str) -> object:
    """Imports a public name when it is first used, so that a search never imports what only ingest needs."""
    if name not in PUBLIC:
        raise AttributeError(f"module 'archive' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = PUBLIC[name].split(":")
    return getattr(import_module(module), attribute)


if not TYPE_CHECKING:  # else every name that there is not would have a type too, Any
    __getattr__ = _imported


def __dir__() -> list[str]:
    return sorted({*globals(), *PUBLIC})
