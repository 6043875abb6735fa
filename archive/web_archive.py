"""The captures that came over the web, written as WARC 1.1, which replay tools and other archives read."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive import __version__, browse, statements
from archive.outputs import written_whole

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "X-Archive-Orig-"
"""What stands before a header that was true of the bytes as they were sent, as other writers of WARC spell it."""


def export_warc(connection: sqlite3.Connection, path: Path) -> int:
    """Writes the captures that came over the web to a file, packed if its name ends in `.gz`; gives how many.

    The file takes its name when it is whole; StorageError where it cannot be written, InvalidError where it would
    replace the archive, or what is no regular file.
    """
    with written_whole(path, _file_of(connection)) as file:
        return write_warc(connection, file, gzip=path.suffix == ".gz")


def _file_of(connection: sqlite3.Connection) -> Path:
    """Gives the file that a connection reads, in the bytes of its name."""
    ((name,),) = connection.execute("SELECT CAST(file AS BLOB) FROM pragma_database_list WHERE name = 'main'")
    return Path(os.fsdecode(name))


def write_warc(connection: sqlite3.Connection, file: BinaryIO, *, gzip: bool) -> int:
    """Writes the captures whose address is known, oldest first, each record packed on its own; gives how many.

    One that was kept with its headers becomes a `response`, any other a `resource`.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=gzip, warc_version="1.1")
    about = {"software": f"press-archive {__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("", about))
    count = 0
    for capture in list(browse.rows(connection, statements.WEB_CAPTURES)):
        content = browse.original(connection, capture["id"])
        headers = _headers(capture["headers"], len(content)) if capture["headers"] else None
        record = writer.create_warc_record(
            capture["address"],
            "response" if headers else "resource",
            payload=io.BytesIO(content),
            length=len(
                content
            ),  # without it the library spools the content once more, and leaves the file open
            http_headers=headers,
            warc_content_type="" if headers else _content_type(capture),
            warc_headers_dict={"WARC-Date": capture["captured_at"]},
        )
        writer.write_record(record)
        count += 1
    return count


def _headers(head: str, size: int) -> StatusAndHeaders:
    from warcio.statusandheaders import StatusAndHeaders

    protocol, _, status = head.splitlines()[0].partition(" ")
    return StatusAndHeaders(status, [*_fields(head), ("Content-Length", str(size))], protocol=protocol)


def _fields(head: str) -> Iterator[tuple[str, str]]:
    """Gives the headers; the content is kept unpacked, so those that tell of its packing are renamed."""
    fields = [
        (name, value.strip()) for name, _, value in (line.partition(":") for line in head.splitlines()[1:])
    ]
    known = {name.lower() for name, _ in fields}
    for name, value in fields:
        if name.lower() not in _OF_THE_WIRE:
            yield name, value
        elif f"{_ORIGINAL}{name}".lower() not in known:
            yield f"{_ORIGINAL}{name}", value


def _content_type(capture: browse.Row) -> str:
    charset = f"; charset={capture['charset']}" if capture["charset"] else ""
    return f"{capture['media_type']}{charset}"
