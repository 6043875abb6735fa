"""Addresses are fetched with manners, against hostile servers on loopback: capped, timed, guarded, and told why."""

from __future__ import annotations

import gzip
import resource
import socket
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from loopback import HTML, Answer, Site, article, hurried, opening, serving

from archive import __version__
from archive.capture import open_source
from archive.capture.web import Failure, Web, guard
from archive.capture.web.guard import is_public
from archive.capture.web.pace import Pace, retry_after
from archive.documents import Capture, Filing, Outcome, Reason
from archive.errors import MissingError
from archive.parse import parse

MIB = 1024 * 1024
CAP = 2 * MIB


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def get(site: Site, path: str, web: Web | None = None, cap: int = CAP) -> Any:
    return (web or hurried()).get(site.at(path), cap=cap, private=site.server)


def reason_of(site: Site, path: str, web: Web | None = None, cap: int = CAP) -> tuple[Reason, str]:
    with pytest.raises(Failure) as failed:
        get(site, path, web, cap)
    return failed.value.reason, failed.value.detail


# What a page gives


def test_a_page_is_a_capture_with_its_headers_charset_and_final_address(site: Site) -> None:
    page = article("Le pont fermé").decode().encode("latin-1")
    headers = {"Content-Type": "text/html; charset=ISO-8859-1", "X-Served-By": "une machine"}
    site.pages |= {
        "/old": Answer(301, headers={"Location": "/new?id=3"}),
        "/new?id=3": Answer(200, page, headers),
    }
    [capture] = open_source(site.at("/old"), opening())
    assert isinstance(capture, Capture)
    assert (capture.content, capture.media_type, capture.charset) == (page, "text/html", "iso-8859-1")
    assert (capture.source, capture.address) == (site.at("/old"), site.at("/new?id=3"))
    assert (capture.headers or "").startswith("HTTP/1.1 200 OK\r\n")
    assert "X-Served-By: une machine\r\n" in (capture.headers or "")
    assert capture.moment is not None


def test_we_say_who_we_are_and_take_only_what_we_can_unpack(site: Site) -> None:
    site.pages["/"] = Answer(200, article("Un titre de page"), HTML)
    get(site, "/")
    assert all(told["user-agent"].startswith(f"press-archive/{__version__}") for told in site.headers)
    assert {told["accept-encoding"] for told in site.headers} == {"gzip, deflate"}
    assert not any("cookie" in told for told in site.headers)


def test_no_proxy_of_the_environment_is_asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/"] = Answer(200, b"<html>direct</html>", HTML)
    assert get(site, "/").content == b"<html>direct</html>"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate", "gzip, gzip", "members"])
def test_what_is_packed_is_unpacked(site: Site, encoding: str) -> None:
    page = article("Un titre de page")
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(page),
        "deflate": zlib.compress(page),
        "raw deflate": raw.compress(page) + raw.flush(),
        "gzip, gzip": gzip.compress(gzip.compress(page)),
        "members": gzip.compress(page[:50]) + gzip.compress(page[50:]),
    }[encoding]
    name = {"raw deflate": "deflate", "members": "gzip"}.get(encoding, encoding)
    site.pages["/"] = Answer(200, packed, {"Content-Encoding": name})
    assert get(site, "/").content == page


# What is refused


def deflated_zeros(mebibytes: int) -> bytes:
    """Packs so many zeros: one block that refers to nothing before it, again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + b"\x03\x00"


def zstd_bomb() -> bytes:
    """Gives a frame of zstd with a gibibyte of zeros, as 8,192 blocks of one repeated byte."""
    block = struct.pack("<I", (128 * 1024) << 3 | 1 << 1)[:3] + b"\0"
    last = struct.pack("<I", (128 * 1024) << 3 | 1 << 1 | 1)[:3] + b"\0"
    return b"\x28\xb5\x2f\xfd\x80\x58" + struct.pack("<I", 1 << 30) + block * 8191 + last


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    raw = deflated_zeros(1024)
    gzipped = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + raw + struct.pack("<II", zlib.crc32(b""), 1 << 30)
    return {
        "gzip": gzipped,
        "gzip, gzip": gzip.compress(gzipped),
        "gzip, gzip, gzip": gzip.compress(gzip.compress(gzipped)),
        "deflate": raw,
        "br": b"\x5b\xff\xff\xff" * 1000,
        "zstd": zstd_bomb(),
    }


def test_a_gibibyte_packed_small_costs_little_memory(site: Site, bombs: dict[str, bytes]) -> None:
    expected = {
        "gzip": (Reason.TOO_LARGE, "grow to more"),
        "gzip, gzip": (Reason.TOO_LARGE, "grow to more"),
        "gzip, gzip, gzip": (Reason.TRUNCATED, "encoded 3 times"),
        "deflate": (Reason.TOO_LARGE, "grow to more"),
        "br": (Reason.TRUNCATED, "'br', which was not asked for"),
        "zstd": (Reason.TRUNCATED, "'zstd', which was not asked for"),
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for encoding, (reason, words) in expected.items():
        site.pages["/"] = Answer(200, bombs[encoding], {"Content-Encoding": encoding})
        told = reason_of(site, "/", cap=20 * MIB)
        assert (told[0], words in told[1]) == (reason, True), (encoding, told)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 100 * 1024  # kibibytes


@pytest.mark.parametrize(("size", "passes"), [(CAP - 1, True), (CAP, True), (CAP + 1, False)])
def test_the_cap_counts_what_comes_out(site: Site, size: int, passes: bool) -> None:
    body = bytes(range(256)) * (size // 256 + 1)
    site.pages["/"] = Answer(200, zlib.compress(body[:size], 0), {"Content-Encoding": "deflate"})
    if passes:
        assert len(get(site, "/").content) == size
    else:
        assert reason_of(site, "/")[0] is Reason.TOO_LARGE


def endless(head: bytes, drop: bytes, pause: float) -> Answer:
    def write(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(drop)
            time.sleep(pause)

    return Answer(raw=write)


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    ("head", "drop", "pause"),
    [
        (OK + b"Content-Length: 1000000\r\n\r\n", b"x", 0.02),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.02),
        (OK, b"X", 0.02),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.02),
        (OK + b"Content-Length: 10\r\n\r\n", b"", 0.02),
    ],
    ids=["body", "chunks", "headers", "continue", "silence"],
)
def test_a_server_that_drips_is_left_at_the_deadline(
    site: Site, head: bytes, drop: bytes, pause: float
) -> None:
    site.pages |= {"/robots.txt": Answer(404), "/": endless(head, drop, pause)}
    begun = time.monotonic()
    assert reason_of(site, "/", hurried(seconds=0.5))[0] is Reason.TIMED_OUT
    assert time.monotonic() - begun < 30


def test_the_deadline_is_that_of_all_redirects_together(site: Site) -> None:
    def slow(headers: dict[str, str]) -> Answer:
        time.sleep(0.15)
        return Answer(302, headers={"Location": "/next"})

    site.pages |= {"/": slow, "/next": slow}
    assert reason_of(site, "/", hurried(seconds=0.4))[0] is Reason.TIMED_OUT


def test_a_server_that_never_ends_is_left_at_the_cap(site: Site) -> None:
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    site.pages["/"] = endless(head, b"10000\r\n" + b"x" * 0x10000 + b"\r\n", 0)
    assert reason_of(site, "/")[0] is Reason.TOO_LARGE


def sent(*parts: bytes) -> Answer:
    return Answer(raw=lambda connection: [connection.sendall(part) for part in parts][-1])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (sent(OK + b"Content-Length: 1000\r\n\r\nshort"), Reason.TRUNCATED),
        (sent(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nshort"), Reason.TRUNCATED),
        (sent(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), Reason.TRUNCATED),
        (sent(OK + b"Content-Length: 5\r\nContent-Length: 50\r\n\r\nfives"), Reason.TRUNCATED),
        (sent(OK + b"Content-Length: -5\r\n\r\nfives"), Reason.TRUNCATED),
        (sent(b"not http at all\r\n\r\n"), Reason.TRUNCATED),
        (sent(b""), Reason.TRUNCATED),
        (sent(OK + b"X: " + b"y" * 300_000 + b"\r\n\r\n"), Reason.TRUNCATED),
        (Answer(200, b"\x1f\x8b broken", {"Content-Encoding": "gzip"}), Reason.TRUNCATED),
        (Answer(200, gzip.compress(b"x" * 9000)[:-20], {"Content-Encoding": "gzip"}), Reason.TRUNCATED),
    ],
    ids=[
        "short",
        "short chunk",
        "no chunk",
        "two lengths",
        "below nothing",
        "no http",
        "nothing",
        "long header",
        "no gzip",
        "cut gzip",
    ],
)
def test_an_answer_that_is_not_whole_is_refused(site: Site, answer: Answer, reason: Reason) -> None:
    site.pages |= {"/robots.txt": Answer(404), "/": answer}
    assert reason_of(site, "/")[0] is reason


def test_what_follows_the_stated_length_is_not_read(site: Site) -> None:
    site.pages["/"] = sent(OK + b"Content-Length: 5\r\n\r\nfives and more")
    assert get(site, "/").content == b"fives"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451, 500, 502])
def test_a_server_that_says_no_is_told_with_its_status(site: Site, status: int) -> None:
    site.pages["/"] = Answer(status, b"<html>sorry</html>", HTML)
    [outcome] = open_source(site.at("/"), opening())
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert (outcome.refusal.reason, str(status) in outcome.refusal.detail) == (Reason.SERVER, True)


def test_a_place_that_is_not_there_is_unreachable(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
        [outcome] = open_source(address, opening())
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert outcome.refusal.reason is Reason.UNREACHABLE


@pytest.mark.parametrize(
    "address",
    ["http://", "https://exa mple.org/", "http://[::1", "http://a..b/", "http://x:port/", "http://x:99999/"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    [outcome] = open_source(address, opening(private=False, web=hurried(resolve=lambda *_: [])))
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert outcome.refusal.reason is Reason.UNREACHABLE


def test_a_picture_is_refused_as_no_text(site: Site) -> None:
    site.pages["/"] = Answer(200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, {"Content-Type": "image/png"})
    [capture] = open_source(site.at("/"), opening())
    assert isinstance(capture, Capture)
    assert getattr(parse(capture), "reason", None) is Reason.NOT_TEXT


# Redirects


def test_five_redirects_are_followed_and_no_sixth(site: Site) -> None:
    for n in range(6):
        site.pages[f"/{n}"] = Answer(302, headers={"Location": f"/{n + 1}"})
    site.pages["/6"] = Answer(200, b"<html>there</html>")
    assert get(site, "/1").address == site.at("/6")
    assert reason_of(site, "/0") == (Reason.SERVER, "it redirects more than 5 times")


def test_a_redirect_may_be_written_in_any_letters(site: Site) -> None:
    site.pages["/"] = Answer(302, headers={"Location": "/أخبار?q=é".encode().decode("latin-1")})
    site.pages["/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1?q=%C3%A9"] = Answer(200, b"there")
    assert get(site, "/").content == b"there"


def test_a_redirect_to_itself_ends(site: Site) -> None:
    site.pages["/"] = Answer(302, headers={"Location": "/"})
    assert reason_of(site, "/")[0] is Reason.SERVER
    assert site.asked.count("/") == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://[::1/x",
        "http://xn--/",
        "//[",
        "http://a..b/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1:70/_x",
        "javascript:1",
        "data:text/html,x",
    ],
)
def test_a_redirect_leads_nowhere_but_to_the_web(site: Site, target: str) -> None:
    site.pages["/"] = Answer(302, headers={"Location": target})
    assert reason_of(site, "/")[0] is Reason.UNREACHABLE


# The guard


@dataclass
class Trap:
    """Is a listener on loopback and who came to it."""

    port: int
    came: list[object] = field(default_factory=list)


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    """Listens on a port that the guard takes for one of the web: only the address can keep us away."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        done, held = threading.Event(), Trap(listener.getsockname()[1])
        monkeypatch.setattr(guard, "WEB_PORTS", (80, 443, held.port))

        def listen() -> None:
            while not done.is_set():
                with suppress(TimeoutError):
                    connection, who = listener.accept()
                    held.came.append(who)
                    connection.close()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield held
        done.set()
        thread.join()


HOSTS = """
127.0.0.1 127.1 127.0.1 127.000.000.001 0177.0.0.1 0x7f.0.0.1 0x7f.1 0x7f000001 2130706433
017700000001 0 0.0.0.0 localhost LOCALHOST localhost. 127.255.255.254 [::1] [0:0:0:0:0:0:0:1] [::]
[::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:0:127.0.0.1] [64:ff9b::127.0.0.1]
[64:ff9b:1::7f00:1] [2002:7f00:1::] [2001:0:7f00:1::] [fe80::1] [fc00::1] [fec0::1] [ff02::1]
１２７.０.０.１ ①②⑦.⓪.⓪.① 127。0。0。1 ⓛⓞⓒⓐⓛⓗⓞⓢⓣ user@127.0.0.1 example.org@127.0.0.1 10.0.0.1 172.16.0.1
192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 255.255.255.255
""".split()


def asked_for(address: str) -> Reason:
    with pytest.raises(Failure) as failed:
        hurried(seconds=2).get(address, cap=CAP)
    return failed.value.reason


@pytest.mark.parametrize("host", HOSTS)
def test_no_trick_reaches_a_private_address(host: str, trap: Trap) -> None:
    for address in (f"http://{host}/", f"http://{host}:{trap.port}/", f"https://{host}:{trap.port}/x?y#z"):
        assert asked_for(address) in (Reason.PRIVATE, Reason.UNREACHABLE)
    assert trap.came == []


def test_without_the_guard_the_tricks_do_reach_it(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "is_public", lambda address: True)
    for host in HOSTS[:11]:
        with suppress(Failure):
            hurried(seconds=2).get(f"http://{host}:{trap.port}/", cap=CAP)
    assert len(trap.came) >= 8


@pytest.mark.parametrize("host", [host for host in HOSTS if host.isascii()][::4])
def test_no_trick_of_a_redirect_reaches_a_private_address(host: str, site: Site, trap: Trap) -> None:
    site.pages["/"] = Answer(302, headers={"Location": f"http://{host}:{trap.port}/"})
    reason, _ = reason_of(site, "/", hurried(seconds=2))
    assert reason in (Reason.PRIVATE, Reason.UNREACHABLE)
    assert trap.came == []


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8080])
def test_a_public_address_is_asked_on_the_ports_of_the_web_alone(port: int) -> None:
    web = hurried(resolve=lambda host, port: ["93.184.216.34"])
    with pytest.raises(Failure) as failed:
        web.get(f"http://news.example:{port}/", cap=CAP)
    assert (failed.value.reason, str(port) in failed.value.detail) == (Reason.PRIVATE, True)


def test_a_person_who_names_a_private_address_is_told_what_lets_it_in(site: Site) -> None:
    [outcome] = open_source(site.at("/"), opening(private=False))
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert "--allow-private lets in" in outcome.refusal.detail


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        ["93.184.216.34", "127.0.0.1"],
        ["127.0.0.1", "93.184.216.34"],
        ["2606:2800:220:1::1", "::1"],
    ],
)
def test_all_answers_for_a_name_must_be_public(answers: list[str], trap: Trap) -> None:
    web = hurried(resolve=lambda host, port: answers)
    with pytest.raises(Failure) as failed:
        web.get("http://news.example/", cap=CAP)
    assert failed.value.reason is Reason.PRIVATE
    assert trap.came == []


def test_a_name_that_answers_twice_is_asked_once_for_a_connection(site: Site) -> None:
    """The second answer would be private: what was checked is what is connected to."""
    turns = iter(["192.0.2.7", "127.0.0.1"])
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [next(turns)]

    with pytest.raises(Failure) as failed:
        hurried(resolve=rebinding, seconds=1).get("http://news.example/", cap=CAP)
    assert failed.value.reason is Reason.PRIVATE
    assert len(asked) == 1
    assert site.asked == []


def test_a_private_address_must_be_typed_and_allowed(site: Site) -> None:
    site.pages["/"] = Answer(200, article("Sur le réseau de la maison"), HTML)
    [outcome] = open_source(site.at("/"), opening(private=False))
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert outcome.refusal.reason is Reason.PRIVATE
    assert site.asked == []
    [capture] = open_source(site.at("/"), opening())
    assert isinstance(capture, Capture)


def test_what_was_allowed_for_one_server_is_not_for_another(site: Site) -> None:
    with serving({"/secret": Answer(200, b"<html>secret</html>", HTML)}) as other:
        site.pages["/"] = Answer(302, headers={"Location": other.at("/secret")})
        assert reason_of(site, "/")[0] is Reason.PRIVATE
        assert other.asked == []


@pytest.mark.parametrize(
    ("addresses", "public"),
    [
        ("93.184.216.34 2606:2800:220:1::1 64:ff9b::5db8:d822 ::ffff:93.184.216.34", True),
        (
            "10.1.2.3 ::ffff:10.1.2.3 64:ff9b::a01:203 2002:a01:203:: fd00::1 fe80::1%eth0 240.0.0.1 239.1.1.1",
            False,
        ),
    ],
)
def test_public_is_what_the_open_internet_routes(addresses: str, public: bool) -> None:
    assert [is_public(address) for address in addresses.split()] == [public] * len(addresses.split())


# Manners


def test_what_robots_txt_forbids_is_not_asked_for(site: Site) -> None:
    rules = (
        b"User-agent: *\nDisallow: /private/\nUser-agent: press-archive\nDisallow: /*.pdf$\nCrawl-delay: 7\n"
    )
    site.pages |= {"/robots.txt": Answer(200, rules), "/a.pdf": Answer(200, b"x"), "/b": Answer(200, b"y")}
    web = hurried()
    assert reason_of(site, "/a.pdf", web) == (Reason.ROBOTS, "its robots.txt does not allow it")
    assert [get(site, "/b", web).content for _ in range(3)] == [b"y"] * 3
    assert site.asked == ["/robots.txt", "/b", "/b", "/b"]
    assert [round(nap) for nap in web.naps] == [7, 7]  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_all(site: Site, status: int) -> None:
    site.pages |= {"/robots.txt": Answer(status), "/": Answer(200, b"y")}
    assert get(site, "/").content == b"y"


def test_a_robots_txt_that_cannot_be_had_forbids_all_and_is_asked_for_once(site: Site) -> None:
    site.pages |= {"/robots.txt": Answer(500), "/": Answer(200, b"y")}
    web = hurried()
    for _ in range(3):
        reason, detail = reason_of(site, "/", web)
        assert (reason, "500" in detail) == (Reason.ROBOTS, True)
    assert site.asked == ["/robots.txt"]


def test_a_robots_txt_made_to_be_slow_is_read_in_time(site: Site) -> None:
    slow = b"User-agent: *\nDisallow: /" + b"a*" * 5000 + b"b$\n"
    site.pages |= {"/robots.txt": Answer(200, slow * 40), "/" + "a" * 2000: Answer(200, b"y")}
    assert get(site, "/" + "a" * 2000).content == b"y"


def test_the_longest_delay_that_is_kept_to_is_a_minute(site: Site) -> None:
    site.pages |= {"/robots.txt": Answer(200, b"User-agent: *\nCrawl-delay: 3600"), "/": Answer(200, b"y")}
    assert reason_of(site, "/") == (Reason.ROBOTS, "its robots.txt asks for 3,600 seconds between requests")


def test_a_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    busy = Answer(429, headers={"Retry-After": "30"})
    site.pages |= {"/robots.txt": Answer(404), "/": [busy, Answer(503), Answer(200, b"y")]}
    web = hurried()
    assert get(site, "/", web).content == b"y"
    assert [round(nap) for nap in web.naps] == [30, 10]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("after", "asked"), [("3600", 1), ("1", 3)])
def test_a_server_that_stays_busy_is_left(site: Site, after: str, asked: int) -> None:
    site.pages |= {"/robots.txt": Answer(404), "/": Answer(503, headers={"Retry-After": after})}
    reason, detail = reason_of(site, "/")
    assert (reason, "503" in detail) == (Reason.SERVER, True)
    assert site.asked.count("/") == asked


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("90", 90),
        ("Sat, 21 Nov 2026 12:01:00 GMT", 60),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        (None, None),
        ("-5", None),
    ],
)
def test_a_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 21, 12, tzinfo=UTC)) == seconds


def test_a_host_is_asked_with_a_pause_and_others_meanwhile() -> None:
    now, naps = [0.0], []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    pace = Pace(delay=1.0, clock=lambda: now[0], sleep=sleep)
    for host in ("a", "b", "a", "b"):
        pace.wait(host)
        pace.asked(host)
    assert naps == [1.0]


def test_the_places_of_one_call_are_asked_for_with_one_pace(site: Site, press: Any) -> None:
    site.pages |= {f"/{n}": Answer(200, article(f"Nouvelle numéro {n}"), HTML) for n in (1, 2)}
    begun = time.monotonic()
    captures = list(press.captures(site.at("/1"), site.at("/2"), private=True))
    assert [capture.source for capture in captures] == [site.at("/1"), site.at("/2")]
    assert site.asked == ["/robots.txt", "/1", "/2"]
    assert time.monotonic() - begun > 1.9


# Pages that lead on


def signpost(content: str, words: str = "Vous allez être redirigé.", more: str = "") -> bytes:
    head = f'<meta http-equiv="refresh" content="{content}">{more}<title>Un titre bien long de page</title>'
    return f"<!doctype html><html><head>{head}</head><body><p>{words}</p></body></html>".encode()


STYLE = "<style>" + "p { color: red }" * 50 + "</style>"


@pytest.mark.parametrize(
    ("answer", "onward"),
    [
        (Answer(200, signpost("0; url=/new?a=1&amp;b=2"), HTML), "/new?a=1&b=2"),
        (Answer(200, signpost("5;URL='new'", more=STYLE), HTML), "/new"),
        (Answer(200, signpost("0, SITE/new"), HTML), "/new"),
        (Answer(200, b"<html><body>Ailleurs</body></html>", {**HTML, "Refresh": "0; url=/new"}), "/new"),
        (Answer(200, b"", {**HTML, "Refresh": "0; url=/new"}), "/new"),
    ],
)
def test_a_page_that_only_leads_on_is_refused_with_where(
    site: Site, press: Any, answer: Answer, onward: str
) -> None:
    site.pages["/old"] = replace(answer, body=answer.body.replace(b"SITE", site.at("").encode()))
    [outcome] = press.ingest(site.at("/old"), private=True, web=hurried())
    assert outcome.refusal.reason is Reason.NO_ARTICLE
    assert outcome.refusal.detail == f"the page only leads on to {site.at(onward)}"
    assert "/new" not in site.asked


@pytest.mark.parametrize(
    "body",
    [
        signpost("300"),
        signpost("300; url=/old"),
        signpost("0; url=javascript:alert(1)"),
        signpost("0; url=/new", words="Le bac remplace le pont depuis lundi. " * 12),
        signpost("0; url=/new", more='<script>{"articleBody": "Le bac remplace le pont."}</script>'),
        signpost(" " * 3000),
        b"<!--" * 5000 + signpost("0; url=/new"),
    ],
)
def test_a_page_that_says_something_or_stays_is_left_to_its_reader(site: Site, body: bytes) -> None:
    site.pages["/old"] = Answer(200, body, HTML)
    [capture] = open_source(site.at("/old"), opening())
    assert isinstance(capture, Capture)


# A second visit


def test_a_second_visit_asks_only_for_what_changed(site: Site, press: Any) -> None:
    first, second = (
        article("Le pont est fermé"),
        article("Le pont est fermé", "Un bac le remplace depuis lundi. " * 12),
    )
    wording = {"tag": '"é1"', "page": first}

    def page(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == wording["tag"]:
            return Answer(304, headers={"ETag": str(wording["tag"])})
        return Answer(200, wording["page"], {**HTML, "ETag": wording["tag"]})  # type: ignore[arg-type, dict-item]

    site.pages["/pont"] = page

    def visit() -> Outcome:
        [outcome] = press.ingest(site.at("/pont"), private=True, web=hurried(memory=memory(press)))
        return outcome

    assert visit().filing is Filing.NEW
    again = visit()
    assert (again.filing, again.article_id) == (Filing.SAME, 1)
    assert "if-none-match" in site.headers[-1]
    wording |= {"tag": '"2"', "page": second}
    changed = visit()
    assert (changed.filing, changed.article_id) == (Filing.REVISED, 1)
    assert press.article(1)["address"] == site.at("/pont")


def memory(press: Any) -> Any:
    from archive.visits import Visits

    return Visits(press.path, press._note)


def test_a_page_that_was_refused_is_asked_for_whole_again(site: Site, press: Any) -> None:
    site.pages["/"] = Answer(200, b"<html><body><p>Rien.</p></body></html>", {**HTML, "ETag": '"1"'})
    for _ in range(2):
        [outcome] = press.ingest(site.at("/"), private=True, web=hurried(memory=memory(press)))
        assert outcome.refusal is not None
        assert "if-none-match" not in site.headers[-1]


def test_a_visit_whose_page_was_not_filed_leaves_no_trace(site: Site, press: Any) -> None:
    """As when the program is killed between the two."""
    site.pages["/"] = Answer(200, article("Le pont est fermé"), {**HTML, "ETag": '"1"'})
    remembered = memory(press)
    list(press.captures(site.at("/"), private=True, web=hurried(memory=remembered)))
    assert memory(press).visit(site.at("/")) is None


# Addresses from which a page has moved


def file(press: Any, *addresses: str) -> list[Outcome]:
    return list(press.ingest(*addresses, private=True, web=hurried(memory=memory(press))))


def others(press: Any) -> list[list[str]]:
    return [row.get("other_addresses", []) for row in press.export()]


@pytest.mark.parametrize("status", [301, 308])
def test_an_address_from_which_a_page_has_moved_finds_its_article(
    site: Site, press: Any, status: int
) -> None:
    site.pages |= {
        "/old?id=3": Answer(status, headers={"Location": "/new"}),
        "/new": Answer(200, article("Le pont est fermé"), HTML),
    }
    for result in (Filing.NEW, Filing.SAME):
        [outcome] = file(press, site.at("/old?id=3"))
        assert (outcome.filing, outcome.article_id) == (result, 1)
        assert press.article(site.at("/old?id=3"))["address"] == site.at("/new")
        assert others(press) == [[site.at("/old?id=3")]]


def test_a_redirect_for_the_time_being_gives_no_other_address(site: Site, press: Any) -> None:
    """Or the pages behind a page of offers would all be its article."""
    site.pages |= {
        "/a": Answer(301, headers={"Location": "/b"}),
        "/b": Answer(302, headers={"Location": "/offers"}),
        "/": Answer(301, headers={"Location": "/offers"}),
        "/offers": Answer(200, article("Abonnez-vous au journal"), HTML),
    }
    file(press, site.at("/a"), site.at("/"))
    assert others(press) == [[]]
    with pytest.raises(MissingError):
        press.article(site.at("/a"))


def test_an_address_that_an_article_has_stays_its_own(site: Site, press: Any) -> None:
    site.pages["/a"] = Answer(200, article("Le pont est fermé"), HTML)
    site.pages["/b"] = Answer(
        200, article("Le bac du soir", "Un bac remplace le pont depuis lundi. " * 12), HTML
    )
    file(press, site.at("/a"), site.at("/b"))
    site.pages["/a"] = Answer(301, headers={"Location": "/b"})
    file(press, site.at("/a"))
    assert press.article(site.at("/a"))["id"] == 1
    assert others(press) == [[], []]
