"""The other spellings of a name that an archive holds, of its own script and of the other one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from archive import statements
from archive.analysis import exact
from archive.frozen import Frozen
from archive.names import lexicon
from archive.names.canonical import canonical
from archive.names.forms import arabic_forms
from archive.names.keys import keys
from archive.names.lexicon import Entry
from archive.names.matching import (
    NAME_LIKE,
    WORD_LIKE,
    Gates,
    Match,
    accepted,
    arabic_clusters,
    latin_clusters,
    nearest,
    ranked,
    scored,
    to_arabic,
    to_latin,
)
from archive.names.scripts import ARABIC, LATIN, letters, script_of
from archive.names.variants import arabic_variants, distinct, is_name, latin_variants, may_vary

if TYPE_CHECKING:
    import sqlite3

ALIAS_SCORE = 30.0
"""The score of a spelling that a table gives: above what letters alone can say."""

MOST_ALIKE = 1_000
"""With more Latin terms than this under the keys of an ordinary Arabic word, its few consonants tell nothing."""

SHARING = "SELECT count(*) FROM (SELECT 1 FROM lexkeys WHERE script = ? AND key IN ({marks}) LIMIT ?)"

_INITIALS = re.compile(r"[A-Z]{2,6}|(?:[A-Z]\.){2,6}[A-Z]?")
"""A name of initials, printed with points or without: ONU, O.N.U."""

_HYPHENS = str.maketrans(dict.fromkeys("-‐‑–", " "))


class Spelling(Frozen):
    """Is a spelling of a name.

    `term` is a term of the lexicon, a compound with spaces; `surface` its printed form; `df` its articles; `score`
    in nats, or ALIAS_SCORE.
    """

    term: str
    surface: str
    df: int
    score: float

    @property
    def sought(self) -> str:
        """What is looked for: several words as they are printed, which parts them at their apostrophes."""
        return self.surface if " " in self.term else self.term


class Expansion(Frozen):
    """Is what else a word is looked for as, best first."""

    word: str
    same_script: tuple[Spelling, ...] = ()
    other_script: tuple[Spelling, ...] = ()


def folded(word: str) -> str:
    """Gives a word or compound as a term of the lexicon.

    >>> folded("Abd al-Latif"), folded("الخُلَيْفي"), folded("O.N.U.")
    ('abd al latif', 'الخليفي', 'o n u')
    """
    if _INITIALS.fullmatch(word):
        word = word.replace(".", " ")
    return " ".join(part for part in map(exact, word.translate(_HYPHENS).split()) if part)


def expand(connection: sqlite3.Connection, word: str, *, capital: bool, shipped: bool = True) -> Expansion:
    """Gives the other spellings of a word or compound that the lexicon holds.

    `capital` says that it was typed as a name: a Latin term that is mostly written small is expanded only then.
    Spellings that people taught are always given; those of the tables that ship only with `shipped`.
    """
    initials = word.replace(".", "") if _INITIALS.fullmatch(word) else ""
    term = folded(initials or word)
    script = script_of(term)
    if script is None or len(term) < 2:
        return Expansion(word)
    taught = [*_taught(connection, term), *_other_initials(word, initials)]
    own = lexicon.entry(connection, term) or lexicon.entry(connection, letters(term))
    if script == LATIN and own and not capital and own.cap < NAME_LIKE:
        return _expansion(connection, word, taught, [], [])
    gates = Gates(*lexicon.marks(connection))
    other = other_script(connection, term, script, gates, own)
    if shipped:
        from archive.names.tables import is_place, shipped_aliases

        told = shipped_aliases(term)
        taught += told
        if script == LATIN:
            other = beside_told(connection, told, other, place=is_place(term))
    same = same_script(connection, term, script, gates, own, other)
    return _expansion(connection, word, taught, same, other)


def told_names(connection: sqlite3.Connection) -> frozenset[str]:
    """Gives the names of several words, folded, of which a table tells or people taught other spellings."""
    from archive.names.tables import names_of_several_words

    taught = (folded(spelling) for spelling, _ in lexicon.aliases(connection))
    return names_of_several_words().union(spelling for spelling in taught if " " in spelling)


def other_script(
    connection: sqlite3.Connection, term: str, script: int, gates: Gates, own: Entry | None
) -> list[Match]:
    """Gives the terms of the other script that spell the term's name, with their nats, best first."""
    shared = keys(term, script)
    ordinary = script == ARABIC and not is_name(term, own)
    if ordinary and _are_shared(connection, shared, LATIN):
        return []
    common = script == LATIN or not gates.tell or (own is not None and own.df >= gates.arabic)
    least = NAME_LIKE if common else WORD_LIKE
    found = _candidates(connection, term, shared, LATIN - script, least)
    canon = canonical(term, script)
    clusters = latin_clusters(found) if script == ARABIC else arabic_clusters(found, gates)
    groups = nearest(canon, clusters, LATIN - script)
    score = to_latin(term) if script == ARABIC else to_arabic(term)
    kept = accepted(scored(groups, score, len(canon)), gates, own=own, to=LATIN - script)
    return ranked(kept, score)


def _are_shared(connection: sqlite3.Connection, shared: Sequence[str], script: int) -> bool:
    """Says whether more than `MOST_ALIKE` terms of a script have the keys; one that has two counts twice."""
    statement = SHARING.format(marks=statements.marks(shared))
    number: int = connection.execute(statement, (script, *shared, MOST_ALIKE + 1)).fetchone()[0]
    return number > MOST_ALIKE


def beside_told(
    connection: sqlite3.Connection, told: Iterable[str], found: list[Match], *, place: bool
) -> list[Match]:
    """Leaves out Arabic words that only sound like a name whose spellings a table tells: العربات beside الرباط.

    Other names stay, and all that was found where the archive holds none of the told spellings; but not for a place:
    قطار is a name, and not Qatar. Frequencies are not asked: in a small archive they say nothing.
    """
    terms = [term for term in map(folded, told) if script_of(term) == ARABIC]
    forms = {_bare(term) for term in terms if place or lexicon.entry(connection, term)}
    if not forms:
        return found
    return [match for match in found if (match[0].known and not place) or _bare(match[0].term) in forms]


def _bare(term: str) -> str:
    return arabic_forms(letters(term))[-1].letters


def same_script(
    connection: sqlite3.Connection,
    term: str,
    script: int,
    gates: Gates,
    own: Entry | None,
    other: list[Match],
) -> list[Match]:
    """Gives the terms of the term's own script that spell its name."""
    if script == ARABIC:
        return arabic_variants(term, own, _arabic_candidates(connection, term, own), gates)
    through = distinct(other)
    shared = {*keys(term, script), *(key for arabic, _ in through for key in keys(arabic, ARABIC))}
    return latin_variants(term, _candidates(connection, term, sorted(shared), script), through)


def _candidates(
    connection: sqlite3.Connection, term: str, shared: Iterable[str], script: int, least: float = NAME_LIKE
) -> list[Entry]:
    """Gives the terms of a script that share a key, Latin ones whose share of capitals is at least `least`."""
    if script == ARABIC:
        found = lexicon.candidates(connection, tuple(shared), script)
    else:
        statement = lexicon.WRITTEN_AS_NAMES
        found = lexicon.candidates(connection, tuple(shared), script, least, statement=statement)
    return [one for one in found if one.term != term]


def _arabic_candidates(connection: sqlite3.Connection, term: str, own: Entry | None) -> list[Entry]:
    """Gives the Arabic terms that can be spellings of an Arabic one: by their letters or, of a name, as names."""
    if not may_vary(term, own):
        return []
    statement = lexicon.OF_CANON_OR_NAMES if is_name(term, own) else lexicon.OF_CANON
    canon = canonical(term, ARABIC)
    found = lexicon.candidates(connection, keys(term, ARABIC), ARABIC, canon, statement=statement)
    return [one for one in found if one.term != term]


def _taught(connection: sqlite3.Connection, term: str) -> Iterable[str]:
    """Gives the spellings that people put into one group with the term."""
    spellings = list(lexicon.aliases(connection))
    groups = {group for spelling, group in spellings if folded(spelling) == term}
    return [spelling for spelling, group in spellings if group in groups and folded(spelling) != term]


def _other_initials(word: str, initials: str) -> Iterable[str]:
    """Gives a name of initials with points where it was typed without, and without where it was typed with."""
    printed = (initials, "".join(f"{letter}." for letter in initials)) if initials else ()
    return [one for one in printed if folded(one) != folded(word)]


def _expansion(
    connection: sqlite3.Connection, word: str, taught: list[str], same: list[Match], other: list[Match]
) -> Expansion:
    """Gives what was found by script: first what tables give, then what the letters say."""
    script = script_of(folded(word)) or ARABIC
    found: dict[int, dict[str, Spelling]] = {ARABIC: {}, LATIN: {}}
    for printed in taught:
        term = folded(printed)
        to, row = script_of(term), lexicon.entry(connection, term)
        if to is not None and term != folded(word) and (row or " " in term):
            found[to].setdefault(term, Spelling(term, printed, row.df if row else 0, ALIAS_SCORE))
    for to, matches in ((script, same), (LATIN - script, other)):
        for row, nats in matches:
            found[to].setdefault(row.term, Spelling(row.term, row.shown, row.df, round(nats, 2)))
    return Expansion(word, tuple(found[script].values()), tuple(found[LATIN - script].values()))
