"""Captures: bytes as found. One file per kind of source; `open_source` knows which is which.

a path ──▶ files     "-" ──▶ standard input     lines that are JSON objects ──▶ one capture a line
"""

from archive.capture.files import open_source

__all__ = ["open_source"]
