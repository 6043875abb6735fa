"""Archives of captures: zip, tar, and single files packed by gzip, bzip2 or xz.

Members are read in memory, in turn; nothing is ever written under a name that an archive gives. A WACZ is a zip archive
of which only the WARC files hold captures.
"""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO, NamedTuple
from zipfile import ZipFile

from archive.capture.inflating import RATIO, Allowance, Damaged, buffered, inflate, magic_of
from archive.capture.opening import Opening, refused, spelled
from archive.capture.saved_pages import is_companion, page_of
from archive.capture.tarred import begins_tar, tar_members
from archive.capture.zipped import begins_zip, files_of, name_of, open_member, open_table, rewindable
from archive.documents import Capture, Outcome, Reason

__all__ = ["begins_packed", "begins_tar", "begins_zip", "open_packed", "open_tar", "open_zip"]

Pieces = Iterator[Capture | Outcome]

MOST_MEMBERS = 100_000
MOST_HELD = 64 * 1024 * 1024
_CHUNK = 65_536
_WACZ, _WACZ_FOLDER = "datapackage.json", "archive/"
_MACOS = "__MACOSX"

log = logging.getLogger(__name__)


class Member(NamedTuple):
    """Is one file of an archive: its name, and what opens it, which may be done once and in turn."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass
class Shelf:
    """Knows which names were seen in each folder of an archive, to tell what was saved beside a page."""

    names: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: set[str] = field(default_factory=set)

    def add(self, name: str) -> None:
        """Notes the name of a member."""
        folder, _, last = name.rpartition("/")
        self.names[folder].add(last)

    def page_beside(self, name: str) -> str | None:
        """Gives the page with which a member was saved, as far as it was seen; a page is told once."""
        for parent, folder in _folders_of(name):
            page = page_of(folder, self.names[parent]) if is_companion(folder) else None
            if page and (path := f"{parent}/{folder}") not in self.told:
                self.told.add(path)
                log.warning("Left out %s: it holds what was saved with %s.", path.strip("/"), page)
            if page:
                return page
        return None


def begins_packed(head: bytes) -> bool:
    """Says whether a stream is packed by gzip, bzip2 or xz."""
    return magic_of(head) is not None


def open_packed(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives what a packed stream holds; that it is packed does not make it lie deeper, unless it is packed twice."""
    from archive.capture.unpacking import unpack  # it names this opener in its table

    inner = inflate(stream)
    try:
        twice = begins_packed(inner.peek(1))
        yield from unpack(inner, source, opening if twice else replace(opening, depth=opening.depth - 1))
    except Damaged as damage:
        yield refused(source, damage.reason, damage.detail)


def open_zip(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives the captures of the members of a zip archive, in the order of its table."""
    try:
        with rewindable(stream) as file, open_table(file) as table:
            size = file.seek(0, io.SEEK_END)
            shelf = Shelf()
            for info in files_of(table):
                shelf.add(name_of(info))
            yield from _read_all(_zip_members(table, size), shelf, source, opening)
    except Damaged as damage:
        yield refused(source, damage.reason, damage.detail)


def open_tar(stream: BinaryIO, source: str, opening: Opening) -> Pieces:
    """Gives the captures of the members of a tar archive, in order."""
    shelf = Shelf()
    try:
        yield from _read_all(_hold_back(_tar_members(stream), shelf), shelf, source, opening)
        while stream.read(_CHUNK):  # only the end of a packed stream tells that it is whole
            pass
    except Damaged as damage:
        yield refused(source, damage.reason, damage.detail)


def _zip_members(table: ZipFile, size: int) -> Iterator[Member]:
    allowance = Allowance(lambda: size)
    infos = files_of(table)
    is_wacz = any(info.filename == _WACZ for info in infos)
    for info in infos:
        if allowance.exhausted:
            raise Damaged(Reason.TOO_LARGE, f"its members unpack to more than {RATIO} times its size")
        if not is_wacz or info.filename.startswith(_WACZ_FOLDER):
            yield Member(name_of(info), partial(open_member, table, info, allowance))


def _tar_members(stream: BinaryIO) -> Iterator[Member]:
    for name, section in tar_members(stream):
        yield Member(name, partial(buffered, section))


def _hold_back(members: Iterator[Member], shelf: Shelf) -> Iterator[Member]:
    """Gives the members, last those in folders named like a page's own: the page may come after them."""
    held: list[Member] = []
    room, damage = MOST_HELD, None
    try:
        for member in members:
            shelf.add(member.name)
            if shelf.page_beside(member.name) or not _may_belong(member.name):
                yield member
                continue
            content = member.open().read(room + 1)
            room -= len(content)
            if room < 0:
                raise Damaged(
                    Reason.TOO_LARGE, f"folders such as pages are saved with hold over {MOST_HELD:,} bytes"
                )
            held.append(Member(member.name, partial(io.BytesIO, content)))
    except Damaged as found:
        damage = found
    yield from held
    if damage:
        raise damage


def _read_all(members: Iterable[Member], shelf: Shelf, source: str, opening: Opening) -> Pieces:
    found = False
    for count, member in enumerate(members):
        if count == MOST_MEMBERS:
            raise Damaged(Reason.TOO_LARGE, f"it holds more than {MOST_MEMBERS:,} members; the rest is left")
        if not _is_hidden(member.name) and not shelf.page_beside(member.name):
            found = True
            yield from _read(member, f"{source}!{spelled(member.name)}", opening)
    if not found:
        yield refused(source, Reason.EMPTY, "no member of it may hold a capture")


def _read(member: Member, place: str, opening: Opening) -> Pieces:
    from archive.capture.unpacking import unpack

    try:
        yield from unpack(member.open(), place, opening)
    except Damaged as damage:
        yield refused(place, damage.reason, damage.detail)


def _folders_of(name: str) -> Iterator[tuple[str, str]]:
    """Gives each folder that a member lies in, with the path of the folder around it."""
    parts = name.split("/")[:-1]
    for depth, folder in enumerate(parts):
        yield "/".join(parts[:depth]), folder


def _may_belong(name: str) -> bool:
    return any(is_companion(folder) for _, folder in _folders_of(name))


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part == _MACOS or (part.startswith(".") and part.strip(".")) for part in parts)
