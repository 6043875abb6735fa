"""How plausible a decoding is: are its signs beyond ASCII the letters and marks of one language?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log

from archive.languages import HAN, KANA

ALPHABETS = {
    "French": "é’èàê«»çôîûùâœëïÉ…À€–ÊÈÇüŒÔÎöñ",
    "Spanish": "óíáéñ“”«»úÁÉ¿¡ÍÓÚüºªÑ",
    "German": "üäöß„“–ÜÄÖé",
    "Portuguese": "ãçáéõí“”óêâúàôÉÁÇÃÓÍ",
    "Italian": "èàùòì’«»éÈ",
    "Swedish": "äåö”–ÅÄÖé",
    "Norwegian": "øåæ«»–ØÅÆéö",
    "Icelandic": "áíðéþóöúýæ„“ÍÁÞÓ",
    "English": "’“”—–‘…é£€ïñèêüöç",
    "Turkish": "ıişğüçöİ“”ŞÖÜÇâ’Ğî",
    "Czech": "íáéěřčšýžůúťóďňČŘ„“ŠŽÚÁ",
    "Polish": "ęąłóśżćńź„”ŁŚŻÓĆ",
    "Hungarian": "éáöóőüíúű„”ÁÉÖ",
    "Romanian": "ăîâșțşţ„”ȘȚŞŢÎ",
    "Arabic": "اليمونرتبةعدسفقهكحجأشطصخىضإغئء،ثزذآظؤ؟؛«»“”ًٌٍَُِّْـ’چپگژéèàçêôîûâ",
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф«»—ъёіїєВПСНМОКРТДИБАЛГЗУЭФЯЕШХЧЖЦЮЩЙ",
    "Greek": "ατοιεησνρκπυμλςίάόέωδγήχθύβώφξζψ«»ΑΤΟΕΗΣΝΚΠΜΛΔΓΧΦΒΙΡΩΥΘ",
    "Hebrew": "יוהלאשרתבמנעםדחקפגטסכזצןךףץ",
    "Japanese": "のい、に。はとるたしをがてでなっ「」ーンすられかも・こ年日りルスさんトまリラ月大人",
    "Chinese": "的，。一国國在是人不了、有中年大和上为為会會业業这這个個学學出发發来來地时時分“”",
}
"""The letters and marks of each language, the most frequent first: the frequency falls with the place."""

MARKS = "’«»“”\u00a0–—…€°‘„‚•·©®™£½²§†‹›¼¾³±×ªº\u200e\u200f\u00ad"
_STRANGE, _MARK, _CONTROL, _MISPLACED = -8.0, -3.5, -12.0, -5.0
_KANA, _HANGUL, _HANZI = log(1 / 60), log(1 / 400), log(1 / 2000)
_SAMPLE = 100_000

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_OTHER_LETTER = f"(?![{_LATIN}ªº])[^\\W\\d_]"
_MISPLACED_SIGN = re.compile(
    "[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŽŸ](?=[a-zß-öø-ÿ])"  # a capital inside a word
    "|(?<![^\\W\\d_])[œŒšŠžŽŸ](?![^\\W\\d_])"  # "1œ" is a half
    "|(?<=[^\\W\\d_])[^\\w\\s’·–—،؛؟\u0000-\u007f\u00ad\u064b-\u065f\u200c-\u200f](?=[^\\W\\d_])"  # a sign in a word
    f"|(?<=[A-Za-z]){_OTHER_LETTER}|{_OTHER_LETTER}(?=[A-Za-z])"  # a word in two scripts
)


@dataclass(frozen=True, slots=True)
class Fit:
    """Says how well a text suits the alphabet that suits it best, over how many signs beyond ASCII.

    The score is the logarithm of how likely these signs are: 0 is certain, a true reading has over -5 a sign.
    """

    score: float
    alphabet: str
    signs: int


def plausibility(text: str) -> Fit:
    """Weighs a decoded text; scores of two decodings of the same bytes may be compared."""
    text = text[:_SAMPLE]
    signs = Counter(sign for sign in text if sign > "\x7f")
    misplaced = sum(1 for _ in _MISPLACED_SIGN.finditer(text)) * _MISPLACED
    strange = {sign: _weight(sign) for sign in signs}
    score, alphabet = max(
        (sum(count * weights.get(sign, strange[sign]) for sign, count in signs.items()), name)
        for name, weights in _alphabets().items()
    )
    return Fit(score + misplaced, alphabet, signs.total())


def _weight(sign: str) -> float:
    if sign in MARKS:
        return _MARK
    if sign <= "\x9f" or "\ue000" <= sign <= "\uf8ff" or sign == "\ufffd":
        return _CONTROL
    if re.match(f"[{KANA}、-】！-～]", sign):
        return _KANA
    if "가" <= sign <= "힣":
        return _HANGUL
    return _HANZI if re.match(f"[{HAN}]", sign) else _STRANGE


@lru_cache(maxsize=1)
def _alphabets() -> dict[str, dict[str, float]]:
    """Gives the logarithm of the frequency of each letter by alphabet, as Zipf's law has it."""
    return {
        name: {letter: -log((place + 1) * (log(len(letters)) + 0.6)) for place, letter in enumerate(letters)}
        for name, letters in ALPHABETS.items()
    }
