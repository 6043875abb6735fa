"""A folder laid out as a clone looks to a reader of the manual: `seeds/`, and `archive.db` built from it."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

TOP = Path(__file__).parent.parent
SEEDS = TOP / "seeds"


def stage(folder: Path, built: Path | None = None) -> Path:
    """Lays the folder out; `built` is the archive where there is one already. Gives the folder."""
    shutil.copytree(SEEDS, folder / "seeds")
    if built is None:
        runpy.run_path(str(SEEDS / "build.py"))["build"](folder / "archive.db")
    else:
        shutil.copy(built, folder / "archive.db")
    return folder
