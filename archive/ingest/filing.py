"""Many clippings, one transaction: articles, postings and related links, exactly as if filed one by one."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from archive import browse, index, sessions, statements
from archive.documents import Capture, Clipping, Filing, Outcome, Reason, Refusal
from archive.errors import DatabaseError, LockedError, MovedError, StorageError
from archive.ingest.pieces import Piece, piece_of
from archive.names.sighting import Sighting
from archive.store.filing import Filed, file_clipping, file_new
from archive.store.identity import known_capture
from archive.store.links import concerned, resolve
from archive.store.newness import Marks, Newness
from archive.store.rows import Waiting

NOT_OF_THE_PIECE = (DatabaseError, LockedError, StorageError)
"""What no other piece would be spared."""

log = logging.getLogger(__name__)


def file_one(
    engine: Engine, path: Path, clipping: Clipping, capture: Capture | None, source: str = "script"
) -> Outcome:
    """Files one clipping in a transaction of its own."""
    return _file(engine, path, [piece_of(clipping, capture, source=source)])[0]


def file_pieces(engine: Engine, path: Path, pieces: Sequence[Piece | Outcome]) -> Iterator[Outcome]:
    """Files pieces in one transaction and gives their outcomes in order; what is an outcome already stays so.

    Where that fails, nothing of the transaction stands, and each piece is filed in one of its own: one that cannot be
    kept is refused alone, and what still fits on a full disk is kept.
    """
    try:
        outcomes = _file(engine, path, pieces)
    except (LockedError, MovedError):
        raise
    except Exception:
        log.info("a batch of %d pieces is filed one by one", len(pieces), exc_info=True)
        yield from (_file_alone(engine, path, piece) for piece in pieces)
    else:
        yield from outcomes


def _file_alone(engine: Engine, path: Path, piece: Piece | Outcome) -> Outcome:
    try:
        return _file(engine, path, [piece])[0]
    except Exception as error:
        if isinstance(error, NOT_OF_THE_PIECE) and not _is_of_a_row(error):
            raise
        log.exception("%s could not be filed", piece.source)
        return Outcome(piece.source, refusal=Refusal(Reason.UNFIT, f"{type(error).__name__}: {error}"))


def _is_of_a_row(error: Exception) -> bool:
    """Says whether one row was refused, by a trigger of another tool, say."""
    cause = error.__cause__
    return isinstance(getattr(cause, "orig", cause), sqlite3.IntegrityError)


def _file(engine: Engine, path: Path, pieces: Sequence[Piece | Outcome]) -> list[Outcome]:
    if all(isinstance(piece, Outcome) for piece in pieces):
        return [piece for piece in pieces if isinstance(piece, Outcome)]
    with sessions.writing(engine, path) as session:
        batch = _Batch(session, [piece.beforehand.marks for piece in pieces if isinstance(piece, Piece)])
        outcomes = [batch.told(p) if isinstance(p, Outcome) else batch.file(p) for p in pieces]
        batch.settle()
    return outcomes


class _Batch:
    """Is the articles of one transaction that have no posting yet.

    New articles are posted together. Where a clipping meets an article that is there already, those before it are
    posted first, so that it finds what it would find if every piece had a transaction of its own. Those that are
    known to be new by a look at all `coming` are also written together.
    """

    def __init__(self, session: Session, coming: Sequence[Marks]) -> None:
        self.session = session
        self.connection = sessions.raw(session.connection())
        self.articles: list[int] = []
        self.titles: dict[int, list[int]] = {}
        self.sights: dict[tuple[str, str], Sighting] = {}
        index.catch_up(self.connection)
        self.newness = Newness(self.connection, coming)
        self.waiting = Waiting(self.connection)

    def told(self, outcome: Outcome) -> Outcome:
        """Gives an outcome with the title that its article has by now."""
        if outcome.article_id is None:
            return outcome
        return replace(outcome, label=browse.label(self.connection, outcome.article_id))

    def file(self, piece: Piece) -> Outcome:
        """Files one piece; its rows and its posting may wait for those of the next."""
        marks = piece.beforehand.marks
        if self.newness.is_new(marks):
            self.sights |= piece.sights
            article_id = file_new(self.waiting, piece.clipping, piece.capture, piece.beforehand)
            self._await(article_id, marks)
            return Outcome(piece.source, Filing.NEW, article_id, _label(piece.clipping))
        self.waiting.write()
        kept = (
            None if piece.reread or piece.capture is None else known_capture(self.connection, piece.capture)
        )
        if kept is not None:
            return Outcome(piece.source, Filing.SAME, kept, browse.label(self.connection, kept))
        self.sights |= piece.sights
        return self._compared(piece)

    def _compared(self, piece: Piece) -> Outcome:
        """Files a piece that may be an article which is there already."""
        filed = file_clipping(
            self.session,
            piece.clipping,
            piece.capture,
            beforehand=piece.beforehand,
            unposted=self.titles,
            before_merging=self.settle,
        )
        self._note(filed, piece.beforehand.marks)
        label = browse.label(self.connection, filed.article_id)
        return Outcome(piece.source, filed.result, filed.article_id, label, filed.changed)

    def _await(self, article_id: int, marks: Marks) -> None:
        """Lets a new article wait for its posting."""
        self.articles.append(article_id)
        for title in marks.titles:
            self.titles.setdefault(title, []).append(article_id)

    def _note(self, filed: Filed, marks: Marks) -> None:
        """Lets a new article wait for its posting; one that was there already follows at once."""
        if filed.result is Filing.NEW:
            self.newness.see_slug(filed.article_id)
            self._await(filed.article_id, marks)
        else:
            index.catch_up(self.connection, sights=self.sights)
            self.sights.clear()
            resolve(self.connection, filed.article_id)

    def settle(self) -> None:
        """Writes and posts what was filed, then resolves links in the order of filing."""
        self.waiting.write()
        index.catch_up(self.connection, sights=self.sights)
        some = concerned(self.connection, self.articles[0], self.articles[-1]) if self.articles else ()
        for article_id in (number for number in self.articles if number in some):
            resolve(self.connection, article_id, newest=article_id)
        self.articles.clear()
        self.titles.clear()
        self.sights.clear()


def _label(clipping: Clipping) -> str:
    """Gives the label that `browse.label` gives of the article of a clipping."""
    text = clipping.body if clipping.standfirst is None else clipping.standfirst
    return clipping.title or f"{text[: statements.LABEL_LENGTH]}…"
