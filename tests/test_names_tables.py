"""The tables of names that ship."""

from __future__ import annotations

import pytest

from archive.names.data import text_of
from archive.names.tables import FOLDED, folded_lines, shipped_aliases


def test_the_folded_table_is_the_printed_one_folded() -> None:
    assert text_of(FOLDED) == folded_lines(), "python bench/fold_aliases.py makes it anew"


@pytest.mark.parametrize(
    ("term", "spelling"), [("قطر", "Qatar"), ("qatar", "قطر"), ("mohamed", "محمد"), ("محمد", "Mohamed")]
)
def test_a_shipped_spelling_brings_the_others_of_its_line(term: str, spelling: str) -> None:
    assert spelling in shipped_aliases(term)


def test_a_spelling_that_no_table_has_brings_nothing() -> None:
    assert shipped_aliases("nothinglikethis") == []
