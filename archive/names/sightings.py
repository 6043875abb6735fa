"""What a batch of articles says of terms, and its way into the lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from archive.analysis.arabic import light
from archive.names import lexicon
from archive.names.canonical import canonical
from archive.names.compounds import CLITICS
from archive.names.keys import keys
from archive.names.scripts import ARABIC, LATIN, script_of
from archive.names.sighting import Sighting

if TYPE_CHECKING:
    import sqlite3

FREQUENT_RANK, FREQUENT_SHARE = 5_000, 0.02
SHORTEST, LONGEST = 2, 40
"""How many letters a term of the lexicon has."""

LEAST_BASE = 4
"""How many letters at least stay of an Arabic term without its conjunction or preposition."""

GROWTH = 1.05
"""How much the lexicon grows before its frequencies are measured again."""


Row = tuple[str, int, int, int, int, str | None]
"""A term, its script, how many texts have it, how many with and how many without a chosen capital, and its surface."""


class Sightings:
    """Counts what a batch of texts says of terms.

    `df` holds texts, `capitals` and `unsure` the texts in which a Latin term is last written with a capital that is a
    choice, and with one that tells nothing; `surfaces` a printed form that is not the term: the first with a capital
    that is a choice, else the first.
    """

    def __init__(self) -> None:
        self.df: Counter[str] = Counter()
        self.capitals: Counter[str] = Counter()
        self.unsure: Counter[str] = Counter()
        self.surfaces: dict[str, str] = {}

    def add(self, seen: Sighting) -> None:
        """Counts one text."""
        df, surfaces = self.df, self.surfaces
        for found in (seen.printed, seen.compounds):
            for term in [term for term in found if term not in df]:
                if found[term] != term:
                    surfaces[term] = found[term]
            df.update(found.keys())
        for term in seen.capitals:
            if term not in self.capitals:
                surfaces[term] = seen.printed[term]
        self.capitals.update(seen.capitals)
        self.unsure.update(seen.unsure)

    def rows(self) -> Iterator[Row]:
        """Gives what was counted, in the order of the terms, which keeps the writes of one page together."""
        df, surfaces = self.df, self.surfaces.get
        capitals, unsure = self.capitals.get, self.unsure.get
        for term in sorted(df):
            plainly = term.isascii() and term.isalpha() and term.islower()
            script = LATIN if plainly else script_of(term)
            if script is not None and SHORTEST <= len(term) <= LONGEST:
                texts, chosen = df[term], capitals(term, 0)
                plain = texts - chosen - unsure(term, 0) if script == LATIN and " " not in term else 0
                yield term, script, texts, chosen, plain, surfaces(term)


def flush(connection: sqlite3.Connection, rows: Iterable[Row], known: Callable[[str], bool]) -> None:
    """Adds what was counted to the lexicon inside the caller's transaction; `known` says which terms are names."""
    before = connection.execute(lexicon.LAST_ID).fetchone()[0]
    connection.executemany(lexicon.UPSERT, rows)
    arabic = connection.execute(lexicon.ARABIC_SINCE, (before,)).fetchall()
    connection.executemany(lexicon.ENSURE, _without_clitics(term for (term,) in arabic))
    new = connection.execute(lexicon.SINCE, (before,)).fetchall()
    described, found = [], []
    for number, term, script in new:  # one after the other: they share what they work out of a term
        described.append((canonical(term, script), script == ARABIC and known(term), number))
        found += [(key, script, number) for key in keys(term, script)]
    found.sort()
    connection.executemany(lexicon.DESCRIBE, described)
    connection.executemany(lexicon.ADD_KEY, found)
    measure(connection)


def _without_clitics(terms: Iterable[str]) -> Iterator[tuple[str]]:
    """Gives what stands in the archive only with a conjunction or preposition before it: مراكش of ومراكش.

    The analyzer's stem decides, so that a search for what is given finds the article.
    """
    for term in terms:
        if term[0] in CLITICS and len(term) > LEAST_BASE and " " not in term:
            base = term[1:]
            if light(base) == light(term):
                yield (base,)


def measure(connection: sqlite3.Connection) -> None:
    """Measures anew which terms are frequent, when the lexicon has grown enough for that to matter."""
    last = connection.execute(lexicon.LAST_ID).fetchone()[0]
    measured = connection.execute(lexicon.GET_MARK, (lexicon.MARKS[2],)).fetchone()
    if measured and last < int(measured[0]) * GROWTH:
        return
    values = [_frequent(connection, script) for script in (ARABIC, LATIN)]
    connection.executemany(lexicon.SET_MARK, zip(lexicon.MARKS, map(str, [*values, last]), strict=True))


def _frequent(connection: sqlite3.Connection, script: int) -> int:
    size = connection.execute(lexicon.SIZE, (script,)).fetchone()[0]
    rank = min(FREQUENT_RANK, int(size * FREQUENT_SHARE))
    row = connection.execute(lexicon.NTH_DF, (script, rank)).fetchone()
    return max(row[0] if row else 0, lexicon.LEAST_FREQUENT)
