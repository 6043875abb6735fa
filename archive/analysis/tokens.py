"""Text to tokens and terms: one way for articles, queries and snippets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from archive.analysis.analyzers import ANALYZERS, PLAIN, RUN, WORD, Analyzer
from archive.analysis.folding import exact
from archive.languages import HAN, KANA
from archive.text import INVISIBLE

REMEMBERED = 1 << 16
"""How many distinct runs are remembered: the vocabulary of a few thousand articles, some 20 MB."""

LONGEST = 40
"""How many letters a run may have to be remembered; longer ones do not come back."""


class Token(NamedTuple):
    """Is a stretch of printed text with its term; a tuple, because an article makes hundreds of them.

    `start` and `end` are offsets into the printed text, `exact` is the folded printed form, `term` the form
    that is indexed.
    """

    start: int
    end: int
    exact: str
    term: str


Piece = tuple[int, int, str, str]
"""A token with offsets into its run."""

_PAIRED = f"{HAN}{KANA}\u3005-\u3007\u3099\u309a"
_ARABIC = "\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
_HIDDEN = INVISIBLE.pattern[1:-1]
_STRETCH = re.compile(
    f"(?P<paired>[{_PAIRED}]+)|(?P<arabic>[{_ARABIC}][{_ARABIC}{_HIDDEN}]*)|(?P<other>[^{_PAIRED}{_ARABIC}]+)"
)
_SEEN = re.compile(f"[^{_HIDDEN}](?:.*[^{_HIDDEN}])?")


def tokenize(text: str, language: str) -> list[Token]:
    """Gives the tokens of a text in order; offsets are into the text as it is printed.

    The part that carries the word is the token: `l'affaire` gives `affaire`, an Arabic word keeps its
    clitics. Han and kana give overlapping pairs of letters, or the one letter that stands alone. Private-use
    letters are never part of a token.
    """
    return [
        Token(run.start() + start, run.start() + end, exact, term)
        for run in RUN.finditer(text)
        for start, end, exact, term in _read(run[0], language)
    ]


def terms(text: str, language: str) -> list[str]:
    """Gives the terms of the tokens of a text: `tokenize` without offsets, for indexing."""
    return [piece[3] for run in RUN.findall(text) for piece in _read(run, language)]


def readings(text: str, languages: Collection[str]) -> list[tuple[str, ...]]:
    """Gives the distinct sequences of terms under which what was typed can stand in the index.

    One for each way in which the analyzers of the languages read it, in the order of the languages' codes:
    `affaires` is `("affair",)` in French and English and `("affaires",)` elsewhere. What gives a sequence of
    several terms (`Hammouchi-DGSN`) stands in a text with these side by side. A text without a letter or
    digit has no reading. One Han letter is a term only where it stands alone: search it as a prefix too.
    """
    sequences = (tuple(terms(text, language)) for language in sorted(languages) or ["und"])
    return list(dict.fromkeys(sequence for sequence in sequences if sequence))


def _read(run: str, language: str) -> tuple[Piece, ...]:
    """Gives the pieces of a run, remembered if it is likely to come back: a clause of Han or kana is not."""
    again = len(run) <= LONGEST and not "\u3005" <= run[0] < "\ua000"
    return _pieces_again(run, language) if again else _pieces(run, language)


@lru_cache(maxsize=REMEMBERED)
def _pieces_again(run: str, language: str) -> tuple[Piece, ...]:
    return _pieces(run, language)


def _pieces(run: str, language: str) -> tuple[Piece, ...]:
    analyzer = ANALYZERS.get(language, PLAIN)
    return tuple(
        piece
        for word in analyzer.words.finditer(run)
        if word[1]
        for stretch in _STRETCH.finditer(run, *word.span(1))
        for piece in _of_one_script(stretch, analyzer)
    )


def _of_one_script(stretch: re.Match[str], analyzer: Analyzer) -> Iterator[Piece]:
    """Gives the pieces of a stretch of one script: pairs, or the word that it is.

    One printed letter may fold to several words (`ﷺ`, `½`) or to another script; then all have its offsets.
    """
    seen = _SEEN.search(stretch[0])
    if not seen:
        return
    start, end = stretch.start() + seen.start(), stretch.start() + seen.end()
    for word in WORD.findall(exact(seen[0])):
        for folded in _STRETCH.finditer(word):
            if folded.lastgroup == "paired":
                yield from _pairs(folded[0], start, end)
            else:
                stem = analyzer.arabic if folded.lastgroup == "arabic" else analyzer.stem
                yield start, end, folded[0], stem(folded[0])


def _pairs(folded: str, start: int, end: int) -> Iterator[Piece]:
    """Gives overlapping pairs, or the one letter; each spans the stretch where folding changed its length."""
    aligned = len(folded) == end - start
    for at in range(max(1, len(folded) - 1)):
        pair = folded[at : at + 2]
        yield (start + at, start + at + len(pair), pair, pair) if aligned else (start, end, pair, pair)
