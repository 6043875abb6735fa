"""Text to tokens and terms: one way for articles, queries and snippets."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from archive.analysis.analyzers import ANALYZERS, PLAIN, RUN, WORD, Analyzer
from archive.analysis.folding import exact
from archive.languages import HAN, KANA
from archive.text import INVISIBLE

REMEMBERED = 1 << 16
"""How many distinct runs are remembered for a language: those of a few thousand articles, some 20 MB."""

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
_WORDS = re.compile(WORD)
_SEEN = re.compile(f"[^{_HIDDEN}](?:.*[^{_HIDDEN}])?")


def tokenize(text: str, language: str, wanted: Callable[[str], bool] | None = None) -> list[Token]:
    """Gives the tokens of a text in order; offsets are into the text as it is printed.

    The part that carries the word is the token: `l'affaire` gives `affaire`, an Arabic word keeps its
    clitics. Han and kana give overlapping pairs of letters, or the one letter that stands alone. Private-use
    letters are never part of a token. Runs of letters that are not `wanted` are passed over.
    """
    known = _known(language)
    return [
        Token(run.start() + start, run.start() + end, exact, term)
        for run in RUN.finditer(text)
        if wanted is None or wanted(run[0])
        for start, end, exact, term in known[run[0]]
    ]


def terms(text: str, language: str) -> list[str]:
    """Gives the terms of the tokens of a text: `tokenize` without offsets, for indexing."""
    known = _known(language)
    return [piece[3] for run in RUN.findall(text) for piece in known[run]]


def pieces(language: str) -> Mapping[str, tuple[Piece, ...]]:
    """Gives the pieces of any run (what `RUN` finds) by the run: for counting words, where offsets do not matter."""
    return _known(language)


def readings(text: str, languages: Collection[str]) -> list[tuple[str, ...]]:
    """Gives the distinct sequences of terms under which what was typed can stand in the index.

    One for each way in which the analyzers of the languages read it, in the order of the languages' codes:
    `affaires` is `("affair",)` in French and English and `("affaires",)` elsewhere. What gives a sequence of
    several terms (`Hammouchi-DGSN`) stands in a text with these side by side. A text without a letter or
    digit has no reading. One Han letter is a term only where it stands alone: search it as a prefix too.
    """
    sequences = (tuple(terms(text, language)) for language in sorted(languages) or ["und"])
    return list(dict.fromkeys(sequence for sequence in sequences if sequence))


class _Known(dict[str, tuple[Piece, ...]]):
    """Holds the pieces of the runs that an analyzer has met; forgets them all when there are too many."""

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.words = re.compile(analyzer.words)

    def __missing__(self, run: str) -> tuple[Piece, ...]:
        pieces = tuple(self._pieces(run))
        if len(self) >= REMEMBERED:
            self.clear()
        # A clause of Han or kana does not come back.
        if len(run) <= LONGEST and not "\u3005" <= run[0] < "\ua000":
            self[run] = pieces
        return pieces

    def _pieces(self, run: str) -> Iterator[Piece]:
        for word in self.words.finditer(run):
            if word[1]:
                for stretch in _STRETCH.finditer(run, *word.span(1)):
                    yield from _of_one_script(stretch, self.analyzer)


@cache
def _known(language: str) -> _Known:
    return _Known(ANALYZERS.get(language, PLAIN))


def _of_one_script(stretch: re.Match[str], analyzer: Analyzer) -> Iterator[Piece]:
    """Gives the pieces of a stretch of one script: pairs, or the word that it is.

    One printed letter may fold to several words (`ﷺ`, `½`) or to another script; then all have its offsets.
    """
    seen = _SEEN.search(stretch[0])
    if not seen:
        return
    start, end = stretch.start() + seen.start(), stretch.start() + seen.end()
    for word in _WORDS.findall(exact(seen[0])):
        for folded in _STRETCH.finditer(word):
            if folded.lastgroup == "paired":
                yield from _pairs(folded[0], start, end)
            else:
                stem = analyzer.arabic if folded.lastgroup == "arabic" else analyzer.stem
                yield start, end, folded[0], stem(folded[0])


def _pairs(folded: str, start: int, end: int) -> list[Piece]:
    """Gives overlapping pairs, or the one letter; each spans the stretch where folding changed its length."""
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1)]
    if not pairs or len(folded) != end - start:
        return [(start, end, pair, pair) for pair in pairs or [folded]]
    return [(at, at + 2, pair, pair) for at, pair in enumerate(pairs, start)]
