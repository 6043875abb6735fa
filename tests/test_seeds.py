"""The reader on the project's own captures, and archive.db as the archive of them.

What is exact for every capture is asserted for every capture; the share of exact fields is a floor that only goes up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive import database
from archive.documents import CaptionKind, Capture, Clipping, Refusal, Role
from archive.parse import KnownOutlets, parse
from archive.text import fold
from tests.conftest import ROOT, SEEDS

TRUTH: list[dict[str, Any]] = json.loads((SEEDS / "truth.json").read_text("utf-8"))
OUTLETS = KnownOutlets.of(json.loads((SEEDS / "outlets.json").read_text("utf-8")))
TABLES = (
    "outlets authors tags outlet_spellings author_spellings tag_spellings outlet_tags articles bylines article_tags"
    " captions related_links captures revisions field_origins signatures postings index_state alembic_version"
).split()

captures = pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: str(truth["file"])[:2])


def read(truth: Mapping[str, Any]) -> Clipping:
    content = (SEEDS / "captures" / truth["file"]).read_bytes()
    clipping = parse(Capture(content, truth["file"]), outlets=OUTLETS)
    assert isinstance(clipping, Clipping), clipping
    return clipping


def names(clipping: Clipping, role: Role) -> list[str]:
    return [fold(byline.name) for byline in clipping.authors if byline.role is role]


def texts(clipping: Clipping, kind: CaptionKind) -> list[str]:
    return [fold(caption.text) for caption in clipping.captions if caption.kind is kind]


def folded(values: list[str] | None) -> list[str]:
    return [fold(value) for value in values or []]


Check = Callable[[Clipping, Mapping[str, Any]], bool]
CHECKS: dict[str, Check] = {
    "title": lambda c, t: c.title in (t["title"], *t.get("title_alternatives", ())),
    "standfirst": lambda c, t: fold(c.standfirst or "") == fold(t["standfirst"] or ""),
    "kicker or section": lambda c, t: (
        {c.kicker, c.section} == {t["kicker"], t["section"]}
        or t.get("kicker_or_section", "?") in (c.kicker, c.section)
    ),
    "outlet": lambda c, t: c.outlet == t["outlet"],
    "authors": lambda c, t: names(c, Role.AUTHOR) == folded(t["authors"]),
    "agencies": lambda c, t: names(c, Role.AGENCY) == folded(t["agencies"]),
    "published": lambda c, t: (c.published.value if c.published else None) == t["published"],
    "implied": lambda c, t: c.implied is None or c.implied.value == t["implied"],
    "language": lambda c, t: c.language == t["language"],
    "tags": lambda c, t: folded(list(c.tags)) in (folded(t["tags"]), folded(t.get("tags_alternatives"))),
    "captions": lambda c, t: texts(c, CaptionKind.CAPTION) == folded(t["captions"]),
    "credits": lambda c, t: texts(c, CaptionKind.CREDIT) == folded(t["credits"]),
    "body": lambda c, t: c.body.split("\n\n") == t["body"],
    "related": lambda c, t: (
        [fold(link.title or "") for link in c.related] == [fold(link["title"] or "") for link in t["related"]]
    ),
}
FLOOR = 0.99


@captures
def test_nothing_is_invented(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    for field in ("title", "outlet", "published"):
        if truth[field] is None:
            assert getattr(clipping, field) is None, field
    if not truth["authors"] and not truth["agencies"]:
        assert clipping.authors == ()


def test_the_share_of_fields_read_exactly_only_goes_up() -> None:
    wrong = [
        f"{truth['file']}: {field}"
        for truth in TRUTH
        for field, check in CHECKS.items()
        if not check(read(truth), truth)
    ]
    share = 1 - len(wrong) / (len(TRUTH) * len(CHECKS))
    print(f"{share:.4f}", *wrong, sep="\n")
    assert share >= FLOOR


@pytest.mark.parametrize("name", ["empty.txt", "spaces.txt", "picture.txt", "navigation-only.txt"])
def test_what_holds_no_article_is_refused(name: str) -> None:
    content = (SEEDS / "bad" / name).read_bytes()
    assert isinstance(parse(Capture(content, name), outlets=OUTLETS), Refusal)


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    finally:
        connection.close()


def test_the_committed_archive_is_what_the_seeds_give(seeded: Path) -> None:
    committed = ROOT / "archive.db"
    assert rows(committed, "alembic_version") == [(database.REVISIONS[-1],)]
    for table in TABLES:
        assert rows(committed, table) == rows(seeded, table), f"{table} differs: run `make archive.db`"
