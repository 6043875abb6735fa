"""Exports of Europresse, Factiva and Nexis: each document a capture, its fields by the database's own signs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pieces import clippings, pieces, readings, refusals, stated

from archive.documents import Capture, Clipping, Outcome, Reason, Refusal
from archive.parse import parse

SAMPLES = Path(__file__).parent / "tables"

CANNERY = {
    "title": "La conserverie rouvre avec trente postes",
    "outlet": "Le Courrier du Rivage",
    "published": "2022-05-27",
    "authors": ["Inès Belkadi"],
    "language": "fr",
}
TIMED = CANNERY | {"published": "2022-05-27T15:32"}
ARABIC = {
    "title": "مصنع التعليب يعيد فتح أبوابه",
    "outlet": "بريد الساحل",
    "published": "2022-05-28",
    "authors": ["نبيل الشرادي"],
    "language": "ar",
}
CRANES = {
    "title": "Cranes idle for a second week as harbour talks stall",
    "outlet": "The Port Herald",
    "published": "2010-01-11",
    "authors": ["Moira Tarn"],
    "language": "en",
}
KEEPER = CANNERY | {"title": "Le phare change de gardien", "published": "2022-05-28", "authors": []}
NO_TEXT = "without a text"

EXPORTS: dict[str, list[dict[str, Any] | str]] = {
    "europresse.html": [CANNERY | {"authors": ["Inès Belkadi", "Nabil Cherradi"]}, ARABIC, NO_TEXT],
    "europresse_old.html": [CANNERY, KEEPER],
    "europresse.txt": [CANNERY, KEEPER],
    "factiva_tagged.txt": [TIMED, ARABIC, NO_TEXT],
    "factiva_plain.txt": [TIMED, CRANES | {"authors": []}],
    "factiva.html": [CANNERY, CRANES],
    "factiva.rtf": [TIMED, CRANES | {"authors": []}],
    "nexis.txt": [CRANES, CANNERY, "without a key such as LENGTH: below the title"],
    "nexis.html": [
        CRANES | {"title": "Cranes idle for a second week; Harbour talks stall", "authors": ["MOIRA TARN"]},
        CANNERY | {"authors": []},
    ],
    "nexis_uni.txt": [CRANES],
    "nexis.rtf": [CRANES, CRANES | {"title": "The lighthouse changes its keeper", "published": "2010-02-03"}],
}


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def test_every_sample_is_tested() -> None:
    assert {path.name for path in SAMPLES.iterdir()} - {"README.md"} == set(EXPORTS)


@pytest.mark.parametrize("name", EXPORTS)
def test_each_document_of_an_export_is_read_or_refused_with_what_is_missing(name: str) -> None:
    found = readings(sample(name))
    assert len(found) == len(EXPORTS[name])
    for reading, wanted in zip(found, EXPORTS[name], strict=True):
        if isinstance(wanted, str):
            assert isinstance(reading, Refusal)
            assert wanted in reading.detail
            assert reading.reason is Reason.NO_ARTICLE
        else:
            assert isinstance(reading, Clipping)
            assert stated(reading) == wanted


OPENINGS = ("La conserverie du vieux port", "The two blue cranes", "أشعل عمال", "Le gardien du phare")
CLOSINGS = ("le travail.", "court message.", "arrêt.", "اليوم نفسه.", "سنتين كاملتين.", "another meeting.")
CLOSINGS += ("evening.", "less than an hour.", "last days of December.", "sur le rocher.")


@pytest.mark.parametrize("name", EXPORTS)
def test_a_body_begins_and_ends_with_the_article_and_its_lines_are_joined(name: str) -> None:
    for reading in readings(sample(name)):
        if isinstance(reading, Clipping):
            assert reading.body.startswith(OPENINGS)
            assert reading.body.endswith(CLOSINGS)
            assert all("\n" not in paragraph for paragraph in reading.body.split("\n\n"))


def test_what_else_a_database_says_is_kept() -> None:
    factiva = clippings(sample("factiva_tagged.txt").rpartition(b"HD   Une")[0])[0]
    assert factiva.section == "Régions"
    assert factiva.tags == ("Political/General News", "Labor/Personnel")
    assert [caption.text for caption in factiva.captions] == ["Photo : les chaudières, jeudi."]
    assert "IN PARIS, le ministre" in factiva.body
    nexis = readings(sample("nexis.txt"))[0]
    assert isinstance(nexis, Clipping)
    assert (nexis.section, nexis.tags) == ("NEWS", ("HARBORS & PORTS", "LABOR UNIONS"))
    assert [caption.text for caption in nexis.captions] == [
        "The north quay on Sunday morning. Photo: J. Reed"
    ]
    assert "NOTE: no date was set" in nexis.body
    europresse = readings(sample("europresse.html"))[0]
    assert isinstance(europresse, Clipping)
    assert (europresse.section, europresse.kicker) == ("Économie", "VIEUX PORT")
    assert europresse.standfirst == "Deux ans d'arrêt s'achèvent."


@pytest.mark.parametrize("name", EXPORTS)
def test_a_capture_is_a_part_of_the_file_and_is_read_the_same_alone(name: str) -> None:
    content = sample(name)
    for piece in pieces(content):
        assert isinstance(piece, Capture)
        inner = piece.content.removesuffix(b"}")[-60:] if name.endswith(".rtf") else piece.content
        assert inner in content
        again = Capture(piece.content, "elsewhere", media_type=piece.media_type, charset=piece.charset)
        assert parse(again) == parse(piece)


@pytest.mark.parametrize("name", ["europresse.html", "europresse.txt", "factiva_plain.txt"])
def test_an_export_in_an_older_charset_is_read(name: str) -> None:
    text = sample(name).decode().replace('charset="utf-8"', 'charset="iso-8859-1"')
    western = text.encode("cp1252", "ignore")
    first = readings(western)[0]
    assert isinstance(first, Clipping)
    assert first.title == CANNERY["title"]
    assert "rallumé ses chaudières" in first.body


def test_a_document_that_is_cut_off_is_said() -> None:
    content = (
        sample("factiva_plain.txt") + b"A title\n12 words\n" + b"Running on and on without its end. " * 60
    )
    found = pieces(content)
    assert isinstance(found[-1], Outcome)
    assert found[-1].refusal == Refusal(Reason.TRUNCATED, "a document without the line that ends one")


def test_a_document_over_the_cap_costs_only_itself() -> None:
    content = sample("factiva_plain.txt").replace(b"Trente personnes", b"Trente personnes " * 200, 1)
    over, fits = pieces(content, cap=2000)
    assert isinstance(over, Outcome)
    assert over.refusal is not None
    assert over.refusal.reason is Reason.TOO_LARGE
    assert isinstance(fits, Capture)


WORD = '<?xml version="1.0" encoding="UTF-8"?>\n<w:document xmlns:w="{}"><w:body>{}<w:sectPr/></w:body></w:document>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(text: str, member: str = "word/document.xml") -> bytes:
    paragraphs = "".join(
        f'<w:p w:rsidR="1"><w:r><w:t xml:space="preserve">{line[:5]}</w:t></w:r><w:r><w:t>{line[5:]}</w:t></w:r></w:p>'
        if line != "End of Document"
        else f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in text.replace("&", "&amp;").split("\n")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(member, WORD.format(W, paragraphs))
    return packed.getvalue()


def test_a_word_file_of_nexis_is_parted_into_its_documents() -> None:
    one = sample("nexis_uni.txt").decode()
    other = one.partition("Client/Matter: -None-\n\n")[2].replace("January 11", "February 3")
    found = clippings(word(one + other))
    assert [stated(clipping) for clipping in found] == [CRANES, CRANES | {"published": "2010-02-03"}]


PASTED = (
    "La conserverie rouvre avec trente postes\n\nLe 27/05/2022 à 17h53\n\nPar Inès Belkadi\n\n"
    "La conserverie du vieux port a rallumé ses chaudières jeudi matin, après deux ans d'arrêt et de longs travaux. "
    "Trente personnes ont repris le travail, et vingt autres attendent la saison des sardines.\n\n"
    "Les pêcheurs disent que le poisson sera tardif cette année, faute de vent d'est au printemps sur la côte.\n"
)


def rtf(text: str) -> bytes:
    signs = (sign if ord(sign) < 128 else f"\\u{ord(sign)}?" for sign in text)
    return (
        "{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\f0 " + "".join(signs).replace("\n", "\\par\n") + "}"
    ).encode()


@pytest.mark.parametrize("write", [word, rtf])
def test_a_word_or_rtf_file_of_one_article_is_read_as_a_pasted_page(write: Callable[[str], bytes]) -> None:
    (clipping,) = clippings(write(PASTED))
    assert stated(clipping) == CANNERY | {"outlet": None, "published": "2022-05-27T17:53"}


def test_a_word_file_that_is_broken_or_hostile_is_refused() -> None:
    whole = word(PASTED)
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    hostile = io.BytesIO()
    with zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "word/document.xml", f'{bomb}]><w:document xmlns:w="{W}"><w:p><w:t>&j;</w:t></w:p></w:document>'
        )
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 20_000_000)
    torn = [reading for reading in readings(whole[: len(whole) // 2]) if isinstance(reading, Refusal)]
    assert [one.reason for one in torn] == [Reason.TRUNCATED]
    assert all(isinstance(one, Refusal) for one in readings(hostile.getvalue()))
    assert [one.reason for one in readings(large.getvalue(), cap=100_000) if isinstance(one, Refusal)] == [
        Reason.TOO_LARGE
    ]


def test_a_word_file_with_one_wrong_bit_is_read_or_refused() -> None:
    whole, reasons = word(PASTED), set()
    for place in range(len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :]
        reasons |= {
            piece.refusal.reason for piece in pieces(flipped) if isinstance(piece, Outcome) and piece.refusal
        }
    assert {Reason.UNREADABLE, Reason.TRUNCATED} <= reasons


@pytest.mark.parametrize("content", [b"{\\rtf1}", b"{\\rtf1\\ansi", b"{\\rtf1 {{{{" + b"\\par " * 50])
def test_a_broken_rtf_file_is_refused(content: bytes) -> None:
    assert refusals(content)


def test_a_pasted_page_is_no_export() -> None:
    (piece,) = pieces(PASTED.encode())
    assert isinstance(piece, Capture)
    assert piece.media_type == "text/plain"


HOSTILE = {
    "numbers without an end": b"355 words\nDocument " + b"A" * 300_000 + b"!\n",
    "open tags": b"<html>DocPublicationName TitreArticleVisu" + b"<span " * 100_000,
    "open articles": b"<html>DocPublicationName" + b"<article>" * 20_000,
    "keys": b"1 of 1 DOCUMENTS\n\nLENGTH: 5 words\n\n" + b"LANGUAGE: x\n\n" * 20_000,
    "tags of Factiva": b"HD\nBY\nWC\nPD\nSN\nLP\nTD\n" * 5_000
    + b"WC  1 words\nDocument AAAA0020220527ei5r0001x\n",
    "groups": b"{\\rtf1" + b"{\\fonttbl" * 50_000,
    "paragraphs": word("End of Document\n" * 200),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_exports_are_read_or_refused_in_bounded_time(kind: str) -> None:
    found = readings(HOSTILE[kind])
    assert found
    assert all(isinstance(one, Clipping | Refusal) for one in found)
