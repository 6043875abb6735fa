"""What an XML document is, told by its first element; and whether it holds more than an honest one does."""

from __future__ import annotations

import codecs
import re

_WIDE = {
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})(?=[\s/>])")
_DECLARATION = re.compile(r"[\s\ufeff\x00]*<\?xml\b")
_TAG = re.compile(r"<(?:(?P<prefix>[\w.-]{1,40}):)?[\w.-]{1,40}(?P<attributes>[^<>]{0,4000})")
_XHTML = "http://www.w3.org/1999/xhtml"
_OF_PAGES = frozenset("html head body".split())
_DECLARED = re.compile(r"[^\[>]*(?:\[(.*?)\]\s*)?>", re.DOTALL)
_CROWDED = re.compile(
    rb"<[A-Za-z](?:[^<>\"']*+(?:\"[^\"<]*+\"|'[^'<]*+')){1000}+|<[A-Za-z][^<>\"']{65536}", re.DOTALL
)
_START = re.compile(rb"<[A-Za-z_]")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
_PEEK = 65_536
MOST_DECLARED, MOST_ELEMENTS, MOST_REFERENCES = 4096, 300_000, 2_000_000


def root_of(content: bytes) -> str | None:
    """Gives the local name of the first element; None where the content does not begin as XML does.

    >>> root_of(b'<?xml version="1.0"?><!-- x --><rss version="2.0">')
    'rss'
    """
    text, _ = _after_prologue(content)
    found = _ELEMENT.match(text)
    return found[1] if found else None


def foreign_root(content: bytes) -> str | None:
    """Gives the local name of the first element of XML that is no page; None for a page, a piece of one, or a text.

    XML says that it is: by its declaration, or by the namespace of its first element.

    >>> foreign_root(b'<rdf:RDF xmlns:rdf="urn:x">'), foreign_root(b"<p>Pluie"), foreign_root(b"<?xml ?><html>")
    ('RDF', None, None)
    """
    root = root_of(content)
    if root is None or root.lower() in _OF_PAGES:
        return None
    space = _namespace(_after_prologue(content)[0])
    declared = space is not None or _DECLARATION.match(_text_of(content)) is not None
    return root if declared and space != _XHTML else None


def _namespace(text: str) -> str | None:
    """Gives the namespace that the first tag of a text states for itself."""
    tag = _TAG.match(text)
    name = f"xmlns:{tag['prefix']}" if tag and tag["prefix"] else "xmlns"
    found = re.search(rf"\s{re.escape(name)}\s*=\s*[\"']([^\"']*)", tag["attributes"]) if tag else None
    return found[1] if found else None


def in_utf8(content: bytes) -> bytes:
    """Gives a document of two bytes a letter in UTF-8, with the mark that says so; any other as it is."""
    wide = _WIDE.get(content[:2])
    return (
        content
        if wide is None
        else codecs.BOM_UTF8 + content.decode(wide, "replace").lstrip("\ufeff").encode()
    )


def excess(content: bytes, most_elements: int = MOST_ELEMENTS) -> str | None:
    """Gives what a document has too much of to be parsed in bounded time and memory; None for an honest one."""
    if _after_prologue(content)[1] > MOST_DECLARED:
        return "it declares entities without end"
    if _CROWDED.search(content):
        return "it has an element with attributes without end"
    if _elements(content) > most_elements:
        return f"it has more than {most_elements:,} elements"
    if content.count(b"&") > MOST_REFERENCES:
        return f"it has more than {MOST_REFERENCES:,} entities"
    return None


def _elements(content: bytes) -> int:
    """Counts the elements, less the markup that stands quoted in CDATA."""
    count, at = 0, 0
    while True:
        quoted = content.find(_CDATA, at)
        closed = content.find(_CDATA_END, quoted) if quoted >= 0 else -1
        count += sum(1 for _ in _START.finditer(content, at, quoted if closed >= 0 else len(content)))
        if closed < 0:
            return count
        at = closed


def _text_of(content: bytes) -> str:
    return content[:_PEEK].decode(_WIDE.get(content[:2], "utf-8"), "ignore")


def _after_prologue(content: bytes) -> tuple[str, int]:
    """Gives the text from the first element on, and the length of what is declared before it."""
    text = _text_of(content)
    at, declared = 0, 0
    while True:
        at += len(text[at:]) - len(text[at:].lstrip("\ufeff \t\r\n\x00"))
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4) + 3
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2) + 2
        elif text[at : at + 9].lower() == "<!doctype":
            found = _DECLARED.match(text, at + 9)
            declared = len(found[1] or "") if found else len(text) - at
            end = found.end() if found else 0
        else:
            return text[at:], declared
        if end <= at:  # it does not end in what was looked at
            return "", declared
        at = end
