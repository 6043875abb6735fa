"""The pipeline: capture, parse, store, index; one outcome per piece, many pieces a transaction.

    captures ─reading─▶ pieces ─pipeline─▶ batches ─filing─▶ articles with their postings

reading    a capture becomes a clipping, with what a person stated over it
pieces     a clipping with all that can be worked out of it before the archive is touched
workers    reading in other processes, ahead of who files
crew       those processes, with limits
pipeline   pieces are gathered and filed batch by batch
filing     one batch, one transaction
patience   a source that keeps us waiting, or fails, holds nothing back
garbage    Python looks for garbage seldom meanwhile
"""

from archive.ingest.filing import file_one, file_pieces
from archive.ingest.patience import patiently
from archive.ingest.pieces import Piece
from archive.ingest.pipeline import ingest
from archive.ingest.reading import Overrides, Reader, known_outlets, override, read

__all__ = [
    "Overrides",
    "Piece",
    "Reader",
    "file_one",
    "file_pieces",
    "ingest",
    "known_outlets",
    "override",
    "patiently",
    "read",
]
