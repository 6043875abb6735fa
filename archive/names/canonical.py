"""The canonical romanisation: spellings of a name that come out alike are one cluster."""

from __future__ import annotations

import re
from functools import lru_cache

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
_DIGRAPHS = {
    "tsch": "c", "tch": "c", "tsh": "c", "sch": "c", "sh": "c", "ch": "c", "dj": "j", "kh": "x", "gh": "g",
    "th": "t", "dh": "d", "ph": "f", "ck": "k", "qu": "k", "ou": "u", "oo": "u", "ee": "i",
    "q": "k", "c": "k", "o": "u", "w": "u", "y": "i", "v": "f", "p": "b", "e": "a",
}  # fmt: skip
_LATIN = re.compile("|".join(("gu(?=[eia])", "c(?=[eiy])", "ie$", *_DIGRAPHS)))
_SPECIAL = {"gu": "k", "c": "s", "ie": "i"}
_DOUBLES = re.compile(r"(.)\1+")


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
    return _DOUBLES.sub(r"\1", word.translate(_ARABIC))


def latin_letters(word: str) -> str:
    """Gives a Latin word with one letter a sound."""
    plain = _LATIN.sub(_sound, word)
    return _DOUBLES.sub(r"\1", plain.removesuffix("h"))


def _sound(found: re.Match[str]) -> str:
    spelt = found[0]
    if spelt == "c" and found.string[found.end() : found.end() + 1] not in ("e", "i", "y"):
        return "k"
    return _SPECIAL.get(spelt) or _DIGRAPHS[spelt]
