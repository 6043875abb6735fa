"""Hits and articles as people read them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.present.hits import Style, article_lines, hit_lines
from archive.present.paint import marked, paragraph
from archive.present.terminal import FSI, PDI, RLI
from archive.present.width import width

PLAIN, COLOR = Style(color=False, width=40), Style(color=True, width=40)
OURS = re.compile(r"\x1b\[(?:1|2|3|22|23|4;36|24;39)m")

HIT: dict[str, Any] = {
    "id": 34,
    "label": "Hammouchi reçoit une délégation à Rabat",
    "derived": False,
    "outlet": "Le Courrier",
    "published": "2022-05-27T17:53",
    "implied": None,
    "language": "fr",
    "authors": ["Hajar Lamrani", "حسن"],
    "snippet": {"text": "le chef de la DGSN, Hamouchi, a reçu", "marks": [[14, 18], [20, 28]]},
    "title_marks": [[0, 9]],
    "address": "https://courrier.example/34",
}


def test_a_hit_without_colour_shows_its_matches_in_brackets_and_its_title_as_printed() -> None:
    assert [*hit_lines(1, HIT, PLAIN)] == [
        "  1. Hammouchi reçoit une délégation à",
        "     Rabat",
        f"     Le Courrier · 2022-05-27 17:53 · Hajar Lamrani, {FSI}حسن{PDI} · fr · #34",
        "     le chef de la [DGSN], [Hamouchi], a",
        "     reçu",
        "     https://courrier.example/34",
        "",
    ]


def test_a_hit_in_colour_marks_its_matches_without_brackets() -> None:
    lines = [*hit_lines(12, HIT, COLOR)]
    assert lines[0].startswith("\x1b[2m 12. \x1b[22m\x1b[1m\x1b[4;36mHammouchi\x1b[24;39m reçoit")
    assert "     le chef de la \x1b[4;36mDGSN\x1b[24;39m, \x1b[4;36mHamouchi\x1b[24;39m, a" in lines
    assert not re.search(r"\[DGSN|\[Hamouchi", OURS.sub("", "".join(lines)))


DATES = [
    ({"published": "2022-05", "implied": "2022-05-26"}, "2022-05"),
    ({"published": None, "implied": "2022-05-26"}, "≈ 2022-05-26 (implied)"),
    ({"published": None, "implied": None}, "undated"),
]


@pytest.mark.parametrize(("dates", "shown"), DATES)
def test_a_date_is_shown_as_precisely_as_it_is_known(dates: dict[str, str | None], shown: str) -> None:
    assert [*hit_lines(1, HIT | dates, PLAIN)][2].split(" · ")[1] == shown


def test_a_derived_label_says_that_there_is_no_title() -> None:
    label = {"label": "Une foule attendait devant le tribunal", "derived": True, "title_marks": []}
    assert [*hit_lines(3, HIT | label, PLAIN)][:2] == [
        "  3. (no title) Une foule attendait",
        "                devant le tribunal",
    ]
    assert next(hit_lines(3, HIT | {"label": None}, PLAIN)).rstrip() == "  3. (no title)"


ARTICLE: dict[str, Any] = {
    "id": 34,
    "label": "Visite à Rabat",
    "derived": False,
    "kicker": "Coopération",
    "standfirst": "Trois jours de travail.",
    "body": "Un premier paragraphe assez long pour deux lignes.\nالفقرة الثانية\n\nFin.",
    "section": "Politique",
    "outlet": "Le Courrier",
    "authors": ["Hajar Lamrani"],
    "published": "2022-05-27",
    "language": "fr",
    "tags": ["DGSN", "أمن"],
    "captions": [{"text": "Le siège", "kind": "caption"}, {"text": "© MAP", "kind": "credit"}, "Une vue"],
    "related": [
        {"id": 12, "title": "حموشي في مدريد", "group": "Aller plus loin", "blurb": "Un résumé..."},
        {"id": None, "title": "Le commissariat", "group": "Aller plus loin", "address": "https://b.example"},
        {"id": None, "title": "Autre", "group": None},
    ],
    "address": "https://courrier.example/34",
}


def test_an_article_reads_from_kicker_to_address() -> None:
    assert [*article_lines(ARTICLE, PLAIN)] == [
        "Coopération",
        "Visite à Rabat",
        "",
        "Le Courrier · 2022-05-27 · fr · #34",
        "by: Hajar Lamrani",
        "section: Politique",
        f"tags: DGSN; {FSI}أمن{PDI}",
        "",
        "Trois jours de travail.",
        "",
        "Un premier paragraphe assez long pour",
        "deux lignes.",
        "",
        f"{RLI}الفقرة الثانية{PDI}",
        "",
        "Fin.",
        "",
        "▪ Le siège",
        "© MAP",
        "▪ Une vue",
        "",
        "Aller plus loin",
        f"→ #12 {RLI}حموشي في مدريد{PDI}",
        "      Un résumé...",
        "· Le commissariat",
        "  https://b.example",
        "",
        "Related",
        "· Autre",
        "",
        "https://courrier.example/34",
    ]


def test_an_article_with_a_body_alone_is_shown() -> None:
    assert [*article_lines({"body": "Texte."}, PLAIN)] == ["(no title) ", "", "undated", "", "Texte.", ""]


def test_a_mark_that_runs_over_a_line_end_is_closed_and_opened_again() -> None:
    text = marked("un deux trois quatre cinq six", [[0, 29]], Style(True, 20))
    lines = [*paragraph(text, Style(True, 20))]
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("\x1b[4;36m")
        assert line.endswith("\x1b[24;39m")


def test_marks_point_into_the_text_as_found_and_senseless_ones_are_passed_over() -> None:
    assert marked("a\x1b\x1bb c", [[3, 4]], PLAIN, "[]") == "a[b] c"
    assert marked("abcd", [[0, 2], [1, 3], [3, 99], [3, 3], [-1, 1]], PLAIN, "[]") == "[ab]cd"


ANYTHING = st.text(st.sampled_from("a ب\x1b\x07\x9b\u202e\u2066\ufffe\uffff\n\t[31m\ud800漢"), max_size=30)


@given(ANYTHING, ANYTHING, st.lists(st.lists(st.integers(-2, 35), min_size=2, max_size=2)))
def test_no_escape_but_ours_reaches_the_terminal(text: str, other: str, marks: list[list[int]]) -> None:
    link = {"id": None, "title": text, "group": other, "blurb": text, "address": other}
    fields: dict[str, Any] = dict.fromkeys(
        ["label", "kicker", "standfirst", "body", "section", "outlet"], text
    )
    fields |= {"authors": [other], "tags": [text], "captions": [text], "related": [link], "address": other}
    fields |= {
        "snippet": {"text": text, "marks": marks},
        "title_marks": marks,
        "published": other,
        "language": text,
    }
    for line in [*hit_lines(1, fields, COLOR), *article_lines(fields, COLOR)]:
        shown = re.sub(f"[{FSI}{PDI}\u2066\u2067]", "", OURS.sub("", line))
        assert not [c for c in shown if not c.isprintable()]
        assert line.count(PDI) == sum(line.count(fence) for fence in (FSI, "\u2066", "\u2067"))
        assert line.count("\x1b[4;36m") == line.count("\x1b[24;39m")


def test_lines_keep_to_the_width() -> None:
    body = "mot " * 100 + "\n" + "كلمة " * 100
    assert all(width(line) <= 40 for line in article_lines({"body": body, "label": "mot " * 30}, PLAIN))
