"""Saved pages of the invented press, read and held against their readings; how each field is chosen."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive.capture import Opening, open_source
from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import KnownOutlets, parse
from archive.parse.html.dates import read_moment
from archive.parse.html.rules import SELECTORS, load_rules, path_of
from archive.parse.html.titles import likeness, without_site

FOLDER = Path(__file__).parent / "pages"
READINGS: dict[str, dict[str, Any]] = json.loads((FOLDER / "readings.json").read_text("utf-8"))
PARAGRAPHS = "".join(
    f"<p>On day {n} of the count the committee of the harbour met again, heard {n} witnesses, and agreed on"
    " the depth of the channel but not on who should pay for the dredger.</p>"
    for n in range(1, 5)
)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(article: dict[str, Any]) -> str:
    thing = {"@type": "NewsArticle", "headline": "A channel for the harbour"} | article
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


SITE = meta("og:site_name", "The Tide")
SLUG = '<link rel="canonical" href="https://tide.example/who-pays-for-the-dredger">'


def capture_of(name: str) -> Capture:
    (found,) = open_source(str(FOLDER / name), Opening(cap=10**6))
    assert isinstance(found, Capture)
    return found


def page(head: str = "", body: str = "<h1>A channel for the harbour</h1>", after: str = "") -> Capture:
    html = f"<html><head>{head}</head><body>{body}<div>{PARAGRAPHS}</div>{after}</body></html>"
    return Capture(html.encode(), "page.html", media_type="text/html")


def read(capture: Capture) -> Clipping:
    clipping = parse(capture)
    assert isinstance(clipping, Clipping), clipping
    return clipping


def summary(clipping: Clipping) -> dict[str, Any]:
    """Gives the fields of a clipping as the readings list them, each paragraph by its first words."""
    fields = ("title", "kicker", "standfirst", "section", "outlet", "language", "address", "charset")
    values = {name: getattr(clipping, name) for name in fields}
    values |= {
        "published": str(clipping.published) if clipping.published else None,
        "authors": [[byline.name, byline.role.value] for byline in clipping.authors],
        "tags": list(clipping.tags),
        "captions": [[caption.text, caption.kind.value] for caption in clipping.captions],
        "related": [[link.title, link.address, link.group, link.kind.value] for link in clipping.related],
        "body": [" ".join(paragraph.split()[:5]) for paragraph in clipping.body.split("\n\n")],
    }
    return {name: value for name, value in values.items() if value}


def test_every_golden_page_has_its_reading() -> None:
    assert {path.name for path in FOLDER.iterdir()} - {"readings.json"} == set(READINGS)


@pytest.mark.parametrize("name", READINGS)
def test_a_golden_page_is_read_as_a_careful_reader_would(name: str) -> None:
    answer = parse(capture_of(name))
    if isinstance(answer, Refusal):
        assert {"refused": answer.reason.value, "fact": answer.detail} == READINGS[name]
    else:
        assert summary(answer) == READINGS[name]
        assert set(answer.origins) >= {"title", "body", "language", "published", "authors"}


def test_each_outlet_rule_has_its_golden_page() -> None:
    told = {clipping.origins["authors"].place for name in READINGS if (clipping := golden(name))}
    for rule in load_rules():
        assert any(f"{rule.domain} since {rule.valid_from}" in place for place in told), rule


def golden(name: str) -> Clipping | None:
    answer = parse(capture_of(name))
    return answer if isinstance(answer, Clipping) and "authors" in answer.origins else None


def test_a_rule_holds_from_its_day_and_names_known_fields() -> None:
    assert all(
        set(rule.paths) <= set(SELECTORS) and rule.valid_from < date(2100, 1, 1) for rule in load_rules()
    )
    with pytest.raises(ValueError, match="no selector"):
        path_of("a > b")


@pytest.mark.parametrize(
    ("head", "body", "title", "place"),
    [
        (meta("og:title", "The harbour"), "<h1>Log in</h1><h1>The harbour</h1>", "The harbour", "h1"),
        (f"<title>A new channel | The Tide</title>{SITE}", "", "A new channel", "<title>"),
        (meta("og:title", "Old news"), "<nav><h1>Sports</h1></nav>", "Old news", "og:title"),
        (meta("og:title", "Who pays?"), "<h1>Harbour: Who pays?</h1>", "Harbour: Who pays?", "h1"),
    ],
)
def test_the_title_is_the_heading_that_agrees_with_what_the_page_declares(
    head: str, body: str, title: str, place: str
) -> None:
    clipping = read(page(head, body))
    assert (clipping.title, clipping.origins["title"].place) == (title, place)


def test_titles_are_likened_by_their_words_and_lose_only_the_name_of_the_site() -> None:
    assert likeness("A channel, at last", "A channel at last!") == 1.0
    assert 0 < likeness("A channel at last", "At last the ferry sails") < 0.6
    names = frozenset({"thetide"})
    assert without_site("Wind and rain - a diary - The Tide", names) == "Wind and rain - a diary"
    assert without_site("Wind and rain - a diary", names) == "Wind and rain - a diary"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-04-30T16:00:34.123+0200", "2024-04-30T16:00+02:00"),
        ("2024-04-30 16:00:34 +02:00", "2024-04-30T16:00+02:00"),
        ("2024-04-30T16:00:00Z", "2024-04-30T16:00+00:00"),
        ("2024-04-30T16:00:00", "2024-04-30T16:00"),
        ("2024-04-30", "2024-04-30"),
        ("2024-02-31", None),
        ("2024-04-30T25:00:00Z", None),
        ("yesterday", None),
    ],
)
def test_a_stated_moment_keeps_hour_minute_and_offset_and_no_impossible_day(
    text: str, moment: str | None
) -> None:
    found = read_moment(text)
    assert (str(found) if found else None) == moment


def test_what_is_printed_for_readers_stands_over_the_same_instant_in_utc() -> None:
    stated = meta("article:published_time", "2022-05-24T23:59:00Z")
    body = "<h1>A channel for the harbour</h1><p>25 May 2022, 01:59</p>"
    assert str(read(page(stated, body)).published) == "2022-05-25T01:59+02:00"
    other = "<h1>A channel for the harbour</h1><p>25 May 2022, 01:23</p>"
    assert str(read(page(stated, other)).published) == "2022-05-24T23:59+00:00"


def test_the_day_on_which_a_page_was_saved_dates_nothing() -> None:
    saved = "<!-- Page saved with SingleFile url: https://tide.example/a saved date: Fri Nov 21 2025 -->"
    clipping = read(page(saved))
    assert (clipping.published, clipping.address) == (None, "https://tide.example/a")


PRINTED = "<h1>A channel for the harbour</h1><p>15 April 2024, 10:02</p>"
UNDATED = "<h1>A channel for the harbour</h1><p>By Ann Foster</p>"
OTHER = '<time datetime="2022-01-01">1 January 2022</time>'


@pytest.mark.parametrize(
    ("body", "after", "published"),
    [
        (PRINTED, f"<aside><h4>Read next</h4><div>A new ferry {OTHER}</div></aside>", "2024-04-15T10:02"),
        (PRINTED, f'<div id="comments"><b>Ray</b> {OTHER}</div>', "2024-04-15T10:02"),
        (
            PRINTED,
            f'<div><h4>More stories</h4><p><a href="/a">A new ferry</a>{OTHER}</p></div>',
            "2024-04-15T10:02",
        ),
        (f"<header>{OTHER}</header>{PRINTED}", "", "2024-04-15T10:02"),
        (
            f"<header>{OTHER}</header><h1>A channel for the harbour</h1><time datetime='2024-04-15'>Monday</time>",
            "",
            "2024-04-15",
        ),
        (UNDATED, f"<aside><h4>Read next</h4><div>A new ferry {OTHER}</div></aside>", None),
        (UNDATED, f"<h4>Related articles</h4><p>A new ferry for the isles {OTHER}</p>", None),
        (UNDATED, f'<div id="comments"><p>3 comments</p><p>Ray</p><p>{OTHER}</p></div>', None),
        (UNDATED, "<figure><figcaption>The quay, 3 May 2021. Photo: AFP</figcaption></figure>", None),
        (f"<p>{OTHER}</p>{UNDATED}", "", "2022-01-01"),
        (UNDATED, f"<p>{OTHER}</p>", "2022-01-01"),
    ],
)
def test_the_time_of_another_article_or_of_a_comment_is_not_that_of_this_one(
    body: str, after: str, published: str | None
) -> None:
    clipping = read(page("", body, after))
    assert (str(clipping.published) if clipping.published else None) == published


def test_a_date_stated_among_the_elements_counts_where_one_alone_is() -> None:
    stated = '<meta itemprop="datePublished" content="2024-04-12T10:00:00+01:00">'
    body = "<h1>A channel for the harbour</h1>"
    assert str(read(page("", stated + body)).published) == "2024-04-12T10:00+01:00"
    others = '<div><meta itemprop="datePublished" content="2022-01-01"></div>' * 30
    assert read(page("", body, stated + others)).published is None


@pytest.mark.parametrize("section", ["Non classé", "Uncategorized", "غير مصنف", "Sin categoría", "Allgemein"])
def test_what_a_program_files_nowhere_has_no_section(section: str) -> None:
    assert read(page(meta("article:section", section))).section is None
    assert read(page(linked({"articleSection": section}))).section is None


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (meta("author", "Redaktion"), "<p>By Ann Foster</p>", ["Ann Foster"]),
        (SITE + meta("author", "The Tide"), "<p>By Ann Foster</p>", ["Ann Foster"]),
        (meta("author", "Ann Foster, Bo Hill"), "", ["Ann Foster", "Bo Hill"]),
        (meta("article:author", "https://tide.example/ann"), "", []),
        (meta("author", "AFP"), "", ["AFP"]),
        (meta("author", "By Ann Foster"), "", ["Ann Foster"]),
        (meta("author", "Par Ann Foster et Bo Hill"), "", ["Ann Foster", "Bo Hill"]),
        (
            linked({"author": {"@type": "Person", "name": "By Ann Foster and Bo Hill"}}),
            "",
            ["Ann Foster", "Bo Hill"],
        ),
        (meta("author", "Di Marzio"), "", ["Di Marzio"]),
        (meta("author", "admin"), "", []),
        (meta("author", "admin"), "<p>Ann Foster</p><p>15 April 2024</p>", ["Ann Foster"]),
    ],
)
def test_people_are_named_before_organisations_and_addresses_are_no_names(
    head: str, body: str, authors: list[str]
) -> None:
    clipping = read(page(head, "<h1>A channel for the harbour</h1>" + body))
    assert [byline.name for byline in clipping.authors] == authors


def test_authors_of_other_articles_are_not_those_of_this_one() -> None:
    after = '<aside><h3>Related</h3><a rel="author" href="/x">By Other Person</a></aside>'
    assert read(page(after=after)).authors == ()


@pytest.mark.parametrize(
    ("head", "tags"),
    [
        (meta("keywords", "Harbour, Dredgers, news"), ("Harbour", "Dredgers")),
        (meta("article:tag", "Tides") + meta("keywords", "other"), ("Tides",)),
        (meta("article:section", "Ports") + meta("keywords", "Ports, Tides"), ("Tides",)),
        (SLUG + meta("keywords", "who, pays, dredger, for"), ()),
        (linked({"keywords": ["Subject: Tides", "Length: Long"]}), ("Tides",)),
        (linked({"keywords": "Tides,Ports"}).replace("}", ",}"), ("Tides", "Ports")),
    ],
)
def test_tags_are_subjects_and_nothing_generic(head: str, tags: tuple[str, ...]) -> None:
    assert read(page(head)).tags == tags


def test_a_known_outlet_is_found_by_the_domain_of_the_page() -> None:
    known = KnownOutlets.of([{"name": "The Morning Tide", "domains": ["tide.example"]}])
    capture = page('<link rel="canonical" href="https://www.tide.example/a">')
    clipping = parse(capture, outlets=known)
    assert isinstance(clipping, Clipping)
    assert clipping.outlet == "The Morning Tide"


def test_the_address_of_a_page_out_of_a_web_archive_is_its_own() -> None:
    head = '<link rel="canonical" href="https://web.archive.org/web/20200101000000/https://tide.example/a">'
    assert read(page(head)).address == "https://tide.example/a"


def test_a_page_that_declares_nothing_is_read_all_the_same() -> None:
    clipping = read(page())
    assert (clipping.title, clipping.outlet, clipping.published) == ("A channel for the harbour", None, None)
    assert len(clipping.body.split("\n\n")) == 4


@pytest.mark.parametrize(
    ("html", "reason", "fact"),
    [
        ("", Reason.EMPTY, "white space"),
        ("<html><body></body></html>", Reason.NO_ARTICLE, "0 letters"),
        ("<html><body><p>Soon.</p></body></html>", Reason.NO_ARTICLE, "letters of running text"),
        (
            "<html><title>404</title><body><p>" + "Nothing is here any more. " * 9,
            Reason.NOT_FOUND_PAGE,
            "error page",
        ),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_fact(html: str, reason: Reason, fact: str) -> None:
    answer = parse(Capture(html.encode(), "page", media_type="text/html"))
    assert isinstance(answer, Refusal)
    assert answer.reason is reason
    assert fact in answer.detail
