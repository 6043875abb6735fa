"""What changed between wordings: the changes as values, as lines in either direction, and as a command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archive
from archive.present.changes import change_lines
from archive.present.paint import Style
from archive.present.wording_diff import Change, compare, counted, word_changes


def shown(old: str, new: str) -> str:
    signs = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(signs[kind].format(text) for kind, text in word_changes(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Il a plu.", "Il a plu.", "Il a plu."),
        ("Il a plu hier à Fès.", "Il a neigé hier à Fès.", "Il a [-plu -]{+neigé +}hier à Fès."),
        ("Il a plu", "Il  a\n\n plu", "Il a{+\n+}plu"),
        ("Il  a\tplu ", "Il a plu", "Il a plu"),
        ("", "Il a plu", "{+Il a plu+}"),
        ("Il a plu", "", "[-Il a plu-]"),
        ("", "", ""),
        ("un\ndeux\ntrois", "un\ntrois", "un\n[-deux\n-]trois"),
        ("sept, huit et neuf", "six, cinq et neuf", "[-sept, huit -]{+six, cinq +}et neuf"),
        (
            "أمطار غزيرة في فاس أمس",
            "أمطار خفيفة في فاس اليوم",
            "أمطار [-غزيرة -]{+خفيفة +}في فاس [-أمس-]{+اليوم+}",
        ),
        ("مُحَمَّد وصل", "محمد وصل", "[-مُحَمَّد -]{+محمد +}وصل"),
        ("東京に雨が降った。", "東京に雪が降った。", "東京に[-雨-]{+雪+}が降った。"),
        ("l’eau-de-vie coûte 3,5 %", "l’eau-de-vie coûte 4,5 %", "l’eau-de-vie coûte [-3-]{+4+},5 %"),
    ],
)
def test_changes_are_told_word_by_word(old: str, new: str, told: str) -> None:
    assert shown(old, new) == told


words = st.text(alphabet="ab ,.\né雨مو", max_size=40)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(words, words)
def test_what_is_shared_and_deleted_is_the_old_text_and_what_is_shared_and_inserted_the_new(
    old: str, new: str
) -> None:
    changes = word_changes(old, new)
    assert bare("".join(text for kind, text in changes if kind != "inserted")) == bare(old)
    assert bare("".join(text for kind, text in changes if kind != "deleted")) == bare(new)
    assert all(text for _, text in changes)


@given(words)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {kind for kind, _ in word_changes(text, text)} <= {"same"}


def test_a_long_text_with_a_few_changes_is_told_by_them_alone() -> None:
    paragraphs = [f"Paragraphe {n} : " + " ".join(f"mot{n * k % 97}" for k in range(60)) for n in range(2000)]
    later = [*paragraphs[:700], paragraphs[700].replace("Paragraphe", "Alinéa"), *paragraphs[702:], "Fin."]
    changes = word_changes("\n\n".join(paragraphs), "\n\n".join(later))
    assert counted(changes) == (1 + 62, 1 + 1)  # the word, the paragraph; its substitute, the last one
    assert len(changes) == 7


def test_two_texts_of_very_many_words_are_told_as_a_whole() -> None:
    old, new = (" ".join(f"{sign}{n}" for n in range(21_000)) for sign in "ab")
    assert [kind for kind, _ in word_changes(old, new)] == ["deleted", "inserted"]


def test_only_the_fields_that_changed_are_compared() -> None:
    old = {"title": "Pluie", "kicker": None, "standfirst": "Il pleut.", "body": "Il a plu."}
    new = {"title": "Pluie", "kicker": "Météo", "standfirst": None, "body": "Il a plu."}
    assert dict(compare(old, new)) == {
        "kicker": [Change("inserted", "Météo")],
        "standfirst": [Change("deleted", "Il pleut.")],
    }


def lines(old: str, new: str, *, color: bool = False, width: int = 40) -> list[str]:
    return list(change_lines(word_changes(old, new), Style(color=color, width=width)))


def test_without_colour_changes_stand_in_brackets_and_unchanged_paragraphs_are_counted() -> None:
    assert lines("Il a plu.\nUn.\nDeux.\nFin.", "Il a neigé.\nUn.\nDeux.\nFin !") == [
        "  Il a [-plu-]{+neigé+}.",
        "  ... 2 paragraphs unchanged ...",
        "  Fin [-.-]{+!+}",
    ]


def test_with_colour_there_are_no_brackets() -> None:
    assert lines("Il a plu.", "Il a neigé.", color=True) == [
        "  Il a \x1b[9;31mplu\x1b[29;39m\x1b[4;32mneigé\x1b[24;39m."
    ]


def test_a_change_over_several_lines_is_marked_on_each() -> None:
    found = lines("Début.", "Début " + "mot " * 14 + "fin.", width=30)
    assert found == [
        "  Début {+mot mot mot mot mot+}",
        "  {+mot mot mot mot mot mot mot+}",
        "  {+mot mot fin+}.",
    ]


def test_a_paragraph_that_was_parted_shows_where() -> None:
    assert lines("Il a plu. Il vente.", "Il a plu.\nIl vente.") == [
        "  Il a plu.{+¶+}",
        "  ... 1 paragraph unchanged ...",
    ]


def test_text_from_right_to_left_is_fenced_off_line_by_line_and_change_by_change() -> None:
    found = lines("أمطار غزيرة في فاس أمس", "أمطار خفيفة في فاس أمس")
    assert found == ["  \u2067أمطار [-\u2068غزيرة\u2069-] {+\u2068خفيفة\u2069+} في فاس أمس\u2069"]
    for line in lines("ا " * 30, "ب " * 30 + "rain"):
        assert sum(line.count(sign) for sign in "\u2066\u2067\u2068") == line.count("\u2069")


def test_control_characters_of_a_text_do_not_reach_the_terminal() -> None:
    assert lines("a", "a \x1b[31mb\ufdd0\ufdd2") == ["  a {+[31mb+}"]


@pytest.fixture
def revised(press: archive.Archive) -> archive.Archive:
    for title, body in (
        ("Pluie à Fès", "Il a plu."),
        ("Pluie à Fès", "Il a plu hier."),
        ("Neige", "Il a plu hier."),
    ):
        if len(press):
            press.edit(1, title=title, body=body)
        else:
            press.add(archive.Clipping(title=title, body=body))
    return press


def test_wordings_are_numbered_from_the_oldest(revised: archive.Archive) -> None:
    told = [(wording["number"], wording["title"], wording["body"]) for wording in revised.wordings(1)]
    assert told == [
        (1, "Pluie à Fès", "Il a plu."),
        (2, "Pluie à Fès", "Il a plu hier."),
        (3, "Neige", "Il a plu hier."),
    ]


@pytest.mark.parametrize(
    ("options", "fields"),
    [([], {"title"}), (["--from", "1", "--to", "3"], {"title", "body"}), (["--revision", "1"], {"body"}),
     (["--from", "2"], {"title"}), (["--to", "2"], {"body"}), (["--from", "3", "--to", "1"], {"title", "body"})],
)  # fmt: skip
def test_the_command_compares_the_wordings_that_are_asked_for(
    revised: archive.Archive, db: Path, run: Callable[..., Any], options: list[str], fields: set[str]
) -> None:
    done = run("diff", "1", *options, "--format", "jsonl", db=db)
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert {row["field"] for row in rows} == fields
    assert {row["change"] for row in rows} <= {"same", "deleted", "inserted"}


def test_a_wording_that_is_not_there_is_named(
    revised: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    done = run("diff", "1", "--from", "4", db=db)
    assert (done.code, done.out) == (1, "")
    assert "no wording 4; it has 1 to 3" in done.err


def test_an_article_of_one_wording_has_no_changes(
    press: archive.Archive, db: Path, run: Callable[..., Any]
) -> None:
    press.add(archive.Clipping(title="Pluie", body="Il a plu."))
    done = run("diff", "1", db=db)
    assert (done.code, done.out) == (0, "")
    assert "Nothing changed" in done.err
