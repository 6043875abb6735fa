"""Lists of addresses: one a line, or sitemaps; each page fetched, and each line accounted for."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Done
from loopback import HTML, Answer, Site, article, hurried, opening, serving

import archive
from archive.capture import Opening, addresses, open_source
from archive.capture.addresses import by_turns
from archive.capture.sitemaps import Listed, read_sitemap
from archive.documents import Capture, Outcome, Reason
from archive.ingest import read
from archive.parse import KnownOutlets
from archive.visits import Visits


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        running.pages |= {f"/{n}": Answer(200, article(f"Nouvelle numéro {n}"), HTML) for n in range(1, 6)}
        yield running


def urlset(*parts: str) -> bytes:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">' + "".join(parts) + "</urlset>"
    ).encode()


def url(address: str, more: str = "") -> str:
    return f"<url><loc> {address} </loc>{more}</url>"


def index(*places: str) -> bytes:
    listed = "".join(f"<sitemap><loc>{place}</loc></sitemap>" for place in places)
    return (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</sitemapindex>'.encode()
    )


def fetched(place: str, **options: Any) -> tuple[list[Capture], list[Outcome]]:
    found = list(open_source(place, opening(addresses=True, **options)))
    return [p for p in found if isinstance(p, Capture)], [p for p in found if isinstance(p, Outcome)]


def reasons(outcomes: list[Outcome]) -> list[Reason]:
    return [outcome.refusal.reason for outcome in outcomes if outcome.refusal]


def test_a_file_of_addresses_is_fetched_line_by_line(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(
        f"\ufeff# to read\n\n{site.at('/1')}\n  {site.at('/2')}  \nnot an address\n{site.at('/1')}\n", "utf-8"
    )
    captures, outcomes = fetched(str(path))
    assert [capture.source for capture in captures] == [site.at("/1"), site.at("/2")]
    assert (reasons(outcomes), outcomes[0].source) == ([Reason.BAD_RECORD], f"{path}:5")


def details(outcomes: list[Outcome]) -> list[str]:
    return [outcome.refusal.detail for outcome in outcomes if outcome.refusal]


MORE = [
    "{},Un titre,archive",
    "{}\tUn titre",
    "{}  # mon commentaire",
    '{},"titre"',
    "{},,",
    "{},https://lefil.example/b",
    "{} https://lefil.example/b",
    "{}<br>",
]


@pytest.mark.parametrize("line", MORE)
def test_a_line_that_holds_more_than_an_address_is_told_and_not_fetched(
    site: Site, tmp_path: Path, line: str
) -> None:
    path = tmp_path / "list"
    path.write_text(f"{line.format(site.at('/1'))}\n{site.at('/2')}\n", "utf-8")
    captures, outcomes = fetched(str(path))
    assert [capture.source for capture in captures] == [site.at("/2")]
    assert (reasons(outcomes), outcomes[0].source) == ([Reason.BAD_RECORD], f"{path}:1")
    assert details(outcomes)[0].startswith("more than an address stands on the line: ")
    assert "/1" not in " ".join(site.asked)


def test_an_address_may_hold_commas(site: Site, tmp_path: Path) -> None:
    site.pages["/2012/01/31/01003-2012,titre.php"] = Answer(200, article("Une virgule"), HTML)
    path = tmp_path / "list"
    path.write_text(site.at("/2012/01/31/01003-2012,titre.php"), "utf-8")
    captures, outcomes = fetched(str(path))
    assert (len(captures), outcomes) == (1, [])


LISTS = {
    "a table": ("Titre;Lien;Dossier\nUn, deux;{};x\nDeux;{};\nTrois;;\nQuatre;nulle part;\n", "utf-8"),
    "a table of Excel": ("Titre\tLien\r\nUn, deux\t{}\r\nDeux\t{}\r\nx\t\r\nx\ty\r\n", "utf-16"),
    "below a title": ("À lire\n\nTitre;Lien\nUn;{}\nDeux;{}\nx;\nx;y\n", "utf-8-sig"),
}


@pytest.mark.parametrize("name", LISTS)
def test_the_addresses_of_a_table_are_those_of_its_column(site: Site, tmp_path: Path, name: str) -> None:
    text, charset = LISTS[name]
    path = tmp_path / "list"
    path.write_bytes(text.format(site.at("/1"), site.at("/2")).encode(charset))
    captures, outcomes = fetched(str(path))
    assert [capture.source for capture in captures] == [site.at("/1"), site.at("/2")]
    assert reasons(outcomes) == [Reason.BAD_RECORD] * 2
    first = 6 if name == "below a title" else 4
    assert [outcome.source for outcome in outcomes] == [f"{path}:{first}", f"{path}:{first + 1}"]


def test_the_column_of_addresses_may_be_named(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(f"Titre,Où,Date\nUn,{site.at('/1')},2024\nDeux,{site.at('/2')},2024\n", "utf-8")
    captures, _ = fetched(str(path), columns={"address": "Où"})
    assert [capture.source for capture in captures] == [site.at("/1"), site.at("/2")]


def test_the_links_of_bookmarks_are_fetched_and_another_page_is_refused_once(
    site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "bookmarks.html"
    links = (site.at("/1"), "javascript:alert(1)", "place:sort=8", site.at("/2?a=1&amp;b=2"))
    path.write_text(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Menu</H1>\n<DL><p>\n"
        + "".join(f'<DT><A HREF="{link}" ADD_DATE="1709629200">Un article</A>\n' for link in links)
        + "</DL>"
    )
    site.pages["/2?a=1&b=2"] = Answer(200, article("Une autre"), HTML)
    captures, outcomes = fetched(str(path))
    assert ([capture.source for capture in captures], outcomes) == (
        [site.at("/1"), site.at("/2?a=1&b=2")],
        [],
    )
    path.write_text("<html>\n<body>\n<a href='https://lefil.example'>x</a>\n</body></html>")
    captures, outcomes = fetched(str(path))
    assert (captures, reasons(outcomes)) == ([], [Reason.NO_ARTICLE])
    assert "no list of addresses" in details(outcomes)[0]


def test_a_list_may_come_from_standard_input_or_be_an_address(site: Site) -> None:
    site.pages["/list.txt"] = Answer(200, site.at("/3").encode())
    assert [c.source for c in fetched("-", stdin=io.BytesIO(site.at("/1").encode()))[0]] == [site.at("/1")]
    assert [c.source for c in fetched(site.at("/list.txt"))[0]] == [site.at("/3")]


def test_hosts_are_taken_by_turns() -> None:
    listed = [Listed(f"https://{host}/{n}") for host in ("a.example", "b.example") for n in (1, 2)]
    assert [one.address[8:] for one in by_turns(listed)] == [
        "a.example/1",
        "b.example/1",
        "a.example/2",
        "b.example/2",
    ]


def test_a_news_sitemap_states_title_and_date(site: Site) -> None:
    news = (
        "<news:news><news:publication><news:name>Le Fil</news:name></news:publication>"
        "<news:publication_date>2026-03-04T09:30:00+01:00</news:publication_date>"
        "<news:title>Un titre &amp; un autre</news:title></news:news>"
    )
    image = (
        "<image:image><image:loc>https://delta.example/a.jpg</image:loc><image:title>Une image</image:title>"
    )
    image += "</image:image>"
    site.pages["/map.xml"] = Answer(200, urlset(url(site.at("/1"), news), url(site.at("/2"), image)))
    captures, _ = fetched(site.at("/map.xml"))
    assert captures[0].stated == {
        "source": "sitemap",
        "title": "Un titre & un autre",
        "published": "2026-03-04T09:30:00+01:00",
    }
    assert captures[1].stated == {}
    clipping = read(captures[0], KnownOutlets())
    assert not hasattr(clipping, "reason")
    assert (clipping.title, str(clipping.published)) == ("Un titre & un autre", "2026-03-04T09:30+01:00")  # type: ignore[union-attr]
    assert clipping.origins["title"].place == "sitemap: title"  # type: ignore[union-attr]


def test_lists_of_sitemaps_are_followed_three_deep(site: Site) -> None:
    site.pages |= {
        "/0.xml": Answer(200, index(site.at("/1.xml"), site.at("/gone.xml"), site.at("/1"))),
        "/1.xml": Answer(200, index(site.at("/2.xml.gz"), site.at("/3.xml"))),
        "/2.xml.gz": Answer(200, gzip.compress(urlset(url(site.at("/1"))))),
        "/3.xml": Answer(200, index(site.at("/0.xml"))),
    }
    captures, outcomes = fetched(site.at("/0.xml"))
    assert [capture.source for capture in captures] == [site.at("/1")]
    assert sorted(reasons(outcomes)) == sorted([Reason.SERVER, Reason.NO_ARTICLE, Reason.TOO_LARGE])


def test_a_sitemap_without_end_is_cut_and_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 3)
    site.pages["/map.xml"] = Answer(200, urlset(*(url(site.at(f"/{n}")) for n in range(1, 6))))
    captures, outcomes = fetched(site.at("/map.xml"))
    assert (len(captures), reasons(outcomes)) == (3, [Reason.TOO_LARGE])


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&x;</loc></url></urlset>",
        b"<urlset>" + b"<a>" * 100_000,
        b"<urlset><url><loc>https://delta.example/",
        b"<urlset>" + b"<url/>" * 100_000 + b"</urlset>",
        b"<urlset><url><loc>javascript:alert(1)</loc></url><url><loc>file:///etc/passwd</loc></url></urlset>",
        gzip.compress(b"<urlset>" + b" " * 30_000_000),
        gzip.compress(urlset())[:-5],
    ],
    ids=["xxe", "deep", "cut", "empty", "schemes", "bomb", "cut gzip"],
)
def test_a_hostile_sitemap_gives_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "map"
    path.write_bytes(content)
    captures, outcomes = fetched(str(path))
    assert captures == []
    assert all(outcome.refusal for outcome in outcomes)
    assert "root:" not in str(outcomes)


WIDE = b"<url " + b"a='b' " * 5000 + b"/>"
FILLING = b" " * 2**20


@pytest.mark.parametrize(
    ("content", "reason", "pages"),
    [
        (urlset(), Reason.EMPTY, 0),
        (b"<urlset/>", Reason.EMPTY, 0),
        (index(), Reason.EMPTY, 0),
        (urlset(url("SITE/1"))[:-3], Reason.TRUNCATED, 1),
        (urlset(url("SITE/1"), url("SITE/2")).partition(b"/2")[0], Reason.TRUNCATED, 1),
        (b"<urlset>" + url("SITE/1?a=1&b=2").encode() * 2000, Reason.TRUNCATED, 1),
        (b"<urlset>" + b"<a>" * 1000, Reason.TRUNCATED, 0),
        (b"<urlset>" + FILLING + WIDE + b"</urlset>", Reason.TOO_LARGE, 0),
        (
            ("<?xml version='1.0' encoding='UTF-16'?><urlset>" + WIDE.decode()).encode("utf-16"),
            Reason.TOO_LARGE,
            0,
        ),
        (b"<urlset>" + b"<a/>" * 1_000_001 + b"</urlset>", Reason.TOO_LARGE, 0),
    ],
    ids=[
        *("empty", "closed", "empty index", "cut at its end", "cut in an address", "cut after many faults"),
        *("deep", "attributes past a mebibyte", "attributes in utf-16", "elements"),
    ],
)
def test_a_sitemap_that_is_not_read_whole_is_refused_once(
    site: Site, content: bytes, reason: Reason, pages: int
) -> None:
    site.pages["/1?a=1=2"] = site.pages["/1"]
    site.pages["/map.xml"] = Answer(200, content.replace(b"SITE", site.at("").encode()))
    captures, outcomes = fetched(site.at("/map.xml"))
    assert ([one.source for one in outcomes], reasons(outcomes)) == ([site.at("/map.xml")], [reason])
    assert len(captures) == pages
    assert not {"/", "/2"} & set(site.asked)


def test_a_sitemap_below_another_that_is_not_read_whole_is_refused_by_its_own_name(site: Site) -> None:
    site.pages |= {
        "/0.xml": Answer(200, index(*(site.at(place) for place in ("/1.xml", "/2.xml.gz", "/3.xml")))),
        "/1.xml": Answer(200, urlset()),
        "/2.xml.gz": Answer(200, gzip.compress(urlset() + bytes(range(256)) * 100_000)),
        "/3.xml": Answer(200, urlset(url(site.at("/1")))),
    }
    captures, outcomes = fetched(site.at("/0.xml"))
    assert [capture.source for capture in captures] == [site.at("/1")]
    told = dict(zip((one.source for one in outcomes), reasons(outcomes), strict=True))
    assert told == {site.at("/1.xml"): Reason.EMPTY, site.at("/2.xml.gz"): Reason.TOO_LARGE}


def test_a_list_of_sitemaps_without_end_is_cut_and_said(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "MOST_ADDRESSES", 2)
    site.pages |= {f"/{n}.xml": Answer(200, urlset(url(site.at(f"/{n}")))) for n in range(1, 4)}
    site.pages["/0.xml"] = Answer(200, index(*(site.at(f"/{n}.xml") for n in range(1, 4))))
    captures, outcomes = fetched(site.at("/0.xml"))
    assert (len(captures), reasons(outcomes)) == (2, [Reason.TOO_LARGE])


def test_a_sitemap_of_many_pages_with_pictures_is_read_whole(site: Site) -> None:
    picture = "<image:image><image:loc>https://delta.example/a.jpg</image:loc><image:title>Un</image:title></image:image>"
    many = urlset(*(url(f"https://delta.example/{n}", picture * 3) for n in range(40_000)))
    listed = list(read_sitemap(many, "map.xml"))
    assert [type(one) for one in listed] == [Listed] * 40_000


def test_a_sitemap_does_not_lead_into_a_private_network(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "map"
    path.write_bytes(urlset(url(site.at("/1"))))
    captures, outcomes = fetched(str(path))
    assert (captures, reasons(outcomes), site.asked) == ([], [Reason.PRIVATE], [])


def test_a_sitemap_that_is_only_read_asks_nothing_of_the_network(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "map"
    path.write_bytes(urlset(url(site.at("/1"))))
    [outcome] = open_source(str(path), Opening())
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert "--addresses" in outcome.refusal.detail
    assert site.asked == []


def test_a_list_that_was_fetched_is_the_same_again(
    site: Site, press: archive.Archive, tmp_path: Path
) -> None:
    path = tmp_path / "list"
    path.write_text("\n".join(site.at(f"/{n}") for n in range(1, 4)))
    for result in ("new", "same"):
        web = hurried(memory=Visits(press.path, press._note))
        outcomes = list(press.ingest(path, addresses=True, private=True, web=web))
        assert [(outcome.result, outcome.article_id) for outcome in outcomes] == [
            (result, n) for n in (1, 2, 3)
        ]


@pytest.mark.parametrize("place", ["nowhere.txt", "."])
def test_a_list_that_is_not_there_is_told(place: str, tmp_path: Path) -> None:
    if place == ".":
        assert reasons(fetched(str(tmp_path))[1]) == [Reason.UNREADABLE]
    else:
        with pytest.raises(archive.MissingError):
            fetched(str(tmp_path / place))


def test_the_command_says_what_became_of_each_address(
    site: Site, tmp_path: Path, db: Path, run: Callable[..., Done]
) -> None:
    path = tmp_path / "list"
    path.write_text(f"{site.at('/1')}\n{site.at('/gone')}\n")
    done = run("ingest", "--addresses", "--allow-private", str(path), db=db)
    assert done.code == 4
    assert [line.split(" ")[0] for line in done.out.splitlines()] == ["new", "refused"]
    assert "the server said no (404 Not Found)" in done.out
    closed = run("ingest", site.at("/1"), db=db)
    assert (closed.code, "private address" in closed.out) == (4, True)
    tried = run("ingest", "--dry-run", "--allow-private", site.at("/2"), db=db)
    assert (tried.code, "Nouvelle numéro 2" in tried.out) == (0, True)
