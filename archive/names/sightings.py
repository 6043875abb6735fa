"""What a batch of articles says of terms, and its way into the lexicon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from archive.analysis.arabic import light
from archive.names import lexicon
from archive.names.canonical import canonical
from archive.names.compounds import CLITICS, joined
from archive.names.keys import keys
from archive.names.scripts import ARABIC, LATIN, script_of

if TYPE_CHECKING:
    import sqlite3

    from archive.analysis import Token

FREQUENT_RANK, FREQUENT_SHARE = 5_000, 0.02
LEAST_FREQUENT = 20
"""A term in fewer articles is never frequent, however small the archive."""

SHORTEST, LONGEST = 2, 40
"""How many letters a term of the lexicon has."""

LEAST_BASE = 4
"""How many letters at least stay of an Arabic term without its conjunction or preposition."""

GROWTH = 1.05
"""How much the lexicon grows before its frequencies are measured again."""

_ENDS = frozenset('.!?:…؟\n\r\t«»“”"(-–—•|/')
"""What may stand, with at most one space, before a capital that is no evidence of a name."""


class Sightings:
    """Counts what a batch of articles says of terms.

    `df` holds articles, `capitals` and `plain` the articles in which a Latin term is last written with a capital
    that is a choice and without one, `surfaces` a printed form.
    """

    def __init__(self) -> None:
        self.df: Counter[str] = Counter()
        self.capitals: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()
        self.surfaces: dict[str, str] = {}

    def note(self, text: str, tokens: Sequence[Token]) -> None:
        """Counts one article; its tokens come from the same text."""
        last = {token[2]: token for token in tokens}
        self.df.update(last.keys())
        surfaces = self.surfaces
        small: list[str] = []
        capitals: list[str] = []
        for term, (start, end, _, _) in last.items():
            letter = text[start]
            if letter.islower():
                small.append(term)
                if term in surfaces:
                    continue
            elif letter.isupper() and _is_chosen(text, start):
                capitals.append(term)
            elif term in surfaces:
                continue
            surfaces[term] = text[start:end]
        self.plain.update(small)
        self.capitals.update(capitals)
        for term, start, end in joined(text, tokens, last.keys()):
            self.df[term] += 1
            surfaces[term] = " ".join(text[start:end].split())


def _is_chosen(text: str, start: int) -> bool:
    """Says whether a capital stands inside a sentence and not in a word of capitals."""
    before = text[start - 1 : start]
    if before == " ":
        before = text[start - 2 : start - 1]
    return bool(before) and before not in _ENDS and not text[start + 1 : start + 2].isupper()


def flush(connection: sqlite3.Connection, sightings: Sightings, known: Callable[[str], bool]) -> None:
    """Adds what was counted to the lexicon inside the caller's transaction; `known` says which terms are names."""
    before = connection.execute(lexicon.LAST_ID).fetchone()[0]
    connection.executemany(lexicon.UPSERT, _rows(sightings))
    arabic = connection.execute(lexicon.ARABIC_SINCE, (before,)).fetchall()
    connection.executemany(lexicon.ENSURE, _without_clitics(term for (term,) in arabic))
    new = connection.execute(lexicon.SINCE, (before,)).fetchall()
    connection.executemany(
        lexicon.DESCRIBE,
        [(canonical(term, script), script == ARABIC and known(term), number) for number, term, script in new],
    )
    connection.executemany(
        lexicon.ADD_KEY,
        sorted((key, script, number) for number, term, script in new for key in keys(term, script)),
    )
    measure(connection)


def _rows(sightings: Sightings) -> Iterator[tuple[object, ...]]:
    """Gives the rows to add, in the order of the terms, which keeps the writes of one page together."""
    capitals, plain, surfaces = sightings.capitals.get, sightings.plain.get, sightings.surfaces.get
    for term, df in sorted(sightings.df.items()):
        script = script_of(term)
        if script is not None and SHORTEST <= len(term) <= LONGEST:
            surface = surfaces(term)
            if surface == term:
                surface = None
            yield term, script, df, capitals(term, 0), plain(term, 0), surface


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
    return max(row[0] if row else 0, LEAST_FREQUENT)
