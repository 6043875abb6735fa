"""Let a query find names in their other spellings: a word becomes a group of the spellings that the archive holds.

The tree itself is widened, so the plan, the check of printed texts and the explanation need to know nothing of names.
What is in quotes, excluded or looked for in a field of names stays as typed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence

from archive import statements
from archive.analysis import exact, is_stop, readings
from archive.frozen import Frozen
from archive.names.compounds import compounds
from archive.names.expansion import ALIAS_SCORE, Expansion, Spelling
from archive.search.fields import TEXT_FIELDS
from archive.search.tree import And, Field, Or, Query, Word, conjunction, disjunction, negation

LONGEST_TO_FLOOD = 5
"""How long a stem is at most that words of many kinds share."""

FLOOD, FEWEST_TO_FLOOD, MOST_TO_FLOOD = 20, 1_000, 40_000
"""A term floods an answer when it stands in so many times the articles of a spelling, and in so many at least.

A spelling for which these would be more than `MOST_TO_FLOOD` is a frequent word itself, and counting costs.
"""

Expand = Callable[[str, bool], Expansion]
"""Gives the other spellings of a word or compound; the second argument says that it was typed as a name."""


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


def widened(query: Query, expand: Expand | None, codes: Collection[str]) -> Widened:
    """Gives a query in its widths, for an archive in the languages `codes`; without `expand` there is only the one."""
    children = query.children if isinstance(query, And) else (query,)
    widening = _Widening(expand, codes) if expand else None
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
    """Leaves out the spellings that the index holds under a term of far more articles: Belli, under bel with belle."""
    known = set(readings(found.word, codes))

    def floods(sequence: tuple[str, ...], most: int) -> bool:
        values = {"match": f'"{" ".join(sequence)}"', "most": most}
        return bool(connection.execute(statements.BEYOND.format(conditions=""), values).fetchone()[0])

    def tells(one: Spelling) -> bool:
        first, _, last = one.term.rpartition(" ")
        if first and is_stop(last, None):  # two words that happen to stand side by side
            return False
        new = unlike(readings(one.term, codes), known)
        most = max(FEWEST_TO_FLOOD, FLOOD * one.df)
        if one.score < ALIAS_SCORE and most <= MOST_TO_FLOOD:
            short = (sequence for sequence in new if len("".join(sequence)) <= LONGEST_TO_FLOOD)
            if any(floods(sequence, most) for sequence in short):
                return False
        known.update(new)
        return True

    return Expansion(
        found.word, tuple(filter(tells, found.same_script)), tuple(filter(tells, found.other_script))
    )


def unlike(found: Iterable[tuple[str, ...]], known: Container[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Gives the sequences of terms by which more is found: by `ال ثان` nothing that `ثان` does not find."""
    return [one for one in found if one not in known and not any((term,) in known for term in one)]


class _Widening:
    def __init__(self, expand: Expand, codes: Collection[str]) -> None:
        self.expand = expand
        self.codes = codes
        self.also: dict[str, tuple[str, ...]] = {}

    def group(self, children: Sequence[Query], *, other: bool) -> list[Query]:
        """Widens the parts of a conjunction, words that are one name together."""
        found: list[Query] = []
        at = 0
        for start, end in _names(children):
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

    def name(self, words: Sequence[Query], *, other: bool) -> Query:
        """Gives the group of spellings of a word, or of words that are one name; a compound falls back to its words."""
        typed = " ".join(word.text for word in words if isinstance(word, Word))
        if is_stop(exact(typed), None):
            return conjunction(words)
        expansion = self.expand(typed, typed[:1].isupper())
        found = (*expansion.same_script, *(expansion.other_script if other else ()))
        spellings = self.other_terms(typed, found)
        if not spellings and len(words) > 1:
            return conjunction(self.widen(word, other=other) for word in words)
        if spellings:
            self.also[typed] = tuple(dict.fromkeys(spelling.surface for spelling in spellings))
        return disjunction((conjunction(words), *(Word(spelling.term) for spelling in spellings)))

    def other_terms(self, typed: str, found: Sequence[Spelling]) -> list[Spelling]:
        """Leaves out what the index cannot tell from the word typed, or from better spellings: clitics, say."""
        seen = set(readings(typed, self.codes))
        kept = []
        for spelling in found:
            new = unlike(readings(spelling.term, self.codes), seen)
            if new:
                seen.update(new)
                kept.append(spelling)
        return kept


def _names(children: Sequence[Query]) -> list[tuple[int, int]]:
    """Gives the spans of words that are one name together; anything else between them parts them."""
    folded = [exact(child.text) if isinstance(child, Word) else "\0" for child in children]
    return [(start, end) for start, end in compounds(folded) if "\0" not in folded[start:end]]
