"""The archive as one object: what scripts use, and what the command line is a thin rim around.

Reading goes over plain `sqlite3`; SQLAlchemy is imported when something is written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from archive import browse, database, forks
from archive.config import Settings
from archive.desk import Desk
from archive.errors import InvalidError, MissingError
from archive.newsstand import Newsstand

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Engine

    from archive.documents import Capture, Clipping, Outcome, PressDate, Refusal
    from archive.ingest import Overrides
    from archive.parse import KnownOutlets
    from archive.watching import News


def open_archive(path: str | os.PathLike[str] | None = None, *, settings: Settings | None = None) -> Archive:
    """Opens the archive at a path; nothing is made until something is written.

    Without a path: `ARCHIVE_DB`, else `./archive.db`.

    >>> import archive
    >>> with archive.open("press.db") as press:  # doctest: +SKIP
    ...     press.add(archive.Clipping(title="Pluie à Fès", body="Il a plu."))
    """
    settings = settings or Settings.from_environment()
    return Archive(Path(path) if path is not None else settings.database, settings)


class Archive(Newsstand, Desk):
    """Is an open archive; use it in a `with` block or call `close`.

    It is an iterable of articles (rows as mappings), oldest number first, and has a length.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        super().__init__(path, settings)
        self._engine: Engine | None = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file; the archive opens it again when it is used again."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
        self.__dict__.pop("outlets", None)

    def init(self) -> str | None:
        """Makes the archive or upgrades an older one; gives the schema revision it had."""
        from archive import index, schema

        before = schema.ensure(self.path, self.settings.lock_wait)
        if before not in (None, schema.HEAD):  # an upgrade may have queued every article
            from archive.store import addressed, families

            with (
                database.telling(self.path),
                index.plain_writer(self.path, self.settings.lock_wait) as writer,
            ):
                for _ in index.drain(writer):
                    pass
                if before < "0003":  # neither other addresses nor families were kept
                    with index.transaction(writer):
                        addressed.rekey(writer)
                        for _ in families.rebuild(writer):
                            pass
        return before

    @property
    def _writer(self) -> Engine:
        if self._engine is None:
            from archive import sessions

            self.init()
            self._engine = sessions.writing_engine(self.path, self.settings.lock_wait)
            forks.close_before(self)
        return self._engine

    @cached_property
    def outlets(self) -> KnownOutlets:
        """Gives the outlets that the archive knows, for reading captures."""
        from archive.ingest import known_outlets
        from archive.parse import KnownOutlets

        try:
            with self._reading() as connection:
                return known_outlets(connection)
        except MissingError:  # no file, or one without a table: so a kill leaves it that came early
            return KnownOutlets()

    def add(self, clipping: Clipping, capture: Capture | None = None, *, source: str = "script") -> Outcome:
        """Files a clipping made of values, with the capture it was read from where there is one."""
        from archive.ingest import file_one

        if not clipping.body.strip():
            raise InvalidError("A clipping needs a body.")
        return file_one(self._writer, self.path, clipping, capture, source)

    def ingest(
        self,
        *places: str | os.PathLike[str],
        overrides: Overrides | None = None,
        jobs: int = 0,
        most: int | None = None,
        **opening: Any,
    ) -> Iterator[Outcome]:
        """Files all captures of the places, one by one as the outcomes are taken, each once it is committed.

        At most `jobs` other processes read them, none with 0; no transaction files more than `most` pieces. `opening`
        is what `captures` takes.
        """
        from archive.ingest.crew import refuse_jobs

        refuse_jobs(jobs)
        return self._ingested(places, overrides, jobs, most, opening)

    def _ingested(
        self,
        places: Iterable[str | os.PathLike[str]],
        overrides: Overrides | None,
        jobs: int,
        most: int | None,
        opening: dict[str, Any],
    ) -> Iterator[Outcome]:
        from archive.capture.web import Web
        from archive.ingest import Overrides, Reader, ingest, patiently
        from archive.visits import Visits

        web = opening.setdefault("web", Web(Visits(self.path, self._note)))

        def known(sha256s: Sequence[str]) -> dict[str, tuple[int, str]]:
            with self._reading() as connection:
                return browse.of_captures(connection, sha256s)

        def pieces() -> Iterator[Capture | Outcome | None]:
            for place in places:
                captures = self.captures(place, **opening)
                yield from patiently(captures) if place == "-" else captures

        reader = Reader(self.outlets, overrides or Overrides())
        outcomes = ingest(self._writer, self.path, pieces(), reader=reader, known=known, jobs=jobs, most=most)
        yield from web.memory.settling(outcomes) if web.memory else outcomes

    def captures(self, *places: str | os.PathLike[str], **opening: Any) -> Iterator[Capture | Outcome]:
        """Gives the captures of files, folders, addresses and `-`, and an outcome for what cannot be read.

        `opening` sets what `Opening` holds: `stdin`, `columns`, `addresses`, `private`, `full`, `web`.
        """
        from archive.capture import Opening, open_source

        told = Opening(**{"cap": self.settings.capture_cap, "avoid": self.path, **opening})
        for place in places:
            yield from open_source(os.fspath(place), told)

    def read(self, capture: Capture, overrides: Overrides | None = None) -> Clipping | Refusal:
        """Reads a capture into a clipping without keeping anything, as `ingest --dry-run` shows it."""
        from archive.ingest import Overrides, read

        return read(capture, self.outlets, overrides or Overrides())

    def edit(self, reference: str | int, **corrections: Any) -> None:
        """Corrects fields of an article; the corrections outlive every later reading of it."""
        from archive.store import edits

        typed = {name: _typed(name, value) for name, value in corrections.items()}
        self._change(reference, lambda session, number: edits.edit(session, number, typed))

    def delete(self, reference: str | int) -> None:
        """Deletes an article with its captures and revisions."""
        from archive.store import edits

        self._change(reference, lambda session, number: edits.delete(session, number))

    def _change(self, reference: str | int, change: Callable[[Any, int], object]) -> None:
        from archive import index, sessions
        from archive.models import Article
        from archive.store.links import resolve

        with self._reading() as connection:
            number = browse.find(connection, reference)
        with sessions.writing(self._writer, self.path) as session:
            change(session, number)
            index.catch_up(sessions.raw(session.connection()))
            if session.get(Article, number) is not None:
                resolve(session, number)

    def teach(self, *spellings: str) -> list[str]:
        """Puts spellings into one group, which a search for any of them searches; gives the whole group."""
        from archive import sessions
        from archive.store import aliases

        with sessions.writing(self._writer, self.path) as session:
            return aliases.teach(session, spellings)

    def forget(self, spelling: str) -> None:
        """Takes a spelling out of its group."""
        from archive import sessions
        from archive.store import aliases

        with sessions.writing(self._writer, self.path) as session:
            aliases.forget(session, spelling)

    def watch(self, name: str, query: str, *, backlog: bool = False) -> None:
        """Saves a query to watch; `backlog` makes its first run tell what is already kept."""
        from archive import watching

        self._note(lambda connection: watching.add(connection, name, query, backlog=backlog))

    def unwatch(self, name: str) -> None:
        """Removes a watch."""
        from archive import watching

        self._note(lambda connection: watching.remove(connection, name))

    def advance(self, news: Iterable[News]) -> None:
        """Notes that the news of watches were told, so that no later run tells them again."""
        from archive import watching

        self._note(lambda connection: watching.advance(connection, news))

    def _note(self, change: Callable[[sqlite3.Connection], object]) -> None:
        from archive import sessions

        with sessions.writing(self._writer, self.path) as session:
            change(sessions.raw(session.connection()))

    def load_outlets(self, entries: Iterable[Mapping[str, Any]]) -> int:
        """Adds or completes known outlets from values like those of `seeds/outlets.json`; gives how many."""
        from archive import index, sessions
        from archive.store.names import load_outlets

        self.__dict__.pop("outlets", None)
        with sessions.writing(self._writer, self.path) as session:
            count = load_outlets(session, entries)
            index.catch_up(sessions.raw(session.connection()))
            return count

    def rebuild_index(self, names: bool | None = None) -> Iterator[int]:
        """Makes the index anew as the counts are taken, of how many articles are done.

        Interrupted, a search or rerun goes on. `names` says whether the archive keeps the lexicon by which names are
        found in other spellings; None leaves that as it is.
        """
        from archive import index

        self.init()
        with database.telling(self.path), index.plain_writer(self.path, self.settings.lock_wait) as writer:
            yield from index.rebuild(writer, names)


def _typed(name: str, value: Any) -> Any:
    """Gives a date field as a date; other values as they are."""
    if name not in ("published", "implied") or not isinstance(value, str) or not value.strip():
        return value
    return press_date(value)


def press_date(text: str) -> PressDate:
    """Reads a date as people type it; InvalidError where it is none."""
    from archive.parse.dates import read_date

    found = read_date(text)
    if found is None:
        raise InvalidError(f"{text!r} is no date; write it like 2022-05-27, 2022-05 or 2022-05-27T17:53.")
    return found
