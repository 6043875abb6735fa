"""Markdown: what front matter states, the heading, and the marks that come off the text."""

from __future__ import annotations

import pytest
from pieces import OUTLETS, pieces

from archive.capture.markdown import MARKDOWN_TYPE, type_of_markdown
from archive.documents import Capture, Clipping, LineRole, Refusal
from archive.parse.markdown import bare, read_markdown

PARAGRAPHS = (
    "Il a plu samedi sur toute la médina, et les tanneurs ont rentré leurs peaux avant la nuit tombée.",
    "Le marché aux laines n'ouvrira que mardi, a dit le prévôt des artisans, faute de place au sec.",
)
BODY = "\n\n".join(PARAGRAPHS)
CLIPPED = f"""---
title: "Pluie : \\"la médina\\" sous l'eau"
source: "https://www.lefil.example/villes/pluie?utm_source=x"
author:
  - "[[Nabil Cherradi]]"
  - "[[people/ines|Inès Belkadi]]"
published: 2022-05-27
created: 2024-04-01
description: "Une description."
tags:
  - "clippings"
  - "météo"
---
# Pluie : "la médina" sous l'eau

![La place](https://lefil.example/a.jpg)

{PARAGRAPHS[0].replace("la médina", "la [médina](https://lefil.example/m_a(b))").replace("tanneurs", "**tanneurs**")}

## Les laines

> {PARAGRAPHS[1]}
"""


def clipping_of(text: str) -> Clipping:
    (piece,) = pieces(text.encode())
    assert isinstance(piece, Capture)
    assert (piece.media_type, piece.content) == (MARKDOWN_TYPE, text.encode())
    found = read_markdown(piece, outlets=OUTLETS)
    assert isinstance(found, Clipping), found
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_clipping_of_obsidian_is_read(end: str, mark: str) -> None:
    clipping = clipping_of(mark + CLIPPED.replace("\n", end))
    assert clipping.title == 'Pluie : "la médina" sous l\'eau'
    assert clipping.address == "https://www.lefil.example/villes/pluie"
    assert [byline.name for byline in clipping.authors] == ["Nabil Cherradi", "Inès Belkadi"]
    assert (str(clipping.published), clipping.implied) == ("2022-05-27", None)
    assert (clipping.outlet, clipping.tags, clipping.language) == ("Le Fil du Maghreb", ("météo",), "fr")
    assert clipping.body == f"{PARAGRAPHS[0]}\n\nLes laines\n\n{PARAGRAPHS[1]}"
    assert (clipping.kicker, clipping.captions, clipping.related) == (None, (), ())
    assert clipping.origins["title"].place == "front matter: title"
    assert clipping.origins["address"].place == "front matter: source"


def test_every_line_is_accounted_for_under_its_own_number() -> None:
    clipping, lines = clipping_of(CLIPPED), CLIPPED.splitlines()
    assert [line.number for line in clipping.lines] == list(range(1, len(lines) + 1))
    roles = {line.text: line.role for line in clipping.lines}
    assert roles['source: "https://www.lefil.example/villes/pluie?utm_source=x"'] is LineRole.FURNITURE
    assert roles['Pluie : "la médina" sous l\'eau'] is LineRole.TITLE
    assert roles["Les laines"] is LineRole.BODY


def test_other_keys_and_flat_lists_are_read() -> None:
    front = (
        "---\nTitle: Pluie à Fès\nurl: https://lefil.example/a\nauthors: [Nabil Cherradi, 'Inès d''Arcy']\n"
        "date: 2022-05-27T17:53\ntags: [météo, '#pluie']\nsite: La Gazette\nlang: fr\n---\n\n"
    )
    clipping = clipping_of(front + BODY)
    assert (clipping.title, clipping.outlet) == ("Pluie à Fès", "La Gazette")
    assert [byline.name for byline in clipping.authors] == ["Nabil Cherradi", "Inès d'Arcy"]
    assert (str(clipping.published), clipping.tags) == ("2022-05-27T17:53", ("météo", "pluie"))
    assert clipping.origins["published"].confidence == 0.6


def test_what_is_not_flat_is_left_and_the_day_of_saving_dates_nothing() -> None:
    front = (
        "---\ntitle: >\n  Pluie\n  à Fès\nauthor: {name: x}\nsource: https://lefil.example/a\n"
        "tags:\n  - one: two\n    three: four\nabstract: a text that\n  goes on\n"
        "created: 2024-04-01\nsaved: 2024-04-01\n---\n"
    )
    clipping = clipping_of(front + "# Pluie à Fès\n\n" + BODY)
    assert (clipping.title, clipping.origins["title"].place) == ("Pluie à Fès", "line 15")
    assert (clipping.authors, clipping.published, clipping.tags) == ((), None, ())
    assert clipping.address == "https://lefil.example/a"


def test_a_printed_date_that_tells_more_stands() -> None:
    front = "---\ntitle: Pluie à Fès\nsource: https://lefil.example/a\npublished: 2022-05-27\n---\n"
    clipping = clipping_of(f"{front}Le 27 mai 2022 à 17h53\n\nPar Nabil Cherradi\n\n{BODY}")
    assert (str(clipping.published), clipping.authors[0].name) == ("2022-05-27T17:53", "Nabil Cherradi")
    assert clipping.origins["published"].place == "line 6"


def test_a_stated_language_counts_where_the_text_leaves_it_open() -> None:
    front = "---\ntitle: Tomaso Brandi, Milipol Qatar 2022\nsource: https://lefil.example/a\nlang: {}\n---\n"
    clipping = clipping_of(
        front.format("de") + "Tomaso Brandi 2022 Lusail Doha 2022 Milipol, Qatar 2022 Rabat 2022. " * 2
    )
    assert (clipping.language, clipping.origins["language"].place) == ("de", "front matter: lang")
    assert clipping_of(front.format("de") + BODY).language == "fr"


def test_a_heading_is_the_title_of_a_text_without_front_matter() -> None:
    clipping = clipping_of(
        f"# Pluie à [Fès](https://lefil.example)\n\n*Par Nabil Cherradi, le 27 mai 2022*\n\n{BODY}\n"
    )
    assert (clipping.title, clipping.origins["title"].place) == ("Pluie à Fès", "line 1")
    assert [byline.name for byline in clipping.authors] == ["Nabil Cherradi"]
    assert (str(clipping.published), clipping.body) == ("2022-05-27", BODY)


NO_MARKDOWN = [
    BODY,
    f"---\n\n{BODY}\n\n---\n",
    f"---\nnote: x\nother: y\n---\n{BODY}",
    f"---\ntitle: Pluie\n{BODY}",
    f"#météo\n\n{BODY}",
    f"# Pluie\n{BODY}",
    f"## Pluie\n\n{BODY}",
]


@pytest.mark.parametrize("text", NO_MARKDOWN)
def test_another_text_is_no_markdown(text: str) -> None:
    assert type_of_markdown(text.encode()) is None


MARKS = {
    "*un* _deux_ **trois** __quatre__ ***cinq***": "un deux trois quatre cinq",
    "snake_case_name et 2 * 3 * 4, l*": "snake_case_name et 2 * 3 * 4, l*",
    r"\*un\* et 1\. deux": "*un* et 1. deux",
    '[un](https://a.example/x_y "titre") et [deux](/b)': "un et deux",
    "[![image](https://a.example/i.jpg)](https://a.example)": "",
    "![[photo.png]] [[page|le nom]] [[page]]": " le nom page",
    "<https://a.example/x>": "https://a.example/x",
    "> > une citation": "une citation",
    "### Un intertitre": "Un intertitre",
    "- un point": "- un point",
    "* * *": "",
    "a [crochet] (et une parenthèse)": "a [crochet] (et une parenthèse)",
}


@pytest.mark.parametrize("text", MARKS)
def test_marks_come_off_and_nothing_else(text: str) -> None:
    assert bare(text) == MARKS[text]


HOSTILE = ["[", "![", "](", "[](", "**a ", "_a", "*a", "> ", "- ", "\\", "[a](b", "<https://", "[[a|"]


@pytest.mark.parametrize("sign", HOSTILE)
def test_hostile_marks_are_read_in_bounded_time(sign: str) -> None:
    content = f"---\ntitle: x\nurl: y\n---\n# x\n\n{sign * 5_000}\n\n{BODY}".encode()
    assert bare(sign * 50_000) is not None
    assert isinstance(read_markdown(Capture(content, "x")), Clipping | Refusal)
    assert type_of_markdown(b"---\n" + sign.encode() * 5_000) is None
