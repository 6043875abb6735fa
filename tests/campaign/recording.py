"""Writes the figures of a campaign into the manual."""

from __future__ import annotations

import platform
import sqlite3
import time
from pathlib import Path
from typing import Any

from .lines import LINES

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"each-commit": DOCS / "reliability.md", "nightly": DOCS / "nightly.md"}
BEGIN, END = "<!-- campaign {} -->\n", "<!-- end of campaign {} -->\n"
HEAD = (
    "| line | what is done | how often | faults | without what guards it | faults seen | seed | seconds | day |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
)


def record(mode: str, verdicts: list[Any]) -> None:
    """Puts the figures of these verdicts into the table of their mode; the other lines keep theirs."""
    page = PAGES[mode].read_text("utf-8")
    before, begin, rest = page.partition(BEGIN.format(mode))
    old, end, after = rest.partition(END.format(mode))
    PAGES[mode].write_text("".join((before, begin, table(mode, old, verdicts), end, after)), "utf-8")


def table(mode: str, old: str, verdicts: list[Any]) -> str:
    """Gives the table with the rows of the verdicts in place of the old ones, in the order of the lines."""
    rows = {row.split("|")[1].strip(): row for row in old.splitlines(keepends=True) if row.startswith("| F")}
    rows |= {one.line.number: _row(one) for one in verdicts}
    python = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    told = f"The figures `{mode}`, written last by {python}, {platform.system()} {platform.machine()}.\n\n"
    return told + HEAD + "".join(rows[line.number] for line in LINES if line.number in rows)


def _row(one: Any) -> str:
    """Gives the row of a line."""
    day = time.strftime("%Y-%m-%d", time.gmtime())
    if one.unable:
        return f"| {one.line.number} | {one.line.title} | not run: {one.unable} | | | | | | {day} |\n"
    return (
        f"| {one.line.number} | {one.line.title} | {one.result.told or one.result.done} | {len(one.result.faults)} |"
        f" {one.line.control_takes} | {len(one.control.faults)} | {one.seed} | {one.seconds:.0f} | {day} |\n"
    )
