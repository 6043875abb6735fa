"""A watch tells each article once, by the order of ingest, and never loses one."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

import archive
from archive.errors import InvalidError, MissingError
from archive.present.feed import ENTRIES
from tests.conftest import Done
from tests.test_facets import page

Run = Callable[..., Done]
HOSTILE = 'Barrage "<script>alert(1)</script>" & \x1b[31mrouge\x00\u202e'


@pytest.fixture
def press(db: Path) -> Iterator[archive.Archive]:
    with archive.open(db) as opened:
        opened.init()
        for number in (1, 2):
            opened.add(page(number, "Atlas", "2022-05-27"))
        yield opened


def told(press: archive.Archive, name: str = "eau") -> list[tuple[int, str]]:
    return [(one.hit.id, one.filing) for one in press.news(name).told]


def run_once(press: archive.Archive, name: str = "eau") -> list[tuple[int, str]]:
    news = press.news(name)
    press.advance([news])
    return [(one.hit.id, one.filing) for one in news.told]


def test_a_watch_tells_what_is_filed_after_it_was_made_and_tells_it_once(press: archive.Archive) -> None:
    press.watch("eau", "barrage")
    assert run_once(press) == []
    press.add(page(3, "Atlas", "2022-06-01"))
    press.add(page(4, "Atlas", "2022-06-02", body="Rien à voir, vraiment rien du tout."))
    assert told(press) == told(press) == [(3, "new")]
    assert run_once(press) == [(3, "new")]
    assert run_once(press) == []


def test_new_is_by_ingest_and_not_by_date(press: archive.Archive) -> None:
    press.watch("eau", "barrage")
    press.add(page(3, "Atlas", "1999-01-01"))
    press.add(page(4, None, None))
    assert run_once(press) == [(4, "new"), (3, "new")]


def test_a_backlog_is_told_by_the_first_run(press: archive.Archive) -> None:
    press.watch("eau", "barrage", backlog=True)
    assert run_once(press) == [(2, "new"), (1, "new")]
    assert run_once(press) == []


def test_a_revision_is_told_when_it_comes_to_match_and_only_then(press: archive.Archive) -> None:
    press.add(page(3, "Atlas", "2022-06-01", title="Sans", body="Un texte sur tout autre chose que cela."))
    press.watch("eau", "barrage")
    press.edit(1, title="Un autre titre pour le barrage")
    assert run_once(press) == []
    press.edit(3, body="Voilà que le barrage y est nommé.")
    press.edit(3, title="Et un titre corrigé après coup")
    assert run_once(press) == [(3, "revised")]
    press.edit(3, body="Le barrage, encore, autrement dit.")
    assert run_once(press) == []


def test_a_revision_that_comes_to_match_exact_words_is_told(press: archive.Archive) -> None:
    press.watch("eau", '"grand barrage"')
    press.edit(1, body="Le barrage est un grand ouvrage.")
    assert run_once(press) == []
    press.edit(1, body="C'est le grand barrage du pays.")
    assert run_once(press) == [(1, "revised")]


def test_an_article_that_stopped_matching_is_told_when_it_matches_again(press: archive.Archive) -> None:
    press.watch("eau", "barrage")
    press.edit(1, body="Il n'en est plus question.", title="Rien")
    assert run_once(press) == []
    press.edit(1, body="Il est de nouveau question du barrage.")
    assert run_once(press) == [(1, "revised")]


def test_an_article_that_another_tool_filed_is_told(press: archive.Archive) -> None:
    press.watch("eau", "barrage")
    with closing(sqlite3.connect(press.path)) as connection:
        connection.execute("INSERT INTO articles (title, body, language) VALUES ('x', 'Le barrage.', 'fr')")
        connection.commit()
    assert run_once(press) == [(3, "new")]


def test_what_waits_for_the_index_is_told_later_and_not_lost(
    press: archive.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.watch("eau", "barrage")
    press.add(page(3, "Atlas", "2022-06-01"))
    with closing(sqlite3.connect(press.path)) as connection:
        connection.execute("INSERT INTO articles (title, body, language) VALUES ('x', 'Le barrage.', 'fr')")
        connection.execute("INSERT INTO revisions (article_id, title, body) VALUES (4, 'y', 'Autre chose.')")
        connection.commit()
    monkeypatch.setattr(archive.Archive, "_catch_up_a_little", lambda *_: None)
    news = press.news("eau")
    assert [one.hit.id for one in news.told] == [3]
    assert news.notes == ("1 article is not yet indexed",)
    press.advance([news])
    assert run_once(press) == []
    monkeypatch.undo()
    assert run_once(press) == [(4, "new")]


def test_more_news_than_are_compared_in_a_search_are_all_told(
    press: archive.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.search.matching.MOST_CHECKED", 1)
    press.watch("eau", '"le barrage"')
    for number in (3, 4, 5):
        press.add(page(number, "Atlas", "2022-06-01"))
    assert run_once(press) == [(5, "new"), (4, "new"), (3, "new")]


def test_advancing_never_goes_back(press: archive.Archive) -> None:
    press.watch("eau", "barrage", backlog=True)
    early = press.news("eau")
    press.add(page(3, "Atlas", "2022-06-01"))
    run_once(press)
    press.advance([early])
    assert told(press) == []


def test_names_are_one_whatever_their_spaces_and_there_is_one_of_each(press: archive.Archive) -> None:
    press.watch("  l’eau   du Souss ", "barrage")
    assert [one.name for one in press.watches()] == ["l’eau du Souss"]
    with pytest.raises(InvalidError, match="already"):
        press.watch("l’eau du Souss", "autre")
    with pytest.raises(InvalidError, match="needs a name"):
        press.watch("  ", "barrage")
    press.unwatch("l’eau du Souss")
    assert press.watches() == []
    for use in (press.unwatch, press.news):
        with pytest.raises(MissingError, match="no watch 'eau'"):
            use("eau")


# On the command line


@pytest.fixture
def watched(seeded: Path, run: Run) -> Path:
    """Gives the archive of the seeds with a watch and one article more."""
    assert run("watch", "add", "eau", "barrage", "OR", "سد", db=seeded).code == 0
    record = {
        "title": HOSTILE,
        "body": "Le barrage & <b>.",
        "outlet": "مرايا",
        "address": "https://a.example/?a=1&b=2",
    }
    records = (
        record,
        {"title": "سد جديد", "body": "بني سد جديد في الجنوب.", "language": "ar", "tags": ["ماء"]},
    )
    stdin = "\n".join(map(json.dumps, records)).encode()
    assert run("ingest", "-", db=seeded, stdin=stdin).code == 0
    return seeded


def test_adding_says_what_matches_already_and_what_makes_no_sense(run: Run, seeded: Path) -> None:
    done = run("watch", "add", "x", "qatar outlet:nirgendwo", db=seeded)
    assert done.err == (
        "Note: there is no outlet called 'nirgendwo' in this archive.\nWatching x; 0 articles match already.\n"
    )


def test_a_run_tells_and_the_next_has_nothing(run: Run, watched: Path) -> None:
    first = run("watch", "run", db=watched)
    assert (first.code, first.err) == (0, "eau: 2 new.\n")
    assert first.out.startswith("eau: 2 new\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", first.out)
    second = run("watch", "run", db=watched)
    assert (second.code, second.out, second.err) == (0, "", "eau: nothing new.\n")


def test_kept_news_are_told_again(run: Run, watched: Path) -> None:
    assert run("watch", "run", "--keep", db=watched).out == run("watch", "run", "eau", db=watched).out != ""


def test_quiet_is_silent_without_news_and_the_exit_code_tells(
    run: Run, watched: Path, tmp_path: Path
) -> None:
    output = tmp_path / "eau.html"
    assert run("watch", "run", "-q", "--exit-code", "--keep", db=watched).code == 0
    assert run("watch", "run", "-q", "--format", "html", db=watched).out.startswith("<!doctype html>")
    done = run("watch", "run", "-q", "--exit-code", "--format", "html", "--output", str(output), db=watched)
    assert (done.code, done.out, done.err, output.exists()) == (7, "", "", False)


def test_a_query_that_stopped_being_valid_is_reported_each_time(run: Run, watched: Path) -> None:
    run("watch", "add", "atlas", "outlet:(Atlas Quotidien) barrage", db=watched)
    run("watch", "run", db=watched)
    with closing(sqlite3.connect(watched)) as connection:
        connection.execute("DELETE FROM outlet_spellings")
        connection.execute("UPDATE outlets SET name = 'Anders' WHERE name LIKE 'Atlas%'")
        connection.commit()
    for _ in range(2):
        done = run("watch", "run", "-q", db=watched)
        assert (done.code, done.out) == (4, "")
        assert "Note on atlas: there is no outlet called" in done.err
    assert "eau" in run("watch", "list", db=watched).out


def test_news_are_told_again_when_they_could_not_be_written(run: Run, watched: Path, tmp_path: Path) -> None:
    done = run("watch", "run", "--output", str(tmp_path / "no" / "eau.txt"), db=watched)
    assert (done.code, done.out) == (6, "")
    command = [sys.executable, "-m", "archive", "--db", str(watched), "watch", "run", "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()  # as `| head` does
        assert "Traceback" not in process.communicate()[1].decode()
    assert run("watch", "run", db=watched).err == "eau: 2 new.\n"


def test_rows_are_hits_with_the_watch_and_the_filing(run: Run, watched: Path) -> None:
    rows = json.loads(run("watch", "run", "--format", "json", db=watched).out)
    assert [(row["watch"], row["filing"], row["id"]) for row in rows] == [
        ("eau", "new", 37),
        ("eau", "new", 36),
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["moment"]) for row in rows)
    assert json.loads(run("watch", "run", "--format", "json", db=watched).out) == []


def test_the_note_in_markdown_holds_no_markup_of_the_articles(run: Run, watched: Path) -> None:
    out = run("watch", "run", "--format", "markdown", db=watched).out
    assert "## eau: 2 new" in out
    assert "(<https://a.example/?a=1&b=2>)" in out
    assert "<script>" not in out
    assert "**⁨سد جديد⁩**" in out


class Tags(HTMLParser):
    """Notes the tags of a page, and that each is closed in its turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.met.append((tag, dict(attributes)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_mail_is_escaped_closed_and_in_each_direction(run: Run, watched: Path) -> None:
    out = run("watch", "run", "--format", "html", db=watched).out
    tags = Tags()
    tags.feed(out)
    tags.close()
    assert tags.open == []
    assert {tag for tag, _ in tags.met} <= set(
        "html head meta title body h2 p ul li a bdi br blockquote mark strong".split()
    )
    assert ("bdi", {"lang": "ar"}) in tags.met
    assert [found["href"] for tag, found in tags.met if tag == "a"] == ["https://a.example/?a=1&b=2"]
    assert "<mark>barrage</mark>" in out
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out)


ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def feed(run: Run, path: Path, *options: str) -> ElementTree.Element:
    out = run("watch", "run", "eau", "--format", "atom", *options, db=path).out
    assert out.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    return ElementTree.fromstring(out.encode())


def only(parent: ElementTree.Element, name: str) -> str:
    (found,) = parent.findall(ATOM + name)
    return found.text or ""


def test_the_feed_is_what_rfc_4287_asks_for(run: Run, watched: Path) -> None:
    root = feed(run, watched)
    assert root.tag == ATOM + "feed"
    entries = root.findall(ATOM + "entry")
    identifiers = [only(one, "id") for one in (root, *entries)]
    assert len(set(identifiers)) == len(entries) + 1
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one) for one in identifiers)
    for one in (root, *entries):
        assert only(one, "title")
        assert RFC_3339.fullmatch(only(one, "updated"))
    assert only(root, "updated") == max(only(one, "updated") for one in entries)
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    for one in entries:
        (content,) = one.findall(ATOM + "content")
        assert content.get("type") == "html"
        assert len(one.findall(ATOM + "link")) <= 1
        Tags().feed(content.text or "")
    assert [link.get("href") for link in entries[1].findall(ATOM + "link")] == ["https://a.example/?a=1&b=2"]
    assert only(entries[1], "title").startswith('Barrage "<script>alert(1)</script>" &')


def test_a_feed_keeps_its_identifiers_and_holds_what_was_told_before(run: Run, watched: Path) -> None:
    first, again = feed(run, watched), feed(run, watched)

    def identifiers(root: ElementTree.Element) -> list[str]:
        return [only(one, "id") for one in (root, *root.findall(ATOM + "entry"))]

    assert identifiers(first) == identifiers(again)
    assert len(identifiers(first)) > 3
    run("ingest", "-", db=watched, stdin=b'{"title": "Dernier barrage", "body": "Un barrage de plus."}')
    later = identifiers(feed(run, watched))
    assert [later[0], *later[2:]] == identifiers(first)


def test_a_feed_never_drops_what_is_new(run: Run, watched: Path) -> None:
    records = [
        json.dumps({"title": f"Barrage {n}", "body": " ".join(f"barrage mot{n}x{k}" for k in range(30))})
        for n in range(ENTRIES + 5)
    ]
    run("ingest", "-", "-q", db=watched, stdin="\n".join(records).encode())
    assert len(feed(run, watched).findall(ATOM + "entry")) == ENTRIES + 5 + 2
    assert len(feed(run, watched).findall(ATOM + "entry")) == ENTRIES


def test_a_feed_is_of_one_watch(run: Run, watched: Path) -> None:
    run("watch", "add", "autre", "x", db=watched)
    done = run("watch", "run", "--format", "atom", db=watched)
    assert (done.code, done.err) == (2, "archive: A feed is of one watch; name it.\n")


def test_a_file_is_written_whole(run: Run, watched: Path, tmp_path: Path) -> None:
    output = tmp_path / "eau.xml"
    output.write_text("alt", "utf-8")
    assert run("watch", "run", "--format", "atom", "--output", str(output), db=watched).code == 0
    assert ElementTree.fromstring(output.read_bytes()).tag == ATOM + "feed"
    assert [path.name for path in tmp_path.iterdir() if "eau" in path.name] == ["eau.xml"]


def test_without_a_watch_a_run_says_how_to_make_one(run: Run, seeded: Path) -> None:
    done = run("watch", "run", db=seeded)
    assert (done.code, done.err) == (
        1,
        "archive: There is no watch; `archive watch add NAME QUERY` makes one.\n",
    )


def test_removing_a_watch_removes_nothing_else(run: Run, watched: Path) -> None:
    before = run("search", "barrage", "--count", db=watched).out
    assert run("watch", "remove", "eau", db=watched).code == 0
    assert run("watch", "list", "--format", "json", db=watched).out == "[\n]\n"
    assert run("search", "barrage", "--count", db=watched).out == before
