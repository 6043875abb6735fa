"""What both floors of the extraction set share: predictions in, the set's own scores out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Page = Mapping[str, Any]


def scores(
    folder: Path, kind: str, predict: Callable[[Page], Mapping[str, object]], out: Path
) -> dict[str, float]:
    """Gives the scores of the pages of one kind, `text` or `html`; predictions are written to `out`."""
    lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    pages = [page for page in map(json.loads, lines) if page["kind"] == kind]
    out.write_text("\n".join(json.dumps(predict(page)) for page in pages), "utf-8")
    command = [sys.executable, str(folder / "score.py"), str(out)]
    scored = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(scored.stdout.splitlines()[-1])["groups"][kind]
    assert result["n"] == len(pages)
    return result
