"""PDF of an article: paragraphs mended, Arabic in order, edges dropped; what cannot be read is refused."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import TEXT, captures, opened, page, zipped
from pdfs import arabic_pdf, assembled, pdf, stream_of
from pypdf import PdfReader, PdfWriter

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import parse
from archive.parse import pdf as module
from archive.parse.pdf_lines import lay_lines

Run = Callable[..., object]

TITLE = "Le bac de Sidi Larbi reprend la mer"
HEAD = [TITLE, "Par Nadia Ferhat", "3 mars 2024 à 09h15"]
BODY = [
    "Le bac qui relie les deux rives de l'estuaire a repris son service dimanche, après",
    "onze semaines de travaux. La coque a été doublée et les deux moteurs remplacés par",
    "des machines plus silencieuses, que les passagers ont applaudies au départ du pre-",
    "mier voyage de la matinée.",
    "La traversée reste gratuite pour les écoliers, et coûtera deux dirhams aux autres",
    "passagers jusqu'à l'été. Les horaires seront affichés.",
]
SECOND = [
    "Le syndicat des passeurs demande qu'un second bac soit acheté avant la saison des",
    "pluies, quand la rivière déborde et que la route du nord reste fermée des semaines.",
]
FIRST_PARAGRAPH = (
    "Le bac qui relie les deux rives de l'estuaire a repris son service dimanche, après onze semaines de travaux. "
    "La coque a été doublée et les deux moteurs remplacés par des machines plus silencieuses, que les passagers ont "
    "applaudies au départ du premier voyage de la matinée."
)
PARAGRAPHS = [FIRST_PARAGRAPH, f"{BODY[4]} {BODY[5]}", " ".join(SECOND)]
ARABIC = [
    "العبارة تستأنف رحلاتها في سيدي العربي",
    "استأنفت العبارة التي تربط ضفتي المصب عملها يوم الأحد 3 مارس 2024 بعد أحد عشر",
    "أسبوعا من الإصلاحات، وقد دعم هيكلها واستبدل محركاها بآلتين أقل ضجيجا، حسب ما",
    "أعلنته نقابة العبارين في المدينة. وستبقى الرحلة مجانية للتلاميذ، بينما يدفع الركاب",
    "الآخرون درهمين حتى بداية الصيف.",
]
WHOLE = pdf([[*HEAD, *BODY], SECOND])


def read(content: bytes) -> Clipping | Refusal:
    (piece,) = captures(opened(content))
    assert (piece.media_type, piece.content) == ("application/pdf", content)
    return parse(piece)


def clipping(content: bytes) -> Clipping:
    found = read(content)
    assert isinstance(found, Clipping), found
    return found


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WHOLE, "application/pdf"),
        (b"\xef\xbb\xbf\r\n" + WHOLE, "application/pdf"),
        (b"x" * 1010 + b"%PDF-1.4\n", "application/pdf"),
        (b"x" * 1025 + b"%PDF-1.4\n", "text/plain"),
        (b"<html><p>A file begins with %PDF-1.4", "text/html"),
        (b"A PDF begins with the sign %PDF- and a number.", "text/plain"),
    ],
)
def test_a_pdf_is_told_by_its_first_bytes(content: bytes, kind: str) -> None:
    assert [piece.media_type for piece in captures(opened(content))] == [kind]


def test_lines_become_paragraphs_and_cut_words_are_mended_across_pages() -> None:
    found = clipping(pdf([[*HEAD, *BODY], SECOND], packed=True))
    assert found.body.split("\n\n") == PARAGRAPHS
    assert found.title == TITLE
    assert [byline.name for byline in found.authors] == ["Nadia Ferhat"]
    assert (str(found.published), found.language) == ("2024-03-03T09:15", "fr")


def test_a_paragraph_runs_on_over_the_foot_of_its_page() -> None:
    first = ["La Gazette d'Agdal", *HEAD, *BODY[:2], "Page 1 sur 2"]
    found = clipping(pdf([first, ["La Gazette d'Agdal", *BODY[2:], *SECOND, "Page 2 sur 2"]]))
    assert found.body.split("\n\n") == PARAGRAPHS
    assert "Gazette" not in found.body


def test_a_page_printed_by_a_browser_gives_its_address_and_not_the_day_of_printing() -> None:
    pages = [
        ["18/11/2025 14:02 Le bac - La Gazette", TITLE, *BODY, "https://agdal.example/bac?utm_source=x 1/2"],
        ["18/11/2025 14:02 Le bac - La Gazette", *SECOND, "https://agdal.example/bac?utm_source=x 2/2"],
    ]
    found = clipping(pdf(pages))
    assert found.address == "https://agdal.example/bac"
    assert found.published is None
    assert found.body.split("\n\n") == PARAGRAPHS
    assert clipping(pdf([[*pages[0][:-1], *SECOND, "https://agdal.example/bac 1/1"]])).published is None


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["un re-", "tour"], "un retour"),
        (["un avant-", "garde", "d'avant-garde"], "un avant-garde"),
        (["avec Jean-", "Pierre"], "avec Jean- Pierre"),
        (["le 3-", "4 mars"], "le 3- 4 mars"),
        (["un re\u00ad", "tour"], "un retour"),
    ],
)
def test_a_cut_word_is_mended_unless_it_has_a_hyphen_of_its_own(lines: list[str], joined: str) -> None:
    filled = [
        f"{'mot ' * 18}{lines[0]}",
        f"{lines[1]} {'mot ' * 17}fin.",
        *lines[2:],
        "Un autre. " * 7,
        "a " * 40,
    ]
    text = "\n".join(lay_lines(["\n".join(filled)]).paragraphs)
    assert joined in text


def test_arabic_is_in_reading_order_with_its_ligatures() -> None:
    found = clipping(arabic_pdf([ARABIC]))
    assert found.title == ARABIC[0]
    assert found.body == " ".join(ARABIC[1:])
    assert found.language == "ar"


def test_arabic_that_the_file_holds_in_reading_order_is_not_turned_around() -> None:
    assert clipping(arabic_pdf([ARABIC], reading_order=True)).body == " ".join(ARABIC[1:])


def test_ligatures_named_the_wrong_way_round_are_put_right_where_it_is_certain() -> None:
    body = clipping(arabic_pdf([ARABIC], swapped=True)).body
    assert "يوم الأحد" in body
    assert "من الإص" in body
    assert "الآخرون" in body


def test_letters_in_the_shapes_they_are_drawn_in_become_letters() -> None:
    (text,) = lay_lines(["ﺍﻟﻌﺒﺎﺭﺓ ﻓﻲ ﺍﻟﺼﺒﺎﺡ ﻻ ﺗﺘﺄﺧﺮ"]).paragraphs
    assert text == "العبارة في الصباح لا تتأخر"
    (text,) = lay_lines(["la ﬁn de l'eﬀort"]).paragraphs
    assert text == "la fin de l'effort"


@pytest.mark.parametrize(
    ("info", "title", "place"),
    [
        ({"Title": TITLE}, TITLE, "pdf: title, as printed"),
        ({"Title": "Microsoft Word - bac.docx"}, None, None),
        ({"Title": "bac_final_v3.indd"}, None, None),
        ({"Title": "Sans titre"}, None, None),
        ({"Title": "Une autre page tout à fait"}, "Une autre page tout à fait", "pdf: title"),
        ({}, None, None),
    ],
)
def test_the_title_that_a_file_states_counts_where_it_is_one(
    info: dict[str, str], title: str | None, place: str | None
) -> None:
    dates = {"CreationDate": "D:20200101120000Z", "Producer": "Essai", "Author": "HP"}
    lines = BODY if place != "pdf: title, as printed" else [TITLE, *BODY]
    found = clipping(pdf([[*lines, *SECOND]], {**dates, **info}))
    assert found.title == title
    assert found.published is None
    assert found.authors == ()
    if place and title:
        assert found.origins["title"].place == place
        assert (found.origins["title"].confidence < 0.5) is (place == "pdf: title")


def test_a_name_in_the_facts_of_a_file_is_a_doubtful_author() -> None:
    found = clipping(pdf([[TITLE, *BODY, *SECOND]], {"Author": "Nadia Ferhat"}))
    assert [byline.name for byline in found.authors] == ["Nadia Ferhat"]
    assert found.origins["authors"].confidence < 0.5
    assert clipping(pdf([[*HEAD, *BODY]], {"Author": "Karim Autre"})).authors[0].name == "Nadia Ferhat"


def locked(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(WHOLE)))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


LOOPING = assembled(
    [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>/Length 48>>stream\n"
        + b"/A Do " * 8
        + b"\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 48>>stream\n"
        + b"/A Do " * 8
        + b"\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 3 0 R>>>>/Length 48>>stream\n"
        + b"/A Do " * 8
        + b"\nendstream",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</A 3 0 R>>>>/Contents 7 0 R>>",
        b"<</Length 5>>stream\n/A Do\nendstream",
    ]
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([[""], [""]]), Reason.NOT_TEXT),
        (pdf([["Page 1"]]), Reason.NOT_TEXT),
        (pdf([]), Reason.NOT_TEXT),
        (locked("secret"), Reason.ENCRYPTED),
        (WHOLE[:-300], Reason.TRUNCATED),
        (b"%PDF-1.7\n" + b"nothing at all " * 40 + b"%%EOF", Reason.UNREADABLE),
        (pdf([["Accueil", "Politique", "Contactez la rédaction du journal"]]), Reason.NO_ARTICLE),
        (pdf([[TITLE]] * 101), Reason.TOO_LARGE),
    ],
)
def test_what_holds_no_article_is_refused_with_a_reason(content: bytes, reason: Reason) -> None:
    found = read(content)
    assert isinstance(found, Refusal), found
    assert found.reason is reason
    assert found.detail


def test_a_file_that_anyone_may_open_is_read_though_it_is_locked_for_changes() -> None:
    assert clipping(locked("")).body.split("\n\n") == PARAGRAPHS


def test_forms_that_draw_one_another_without_end_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OPERATORS", 2000)
    found = read(LOOPING)
    assert isinstance(found, Refusal)
    assert found.reason in (Reason.TOO_LARGE, Reason.NOT_TEXT, Reason.UNREADABLE)
    assert found.detail


def test_a_bomb_in_a_page_is_refused() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    bomb = stream_of(b" " * 90_000_000, packed=True)
    content = assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, bomb, b"<<>>"]
    )
    assert len(content) < 100_000
    assert isinstance(read(content), Refusal)


def test_a_page_that_is_broken_is_said_and_the_others_are_read() -> None:
    content = pdf([[*HEAD, *BODY], SECOND], packed=True)
    start = content.rindex(b"stream\n", 0, content.rindex(b"endstream")) + len(b"stream\n")
    found = clipping(content[:start] + b"broken" + content[start + 6 :])
    assert found.body.split("\n\n") == PARAGRAPHS[:2]
    assert "and 1 page without text" in found.origins["body"].place
    assert found.origins["body"].confidence < 0.5


def test_reading_a_damaged_file_says_nothing_on_its_own(caplog: pytest.LogCaptureFixture) -> None:
    level = logging.getLogger("pypdf").level
    read(WHOLE.replace(b"xref", b"xxxx"))
    assert caplog.text == ""
    assert logging.getLogger("pypdf").level == level


def test_wherever_a_file_is_cut_it_is_refused_as_cut() -> None:
    for place in range(20, len(WHOLE) - 20, 17):
        found = read(WHOLE[:place])
        assert isinstance(found, Refusal)
        assert found.reason is Reason.TRUNCATED


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(
        st.tuples(st.integers(10, 4500), st.integers(0, 3), st.binary(max_size=10)), min_size=1, max_size=8
    )
)
def test_no_damage_ends_in_anything_but_an_outcome(edits: list[tuple[int, int, bytes]]) -> None:
    content = bytearray(WHOLE)
    for place, taken, put in edits:
        content[place : place + taken] = put
    for piece in opened(bytes(content)):
        assert isinstance(piece, Capture)
        assert isinstance(parse(piece), Clipping | Refusal)


def test_a_pdf_among_other_captures_is_filed(run: Run, db: Path, tmp_path: Path) -> None:
    (tmp_path / "presse.zip").write_bytes(zipped({"a.pdf": WHOLE, "b.html": page(), "c.txt": TEXT.encode()}))
    done = run("ingest", str(tmp_path / "presse.zip"), db=db)
    assert (done.code, done.err.strip().splitlines()[-1][:5]) == (0, "3 new")
    assert run("show", "1", db=db).out.count(TITLE) >= 1
