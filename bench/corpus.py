"""The made-up press that is measured: JSON Lines of any number of articles, the same on every machine.

With `ARCHIVE_SHARED` it is written by the generator in its folder `bench`, else by `bench/generator.py`; both draw
from the vocabularies of wordfreq. A line has `id, url, outlet, lang, date, title, lead, authors, tags, body`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

Article = dict[str, Any]


def generator() -> Path:
    """Gives the program that writes the corpus."""
    shared = Path(os.environ.get("ARCHIVE_SHARED", "")) / "bench" / "gen.py"
    return shared if shared.is_file() else Path(__file__).with_name("generator.py")


def corpus(folder: Path, articles: int) -> Path:
    """Gives the file of the corpus of so many articles, written when it is not there; its name has the generator's."""
    program = generator()
    file = folder / f"news-{articles}-{short(program.read_bytes())}.jsonl"
    if not file.exists():
        part = file.with_suffix(".part")
        subprocess.run([sys.executable, program, str(articles), "-o", part], check=True)
        part.rename(file)
    return file


def short(content: bytes) -> str:
    """Gives the short name of a state of a program, or of its rules."""
    return hashlib.sha256(content).hexdigest()[:8]


def read(file: Path, start: int = 0) -> Iterator[Article]:
    """Gives the articles of a corpus in the order in which they come in, from the line `start` on."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, islice(lines, start, None))


def record(article: Article) -> Article:
    """Gives the article as a record that `archive ingest` reads."""
    return {
        "title": article["title"],
        "body": article["body"],
        "outlet": article["outlet"],
        "language": article["lang"],
        "published": article["date"][:16],
        "address": article["url"],
        "authors": article["authors"],
        "tags": article["tags"],
    }


def raw_size(article: Article) -> int:
    """Gives the bytes of the article's title and body."""
    return len(article["title"].encode()) + len(article["body"].encode())
