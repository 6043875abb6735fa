"""Printed text inside markup: escaped, marked, with links that lead to the web and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.present.terminal import clean, isolate

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|&~!]")
_WEB = re.compile(r"https?://[^\s<>\"'`\\]+", re.IGNORECASE)


def escaped(text: str) -> str:
    """Gives text on one line as it stands in XML and HTML, also inside quotes; no control character is left."""
    return clean(text).translate(_ESCAPES)


def escaped_with_marks(text: str, marks: Sequence[Sequence[int]]) -> str:
    """Gives text for HTML with its marks as `<mark>`; marks that overlap or lie outside are passed over."""
    parts, at = [], 0
    for start, end in sorted((mark[0], mark[1]) for mark in marks):
        if at <= start < end <= len(text):
            parts += [escaped(text[at:start]), "<mark>", escaped(text[start:end]), "</mark>"]
            at = end
    return "".join([*parts, escaped(text[at:])]).strip()


def markdown_text(text: str) -> str:
    """Gives text on one line in which nothing is Markdown, fenced off where it runs from right to left."""
    return isolate(_MARKDOWN.sub(r"\\\g<0>", clean(text)).strip())


def web_address(address: str | None) -> str | None:
    """Gives an address that may become a link: of the web, and without a sign that ends it."""
    return address if address and _WEB.fullmatch(address) else None
