"""A text is cut once: the index, the lexicon and likeness see the words that each would see alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.alike import folded
from archive.analysis import terms
from archive.names.sighting import cut, sight

PLAIN = [chr(letter) for letter in range(0x30, 0x180) if chr(letter).isalnum()]
ARABIC = [chr(letter) for letter in range(0x620, 0x64B)]
ODD = (
    "L'Été à Fès : l’Affaire « Abd'el-Kader », aujourd'hui ; _ __ d'_ '' e\u0301te\u0301",
    "ﷺ ½ ﬁn ŒUVRE Ǽon Ðað þorn ẞ ß İstanbul ısı Ⅷ ﬀ ＦＵＬＬ",
    "كِتَابٌ والكتاب\u200f ـمـ أإآٱ ىيئ ةه ٢٠٢٦ ۴۵",
    "東京都は 北京，2026年 कि ประเทศ עִבְרִית ёлка й їжак",
)


@pytest.mark.parametrize("language", ["fr", "ar", "en", "ja", "und"])
@pytest.mark.parametrize("text", [*ODD, " ".join(PLAIN), " ".join(ARABIC)])
def test_what_is_told_of_a_cut_text_is_what_its_parts_are_alone(text: str, language: str) -> None:
    assert cut(text, language).alike() == folded(text).split()
    assert sight(text, language).terms.split() == terms(text, language)


@given(st.text(st.sampled_from([*PLAIN, *ARABIC, *"'’ -_.،\u0301\u064b\u200fＡ東ﷺ½"]), max_size=40))
def test_likeness_folds_a_cut_text_as_it_folds_the_whole(text: str) -> None:
    assert cut(text, "fr").alike() == folded(text).split()
