"""What one text says of its terms: as the index takes them, and as the lexicon counts them.

A text is cut once, at the speed of the regular expression; what is known of a run of letters is remembered, and the
rest is a walk over the distinct words. It depends on the text and its language alone, so that it can be worked out in
another process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from archive.analysis.analyzers import RUN
from archive.analysis.tokens import pieces
from archive.names.compounds import GAPS, SIGNS, compounds, is_name, without_clitic

REMEMBERED = 1 << 16
"""How many distinct runs are remembered for a language: those of a few thousand articles, some 20 MB."""

NO_CASE, SMALL, CAPITAL, CHOSEN = range(4)
"""How a word begins; a capital is chosen for certain where an elided article stands before it."""

_CUT = re.compile(f"({RUN.pattern})")
_ENDS = frozenset('.!?:…؟\n\r\t«»“”"(-–—•|/')
"""What may stand, with at most one space, before a capital that is no evidence of a name."""


class Sighting(NamedTuple):
    """Is what a text says of its terms.

    `terms` are the terms in order, parted by spaces, and `size` is their number; `printed` gives for each distinct
    folded word how it is last printed, `small` and `capitals` are those of them that are then written small, or with
    a capital that is a choice; `compounds` gives the names of several words, as printed.
    """

    terms: str
    size: int
    printed: dict[str, str]
    small: list[str]
    capitals: list[str]
    compounds: dict[str, str]


class _Run(NamedTuple):
    """Is what is known of a run of letters: its term, folded word and printed word, and what stands around that.

    A run without a word, or with several (`Abd'el`), is `parted` and has `parts` instead.
    """

    term: str
    word: str
    printed: str
    case: int
    before: str = ""
    after: str = ""
    parted: bool = False
    parts: tuple[_Run, ...] = ()


_IS_PARTED = attrgetter("parted")


def sight(text: str, language: str) -> Sighting:
    """Reads a text once for the index and for the lexicon."""
    cut = _CUT.split(text)
    runs = list(map(_runs(language).__getitem__, cut[1::2]))
    gaps = cut[::2]
    if any(map(_IS_PARTED, runs)):
        runs, gaps = _spread(runs, gaps)
    words = [run.word for run in runs]
    last = dict(zip(words, zip(runs, gaps, strict=False), strict=True))
    return Sighting(
        " ".join([run.term for run in runs]),
        len(runs),
        {word: run.printed for word, (run, _) in last.items()},
        [word for word, (run, _) in last.items() if run.case == SMALL],
        [
            word
            for word, (run, gap) in last.items()
            if run.case == CHOSEN or (run.case == CAPITAL and _is_inside(gap))
        ],
        {} if SIGNS.isdisjoint(last) else dict(_joined(words, runs, gaps)),
    )


def _spread(runs: Sequence[_Run], gaps: Sequence[str]) -> tuple[list[_Run], list[str]]:
    """Gives the runs with the parts of those that have several words or none in their place."""
    spread: list[_Run] = []
    between: list[str] = []
    gap = ""
    for run, found in zip(runs, gaps, strict=False):
        gap += found
        for part in run.parts if run.parted else (run,):
            spread.append(part)
            between.append(gap)
            gap = ""
        if run.parted and not run.parts:
            gap += run.printed
    return spread, [*between, gap + gaps[-1]]


def _is_inside(gap: str) -> bool:
    """Says whether what stands before a word leaves it inside a sentence."""
    if gap == " ":
        return True
    sign = gap[-2:-1] if gap.endswith(" ") else gap[-1:]
    return bool(sign) and sign not in _ENDS


def _joined(words: Sequence[str], runs: Sequence[_Run], gaps: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Gives the compounds of a text, each with how it is printed.

    A Latin one is written with a capital, and its article with a capital or a hyphen: `El Jadida` and `al-Thani`,
    not the Spanish `el presidente`.
    """
    for first, end in compounds(words):
        inner = [runs[n - 1].after + gaps[n] + runs[n].before for n in range(first + 1, end)]
        if GAPS.issuperset(inner):
            printed = "".join(
                a + b for a, b in zip(["", *inner], [r.printed for r in runs[first:end]], strict=True)
            )
            if not "a" <= words[first][0] <= "z" or is_name(printed):
                yield without_clitic(" ".join(words[first:end])), " ".join(printed.split())


class _Runs(dict[str, _Run]):
    """Holds what is known of the runs of a language; where there are too many, those that do not come back go."""

    def __init__(self, language: str) -> None:
        self.pieces = pieces(language)
        self.before: dict[str, _Run] = {}

    def __missing__(self, run: str) -> _Run:
        if len(self) >= REMEMBERED:
            self.before = dict(self)
            self.clear()
        found = self[run] = self.before.get(run) or self._read(run)
        return found

    def _read(self, run: str) -> _Run:
        found = self.pieces[run]
        if len(found) == 1 and found[0][:2] == (0, len(run)):
            return _Run(found[0][3], found[0][2], run, _case(run, 0))
        parts = tuple(self._parts(run))
        return parts[0] if len(parts) == 1 else _Run("", "", run, NO_CASE, parted=True, parts=parts)

    def _parts(self, run: str) -> Iterator[_Run]:
        found = self.pieces[run]
        for n, (start, end, word, term) in enumerate(found):
            # Where one letter folds to several words, all have its place.
            before = run[found[n - 1][1] if n else 0 : start]
            after = run[end:] if n == len(found) - 1 else ""
            yield _Run(term, word, run[start:end], _case(run, start), before, after)


def _case(run: str, start: int) -> int:
    if run[start].islower():
        return SMALL
    if not run[start].isupper() or run[start + 1 : start + 2].isupper():
        return NO_CASE
    return CHOSEN if start else CAPITAL


@cache
def _runs(language: str) -> _Runs:
    return _Runs(language)
