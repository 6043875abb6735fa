"""Writes the figures of a campaign into the manual."""

from __future__ import annotations

import platform
import sqlite3
import time
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- campaign -->", "<!-- end of campaign -->"


def record(mode: str, verdicts: list[Any]) -> None:
    """Replaces the block of the page by the figures of these verdicts."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text("".join((before, BEGIN, "\n", *block(mode, verdicts), END, after)), "utf-8")


def block(mode: str, verdicts: list[Any]) -> list[str]:
    """Gives the lines of the table."""
    seconds = sum(one.seconds for one in verdicts)
    system = f"{platform.system()} {platform.machine()}"
    machine = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {system}"
    lines = [
        f"The figures `{mode}` of {time.strftime('%Y-%m-%d', time.gmtime())}: {machine}, {seconds:.0f} s in all.\n\n",
        "| line | what is done | how often | faults | without what guards it | faults seen | seed |\n",
        "| --- | --- | --- | --- | --- | --- | --- |\n",
    ]
    for one in verdicts:
        if one.unable:
            lines.append(f"| {one.line.number} | {one.line.title} | not run: {one.unable} | | | | |\n")
            continue
        lines.append(
            f"| {one.line.number} | {one.line.title} | {one.result.told or one.result.done} |"
            f" {len(one.result.faults)} | {one.line.control_takes} | {len(one.control.faults)} | {one.seed} |\n"
        )
    return lines
