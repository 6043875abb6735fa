"""Pages made to hurt a parser: each is read or refused, in a few seconds, and nothing is fetched or expanded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import parse

SECONDS = 20.0
TITLE = "A channel for the harbour"
ARTICLE = f"<h1>{TITLE}</h1>" + "".join(
    f"<p>On day {n} of the count the committee met again, heard {n} witnesses in the old customs house, and agreed"
    " on the depth of the channel, but not on who should pay for the dredger or for the lost nets.</p>"
    for n in range(1, 6)
)
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))

READ = {
    "100,000 nested elements": "<html><body>" + "<div>" * 100_000 + ARTICLE + "</div>" * 100_000,
    "300 nested elements": "<html><body>" + "<div>" * 300 + ARTICLE + "</div>" * 300,
    "300,000 links": "<html><body>" + ARTICLE + '<a href="/x">link</a>' * 300_000,
    "links in a list": "<html><body>"
    + ARTICLE
    + '<li><a href="/some">Another article here</a></li>' * 100_000,
    "billion laughs": f'<!DOCTYPE html [<!ENTITY a0 "ha">{LAUGHS}]><html><body>{ARTICLE}<p>&a11;</p>',
    "outside entity": f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html>{ARTICLE}<p>&x;</p>',
    "400,000 attributes": "<html><body><div " + " ".join(f"a{n}=1" for n in range(400_000)) + ">" + ARTICLE,
    "zeros and control signs": "<html><body>\x00\x01" + ARTICLE.replace("committee", "com\x00mittee"),
    "deep linked data": '<html><script type="application/ld+json">' + "[" * 100_000 + "</script>" + ARTICLE,
    "50,000 authors": "<html>" + '<meta name="author" content="Ann Foster">' * 50_000 + ARTICLE,
    "pictures in the text": '<html><body><img src="data:image/png;base64,' + "A" * 4_000_000 + '">' + ARTICLE,
    "unclosed drawings": "<html><body>" + ARTICLE + "<svg><g>" * 100_000,
}
BOUNDED = {
    "unclosed scripts": "<html><body>" + "<script" * 1_000_000,
    "unclosed comments": "<html><body>" + "<!--" * 1_000_000,
    "half tags": "<html><body>" + "<" * 3_000_000,
    "white space": "<html><body><p>" + " " * 9_000_000,
    "dashes in titles": "<html><title>" + "a - " * 500_000 + "</title>",
    "20,000 headings": "<html><body>" + "<h1>A heading as long as a title</h1>" * 20_000,
}


def timed(content: str) -> Clipping | Refusal:
    before = time.monotonic()
    answer = parse(Capture(content.encode(), "page", media_type="text/html"))
    assert time.monotonic() - before < SECONDS
    return answer


@pytest.mark.parametrize("name", READ)
def test_an_article_is_found_in_a_hostile_page(name: str) -> None:
    clipping = timed(READ[name])
    assert isinstance(clipping, Clipping), clipping
    assert clipping.title == TITLE
    text = f"{clipping.standfirst} {clipping.body}"
    assert [f"day {n}" in text for n in range(1, 6)] == [True] * 5
    assert len(text) < 2000
    assert "root:" not in text


@pytest.mark.parametrize("name", BOUNDED)
def test_a_page_of_nothing_but_noise_is_answered_in_time(name: str) -> None:
    answer = timed(BOUNDED[name])
    assert isinstance(answer, Refusal), answer
    assert answer.reason is Reason.NO_ARTICLE


def test_a_paragraph_of_ten_megabytes_is_read_whole() -> None:
    paragraph = "The committee met again. " * 390_000
    clipping = timed(f"<html><body><h1>{TITLE}</h1><p>{paragraph}</p>")
    assert isinstance(clipping, Clipping)
    assert clipping.body == paragraph.strip()


def test_broken_bytes_are_shown_as_broken_and_counted() -> None:
    content = (
        ("<html><meta charset=utf-8>" + ARTICLE).encode()
        + "<p>Été à la côte.</p>".encode()
        + b"<p>caf\xff\xfe.</p>"
    )
    clipping = parse(Capture(content, "page", media_type="text/html"))
    assert isinstance(clipping, Clipping)
    assert clipping.charset_reason == "UTF-8 with 2 broken bytes, each read as \ufffd"


def test_bytes_that_are_no_text_are_refused_whatever_the_media_type() -> None:
    answer = parse(Capture(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "page", media_type="text/html"))
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.NOT_TEXT


def test_an_mhtml_file_without_a_page_is_refused() -> None:
    answer = parse(
        Capture(
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n",
            "m",
            "multipart/related",
        )
    )
    assert isinstance(answer, Refusal)
    assert answer.detail == "the MHTML file holds no HTML page"


PIECES = st.sampled_from(
    "<p>|</p>|<div class=tags>|<!--|-->|<script>|</script>|<h1>|<a href='//[x'>|</a>|<meta|\">|&#0;|&#xD800;|\ufeff"
    '|\x00| property="og:title" content="|2022-13-45|By |<svg>|<br>|{|]'.split("|")
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_page_makes_the_reader_fail(pieces: list[str]) -> None:
    text = "<html>" + "".join(pieces) + ARTICLE
    assert isinstance(
        parse(Capture(text.encode("utf-8", "replace"), "p", media_type="text/html")), Clipping | Refusal
    )
