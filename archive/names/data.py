"""The data files of this package."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent


def text_of(name: str) -> str:
    """Gives the text of a data file; `importlib.resources` would cost a search a tenth of its time."""
    return (HERE / name).read_text("utf-8")
