"""F13: the archive against a dictionary, step by step, by hypothesis."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

import archive

from .frame import Result, Turn

STEPS = 20
TERMS = [f"kq{number}x" for number in range(12)]
"""Words of no language, that no analyzer changes and no name resembles."""

PLAINLY: dict[str, Any] = {"exact": True, "asking": "all", "limit": 100}
"""Asks for the words alone: no other spellings, no loosening."""

terms = st.sampled_from(TERMS)


def machine(template: Path, folder: Path, counted: list[int]) -> type[RuleBasedStateMachine]:
    """Gives the state machine over copies of an empty archive."""

    class Model(RuleBasedStateMachine):
        """Holds what the archive should hold: by id, title and words of the body; untouched, what was filed too."""

        def __init__(self) -> None:
            super().__init__()
            self.press = archive.open(shutil.copy(template, folder / "model.db"))
            self.held: dict[int, tuple[str, frozenset[str]]] = {}
            self.filed = 0
            self.untouched: dict[int, archive.Clipping] = {}
            counted[0] += 1

        def teardown(self) -> None:
            self.press.close()
            for path in folder.glob("model.db*"):
                path.unlink()

        @rule(title=terms, words=st.frozensets(terms, min_size=1, max_size=4))
        def add(self, title: str, words: frozenset[str]) -> None:
            number = self.filed = self.filed + 1
            filler = " ".join(f"mot{number}y{at}" for at in range(30))  # a shorter text is like no other
            clipping = archive.Clipping(
                title=f"{title} numéro{number}", body=f"{' '.join(sorted(words))} {filler}.", language="und"
            )
            outcome = self.press.add(clipping)
            assert outcome.filing is archive.Filing.NEW, outcome
            assert outcome.article_id is not None
            self.untouched[outcome.article_id] = clipping
            self.held[outcome.article_id] = (title, words)

        @rule(at=st.integers(0, 50))
        def add_again(self, at: int) -> None:
            if not self.untouched:
                return
            number = sorted(self.untouched)[at % len(self.untouched)]
            outcome = self.press.add(self.untouched[number])
            assert (outcome.filing, outcome.article_id) == (archive.Filing.SAME, number), outcome

        @rule(at=st.integers(0, 50), title=terms, by_hand=st.booleans())
        def retitle(self, at: int, title: str, by_hand: bool) -> None:
            if not self.held:
                return
            number = sorted(self.held)[at % len(self.held)]
            if by_hand:
                self._by_hand(
                    "UPDATE articles SET title = ? WHERE id = ?", (f"{title} repris{number}", number)
                )
            else:
                self.press.edit(number, title=f"{title} corrigé{number}")
            self.held[number] = (title, self.held[number][1])
            self.untouched.pop(number, None)  # what was filed is no longer what is held

        @rule(at=st.integers(0, 50), by_hand=st.booleans())
        def delete(self, at: int, by_hand: bool) -> None:
            if not self.held:
                return
            number = sorted(self.held)[at % len(self.held)]
            if by_hand:
                self._by_hand("DELETE FROM articles WHERE id = ?", (number,))
            else:
                self.press.delete(number)
            del self.held[number]
            self.untouched.pop(number, None)

        @rule(term=terms)
        def search(self, term: str) -> None:
            wanted = {
                number for number, (title, words) in self.held.items() if term == title or term in words
            }
            assert self._found(term) == wanted

        @rule(one=terms, other=terms)
        def search_for_both(self, one: str, other: str) -> None:
            wanted = {n for n, (title, words) in self.held.items() if {one, other} <= {title, *words}}
            assert self._found(f"{one} AND {other}") == wanted

        @rule(term=terms)
        def search_titles(self, term: str) -> None:
            wanted = {number for number, (title, _) in self.held.items() if term == title}
            assert self._found(f"title:{term}") == wanted

        @rule()
        def count(self) -> None:
            assert len(self.press) == len(self.held)
            assert {row["id"] for row in self.press.articles(limit=100)} == set(self.held)

        def _found(self, query: str) -> set[int]:
            return {hit.id for hit in self.press.search(query, **PLAINLY).hits}

        def _by_hand(self, statement: str, values: tuple[Any, ...]) -> None:
            with closing(sqlite3.connect(self.press.path, timeout=10)) as connection, connection:
                connection.execute(statement, values)

    return Model


def modelled(turn: Turn, dropped: str = "") -> Result:
    """F13: runs `count` random programs of twenty steps against the archive and a dictionary."""
    folder = turn.place("model")
    template = folder / "template.db"
    with archive.open(template) as press:
        press.init()
    if dropped:
        with closing(sqlite3.connect(template)) as connection:
            connection.execute(f"DROP TRIGGER {dropped}")
    counted = [0]
    profile = settings(
        max_examples=turn.count,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    result = Result()
    built = seed(turn.chance.randrange(10**9))(machine(template, folder, counted))
    try:
        run_state_machine_as_test(built, settings=profile)
    except Exception as error:
        result.blame(
            "model", [f"{type(error).__name__}: {error} {' '.join(getattr(error, '__notes__', []))}"]
        )
    result.done = counted[0]
    result.told = f"{counted[0]} runs of {STEPS} steps"
    return result


def modelled_control(turn: Turn) -> Result:
    """Takes away a trigger."""
    return modelled(turn, "articles_inserted")
