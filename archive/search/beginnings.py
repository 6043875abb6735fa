"""What of the index can stand for words of which the last is only begun.

A stem may be shorter than the beginning of its word: `universi*` stands in university, which is posted as
`univers`. Arabic loses what comes before it: `الأم*` stands in الأمن, posted as `امن`. The lexicon knows which words
of the archive begin so, and the analyzers their stems. Where it cannot tell (several words in a row, another script,
thousands of words), a beginning is looked for under itself, without the clitics it may begin with, and under the
stems of the words that it may be meant to become.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from archive.analysis import ANALYZERS, Analyzer, tokenize
from archive.frozen import Frozen
from archive.languages import has_arabic
from archive.names.scripts import ARABIC, script_of
from archive.postings import keeps_names

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


MOST_WORDS = 2_000
"""How many words are stemmed, and looked for, to have all that begin so."""

DEAR = 50_000
"""How many postings may be read for a beginning, a word counting for one in a thousand articles, before it is cut."""

FEWEST, MOST, MOST_POSTINGS = 8, 32, 300_000
"""How many of the commonest words a beginning is cut to, and how many postings the last of them may pass."""

END = "\U0010ffff"
BEGUN = "SELECT term, df FROM lexicon WHERE term >= ? AND term < ? ORDER BY df DESC, term"
ARTICLES = "SELECT coalesce(max(id), 0) FROM articles"


def words_of(connection: sqlite3.Connection, begun: str, *, complete: bool) -> Words | None:
    """Gives the words of an archive that begin so; unless `complete` the commonest, where all would take long.

    There is None where it keeps no lexicon, and where they are too many to look for one by one.
    """
    if not keeps_names(connection):
        return None
    found = connection.execute(BEGUN, (begun, begun + END)).fetchall()
    postings = sum(df for _, df in found)
    articles = connection.execute(ARTICLES).fetchone()[0]
    if not complete and postings + len(found) * articles // 1_000 > DEAR:
        return Words(_commonest(found), len(found))
    return Words([word for word, _ in found]) if len(found) <= MOST_WORDS else None


def _commonest(found: Sequence[tuple[str, int]]) -> list[str]:
    postings, taken = 0, list[str]()
    for word, df in found[:MOST]:
        if len(taken) >= FEWEST and postings > MOST_POSTINGS:
            break
        taken.append(word)
        postings += df
    return taken


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


def beginning_in(
    connection: sqlite3.Connection, text: str, codes: Collection[str], *, complete: bool
) -> Beginning:
    """Gives the same by the words that an archive holds; unless `complete`, by the commonest of many."""
    guessed = beginning(text, codes)
    (word,) = next(iter(guessed.sure), ("",))
    words = words_of(connection, word, complete=complete) if script_of(word) is not None else None
    return _known(word, words, codes or ("und",)) if words else guessed


def _known(begun: str, words: Words, codes: Collection[str]) -> Beginning:
    """Gives a beginning by its words; of those that stand for others, such as are answers by their stems will do."""
    analyzers = {_analyzer(code) for code in codes}
    arabic = script_of(begun) == ARABIC
    stems = {word: {(one.arabic if arabic else one.stem)(word) for one in analyzers} for word in words.words}
    sure = frozenset([(begun,)])
    if not words.of:
        hidden = {stem for some in stems.values() for stem in some if not stem.startswith(begun)}
        return Beginning(sure, begun=sure, whole=_rows(hidden))
    plain = [word for word, some in stems.items() if all(stem.startswith(begun) for stem in some)]
    taken = plain if len(plain) > len(stems) // 2 else words.words
    whole = _rows(stem for word in taken for stem in stems[word])
    return Beginning(sure, whole=whole, cut=Words(taken, words.of))


def _rows(stems: Iterable[str]) -> frozenset[Row]:
    return frozenset((stem,) for stem in stems)


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
    return _with_clitics(last) if _analyzer(code).arabic(_WITH_ENDING) != _WITH_ENDING else ((last,), ())


@lru_cache(maxsize=256)
def _with_clitics(last: str) -> Ways:
    """Gives the ways of an Arabic beginning; "" is one of them where it may be no more than a clitic."""
    bare = tuple(dict.fromkeys((last, *_without_clitics(last))))
    stem = _analyzer("ar").arabic
    return bare, tuple(
        stem(part + ending) for part in bare if 0 < len(part) <= LONGEST for ending in _ARABIC_ENDINGS
    )


def _other(last: str, code: str) -> Ways:
    stem = _analyzer(code).stem
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


def _analyzer(code: str) -> Analyzer:
    return ANALYZERS.get(code, ANALYZERS["ar"])  # which is also the one for languages without a line
