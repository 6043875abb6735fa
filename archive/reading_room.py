"""The reading half of an archive: search, lists, single articles, figures, exports; over plain `sqlite3`."""

from __future__ import annotations

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from archive import browse, database, forks
from archive.config import Settings
from archive.errors import InvalidError, LockedError, MissingError, StorageError

if TYPE_CHECKING:
    from archive.results import Results
    from archive.search.asking import Asking
    from archive.search.facets import Facets
    from archive.search.timeline import Timeline

DRAINED_BEFORE_SEARCH = 500
SNIPPET_WIDTH = 220
READ_WAIT = 5.0
DRAIN_WAIT = 0.5  # a search does not wait for a long ingest of another process
LARGEST = 2**63 - 1  # the largest number that SQLite takes


class ReadingRoom(ABC):
    """Is the part of an open archive that reads; it never imports SQLAlchemy unless the file must be upgraded."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self._reader: sqlite3.Connection | None = None

    @abstractmethod
    def close(self) -> None:
        """Closes the file; the archive opens it again when it is used again."""

    @abstractmethod
    def init(self) -> str | None:
        """Makes the archive or upgrades an older one; gives the schema revision it had."""

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Gives the connection for a block that sees one state of the archive, and hands nothing out meanwhile."""
        with database.telling(self.path):
            if self._reader is None:
                self._reader = self._open_reader()
                forks.close_before(self)
            with browse.one_state(self._reader):
                yield self._reader

    def _of_all(self, give: Callable[[sqlite3.Connection, int], browse.Row]) -> Iterator[browse.Row]:
        """Gives something of every article, over a connection of its own that sees one state of the archive.

        In a file without a write-ahead log that would keep others from writing: there each article is as it is when it
        is asked for, and left out if it is gone by then.
        """
        with database.telling(self.path), closing(self._open_reader()) as connection:
            if browse.has_log(connection):
                connection.execute("BEGIN")
            for number in browse.numbers(connection):
                try:
                    with browse.one_state(connection):
                        found = give(connection, number)
                except MissingError:
                    continue
                yield found

    @contextmanager
    def _searching(self) -> Iterator[sqlite3.Connection]:
        """Gives the connection for a block that searches, once what other tools changed is posted."""
        self._catch_up_a_little()
        with self._reading() as connection:
            yield connection

    def _open_reader(self) -> sqlite3.Connection:
        connection = database.connect(self.path, READ_WAIT)
        try:
            revision = database.revision_of(connection, self.path)
            if revision == database.REVISIONS[-1]:
                database.refuse_gaps(connection, self.path)
        except BaseException:
            connection.close()
            raise
        if revision == database.REVISIONS[-1]:
            return connection
        connection.close()
        if revision is None:
            raise MissingError(f"{self.path} is empty; `archive ingest FOLDER` makes an archive of it.")
        self.init()
        return database.connect(self.path, READ_WAIT)

    def search(
        self,
        query: str,
        *,
        order: str = "relevance",
        limit: int = 20,
        offset: int = 0,
        after: str | None = None,
        today: date | None = None,
        width: int = SNIPPET_WIDTH,
        asking: Asking = "best",
        exact: bool = False,
        exact_count: bool = False,
        all_matches: bool = False,
        collapse: bool = False,
    ) -> Results:
        """Searches the archive; any string is a query.

        `order` is `relevance`, `newest` or `oldest`; `after` is the `next` of the page before, for pages that neither
        skip nor repeat while the archive grows; `today` gives a meaning to `on:yesterday`; `width` is the length of a
        snippet in characters. `asking` is `all` of the words, `any` of them, or the `best` there are; with `exact`
        names are searched in the typed spelling only. Past 10,000 matches the total is `at least` that many unless
        `exact_count` counts them all; past 50,000 the newest are ranked unless `all_matches` ranks them all. With
        `collapse` a page has one hit of each story family.
        """
        from archive.search import search
        from archive.search.limits import Limits

        refuse_asking(asking)
        refuse_numbers(limit=limit, offset=offset, width=width)
        with self._searching() as connection:
            return search(
                connection,
                query,
                order=order,
                limit=limit,
                offset=offset,
                after=after,
                today=today,
                width=min(width, LARGEST // 2),  # a snippet looks twice as far
                asking=asking,
                exact=exact,
                limits=Limits.asked(exact_count=exact_count, all_matches=all_matches),
                collapse=collapse,
            )

    def search_all(self, queries: Iterable[str], **options: Any) -> Iterator[tuple[str, Results]]:
        """Searches for many queries over one connection; gives each with its results, as they come."""
        for query in queries:
            yield query, self.search(query, **options)

    def explain(self, query: str, **reading: Any) -> Iterator[str]:
        """Gives lines that say how a query is understood, and how many articles each part of it keeps.

        The options are those of `archive.search.asking.ask`.
        """
        from archive.search.asking import ask, explained

        refuse_asking(**reading)
        with self._searching() as connection:
            lines = [*explained(connection, ask(connection, query, **reading))]
        yield from lines

    def facets(
        self,
        query: str,
        names: Collection[str],
        *,
        limit: int = 10,
        all_matches: bool = False,
        **reading: Any,
    ) -> Facets:
        """Counts the hits of a query by `outlet`, `author`, `tag`, `language`, `section`, `year` and `month`.

        Past 50,000 hits the newest are counted, unless `all_matches` counts them all. The other options are those of
        `archive.search.asking.ask`.
        """
        from archive.search.asking import ask
        from archive.search.facets import facets
        from archive.search.limits import Limits

        refuse_asking(**reading)
        refuse_numbers(limit=limit)
        with self._searching() as connection:
            limits = Limits.asked(all_matches=all_matches)
            return facets(connection, ask(connection, query, **reading), names, limit, limits=limits)

    def timeline(
        self,
        query: str,
        *,
        by: str = "month",
        per: str | None = None,
        limit: int = 10,
        today: date | None = None,
    ) -> Timeline:
        """Counts the hits of a query by `month`, `year` or `week`, beside all articles kept of each.

        `per` is `outlet` or `language` for a timeline of each, at most `limit` of them.
        """
        from archive.search.timeline import timeline

        refuse_numbers(limit=limit)
        with self._searching() as connection:
            return timeline(connection, query, by=by, per=per, limit=limit, today=today)

    def names(self, word: str) -> list[browse.Row]:
        """Gives the spellings of a name that the archive holds: printed form, script, articles, score."""
        from archive.search.asking import spellings

        with self._searching() as connection:
            return spellings(connection, word)

    def article(self, reference: str | int) -> browse.Row:
        """Gives everything kept of the article with this number, slug or address."""
        with self._reading() as connection:
            return browse.article(connection, browse.find(connection, reference))

    def original(self, reference: str | int) -> bytes:
        """Gives the original bytes of an article's newest capture; MissingError where none is kept."""
        with self._reading() as connection:
            return browse.newest_original(connection, browse.find(connection, reference))

    def related(self, reference: str | int) -> list[browse.Row]:
        """Gives the related links of an article, and those of others to it."""
        with self._reading() as connection:
            return browse.related(connection, browse.find(connection, reference))

    def articles(self, *, order: str = "newest", limit: int = 50, offset: int = 0) -> list[browse.Row]:
        """Gives a page of the articles; `order` is `newest`, `oldest` or `added`."""
        refuse_numbers(limit=limit, offset=offset)
        with self._reading() as connection:
            return [*browse.list_articles(connection, order=order, limit=limit, offset=offset)]

    def table(self, statement: str) -> Iterator[browse.Row]:
        """Gives the rows of one of the listing statements of `archive.statements`."""
        with self._reading() as connection:
            found = [*browse.rows(connection, statement)]
        yield from found

    def stats(self) -> browse.Row:
        """Gives the figures of the archive."""
        with self._reading() as connection:
            return browse.stats(connection)

    def export(self, *, originals: bool = True) -> Iterator[browse.Row]:
        """Gives every article as a JSON record that `ingest` reads back without loss.

        All are as they were when the first was asked for, whatever is written meanwhile, and go on if the archive is
        closed. As long as it is at it, the file's log keeps, and grows by, all that is written.
        """
        return self._of_all(partial(browse.record, originals=originals, told=set()))

    def export_warc(self, path: str | os.PathLike[str]) -> int:
        """Writes the captures that came over the web as WARC 1.1, packed if the name ends in `.gz`; gives how many."""
        from archive.web_archive import export_warc

        with self._reading() as connection:
            return export_warc(connection, Path(path))

    def __iter__(self) -> Iterator[browse.Row]:
        return self._of_all(browse.article)

    def __len__(self) -> int:
        with self._reading() as connection:
            count: int = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
            return count

    def _catch_up_a_little(self) -> None:
        """Posts what other tools changed, when it is little and the file can be written; else search says so."""
        with self._reading() as connection:
            waiting = connection.execute("SELECT EXISTS (SELECT 1 FROM index_queue)").fetchone()[0]
        if not waiting:
            return
        from archive import index  # it brings what writing needs, and mostly nothing waits

        try:
            with (
                database.telling(self.path),
                index.plain_writer(self.path, DRAIN_WAIT) as writer,
                index.transaction(writer),
            ):
                index.catch_up(writer, DRAINED_BEFORE_SEARCH)
        except (LockedError, StorageError):
            pass  # the answer says how many articles are not in it


def refuse_asking(asking: str = "best", **_: Any) -> None:
    """Refuses a way of asking that there is not."""
    from archive.search.asking import Asking

    if asking not in get_args(Asking):
        raise InvalidError(f"There is no asking {asking!r}; there are {', '.join(get_args(Asking))}.")


def refuse_numbers(**numbers: int) -> None:
    """Refuses what is no number of things, and what is larger than SQLite takes."""
    for name, number in numbers.items():
        if not isinstance(number, int) or not 0 <= number <= LARGEST:
            raise InvalidError(f"`{name}` is a number from 0 to {LARGEST}, not {number!r}.")
