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

from archive import alike
from archive.analysis.analyzers import ANALYZERS, PLAIN, RUN
from archive.analysis.tokens import comes_back, pieces_of, plainly
from archive.names.compounds import GAPS, SIGNS, compounds, is_name, without_clitic

REMEMBERED = 1 << 16
"""How many distinct runs are remembered for a language: those of a few thousand articles, some 20 MB."""

SMALL, UNSURE, CAPITAL, CHOSEN = range(4)
"""How a word begins that has case at all; a capital is chosen for certain where an elided article stands before it."""

_CUT = re.compile(f"({RUN.pattern})")
_ENDS = frozenset('.!?:…؟\n\r\t«»“”"(-–—•|/')
"""What may stand, with at most one space, before a capital that is no evidence of a name."""


class Sighting(NamedTuple):
    """Is what a text says of its terms.

    `terms` are the terms in order, parted by spaces, and `size` is their number; `printed` gives for each distinct
    folded word how it is last printed, `capitals` and `unsure` are those of them that are then written with a capital
    that is a choice, or are Latin and otherwise not written small; `compounds` gives the names of several words, as
    printed.
    """

    terms: str
    size: int
    printed: dict[str, str]
    capitals: list[str]
    unsure: list[str]
    compounds: dict[str, str]


class _Run(NamedTuple):
    """Is what is known of a run of letters: its term, folded word and printed word, and what stands around that.

    A run without a word, or with several (`Abd'el`), has the word "" and has `parts` instead. `alike` is the run as
    likeness folds it.
    """

    term: str
    word: str
    printed: str
    case: int
    alike: str
    before: str = ""
    after: str = ""
    parts: tuple[_Run, ...] = ()


_TERM, _WORD, _PRINTED = attrgetter("term"), attrgetter("word"), attrgetter("printed")
_CASE, _ALIKE = attrgetter("case"), attrgetter("alike")


class Cut(NamedTuple):
    """Is a text cut into what may hold words, and what stands before, between and after these."""

    runs: Sequence[_Run]
    gaps: Sequence[str]

    def alike(self) -> list[str]:
        """Gives the words as likeness folds them."""
        return " ".join(map(_ALIKE, self.runs)).split()


def cut(text: str, language: str) -> Cut:
    """Cuts a text, looking up what is known of its runs."""
    parts = _CUT.split(text)
    return Cut(list(map(_runs(language).__getitem__, parts[1::2])), parts[::2])


def sight(text: str, language: str) -> Sighting:
    """Reads a text once for the index and for the lexicon."""
    return sighting(cut(text, language))


def sighting(cut: Cut) -> Sighting:
    """Gives what a cut text says of its terms."""
    runs, gaps = cut
    words = list(map(_WORD, runs))
    last = dict(zip(words, runs, strict=True))
    if "" in last:
        return sighting(_spread(runs, gaps))
    large = {words[n]: n for n, case in enumerate(map(_CASE, runs)) if case}
    places = {word: n for word, n in large.items() if last[word] is runs[n]}
    chosen = [word for word, n in places.items() if _is_chosen(runs[n], gaps[n])]
    return Sighting(
        " ".join(map(_TERM, runs)),
        len(runs),
        dict(zip(last, map(_PRINTED, last.values()), strict=True)),
        chosen,
        list(places.keys() - chosen),
        {} if SIGNS.isdisjoint(last) else dict(_joined(words, runs, gaps)),
    )


def _is_chosen(run: _Run, gap: str) -> bool:
    """Says whether a word is written with a capital that is a choice, with a gap before it."""
    return run.case == CHOSEN or (run.case == CAPITAL and _is_inside(gap))


def _spread(runs: Sequence[_Run], gaps: Sequence[str]) -> Cut:
    """Gives the runs with the parts of those that have several words or none in their place."""
    spread: list[_Run] = []
    between: list[str] = []
    gap = ""
    for run, found in zip(runs, gaps, strict=False):
        gap += found
        for part in run.parts if run.word == "" else (run,):
            spread.append(part)
            between.append(gap)
            gap = ""
        if run.word == "" and not run.parts:
            gap += run.printed
    return Cut(spread, [*between, gap + gaps[-1]])


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
        self.analyzer = ANALYZERS.get(language, PLAIN)
        self.before: dict[str, _Run] = {}

    def __missing__(self, run: str) -> _Run:
        if len(self) >= REMEMBERED:
            self.before = dict(self)
            self.clear()
        found = self.before.get(run) or self._read(run)
        if comes_back(run):
            self[run] = found
        return found

    def _read(self, run: str) -> _Run:
        if plain := plainly(run, self.analyzer):
            word, term = plain
            return _Run(term, word, run, _case(run, 0), word)
        folded, parts = alike.folded(run), tuple(self._parts(run))
        return (
            parts[0]._replace(alike=folded)
            if len(parts) == 1
            else _Run("", "", run, SMALL, folded, "", "", parts)
        )

    def _parts(self, run: str) -> Iterator[_Run]:
        found = tuple(pieces_of(run, self.analyzer))
        for n, (start, end, word, term) in enumerate(found):
            # Where one letter folds to several words, all have its place.
            before = run[found[n - 1][1] if n else 0 : start]
            after = run[end:] if n == len(found) - 1 else ""
            yield _Run(term, word, run[start:end], _case(run, start), "", before, after)


def _case(run: str, start: int) -> int:
    if not run[start].isupper():
        return SMALL if run[start].islower() or "\u0621" <= run[start] <= "\u064a" else UNSURE
    if run[start + 1 : start + 2].isupper():
        return UNSURE
    return CHOSEN if start else CAPITAL


@cache
def _runs(language: str) -> _Runs:
    return _Runs(language)
