"""Exports of press databases (Europresse, Factiva, Nexis) as text or HTML: one capture a document, as it stands there.

What each begins or ends its documents with is one table; which database it was is told again by whoever reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from archive.capture.opening import Opening, now, refused, too_large
from archive.documents import Capture, Outcome, Reason

TEXT_EXPORT, HTML_EXPORT = "text/plain; export=press", "text/html; export=press"
EXPORT_ROOM = 100 * 1024 * 1024
"""How many bytes are read of a file of many documents."""
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


class Export(NamedTuple):
    """Is a way to write many documents into one file: a line at each start or end, and what else must stand there."""

    mark: re.Pattern[bytes]
    also: re.Pattern[bytes]
    at_end: bool = False


def _lines(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode(), re.MULTILINE)


NEXIS_NUMBERED = _lines(
    r"^[ \t]*(?:\d+ of \d+ DOCUMENTS?|Document \d+ (?:of|de|sur) \d+|Dokument \d+ von \d+)[ \t]*\r?$"
)
NEXIS_END = _lines(r"^[ \t]*(?:End of Document|Fin du document|Ende des Dokuments)[ \t]*\r?$")
NEXIS_KEYS = _lines(
    r"^[ \t]*(?i:LENGTH|LOAD-DATE|LANGUAGE|BYLINE|LONGUEUR|LANGUE|AUTEUR|L..?NGE|SPRACHE|AUTOR)[ \t]*:"
)
FACTIVA_END = _lines(r"^(?:AN[ \t|]+)?[ \t]*Do[ck]umento? [A-Za-z]{2,12}[0-9A-Za-z]{15,40}[ \t|]*\r?$")
FACTIVA_KEYS = _lines(r"^(?:[\d,. \xa0]+ (?:words|mots|palabras|W..?rter|parole)\b|WC[ \t|])")
EUROPRESSE_ID = re.compile(rb"^.{0,60}\bnews(?:\xc2?\xb7)\d{8}(?:\xc2?\xb7)\w+.*$", re.MULTILINE)
_AFTERWORD = 1000
_ANYTHING = re.compile(rb"")

TEXTS: tuple[Export, ...] = (
    Export(NEXIS_NUMBERED, NEXIS_KEYS),
    Export(NEXIS_END, NEXIS_KEYS, at_end=True),
    Export(FACTIVA_END, FACTIVA_KEYS, at_end=True),
    Export(EUROPRESSE_ID, _ANYTHING, at_end=True),
)
PAGES: tuple[Export, ...] = (
    Export(re.compile(rb"<article\b"), re.compile(rb"DocPublicationName")),
    Export(re.compile(rb"<span[^<>]{0,300}\bDocPublicationName"), re.compile(rb"TitreArticleVisu")),
    Export(
        re.compile(rb"<div[^<>]{0,300}\bclass=[\"']article \w\wArticle"),
        re.compile(rb"(?i)factiva|<b>HD</b>"),
    ),
    Export(
        re.compile(rb"<!--[^<>]*<DOC NUMBER=\d+>\s*<DOCFULL>\s*-->"), re.compile(rb"DOCUMENTS?\b|LexisNexis")
    ),
)


def tells_text_export(content: bytes) -> bool:
    """Says whether a text is an export of a press database."""
    return not _MARKUP.match(content) and _export_of(content, TEXTS) is not None


def part_text_export(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each document of a text."""
    export = _export_of(content, TEXTS)
    assert export is not None
    yield from _captures(cut(content, export), Capture(b"", source, TEXT_EXPORT, moment=now()), opening.cap)
    rest = content[list(export.mark.finditer(content))[-1].end() :] if export.at_end else b""
    if len(rest.strip()) > _AFTERWORD:
        yield refused(f"{source}: its end", Reason.TRUNCATED, "a document without the line that ends one")


def tells_page_export(content: bytes) -> bool:
    """Says whether a page is an export of a press database."""
    return _MARKUP.match(content) is not None and _export_of(content, PAGES) is not None


def part_page_export(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each document of a page, in the charset that the page declares."""
    export, declared = _export_of(content, PAGES), _CHARSET.search(content)
    assert export is not None
    charset = declared[1].decode() if declared else None
    like = Capture(b"", source, HTML_EXPORT, moment=now(), charset=charset)
    yield from _captures(cut(content, export), like, opening.cap)


def _export_of(content: bytes, exports: tuple[Export, ...]) -> Export | None:
    found = (export for export in exports if export.mark.search(content))
    return next((export for export in found if export.also.search(content)), None)


def _captures(parts: list[bytes], like: Capture, cap: int) -> Iterator[Capture | Outcome]:
    for number, part in enumerate(parts, 1):
        place = f"{like.source}:{number}"
        if len(part) > cap:
            yield too_large(place, cap, "the document")
        else:
            yield replace(like, content=part, source=place)


def cut(content: bytes, export: Export) -> list[bytes]:
    """Gives the documents of an export, each as it stands in the file."""
    marks = list(export.mark.finditer(content))
    if export.at_end:
        ends = [found.end() for found in marks]
        starts = [0, *ends[:-1]]
    else:
        starts = [found.start() for found in marks]
        ends = [*starts[1:], len(content)]
    return [content[start:end].strip() for start, end in zip(starts, ends, strict=True)]
