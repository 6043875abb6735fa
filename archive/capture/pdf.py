"""PDF files, told by their content; what is in them is read by `archive.parse.pdf`."""

from __future__ import annotations

import re

PDF_TYPE = "application/pdf"
PDF_CAP = 200 * 1024 * 1024
"""The largest PDF that is read: pictures weigh more than the pages they stand on."""

_BEGINS = re.compile(rb"%PDF-\d\.\d")
_WITHIN = 1024


def begins_pdf(head: bytes) -> bool:
    """Says whether a file begins as a PDF does; some have a few bytes before it."""
    return _BEGINS.search(head, 0, _WITHIN) is not None and not head.lstrip().startswith(b"<")


def type_of_pdf(content: bytes) -> str | None:
    """Gives the media type of a PDF; None for anything else."""
    return PDF_TYPE if begins_pdf(content) else None
