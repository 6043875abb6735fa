"""Texts that were cut into lines of one width are read as their paragraphs."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from archive.documents import Clipping, LineRole
from archive.parse import read_plain
from archive.parse.wrapping import unwrap

CAPTURES = Path(__file__).parent.parent / "seeds" / "captures"


def wrapped(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False) for line in text.splitlines())


def clipping(text: str) -> Clipping:
    reading = read_plain(text)
    assert isinstance(reading, Clipping)
    return reading


@pytest.mark.parametrize("width", [64, 72, 78])
@pytest.mark.parametrize("name", ["01-fr", "06-fr", "14-ar", "20-ar", "24-en", "28-es", "31-de"])
def test_a_capture_cut_at_one_width_is_read_as_the_capture(name: str, width: int) -> None:
    text = next(CAPTURES.glob(f"{name}*")).read_text(encoding="utf-8")
    whole, cut = clipping(text), clipping(wrapped(text, width))
    assert " ".join(cut.body.split()) == " ".join(whole.body.split())
    assert (cut.title, cut.published, cut.authors) == (whole.title, whole.published, whole.authors)


def test_every_row_keeps_its_number_and_shares_the_role_of_its_paragraph() -> None:
    text = wrapped(next(CAPTURES.glob("24-en*")).read_text(encoding="utf-8"), 72)
    reading = clipping(text)
    assert [line.text for line in reading.lines] == text.splitlines()
    assert [line.number for line in reading.lines] == list(range(1, len(text.splitlines()) + 1))
    bodies = {line.role for line in reading.lines if line.text and line.text in reading.body}
    assert LineRole.BODY in bodies


def test_paragraphs_of_one_line_each_are_left_alone() -> None:
    rows = [
        f"On y parle, ce {day}, des pluies et des récoltes." for day in ("lundi", "mardi", "jeudi", "samedi")
    ]
    assert list(unwrap(rows * 3)) == rows * 3
    long = ["A paragraph " * 20, "short", *rows]
    assert list(unwrap(long)) == long


def test_a_menu_on_one_line_is_no_title() -> None:
    body = "Le conseil communal a voté mardi soir le budget de la ville, après un débat de trois heures. " * 3
    reading = clipping(f"Accueil | Maroc | Monde | Sport\nLe budget de la ville est voté\n\n{body}")
    assert reading.title == "Le budget de la ville est voté"
    assert reading.lines[0].role is LineRole.FURNITURE
