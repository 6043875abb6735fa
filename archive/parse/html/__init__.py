"""Saved pages become clippings: HTML as a browser, SingleFile or a crawler saved it, and MHTML.

bytes ──source──▶ text ──page──▶ tree, meta tags, linked data ──blocks──▶ lines as a reader sees them
                                   │                                │
                                   └──▶ candidates for each field ◀─┘   ──▶ Clipping, or a refusal with its fact

The running text is found by trafilatura; every other field is the first answer, in order of trust, of the places
that state it. What is too deep or too large for a tree is read as plain lines.
"""

from archive.parse.html.mhtml import read_mhtml
from archive.parse.html.reading import read_html

__all__ = ["read_html", "read_mhtml"]
