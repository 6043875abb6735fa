"""Did you mean: terms of the lexicon that a mistyped word is near to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import log
from typing import TYPE_CHECKING

from archive.names import lexicon
from archive.names.expansion import Spelling, folded
from archive.names.keys import SHORT, keys
from archive.names.lexicon import Entry
from archive.names.likeness import likeness
from archive.names.scripts import script_of

if TYPE_CHECKING:
    import sqlite3

CLASSES = "BTJHXDSCKFRLMNWY"
EDGES = ["".join(edge) for edge in product("|", "cv", "AIU")]
MOST_KEYS, MOST_READ, COMPARED, MOST = 3, 4_000, 60, 3
LEAST = 0.72
COMMONNESS, OTHER_FIRST_LETTER = 0.012, 0.05
NO_CHOICE = 0.04
"""How much likelier it is to leave out a letter or swap two, of which a word has few, than to write one of an alphabet
too many or instead of another."""


def did_you_mean(connection: sqlite3.Connection, word: str) -> tuple[Spelling, ...]:
    """Gives the terms nearest to a word that the lexicon lacks, best first; nothing for one that it has."""
    term = folded(word)
    script = script_of(term)
    if script is None or len(term) < 3 or lexicon.entry(connection, term):
        return ()
    near = {key for own in keys(term, script)[:MOST_KEYS] for key in one_edit_away(own)}
    near.update(key for meant in slips(term) for key in keys(meant, script))
    found = lexicon.of_length(connection, sorted(near), script, len(term), MOST_READ)
    alike = likeness(term)
    found.sort(key=lambda entry: (-alike(entry.term) - COMMONNESS * log(1 + entry.df), entry.term))
    rated = sorted(((_rate(term, entry), entry.term, entry) for entry in found[:COMPARED]), key=_best_first)
    return tuple(
        Spelling(entry.term, entry.shown, entry.df, round(rate, 3))
        for rate, _, entry in rated[:MOST]
        if rate >= LEAST
    )


def _best_first(rated: tuple[float, str, Entry]) -> tuple[float, str]:
    return -rated[0], rated[1]


def _rate(term: str, entry: Entry) -> float:
    alike = 1 - distance(term, entry.term) / max(len(term), len(entry.term))
    first = OTHER_FIRST_LETTER if term[0] != entry.term[0] else 0.0
    likelier = NO_CHOICE if _has_no_choice(term, entry.term) else 0.0
    return alike + COMMONNESS * log(1 + entry.df) + likelier - first


def _has_no_choice(typed: str, meant: str) -> bool:
    return len(meant) == len(typed) + 1 or sorted(meant) == sorted(typed)


def slips(term: str) -> Iterator[str]:
    """Gives the term without each of its letters, and with each two neighbours in the other order."""
    for at in range(len(term)):
        yield term[:at] + term[at + 1 :]
        if at + 1 < len(term):
            yield term[:at] + term[at + 1] + term[at] + term[at + 2 :]


def one_edit_away(key: str) -> Iterator[str]:
    """Gives a key, and the keys with one class more, less, other, or two in the other order."""
    body = key.partition("|")[0]
    bodies = {body}
    for at in range(len(body) + 1):
        head, tail = body[:at], body[at:]
        bodies.update(head + one + tail for one in CLASSES)
        if tail:
            bodies.add(head + tail[1:])
            bodies.update(head + one + tail[1:] for one in CLASSES)
        if len(tail) > 1:
            bodies.add(head + tail[1] + tail[0] + tail[2:])
    for one in bodies:
        if len(one) > SHORT:
            yield one
        else:
            yield from (one + end for end in EDGES)


def distance(word: str, other: str) -> int:
    """Gives how many letters must be added, left out, replaced or swapped with the next to make one the other.

    >>> distance("hammuochi", "hammouchi"), distance("rabat", "rbat"), distance("", "fes")
    (1, 1, 3)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, meant in enumerate(other, 1):
            best = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != meant))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == meant:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, last = last, row
    return last[-1]
