"""A tiny writer of PDF files, for tests: each line of a page where it stands, in a font with or without Unicode."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

LEADING, TOP, LEFT = 14, 780, 60
LIGATURES = ("لا", "لأ", "لإ", "لآ")
ARABIC = range(0x0600, 0x0700)


def pdf(
    pages: Sequence[Sequence[str]], info: Mapping[str, str] | None = None, *, packed: bool = False
) -> bytes:
    """Makes a PDF of pages of lines in a Latin font."""
    return _written([_drawn(page, _latin) for page in pages], info or {}, _FONT, packed)


def arabic_pdf(
    pages: Sequence[Sequence[str]], *, reading_order: bool = False, swapped: bool = False
) -> bytes:
    """Makes a PDF as programs write Arabic: each glyph by its number, drawn from left to right.

    `reading_order` draws them in the order in which they are read; `swapped` names both letters of a ligature in the
    wrong order, as some programs do.
    """
    glyphs: dict[str, int] = {}

    def encode(line: str) -> str:
        numbers = [glyphs.setdefault(glyph, len(glyphs) + 1) for glyph in _glyphs(line, reading_order)]
        return "<" + "".join(f"{number:04x}" for number in numbers) + ">"

    contents = [_drawn(page, encode) for page in pages]
    cmap = "".join(
        f"<{number:04x}> <{(glyph[::-1] if swapped else glyph).encode('utf-16-be').hex()}>\n"
        for glyph, number in glyphs.items()
    )
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/Test/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/"
        "CIDFontType2/BaseFont/Test/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500>>]"
        "/ToUnicode 4 0 R>>"
    )
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange\n{len(glyphs)} beginbfchar\n{cmap}endbfchar\nendcmap end end"
    )
    return _written(contents, {}, font, False, table)


def _glyphs(line: str, reading_order: bool) -> list[str]:
    """Gives the glyphs of a line as they stand from left to right: stretches of digits keep their own order."""
    glyphs: list[str] = []
    place = 0
    while place < len(line):
        size = 2 if line[place : place + 2] in LIGATURES else 1
        glyphs.append(line[place : place + size])
        place += size
    if reading_order:
        return glyphs
    seen: list[str] = []
    digits: list[str] = []
    for glyph in reversed(glyphs):
        if glyph.isascii() and glyph.isalnum():
            digits.insert(0, glyph)
        else:
            seen += [*digits, glyph]
            digits = []
    return seen + digits


_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def _latin(line: str) -> str:
    raw = line.encode("cp1252")
    return "<" + raw.hex() + ">"


def _drawn(lines: Sequence[str], encode: object) -> str:
    assert callable(encode)
    shown = (f"1 0 0 1 {LEFT} {TOP - LEADING * n} Tm {encode(line)} Tj" for n, line in enumerate(lines))
    return "BT /F1 11 Tf\n" + "\n".join(shown) + "\nET"


def _written(contents: list[str], info: Mapping[str, str], font: str, packed: bool, table: str = "") -> bytes:
    """Writes the objects: catalog, pages, font, character map, facts, then two for each page."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(contents)))
    facts = "".join(f"/{name}<feff{value.encode('utf-16-be').hex()}>" for name, value in info.items())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>".encode(),
        font.encode(),
        stream_of(table.encode(), False),
        f"<<{facts}>>".encode(),
    ]
    for number, content in enumerate(contents):
        place = f"/Contents {7 + 2 * number} 0 R"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>{place}>>"
        objects += [page.encode(), stream_of(content.encode(), packed)]
    return assembled(objects)


def stream_of(content: bytes, packed: bool) -> bytes:
    """Makes a stream object."""
    body = zlib.compress(content) if packed else content
    return b"<</Length %d%s>>stream\n%s\nendstream" % (
        len(body),
        b"/Filter/FlateDecode" if packed else b"",
        body,
    )


def assembled(objects: Sequence[bytes]) -> bytes:
    """Puts numbered objects into a file with its table."""
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(out),
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + tail
