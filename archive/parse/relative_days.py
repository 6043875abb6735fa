"""Words that name a day from the day of printing: yesterday, today, tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from archive.parse.folded import fold_word
from archive.parse.months import any_of

RELATIVES = {
    "fr": {"hier": 1, "avant-hier|avant hier": 2, "aujourd'hui": 0, "demain": -1},
    "en": {"yesterday": 1, "the day before yesterday": 2, "today": 0, "tomorrow": -1},
    "es": {"ayer": 1, "anteayer|antier": 2, "hoy": 0},
    "de": {"gestern": 1, "vorgestern": 2, "heute": 0},
    "it": {"ieri": 1, "l'altro ieri|avantieri": 2, "oggi": 0, "domani": -1},
    "pt": {"ontem": 1, "anteontem": 2, "hoje": 0},
    "nl": {"gisteren": 1, "eergisteren": 2, "vandaag": 0},
    "sv": {"igår|i går": 1, "idag|i dag": 0},
    "no": {"i går": 1, "i dag": 0},
    "tr": {"dün": 1, "bugün": 0, "yarın": -1},
    "ar": {
        "أمس|الأمس|بالأمس|البارحة|يوم أمس": 1,
        "أول أمس|أمس الأول|أول من أمس": 2,
        "اليوم|هذا اليوم": 0,
        "غدا": -1,
    },
}
"""How many days after the day that is named the article was printed, by language and word."""
NEEDS_WEEKDAY = frozenset({"اليوم", "هذا اليوم", "غدا"})
"""Words that mean other things too ("اليوم" is "the day"), unless a weekday follows."""
PARTS_OF_DAY = (
    "soir|matin|midi|après-midi|dans la soirée|morning|evening|afternoon|night|on|por la mañana|por la tarde|"
    "por la noche|abend|nachmittag|vormittag|mittag|früh|sera|mattina|pomeriggio|مساء|صباح|صباحا|ليلا|ظهر|يوم"
)


@lru_cache(maxsize=16)
def relative_before(language: str) -> re.Pattern[str]:
    """Gives the pattern of a relative word of the language that closes a folded text; group 1 is the word."""
    words = _fold_all(RELATIVES.get(language, {}))
    part, article = any_of(_fold_all([PARTS_OF_DAY])), any_of(["le", "the", "el", "den", "dem", "il"])
    return re.compile(rf"({any_of(words) if words else '(?!)'})[ ,(:-]*(?:{part}[ ,(:-]*)?(?:{article} *)?\Z")


@lru_cache(maxsize=16)
def days_since(language: str) -> dict[str, int]:
    """Gives the days that each folded relative word of the language counts."""
    return {word: days for row, days in RELATIVES.get(language, {}).items() for word in _fold_all([row])}


def _fold_all(rows: Iterable[str]) -> list[str]:
    return [fold_word(word) for row in rows for word in row.split("|")]
