"""What the reading of plain-text captures reaches on 44 public pages, pinned so that no change loses it.

The pages are no part of the project; the folder that holds them is named by ARCHIVE_SHARED. Only 28 of the 44
print their title, 35 a name that is asked for, 35 the day: the rest is not in the text, and is not made up.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from archive.documents import Capture, Refusal
from archive.parse import parse
from tests.extraction import scores

SHARED = os.environ.get("ARCHIVE_SHARED")
FOLDER = Path(SHARED or ".") / "eval" / "extraction"
FLOORS = {"body_f1": 0.985, "title": 0.59, "title_near": 0.68, "author": 0.75, "date": 0.795, "language": 1.0}

pytestmark = pytest.mark.skipif(not SHARED, reason="ARCHIVE_SHARED names no folder with the public pages")


def predict(truth: dict[str, Any]) -> dict[str, Any]:
    clipping = parse(Capture((FOLDER / truth["file"]).read_bytes(), truth["file"]))
    if isinstance(clipping, Refusal):
        return {"file": truth["file"], "article": False}
    return {
        "file": truth["file"],
        "title": clipping.title,
        "authors": [byline.name for byline in clipping.authors],
        "published": str(clipping.published or ""),
        "language": clipping.language,
        "body": clipping.body,
    }


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    return scores(FOLDER, "text", predict, tmp_path_factory.mktemp("scores") / "predictions.jsonl")


@pytest.mark.parametrize("measure", FLOORS)
def test_the_reading_of_text_captures_stays_above_its_floor(figures: dict[str, float], measure: str) -> None:
    assert figures[measure] >= FLOORS[measure]
