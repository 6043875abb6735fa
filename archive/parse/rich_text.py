"""Documents of word processors become clippings: RTF and the main part of a DOCX, read as their lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse.plain import read_plain
from archive.parse.press_export import read_document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_rtf(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads RTF: as a document of a press database where it is one, else as a pasted page."""
    from striprtf.striprtf import rtf_to_text

    try:
        text = _untyped(rtf_to_text)(capture.content.decode("latin-1"), errors="replace")
    except (ValueError, IndexError, KeyError, LookupError) as error:
        return Refusal(Reason.UNREADABLE, f"broken RTF: {error}")
    return _read(text.replace("\r\n", "\n").replace("\r", "\n"), knowledge)


def _untyped(function: Any) -> Callable[..., str]:
    return function  # type: ignore[no-any-return]


def read_word(capture: Capture, **knowledge: Any) -> Clipping | Refusal:
    """Reads the main part of a DOCX, a line a paragraph; entities and other files are not followed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        tree = etree.fromstring(capture.content, parser)
    except etree.XMLSyntaxError as error:
        return Refusal(Reason.UNREADABLE, f"broken XML in the document: {error.msg}")
    return _read("\n\n".join(_paragraph(one) for one in tree.iter(f"{_W}p")), knowledge)


def _paragraph(element: Any) -> str:
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
    parts = (one.text or "" if one.tag == f"{_W}t" else signs.get(one.tag, "") for one in element.iter())
    return "".join(parts).replace("\xa0", " ").strip()


def _read(text: str, knowledge: dict[str, Any]) -> Clipping | Refusal:
    if not text.strip():
        return Refusal(Reason.EMPTY, "the document holds no text")
    return read_document(text, **knowledge) or read_plain(text, **knowledge)
