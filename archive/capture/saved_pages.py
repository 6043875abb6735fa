"""Saved pages among other files: told by their first bytes, and parted from the folders saved beside them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Set

HTML_TYPE, MHTML_TYPE = "text/html", "multipart/related"

_HTML = re.compile(
    # Atomic: a comment ends at its first end, or a run of comments has more readings than can ever be tried.
    r"[\s\ufeff\x00]*+(?:<\?xml[^>]{0,200}>\s*+)?+(?>(?><!--.{0,6000}?-->)\s*+)*+<(?:!doctype\s+html|html|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_RELATED = re.compile(r"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_VERSION = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_MAIL = re.compile(r"^(?:Received|Return-Path|Delivered-To|To):", re.IGNORECASE | re.MULTILINE)
_HEADERS_END = re.compile(r"\r?\n\r?\n")
_PEEK = 8192
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_COMPANION = re.compile(
    r"(?P<page>.+?)(?:[_-](?:files?|fichiers|archivos|dateien|bestanden|elemei|pliki|arquivos|filer|ملفات)|\.files)",
    re.IGNORECASE,
)


def type_of_page(content: bytes) -> str | None:
    """Gives the media type of a saved page by what its bytes begin with; None for anything else."""
    charset = _WIDE.get(content[:2], "utf-8")
    start = content[:_PEEK].decode(charset, "ignore")
    if _HTML.match(start):
        return HTML_TYPE
    headers = _HEADERS_END.split(start.lstrip("\ufeff\r\n"), maxsplit=1)[0]
    is_bundle = _RELATED.search(headers) and _VERSION.search(headers) and not _MAIL.search(headers)
    return MHTML_TYPE if is_bundle else None


def page_of(folder: str, names: Iterable[str]) -> str | None:
    """Gives the saved page among the names of files beside it that a folder such as `NAME_files` belongs to.

    >>> page_of("Un titre_fichiers", ["Un titre.htm"]), page_of("mes_fichiers", ["autre.html"])
    ('Un titre.htm', None)
    """
    companion = _COMPANION.fullmatch(folder)
    if companion is None:
        return None
    pages = (f"{companion['page']}{ending}" for ending in (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ""))
    known = names if isinstance(names, Set) else set(names)
    return next((page for page in pages if page in known), None)


def is_companion(folder: str) -> bool:
    """Says whether a folder is named like one that a browser saves beside a page."""
    return _COMPANION.fullmatch(folder) is not None
