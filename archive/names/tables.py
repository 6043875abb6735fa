"""The tables that ship: names that are known as such, and spellings that belong together."""

from __future__ import annotations

from functools import cache

from archive.analysis import exact
from archive.names.data import text_of
from archive.names.forms import arabic_forms
from archive.names.scripts import letters

PLACES = "exonyms.tsv"
ALIASES = (PLACES, "figures.tsv", "frequent.tsv", "aliases.tsv")
FOLDED = "folded.tsv"
"""The lines of all as they are searched: folding them costs a search more than all else that names cost."""


@cache
def known_names() -> frozenset[str]:
    """Gives the Arabic names and places of `known.txt`, folded, without articles."""
    return frozenset(text_of("known.txt").split("\n"))


def is_known(term: str) -> bool:
    """Says whether an Arabic term is in the list of names, with or without article and clitics."""
    return arabic_forms(letters(term))[-1].letters in known_names()


def shipped_aliases(term: str) -> list[str]:
    """Gives the other printed spellings of a folded term in the tables that ship, those of its first line first."""
    searched = _folded()
    found: list[str] = []
    at = searched.find(f"\t{term}\t")
    while at >= 0:
        line = searched.count("\n", 0, at)
        place = searched.count("\t", searched.rfind("\n", 0, at) + 1, at)
        spellings = printed_lines()[line].split("\t")
        found += [one for number, one in enumerate(spellings) if number != place and one not in found]
        at = searched.find(f"\t{term}\t", at + 1)
    return found


def is_place(term: str) -> bool:
    """Says whether a folded term is the name of a place in the tables that ship.

    >>> is_place("qatar"), is_place("mohamed")
    (True, False)
    """
    at = _folded().find(f"\t{term}\t")
    return at >= 0 and _folded().count("\n", 0, at) < len(_lines(PLACES))


@cache
def names_of_several_words() -> frozenset[str]:
    """Gives the folded spellings of the tables that have several words: `saudi arabia`."""
    return frozenset(one for one in _folded().split("\t") if " " in one)


@cache
def printed_lines() -> list[str]:
    """Gives the lines of the tables as printed."""
    return [line for name in ALIASES for line in _lines(name)]


def _lines(name: str) -> list[str]:
    return [line for line in text_of(name).splitlines() if line and not line.startswith("#")]


def folded_lines() -> str:
    """Gives the lines of the tables folded, with a tab around every spelling: what FOLDED has to hold."""
    return exact("\n".join(f"\t{line}\t" for line in printed_lines())).replace("-", " ")


@cache
def _folded() -> str:
    return text_of(FOLDED)
