"""Measures what decides the ranking: lengths or none, columns for relatives, reading the best again, all or any.

    ARCHIVE_SHARED=... python bench/retrieval_layouts.py            quality of each way, nDCG@10
    python bench/retrieval_layouts.py --sizes                       bytes and microseconds an article of each layout

All articles of the retrieval set stand in one table, as in an archive; a question is asked of its own language. The
quality of what ships is measured through the archive itself, by `tests/test_relevance_floors.py`.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import corpus, read
from retrieval import GROUPS, question, records, scores

from archive.analysis import tokenize
from archive.analysis.roots import root
from archive.search import ranking

Article = dict[str, Any]
Columns = Callable[[str, str], tuple[str, ...]]
ONE, FACTOR = "2.0, 4.0, 0.0", "0.494, 0.988, 0.0"
"""Weights of body, title and language: for a table with lengths, and for one without (see `archive.search.execute`)."""


def stems(text: str, language: str) -> tuple[str, ...]:
    """Gives the column of terms alone."""
    return (" ".join(token.term for token in tokenize(text, language)),)


def with_roots(text: str, language: str) -> tuple[str, ...]:
    """Gives the terms, and the rough roots of the words of the Arabic script."""
    tokens = tokenize(text, language)
    roots = (root(token.exact, token.term) for token in tokens if "\u0620" <= token.term[0] <= "\u064a")
    return " ".join(token.term for token in tokens), " ".join(roots)


def with_grams(text: str, language: str) -> tuple[str, ...]:
    """Gives the terms, and the fours of letters of Arabic words, the first four letters of others."""
    tokens = tokenize(text, language)
    return " ".join(token.term for token in tokens), " ".join(
        gram for t in tokens for gram in _grams(t.exact)
    )


def _grams(word: str) -> Iterator[str]:
    if "\u0620" <= word[0] <= "\u064a":
        framed = f"z{word}z"
        yield from (framed[at : at + 4] for at in range(max(1, len(framed) - 3)))
    elif len(word) > 4:
        yield word[:4]


LAYOUTS: dict[str, Columns] = {"terms": stems, "terms, roots": with_roots, "terms, fours": with_grams}


@dataclass(slots=True)
class Table:
    """Is the index of the set in one table; `sizes` are the lengths of the articles in terms."""

    index: sqlite3.Connection
    articles: list[Article]
    sizes: list[int] = field(default_factory=list)
    known: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, articles: list[Article], *, sizes: bool) -> Table:
        """Indexes the articles, with FTS5's own lengths or without."""
        index = sqlite3.connect(":memory:")
        index.execute(
            f"create virtual table t using fts5(body, title, meta, content='', columnsize={int(sizes)})"
        )
        table = cls(index, articles)
        for number, article in enumerate(articles):
            body, title = (stems(article[part], article["language"])[0] for part in ("body", "title"))
            table.sizes.append(len(body.split()) + len(title.split()))
            row = (number, body, title, f"lang{article['language']}")
            index.execute("insert into t(rowid, body, title, meta) values (?, ?, ?, ?)", row)
        return table

    def frequency(self, match: str, language: str) -> int:
        """Gives how many articles of the language match."""
        if (match, language) not in self.known:
            statement = "select count(*) from t where t match ?"
            both = f"({match}) AND lang{language}"
            self.known[match, language] = self.index.execute(statement, (both,)).fetchone()[0]
        return self.known[match, language]

    def found(self, match: str, language: str, weights: str, limit: int) -> list[int]:
        """Gives the numbers of the best articles of the language by FTS5."""
        statement = f"select rowid from t where t match ? order by bm25(t, {weights}) limit {limit}"
        return [number for (number,) in self.index.execute(statement, (f"({match}) AND lang{language}",))]

    def reread(self, found: Sequence[int], asked: Article) -> list[int]:
        """Orders articles by their printed text."""
        language = asked["language"]
        tally = ranking.Tally(ranking.sought([asked["text"]], language), language)
        counted = {
            n: tally.count(self.articles[n]["title"], self.articles[n]["body"], self.sizes[n]) for n in found
        }
        number = self.frequency(f"lang{language}", language)
        weights = [ranking.weight(self.frequency(f'"{w.term}"', language), number) for w in tally.words]
        mean = sum(one.size for one in counted.values()) / max(1, len(counted))
        standing = {n: ranking.standing(one, weights, mean).strength for n, one in counted.items()}
        return sorted(found, key=lambda n: -standing[n])


def ways() -> dict[str, Callable[[Table, Table, Article, str], list[int]]]:
    """Gives the ways of ranking: a name and a function of the tables without and with lengths."""

    def reread(number: int) -> Callable[[Table, Table, Article, str], list[int]]:
        return lambda bare, _, asked, any_: bare.reread(
            bare.found(any_, asked["language"], FACTOR, number), asked
        )

    def all_else_any(bare: Table, _: Table, asked: Article, any_: str) -> list[int]:
        whole = bare.found(any_.replace(" OR ", " AND "), asked["language"], FACTOR, 50)
        return bare.reread(whole or bare.found(any_, asked["language"], FACTOR, 50), asked)

    def all_then_any(bare: Table, _: Table, asked: Article, any_: str) -> list[int]:
        whole = bare.found(any_.replace(" OR ", " AND "), asked["language"], FACTOR, 50)
        others = [n for n in bare.found(any_, asked["language"], FACTOR, 60) if n not in whole]
        return bare.reread(whole, asked) + bare.reread(others, asked)

    return {
        "any, with lengths": lambda _, full, asked, any_: full.found(any_, asked["language"], ONE, 100),
        "any, without lengths": lambda bare, _, asked, any_: bare.found(any_, asked["language"], FACTOR, 100),
        **{f"any, best {number} read": reread(number) for number in (20, 50, 100, 200)},
        "all, else any; 50 read": all_else_any,
        "all, then any; 50 read": all_then_any,
    }


def quality() -> None:
    """Prints a line of nDCG@10 for each way of ranking."""
    articles, asked = list(records("corpus.jsonl.gz")), list(records("queries.jsonl.gz"))
    bare, full = Table.of(articles, sizes=False), Table.of(articles, sizes=True)
    print(" " * 26, *(f"{group.removeprefix('mono '):>11}" for group in GROUPS))
    run = Path(tempfile.gettempdir()) / "layouts.jsonl"
    for name, way in ways().items():
        with run.open("w", encoding="utf-8") as out:
            for one in asked:
                if one["language"] == one["target"] and (match := question(one["text"], one["language"])):
                    ids = [articles[number]["id"] for number in way(bare, full, one, match)]
                    out.write(json.dumps({"qid": one["qid"], "ranking": ids}) + "\n")
        groups = scores(run)["groups"]
        print(f"{name:26}", *(f"{groups[group]['ndcg10']:11.3f}" for group in GROUPS))


def sizes(number: int) -> None:
    """Prints bytes and microseconds an article of each layout, on the synthetic press."""
    with tempfile.TemporaryDirectory() as folder:
        articles = list(read(corpus(Path(folder), number)))
    raw = sum(len(f"{a['title']} {a['body']}".encode()) for a in articles)
    print(f"{number:,} articles, {raw / number:,.0f} bytes of text each")
    for name, columns in LAYOUTS.items():
        start = time.process_time()
        rows = [(columns(a["body"], a["lang"]), columns(a["title"], a["lang"])) for a in articles]
        analysed = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            size = _filled(Path(folder) / "index.db", rows)
        inserted = time.process_time()
        analysis, insert = (1e6 * spent / number for spent in (analysed - start, inserted - analysed))
        print(
            f"{name:14}{size / number:8,.0f} bytes {size / raw:6.2f} of the text"
            f"{analysis:8,.0f} µs analysis {insert:6,.0f} µs insert"
        )


def _filled(path: Path, rows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]]) -> int:
    width = len(rows[0][0])
    names = ", ".join(f"c{at}" for at in range(2 * width))
    index = sqlite3.connect(path)
    index.execute(f"create virtual table t using fts5({names}, content='', columnsize=0)")
    index.execute("insert into t(t, rank) values ('hashsize', 67108864)")
    index.executemany(
        f"insert into t(rowid, {names}) values ({', '.join('?' * (2 * width + 1))})",
        # column order: body, title, then the relatives of both
        [(at, *(part for pair in zip(*row, strict=True) for part in pair)) for at, row in enumerate(rows)],
    )
    index.execute("insert into t(t) values ('optimize')")
    index.commit()
    size: int = index.execute("select sum(length(block)) from t_data").fetchone()[0]
    index.close()
    return size


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", action="store_true", help="measure layouts on synthetic articles")
    parser.add_argument("--number", type=int, default=5_000, help="how many synthetic articles")
    given = parser.parse_args()
    if given.sizes:
        sizes(given.number)
    else:
        quality()
