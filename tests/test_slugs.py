"""Slugs are those of python-slugify, to the letter: addresses that people have noted must not change."""

from __future__ import annotations

import random

import pytest
from slugify import slugify

from archive.store.slugs import LONGEST, slug_of

NAMES = [
    "L'été à Fès",
    "''quotes'' and ’curly‘ ones",
    "1,500 élèves, 2,5 % de plus",
    "Œuvre & Cie &amp; fils &#233; &#xe9;",
    "عبد اللطيف الحموشي: «لقاء» في الرباط، اليوم",
    "١٬٥٠٠ و ١٬٥",
    "İstanbul ß ﬁ ½ ① ＡＢ",
    "北京 — Москва",
    "a\u0301 \u200f \ue000 \x00 _-_",
    "",
    "…",
    "mot " * 40,
    "m" * (LONGEST - 1),
    "m" * LONGEST,
    "m" * (LONGEST + 1),
    "m" * 78 + " n",
    "m" * 78 + " nn",
]
SIGNS = "'’,&;#-_ 1٣،éœßعءةأﷺ½İıʼ٬ﬁaBçøŁ中"


def of_library(name: str) -> str:
    return str(slugify(name, max_length=LONGEST, word_boundary=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_slug_is_what_the_library_makes_of_a_name(name: str) -> None:
    assert slug_of(name) == of_library(name)


def test_a_slug_of_any_signs_is_what_the_library_makes() -> None:
    chance = random.Random(7)
    for _ in range(2_000):
        name = "".join(chance.choices(SIGNS, k=chance.randint(0, 100)))
        assert slug_of(name) == of_library(name), ascii(name)
