"""Folding of one word: from the printed word to the form under which spellings of it meet."""

from __future__ import annotations

import re
import unicodedata

from archive.text import ARABIC_LETTERS, ARABIC_MARKS, INVISIBLE

APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02b9`\u00b4\u2032\uff07"
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Latin, Cyrillic, Hebrew
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"  # Arabic
    "\u0900-\u0963\u0966-\u0df3"  # the scripts of India, letters and all, without their full stop
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84"  # Thai, Lao, Tibetan
    "\u102b-\u103e\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u3099\u309a"  # Burmese, Khmer, others, kana
)

_HEBREW_POINTS = re.compile("[\u0591-\u05c7]")
# The marks of й, ў and ї are part of the letter.
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff](?<![иу]\u0306)(?<!і\u0308)")
_LETTERS = str.maketrans(
    dict.fromkeys("أإآٱٲٳٵ", "ا")
    | dict.fromkeys("ىیېےئۍێ", "ي")
    | dict.fromkeys("ةہھۃۀۂە", "ه")
    | dict.fromkeys("ؤۆۇۋۊ", "و")
    | dict.fromkeys("کگڭݣګڪ", "ك")
    | {"ڨ": "ق", "ڧ": "ق", "چ": "ج", "پ": "ب", "ڤ": "ف", "ڥ": "ف", "ڢ": "ف", "ژ": "ز", "ں": "ن"}
    | {"ٹ": "ت", "ڈ": "د", "ڑ": "ر"}
    | {"œ": "oe", "æ": "ae", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ς": "σ"}
    | {chr(0x0660 + n): str(n) for n in range(10)}
    | {chr(0x06F0 + n): str(n) for n in range(10)}
    | dict.fromkeys(APOSTROPHES + "ʾʿ", "")
)


def exact(word: str) -> str:
    """Gives the folded printed form of a word: lower case, no accents or marks, one form of every letter.

    Presentation forms, ligatures and full-width letters become plain letters (NFKC). The Cyrillic й, ї and ў
    stay: they are letters of their own, and nobody types them without the mark. Kana and the scripts of India
    keep their marks, which are part of the letter. Folding twice is folding once.

    >>> exact("SÉCURITÉ"), exact("œuvre"), exact("مُحَمَّد"), exact("٢٠٢٢")
    ('securite', 'oeuvre', 'محمد', '2022')
    """
    if word.isascii():
        return word.lower().replace("'", "").replace("`", "")
    if ARABIC_LETTERS.fullmatch(word):
        return word.translate(_LETTERS)
    word = unicodedata.normalize("NFKC", INVISIBLE.sub("", word)).lower()
    # Accents first: ǽ is æ with one.
    return unaccented(_HEBREW_POINTS.sub("", ARABIC_MARKS.sub("", word))).translate(_LETTERS)


def unaccented(word: str) -> str:
    """Gives the word without accents over Latin, Greek and Cyrillic letters."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))
