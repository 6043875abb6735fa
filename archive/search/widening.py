"""Let a query find names in their other spellings: a word becomes a group of the spellings that the archive holds.

The tree itself is widened, so the plan, the check of printed texts and the explanation need to know nothing of names.
What is in quotes, excluded or looked for in a field of names stays as typed.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Protocol

from archive import statements
from archive.analysis import exact, is_stop, readings
from archive.frozen import Frozen
from archive.names.compounds import compounds
from archive.names.expansion import ALIAS_SCORE, Expansion, Spelling, folded
from archive.search.fields import TEXT_FIELDS
from archive.search.tree import And, Field, Or, Query, Word, conjunction, disjunction, negation

LONGEST_TO_FLOOD = 5
"""How long a stem is at most that words of many kinds share."""

FLOOD, FEWEST_TO_FLOOD, MOST_TO_FLOOD = 20, 1_000, 40_000
"""A term floods an answer when it stands in so many times the articles of a spelling, and in so many at least.

A spelling for which these would be more than `MOST_TO_FLOOD` is a frequent word itself, and counting costs.
"""

MOST_WORDS = 6
"""How many words a name has at most that is looked up as a whole."""

NUMERAL = re.compile("[IVXLC]{2,}(?:e|er|ème)?")
"""A king's or century's number, which is no name: VI is neither Elvie nor في."""

PARTED = re.compile(r"[-\u2010-\u2013]")
"""What stands between the words of a name that is written as one: Tizi-Ouzou."""


class Speller(Protocol):
    """Knows the spellings of names that an archive holds."""

    def expand(self, word: str, capital: bool) -> Expansion:
        """Gives the other spellings of a word or name of several words; `capital` says that it was typed as a name."""

    def told(self) -> Container[str]:
        """Gives the names of several words, folded, of which tables or people tell other spellings."""


class Widened(Frozen):
    """Is a query in its widths: as typed, with spellings of the same script, with those of the other one too.

    `conditions` hold in every width; `bodies` are the widths that differ, narrowest first; `also` gives the printed
    spellings that were added to each word.
    """

    conditions: tuple[Query, ...]
    bodies: tuple[Query, ...]
    also: Mapping[str, tuple[str, ...]]

    @property
    def widest(self) -> Query:
        """The query with all spellings."""
        return conjunction((*self.conditions, self.bodies[-1]))

    def tiers(self) -> Iterator[Query]:
        """Gives queries that keep nothing in common and together what the widest keeps, best first."""
        yield conjunction((*self.conditions, self.bodies[0]))
        for narrow, wide in zip(self.bodies, self.bodies[1:], strict=False):
            yield conjunction((*self.conditions, wide, negation(narrow)))


def widened(query: Query, speller: Speller | None, codes: Collection[str]) -> Widened:
    """Gives a query in its widths, for an archive in the languages `codes`; without `speller` there is only the one."""
    children = query.children if isinstance(query, And) else (query,)
    widening = _Widening(speller, codes) if speller else None
    if widening is None:
        return Widened((), (query,), {})
    same = widening.group(children, other=False)
    both = widening.group(children, other=True)
    kept = tuple(child for child in children if child in both)
    bodies = dict.fromkeys(
        conjunction([one for one in group if one not in kept]) for group in (children, same, both)
    )
    return Widened(kept, tuple(bodies), widening.also)


def telling(connection: sqlite3.Connection, found: Expansion, codes: Collection[str]) -> Expansion:
    """Leaves out the spellings that are function words or numerals, or by which the index tells nothing.

    It holds some under a term of far more articles (Belli, under bel with belle); and of several words that a table
    tells it may hold none.
    """
    known = set(readings(found.word, codes))

    def tells(one: Spelling) -> bool:
        several, _, last = one.term.rpartition(" ")
        told = one.score >= ALIAS_SCORE
        # Side by side by chance, or في beside Fi.
        if not told and (is_stop(last, None) or NUMERAL.fullmatch(one.surface)):
            return False
        new = unlike(readings(one.sought, codes), known)
        if told and several and not stands(connection, new):
            return False
        most = max(FEWEST_TO_FLOOD, FLOOD * one.df)
        if not told and most <= MOST_TO_FLOOD:
            short = [sequence for sequence in new if len("".join(sequence)) <= LONGEST_TO_FLOOD]
            if stands(connection, short, most):
                return False
        known.update(new)
        return True

    return Expansion(
        found.word, tuple(filter(tells, found.same_script)), tuple(filter(tells, found.other_script))
    )


def stands(connection: sqlite3.Connection, sequences: Iterable[tuple[str, ...]], most: int = 0) -> bool:
    """Says whether one of some sequences of terms stands in more than so many articles."""
    asked = ({"match": f'"{" ".join(sequence)}"', "most": most} for sequence in sequences)
    return any(connection.execute(statements.BEYOND, values).fetchone()[0] for values in asked)


def unlike(found: Iterable[tuple[str, ...]], known: Container[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Gives the sequences of terms by which more is found: by `ال ثان` nothing that `ثان` does not find."""
    return [one for one in found if one not in known and not any((term,) in known for term in one)]


class _Widening:
    def __init__(self, speller: Speller, codes: Collection[str]) -> None:
        self.speller = speller
        self.codes = codes
        self.also: dict[str, tuple[str, ...]] = {}

    def group(self, children: Sequence[Query], *, other: bool) -> list[Query]:
        """Widens the parts of a conjunction, words that are one name together."""
        found: list[Query] = []
        at = 0
        for start, end in self.names(children):
            found += [self.widen(child, other=other) for child in children[at:start]]
            found.append(self.name(children[start:end], other=other))
            at = end
        return found + [self.widen(child, other=other) for child in children[at:]]

    def widen(self, query: Query, *, other: bool) -> Query:
        match query:
            case Word():
                return self.name([query], other=other)
            case And(children):
                return conjunction(self.group(children, other=other))
            case Or(children):
                return disjunction(self.widen(child, other=other) for child in children)
            case Field(name, child) if name in TEXT_FIELDS:
                return Field(name, self.widen(child, other=other))
            case _:
                return query

    def names(self, children: Sequence[Query]) -> list[tuple[int, int]]:
        """Gives the spans of words that are one name together; anything else between them parts them."""
        words = [exact(child.text) if isinstance(child, Word) else "\0" for child in children]
        told = self._told(children)
        taken = set(chain.from_iterable(range(*span) for span in told))
        spans = (span for span in compounds(words) if taken.isdisjoint(range(*span)))
        return sorted([*told, *(span for span in spans if "\0" not in words[slice(*span)])])

    def _told(self, children: Sequence[Query]) -> list[tuple[int, int]]:
        """Gives the spans of words that tables or people tell other spellings of, from each word the longest."""
        typed = [child.text if isinstance(child, Word) else "" for child in children]
        told = self.speller.told() if len(children) > 1 else ()
        spans: list[tuple[int, int]] = []
        for start in range(len(typed) if told else 0):
            if spans and start < spans[-1][1]:
                continue
            ends = range(min(start + MOST_WORDS, len(typed)), start + 1, -1)
            whole = (
                end for end in ends if all(typed[start:end]) and folded(" ".join(typed[start:end])) in told
            )
            if found := next(whole, 0):
                spans.append((start, found))
        return spans

    def name(self, words: Sequence[Query], *, other: bool) -> Query:
        """Gives the group of spellings of a word, or of words that are one name; without any, those of its parts."""
        typed = " ".join(word.text for word in words if isinstance(word, Word))
        if is_stop(exact(typed), None) or NUMERAL.fullmatch(typed):
            return conjunction(words)
        spellings = self.spellings(typed, other=other)
        if not spellings and len(words) > 1:
            told = self._told(words) and self.spellings(typed, other=True)
            return conjunction(words if told else (self.widen(word, other=other) for word in words))
        if not spellings:
            return disjunction((*words, *self.parts(typed, other=other)))
        return disjunction((conjunction(words), *spellings))

    def parts(self, typed: str, *, other: bool) -> Iterator[Query]:
        """Gives the words of a name that is written as one, each in other spellings: Tizi-Ouzou is تيزي وزو too."""
        parts = PARTED.split(typed)
        if len(parts) > 1 and all(part[:1].isupper() for part in parts):
            found = [self.spellings(part, other=other) for part in parts]
            if all(found):
                yield conjunction(map(disjunction, found))

    def spellings(self, typed: str, *, other: bool) -> list[Word]:
        """Gives the other spellings of a word or name, and notes them."""
        expansion = self.speller.expand(typed, typed[:1].isupper())
        found = self.other_terms(typed, (*expansion.same_script, *(expansion.other_script if other else ())))
        if found:
            self.also[typed] = tuple(dict.fromkeys(spelling.surface for spelling in found))
        return [Word(spelling.sought) for spelling in found]

    def other_terms(self, typed: str, found: Sequence[Spelling]) -> list[Spelling]:
        """Leaves out what the index cannot tell from the word typed, or from better spellings: clitics, say."""
        seen = set(readings(typed, self.codes))
        kept = []
        for spelling in found:
            new = unlike(readings(spelling.sought, self.codes), seen)
            if new:
                seen.update(new)
                kept.append(spelling)
        return kept
