"""Find the few runs of a text in which a word sought may stand: analysing all of them costs twenty times more.

One pattern is run over the printed text. It knows every letter in the ways in which it may be printed (with accents,
in capitals, as another form of an Arabic letter), so it finds all that analysis would find, and a little more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from archive.analysis.analyzers import RUN
from archive.analysis.folding import exact
from archive.analysis.tokens import Runs
from archive.text import ARABIC_MARKS, INVISIBLE

BEGINNING = 3
"""How many first letters a Latin word shares with its stem and root; of a short stem but the last (`ek` of `ege`)."""

LONGEST = 12
"""How many letters of an Arabic word are looked for: what has them all in a row is nearly always the word."""

FIRST_ARABIC = "\u0620"

_BLOCKS = ((0, 0x100), (0x300, 0x370), (0x600, 0x780), (0x2000, 0x2070))
"""What most of the print in Latin and Arabic letters is made of."""

_KNOWN = re.compile("[0-9a-z]+|[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]+")
_SIGNS = f"[{ARABIC_MARKS.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}]*"
_INSIDE_WORD = "(?<![0-9A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff].)"


class Sieve:
    """Finds the runs in which one of the words may stand, folded or stemmed, or a word with one of the roots.

    With `any_arabic` all Arabic runs are found. A word that is neither Latin nor Arabic makes it find every run.
    """

    def __init__(self, words: Iterable[str], roots: Iterable[str] = (), *, any_arabic: bool = False) -> None:
        whole, rough = frozenset(words), frozenset(roots)
        self.runs: Runs = RUN.finditer
        if all(map(_KNOWN.fullmatch, whole | rough)):
            latin = {
                word[: min(BEGINNING, len(word) - 1) or 1] for word in whole | rough if word < FIRST_ARABIC
            }
            self.runs = _finder(frozenset(latin), _arabic(whole), _arabic(rough), any_arabic)


def _arabic(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:LONGEST] for word in words if word >= FIRST_ARABIC)


@lru_cache(maxsize=64)
def _finder(latin: frozenset[str], arabic: frozenset[str], roots: frozenset[str], any_arabic: bool) -> Runs:
    """Gives what finds the runs with Latin words that begin so, with Arabic ones, and with Arabic roots."""
    pattern = re.compile(_pattern(latin, arabic, roots, any_arabic))

    def runs(text: str) -> Iterator[re.Match[str]]:
        behind = 0
        for found in pattern.finditer(text):
            start, end = text.rfind(" ", behind, found.start()) + 1 or behind, found.end()
            run = RUN.match(text, start, end)
            if run and run.end() == end:
                yield run
            else:  # something else stands between the space and the word; where a sign stood out, there is none
                yield from [*RUN.finditer(text, start, end)][-1:]
            behind = found.end()

    return runs


def _pattern(
    latin: Collection[str], arabic: Collection[str], roots: Collection[str], any_arabic: bool
) -> str:
    """Gives a pattern that begins with one set of letters, which `re` looks for twenty times faster than a choice.

    After it comes what decides: how a word goes on, or that the letter is one that no table here knows.
    """
    plain, printed = _letters()
    if any_arabic:
        plain = plain.translate(dict.fromkeys(range(0x600, 0x780)))
    firsts = "".join(printed[word[0]] for word in (*latin, *arabic, *roots))
    skipped = _ranges(plain.translate(dict.fromkeys(map(ord, firsts))))
    begun = [_after(word, r"[^\w\s]*") for word in sorted(latin)]
    ways = [f"{_INSIDE_WORD}(?:{'|'.join(begun)})"] if begun else []
    ways += [_after(word, _SIGNS) for word in sorted(arabic)]
    ways += [_after(word, r"\S*?") for word in sorted(roots)]
    return f"[^{skipped}](?:{'|'.join([*ways, f'(?<![{_ranges(plain)}])'])}){RUN.pattern[:-1]}*"


def _after(word: str, between: str) -> str:
    """Gives a pattern for a word whose first letter was just passed."""
    _, printed = _letters()
    first, *others = (f"[{printed[letter]}]" for letter in word)
    return f"(?<={first})" + "".join(between + letter for letter in others)


@cache
def _letters() -> tuple[str, Mapping[str, str]]:
    """Gives the characters that fold to at most one, and for each folded one those that fold to it."""
    plain, printed = [], dict[str, str]()
    for start, end in _BLOCKS:
        for letter in map(chr, range(start, end)):
            folded = exact(letter) if letter.isalnum() else ""
            if len(folded) == 1:
                printed[folded] = printed.get(folded, "") + letter
            if len(folded) == letter.isalnum():
                plain.append(letter)
    return "".join(plain), printed


def _ranges(letters: str) -> str:
    """Gives letters in their order as the inside of a set."""
    spans: list[list[int]] = []
    for at in map(ord, letters):
        if spans and spans[-1][1] == at - 1:
            spans[-1][1] = at
        else:
            spans.append([at, at])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)
