"""WARC and WACZ: the pages of a crawl, what is left out, where a file is cut, and the way back."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import PAGE_TYPE, TEXT, Response, answered, captures, opened, page, refusals, warc, zipped
from pdfs import pdf

import archive
from archive.capture import warc as module
from archive.documents import Capture, Outcome, Reason, Refusal

Run = Callable[..., object]

ADDRESS = "https://agdal.example/pont-1"
PLACE = f"pack#{ADDRESS}"


class Open(io.BytesIO):
    """Is a buffer that the writer over it cannot close."""

    def close(self) -> None:
        pass


def brotli(content: bytes) -> bytes:
    out = Open()
    with BrotliWriter(out) as writer:
        writer.write(content)
    return out.getvalue()


def test_a_page_comes_with_its_address_moment_headers_and_charset() -> None:
    headers = {"Content-Type": "text/html; charset=windows-1252", "Server": "essai"}
    (piece,) = captures(opened(warc([(ADDRESS, "200 OK", headers, page(1, "cp1252"))])))
    assert piece.content == page(1, "cp1252")
    assert (piece.source, piece.address) == (PLACE, ADDRESS)
    assert piece.moment == datetime(2024, 6, 1, 8, 30, tzinfo=UTC)
    assert piece.charset == "windows-1252"
    assert piece.media_type == "text/html"
    assert (
        piece.headers
        == "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\nServer: essai\r\n"
    )


FORMS: dict[str, Callable[[list[Response]], bytes]] = {
    "plain": warc,
    "gzip, record by record": lambda responses: warc(responses, gzip=True),
    "gzip, whole file": lambda responses: gzip.compress(warc(responses)),
    "WACZ": lambda responses: zipped(
        {
            "datapackage.json": b'{"profile": "data-package"}',
            "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
            "archive/data.warc.gz": warc(responses, gzip=True),
        }
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_file_gives_the_same_pages(form: str) -> None:
    pieces = opened(FORMS[form]([answered(1), answered(2), answered(3)]))
    assert [piece.content for piece in captures(pieces)] == [page(1), page(2), page(3)]
    assert refusals(pieces) == {}


SILENT: dict[str, Response] = {
    "a picture": ("https://a.example/a.png", "200 OK", {"Content-Type": "image/png"}, b"\x89PNG"),
    "a style": ("https://a.example/a.css", "200 OK", {"Content-Type": "text/css"}, b"p {}"),
    "a script": ("https://a.example/a.js", "200 OK", {"Content-Type": "text/javascript"}, b"1"),
    "a feed": ("https://a.example/rss", "200 OK", {"Content-Type": "application/rss+xml"}, b"<rss>"),
    "robots.txt": ("https://a.example/robots.txt", "200 OK", {"Content-Type": "text/plain"}, b"Allow: /"),
    "ads.txt": ("https://a.example/ads.txt", "200 OK", {"Content-Type": "text/plain"}, b"a, b"),
    "a redirection": ("https://a.example/old", "301 Moved Permanently", PAGE_TYPE, b"<html>moved"),
    "not modified": ("https://a.example/same", "304 Not Modified", PAGE_TYPE, b""),
    "no type": ("https://a.example/data", "200 OK", {}, b"\x00\x01"),
    "a missing picture": ("https://a.example/b.png", "404 Not Found", {"Content-Type": "image/png"}, b""),
}


@pytest.mark.parametrize("name", SILENT)
def test_what_is_no_page_is_left_out_in_silence(name: str) -> None:
    pieces = opened(warc([SILENT[name], answered(1)]))
    assert (len(captures(pieces)), refusals(pieces)) == (1, {})


@pytest.mark.parametrize("kind", ["request", "metadata", "revisit", "conversion"])
def test_records_that_are_no_answers_are_left_out(kind: str) -> None:
    content = warc([answered(1), answered(2)])
    first = content.replace(b"WARC-Type: response", f"WARC-Type: {kind}".encode(), 1)
    pieces = opened(first)
    assert [piece.content for piece in captures(pieces)] == [page(2)]
    assert refusals(pieces) == {}


def test_a_resource_is_a_page_without_headers() -> None:
    response = (ADDRESS, "", {"Content-Type": "text/html; charset=utf-8"}, page(1))
    (piece,) = captures(opened(warc([response], kind="resource")))
    assert (piece.content, piece.headers, piece.charset) == (page(1), None, "utf-8")


PAPER = pdf([TEXT.splitlines()])
PDFS = {
    "stated": ({"Content-Type": "application/pdf"}, PAPER),
    "stated in the old way": ({"Content-Type": "application/x-pdf; charset=binary"}, PAPER),
    "not stated": ({}, PAPER),
    "sent as a download": ({"Content-Type": "application/octet-stream"}, PAPER),
    "sent as text": ({"Content-Type": "text/plain"}, PAPER),
    "packed": ({"Content-Type": "application/pdf", "Content-Encoding": "gzip"}, gzip.compress(PAPER)),
}


@pytest.mark.parametrize("name", PDFS)
@pytest.mark.parametrize("kind", ["response", "resource"])
def test_a_pdf_is_a_page(name: str, kind: str) -> None:
    headers, body = PDFS[name]
    if kind == "resource":
        headers, body = {"Content-Type": headers.get("Content-Type", "application/pdf")}, PAPER
    pieces = opened(warc([(ADDRESS, "200 OK", headers, body)], kind=kind), cap=len(PAPER) - 1)
    (piece,) = captures(pieces)
    assert (piece.content, piece.media_type, piece.address) == (PAPER, "application/pdf", ADDRESS)
    assert refusals(pieces) == {}


def test_a_text_that_is_markdown_is_told_as_in_a_file() -> None:
    texts = {f"# Le bac\n\n{TEXT}": "text/plain; syntax=markdown", TEXT: "text/plain"}
    for text, kind in texts.items():
        sent = (ADDRESS, "200 OK", {"Content-Type": "text/plain; charset=utf-8"}, text.encode())
        assert [piece.media_type for piece in captures(opened(warc([sent])))] == [kind]


def test_a_download_that_is_neither_page_nor_pdf_is_left_out_in_silence() -> None:
    sent = (ADDRESS, "200 OK", {"Content-Type": "application/octet-stream"}, b"\x00\x01\x02")
    pieces = opened(warc([sent, answered(1)]))
    assert (len(captures(pieces)), refusals(pieces)) == (1, {})


@pytest.mark.parametrize("responses", [[], [SILENT["a picture"], SILENT["a feed"], SILENT["a redirection"]]])
def test_a_file_that_holds_no_page_at_all_says_so_once(responses: list[Response]) -> None:
    (piece,) = opened(warc(responses))
    assert isinstance(piece, Outcome)
    assert piece.refusal == Refusal(
        Reason.EMPTY, f"none of its {len(responses)} answers holds a page: HTML, text or PDF"
    )


def test_an_answer_that_another_server_passed_on_is_whole_and_a_part_is_none() -> None:
    passed = (ADDRESS, "203 Non-Authoritative Information", PAGE_TYPE, page(1))
    part = (f"{ADDRESS}0", "206 Partial Content", PAGE_TYPE, page(2))
    pieces = opened(warc([passed, part]))
    assert [piece.content for piece in captures(pieces)] == [page(1)]
    assert refusals(pieces) == {f"{PLACE}0": Reason.TRUNCATED}
    assert "the server gave a part of it (206 Partial Content)" in str(pieces[1])


REFUSED: dict[str, tuple[Response, Reason]] = {
    "a page that is not there": ((ADDRESS, "404 Not Found", PAGE_TYPE, b"<html>Rien"), Reason.SERVER),
    "a server that failed": ((ADDRESS, "503 Out", PAGE_TYPE, b"<html>"), Reason.SERVER),
    "fewer bytes than stated": (answered(1, Content_Length="99999"), Reason.TRUNCATED),
    "a last chunk that is missing": (
        (ADDRESS, "200 OK", {**PAGE_TYPE, "Transfer-Encoding": "chunked"}, b"5\r\n<html\r\n3\r\n>ab\r\n"),
        Reason.TRUNCATED,
    ),
    "gzip that is cut": (
        (ADDRESS, "200 OK", {**PAGE_TYPE, "Content-Encoding": "gzip"}, gzip.compress(page(1))[:-9]),
        Reason.TRUNCATED,
    ),
    "gzip that is broken": (
        (
            ADDRESS,
            "200 OK",
            {**PAGE_TYPE, "Content-Encoding": "gzip"},
            gzip.compress(page(1))[:-8] + bytes(8),
        ),
        Reason.UNREADABLE,
    ),
    "packed three times": (answered(1, Content_Encoding="gzip, gzip, gzip"), Reason.UNREADABLE),
    "brotli that is none": (
        (ADDRESS, "200 OK", {**PAGE_TYPE, "Content-Encoding": "br"}, bytes(range(5, 250))),
        Reason.UNREADABLE,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_was_not_received_is_refused_and_the_next_is_read(name: str) -> None:
    response, reason = REFUSED[name]
    pieces = opened(warc([response, answered(2)]))
    assert refusals(pieces) == {PLACE: reason}
    assert [piece.content for piece in captures(pieces)] == [page(2)]


def test_a_page_that_the_crawler_cut_is_refused() -> None:
    content = warc([answered(1), answered(2)])
    pieces = opened(
        content.replace(b"WARC-Type: response", b"WARC-Truncated: length\r\nWARC-Type: response", 1)
    )
    assert refusals(pieces) == {PLACE: Reason.TRUNCATED}
    assert len(captures(pieces)) == 1


def test_bytes_that_do_not_have_their_digest_are_refused() -> None:
    content = warc([answered(1), answered(2)])
    pieces = opened(content.replace("février".encode(), b"janvier", 1))
    assert refusals(pieces) == {PLACE: Reason.UNREADABLE}
    assert len(captures(pieces)) == 1
    unknown = content.replace(b"WARC-Block-Digest: sha1:", b"WARC-Block-Digest: new1:")
    assert len(captures(opened(unknown))) == 2


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
    "deflate": zlib.compress,
    "deflate, bare": lambda body: zlib.compress(body)[2:-4],
    "br": brotli,
    "gzip, already taken off": lambda body: body,
    "br, already taken off": lambda body: body,
    "gzip of two members": lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]),
    "identity": lambda body: body,
    "unheard-of": lambda body: body,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_the_coding_of_the_content_is_taken_off(coding: str) -> None:
    name = (
        coding.partition(" of ")[0]
        if "," not in coding or coding == "gzip, gzip"
        else coding.partition(",")[0]
    )
    headers = {**PAGE_TYPE, "Content-Encoding": name}
    (piece,) = captures(opened(warc([(ADDRESS, "200 OK", headers, CODINGS[coding](page(1)))])))
    assert piece.content == page(1)


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_chunks_are_joined_and_what_is_joined_already_stays(ending: bytes) -> None:
    half = len(page(1)) // 2
    parts = (page(1)[:half], page(1)[half:], b"")
    body = b"".join(b"%x%s%s%s" % (len(part), ending, part, ending) for part in parts)
    headers = {**PAGE_TYPE, "Transfer-Encoding": "chunked"}
    for sent in (body, page(1)):
        (piece,) = captures(opened(warc([(ADDRESS, "200 OK", headers, sent)])))
        assert piece.content == page(1)


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_bomb_in_a_page_costs_only_its_page(coding: str, twice: bool) -> None:
    pack = CODINGS[coding]
    body = pack(b"<html>" + b" " * 40_000_000)
    headers = {**PAGE_TYPE, "Content-Encoding": f"{coding}, {coding}" if twice else coding}
    pieces = opened(warc([(ADDRESS, "200 OK", headers, pack(body) if twice else body), answered(2)]))
    assert refusals(pieces) == {PLACE: Reason.TOO_LARGE}
    assert len(captures(pieces)) == 1


def test_a_page_at_the_cap_is_read_and_one_over_it_is_not() -> None:
    content = warc([answered(1)])
    assert len(captures(opened(content, cap=len(page(1))))) == 1
    assert refusals(opened(content, cap=len(page(1)) - 1)) == {PLACE: Reason.TOO_LARGE}


def test_a_record_over_its_own_cap_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_CAP", 3000)
    pieces = opened(warc([(ADDRESS, "200 OK", PAGE_TYPE, b"x" * 3000), answered(2)]))
    assert refusals(pieces) == {PLACE: Reason.TOO_LARGE}
    assert len(captures(pieces)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_wherever_a_file_is_cut_the_whole_pages_are_given_and_the_cut_is_said(form: str) -> None:
    content = FORMS[form]([answered(1), answered(2)])
    numbers = set()
    for place in range(20, len(content), 3):
        pieces = opened(content[:place])
        given = [piece.content for piece in captures(pieces)]
        assert given == [page(1), page(2)][: len(given)]
        told = {Reason.EMPTY} if place in _ends(content, form) and not given else {Reason.TRUNCATED}
        assert set(refusals(pieces).values()) <= told
        assert len(given) == 2 or refusals(pieces) or place in _ends(content, form)
        numbers.add(len(given))
    assert numbers == ({0} if form == "WACZ" else {0, 1, 2} if "whole" not in form else numbers)


def _ends(content: bytes, form: str) -> set[int]:
    """Gives where a file may be cut without a trace: right behind a record."""
    if form == "plain":
        starts = [i for i in range(len(content)) if content.startswith(b"WARC/1.1\r\n", i)]
        return {start - less for start in starts for less in (0, 2)}
    if form == "WACZ":
        return set()
    return {i for i in range(len(content)) if content.startswith(b"\x1f\x8b\x08", i)}


def test_what_follows_that_is_no_record_is_said() -> None:
    pieces = opened(warc([answered(1)]) + b"Something else altogether\r\n\r\n" * 9000)
    assert (len(captures(pieces)), refusals(pieces)) == (1, {"pack": Reason.UNREADABLE})


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 2), st.binary(max_size=12)), max_size=6),
    packed=st.booleans(),
)
def test_no_damage_ends_in_anything_but_an_outcome(edits: list[tuple[int, int, bytes]], packed: bool) -> None:
    content = bytearray(warc([answered(1), answered(2)], gzip=packed))
    for place, taken, put in edits:
        content[place : place + taken] = put
    pieces = opened(bytes(content))
    assert pieces
    assert refusals(pieces) is not None
    assert all(piece.address is None or piece.address in piece.source for piece in captures(pieces))


def test_a_crawl_is_written_and_read_back_into_the_same_articles(run: Run, tmp_path: Path) -> None:
    crawl, first, second = (tmp_path / name for name in ("crawl.warc.gz", "first.db", "second.db"))
    packed = {**PAGE_TYPE, "Content-Encoding": "gzip", "X-Note": "déjà vu"}
    responses = [answered(1), (f"{ADDRESS}0", "200 OK", packed, gzip.compress(page(2)))]
    crawl.write_bytes(warc(responses, gzip=True))
    (tmp_path / "plain.html").write_bytes(page(3))
    assert run("ingest", str(crawl), str(tmp_path / "plain.html"), db=first).code == 0
    for name in ("back.warc.gz", "back.warc"):
        done = run("export", "--warc", str(tmp_path / name), db=first)
        assert (done.code, done.out) == (0, "")
        assert "2 captures" in done.err
        assert _kinds(tmp_path / name) == ["warcinfo", "response", "response"]
    assert run("ingest", str(tmp_path / "back.warc.gz"), db=second).code == 0
    assert run("ingest", str(tmp_path / "back.warc"), db=second).out.count("same") == 2
    with archive.open(first) as one, archive.open(second) as other:
        assert [_told(article) for article in one][:2] == [_told(article) for article in other]
        assert one.original(2) == other.original(2) == page(2)


def test_a_pdf_is_written_and_read_back_into_the_same_article(run: Run, tmp_path: Path) -> None:
    crawl, back, first, second = (tmp_path / name for name in ("a.warc", "b.warc.gz", "1.db", "2.db"))
    crawl.write_bytes(warc([(ADDRESS, "200 OK", {"Content-Type": "application/pdf"}, PAPER)]))
    assert run("ingest", str(crawl), db=first).code == 0
    assert run("export", "--warc", str(back), db=first).code == 0
    assert run("ingest", str(back), db=second).code == 0
    with archive.open(first) as one, archive.open(second) as other:
        assert [_told(article) for article in one] == [_told(article) for article in other]
        assert one.original(1) == other.original(1) == PAPER


def _kinds(path: Path) -> list[str]:
    """Reads a WARC file with the other library, which checks the digests."""
    kinds = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            record.freeze()
            assert record.verify_block_digest()
            kinds.append(record.headers["WARC-Type"])
    return kinds


def _told(article: dict[str, object]) -> dict[str, object]:
    names = ("title", "body", "address", "published", "outlet", "authors", "language")
    kept = article["captures"]
    assert isinstance(kept, list)
    facts = {name: kept[0][name] for name in ("sha256", "address", "captured_at", "media_type", "charset")}
    return {name: article[name] for name in names} | facts


def test_a_page_exported_twice_keeps_its_headers(run: Run, tmp_path: Path) -> None:
    responses = [(ADDRESS, "200 OK", {**PAGE_TYPE, "Content-Encoding": "gzip"}, gzip.compress(page(1)))]
    file = tmp_path / "a.warc"
    file.write_bytes(warc(responses))
    heads = []
    for turn in range(3):
        db = tmp_path / f"{turn}.db"
        assert run("ingest", str(file), db=db).code == 0
        assert run("export", "--warc", str(file), db=db).code == 0
        (piece,) = captures(opened(file.read_bytes()))
        heads.append(piece.headers)
    assert "X-Archive-Orig-Content-Encoding: gzip" in str(heads[0])
    assert heads[0] is not None
    assert heads[1] == heads[2]


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(run: Run, tmp_path: Path, db: Path) -> None:
    assert run("init", db=db).code == 0
    done = run("export", "--warc", str(tmp_path / "no" / "a.warc"), db=db)
    assert (done.code, "cannot be written" in done.err) == (6, True)
    (tmp_path / "b.warc").mkdir()
    assert run("export", "--warc", str(tmp_path / "b.warc"), db=db).code == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path != db) == ["b.warc"]


def test_a_capture_of_which_only_the_address_is_known_is_a_resource(tmp_path: Path, db: Path) -> None:
    kept = Capture(content=page(1), source="x", media_type="text/html", address=ADDRESS, charset="utf-8")
    with archive.open(db) as press:
        reading = press.read(kept)
        assert isinstance(reading, archive.Clipping)
        press.add(reading, kept)
        assert press.export_warc(tmp_path / "a.warc") == 1
    (piece,) = captures(opened((tmp_path / "a.warc").read_bytes()))
    assert (piece.content, piece.address, piece.headers) == (page(1), ADDRESS, None)
