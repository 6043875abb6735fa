"""What a line of the campaign is, what it is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random


@dataclass(frozen=True)
class Turn:
    """Is one run of a line: its chance, how often to break something, and a folder of its own."""

    chance: Random
    count: int
    folder: Path

    def place(self, name: str) -> Path:
        """Makes a folder inside the turn's own, empty."""
        import shutil

        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


@dataclass
class Result:
    """Is what a run saw: how much was done, every fault in a sentence, and figures worth telling."""

    done: int = 0
    faults: list[str] = field(default_factory=list)
    told: str = ""

    def blame(self, where: str, faults: list[str]) -> None:
        """Notes faults with where they were seen."""
        self.faults += [f"{where}: {fault}" for fault in faults]


class Unable(Exception):
    """Says that a line cannot be run on this machine, and why."""


Runner = Callable[[Turn], Result]


@dataclass(frozen=True)
class Line:
    """Is one line of the campaign: `run` must see no fault, `control` at least one.

    A long run goes in turns of the figure `each_commit`, but where it is `whole`: then it goes through all there is.
    """

    number: str
    title: str
    unit: str
    each_commit: int
    nightly: int
    run: Runner
    control: Runner
    control_takes: str
    control_count: int = 10
    whole: bool = False

    def turn(self, count: int) -> int:
        """Gives how often a turn of a run of `count` does it."""
        return count if self.whole else min(count, self.each_commit)
