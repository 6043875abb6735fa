"""The newsstand: the feeds that an archive takes, and what of all that came in its watches tell."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from archive.reading_room import ReadingRoom, refuse_numbers

if TYPE_CHECKING:
    import sqlite3

    from archive.capture.web import Web
    from archive.documents import Outcome
    from archive.feeds import Feed, Fetched
    from archive.watching import News, Watch


class Newsstand(ReadingRoom):
    """Is the part of an open archive that keeps feeds, fetches them, and tells what is new."""

    @abstractmethod
    def ingest(self, *places: str, **options: Any) -> Iterator[Outcome]:
        """Files all captures of the places."""

    @abstractmethod
    def _note(self, change: Callable[[sqlite3.Connection], object]) -> None: ...

    def feeds(self) -> list[Feed]:
        """Gives the feeds that are kept, by address."""
        from archive import feeds

        with self._reading() as connection:
            return feeds.feeds(connection)

    def add_feed(self, address: str, *, full: bool = False, outlet: str | None = None) -> None:
        """Keeps a feed; with `full`, the pages are fetched of which it gives only a summary."""
        from archive import feeds

        self._note(lambda connection: feeds.add(connection, address, full=full, outlet=outlet))

    def remove_feed(self, address: str) -> None:
        """Forgets a feed; its articles stay."""
        from archive import feeds

        self._note(lambda connection: feeds.remove(connection, address))

    def fetch_feeds(
        self, *addresses: str, private: bool = False, web: Web | None = None
    ) -> Iterator[Fetched]:
        """Fetches the feeds named, or all, and files what they have, one by one as the outcomes are taken.

        One that fails does not stop the others. `private` allows feeds in private networks; `web` is how addresses are
        fetched.
        """
        from archive import feeds
        from archive.capture.web import Web
        from archive.ingest import Overrides
        from archive.visits import Visits

        memory = Visits(self.path, self._note)
        web = web or Web()
        web.memory = memory
        with self._reading() as connection:
            chosen = feeds.feeds(connection, addresses)
        for feed in chosen:
            stated = Overrides(outlet=feed.outlet)
            outcomes = self.ingest(
                feed.address, overrides=stated, private=private, web=web, feed=True, full=feed.full
            )
            fetched = feeds.take(feed, outcomes, memory)
            title = web.titles.get(feed.address)
            self._note(lambda connection, done=fetched, title=title: feeds.note(connection, done, title))  # type: ignore[misc]
            yield fetched

    def watches(self) -> list[Watch]:
        """Gives the saved searches, by name."""
        from archive import watching

        with self._reading() as connection:
            return watching.watches(connection)

    def news(self, name: str, *, today: date | None = None, feed: int = 0) -> News:
        """Gives what came in for a watch since its last run; `Archive.advance` notes that it was told.

        `feed` asks for older matches too, so many that there are that number of articles in all.
        """
        from archive import watching

        refuse_numbers(feed=feed)
        with self._searching() as connection:
            watch = watching.watch(connection, name)
            return watching.news(connection, watch, today=today, feed=feed)
