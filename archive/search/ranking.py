"""How well an article answers: BM25 over its printed words, nearer forms of a word counting for more.

The index finds and orders by stems, without lengths and with the frequencies of all languages together. The best of
what it finds are read again and ordered by this: the printed form of a word before another form of it, that before
a relative (`archive.analysis.roots`); frequencies within the language; long articles brought down. Everything here
is a function of texts and counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log

from archive.analysis import is_stop, tokenize
from archive.analysis.roots import root
from archive.analysis.tokens import REMEMBERED, pieces
from archive.frozen import Frozen
from archive.search.sieve import Sieve

EXACT, SAME_TERM, SAME_ROOT = 2.0, 1.0, 0.2
"""What one word of an article is worth beside one of the question."""

TITLE = 2.0
"""How often a word of the title counts."""

K1, B = 1.2, 0.75
"""BM25: how soon more of the same word says no more, and how much long articles are brought down."""

ROOT = "\0"
"""Stands before a root in a set of forms, so that it is taken for nothing else."""

Also = Mapping[str, Sequence[str]]
NO_SPELLINGS: Also = {}

Form = tuple[str, str, str]
"""A word of an article: folded, as term, as root."""


class Sought(Frozen):
    """Is one word of a question as one language reads it; `spellings` are terms that mean the same word."""

    exact: str
    term: str
    root: str
    spellings: frozenset[str] = frozenset()

    def worth(self, exact: str, term: str, root: str) -> float:
        """Gives what a word of an article is worth for this one; 0 for another word."""
        if exact == self.exact:
            return EXACT
        if term == self.term or term in self.spellings:
            return SAME_TERM
        return SAME_ROOT if root and root == self.root else 0.0


class Counted(Frozen):
    """Is how much of each word sought stands in an article, the worths summed, and its length in terms."""

    amounts: tuple[float, ...]
    size: int


class Standing(Frozen):
    """Is how well an article answers: `strength` from 0, `coverage` of the question's weight from 0 to 1."""

    strength: float
    coverage: float


def sought(words: Iterable[str], language: str, also: Also = NO_SPELLINGS) -> tuple[Sought, ...]:
    """Gives the distinct words of a question, without function words unless there are no others.

    `also` are other spellings for words as typed, of which those of one word count as the word itself.
    """
    tokens = [(word, token) for word in words for token in tokenize(word, language)]
    telling = [one for one in tokens if not is_stop(one[1].exact, language)] or tokens
    first = {token.term: (word, token) for word, token in reversed(telling)}
    return tuple(
        Sought(token.exact, term, root(token.exact, term), _spellings(also.get(word, ()), language))
        for term, (word, token) in reversed(first.items())
    )


def _spellings(printed: Iterable[str], language: str) -> frozenset[str]:
    read = (tokenize(spelling, language) for spelling in printed)
    return frozenset(tokens[0].term for tokens in read if len(tokens) == 1)


def _keys(exact: str, term: str, root: str) -> Iterable[str]:
    return (exact, term, ROOT + root) if root else (exact, term)


class _Forms(dict[str, tuple[tuple[Form, ...], frozenset[str]]]):
    """Holds the forms of the words of the runs that were met, and all of them as one set."""

    def __init__(self, language: str) -> None:
        self.read = pieces(language)

    def __missing__(self, run: str) -> tuple[tuple[Form, ...], frozenset[str]]:
        if len(self) >= REMEMBERED:
            self.clear()
        forms = tuple((exact, term, root(exact, term)) for _, _, exact, term in self.read[run])
        self[run] = forms, frozenset(key for form in forms for key in _keys(*form))
        return self[run]


@cache
def _forms(language: str) -> _Forms:
    return _Forms(language)


class Tally(dict[str, tuple[tuple[int, float], ...]]):
    """Holds, for each run met in articles of one language, which of the words it answers and what it is worth."""

    def __init__(self, words: Sequence[Sought], language: str) -> None:
        self.words = words
        self.forms = _forms(language)
        self.wanted: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            for key in {*_keys(word.exact, word.term, word.root), *word.spellings}:
                self.wanted.setdefault(key, []).append(at)
        spelt = {term for word in words for term in (word.exact, word.term, *word.spellings)}
        self.sieve = Sieve((), (word.root for word in words if word.root), terms=spelt)

    def __missing__(self, run: str) -> tuple[tuple[int, float], ...]:
        self[run] = self._answers(run)
        return self[run]

    def _answers(self, run: str) -> tuple[tuple[int, float], ...]:
        forms, keys = self.forms[run]
        some = sorted({at for key in keys if key in self.wanted for at in self.wanted[key]})
        found = [(at, self.words[at].worth(*form)) for form in forms for at in some]
        return tuple((at, worth) for at, worth in found if worth)

    def count(self, title: str, body: str, size: int) -> Counted:
        """Counts the words sought in the printed title and body of an article of `size` terms."""
        amounts = [0.0] * len(self.words)
        for text, times in ((title, TITLE), (body, 1.0)):
            for run in self.sieve.runs(text):
                for at, worth in self[run[0]]:
                    amounts[at] += worth * times
        return Counted(tuple(amounts), size)


def weight(frequency: float, articles: int) -> float:
    """Gives what a word weighs that stands in `frequency` of the articles of its language."""
    return log(1 + max(articles, frequency) / (frequency + 0.5))


def standing(counted: Counted, weights: Sequence[float], mean_size: float) -> Standing:
    """Gives how well an article answers, beside others whose mean length is `mean_size`."""
    damping = K1 * (1 - B + B * counted.size / mean_size) if mean_size else K1
    whole = sum(weights) or 1.0
    parts = [one * amount / (amount + damping) for one, amount in zip(weights, counted.amounts, strict=True)]
    held = [one for one, amount in zip(weights, counted.amounts, strict=True) if amount >= SAME_TERM]
    return Standing(sum(parts) / whole, sum(held) / whole)
