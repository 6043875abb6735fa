"""What changed between two wordings, word by word, in any script.

Paragraphs are aligned first and words only inside those that changed, so that a long text costs little more than
reading it. Spaces at the ends of lines and between words are no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

from archive.languages import HAN, KANA

Kind: TypeAlias = Literal["same", "deleted", "inserted"]

WORDING = ("kicker", "title", "standfirst", "body")
"""The fields that make a wording, as a page prints them from its top."""

_SIGNS = r".,;:!?…()\[\]{}«»“”„\"،؛؟。、，"
_EAST = HAN + KANA  # written without spaces: each letter is compared by itself
_TOKENS = re.compile(rf"\n|(?:[{_EAST}]|[^\s{_SIGNS}{_EAST}]+|[{_SIGNS}]) *")
_MOST_WORDS = 20_000
_MANY_WORDS = 1_000
_SHORT = 2


class Change(NamedTuple):
    """Is a run of words that two wordings share, or that one of them lacks; paragraphs are parted by `\\n`."""

    kind: Kind
    text: str


def compare(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[tuple[str, list[Change]]]:
    """Gives each field of the wording that changed, with its changes."""
    for field in WORDING:
        changes = word_changes(str(old.get(field) or ""), str(new.get(field) or ""))
        if any(change.kind != "same" for change in changes):
            yield field, changes


def word_changes(old: str, new: str) -> list[Change]:
    """Gives the changes from one text to another, in their order; what was deleted before what came in for it."""
    before, after = _paragraphs(old), _paragraphs(new)
    changes: list[Change] = []
    for kind, one, other in _aligned(before, after):
        if kind == "equal":
            changes.append(Change("same", "".join(after[slice(*other)])))
        else:
            changes += _changed("".join(before[slice(*one)]), "".join(after[slice(*other)]))
    return _less_last_line_end(list(_joined(changes)))


def counted(changes: Iterable[Change]) -> tuple[int, int]:
    """Gives how many words were deleted and how many were inserted."""
    numbers = {"deleted": 0, "inserted": 0, "same": 0}
    for kind, text in changes:
        numbers[kind] += sum(not _is_sign(token) for token in _TOKENS.findall(text))
    return numbers["deleted"], numbers["inserted"]


def _paragraphs(text: str) -> list[str]:
    """Gives the paragraphs of a text in single spaces, each with its line end."""
    return [f"{' '.join(line.split())}\n" for line in text.splitlines() if line.strip()]


def _less_last_line_end(changes: list[Change]) -> list[Change]:
    if changes:
        changes[-1] = changes[-1]._replace(text=changes[-1].text.removesuffix("\n"))
    return [change for change in changes if change.text]


Span: TypeAlias = tuple[int, int]


def _aligned(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, Span, Span]]:
    many = max(len(one), len(other)) > _MANY_WORDS
    # Of many words the frequent ones do not start a match: with them the time grows with the square.
    for tag, i, i_end, j, j_end in SequenceMatcher(None, one, other, autojunk=many).get_opcodes():
        yield tag, (i, i_end), (j, j_end)


def _changed(old: str, new: str) -> list[Change]:
    """Gives the changes inside paragraphs that differ."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if max(len(before), len(after)) > _MOST_WORDS:
        return [Change("deleted", old), Change("inserted", new)]
    spans = _aligned([token.strip(" ") for token in before], [token.strip(" ") for token in after])
    changes: list[Change] = []
    for tag, one, other in spans:
        if tag == "equal":
            changes.append(Change("same", "".join(after[slice(*other)])))
        else:
            changes.append(Change("deleted", "".join(before[slice(*one)])))
            changes.append(Change("inserted", "".join(after[slice(*other)])))
    return _without_islands(changes)


def _without_islands(changes: Sequence[Change]) -> list[Change]:
    """Counts a comma or an article alone between two changes as changed: a reader follows phrases, not signs."""
    last = len(changes) - 1
    told: list[Change] = []
    for place, change in enumerate(changes):
        if change.kind == "same" and 0 < place < last and _is_island(change.text):
            told += [Change("deleted", change.text), Change("inserted", change.text)]
        else:
            told.append(change)
    return told


def _is_island(text: str) -> bool:
    return text != "\n" and len(text.strip()) <= _SHORT and len(_TOKENS.findall(text)) == 1


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Joins neighbours of one kind; between two shared runs what was deleted stands before what came in."""
    kinds: tuple[Kind, ...] = ("deleted", "inserted", "same")
    for _, neighbours in groupby(changes, lambda change: change.kind == "same"):
        runs = list(neighbours)
        for kind in kinds:
            if text := "".join(run.text for run in runs if run.kind == kind):
                yield Change(kind, text)


def _is_sign(token: str) -> bool:
    return re.fullmatch(rf"[{_SIGNS}\n]", token.strip(" ")) is not None
