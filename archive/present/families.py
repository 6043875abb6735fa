"""A story family as rows: who told the story, when, under which title, how alike, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.alike import resemblance
from archive.present.wording_diff import counted, word_changes

Fields = Mapping[str, Any]

COMPARED = ("outlet", "published", "title", "authors")


def family_rows(members: Sequence[Fields]) -> Iterator[dict[str, Any]]:
    """Gives a row for each member; all are compared with the first, in percent of shared runs of words."""
    for member in members:
        yield {
            "id": member["id"],
            "published": member["published"],
            "outlet": member["outlet"],
            "title": member["label"],
            "alike": round(100 * resemblance(members[0]["body"], member["body"])),
            "differs": differences(members[0], member),
            "address": member["address"],
        }


def differences(one: Fields, other: Fields) -> str:
    """Says in words what sets one telling apart from another; empty where nothing does."""
    fields = [field for field in COMPARED if one[field] != other[field]]
    deleted, inserted = counted(word_changes(one["body"], other["body"]))
    words = [f"{number} words {sign}" for number, sign in ((deleted, "less"), (inserted, "more")) if number]
    return ", ".join([*fields, *words])
