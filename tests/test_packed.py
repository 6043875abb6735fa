"""Archives of captures: every kind of them, every trick with them, and nothing written under a name they give."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import TEXT, captures, opened, page, refusals, tarred, zipped

from archive.capture import Opening, packed
from archive.capture import zipped as zip_module
from archive.capture.unpacking import unpack
from archive.documents import Capture, Reason

TWO = {"presse/a.txt": TEXT.encode(), "presse/b.html": page()}
FORMS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "zip, stored": lambda members: zipped(members, zipfile.ZIP_STORED),
    "zip, bzip2": lambda members: zipped(members, zipfile.ZIP_BZIP2),
    "zip, lzma": lambda members: zipped(members, zipfile.ZIP_LZMA),
    "tar": tarred,
    "tar.gz": lambda members: tarred(members, "w:gz"),
    "tar.bz2": lambda members: tarred(members, "w:bz2"),
    "tar.xz": lambda members: tarred(members, "w:xz"),
}


class Pipe(io.RawIOBase):
    """Is a stream that is read once, a little at a time."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        return self._content.readinto(memoryview(buffer)[:777])


@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("form", FORMS)
def test_the_members_of_every_form_are_captures(form: str, piped: bool) -> None:
    content = FORMS[form](TWO)
    stream = io.BufferedReader(Pipe(content)) if piped else io.BytesIO(content)
    pieces = list(unpack(stream, "pack", Opening()))
    assert [(piece.source, piece.media_type, piece.content) for piece in captures(pieces)] == [
        ("pack!presse/a.txt", "text/plain", TWO["presse/a.txt"]),
        ("pack!presse/b.html", "text/html", TWO["presse/b.html"]),
    ]
    assert refusals(pieces) == {}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_packed_file_is_what_it_holds(pack: Callable[[bytes], bytes]) -> None:
    (piece,) = captures(opened(pack(page())))
    assert (piece.source, piece.media_type, piece.content) == ("pack", "text/html", page())
    (first, second) = captures(opened(pack(b'{"body": "a"}\n') + pack(b'{"body": "b"}\n')))
    assert (first.source, second.source) == ("pack:1", "pack:2")


def test_old_tar_headers_without_a_magic_are_known_by_their_checksum() -> None:
    header = bytearray(512)
    header[:6], header[100:108], header[124:136] = b"a.html", b"0000644\0", b"%011o\0" % len(page())
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    content = bytes(header) + page() + bytes(-len(page()) % 512) + bytes(1024)
    assert [piece.source for piece in captures(opened(content))] == ["pack!a.html"]


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
def test_what_no_person_put_there_is_left_out(form: str) -> None:
    members = {
        "__MACOSX/._a.txt": b"\x00\x05\x16\x07",
        ".DS_Store": b"\x00\x00\x00\x01Bud1",
        "presse/.git/config": b"[core]",
        "presse/a.txt": TEXT.encode(),
    }
    pieces = opened(FORMS[form](members))
    assert [piece.source for piece in captures(pieces)] == ["pack!presse/a.txt"]
    assert refusals(pieces) == {}


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
def test_what_was_saved_beside_a_page_is_left_out_wherever_the_page_stands(
    form: str, last: bool, caplog: pytest.LogCaptureFixture
) -> None:
    beside = {"x/Un titre_files/ad.html": page(1), "x/Un titre_files/deep/b.js": b"1"}
    whole = {"x/Un titre.html": page(2)}
    other = {"x/mes_fichiers/c.html": page(3)}
    members = {**beside, **whole, **other} if last else {**whole, **beside, **other}
    pieces = opened(FORMS[form](members))
    assert sorted(piece.source for piece in captures(pieces)) == [
        "pack!x/Un titre.html",
        "pack!x/mes_fichiers/c.html",
    ]
    assert refusals(pieces) == {}
    assert caplog.text.count("Left out x/Un titre_files") == 1


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
def test_a_page_after_its_folder_is_all_there_is(form: str) -> None:
    pieces = opened(FORMS[form]({"a_files/x.html": page(1), "a.html": page(2)}))
    assert [piece.source for piece in pieces] == ["pack!a.html"]


def test_what_waits_for_its_page_is_given_though_the_archive_is_cut() -> None:
    content = tarred({"a_files/x.html": page(1), "b.html": page(2)})[: 6 * 512]
    pieces = opened(content)
    assert [piece.source for piece in captures(pieces)] == ["pack!b.html", "pack!a_files/x.html"]
    assert refusals(pieces) == {"pack": Reason.TRUNCATED}


NAMES = [
    "../../../../etc/passwd",
    "/etc/cron.d/x",
    "C:\\windows\\x.html",
    "a/../../b.html",
    "قصاصات/صفحة.html",
    "x" * 240 + ".html",
    "a\nb\x1b[31m.html",
    "CON",
]


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz"])
def test_a_name_is_only_ever_said(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pieces = opened(FORMS[form]({name: page(n) for n, name in enumerate(NAMES)}))
    assert [piece.content for piece in captures(pieces)] == [page(n) for n in range(len(NAMES))]
    assert captures(pieces)[0].source == "pack!../../../../etc/passwd"
    assert "pack!قصاصات/صفحة.html" in [piece.source for piece in captures(pieces)]
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_not_in_utf8_survive() -> None:
    content = tarred({"XX.txt": TEXT.encode()}).replace(b"XX.txt", b"\xe9\xe8.txt")
    header = bytearray(content[:512])
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (piece,) = captures(opened(bytes(header) + content[512:]))
    assert piece.source == "pack!\\xe9\\xe8.txt"
    assert piece.source.encode()
    unflagged = zipped({"XXXX.txt": TEXT.encode()}).replace(b"XXXX.txt", "éè.txt".encode())
    assert captures(opened(unflagged))[0].source == "pack!éè.txt"


def test_links_devices_and_folders_are_left_out() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number, kind in enumerate(
            (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE)
        ):
            info = tarfile.TarInfo(f"member{number}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    assert [piece.source for piece in captures(opened(out.getvalue()))] == ["pack!a.txt"]

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as table:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        table.writestr(link, "/etc/passwd")
        table.mkdir("folder")
        table.writestr("a.txt", TEXT)
    assert [piece.source for piece in captures(opened(out.getvalue()))] == ["pack!a.txt"]


@pytest.mark.parametrize("kind", ["long", "posix"])
def test_long_names_are_read_whole(kind: str) -> None:
    out = io.BytesIO()
    form = tarfile.GNU_FORMAT if kind == "long" else tarfile.PAX_FORMAT
    name = "dossier/" * 40 + "صفحة.txt"
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    assert [piece.source for piece in captures(opened(out.getvalue()))] == [f"pack!{name}"]


def encrypted() -> bytes:
    """Makes a zip archive whose first member says that it is encrypted."""
    content = bytearray(zipped(TWO))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_another_packing() -> bytes:
    content = bytearray(zipped(TWO))
    struct.pack_into("<H", content, 8, 97)
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 10, 97)
    return bytes(content)


def with_a_wrong_sum() -> bytes:
    content = bytearray(zipped(TWO))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 16, 1)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (encrypted(), Reason.ENCRYPTED),
        (with_another_packing(), Reason.UNREADABLE),
        (with_a_wrong_sum(), Reason.UNREADABLE),
    ],
)
def test_a_member_that_cannot_be_unpacked_costs_only_itself(content: bytes, reason: Reason) -> None:
    pieces = opened(content)
    assert refusals(pieces) == {"pack!presse/a.txt": reason}
    assert [piece.source for piece in captures(pieces)] == ["pack!presse/b.html"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), Reason.NOT_TEXT),
        (zipped({"mimetype": b"application/epub+zip", "a.xhtml": page()}), Reason.NOT_TEXT),
        (zipped({}), Reason.EMPTY),
        (zipped({".hidden": b"x"}), Reason.EMPTY),
        (tarred({".hidden": b"x"}), Reason.EMPTY),
        (zipped(TWO)[:-30], Reason.TRUNCATED),
        (gzip.compress(page())[:-1], Reason.TRUNCATED),
        (bz2.compress(page())[:-1], Reason.TRUNCATED),
        (lzma.compress(page())[:-1], Reason.TRUNCATED),
        (gzip.compress(page())[:-8] + bytes(8), Reason.UNREADABLE),
        (gzip.compress(page()) + b"and more", Reason.UNREADABLE),
        (tarred(TWO)[:512] + b"no header at all".ljust(512) * 9, Reason.UNREADABLE),
    ],
)
def test_what_is_no_archive_of_captures_is_refused(content: bytes, reason: Reason) -> None:
    assert refusals(opened(content))["pack"] is reason


def test_a_member_at_the_cap_is_read_and_one_over_it_is_not() -> None:
    for form in ("zip", "tar", "tar.gz"):
        content = FORMS[form]({"a.txt": b"a" * 999, "b.txt": b"b" * 1000, "c.txt": b"c" * 1001})
        pieces = opened(content, cap=1000)
        assert [piece.source for piece in captures(pieces)] == ["pack!a.txt", "pack!b.txt"]
        assert refusals(pieces) == {"pack!c.txt": Reason.TOO_LARGE}


def test_an_archive_of_too_many_members_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    for form in ("zip", "tar.gz"):
        pieces = opened(FORMS[form]({f"{n}.txt": page(n) for n in range(5)}))
        assert (len(captures(pieces)), refusals(pieces)) == (3, {"pack": Reason.TOO_LARGE})
    monkeypatch.setattr(zip_module, "MOST_TABLE", 100)
    assert refusals(opened(zipped(TWO))) == {"pack": Reason.TOO_LARGE}


SPACES = b" " * (48 * 1024 * 1024)
BOMBS: dict[str, bytes] = {
    "gzip": gzip.compress(SPACES),
    "gzip twice": gzip.compress(gzip.compress(SPACES)),
    "bzip2": bz2.compress(SPACES, 1),
    "xz": lzma.compress(SPACES, preset=0),
    "zip": zipped({f"{n}.txt": SPACES[: 9 * 1024 * 1024] for n in range(5)}),
    "zip in zip": zipped({"a.zip": zipped({"a.txt": SPACES})}),
    "tar.gz": tarred({"a.txt": SPACES, "b.txt": b"x"}, "w:gz"),
    "gzip in zip": zipped({"a.txt.gz": gzip.compress(SPACES)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_little_memory(name: str) -> None:
    tracemalloc.start()
    pieces = opened(BOMBS[name])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert Reason.TOO_LARGE in refusals(pieces).values()
    assert most < 100 * 1024 * 1024
    assert all(len(piece.content) < 11 * 1024 * 1024 for piece in captures(pieces))


def test_members_that_share_their_bytes_are_stopped_together() -> None:
    first = zipped({"a.txt": b" " * 9_000_000})
    end = first.index(b"PK\x01\x02")
    entry = first[end : first.index(b"PK\x05\x06")]
    table = entry * 2000
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2000, 2000, len(table), end, 0)
    content = first[:end] + table + tail
    pieces = opened(content)
    assert len(pieces) < 2000
    assert refusals(pieces)["pack"] is Reason.TOO_LARGE


def test_sparse_members_and_endless_headers_are_refused() -> None:
    header = tarfile.TarInfo("a.txt")
    header.size, header.type = 10**12, tarfile.GNUTYPE_SPARSE
    assert refusals(opened(header.tobuf(tarfile.GNU_FORMAT) + bytes(10240))) == {"pack": Reason.UNREADABLE}
    header.type = tarfile.XHDTYPE
    assert refusals(opened(header.tobuf(tarfile.GNU_FORMAT) + bytes(10240))) == {"pack": Reason.TOO_LARGE}
    header.type = tarfile.REGTYPE
    assert set(refusals(opened(header.tobuf(tarfile.GNU_FORMAT) + b"x" * 10240)).values()) == {
        Reason.TRUNCATED
    }


def test_archives_in_archives_are_read_three_deep() -> None:
    content = page()
    for depth in range(1, 6):
        content = zipped({"a.zip": content})
        assert bool(captures(opened(content))) is (depth <= 3)
    assert refusals(opened(content)) == {"pack!a.zip!a.zip!a.zip": Reason.NOT_TEXT}
    assert len(captures(opened(zipped({"a.tgz": tarred({"b.gz": gzip.compress(page())}, "w:gz")})))) == 1


def test_one_that_holds_itself_ends() -> None:
    content = page()
    for _ in range(12):
        content = gzip.compress(content)
    assert set(refusals(opened(content)).values()) == {Reason.NOT_TEXT}


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz", "tar.xz"])
def test_wherever_an_archive_is_cut_whole_members_are_given_and_the_cut_is_said(form: str) -> None:
    content = FORMS[form](TWO)
    end = len(content) if form != "tar" else 512 * 6
    for place in range(600 if form == "tar" else 20, end, 7):
        pieces = opened(content[:place])
        given = [piece.content for piece in captures(pieces)]
        assert given == list(TWO.values())[: len(given)]
        assert refusals(pieces)["pack"] is Reason.TRUNCATED


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 2), st.binary(max_size=12)), min_size=1, max_size=6
    ),
    form=st.sampled_from(sorted(FORMS)),
)
def test_no_damage_ends_in_anything_but_an_outcome(edits: list[tuple[int, int, bytes]], form: str) -> None:
    content = bytearray(FORMS[form](TWO))
    for place, taken, put in edits:
        content[place : place + taken] = put
    pieces = opened(bytes(content))
    assert pieces
    for piece in pieces:
        assert piece.source.encode()
        assert isinstance(piece, Capture) or (piece.refusal and piece.refusal.detail)


def test_an_archive_in_a_folder_is_read_like_the_folder(tmp_path: Path) -> None:
    from archive.capture import open_source

    (tmp_path / "clippings.zip").write_bytes(zipped(TWO))
    before = sorted(tmp_path.iterdir())
    pieces = list(open_source(str(tmp_path), Opening()))
    assert [Path(piece.source).name for piece in pieces] == ["a.txt", "b.html"]
    assert sorted(tmp_path.iterdir()) == before
