"""Feeds: told by their content, split into entries, fetched again only for what is new, and hostile ones survived."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Done
from loopback import HTML, TEXT, Answer, Site, article, hurried, opening, serving

import archive
from archive.capture import Opening, entries, open_source
from archive.documents import Capture, Clipping, Filing, Outcome, Reason
from archive.ingest import read
from archive.parse import KnownOutlets

XML = {"Content-Type": "application/rss+xml"}
WHOLE = "".join(f"<p>{text}</p>" for text in TEXT)
SUMMARY = (
    "Le conseil du bourg a voté mardi la réparation du pont, que la crue de mars avait fendu ; les travaux "
    "commencent en juin."
)
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def rss(*items: str, declared: str = "", title: str = "Le Fil du Delta") -> bytes:
    head = f'<?xml version="1.0" encoding="UTF-8"?>{declared}<rss version="2.0" {SPACES}>'
    return f"{head}<channel><title>{title}</title>{''.join(items)}</channel></rss>".encode()


def item(title: str = "Le pont sera réparé", link: str = "https://delta.example/pont", **more: str) -> str:
    told = {"title": title, "link": link, **more}
    return (
        "<item>"
        + "".join(f"<{k.replace('_', ':')}>{v}</{k.replace('_', ':')}>" for k, v in told.items())
        + "</item>"
    )


def escaped(markup: str) -> str:
    return markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Le Fil du Delta</title>
<entry><title type="html">Le pont &amp;amp; la crue</title><id>tag:delta.example,2026:1</id>
<link rel="alternate" href="https://delta.example/pont"/><published>2026-03-04T09:30:00+01:00</published>
<updated>2026-03-05T10:00:00Z</updated><author><name>Nadia Exemple</name></author><category term="crue"/>
<content type="html">{escaped(WHOLE)}</content></entry></feed>""".encode()

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Le Fil du Delta",
    "items": [
        {
            "id": "1",
            "url": "https://delta.example/pont",
            "title": "Le pont & la crue",
            "date_published": "2026-03-04T09:30:00+01:00",
            "authors": [{"name": "Nadia Exemple"}],
            "tags": ["crue"],
            "content_html": WHOLE,
        }
    ],
}
RSS = rss(
    item(
        "Le pont &amp;amp; la crue",
        pubDate="Wed, 04 Mar 2026 09:30:00 +0100",
        dc_creator="Nadia Exemple",
        category="crue",
        content_encoded=f"<![CDATA[{WHOLE}]]>",
    )
)


def pieces(folder: Path, content: bytes, **options: Any) -> list[Capture | Outcome]:
    path = folder / "anything.dat"
    path.write_bytes(content)
    return list(open_source(str(path), Opening(**options)))


def reading(capture: Capture | Outcome) -> Clipping:
    assert isinstance(capture, Capture)
    clipping = read(capture, KnownOutlets())
    assert isinstance(clipping, Clipping), clipping
    return clipping


@pytest.mark.parametrize(
    "content",
    [
        RSS,
        ATOM,
        json.dumps(JSON_FEED).encode(),
        json.dumps(JSON_FEED, indent=1).encode(),
        RSS.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
    ids=["rss", "atom", "json on one line", "json", "utf-16"],
)
def test_an_entry_with_its_whole_text_is_an_article_with_what_the_feed_states(
    tmp_path: Path, content: bytes
) -> None:
    [capture] = pieces(tmp_path, content)
    assert isinstance(capture, Capture)
    assert capture.content == WHOLE.encode()
    clipping = reading(capture)
    assert clipping.body == "\n\n".join(TEXT)
    assert (clipping.title, str(clipping.published)) == ("Le pont & la crue", "2026-03-04T09:30+01:00")
    assert [byline.name for byline in clipping.authors] == ["Nadia Exemple"]
    assert (clipping.tags, clipping.language, clipping.address) == (
        ("crue",),
        "fr",
        "https://delta.example/pont",
    )
    places = {name: clipping.origins[name].place for name in ("title", "published", "authors", "tags")}
    assert places == {
        "title": "feed: title",
        "published": "feed: date",
        "authors": "feed: author",
        "tags": "feed: tags",
    }


def test_a_summary_stands_for_its_article_and_is_marked_as_unsure(tmp_path: Path) -> None:
    [capture] = pieces(tmp_path, rss(item(description=SUMMARY, pubDate="Wed, 04 Mar 2026 09:30:00 GMT")))
    clipping = reading(capture)
    assert clipping.body == SUMMARY
    assert clipping.origins["body"].place == "feed: summary"
    assert clipping.origins["body"].confidence <= 0.3
    assert (clipping.title, clipping.language) == ("Le pont sera réparé", "fr")


def test_a_long_text_that_breaks_off_is_a_summary(tmp_path: Path) -> None:
    [capture] = pieces(tmp_path, rss(item(description=escaped(WHOLE + "<p>Lire la suite</p>"))))
    assert reading(capture).origins["body"].place == "feed: summary"


def test_what_a_feed_does_not_state_is_not_invented(tmp_path: Path) -> None:
    [capture] = pieces(
        tmp_path, rss(item(description=SUMMARY, dc_creator="admin", pubDate="un de ces jours"))
    )
    clipping = reading(capture)
    assert (clipping.published, clipping.authors, clipping.tags) == (None, (), ())


def test_a_zone_that_is_not_known_gives_no_offset(tmp_path: Path) -> None:
    [capture] = pieces(
        tmp_path, rss(item(description=SUMMARY, pubDate="Wed, 04 Mar 2026 09:30:00 Europe/Paris"))
    )
    assert str(reading(capture).published) == "2026-03-04T09:30"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("s.idrissi@journal.media (Salma Idrissi)", ["Salma Idrissi"]),
        ("s.idrissi@journal.ma (Salma Idrissi)", ["Salma Idrissi"]),
        ("Salma Idrissi &lt;s.idrissi@journal.online&gt;", ["Salma Idrissi"]),
        ("Salma Idrissi, s.idrissi@journal.press", ["Salma Idrissi"]),
        ("s.idrissi@journal.media (Salma Idrissi et Omar Alaoui)", ["Salma Idrissi", "Omar Alaoui"]),
        ("s.idrissi@journal.media", []),
        ("Salma Idrissi", ["Salma Idrissi"]),
    ],
)
def test_the_author_of_an_entry_stands_beside_an_address_of_any_ending(
    tmp_path: Path, written: str, names: list[str]
) -> None:
    [capture] = pieces(tmp_path, rss(item(description=SUMMARY, author=written)))
    assert [byline.name for byline in reading(capture).authors] == names


def test_an_author_in_parts_is_named_by_the_name_alone(tmp_path: Path) -> None:
    mail = "<author><name>Nadia Exemple</name><email>nadia@journal.media</email></author>"
    for more in (mail, mail.replace("nadia@journal.media", "nadia at journal")):
        [capture] = pieces(
            tmp_path, ATOM.replace(b"<author><name>Nadia Exemple</name></author>", more.encode())
        )
        assert [byline.name for byline in reading(capture).authors] == ["Nadia Exemple"]


def test_an_entry_with_too_few_words_is_refused(tmp_path: Path) -> None:
    [outcome] = pieces(tmp_path, rss(item(description="Le pont.")))
    assert isinstance(outcome, Outcome)
    assert outcome.refusal is not None
    assert (outcome.refusal.reason, outcome.source) == (Reason.NO_ARTICLE, "https://delta.example/pont")


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (rss(item("Un & deux", description=SUMMARY)), ["Un & deux"]),
        (
            rss(
                item("Un", description=SUMMARY),
                item("Deux", "https://delta.example/2", description=SUMMARY + " Fin."),
            )[:-60],
            ["Un"],
        ),
        (b"\xef\xbb\xbf\n" + rss(item("Un", description=SUMMARY)), ["Un"]),
        (rss(item("<b>Gras</b>".replace("<", "&lt;"), description=SUMMARY)), ["Gras"]),
    ],
    ids=["bare ampersand", "cut", "blank before", "markup in title"],
)
def test_a_broken_feed_is_read_as_far_as_it_goes(tmp_path: Path, content: bytes, titles: list[str]) -> None:
    found = [p.stated.get("title") for p in pieces(tmp_path, content) if isinstance(p, Capture)]
    assert found[: len(titles)] == titles


def test_an_html_page_that_speaks_of_feeds_is_no_feed(tmp_path: Path) -> None:
    [capture] = pieces(tmp_path, b"<!doctype html><html><body><p>&lt;rss> and <rss></rss></p></body></html>")
    assert isinstance(capture, Capture)
    assert capture.media_type == "text/html"


# Hostile feeds

LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)
DEEP = 30_000


@pytest.mark.parametrize(
    "content",
    [
        rss(item("&a9;", description=SUMMARY), declared=LAUGHS),
        rss(
            item("&x;", description=SUMMARY),
            declared='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        rss(item("&x;", description=SUMMARY), declared='<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">'),
        rss(item(description=SUMMARY), declared="<!DOCTYPE r [" + "<!ENTITY a 'b'>" * 1000 + "]>"),
        rss(item(description="<a>" * DEEP + SUMMARY + "</a>" * DEEP)),
        rss(item(description="<a>" * DEEP + SUMMARY)),
        rss(item(description=SUMMARY)).replace(b"UTF-8", b"UTF-7"),
        rss(item("+ADw-script+AD4-", description=SUMMARY)).replace(b"UTF-8", b"UTF-7"),
        b"<!-- -->" * 20_000 + b"<rss/>",
        b"<rss" + b" a='b'" * 100_000 + b">",
        b"<rss><![CDATA[" * 1000,
        b"<rss><channel>" + b"<item><b" * 400_000,
        rss("<b>" * 400_000),
        b'<rss x="' + b">' a='\"" * 100_000,
        rss("<b " + "a='&gt;' " * 100_000 + "/>"),
        json.dumps(JSON_FEED).encode()[:-5],
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * DEEP,
        b'{"version": "https://jsonfeed.org/version/1", "items": [1, null, {"url": 7, "content_html": []}]}',
    ],
    ids=[
        "laughs",
        "xxe",
        "dtd",
        "entities",
        "deep",
        "deep and open",
        "utf-7",
        "utf-7 script",
        "comments",
        "attributes",
        "cdata",
        "soup",
        "many",
        "quotes",
        "attributes of a child",
        "cut json",
        "deep json",
        "odd json",
    ],
)
def test_a_hostile_feed_ends_soon_and_leaks_nothing(tmp_path: Path, content: bytes) -> None:
    found = pieces(tmp_path, content)
    told = "".join(f"{p.content!r}{p.stated}" if isinstance(p, Capture) else str(p) for p in found)
    assert "root:" not in told
    assert len(told) < 10_000_000


def test_of_a_feed_without_end_the_first_entries_are_read_and_the_rest_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "MOST_ENTRIES", 200)
    many = (item(str(n), f"https://delta.example/{n}", description="peu") for n in range(600))
    found = pieces(tmp_path, rss(*many))
    assert len(found) == 201
    last = found[-1]
    assert isinstance(last, Outcome)
    assert last.refusal is not None
    assert last.refusal.reason is Reason.TOO_LARGE


def test_a_feed_that_is_an_address_is_never_opened_as_one(site: Site, tmp_path: Path) -> None:
    """feedparser fetches a text that looks like an address, and opens one that looks like a path."""
    secret = tmp_path / "secret"
    secret.write_bytes(rss(item("secret", description=SUMMARY)))
    for body in (site.at("/other").encode(), str(secret).encode()):
        site.pages["/feed"] = Answer(200, body, XML)
        [outcome] = open_source(site.at("/feed"), opening(feed=True))
        assert isinstance(outcome, Outcome)
        assert outcome.refusal is not None
    assert "/other" not in site.asked


def test_halves_of_letters_and_nul_are_left_out(press: archive.Archive, tmp_path: Path) -> None:
    odd = {**JSON_FEED["items"][0], "title": "Le pont \ud800 neuf\x00", "content_html": WHOLE + "\udfff\x00"}  # type: ignore[index]
    path = tmp_path / "feed"
    path.write_text(json.dumps({**JSON_FEED, "items": [odd]}))
    [outcome] = press.ingest(path)
    assert (outcome.result, outcome.label) == ("new", "Le pont ? neuf")


# Kept feeds


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


Fetch = Callable[[], list[Any]]


@pytest.fixture
def fetch(press: archive.Archive) -> Fetch:
    return lambda: list(press.fetch_feeds(private=True, web=hurried()))


def results(fetched: Any) -> list[str]:
    return [outcome.result for outcome in fetched.outcomes]


def test_a_feed_is_fetched_once_for_each_change(site: Site, press: archive.Archive, fetch: Fetch) -> None:
    state = {"tag": '"1"', "body": rss(item(content_encoded=f"<![CDATA[{WHOLE}]]>"))}

    def feed(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == state["tag"]:
            return Answer(304)
        return Answer(200, state["body"], {**XML, "ETag": state["tag"]})  # type: ignore[arg-type, dict-item]

    site.pages["/feed"] = feed
    press.add_feed(site.at("/feed"), outlet="Le Fil du Delta")
    [first] = fetch()
    assert (results(first), first.trouble) == (["new"], None)
    [second] = fetch()
    assert (results(second), second.trouble) == ([], None)
    more = item(
        "Un bac remplace le pont", "https://delta.example/bac", description=SUMMARY.replace("pont", "bac")
    )
    state |= {"tag": '"2"', "body": rss(more, item(content_encoded=f"<![CDATA[{WHOLE}]]>"))}
    [third] = fetch()
    assert sorted(results(third)) == ["new", "same"]
    assert {row["outlet"] for row in press.articles()} == {"Le Fil du Delta"}
    [kept] = press.feeds()
    assert (kept.title, kept.failures, kept.trouble) == ("Le Fil du Delta", 0, None)


def test_with_full_the_page_is_fetched_once_and_the_feed_states_its_fields(
    site: Site, press: archive.Archive, fetch: Fetch
) -> None:
    site.pages["/pont"] = Answer(200, article("Titre de la page"), HTML)
    told = item(link=site.at("/pont"), description=SUMMARY, pubDate="Wed, 04 Mar 2026 09:30:00 +0100")
    site.pages["/feed"] = Answer(200, rss(told), XML)
    press.add_feed(site.at("/feed"), full=True)
    assert results(fetch()[0]) == ["new"]
    [row] = press.articles()
    kept = press.article(row["id"])
    assert (kept["title"], kept["published"]) == ("Le pont sera réparé", "2026-03-04T09:30")
    assert TEXT[0] in kept["body"]
    site.pages["/feed"] = Answer(200, rss(told, title="Un autre nom"), XML)
    assert results(fetch()[0]) == ["same"]
    assert site.asked.count("/pont") == 1


def test_a_page_is_fetched_again_where_the_feed_says_that_it_was_updated(
    site: Site, press: archive.Archive, fetch: Fetch
) -> None:
    site.pages["/pont"] = [
        Answer(200, article("Le pont"), HTML),
        Answer(200, article("Le pont", *TEXT[:2]), HTML),
    ]
    told = f'<entry><title>Le pont</title><link href="{site.at("/pont")}"/><summary>{SUMMARY}</summary>%s</entry>'

    def atom(more: str, title: str = "Le Fil") -> Answer:
        head = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>'
        return Answer(200, f"{head}{told % more}</feed>".encode(), XML)

    press.add_feed(site.at("/feed"), full=True)
    later, earlier = "<updated>2999-01-01T00:00:00+01:00</updated>", "<updated>2020-01-01T00:00:00Z</updated>"
    found = []
    for more in (earlier, earlier, later):
        site.pages["/feed"] = atom(more)
        found += results(fetch()[0])
    assert found == ["new", "same", "revised"]


def test_a_page_that_could_not_be_had_is_asked_for_again(
    site: Site, press: archive.Archive, fetch: Fetch
) -> None:
    site.pages["/pont"] = [Answer(500), Answer(200, article("Titre de la page"), HTML)]
    feed = rss(item(link=site.at("/pont"), description=SUMMARY))

    def unchanged(headers: dict[str, str]) -> Answer:
        return Answer(304) if "if-none-match" in headers else Answer(200, feed, {**XML, "ETag": '"1"'})

    site.pages["/feed"] = unchanged
    press.add_feed(site.at("/feed"), full=True)
    assert [results(fetch()[0]) for _ in range(3)] == [["refused"], ["new"], []]


def test_an_entry_that_points_to_a_private_server_is_not_followed(
    site: Site, press: archive.Archive, fetch: Fetch
) -> None:
    with serving({"/secret": Answer(200, article("Secret"), HTML)}) as other:
        site.pages["/feed"] = Answer(200, rss(item(link=other.at("/secret"), description=SUMMARY)), XML)
        press.add_feed(site.at("/feed"), full=True)
        [outcome] = fetch()[0].outcomes
        assert outcome.refusal is not None
        assert outcome.refusal.reason is Reason.PRIVATE
        assert other.asked == []


def test_a_summary_takes_nothing_from_an_article_that_is_there_whole(
    site: Site, press: archive.Archive
) -> None:
    site.pages["/pont"] = Answer(200, article("Le pont sera réparé"), HTML)
    site.pages["/feed"] = Answer(200, rss(item(link=site.at("/pont"), description=SUMMARY)), XML)
    [page] = press.ingest(site.at("/pont"), private=True, web=hurried())
    [entry] = press.ingest(site.at("/feed"))
    assert (page.filing, entry.refusal and entry.refusal.reason) == (Filing.NEW, Reason.PRIVATE)
    press.add_feed(site.at("/feed"))
    [fetched] = press.fetch_feeds(private=True, web=hurried())
    assert [(one.result, one.article_id) for one in fetched.outcomes] == [("same", page.article_id)]
    assert TEXT[0] in press.article(1)["body"]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(Answer(500), "500"), (Answer(200, article("Une page"), HTML), "no feed"), (Answer(404), "404")],
    ids=["error", "page", "gone"],
)
def test_a_feed_that_fails_is_counted_and_does_not_stop_the_others(
    site: Site, press: archive.Archive, fetch: Fetch, answer: Answer, words: str
) -> None:
    site.pages |= {"/a": answer, "/b": Answer(200, rss(item(description=SUMMARY)), XML)}
    press.add_feed(site.at("/a"))
    press.add_feed(site.at("/b"))
    for _ in range(2):
        bad, good = fetch()
        assert words in (bad.trouble or "")
        assert good.trouble is None
    assert [(feed.failures, bool(feed.trouble)) for feed in press.feeds()] == [(2, True), (0, False)]
    site.pages["/a"] = Answer(200, rss(item(description=SUMMARY)), XML)
    fetch()
    assert [(feed.failures, feed.trouble) for feed in press.feeds()] == [(0, None), (0, None)]


# The command

Run = Callable[..., Done]


def test_the_command_keeps_lists_fetches_and_removes(site: Site, db: Path, run: Run) -> None:
    feed = rss(item(content_encoded=f"<![CDATA[{WHOLE}]]>"))
    site.pages |= {"/feed": Answer(200, feed, XML), "/robots.txt": Answer(404)}
    address = site.at("/feed")
    assert run("feed", "add", address, "--outlet", "Le Fil du Delta", db=db).code == 0
    assert run("feed", "add", address, db=db).code == 2
    refused = run("feed", "fetch", db=db)
    assert (refused.code, "private address" in refused.err, refused.out) == (4, True, "")
    first = run("feed", "fetch", "--allow-private", "--format", "jsonl", db=db)
    assert (first.code, json.loads(first.out)["result"]) == (0, "new")
    again = run("feed", "fetch", address, "--allow-private", db=db)
    assert (again.code, again.out, again.err) == (0, "", "")
    [listed] = json.loads(run("feed", "list", "--format", "json", db=db).out)
    assert (listed["address"], listed["outlet"], listed["failures"]) == (address, "Le Fil du Delta", 0)
    assert run("feed", "remove", address, db=db).code == 0
    assert run("feed", "fetch", address, db=db).code == 1
    assert "#1" in run("list", db=db).out or "pont" in run("list", db=db).out
