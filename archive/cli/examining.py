"""How `archive doctor` and `archive verify` talk: a row for each finding, progress on a terminal, the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli.rim import put_rows

if TYPE_CHECKING:
    from archive.doctor.findings import Finding

Examination = Callable[[Callable[[int], object]], "Iterator[Finding]"]


def told(path: Path, examination: Examination, shape: str) -> int:
    """Writes the findings of an examination and gives its exit code; the examination is given what to tick."""
    from archive.doctor import exit_code

    findings = list(_with_progress(path, examination) if sys.stderr.isatty() else examination(lambda _: None))
    put_rows(({"check": one.check, "found": one.grade.value, "told": one.told} for one in findings), shape)
    return exit_code(findings)


def _with_progress(path: Path, examination: Examination) -> Iterator[Finding]:
    from archive.doctor import amount

    with click.progressbar(length=amount(path), label="Comparing", file=sys.stderr) as bar:
        yield from examination(bar.update)
