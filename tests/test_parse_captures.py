"""Captures written for these tests, each beside its reading: fields, and what each line was read as.

A reading that changes on purpose is written anew with `python -m tests.test_parse_captures` and looked at.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.documents import Capture, Clipping, LineRole
from archive.parse import parse

FOLDER = Path(__file__).parent / "captures"
CAPTURES = sorted(FOLDER.glob("*.txt"))


def read(path: Path) -> Clipping:
    clipping = parse(Capture(path.read_bytes(), path.name))
    assert isinstance(clipping, Clipping)
    return clipping


def told(clipping: Clipping) -> dict[str, Any]:
    """Gives a reading as JSON holds it: what is absent is left out, and lines are told by their numbers."""
    fields: dict[str, Any] = {
        "language": clipping.language,
        "title": clipping.title,
        "kicker": clipping.kicker,
        "section": clipping.section,
        "standfirst": clipping.standfirst,
        "outlet": clipping.outlet,
        "authors": [f"{byline.name} ({byline.role})" for byline in clipping.authors],
        "published": clipping.published and str(clipping.published),
        "implied": clipping.implied and str(clipping.implied),
        "tags": list(clipping.tags),
        "captions": [f"{caption.kind}: {caption.text}" for caption in clipping.captions],
        "related": [f"{link.kind} / {link.group} / {link.title} / {link.blurb}" for link in clipping.related],
    }
    lines = {
        role.value: [line.number for line in clipping.lines if line.role is role]
        for role in LineRole
        if role is not LineRole.BLANK
    }
    return {
        name: value
        for name, value in (fields | {"lines": {k: v for k, v in lines.items() if v}}).items()
        if value
    }


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_a_capture_is_read_as_its_reading_says(path: Path) -> None:
    assert told(read(path)) == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_the_captures_cover_every_role_a_line_can_have() -> None:
    roles = {line.role for path in CAPTURES for line in read(path).lines}
    assert set(LineRole) == roles


if __name__ == "__main__":
    for capture in CAPTURES:
        text = json.dumps(told(read(capture)), ensure_ascii=False, indent=1)
        capture.with_suffix(".json").write_text(text + "\n", "utf-8")
