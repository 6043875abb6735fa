"""What was fetched from an address keeps it, with its origin, through an export and into another archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done
from loopback import HTML, TEXT, Answer, article, hurried, serving
from pdfs import pdf

import archive
from archive.documents import Capture, Clipping
from archive.parse import parse
from tests.test_feeds import SUMMARY, item, rss
from tests.test_pdf import BODY, HEAD, SECOND
from tests.test_press_exports import rtf, word

Run = Callable[..., Done]

PASTED = "Le pont sera réparé\n\n" + "\n\n".join(TEXT)
ADDRESS = "https://delta.example/pont"
RECORD = json.dumps({"title": "Le pont sera réparé", "body": TEXT[0]}).encode()
ROW = f"title,text\nLe pont,{json.dumps(TEXT[0], ensure_ascii=False)}\n".encode()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def read(content: bytes, media_type: str, address: str | None = ADDRESS) -> Clipping:
    found = parse(Capture(content, "place", media_type, address=address))
    assert isinstance(found, Clipping), found
    return found


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PASTED.encode(), "text/plain"),
        (pdf([[*HEAD, *BODY], SECOND]), "application/pdf"),
        (rtf(PASTED), "application/rtf"),
        (zipfile.ZipFile(io.BytesIO(word(PASTED))).read("word/document.xml"), WORD),
        (article("Le pont sera réparé"), "text/html"),
    ],
)
def test_a_page_that_states_no_address_has_that_of_its_capture(content: bytes, media_type: str) -> None:
    found = read(content, media_type, f"{ADDRESS}?utm_source=x")
    assert (found.address, found.origins["address"].place) == (ADDRESS, "address of the capture")
    for address in (None, "https://delta.example/", "urn:isbn:1"):
        bare = read(content, media_type, address)
        assert (bare.address, "address" in bare.origins) == (None, False)


@pytest.mark.parametrize(("content", "media_type"), [(RECORD, "application/json"), (ROW, "text/csv")])
def test_a_record_never_has_the_address_of_its_file(content: bytes, media_type: str) -> None:
    assert read(content, media_type).address is None


def test_what_a_record_says_of_origins_is_all_that_is_known_of_them() -> None:
    values = {"title": "Le pont", "body": TEXT[0], "language": "fr"}
    told = {"title": {"place": "line 1", "confidence": 0.5}}
    without = read(json.dumps(values).encode(), "application/json")
    assert {name: origin.place for name, origin in without.origins.items()} == {
        name: f"record: {name}" for name in values
    }
    with_some = read(json.dumps({**values, "origins": told}).encode(), "application/json")
    assert {name: origin.place for name, origin in with_some.origins.items()} == {"title": "line 1"}


def test_an_export_of_what_was_fetched_is_the_same_out_of_another_archive(
    run: Run, press: archive.Archive, db: Path, tmp_path: Path
) -> None:
    pages = {
        "/pont.txt": Answer(200, PASTED.encode(), {"Content-Type": "text/plain; charset=utf-8"}),
        "/bac.pdf": Answer(200, pdf([[*HEAD, *BODY], SECOND]), {"Content-Type": "application/pdf"}),
        "/grue.rtf": Answer(200, rtf(PASTED.replace("pont", "quai"))),
        "/digue": Answer(200, article("La digue", TEXT[2], TEXT[1]), HTML),
        "/feed": Answer(200, rss(item(description=SUMMARY, pubDate="Wed, 04 Mar 2026 09:30:00 CST"))),
    }
    with serving(pages) as site:
        found = [
            outcome.result
            for page in pages
            for outcome in press.ingest(site.at(page), private=True, web=hurried())
        ]
    assert set(found) == {"new"}
    exported = run("export", db=db).out
    assert run("ingest", "-", "-q", db=tmp_path / "copy.db", stdin=exported.encode()).code == 0
    assert run("export", db=tmp_path / "copy.db").out == exported
    places = [json.loads(line)["origins"]["address"]["place"] for line in exported.splitlines()]
    assert set(places) == {"address of the capture"}
