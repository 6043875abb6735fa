"""PDF of an article: its printed lines joined into paragraphs, and read as a pasted page.

What a PDF says of itself is mostly what a program called its file; it counts little, and its dates count nothing: they
are those of the file.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from archive.documents import Byline, Capture, Clipping, Origin, Reason, Refusal
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlets
from archive.parse.pdf_lines import Printed, lay_lines
from archive.parse.persons import is_name
from archive.parse.plain import read_plain
from archive.text import key

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MOST_PAGES = 100
MOST_OPERATORS = 2_000_000
_FEWEST_LETTERS = 40
_END_WITHIN = 4096
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|html?|rtf|odt|pages|tmp|txt|xlsx?|pptx?)\b", re.IGNORECASE)
_JUNK = re.compile(
    r"microsoft word|powerpoint|untitled|sans titre|sin título|unbenannt|بدون عنوان|^document\d*$|^about:|^https?:",
    re.IGNORECASE,
)
_SHORTEST_TITLE, _HEAD = 8, 1500
_PRINTED, _UNPRINTED, _AUTHOR, _INCOMPLETE = 0.85, 0.3, 0.3, 0.4


@dataclass(frozen=True, slots=True)
class Document:
    """Is what was read of a PDF: the text of its pages, how many gave none, and what it says of itself."""

    pages: tuple[str, ...]
    silent: int
    title: str | None
    author: str | None


class TooMuchError(Exception):
    """Says that a document draws more than any article does."""


def read_pdf(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a PDF into a clipping; one that is locked, cut, or made of pictures is refused with the fact."""
    if not any(sign in capture.content[-_END_WITHIN:] for sign in (b"%%EOF", b"startxref")):
        return Refusal(Reason.TRUNCATED, "the file ends before its table of contents does")
    markers = markers or load_markers()
    document = _read(capture.content)
    if isinstance(document, Refusal):
        return document
    printed = lay_lines(document.pages)
    clipping = read_plain("\n".join(printed.paragraphs), outlets=outlets, language=language, markers=markers)
    if isinstance(clipping, Refusal):
        return clipping
    return _completed(clipping, document, printed, markers)


def _read(content: bytes) -> Document | Refusal:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    with _quietly():
        try:
            reader = PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                return Refusal(Reason.ENCRYPTED, "the document opens only with a password")
            return _document(reader)
        except (DependencyError, FileNotDecryptedError, WrongPasswordError):
            return Refusal(Reason.ENCRYPTED, "the document is encrypted; save it anew without protection")
        except TooMuchError:
            return Refusal(Reason.TOO_LARGE, f"its pages draw more than {MOST_OPERATORS:,} times")
        except Exception as error:  # the library fails in many ways on files that no program wrote
            return Refusal(
                Reason.UNREADABLE, f"the document is broken ({type(error).__name__}: {error})"[:200]
            )


@contextmanager
def _quietly() -> Iterator[None]:
    """Keeps the library from telling every oddity of a file that it reads all the same."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _document(reader: PdfReader) -> Document | Refusal:
    count = len(reader.pages)
    if count > MOST_PAGES:
        return Refusal(Reason.TOO_LARGE, f"it has {count} pages, and an article at most {MOST_PAGES}")
    meter = _Meter()
    texts = [_text_of(page, meter) for page in reader.pages]
    if count and all(text is None for text in texts):
        return Refusal(Reason.UNREADABLE, f"of its {_pages(count)} none can be read")
    if sum(len(key(text or "")) for text in texts) < _FEWEST_LETTERS:
        return Refusal(
            Reason.NOT_TEXT, f"{_pages(count)} of pictures: their text would have to be recognised"
        )
    pages = tuple(text for text in texts if text and text.strip())
    return Document(pages, count - len(pages), *_stated(reader))


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


class _Meter:
    """Counts what is drawn: forms that hold one another may draw without end."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: Any) -> None:
        self.count += 1
        if self.count > MOST_OPERATORS:
            raise TooMuchError


def _text_of(page: PageObject, meter: _Meter) -> str | None:
    """Gives the text of a page, None for one that is broken."""
    try:
        return page.extract_text(visitor_operand_before=meter)
    except (TooMuchError, MemoryError):
        raise
    except Exception:
        return None


def _stated(reader: PdfReader) -> tuple[str | None, str | None]:
    """Gives the title and author that a document states, where they are not the names of files and programs."""
    try:
        facts = reader.metadata
        title, author = (facts.title, facts.author) if facts else (None, None)
    except Exception:
        return None, None
    bare = " ".join(str(title or "").split())
    is_junk = len(bare) < _SHORTEST_TITLE or _FILE_NAME.search(bare) or _JUNK.search(bare)
    return (None if is_junk else bare), " ".join(str(author or "").split()) or None


def _completed(clipping: Clipping, document: Document, printed: Printed, markers: Markers) -> Clipping:
    """Puts what the document says of itself where its pages say nothing, and what its edges said."""
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    head = key("\n".join(printed.paragraphs)[:_HEAD])
    if document.title and key(document.title) in head:
        values["title"], origins["title"] = document.title, Origin("pdf: title, as printed", _PRINTED)
    elif document.title and clipping.title is None:
        values["title"], origins["title"] = document.title, Origin("pdf: title", _UNPRINTED)
    if document.author and not clipping.authors and is_name(document.author, markers, lone=False):
        values["authors"], origins["authors"] = (Byline(document.author),), Origin("pdf: author", _AUTHOR)
    if printed.address and clipping.address is None:
        values["address"], origins["address"] = printed.address, Origin("foot of the page", 0.7)
    if document.silent:
        # A page may hold a picture alone, or be broken: the library gives no text for either.
        place = f"{clipping.origins['body'].place}, and {_pages(document.silent)} without text"
        origins["body"] = Origin(place, _INCOMPLETE)
    return replace(clipping, **values, origins={**clipping.origins, **origins})
