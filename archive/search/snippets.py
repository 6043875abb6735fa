"""The passage of a printed text that holds the most of what was searched, with the places to mark."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, takewhile

from archive.analysis import Token, tokenize
from archive.analysis.tokens import pieces
from archive.frozen import Frozen
from archive.search.sieve import Sieve

CUT = "…"
"""Stands where the printed text goes on."""

ENOUGH = 100
"""How many matches are looked at: a passage with the most is found long before."""

Span = tuple[int, int]

_SPACE = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?:(?:(?<=\w\w)\.|[!?؟…])[\"'’”»)\]]*\s|[。！？\n])\s*")


class Snippet(Frozen):
    """Is a passage on one line; `marks` are the offsets in `text` of what matched, in order and apart."""

    text: str
    marks: tuple[Span, ...]


class Matcher:
    """Is the test for a token: its term or folded form is one of these, or begins with one."""

    def __init__(
        self, terms: Collection[str], prefixes: Collection[str] = (), exacts: Collection[str] = ()
    ) -> None:
        self.terms, self.exacts, self.begins = frozenset(terms), frozenset(exacts), tuple(prefixes)
        self.sieve = Sieve(self.begins, terms=self.terms | self.exacts)
        self.met: dict[str, _Met] = {}

    def __call__(self, token: Token) -> bool:
        """Says whether a token matches."""
        if token.term in self.terms or token.exact in self.exacts:
            return True
        begins = self.begins
        return bool(begins) and (token.exact.startswith(begins) or token.term.startswith(begins))

    def found(self, text: str, language: str) -> Iterator[Token]:
        """Gives the tokens of a text that match, without analysing most of the others."""
        if language not in self.met:
            self.met[language] = _Met(self, language)
        met = self.met[language]
        for run in self.sieve.runs(text):
            for start, end, exact, term in met[run[0]]:
                yield Token(run.start() + start, run.start() + end, exact, term)


class _Met(dict[str, tuple[Token, ...]]):
    """Holds the tokens that match of each run met in texts of one language, with offsets into it."""

    def __init__(self, matches: Matcher, language: str) -> None:
        self.matches, self.pieces = matches, pieces(language)

    def __missing__(self, run: str) -> tuple[Token, ...]:
        self[run] = tuple(filter(self.matches, map(Token._make, self.pieces[run])))
        return self[run]


def snippet(text: str, language: str, matches: Matcher, width: int = 200) -> Snippet:
    """Gives the passage of about `width` letters with the most different matches, cut between words.

    It begins where a sentence begins if that leaves room. Without a match it is the beginning of the text.
    """
    text = text.strip()
    hits = list(islice(matches.found(text, language), ENOUGH))
    best = _densest(hits, width)
    tokens = [] if _SPACE.search(text, width // 2, 2 * width) else tokenize(text, language)
    start, end = _around(text, tokens, (best[0].start, best[-1].end) if best else (0, 0), width)
    return _printed(text, start, end, [hit for hit in hits if start <= hit.start and hit.end <= end])


def mark_all(text: str, language: str, matches: Matcher) -> Snippet:
    """Gives a whole text as it is, a title say, with its matches marked."""
    return Snippet(text, tuple(_apart(matches.found(text, language))))


def _densest(hits: list[Token], width: int) -> list[Token]:
    """Gives the neighbours within `width` letters with the most different terms, then the most matches."""

    def from_one(at: int) -> list[Token]:
        limit = hits[at].start + width
        return [hits[at], *takewhile(lambda hit: hit.end <= limit, hits[at + 1 : at + width])]

    def worth(window: list[Token]) -> tuple[int, int]:
        return len({hit.term for hit in window}), len(window)

    return max(map(from_one, range(len(hits))), key=worth, default=[])


def _around(text: str, tokens: list[Token], core: Span, width: int) -> Span:
    """Gives the stretch to print around the core, from where a sentence or word begins to a word's end."""
    first, last = core
    room = max(0, width - (last - first))
    latest = len(text) - width
    sentences = [found.end() for found in _SENTENCE.finditer(text, max(0, first - room), first)]
    if first <= room // 2 or latest <= 0:
        start = 0
    elif sentences:
        start = next(at for at in sentences if at >= min(latest, sentences[-1]))
    else:
        start = _next_word(text, tokens, min(latest, first - room // 2), first)
    end = len(text) if start >= latest else _word_before(text, tokens, start + width, last)
    return start, end


def _next_word(text: str, tokens: list[Token], low: int, high: int) -> int:
    """Gives where the first word from `low` on begins, at most `high`; by tokens where nothing is spaced."""
    space = _SPACE.search(text, low, high)
    if space:
        return space.end()
    return min((token.start for token in tokens if token.start >= low), default=high)


def _word_before(text: str, tokens: list[Token], high: int, low: int) -> int:
    """Gives where the last word before `high` ends, at least `low`."""
    spaces = [space.start() for space in _SPACE.finditer(text, low, high + 1)]
    if spaces:
        return spaces[-1]
    return max((token.end for token in tokens if low <= token.end <= high), default=low) or high


def _printed(text: str, start: int, end: int, hits: Iterable[Token]) -> Snippet:
    """Gives the stretch on one line, with a sign where it is cut and the marks moved along."""
    line, marks, at = CUT if text[:start].strip() else "", [], start
    for first, last in _apart(hits):
        line += _SPACE.sub(" ", text[at:first])
        marks.append((len(line), len(line) + last - first))
        line, at = line + text[first:last], last
    line += _SPACE.sub(" ", text[at:end].rstrip())
    return Snippet(line + (CUT if text[end:].strip() else ""), tuple(marks))


def _apart(hits: Iterable[Token]) -> list[Span]:
    """Gives the stretches of the tokens, those that touch or overlap as one."""
    spans: list[Span] = []
    for hit in hits:
        if spans and hit.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(hit.end, spans[-1][1]))
        else:
            spans.append((hit.start, hit.end))
    return spans
