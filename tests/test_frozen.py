"""Values that never change: made, compared, shown and replaced like dataclasses."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from archive.frozen import Frozen, as_dict, replace


def upper(text: str) -> str:
    return text.upper()


class Place(Frozen):
    """Is a place in a text."""

    line: int
    column: int = 1


class Marked(Place):
    """Is a place with a sign, and with a default that is a function."""

    sign: str = ""
    shown: Callable[[str], str] = upper


class Nowhere(Frozen):
    """Has no fields."""


class Dated(Frozen):
    """Compares by its day alone."""

    day: int
    printed: str = ""

    def _compared(self) -> tuple[object, ...]:
        return (self.day,)


def test_fields_are_given_in_their_order_or_by_name() -> None:
    assert Place(3, 7) == Place(line=3, column=7) == Place(3, column=7)
    assert Place(3) == Place(3, 1)
    assert (Marked(3, 1, "x").line, Marked(3, sign="x").sign) == (3, "x")


@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"row": 2}), ((), {"column": 2}), ((), {"row": 1})]
)
def test_a_missing_or_unknown_field_is_an_error(given: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="Place is made of line, column"):
        Place(*given, **named)


def test_a_field_given_twice_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"^Place is given line twice$"):
        Place(3, line=3)  # type: ignore[misc]
    with pytest.raises(TypeError, match=r"^Marked is given line, column twice$"):
        Marked(3, 1, line=3, column=1, sign="x")  # type: ignore[misc]


def test_values_of_two_classes_are_never_equal() -> None:
    assert Place(3, 1) != Marked(3, 1)
    assert Place(3) != (3, 1)
    assert len({Place(3), Place(3, 1), Place(4), Marked(3), Nowhere(), Nowhere()}) == 4


def test_what_takes_no_part_in_comparison_is_still_kept() -> None:
    assert Dated(1, "hier") == Dated(1, "gestern")
    assert len({Dated(1, "hier"), Dated(1, "gestern")}) == 1
    assert Dated(1, "hier").printed == "hier"


def test_a_value_is_neither_changed_nor_emptied() -> None:
    place = Place(3)
    with pytest.raises(AttributeError, match="never changes"):
        place.line = 4  # type: ignore[misc]
    with pytest.raises(AttributeError, match="never changes"):
        del place.line
    assert replace(place, line=4) == Place(4)
    assert place == Place(3)


def test_a_default_that_is_a_function_stays_one() -> None:
    assert Marked(1).shown("fin") == "FIN"


def test_a_value_shows_its_fields_and_gives_them_in_their_order() -> None:
    assert repr(Place(column=2, line=1)) == "Place(line=1, column=2)"
    assert repr(Nowhere()) == "Nowhere()"
    assert list(as_dict(Marked(column=2, line=1))) == ["line", "column", "sign", "shown"]


def test_values_match_patterns_and_can_be_copied_and_pickled() -> None:
    match Marked(3, 4, "x"):
        case Place(line, column):
            assert (line, column) == (3, 4)
        case _:
            pytest.fail("no match")
    place = Place(3, 4)
    assert copy.copy(place) == copy.deepcopy(place) == pickle.loads(pickle.dumps(place)) == place
