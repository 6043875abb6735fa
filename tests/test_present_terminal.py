"""Nothing from a capture steers a terminal; widths and directions are right."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.present.terminal import (
    FSI,
    PDI,
    RLI,
    clean,
    clean_block,
    isolate,
    isolate_lines,
    runs_right_to_left,
)
from archive.present.width import pad, width, wrap

OVERRIDES = [chr(n) for n in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
MARKS = "\u200e\u200f\u061c\u200c\u200d"
HOSTILE = [*map(chr, range(0xA0)), *OVERRIDES, *MARKS, "\u2028", "\u2029", "\ud800", "\udfff", "\U000e0041"]
ORDINARY = list("abc éœ\u00a0ابت漢😀[];m")


def is_dangerous(sign: str) -> bool:
    return (
        unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")
        or sign in OVERRIDES
        or 0xE0000 <= ord(sign) <= 0xE007F
    )


CLEANED = {
    "Le titre": "Le titre",
    "a\tb\r\nc": "a b c",
    "\x1b[31mrouge\x1b[0m": "[31mrouge[0m",
    "\x1b]52;c;eA==\x07copie": "]52;c;eA==copie",
    "\x9b31mrouge": "31mrouge",
    "\u202egnp.exe": "gnp.exe",
    "\u2067a\u2069": "a",
    "x\U000e0041\U000e007fy": "xy",
    "x\ud800y": "x\ufffdy",
    "nul\0l": "null",
    "une\u2028ligne": "une ligne",
    "می\u200cخواهم \u200fنص": "می\u200cخواهم \u200fنص",
}


@pytest.mark.parametrize("text", CLEANED)
def test_what_would_steer_a_terminal_is_taken_out(text: str) -> None:
    assert clean(text) == CLEANED[text]


def test_of_20_000_random_strings_nothing_dangerous_is_left() -> None:
    chance = random.Random(20)
    for _ in range(20_000):
        text = "".join(chance.choices(HOSTILE + ORDINARY, k=chance.randint(0, 30)))
        assert not any(map(is_dangerous, clean(text)))
        assert not any(map(is_dangerous, clean_block(text).replace("\n", "")))
        assert [c for c in clean(text) if c in MARKS] == [c for c in text if c in MARKS]


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_block(clean_block(text)) == clean_block(text)


def test_a_block_keeps_its_lines() -> None:
    assert clean_block("un\r\ndeux\rtrois\n\nquatre\x85cinq\x1b") == "un\ndeux\ntrois\n\nquatre\ncinq"


def test_only_text_that_runs_from_right_to_left_is_fenced_off() -> None:
    assert isolate("Le Matin") == "Le Matin"
    assert isolate("هسبريس 24") == f"{FSI}هسبريس 24{PDI}"


def test_the_lines_of_a_paragraph_keep_its_direction() -> None:
    lines = ["قال بلاغ", "DGSN إن"]
    assert isolate_lines(lines) == [f"{RLI}قال بلاغ{PDI}", f"{RLI}DGSN إن{PDI}"]
    assert runs_right_to_left("24 ساعة")
    assert not runs_right_to_left("DGSN ساعة")


WIDTHS = {
    "": 0,
    "Le Matin": 8,
    "déjà": 4,
    "de\u0301ja\u0300": 4,
    "حموشي": 5,
    "مُحَمَّد": 4,
    "漢字": 4,
    "ｱｲ": 2,
    "한글": 4,
    "한": 2,
    "😀": 2,
    "❤️": 2,
    "👩‍🚀": 2,
    "👍🏽": 2,
    "🇲🇦": 2,
    "a\u200f\u200db": 2,
    f"{FSI}ab{PDI}": 2,
}


@pytest.mark.parametrize("text", WIDTHS)
def test_a_text_takes_the_cells_that_a_terminal_gives_it(text: str) -> None:
    assert width(text) == WIDTHS[text]


def test_padding_counts_cells_not_characters() -> None:
    assert pad("漢字", 6) == "漢字  "
    assert pad("7", 3, right=True) == "  7"


def test_lines_break_at_plain_spaces_and_between_wide_letters() -> None:
    assert wrap("un deux trois quatre", 9) == ["un deux", "trois", "quatre"]
    assert wrap("dit «\u00a0oui\u00a0» ou non", 9) == ["dit", "«\u00a0oui\u00a0»", "ou non"]
    assert wrap("https://example.org/long x", 5) == ["https://example.org/long", "x"]
    assert wrap("漢字新聞", 4) == ["漢字", "新聞"]
    assert wrap("   ", 4) == []


@given(st.text(st.sampled_from("ab é漢ا \u00a0")), st.integers(2, 20))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert re.sub(" ", "", "".join(lines)) == re.sub(" ", "", text)
    for line in lines:
        assert width(line) <= cells or " " not in line
