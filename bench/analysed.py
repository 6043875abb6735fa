"""The corpus as every engine is given it: titles and bodies as terms of the archive's analyzers, one article a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from corpus import read, short

from archive.analysis import FINGERPRINT, terms


class Analysed(NamedTuple):
    """Is one article as an engine indexes it; `day` is a proleptic ordinal, texts are terms parted by spaces."""

    id: int
    day: int
    outlet: str
    language: str
    authors: list[str]
    tags: list[str]
    title: str
    body: str

    @property
    def year(self) -> int:
        """The year of its day."""
        return date.fromordinal(self.day).year


def made_of(file: Path, kind: str) -> Path:
    """Gives the path of what is made of a corpus: other generators and other analyzers have other paths."""
    return file.with_name(f"{file.stem.replace('news', kind, 1)}-{short(FINGERPRINT.encode())}")


def analysed(file: Path) -> Path:
    """Gives the file of the analysed corpus, written when it is not there."""
    done = made_of(file, "terms").with_suffix(".jsonl")
    if not done.exists():
        part = done.with_suffix(".part")
        with part.open("w", encoding="utf-8") as lines:
            for article in read(file):
                title, body = (" ".join(terms(article[name], article["lang"])) for name in ("title", "body"))
                day = date.fromisoformat(article["date"][:10]).toordinal()
                facts = [article[name] for name in ("outlet", "lang", "authors", "tags")]
                lines.write(json.dumps([article["id"], day, *facts, title, body], ensure_ascii=False) + "\n")
        part.rename(done)
    return done


def articles(file: Path, most: int | None = None) -> Iterator[Analysed]:
    """Gives the analysed articles of a file."""
    with file.open(encoding="utf-8") as lines:
        for line in islice(lines, most):
            yield Analysed(*json.loads(line))
