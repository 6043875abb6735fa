"""What of a query is searched, and under what the index can hold a word that is only begun."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive.analysis import tokenize
from archive.documents import Clipping
from archive.search.beginnings import beginning
from archive.search.meaning import any_of, meaning
from archive.search.syntax import read
from archive.search.vocabulary import beginning_in

CODES = ["ar", "de", "en", "es", "fr", "zh"]


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[[str], Path]:
    """Makes an archive of one article with these words."""

    def made(words: str) -> Path:
        with archive.open(tmp_path / "archive.db") as press:
            press.add(Clipping(title="Titre", body=words, language="fr"))
            return press.path

    return made


MEANT = {
    "the police": "police",
    "the la le": "the la le",
    "le -port": "le -port",
    "the (port OR police)": "port OR police",
    "le title:port": "title:port",
    "le title:la": "le title:la",
    "le outlet:atlas": "le outlet:atlas",
    "le outlet:atlas port": "outlet:atlas port",
    '"le la" de': '"le la"',
    "le OR port": "le OR port",
    "😀 port": "port",
    "port OR 😀": "port",
    "port -😀": "port",
    '"😀 port"~3': "port",
    '"le port"~3': '"le port"~3',
    "outlet:(a OR b)": "outlet:a OR outlet:b",
    "-tag:(a -b)": "-(tag:a -tag:b)",
    "title:(a OR b)": "title:(a OR b)",
    "": "",
}


@pytest.mark.parametrize("query", MEANT)
def test_what_says_nothing_is_left_out(query: str) -> None:
    assert str(meaning(read(query).tree, CODES).tree) == MEANT[query]


def test_what_is_left_out_is_kept_apart_by_why() -> None:
    meant = meaning(read("the 😀 police 😀 la").tree, CODES)
    assert (meant.empty, meant.passed_over) == (("😀",), ("the", "la"))


ANY = {
    "port": "port",
    "port police": "port OR police",
    "the port police": "port OR police",
    "the la": "the OR la",
    'port "le quai" poli*': 'port OR "le quai" OR poli*',
    '"port quai"~3 police': '"port quai"~3 OR police',
    "port (police OR quai)": "port OR police OR quai",
    "port police -foot lang:fr on:2022": "(port OR police) -foot lang:fr on:2022",
    "port title:quai police": "(port OR police) title:quai",
    "lang:fr on:2022": "lang:fr on:2022",
    "-port -police": "-port -police",
    "port OR police": "port OR police",
    "": "",
}


@pytest.mark.parametrize("query", ANY)
def test_any_of_the_words_will_do_while_conditions_stay(query: str) -> None:
    assert str(any_of(read(query).tree)) == ANY[query]


@pytest.mark.parametrize("known", [False, True])
def test_a_word_is_found_by_each_of_its_beginnings(seeded: Path, known: bool) -> None:
    missed = []
    with closing(sqlite3.connect(seeded)) as connection:
        texts = connection.execute("SELECT language, body FROM articles").fetchall()
        tokens = sorted({(code, *token[2:]) for code, text in texts for token in tokenize(text, code)})
        for code, exact, term in random.Random(7).sample(tokens, 400):
            for end in range(1, len(exact) + 1):
                begun = exact[:end]
                found = (
                    beginning_in(connection, begun, CODES, complete=True)
                    if known
                    else beginning(begun, CODES)
                )
                begins = any(term.startswith(row[-1]) for row in found.begun if len(row) == 1)
                if not (found.anything or begins or (term,) in found.whole):
                    missed.append((code, exact, end))
    assert missed == []


@pytest.mark.parametrize(("begun", "stems"), [("universi", {"univers"}), ("الحكوم", {"حكوم"})])
def test_a_beginning_is_looked_for_under_the_stems_of_words_that_the_archive_has(
    page_of: Callable[[str], Path], begun: str, stems: set[str]
) -> None:
    with closing(sqlite3.connect(page_of("université universitaire, الحكومة والحكومات"))) as connection:
        found = beginning_in(connection, begun, ["ar", "fr"], complete=True)
    assert {stem for (stem,) in found.whole} == stems


def test_a_beginning_that_no_word_of_the_archive_hides_is_decided_by_the_index(
    page_of: Callable[[str], Path],
) -> None:
    with closing(sqlite3.connect(page_of("université universel"))) as connection:
        assert beginning_in(connection, "univers", ["fr"], complete=True).decides
        assert not beginning_in(connection, "universi", ["fr"], complete=True).decides


def test_a_beginning_that_no_stem_cuts_into_is_decided_by_the_index() -> None:
    assert beginning("secur", CODES).decides
    assert not beginning("universi", CODES).decides
    assert not beginning("الحكوم", CODES).decides
