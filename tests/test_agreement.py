"""A body that its page does not confirm is marked as unsure, with the figures behind it."""

from __future__ import annotations

import pytest
from lxml import html

from archive.documents import Capture, Clipping
from archive.parse import parse
from archive.parse.html.agreement import ENOUGH, doubt_of
from archive.parse.html.blocks import read_blocks

FRENCH = [
    f"Paragraphe {n} : les pluies de la nuit ont grossi l’oued du quartier {n}, et les riverains ont monté leurs"
    " meubles à l’étage avant que la commune n’ouvre le gymnase aux familles."
    for n in range(10)
]
ARABIC = [
    f"الفقرة {n}: ارتفع منسوب الوادي في الحي رقم {n} بعد أمطار الليل، ونقل السكان أثاثهم إلى الطابق العلوي قبل أن"
    " تفتح الجماعة القاعة الرياضية للأسر."
    for n in range(10)
]
JAPANESE = [
    f"第{n}段落：夜の雨で川があふれ、住民は家具を二階に運び上げた。町は体育館を開放し、{n}家族が一夜を明かした。"
    * 2
    for n in range(10)
]
MENU = "".join(
    f'<li><a href="/{n}">La rubrique numéro {n} du journal et ses nouvelles</a></li>' for n in range(30)
)


def page(paragraphs: list[str], around: str = "") -> str:
    told = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><body><ul>{MENU}</ul><article><h1>Pluie</h1>{told}</article>{around}</body></html>"


def doubted(markup: str, text: list[str]) -> float | None:
    found = doubt_of(read_blocks(html.document_fromstring(markup)), text)
    return found.agreement if found else None


@pytest.mark.parametrize("paragraphs", [FRENCH, ARABIC, JAPANESE])
def test_a_whole_text_is_confirmed_and_half_of_it_is_not(paragraphs: list[str]) -> None:
    assert doubted(page(paragraphs), paragraphs) is None
    agreement = doubted(page(paragraphs), paragraphs[:5])
    assert agreement is not None
    assert 0.6 < agreement < ENOUGH


def test_other_words_than_those_of_the_page_are_not_confirmed() -> None:
    assert doubted(page(FRENCH), [*ARABIC, *ARABIC[:3]]) == pytest.approx(0, abs=0.1)


def test_what_the_page_prints_beside_its_text_is_no_doubt() -> None:
    comments = (
        "<div class='comments'>" + "".join(f"<p>{text} Bien vu !</p>" for text in FRENCH[:4]) + "</div>"
    )
    assert doubted(page(FRENCH, comments), FRENCH) is None


def test_a_box_named_like_a_menu_is_read_where_the_text_stands_in_it() -> None:
    markup = f"<html><body><div class='sidebar'>{page(FRENCH)}</div></body></html>"
    assert doubted(markup, FRENCH) is None
    assert doubted(markup, FRENCH[:6]) is not None


def test_a_page_without_a_run_of_its_own_gives_no_second_opinion() -> None:
    assert doubted(f"<html><body><ul>{MENU}</ul></body></html>", FRENCH) is None


def test_a_page_that_is_read_whole_keeps_its_confidence() -> None:
    found = parse(Capture(page(FRENCH).encode(), "page.html", media_type="text/html"))
    assert isinstance(found, Clipping)
    assert found.origins["body"].confidence > 0.6
    assert found.origins["body"].evidence is None
