"""The spellings of a name as groups, for a person who wants to see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.frozen import Frozen
from archive.names import lexicon
from archive.names.canonical import canonical
from archive.names.expansion import ALIAS_SCORE, Spelling, expand, folded
from archive.names.forms import arabic_forms
from archive.names.scripts import LATIN, letters, script_of

if TYPE_CHECKING:
    import sqlite3


class Group(Frozen):
    """Is the spellings that differ least: one canonical form in one script, the most frequent first."""

    script: str
    spellings: tuple[Spelling, ...]

    @property
    def df(self) -> int:
        """In how many articles they stand, counted once for each."""
        return sum(spelling.df for spelling in self.spellings)


def groups(connection: sqlite3.Connection, word: str) -> list[Group]:
    """Gives all spellings of a word that the lexicon holds, the word's own group first, then by their best score."""
    found = expand(connection, word, capital=True)
    return grouped((*_own(connection, word), *found.same_script, *found.other_script))


def grouped(spellings: tuple[Spelling, ...]) -> list[Group]:
    """Gives spellings in groups, in the order of the first of each."""
    kept: dict[tuple[str, str], list[Spelling]] = {}
    for spelling in spellings:
        script = script_of(spelling.term)
        if script == LATIN:
            form = ("latin", canonical(spelling.term, LATIN))
        else:
            form = ("arabic", arabic_forms(letters(spelling.term))[-1].letters)
        kept.setdefault(form, []).append(spelling)
    return [
        Group(script, tuple(sorted(members, key=lambda one: (-one.df, one.term))))
        for (script, _), members in kept.items()
    ]


def _own(connection: sqlite3.Connection, word: str) -> list[Spelling]:
    row = lexicon.entry(connection, folded(word))
    return [Spelling(row.term, row.shown, row.df, ALIAS_SCORE)] if row else []
