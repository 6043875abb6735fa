"""What of the index can stand for words of which the last is only begun.

A stem may be shorter than the beginning of its word: `universi*` stands in university, which is posted as
`univers`. Arabic loses what comes before it: `الأم*` stands in الأمن, posted as `امن`. So a beginning is looked for
under itself, without the clitics it may begin with, and under the stems of the words that it may be meant to become.
Where the lexicon tells which words of the archive begin so, `archive.search.vocabulary` knows better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from archive.analysis import ANALYZERS, Analyzer, tokenize
from archive.frozen import Frozen
from archive.languages import has_arabic

Row = tuple[str, ...]
"""Terms that stand side by side."""

Ways = tuple[tuple[str, ...], tuple[str, ...]]
"""How the stem of a word with a certain beginning may begin, and what else it may be."""

LONGEST = 40
_UNKNOWN = "qqq"

_WITH_ENDING = "كتابها"
_CLITICS = "وبال وكال فبال ولل فلل وال بال كال فال ال لل و ف ب ل وب ول فب فل".split()
_ARABIC_ENDINGS = ("", *"ا ه ي ت م ن ها هم نا ان ات ون ين يه ته تها تهم اتهم اتها اتنا تنا يات يين".split())

# With these endings beginnings become words by which stemmers show what they cut: chosen, greedily, so that the
# stems of all words of a list of 15,000 to 60,000 are met from each of their beginnings (99.9 %; Dutch 96 %).
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "da": "e r et se de",
        "de": "g ng hen chen t it ich eit n en",
        "en": "ng g ted y ing n dly led s ity us ss nt ess ent m ty ul r on tion ion lity tive ive ve ism ized ies",
        "es": "mos os e n s o as on ion te nte ra ente do ia ento nto to le iva vas ivo dad ad d",
        "fi": "a ta n o i u an en y",
        "fr": "t e nt ns ent ions ons ue x le ite te r ur tion lite ice ices ce ces s es z ment iez",
        "hu": "t k n e a o et ek en ok",
        "it": "e o te nte ente ne ione one i do",
        "nb": "e r gt de igt t et se",
        "nl": "en n gen ren es den ten ken er eden eerd l tie ie el ng even omen st je it aar",
        "no": "e r gt de igt t et se",
        "pt": "o do s e ao te nte a ente es",
        "ro": "e i r l re te",
        "ru": "ь о м",
        "sv": "e r gt de igt t et se",
        "tr": "e n a r eri iniz ni i z en ini ir iz ri niz",
    }
)


class Words(Frozen):
    """Is words of an archive that begin alike, the commonest first; `of` is how many there are, if these are some."""

    words: Sequence[str]
    of: int = 0


class Beginning(Frozen):
    """Is how the index can hold words of which the last is begun.

    `sure` are rows of terms whose last is begun, each of them an answer. `begun` are those that are looked for, and
    `whole` are rows of whole terms under which answers may stand; with `anything` they may stand under any term.
    `cut` says of how many words only some are looked for.
    """

    sure: frozenset[Row] = frozenset()
    begun: frozenset[Row] = frozenset()
    whole: frozenset[Row] = frozenset()
    anything: bool = False
    cut: Words | None = None

    @property
    def decides(self) -> bool:
        """Says whether nothing is looked for but what is an answer for sure."""
        return not self.anything and all(map(self._is_sure, self.begun | self.whole))

    def _is_sure(self, row: Row) -> bool:
        *head, last = row
        return any([*first] == head and last.startswith(begun) for *first, begun in self.sure)


def beginning(text: str, codes: Collection[str]) -> Beginning:
    """Gives how the index of an archive in the languages `codes` can hold a beginning; an empty one for no word."""
    return _guessed(text, tuple(sorted(codes)) or ("und",))


@lru_cache(maxsize=256)
def _guessed(text: str, codes: tuple[str, ...]) -> Beginning:
    begun: set[Row] = set()
    whole: set[Row] = set()
    readings: set[Row] = set()
    anything = False
    for code in codes:
        tokens = tokenize(text, code)
        if tokens:
            head, last = tuple(token.term for token in tokens[:-1]), tokens[-1].exact
            readings.add((*(token.exact for token in tokens[:-1]), last))
            bare, stems = _arabic(last, code) if has_arabic(last) else _other(last, code)
            anything = anything or "" in bare
            begun.update((*head, part) for part in bare if part)
            whole.update((*head, stem) for stem in stems if not stem.startswith(bare))
    # Several words in a row, or words that languages cut in different ways, are for the printed text to decide.
    decided = len(readings) == 1 and all(len(one) == 1 for one in readings)
    return Beginning(frozenset(readings if decided else ()), frozenset(begun), frozenset(whole), anything)


def _arabic(last: str, code: str) -> Ways:
    return _with_clitics(last) if analyzer(code).arabic(_WITH_ENDING) != _WITH_ENDING else ((last,), ())


@lru_cache(maxsize=256)
def _with_clitics(last: str) -> Ways:
    """Gives the ways of an Arabic beginning; "" is one of them where it may be no more than a clitic."""
    bare = tuple(dict.fromkeys((last, *_without_clitics(last))))
    stem = analyzer("ar").arabic
    return bare, tuple(
        stem(part + ending) for part in bare if 0 < len(part) <= LONGEST for ending in _ARABIC_ENDINGS
    )


def _other(last: str, code: str) -> Ways:
    stem = analyzer(code).stem
    if len(last) > LONGEST:
        return (last,), ()
    endings = ("", *_ENDINGS.get(code, "").split())
    return (last, _without_ending(stem(last + _UNKNOWN), last)), tuple(
        stem(last + ending) for ending in endings
    )


def _without_ending(stem: str, last: str) -> str:
    """Gives how a stem begins that German has respelt: `po` for `poe`."""
    return stem.removesuffix(_UNKNOWN) if stem.endswith(_UNKNOWN) else last


def _without_clitics(last: str) -> Iterator[str]:
    for clitic in _CLITICS:
        if last.startswith(clitic):
            yield last[len(clitic) :]
            yield "ل" * clitic.endswith("لل") + last[len(clitic) :]
        elif clitic.startswith(last):
            yield ""


def analyzer(code: str) -> Analyzer:
    """Gives the analyzer of a language; one without a line of its own is read as Arabic is."""
    return ANALYZERS.get(code, ANALYZERS["ar"])  # which is also the one for languages without a line
