"""The five real captures that the project starts from, read and held against what a careful reader finds.

They are no part of the project; the folder that holds them is named by ARCHIVE_SHARED.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from archive.documents import CaptionKind, Capture, Clipping, LineRole, LinkKind
from archive.parse import KnownOutlets, parse
from archive.text import fold

SHARED = os.environ.get("ARCHIVE_SHARED")
FOLDER = Path(SHARED or ".") / "seeds"
TRUTH: list[dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text("utf-8")) if SHARED else []

pytestmark = pytest.mark.skipif(not SHARED, reason="ARCHIVE_SHARED names no folder with the real captures")
captures = pytest.mark.parametrize("truth", TRUTH, ids=lambda truth: str(truth["file"])[:3])


def read(truth: dict[str, Any], outlets: KnownOutlets | None = None) -> Clipping:
    content = (FOLDER / truth["file"]).read_bytes()
    clipping = parse(Capture(content, truth["file"]), outlets=outlets)
    assert isinstance(clipping, Clipping)
    return clipping


def told(text: str | None) -> str | None:
    return None if text is None else fold(text)


@captures
def test_the_language_and_the_outlet_are_those_that_the_text_states(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    assert clipping.language == truth["language"]
    assert told(clipping.outlet) == told(truth["outlet"])


@captures
def test_the_head_is_read_as_printed_and_never_made_up(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    titles = [truth["title"], *truth.get("title_alternatives", [])]
    assert clipping.title in titles
    if clipping.title == truth["title"]:
        assert told(clipping.standfirst) == told(truth["standfirst"])
    else:
        assert truth["title"] in (clipping.kicker, clipping.section)


@captures
def test_kicker_and_section_are_those_printed_and_may_trade_places_where_the_page_leaves_it_open(
    truth: dict[str, Any],
) -> None:
    clipping = read(truth)
    if "accept either" in (truth.get("section_note") or ""):
        assert {clipping.kicker, clipping.section} == {truth["kicker"], truth["section"]}
    else:
        assert clipping.kicker == truth["kicker"]
        assert clipping.section == truth["section"]


@captures
def test_authors_are_named_as_printed(truth: dict[str, Any]) -> None:
    assert [byline.name for byline in read(truth).authors] == truth["authors"]


@captures
def test_the_stated_date_is_read_to_its_precision_and_an_implied_one_stands_apart(
    truth: dict[str, Any],
) -> None:
    clipping = read(truth)
    published = clipping.published
    assert (published.value if published else None) == truth["published"]
    assert (published.precision if published else None) == truth["published_precision"]
    implied = clipping.implied
    assert implied is None or implied.value == truth["published_inferred"]


def test_a_day_is_implied_where_the_text_says_yesterday_with_its_date() -> None:
    months = [truth for truth in TRUTH if truth["published_precision"] == "month"]
    assert [str(read(truth).implied) for truth in months] == [truth["published_inferred"] for truth in months]
    assert months


@captures
def test_the_body_is_all_of_the_paragraphs_and_nothing_else(truth: dict[str, Any]) -> None:
    paragraphs = read(truth).body.split("\n\n")
    assert [fold(paragraph) for paragraph in paragraphs] == [fold(paragraph) for paragraph in truth["body"]]
    assert len(paragraphs) == truth["body_paragraphs"]


@captures
def test_related_links_keep_their_group_their_blurb_and_their_order(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    expected = [link for link in truth["related"] if link["title"] != truth["title"]]
    assert [(told(link.title), told(link.blurb)) for link in clipping.related] == [
        (told(link["title"]), told(link["blurb"])) for link in expected
    ]
    for link, other in zip(clipping.related, expected, strict=True):
        label = other["group"].removeprefix("inline (").removesuffix(")")
        assert link.group == label
        assert (link.kind is LinkKind.INLINE) == other["group"].startswith("inline")
        assert link.truncated == bool(link.blurb and link.blurb.endswith("..."))


@captures
def test_captions_and_credits_are_told_apart(truth: dict[str, Any]) -> None:
    captions = read(truth).captions
    assert [c.text for c in captions if c.kind is CaptionKind.CAPTION] == truth["captions"]
    credits = [c.text for c in captions if c.kind is CaptionKind.CREDIT]
    assert credits == ([truth["credit"]] if truth.get("credit") else [])


@captures
def test_tags_are_split_at_every_dash_unless_the_outlet_is_known_for_one_with_a_dash(
    truth: dict[str, Any],
) -> None:
    tags = tuple(truth["tags"] or ())
    split = tuple(part for tag in tags for part in tag.split(" - "))
    assert read(truth).tags in (tags, split)
    if truth["outlet"]:
        known = KnownOutlets.of([{"name": truth["outlet"], "tags": list(tags)}])
        assert read(truth, known).tags == tags


@captures
def test_what_is_no_part_of_the_article_is_in_none_of_its_fields(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    kept = {
        fold(line) for line in (*clipping.body.split("\n\n"), clipping.title or "", clipping.standfirst or "")
    }
    assert kept.isdisjoint(map(fold, truth["drop"]))
    roles = {fold(line.text): line.role for line in clipping.lines}
    assert LineRole.BODY not in {roles[fold(line)] for line in truth["drop"]}


@captures
def test_every_field_says_where_it_was_read(truth: dict[str, Any]) -> None:
    clipping = read(truth)
    fields = ("title", "kicker", "standfirst", "section", "body", "authors", "published", "tags", "related")
    read_fields = {name for name in fields if getattr(clipping, name)}
    assert read_fields <= clipping.origins.keys()
    assert all(0 < origin.confidence <= 1 for origin in clipping.origins.values())
