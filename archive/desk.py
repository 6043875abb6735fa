"""The editor's desk: what changed in an article, who else tells its story, what is doubtful; and settling it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from archive import browse, statements
from archive.errors import MissingError
from archive.reading_room import ReadingRoom, refuse_numbers

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from archive.parse import KnownOutlets
    from archive.present.wording_diff import Change
    from archive.rereading import Rereading
    from archive.review import Review


class Desk(ReadingRoom):
    """Is the part of an open archive for looking after what is kept; what it only reads needs no SQLAlchemy."""

    @property
    @abstractmethod
    def _writer(self) -> Engine: ...

    @property
    @abstractmethod
    def outlets(self) -> KnownOutlets:
        """Gives the outlets that the archive knows, for reading captures."""

    def wordings(self, reference: str | int) -> list[browse.Row]:
        """Gives the wordings of an article, numbered from 1, oldest first; the last is the present one."""
        with self._reading() as connection:
            number = browse.find(connection, reference)
            earlier = browse.rows(connection, statements.REVISIONS, (number,))
            present = browse.rows(connection, statements.WORDING, (number,))
            told = [*earlier, *present]
        return [{**wording, "number": n} for n, wording in enumerate(told, 1)]

    def diff(
        self, reference: str | int, before: int | None = None, after: int | None = None
    ) -> list[tuple[str, list[Change]]]:
        """Gives the fields that changed from one wording to another, each with its changes word by word.

        Wordings are numbered as by `wordings`; without numbers the last two are compared, and nothing has changed
        where there is only one.
        """
        from archive.present.wording_diff import compare

        told = self.wordings(reference)
        after = after or (len(told) if before is None else before + 1)
        before = before or max(after - 1, 1)
        for number in (before, after):
            if not 1 <= number <= len(told):
                raise MissingError(f"Article {reference} has no wording {number}; it has 1 to {len(told)}.")
        return list(compare(told[before - 1], told[after - 1]))

    def family(self, reference: str | int) -> list[browse.Row]:
        """Gives the articles that tell one story: the one asked for first, then the others with their texts."""
        with self._reading() as connection:
            number = browse.find(connection, reference)
            others = [other for (other,) in connection.execute(statements.FAMILY, (number,))]
            return [browse.article(connection, member) for member in (number, *others)]

    def rebuild_families(self) -> Iterator[int]:
        """Makes all story families anew as the counts are taken, of how many articles were looked at."""
        from archive import sessions
        from archive.store import families

        with self._reading():
            pass  # an archive that is not there is not made for this
        with sessions.writing(self._writer, self.path) as session:
            yield from families.rebuild(session)

    def review(
        self, *, doubts: Sequence[str] = (), outlet: str | None = None, limit: int | None = None
    ) -> Review:
        """Gives the articles with missing, doubtful or contradictory fields, worst first; `doubts` names some kinds."""
        from archive.review import review

        refuse_numbers(limit=limit or 0)
        with self._reading() as connection:
            return review(connection, doubts=doubts, outlet=outlet, limit=limit)

    def accept(self, reference: str | int, *doubts: str) -> list[str]:
        """Settles doubts about an article, all that there are without names; gives those that were settled."""
        from archive import sessions
        from archive.review import settle

        with self._reading() as connection:
            number = browse.find(connection, reference)
        with sessions.writing(self._writer, self.path) as session:
            return settle(sessions.raw(session.connection()), number, doubts)

    def reread(
        self, *references: str | int, since: str | None = None, apply: bool = False
    ) -> Iterator[Rereading | None]:
        """Reads the kept captures again as the outcomes are taken: for each article, what changes by it.

        The present reader reads. Nothing is changed unless `apply` is true; stopped anywhere, what was applied stays.
        `since` gives None for an article whose captures that version of the program, or a later one, has read.
        """
        from archive import rereading

        for number in self.with_captures(*references):
            with self._reading() as connection:
                found = rereading.reread(connection, number, self.outlets, since)
            yield rereading.apply(self._writer, self.path, found) if apply and found else found

    def with_captures(self, *references: str | int) -> list[int]:
        """Gives the numbers of the articles of which captures are kept: all, or those named where some are."""
        from archive import rereading

        with self._reading() as connection:
            numbers = [browse.find(connection, reference) for reference in references]
            return rereading.waiting(connection, numbers)

    def index_status(self) -> Mapping[str, object]:
        """Gives what there is to know of the index."""
        from archive import index

        with self._reading() as connection:
            return index.status(connection)
