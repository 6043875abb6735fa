"""Text to tokens and terms: one way for articles, queries and snippets."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from archive.analysis.analyzers import ANALYZERS, PLAIN, RUN, WORD, Analyzer
from archive.analysis.folding import exact
from archive.languages import HAN, KANA, is_within
from archive.text import ARABIC_LETTERS, HIDDEN

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


_WORDS = re.compile(WORD)
_PLAINLY = re.compile(f"([A-Za-z0-9À-ÏÑ-ÖØ-Ýß-ïñ-öø-ýÿŒœ]+)|{ARABIC_LETTERS.pattern}")
"""A run that is one word of one script: nearly every run. Not with eth or thorn, which only the index folds."""

Piece = tuple[int, int, str, str]
"""A token with offsets into its run."""

Runs = Callable[[str], Iterable[re.Match[str]]]
"""Finds runs of letters in a text, in order: what `RUN` finds, or some of that."""

Stretch = tuple[str, str, int]
"""A stretch of one script, its text, and where it begins."""

PAIRED, ARABIC, OTHER, UNSEEN = "paired", "arabic", "other", ""
"""The scripts that are told apart, Han and kana being one; what is not seen is of any."""

_RANGES = (
    (PAIRED, f"{HAN}{KANA}\u3005-\u3007"),
    (ARABIC, "\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe"),
)


class _Scripts(dict[str, str]):
    """Holds the script of every letter that was met."""

    def __missing__(self, letter: str) -> str:
        known = (script for script, ranges in _RANGES if is_within(letter, ranges))
        self[letter] = next(known, UNSEEN if letter in HIDDEN else OTHER)
        return self[letter]


_SCRIPTS = _Scripts()


def tokenize(text: str, language: str, runs: Runs = RUN.finditer) -> list[Token]:
    """Gives the tokens of a text in order; offsets are into the text as it is printed.

    The part that carries the word is the token: `l'affaire` gives `affaire`, an Arabic word keeps its
    clitics. Han and kana give overlapping pairs of letters, or the one letter that stands alone. Private-use
    letters are never part of a token. `runs` may find some of the runs of letters only.
    """
    known = _known(language)
    return [
        Token(run.start() + start, run.start() + end, exact, term)
        for run in runs(text)
        for start, end, exact, term in known[run[0]]
    ]


def terms(text: str, language: str) -> list[str]:
    """Gives the terms of the tokens of a text: `tokenize` without offsets, for indexing."""
    known = _known(language)
    return [piece[3] for run in RUN.findall(text) for piece in known[run]]


def pieces(language: str) -> Mapping[str, tuple[Piece, ...]]:
    """Gives the pieces of any run (what `RUN` finds) by the run: for counting words, where offsets do not matter."""
    return _known(language)


def pieces_in(text: str, language: str, start: int = 0) -> Iterator[Piece]:
    """Gives the pieces of a text from `start` on, which is where a run begins, one after another."""
    runs = map(itemgetter(0), RUN.finditer(text, start))
    return chain.from_iterable(map(_known(language).__getitem__, runs))


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

    def __missing__(self, run: str) -> tuple[Piece, ...]:
        pieces = tuple(pieces_of(run, self.analyzer))
        if len(self) >= REMEMBERED:
            self.clear()
        if comes_back(run):
            self[run] = pieces
        return pieces


def comes_back(run: str) -> bool:
    """Says whether a run is worth remembering: a very long one is not, nor a clause of Han or kana."""
    return len(run) <= LONGEST and not "\u3005" <= run[0] < "\ua000"


def pieces_of(run: str, analyzer: Analyzer) -> Iterator[Piece]:
    """Gives the pieces of a run in order."""
    if plain := plainly(run, analyzer):
        yield 0, len(run), *plain
        return
    # Mostly one word: the pattern of the language is for runs with apostrophes.
    whole = _WORDS.fullmatch(run)
    for word in (whole,) if whole else re.finditer(analyzer.words, run):
        if word[1]:
            for _, printed, at in _stretches(word[1]):
                yield from _of_one_script(printed, word.start(1) + at, analyzer)


def plainly(run: str, analyzer: Analyzer) -> tuple[str, str] | None:
    """Gives the folded word and the term of a run that is one word of one script, None for any other run."""
    plain = _PLAINLY.fullmatch(run)
    if plain is None:
        return None
    folded = exact(run)
    return folded, (analyzer.stem if plain[1] else analyzer.arabic)(folded)


@cache
def _known(language: str) -> _Known:
    return _Known(ANALYZERS.get(language, PLAIN))


def _stretches(word: str) -> Iterable[Stretch]:
    """Gives the stretches of a word that are of one script; nearly every word is one."""
    scripts = [_SCRIPTS[letter] for letter in word]
    if len(set(scripts)) == 1:
        return ((scripts[0] or OTHER, word, 0),)
    return _cut(word, scripts)


def _cut(word: str, scripts: Sequence[str]) -> Iterator[Stretch]:
    """Gives the stretches of a word of several scripts; signs that are not seen go with Arabic before them."""
    begun, before = 0, ""
    for at, script in enumerate(scripts):
        here = script or (ARABIC if before == ARABIC else OTHER)
        if here != before and at:
            yield before, word[begun:at], begun
            begun = at
        before = here
    yield before, word[begun:], begun


def _of_one_script(printed: str, at: int, analyzer: Analyzer) -> Iterator[Piece]:
    """Gives the pieces of a stretch of one script: pairs, or the word that it is.

    One printed letter may fold to several words (`ﷺ`, `½`) or to another script; then all have its offsets.
    """
    seen = printed.lstrip(HIDDEN)
    start, seen = at + len(printed) - len(seen), seen.rstrip(HIDDEN)
    end = start + len(seen)
    for word in _words(exact(seen)):
        for script, folded, _ in _stretches(word):
            if script == PAIRED:
                yield from _pairs(folded, start, end)
            else:
                stem = analyzer.arabic if script == ARABIC else analyzer.stem
                yield start, end, folded, stem(folded)


def _words(folded: str) -> Iterable[str]:
    """Gives the words of a folded word: nearly always itself."""
    if folded.isalnum():
        return (folded,)
    return (word for run in RUN.findall(folded) for word in _WORDS.findall(run))


def _pairs(folded: str, start: int, end: int) -> list[Piece]:
    """Gives overlapping pairs, or the one letter; each spans the stretch where folding changed its length."""
    pairs = [folded[at : at + 2] for at in range(len(folded) - 1)]
    if not pairs or len(folded) != end - start:
        return [(start, end, pair, pair) for pair in pairs or [folded]]
    return [(at, at + 2, pair, pair) for at, pair in enumerate(pairs, start)]
