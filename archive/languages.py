"""The languages that the archive tells apart: codes, own names, direction, script ranges."""

from __future__ import annotations

import re

NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "español",
    "fr": "français",
    "it": "italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pt": "português",
    "ru": "русский",
    "sv": "svenska",
    "tr": "Türkçe",
    "zh": "中文",
    "und": "?",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "yi"})

ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"

_ARABIC = f"[{ARABIC}]"
_RTL = f"[{ARABIC}{HEBREW}]"


def is_within(letter: str, ranges: str) -> bool:
    """Says whether a letter is of one of the ranges, written as in a pattern.

    >>> is_within("京", HAN), is_within("a", HAN + KANA)
    (True, False)
    """
    return any(low <= letter <= high for low, high in zip(ranges[::3], ranges[2::3], strict=True))


def has_arabic(text: str) -> bool:
    """Says whether a letter of the Arabic script stands in the text."""
    return re.search(_ARABIC, text) is not None


def has_rtl(text: str) -> bool:
    """Says whether anything in the text runs from right to left."""
    return not text.isascii() and re.search(_RTL, text) is not None


def canonical(code: str) -> str:
    """Gives the primary language of a BCP 47 tag, in lower case; `und` for an empty one.

    >>> canonical("fr-MA"), canonical("AR_eg"), canonical("")
    ('fr', 'ar', 'und')
    """
    return re.split("[-_]", code.strip().lower())[0] or "und"
