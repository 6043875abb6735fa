"""What an archive exports is filed again, whatever another tool left in it; what a person mistyped is refused."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Done

import archive
from archive.addresses import canonical
from archive.documents import (
    Byline,
    Caption,
    Capture,
    Clipping,
    Link,
    Origin,
    Precision,
    PressDate,
    Refusal,
    Wording,
)
from archive.parse.record import read_values
from archive.parse.stated import with_stated

Run = Callable[..., Done]

MOMENT = "2024-01-02T03:04:05Z"
ORIGINAL = Capture(b"the page", "page.html", "text/html", datetime(2024, 1, 2, tzinfo=UTC))
FULL = Clipping(
    title="Le bac reprend à Larache",
    body="Le bac de Larache a repris lundi matin.\n\nLa traversée dure un quart d'heure.",
    outlet="Le Fil du Delta",
    outlet_facts={"home": "https://delta.example/", "country": "MA", "language": "fr"},
    authors=(Byline("Nadia Exemple", printed="Par Nadia Exemple"), Byline("Omar Modèle")),
    published=PressDate("2024-01-02", Precision.DAY),
    language="fr",
    address="https://delta.example/bac",
    captions=(Caption("Le bac à quai"), Caption("DR")),
    related=(Link("Le pont est fermé"), Link("La digue", "https://delta.example/digue")),
    origins={"title": Origin("line 1", 0.9), "section": Origin("person")},
    corrected=frozenset({"section"}),
    revisions=(Wording("Le bac de Larache reprend.", replaced_at=MOMENT),),
    added_at=MOMENT,
    slug="bac",
)


def record_of(path: Path) -> dict[str, Any]:
    with archive.open(path) as press:
        (record,) = press.export()
        return record


def changed(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def carried_over(run: Run, db: Path, copy: Path) -> tuple[Done, dict[str, Any]]:
    """Gives what an ingest of an archive's export into another says, and the article there."""
    exported = run("export", db=db).out
    done = run("ingest", "-", db=copy, stdin=exported.encode())
    return done, record_of(copy)


ACCEPTED = {
    "UPDATE articles SET added_at = '2024-01-02 03:04:05'": ("added_at", MOMENT),
    "UPDATE articles SET added_at = '0001-01-01T00:00:00Z'": ("added_at", "0001-01-01T00:00:00Z"),
    "UPDATE articles SET added_at = '9999-12-31 23:59:59'": ("added_at", "9999-12-31T23:59:59Z"),
    "UPDATE articles SET published = '1550-01-02'": ("published", "1550-01-02"),
    "UPDATE articles SET published = '2150-01-02'": ("published", "2150-01-02"),
    "UPDATE articles SET published = '0001-01-01'": ("published", "0001-01-01"),
    "UPDATE articles SET published = '9999', published_precision = 'year'": ("published", "9999"),
    "UPDATE articles SET published_offset = '+01:00'": ("published", "2024-01-02+01:00"),
    "UPDATE articles SET body = ' '": ("body", ""),
    "UPDATE articles SET body = ''": ("body", ""),
    "UPDATE articles SET title = ' '": ("title", None),
    "UPDATE revisions SET replaced_at = '2024-01-02 03:04:05.678'": (
        "revisions",
        [{"replaced_at": MOMENT, "body": "Le bac de Larache reprend."}],
    ),
    "UPDATE revisions SET title = 'Le bac', body = ' '": (
        "revisions",
        [{"replaced_at": MOMENT, "title": "Le bac", "body": ""}],
    ),
}


@pytest.mark.parametrize("statement", ACCEPTED)
def test_what_sql_may_write_is_filed_as_it_stands(
    run: Run, press: archive.Archive, db: Path, tmp_path: Path, statement: str
) -> None:
    press.add(FULL)
    changed(db, statement)
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    assert (done.code, done.err.splitlines()) == (0, ["1 new, 0 revised, 0 same, 0 refused"])
    field, value = ACCEPTED[statement]
    assert copied.get(field) == value
    assert run("doctor", "--deep", db=tmp_path / "copy.db").code == 0


LEFT_OUT = {
    "UPDATE articles SET added_at = 'yesterday'": ("added_at is no moment", "slug", "bac"),
    "UPDATE articles SET published = '0000', published_precision = 'year'": (
        "published is no date",
        "published",
        None,
    ),
    "UPDATE articles SET address = 'delta.example/bac'": ("address is no web address", "address", None),
    "UPDATE articles SET address = 'mailto:a@b.example'": ("address is no web address", "address", None),
    "UPDATE articles SET language = ''": ("language is empty", "language", "fr"),
    "UPDATE outlets SET name = ' '": ("name in outlet is empty", "outlet", None),
    "UPDATE outlets SET language = ' ', country = ' '": (
        "country in outlet is empty; language in outlet is empty",
        "outlet",
        {"name": "Le Fil du Delta", "home": "https://delta.example/"},
    ),
    "UPDATE authors SET name = ' ' WHERE name = 'Omar Modèle'": (
        "name in authors is empty",
        "authors",
        [{"name": "Nadia Exemple", "role": "author", "printed": "Par Nadia Exemple"}],
    ),
    "UPDATE captions SET text = ' ' WHERE text = 'DR'": (
        "text in captions is empty",
        "captions",
        [{"text": "Le bac à quai", "kind": "caption"}],
    ),
    "UPDATE related_links SET title = ' ' WHERE address IS NULL": (
        "a link in related has neither title nor address",
        "related",
        [{"title": "La digue", "address": "https://delta.example/digue", "kind": "related"}],
    ),
    "UPDATE related_links SET address = 'digue'": (
        "address in related is no web address",
        "related",
        [{"title": "Le pont est fermé", "kind": "related"}, {"title": "La digue", "kind": "related"}],
    ),
    "UPDATE revisions SET body = ' '": ("one of the revisions holds no text", "revisions", None),
    "UPDATE field_origins SET place = '' WHERE field = 'section'": (
        "place in the origin of section is empty",
        "corrected",
        ["section"],
    ),
    "INSERT INTO other_addresses (address, article_id) VALUES ('http//x', 1)": (
        "other_addresses is no web address",
        "other_addresses",
        None,
    ),
}


@pytest.mark.parametrize("statement", LEFT_OUT)
def test_a_value_that_no_reader_takes_is_left_out_of_an_export_alone_and_told(
    run: Run,
    press: archive.Archive,
    db: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    statement: str,
) -> None:
    press.add(FULL)
    changed(db, statement)
    before = record_of(db)
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    told, field, value = LEFT_OUT[statement]
    assert (done.code, f"Left out of -:1: {told}" in caplog.text) == (0, True), caplog.text
    assert copied.get(field) == value
    others = before.keys() - {"added_at", "origins", field}
    assert {name: copied.get(name) for name in others} == {name: before[name] for name in others}


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        ("UPDATE captures SET captured_at = '2024-01-02 03:04:05'", {"captured_at": MOMENT}),
        ("UPDATE captures SET captured_at = 'yesterday'", {"captured_at": None}),
        (
            "UPDATE captures SET source = ' ', media_type = ''",
            {"source": "record", "media_type": "text/plain"},
        ),
    ],
)
def test_no_original_is_lost_to_what_was_said_of_it(
    run: Run, press: archive.Archive, db: Path, tmp_path: Path, statement: str, fields: dict[str, Any]
) -> None:
    press.add(FULL, ORIGINAL)
    changed(db, statement)
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    (capture,) = copied["captures"]
    assert (done.code, base64.b64decode(capture["content"])) == (0, ORIGINAL.content)
    assert {name: capture.get(name) for name in fields} == fields


def test_an_original_of_no_bytes_is_carried_over(
    run: Run, press: archive.Archive, db: Path, tmp_path: Path
) -> None:
    press.add(FULL, Capture(b"", "empty"))
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    assert (done.code, copied["captures"]) == (0, record_of(db)["captures"])


def test_an_original_that_is_not_what_it_says_is_never_left_out_in_silence(press: archive.Archive) -> None:
    press.add(FULL, ORIGINAL)
    (record,) = press.export()
    record["captures"][0]["content"] = base64.b64encode(b"another").decode()
    refused = press.read(Capture(json.dumps(record).encode(), "x", "application/json"))
    assert isinstance(refused, Refusal)
    assert "sha256" in refused.detail


SURROGATE = "\ud800"
BYTES = {"content": base64.b64encode(b"x").decode()}
MISTYPED: dict[str, dict[str, Any]] = {
    "added_at is no moment": {"added_at": "9999-99-99T99:99:99Z"},
    "added_at is no moment like": {"added_at": "0000-00-00T00:00:00Z"},
    "added_at is no": {"added_at": "2024-W01-1"},
    "replaced_at in revisions is no moment": {"revisions": [{"replaced_at": "garbage", "body": "y"}]},
    "holds no text": {"revisions": [{}]},
    "revisions holds no text": {"revisions": [{"replaced_at": MOMENT, "body": " "}]},
    "captured_at in captures is no moment": {"captures": [BYTES | {"captured_at": "2022-99-99T00:00:00Z"}]},
    "charset in captures is not a text": {"captures": [BYTES | {"charset": ["utf-8"]}]},
    "charset_reason in captures is not a text": {"captures": [BYTES | {"charset_reason": {"x": 1}}]},
    "address in captures is not a text": {"captures": [BYTES | {"address": 5}]},
    "address in captures holds half a letter": {"captures": [BYTES | {"address": SURROGATE}]},
    "headers in captures holds half a letter": {"captures": [BYTES | {"headers": SURROGATE}]},
    "stated in captures holds half a letter": {"captures": [BYTES | {"stated": {"a": SURROGATE}}]},
    "stated in captures is not an object": {"captures": [BYTES | {"stated": "a feed"}]},
    "content in captures is not base64": {"captures": [{"content": "é"}]},
    "the content in captures is empty": {"captures": [{"content": ""}]},
    "content in captures is missing": {"captures": [{"source": "x"}]},
    "a field in origins holds half a letter": {"origins": {SURROGATE: {"place": "line 1"}}},
    "is missing": {"origins": {"title": {"confidence": 1}}},
    "not between 0 and 1": {"origins": {"title": {"place": "line 1", "confidence": float("nan")}}},
    "address is no web address": {"address": "delta.example/bac"},
    "address in related is no web address": {"related": [{"title": "t", "address": "digue"}]},
    "name in authors is empty": {"authors": [{"name": " "}]},
    "text in captions is empty": {"captions": [{"text": ""}]},
    "published is no date": {"published": "2024-02-30"},
    "language is empty": {"language": ""},
    "no body": {"body": " ", "slug": "x", "added_at": MOMENT},
}


@pytest.mark.parametrize("detail", MISTYPED)
def test_what_a_person_mistyped_is_refused_by_name(run: Run, db: Path, detail: str) -> None:
    line = json.dumps({"body": "Un texte.", **MISTYPED[detail]})
    done = run("ingest", "-", db=db, stdin=line.encode())
    assert (done.code, detail in done.out, "bad record" in done.out) == (4, True, True), done.out + done.err


@pytest.mark.parametrize("body", [None, 5, SURROGATE])
def test_an_export_has_a_text_or_is_none(run: Run, db: Path, body: Any) -> None:
    line = json.dumps({"id": 1, "slug": "x", "added_at": MOMENT, "title": "Le bac", "body": body})
    assert run("ingest", "-", db=db, stdin=line.encode()).code == 4


def test_a_moment_is_kept_in_universal_time() -> None:
    for written in ("2024-01-02 03:04:05", "2024-01-02T04:04:05+01:00", "2024-01-02T03:04:05.9Z", MOMENT):
        read = read_values({"body": "x", "added_at": written})
        assert isinstance(read, Clipping)
        assert read.added_at == MOMENT


def large(number: int, size: int) -> Capture:
    return Capture(bytes([65 + number]) * size, f"page {number}")


@pytest.mark.parametrize("sizes", [(9_000,), (4_000, 4_000, 4_000)])
def test_an_article_is_carried_over_with_all_the_originals_that_were_within_the_cap(
    run: Run,
    press: archive.Archive,
    db: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sizes: tuple[int, ...],
) -> None:
    press.add(replace(FULL, captures=tuple(large(*one) for one in enumerate(sizes))))
    monkeypatch.setenv("ARCHIVE_CAPTURE_CAP", "10000")
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    assert (done.code, copied["captures"]) == (0, record_of(db)["captures"])


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"body": "a " * 6_000}, "the line without its originals is larger than 10,000 bytes"),
        (
            {"body": "a " * 6_000, "captures": [BYTES]},
            "the line without its originals is larger than 10,000 bytes",
        ),
        ({"body": "a", "captures": [{"content": "A" * 400_000}]}, "the line is larger than 320,000 bytes"),
    ],
)
def test_a_line_is_over_the_cap_by_what_is_no_original_or_by_far(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any], told: str
) -> None:
    monkeypatch.setenv("ARCHIVE_CAPTURE_CAP", "10000")
    lines = json.dumps(values).encode() + b'\n{"body": "Un texte."}\n'
    done = run("ingest", "-", db=db, stdin=lines)
    assert (done.code, told in done.out) == (4, True), done.out
    assert done.err.strip().endswith("1 new, 0 revised, 0 same, 1 refused")


def test_what_a_script_adds_is_what_its_export_gives_back(
    run: Run, press: archive.Archive, db: Path, tmp_path: Path
) -> None:
    wild = replace(
        FULL,
        title=" Le bac\r\nreprend ",
        body="Un\r\n\r\nDeux\rTrois\x00\n",
        authors=(Byline(" Nadia Exemple ", printed=" Par Nadia\r\n"), Byline(" ")),
        captions=(Caption("Le bac\r\nà quai "), Caption(" ")),
        related=(Link(" Le pont\r\n", group=" ", blurb="a\r\nb"), Link(" ", " "), Link("mot", "digue")),
        origins={"title": Origin(" line 1 ", 0.9, "evidence\r\n")},
        revisions=(Wording("Un\r\nmot "), Wording(" ", replaced_at=MOMENT)),
        added_at="2024-01-02 03:04:05",
        slug=" bac ",
    )
    press.add(wild, ORIGINAL)
    record = record_of(db)
    assert (record["title"], record["body"], record["slug"]) == (
        "Le bac\nreprend",
        "Un\n\nDeux\nTrois",
        "bac",
    )
    assert record["captions"] == [{"text": "Le bac\nà quai", "kind": "caption"}]
    assert [revision["body"] for revision in record["revisions"]] == ["Un\nmot"]
    assert record["related"][0] == {"title": "Le pont", "blurb": "a\nb", "kind": "related"}
    changed(db, "DELETE FROM related_links WHERE address = 'digue'")
    done, copied = carried_over(run, db, tmp_path / "copy.db")
    assert (done.code, copied) == (0, record_of(db))


REFUSED: dict[str, dict[str, Any]] = {
    "published takes a PressDate, not '2022-05-01'": {"published": "2022-05-01"},
    "implied takes a PressDate": {"implied": "2022"},
    "title takes a str, not 5": {"title": 5},
    "language takes a str, not None": {"language": None},
    "authors takes a tuple of Byline": {"authors": ("Nadia Exemple",)},
    "tags takes a tuple of str, not 'abc'": {"tags": "abc"},
    "captions takes a tuple of Caption": {"captions": ("Le bac",)},
    "confidence of title is 2.0": {"origins": {"title": Origin("x", 2.0)}},
    "confidence of title is nan": {"origins": {"title": Origin("x", float("nan"))}},
    "added_at is no moment": {"added_at": "garbage"},
    "replaced_at is no moment": {"revisions": (Wording("x", replaced_at="garbage"),)},
    "no web address": {"address": f"https://delta.example/{SURROGATE}"},
}
HALVES: tuple[dict[str, Any], ...] = (
    {"title": SURROGATE},
    {"body": f"Un {SURROGATE} texte."},
    {"tags": (SURROGATE,)},
    {"authors": (Byline("Nadia", printed=SURROGATE),)},
    {"captions": (Caption(SURROGATE),)},
    {"related": (Link(SURROGATE),)},
    {"origins": {SURROGATE: Origin("x")}},
    {"revisions": (Wording(SURROGATE),)},
    {"captures": (replace(ORIGINAL, stated={"a": SURROGATE}),)},
)


@pytest.mark.parametrize(
    ("sentence", "fields"), [*REFUSED.items(), *(("which '.ud800' is not", fields) for fields in HALVES)]
)
def test_what_no_article_can_hold_is_invalid_at_the_door(
    press: archive.Archive, sentence: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(archive.InvalidError, match=sentence):
        press.add(replace(FULL, **fields))
    assert len(press) == 0


@pytest.mark.parametrize("place", ["bac/{}", "bac?a={}", "#!{}"])
def test_an_address_with_half_a_letter_is_none(place: str) -> None:
    assert canonical("https://delta.example/" + place.format("é")) is not None
    assert canonical("https://delta.example/" + place.format(SURROGATE)) is None


@pytest.mark.parametrize("body", [" \n", ["a list"], 5])
def test_a_summary_that_is_no_text_stands_for_no_article(body: Any) -> None:
    refusal = Refusal(archive.documents.Reason.NO_ARTICLE, "nothing")
    assert with_stated(Capture(b"", "feed", stated={"source": "feed", "body": body}), refusal) is refusal
