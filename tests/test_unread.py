"""Files of programs that are not read: refused once, with what they are and what to do, never filed as markup."""

from __future__ import annotations

import bz2
import gzip
import plistlib

import pytest
from packs import TEXT, page, zipped
from pieces import clippings, pieces, readings

from archive.documents import Capture, Reason, Refusal

ARC = (
    b"filedesc://x.arc 0.0.0.0 20240101000000 text/plain 76\n1 0 InternetArchive\n"
    b"URL IP-address Archive-date Content-type Archive-length\n\n"
    b"https://agdal.example/pont 1.2.3.4 20240305091500 text/html 999\nHTTP/1.1 200 OK\n"
    b"Content-Type: text/html; charset=utf-8\n\n" + page() + b"\n"
)
ARTICLE = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
SAVED = {"WebMainResource": {"WebResourceData": page(), "WebResourceMIMEType": "text/html"}}
ENEX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/e.dtd">\n'
    f"<en-export><note><title>Le bac</title><content><![CDATA[{ARTICLE}]]></content></note></en-export>"
)
NEWSML = f'<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">{ARTICLE}</newsItem>'
NITF = f'<!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body><body.content>{ARTICLE}</body.content></body></nitf>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/n#">'
    f'<z:Article rdf:about="https://agdal.example/bac"><z:abstract>{TEXT}</z:abstract></z:Article></rdf:RDF>'
)
OTHER = f'<?xml version="1.0"?>\n<!-- x -->\n<book:chapter xmlns:book="urn:book">{ARTICLE}</book:chapter>'
ENW = f"%0 Newspaper Article\n%T Le bac\n%A Nadia Ferhat\n%D 2024\n%X {' '.join(TEXT.split())}\n"

REFUSED = {
    "ARC": (ARC, "an ARC file", "warcio recompress"),
    "ARC, packed": (gzip.compress(ARC), "an ARC file", "warcio recompress"),
    "ARC, larger than a page": (ARC + b"x" * 50_000, "an ARC file", "warcio recompress"),
    "web archive": (plistlib.dumps(SAVED, fmt=plistlib.FMT_BINARY), "a property list", "save the page"),
    "web archive in XML": (plistlib.dumps(SAVED), "<plist>", "save the page"),
    "Evernote": (ENEX.encode(), "<en-export>", "export them as HTML"),
    "Evernote in UTF-16": (ENEX.encode("utf-16"), "<en-export>", "export them as HTML"),
    "NewsML": (NEWSML.encode(), "<newsItem>", "file their text"),
    "NITF": (NITF.encode(), "<nitf>", "file their text"),
    "Zotero": (RDF.encode(), "<RDF>", "RIS, BibTeX or CSL JSON"),
    "EndNote": (ENW.encode(), "a library of EndNote", "RIS or BibTeX"),
    "EndNote, with a mark": (ENW.replace("\n", "\r\n").encode("utf-8-sig"), "a library of EndNote", "RIS"),
    "another XML": (OTHER.encode(), "<chapter>", "XML of a kind that is not read"),
    "OPML": (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "<opml>", "archive feed add"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read_is_refused_once_with_what_it_is_and_what_to_do(name: str) -> None:
    content, what, todo = REFUSED[name]
    for whole in (content, zipped({"a": content})):
        (found,) = readings(whole, cap=20_000)
        assert isinstance(found, Refusal)
        assert (found.reason, what in found.detail, todo in found.detail) == (Reason.NOT_TEXT, True, True)


def test_it_is_told_at_any_depth() -> None:
    content = ARC
    for pack in (bz2.compress, lambda inner: zipped({"b": inner}), lambda inner: zipped({"a": inner})):
        content = pack(content)
    (found,) = readings(content)
    assert isinstance(found, Refusal)
    assert "an ARC file" in found.detail


XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
PAGES = {
    "XHTML": f'<?xml version="1.0"?>\n<!DOCTYPE html>\n<html {XHTML}><body><h1>Le bac</h1>{ARTICLE}</body></html>',
    "XHTML with names of Office": f'<html xmlns:o="urn:office" xmlns="http://www.w3.org/TR/REC-html40">{ARTICLE}',
    "XHTML below a long comment": f'<?xml version="1.0"?><!--{"x" * 7000}--><html {XHTML}><body>{ARTICLE}</body>',
    "a piece of XHTML": f'<?xml version="1.0"?><div {XHTML}>{ARTICLE}</div>',
    "a piece of HTML": f"<article>{ARTICLE}</article>",
    "a piece with names of Office": f'<div xmlns:o="urn:office">{ARTICLE}</div>',
    "a text": f"<< Le bac >>\n\n{TEXT}",
    "a text in brackets": f"<Le bac reprend la mer>\n\n{TEXT}",
    "a text of percents": f"%0 de hausse en un an\n\n{TEXT}",
    "a text about a file": f"filedesc://\n\n{TEXT}",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_and_texts_that_begin_alike_are_read(name: str) -> None:
    (piece,) = pieces(PAGES[name].encode())
    assert isinstance(piece, Capture)
    (clipping,) = clippings(PAGES[name].encode())
    assert "a repris son service" in clipping.body
