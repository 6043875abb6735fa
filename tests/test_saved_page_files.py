"""Saved pages among other files: told by their content, parted from the folders that were saved beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.capture import Opening, open_source
from archive.capture.saved_pages import page_of, type_of_page
from archive.documents import Capture

BUNDLE = b"Content-Type: multipart/related;\r\n boundary=1\r\n\r\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><html>", "text/html"),
        (b"\xef\xbb\xbf \n<HTML lang=fr>", "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "text/html"),
        (b"<!-- saved from url=(0020)https://a.example/ -->\n<html>", "text/html"),
        (b"<head><title>a</title>", "text/html"),
        ("\ufeff<html>".encode("utf-16-le"), "text/html"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n" + BUNDLE, "multipart/related"),
        (b"To: a@b.example\r\nMIME-Version: 1.0\r\n" + BUNDLE, None),
        (b"The <html> element is the root.", None),
        (b"<rss><channel>", None),
        (b"<header>no head</header>", None),
        (b"", None),
    ],
)
def test_a_saved_page_is_told_by_what_it_begins_with(content: bytes, kind: str | None) -> None:
    assert type_of_page(content) == kind


def test_the_name_of_a_file_says_nothing_about_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("<!doctype html><p>a", "utf-8")
    (tmp_path / "b.html").write_text("Une page collée.", "utf-8")
    kinds = [
        piece.media_type
        for piece in open_source(str(tmp_path), Opening(cap=1000))
        if isinstance(piece, Capture)
    ]
    assert kinds == ["text/html", "text/plain"]


@pytest.mark.parametrize("ending", ["_files", "_fichiers", "-Dateien", "_archivos", ".files", "_ملفات"])
def test_the_folder_saved_with_a_page_is_left_out_and_said(
    tmp_path: Path, ending: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "Un titre.html").write_text("<html>", "utf-8")
    for folder in (f"Un titre{ending}", f"autres{ending}"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ad.html").write_text("<html>", "utf-8")
    sources = [
        Path(piece.source).relative_to(tmp_path) for piece in open_source(str(tmp_path), Opening(cap=1000))
    ]
    assert sources == [Path("Un titre.html"), Path(f"autres{ending}", "ad.html")]
    assert "Un titre.html" in caplog.text


def test_a_folder_belongs_to_a_page_only_where_the_page_stands_beside_it() -> None:
    assert page_of("a_files", ["a.htm", "b"]) == "a.htm"
    assert page_of("a_files", ["b.htm"]) is None
    assert page_of("notes", ["notes.html"]) is None
