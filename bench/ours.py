"""The archive under measurement: a whole search with snippets, its page without them, and the index alone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from itertools import islice
from pathlib import Path

from classes import Question
from corpus import raw_size, read, record

from archive import database
from archive.search import answering, asking, facets, search
from archive.search.execute import Finder
from archive.search.limits import Limits
from archive.search.printed import Printed

FACETS = ("outlet", "language", "year")
TODAY = date(2025, 1, 1)

PARTS = {
    "index of terms": ("article_index%",),
    "postings": ("postings", "ix_postings%", "sqlite_autoindex_postings%", "uq_postings%"),
    "lexicon": ("lexicon", "sqlite_autoindex_lexicon%", "uq_lexicon%", "ix_lexicon%"),
    "keys of names": ("lexkeys%",),
    "articles": ("articles", "ix_articles%", "sqlite_autoindex_articles%", "uq_articles%"),
}
"""What an archive is made of, by the tables and indexes that hold it."""

RAW = "SELECT coalesce(sum(length(CAST(coalesce(title, '') AS BLOB)) + length(CAST(body AS BLOB))), 0) FROM articles"


class Ours:
    """Is an open archive that is asked the questions."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = database.connect(path)
        self._planned: dict[Question, asking.Asked] = {}

    def held(self) -> int:
        """Gives how many articles the index has."""
        return int(self.connection.execute("SELECT count(*) FROM postings").fetchone()[0])

    def close(self) -> None:
        """Closes the archive."""
        self.connection.close()

    def whole(self, question: Question) -> object:
        """Answers as a person is answered: hits with snippets, facets, or a number."""
        if question.kind == "facets":
            return facets.facets(self.connection, self._asked(question), FACETS)
        if question.kind == "count":
            return search(self.connection, question.typed, limit=0, limits=Limits(counted=None), today=TODAY)
        return search(self.connection, question.typed, order=_order(question), today=TODAY)

    def page(self, question: Question) -> object:
        """Answers with the numbers of the first twenty in their final order, of the words as they are typed."""
        asked = self._asked(question, exact=True)
        if question.kind == "facets":
            return facets.facets(self.connection, asked, FACETS)
        if question.kind == "count":
            return Finder(self.connection, asked.confirms).count(asked.plan, all_of_them=True)
        return answering.answer(Printed(self.connection), asked, order=_order(question), limit=20, offset=0)

    def index(self, question: Question) -> object:
        """Answers with the first twenty in the order of the index, of a question that was planned before."""
        if question not in self._planned:
            self._planned[question] = self._asked(question, exact=True)
        asked = self._planned[question]
        find = Finder(self.connection, asked.confirms, order=_order(question))
        if question.kind == "facets":
            return facets.facets(self.connection, asked, FACETS)
        if question.kind == "count":
            return find.count(asked.plan, all_of_them=True)
        return find.hits(asked.typed, 20, 0)

    def count(self, question: Question) -> int:
        """Gives how many articles the index has for a question, of the words as they are typed."""
        asked = self._asked(question, exact=True)
        return Finder(self.connection, asked.confirms).count(asked.plan, all_of_them=True)[0]

    def _asked(self, question: Question, *, exact: bool = False) -> asking.Asked:
        return asking.ask(
            self.connection, question.typed, TODAY, exact=exact, complete=question.kind == "count"
        )

    def sizes(self) -> dict[str, int]:
        """Gives the bytes of the file, of its raw text (titles and bodies), and of each of its parts."""
        run = self.connection.execute
        found = {"file": self.path.stat().st_size, "raw text": run(RAW).fetchone()[0]}
        for part, names in PARTS.items():
            where = " OR ".join(["name LIKE ?"] * len(names))
            found[part] = run(f"SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE {where}", names).fetchone()[
                0
            ]
        return found


def _order(question: Question) -> str:
    return "newest" if question.kind == "newest" else "relevance"


def ingest(folder: Path, file: Path, articles: int) -> dict[str, float]:
    """Ingests the first articles of a corpus by the command; gives what it took, and the sizes of file and text."""
    lines, made = folder / f"ingest-{articles}.jsonl", folder / "ingest.db"
    with lines.open("w", encoding="utf-8") as out:
        for one in islice(read(file), articles):
            out.write(json.dumps(record(one), ensure_ascii=False) + "\n")
    for left in folder.glob("ingest.db*"):
        left.unlink()
    command = ["-m", "archive", "--db", str(made), "ingest", "--quiet", str(lines)]
    raw = sum(map(raw_size, islice(read(file), articles)))
    return {"articles": articles, **alone(command), "file": made.stat().st_size, "raw text": raw}


def alone(command: list[str]) -> dict[str, float]:
    """Runs a command of Python; gives the processor seconds and megabytes that its process took by itself."""
    program = [sys.executable, str(Path(__file__).with_name("alone.py")), sys.executable, *command]
    taken: dict[str, float] = json.loads(subprocess.run(program, check=True, capture_output=True).stdout)
    return taken
