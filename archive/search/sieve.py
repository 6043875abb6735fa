"""Find the few runs of a text in which a word sought may stand: analysing all of them costs twenty times more.

One pattern is run over the printed text. It knows every letter in the ways in which it may be printed (with accents,
in capitals, as another form of an Arabic letter), so it finds all that analysis would find, and a little more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

from archive.analysis.analyzers import RUN
from archive.analysis.folding import exact
from archive.analysis.tokens import Runs
from archive.text import ARABIC_LETTERS, ARABIC_MARKS, INVISIBLE

BEGINNING = 3
"""How many first letters a Latin word shares with its stem and root; of a short stem but the last (`ek` of `ege`)."""

UMLAUTS = "aou"
"""After which a stem may have lost an `e`."""

LEAST_STEM = 3
"""How many letters the stem of an Arabic word has at least, unless that is the word."""

LONGEST = 12
"""How many letters of an Arabic word are looked for: what has them all in a row is nearly always the word."""

FREQUENT = "اليمنوترهبعدسفكقحجشصطخضزغثذءظ"
"""The letters of Arabic print, the most frequent first: by the rarest of its letters a word is found soonest."""

VOWELS = "اويء"
"""What may stand between the letters of an Arabic root."""

ENDINGS = "اتهمنيكوء"
"""The letters of endings, and vowels: nothing else follows a term or a root in a printed word."""

BEGUN, TERM, ROOT, ALONE = "begun", "term", "root", "alone"
Way = tuple[str, str]
"""An Arabic word, and whether it is the beginning of words, a term, a root, or stands alone."""

MOST_ARABIC = 64
"""For more Arabic words and roots than this every run is found: a pattern for them all costs more than analysis."""

LOOKED_BACK = 3
"""How many letters before the rarest are looked at."""

FIRST_ARABIC = "\u0620"

_BLOCKS = ((0, 0x100), (0x300, 0x370), (0x600, 0x780), (0x2000, 0x2070))
"""What most of the print in Latin and Arabic letters is made of."""

_KNOWN = re.compile("[0-9a-z]+|[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]+")
_SIGNS = f"{ARABIC_MARKS.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}"
_LETTER = ARABIC_LETTERS.pattern[:-1]
_INSIDE_WORD = "(?<![0-9A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff].)"


class Sieve:
    """Finds the runs in which one of the words may stand, folded or stemmed, or a word with one of the roots.

    `terms` are words with nothing behind them but endings; the shortest, of which nothing was cut, stand alone. With
    `any_arabic` all Arabic runs are found. A word that is neither Latin nor Arabic makes it find every run, and so do
    very many Arabic ones.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        roots: Iterable[str] = (),
        *,
        terms: Iterable[str] = (),
        any_arabic: bool = False,
    ) -> None:
        begun, whole, rough = frozenset(words), frozenset(terms), frozenset(roots)
        self.runs: Runs = RUN.finditer
        if all(map(_KNOWN.fullmatch, begun | whole | rough)):
            latin = {
                word[: min(BEGINNING, len(word) - 1) or 1]
                for word in begun | whole | rough
                if word < FIRST_ARABIC
            }
            arabic = frozenset(_ways(begun, whole, rough))
            if len(arabic) <= MOST_ARABIC:
                self.runs = _finder(frozenset(latin), arabic, any_arabic)


def _ways(begun: Iterable[str], terms: Iterable[str], roots: Iterable[str]) -> Iterator[Way]:
    """Gives the Arabic words with what they are, without terms that hold another: what finds that one finds them."""
    yield from ((word[:LONGEST], BEGUN) for word in begun if word >= FIRST_ARABIC)
    yield from ((word[:LONGEST], ROOT) for word in roots if word >= FIRST_ARABIC)
    kept: list[str] = []
    for term in sorted((term for term in terms if term >= FIRST_ARABIC), key=len):
        if len(term) < LEAST_STEM:
            yield term, ALONE
        elif not any(one in term and not term.rpartition(one)[2].strip(ENDINGS) for one in kept):
            kept.append(term)
            yield (term, TERM) if len(term) <= LONGEST else (term[:LONGEST], BEGUN)


@lru_cache(maxsize=64)
def _finder(latin: frozenset[str], arabic: frozenset[Way], any_arabic: bool) -> Runs:
    """Gives what finds the runs with Latin words that begin so, and with Arabic words."""
    pattern = re.compile(_pattern(latin, arabic, any_arabic))

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


def _pattern(latin: Collection[str], arabic: Collection[Way], any_arabic: bool) -> str:
    """Gives a pattern that begins with one set of letters, which `re` looks for twenty times faster than a choice.

    After it comes what decides: how a word goes on, or that the letter is one that no table here knows.
    """
    plain, printed = _letters()
    if any_arabic:
        plain = plain.translate(dict.fromkeys(range(0x600, 0x780)))
    rarest = [word[_rarest(word)] for word, _ in arabic]
    firsts = "".join(printed[letter] for letter in (*(word[0] for word in latin), *rarest))
    skipped = _ranges(plain.translate(dict.fromkeys(map(ord, firsts))))
    begun = [_after(word, r"[^\w\s]*") for word in sorted(latin)]
    begins = f"(?<=[{''.join(printed[word[0]] for word in latin)}])"
    ways = [f"{begins}{_INSIDE_WORD}(?:{'|'.join(begun)})"] if begun else []
    ways += [_around(word, kind) for word, kind in sorted(arabic)]
    return f"[^{skipped}](?:{'|'.join([*ways, f'(?<![{_ranges(plain)}])'])}){RUN.pattern[:-1]}*"


def _after(word: str, between: str) -> str:
    """Gives a pattern for a word whose first letter was just passed; German prints its `arzt` as Aerzte too."""
    _, printed = _letters()
    spelt_out = f"(?:{between}[{printed['e']}])?"
    others = (
        (spelt_out if before in UMLAUTS else "") + f"{between}[{printed[letter]}]"
        for before, letter in pairwise(word)
    )
    return f"(?<=[{printed[word[0]]}])" + "".join(others)


def _around(word: str, kind: str) -> str:
    """Gives a pattern for an Arabic word whose rarest letter was just passed.

    What is looked back at has one length, so there any of the letters before counts that may stand so near; signs
    between letters make it find more.
    """
    _, printed = _letters()
    at = _rarest(word)
    between = _SIGNS + "".join(printed[vowel] for vowel in VOWELS if kind == ROOT)
    letters = [f"[{printed[letter]}]" for letter in word]
    before = [word[back:at] for back in range(max(0, at - LOOKED_BACK), at)]
    behind = "".join(f"[{''.join(map(printed.__getitem__, some))}{between}]" for some in before)
    found = f"(?<={behind}{letters[at]})" + "".join(f"[{between}]*{letter}" for letter in letters[at + 1 :])
    if kind == BEGUN:
        return found
    if kind == ALONE:
        return f"(?<!{_LETTER}{''.join(letters[: at + 1])}){found}(?!{_LETTER})"
    return f"{found}[{_SIGNS}{''.join(map(printed.__getitem__, ENDINGS))}]*(?!{_LETTER})"


def _rarest(word: str) -> int:
    """Gives where the rarest letter of an Arabic word stands; one that is not listed is rarer still."""
    places = [FREQUENT.find(letter) % (len(FREQUENT) + 1) for letter in word]
    return places.index(max(places))


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
