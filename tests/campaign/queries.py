"""F11: whatever is typed is a query; the command line and Python answer it alike."""

from __future__ import annotations

import io
import json
import sqlite3
import time
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random

import archive
from archive.cli import main

from .corpus import NAMES, PLACES, WORDS, record, texts
from .frame import Result, Turn

SIGNS = (
    *"\" ' ( ) * ^ - + : { } [ ] , . ; ! ? / \\ | & ~ # % @ = < > _ « » “ ” …".split(),
    *(
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "ET",
        "OU",
        "SAUF",
        "NEAR/3",
        "title:",
        "titre:",
        "outlet:",
        "on:",
        "after:",
    ),
    *(
        "before:2023",
        "on:2022-05",
        "has:title",
        "-has:",
        "lang:fr",
        "author:",
        "tag:",
        "*:*",
        "rowid",
        "rank",
        "body",
    ),
    *(
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\u200f",
        "\ufeff",
        "\ud800",
        "\u0301",
        "\U0001f600",
        "٣",
        "١٩٩٩",
        "０",
        "ﷺ",
    ),
    *(
        "الحموشي",
        "مُحَمَّد",
        "وبالمدرسة",
        "Hammouchi",
        "œuvre",
        "İstanbul",
        "ß",
        "漢字",
        "-" * 70,
        '"' * 9,
        "(" * 60,
    ),
)
SLOW = 2.0
BY_COMMAND = 25
"""One query in so many is asked on the command line as well."""


def typed(chance: Random) -> str:
    """Gives a query as nobody should have to type it."""
    words = (*WORDS[:12], *PLACES[:4], *NAMES[:2])
    parts = [chance.choice(SIGNS if chance.random() < 0.6 else words) for _ in range(chance.randint(0, 12))]
    return chance.choice(("", " ", " ", " ")).join(parts)


def asked(turn: Turn, raw: bool = False) -> Result:
    """F11: asks `count` queries in Python, and some on the command line: no error, nothing slow, the same hits."""
    path = turn.place("asked") / "archive.db"
    folder = turn.place("captures")
    texts(folder, 20, turn.chance)
    with archive.open(path) as press:
        list(press.ingest(folder))
        for number in range(20):
            row = record(turn.chance, number)
            press.add(archive.Clipping(title=str(row["title"]), body=str(row["body"]), language="fr"))
    result = Result()
    with archive.open(path) as press, closing(sqlite3.connect(path)) as connection:
        while result.done < turn.count:
            query = typed(turn.chance)
            result.done += 1
            if raw:
                result.blame(repr(query), _matched(connection, query))
                continue
            began = time.monotonic()
            try:
                hits = [hit.id for hit in press.search(query).hits]
            except Exception as error:
                result.blame(repr(query), [f"{type(error).__name__}: {error}"])
                continue
            if (seconds := time.monotonic() - began) > SLOW:
                result.blame(repr(query), [f"took {seconds:.1f} s"])
            if result.done % BY_COMMAND == 0:
                result.blame(repr(query), _by_command(path, query, hits))
    result.told = f"{result.done} queries, {result.done // BY_COMMAND} on the command line too"
    return result


def _by_command(path: Path, query: str, hits: list[int]) -> list[str]:
    said, complained = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(said), redirect_stderr(complained):
            main(["--db", str(path), "search", "--format", "json", "--", query])
        code = 0
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except Exception as error:
        return [f"on the command line: {type(error).__name__}: {error}"]
    if code:
        return [f"ended with {code}: {complained.getvalue()[-200:]}"]
    found = [row["id"] for row in json.loads(said.getvalue())]
    return [] if found == hits else [f"the command line finds {found}, Python {hits}"]


def _matched(connection: sqlite3.Connection, query: str) -> list[str]:
    try:
        connection.execute(
            "SELECT count(*) FROM article_index WHERE article_index MATCH ?", (query,)
        ).fetchone()
    except (sqlite3.Error, UnicodeEncodeError) as error:
        return [str(error)]
    return []


def asked_control(turn: Turn) -> Result:
    """Takes away the reader of queries: FTS5 gets what was typed."""
    return asked(turn, raw=True)
