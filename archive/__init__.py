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
    doctor/, backup, upkeep     examine, copy, put back, optimize
    watching, web_archive       saved searches; WARC out
"""

from typing import Any

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


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first used, so that a search never imports what only ingest needs."""
    if name not in PUBLIC:
        raise AttributeError(f"module 'archive' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = PUBLIC[name].split(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *PUBLIC})
