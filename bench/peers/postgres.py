"""PostgreSQL of Debian: a column of tsvector with weights, a GIN index, `ts_rank`, in a cluster of its own.

Its work is done in the server, so what counts is the execution time that the server tells, not this process's.
"""

from __future__ import annotations

import contextlib
import csv
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from analysed import Analysed
from classes import Question, bounds

from peers import Missing, Peer

TABLES = """
CREATE TABLE news (id INT PRIMARY KEY, day INT, year INT, outlet TEXT, language TEXT, title TEXT, body TEXT,
                   words TSVECTOR);
CREATE TABLE authors (name TEXT, id INT);
CREATE TABLE tags (name TEXT, id INT);
"""
INDEXES = """
UPDATE news SET words = setweight(to_tsvector('simple', title), 'A')
 || setweight(to_tsvector('simple', body), 'D');
CREATE INDEX news_words ON news USING gin (words);
CREATE INDEX news_day ON news (day);
CREATE INDEX authors_name ON authors (name, id);
CREATE INDEX tags_name ON tags (name, id);
VACUUM ANALYZE;
"""
RANK = "ORDER BY ts_rank(words, q) DESC LIMIT 20"
FOUND = "SELECT n.id FROM news n, to_tsquery('simple', {query}) q"
STATEMENTS = {
    "ranked": f"{FOUND} WHERE words @@ q {RANK}",
    "newest": f"{FOUND} WHERE words @@ q ORDER BY day DESC LIMIT 20",
    "dates": f"{FOUND} WHERE words @@ q AND day BETWEEN {{first}} AND {{last}} {RANK}",
    "outlet": f"{FOUND} WHERE words @@ q AND outlet = {{value}} {RANK}",
    "author": f"{FOUND}, authors x WHERE words @@ q AND x.id = n.id AND x.name = {{value}} {RANK}",
    "tag": f"{FOUND}, tags x WHERE words @@ q AND x.id = n.id AND x.name = {{value}} {RANK}",
    "count": "SELECT count(*) FROM news, to_tsquery('simple', {query}) q WHERE words @@ q",
    "facets": "SELECT outlet, language, year, count(*) FROM news, to_tsquery('simple', {query}) q"
    " WHERE words @@ q GROUP BY GROUPING SETS ((outlet), (language), (year))",
}
JOINTS = {"and": " & ", "or": " | ", "phrase": " <-> ", "prefix": ""}
TIME = re.compile(r"Execution Time: ([\d.]+) ms")


class Engine(Peer):
    """Is a cluster in a temporary folder, reached over a socket; it is stopped when the engine is closed."""

    keeps = False

    def __init__(self, folder: Path) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        if not found:
            raise Missing("PostgreSQL is not installed (apt install postgresql).")
        self.bin = found[-1].parent
        super().__init__(Path(tempfile.mkdtemp(prefix="bench-pg-")))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self.used = 0.0
        try:
            self._start()
        except Missing:
            self.close()
            raise

    def _start(self) -> None:
        self._as("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "--locale=C.UTF-8")
        settings = ("listen_addresses=''", "max_parallel_workers_per_gather=0", "shared_buffers=512MB")
        options = " ".join((f"-k {self.folder}", *(f"-c {one}" for one in settings)))
        self._as("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")

    def _as(self, program: str, *arguments: str, stdin: str | None = None) -> str:
        """Runs a program of PostgreSQL, as its own user where this one is root: it refuses to run as root."""
        become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        command = [*(become if os.geteuid() == 0 else []), str(self.bin / program), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, input=stdin, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Missing(f"PostgreSQL could not be run: {done.stderr.strip()[-200:]}")
        return done.stdout

    def _sql(self, text: str) -> str:
        return self._as(
            "psql", "-h", str(self.folder), "-U", "postgres", "-qAt", "-v", "ON_ERROR_STOP=1", stdin=text
        )

    def load(self, articles: Iterable[Analysed]) -> None:
        """Copies the rows in, then makes vectors and indexes."""
        names = ("news", "authors", "tags")
        files = {name: self.folder / f"{name}.csv" for name in names}
        opened = {name: file.open("w", encoding="utf-8") for name, file in files.items()}
        writers = {name: csv.writer(file) for name, file in opened.items()}
        for one in articles:
            writers["news"].writerow(
                (one.id, one.day, one.year, one.outlet, one.language, one.title, one.body)
            )
            writers["authors"].writerows((name, one.id) for name in one.authors)
            writers["tags"].writerows((name, one.id) for name in one.tags)
        for file in opened.values():
            file.close()
        columns = "(id, day, year, outlet, language, title, body)"
        copies = "\n".join(
            f"\\copy {name}{columns if name == 'news' else ''} from '{file}' csv"
            for name, file in files.items()
        )
        self._sql(f"{TABLES}\n{copies}\n{INDEXES}")

    def held(self) -> int:
        """Counts the rows."""
        return int(self._sql("SELECT count(*) FROM news"))

    def ask(self, question: Question) -> object:
        """Runs the statement in the server and notes how long it took there."""
        told = self._sql(f"EXPLAIN (ANALYZE, TIMING OFF) {self._statement(question)}")
        found = TIME.search(told)
        self.used += float(found[1]) / 1000 if found else 0.0
        return told

    def count(self, question: Question) -> int:
        """Runs the statement once more: asked how long it takes, the server does not tell what it finds."""
        return int(self._sql(self._statement(question)))

    def _statement(self, question: Question) -> str:
        first, last = bounds()
        quoted = [_quoted(term) for term in question.terms]
        query = JOINTS[question.shape].join(quoted) + (":*" if question.shape == "prefix" else "")
        return STATEMENTS[question.kind].format(
            query=_quoted(query), value=_quoted(question.value), first=first, last=last
        )

    def seconds(self) -> float:
        """Gives the time that the server told, of all questions so far."""
        return self.used

    def size(self) -> int:
        """Gives the size of the cluster's folder."""
        base = self.folder / "data" / "base"
        return sum(file.stat().st_size for file in base.rglob("*") if file.is_file())

    def close(self) -> None:
        """Stops the server and removes its folder."""
        with contextlib.suppress(Missing):  # it did not start
            self._as("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
