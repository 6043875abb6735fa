"""One declared analyzer per language, in one table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import Stemmer

from archive.analysis.arabic import light
from archive.analysis.folding import APOSTROPHES, MARKS
from archive.analysis.stemming import FRENCH, ITALIAN, PORTUGUESE, SPANISH, Stem, snowball, unchanged
from archive.frozen import Frozen
from archive.text import INVISIBLE

RULES = 2
"""The version of the rules of this package: to be raised with any change of what a text's terms are."""

FINGERPRINT = f"rules {RULES}, snowball {Stemmer.version()}"
"""What the terms of an index depend on; an index made under another fingerprint is stale."""

RUN = re.compile(f"[\\w{MARKS}{INVISIBLE.pattern[1:-1]}{APOSTROPHES}]+")
"""Finds what may hold words, letters and digits with the marks among them: cut finer once for every distinct run."""

# Inside a run: nothing but letters, digits, marks, apostrophes and _ stands there.
_LETTER = f"[^{APOSTROPHES}]"
_WORD = f"[^_{APOSTROPHES}]+"
_QUOTE = f"[{APOSTROPHES}]"

WORD = f"({_WORD})"
"""Finds the words of a run, as group 1."""


def _eliding(heads: str) -> str:
    """Finds words without the elided head before them: `affaire` in `l'affaire`, but all of `aujourd'hui`.

    Nothing is elided before a consonant: M'Barek and N'Djamena are names.
    """
    name = f"[dmnt]{_QUOTE}[bcdfgjklmnpqrstvwxz]{_LETTER}+|m{_QUOTE}hamed"
    whole = f"(?i:aujourd{_QUOTE}hui|prud{_QUOTE}hom\\w*|{name})"
    return f"(?!{whole})(?i:{heads}){_QUOTE}(?={_LETTER})|({whole}|{_WORD})"


_FRENCH = _eliding("jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|qu|[cdjlmnst]")
_ITALIAN = _eliding("[dns]ell|[dns]all|sull|all|coll|quest|quell|un|[cdlmnstv]")
_ENGLISH = f"({_WORD})(?:{_QUOTE}[sS](?!{_LETTER}))?"


class Analyzer(Frozen):
    """Is the chain for one language: how words are found, and how a folded word becomes a term.

    The script of a word decides first: `arabic` is for words in the Arabic one, `stem` for all others but Han
    and kana, which are paired. `words` is a pattern for runs with apostrophes.
    """

    stem: Stem = unchanged
    arabic: Stem = light
    words: str = WORD


PLAIN = Analyzer()
"""For every language without a line in the table: folding only."""

_UNSTEMMED_ARABIC = Analyzer(arabic=unchanged)

ANALYZERS: Mapping[str, Analyzer] = MappingProxyType(
    {
        "ar": PLAIN,
        "ckb": _UNSTEMMED_ARABIC,
        "da": Analyzer(snowball("danish")),
        "de": Analyzer(snowball("german")),
        "en": Analyzer(snowball("english"), words=_ENGLISH),
        "es": Analyzer(snowball("spanish", SPANISH)),
        "fa": _UNSTEMMED_ARABIC,
        "fi": Analyzer(snowball("finnish")),
        "fr": Analyzer(snowball("french", FRENCH), words=_FRENCH),
        "he": PLAIN,
        "hu": Analyzer(snowball("hungarian")),
        "it": Analyzer(snowball("italian", ITALIAN), words=_ITALIAN),
        "ja": PLAIN,
        "nb": Analyzer(snowball("norwegian")),
        "nl": Analyzer(snowball("dutch")),
        "no": Analyzer(snowball("norwegian")),
        "ps": _UNSTEMMED_ARABIC,
        "pt": Analyzer(snowball("portuguese", PORTUGUESE)),
        "ro": Analyzer(snowball("romanian")),
        "ru": Analyzer(snowball("russian")),
        "sv": Analyzer(snowball("swedish")),
        "tr": Analyzer(snowball("turkish")),
        "ur": _UNSTEMMED_ARABIC,
        "zh": PLAIN,
    }
)
