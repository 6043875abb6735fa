"""The canonical romanisation: spellings of a name that come out alike are one cluster."""

from __future__ import annotations

import re
from functools import lru_cache
from operator import itemgetter

from archive.names.forms import arabic_forms, latin_forms
from archive.names.scripts import ARABIC, letters

_ARABIC = str.maketrans(
    dict(
        zip(
            "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
            ["a", *"b t t j h x d d r z s c s d t z a g f k k l m n h u i".split()],
            strict=True,
        )
    )
    | {" ": None}
)
_SPELT = {
    "gu(?=[eia])": "K", "c(?=[eiy])": "S", "ie$": "I",
    "tsch|tch|tsh|sch|sh|ch": "C", "dj": "J", "kh": "X", "gh": "G", "th": "T", "dh": "D", "ph": "F", "ck|qu": "K",
    "ou": "U", "oo": "U", "ee": "I",
}  # fmt: skip
"""Sounds of several letters, as capitals until those of one letter are put down."""

_LETTERS = str.maketrans("qcowyvpe" + "KSICJXGTDFU", "kkuuifba" + "ksicjxgtdfu")
_LATIN = re.compile("|".join(f"(?:{spelt})()" for spelt in _SPELT))
_SOUNDS = ("", *_SPELT.values())
_DOUBLES = re.compile(r"(.)\1+")
_ONE = itemgetter(1)


@lru_cache(maxsize=4096)
def canonical(term: str, script: int) -> str:
    """Gives the canonical form of a folded term, without its article.

    >>> canonical("mohammed", 1), canonical("muhammad", 1), canonical("الخليفي", 0), canonical("khelaifi", 1)
    ('muhamad', 'muhamad', 'xlifi', 'xalaifi')
    """
    if script == ARABIC:
        return arabic_letters(arabic_forms(letters(term))[-1].letters)
    return latin_letters(latin_forms(term)[-1].letters)


def arabic_letters(word: str) -> str:
    """Gives an Arabic word letter by letter; a final ه is the vowel that it mostly stands for."""
    if word.endswith("ه"):
        word = word[:-1] + "ا"
    return _DOUBLES.sub(_ONE, word.translate(_ARABIC))


def latin_letters(word: str) -> str:
    """Gives a Latin word with one letter a sound."""
    plain = _LATIN.sub(_sound, word).translate(_LETTERS)
    return _DOUBLES.sub(_ONE, plain.removesuffix("h"))


def _sound(found: re.Match[str]) -> str:
    assert found.lastindex
    return _SOUNDS[found.lastindex]
