"""Kept captures are read again: shown first, changed on demand, and never over what a person said."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import archive
from archive.documents import Capture
from archive.ingest import Overrides

PAGE = "\n\n".join(
    (
        "Le Fil du Maghreb",
        "Société",
        "La crue coupe la route de Fès",
        "Publié le 27 mai 2022 à 17h53\nPar Amina Benali",
        (
            "Le fleuve est sorti de son lit dans la nuit de lundi à mardi et a coupé la route nationale en "
            "trois endroits, ont indiqué les autorités de la province, qui ont fait évacuer quatre hameaux "
            "par bateau avant le lever du jour."
        ),
        (
            "Une centaine de familles ont été relogées dans les écoles de la ville, dont les cours sont "
            "suspendus jusqu’à jeudi, et les pompiers attendent deux équipes venues de la capitale pour "
            "pomper l’eau des caves."
        ),
        (
            "Les météorologues annoncent de nouvelles averses en fin de semaine et appellent les riverains à "
            "ne pas regagner leurs maisons avant que la digue ne soit réparée."
        ),
        "Sujets associés : Crue - Fès",
    )
)


def capture(text: str = PAGE, source: str = "page.txt") -> Capture:
    return Capture(text.encode(), source)


def ingest(press: archive.Archive, folder: Path, text: str = PAGE, **stated: Any) -> int:
    folder.mkdir(exist_ok=True)
    (folder / f"{len(list(folder.iterdir()))}.txt").write_text(text, "utf-8")
    outcomes = list(press.ingest(folder, overrides=Overrides(**stated)))
    number = outcomes[-1].article_id
    assert number is not None, outcomes
    return number


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    return tmp_path / "clips"


def as_an_older_reader_left_it(db: Path, **columns: str | None) -> None:
    """Puts other values in place of those that were read, as a program with a worse reader would have kept them."""
    with closing(sqlite3.connect(db)) as connection, connection:
        for column, value in columns.items():
            connection.execute(f"UPDATE articles SET {column} = ?", (value,))
        connection.execute("UPDATE captures SET reader = NULL")


def without_origins(article: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in article.items() if name not in ("origins", "changed_at")}


def told(press: archive.Archive, *references: int, **options: Any) -> dict[str, tuple[Any, Any]]:
    found = [one for one in press.reread(*references, **options) if one]
    return {change.field: (change.old, change.new) for one in found for change in one.changes}


def test_reading_the_seeds_again_changes_nothing(seeded: Path) -> None:
    with archive.open(seeded) as press:
        before = [without_origins(article) for article in press]
        found = [one for one in press.reread(apply=True) if one]
        assert len(found) > 10
        assert [one.changes for one in found] == [()] * len(found)
        assert [without_origins(article) for article in press] == before


def test_what_would_change_is_shown_and_nothing_is_changed(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    as_an_older_reader_left_it(db, title="Société")
    before = press.article(number)
    assert told(press) == {"title": ("Société", "La crue coupe la route de Fès")}
    assert press.article(number) == before


def test_applied_the_earlier_wording_is_a_revision_and_search_follows(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    whole = press.article(number)["body"]
    as_an_older_reader_left_it(db, body="Le dromadaire est sorti de son lit.", published=None)
    assert set(told(press, apply=True)) == {"body", "published"}
    article = press.article(number)
    assert (article["body"], article["published"]) == (whole, "2022-05-27T17:53")
    assert [wording["body"] for wording in article["revisions"]] == ["Le dromadaire est sorti de son lit."]
    assert press.search("dromadaire").total == 0
    assert press.search("météorologues").total == 1
    assert told(press) == {}


def test_lists_are_read_again_too(press: archive.Archive, clips: Path, db: Path) -> None:
    number = ingest(press, clips)
    tags = press.article(number)["tags"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM article_tags")
        connection.execute("INSERT INTO authors (id, slug, name) VALUES (99, 'publie', 'Publié')")
        connection.execute("UPDATE bylines SET author_id = 99")
    assert told(press) == {"tags": ((), tuple(tags)), "authors": (("Publié",), ("Amina Benali",))}
    told(press, apply=True)
    article = press.article(number)
    assert (article["tags"], article["authors"]) == (tags, ["Amina Benali"])


def test_a_change_of_spaces_and_quotes_is_no_revision(press: archive.Archive, clips: Path, db: Path) -> None:
    number = ingest(press, clips)
    as_an_older_reader_left_it(db, title="La  crue coupe la route de FÈS")
    assert set(told(press, apply=True)) == {"title"}
    assert press.article(number)["revisions"] == []


def test_a_field_that_the_reader_no_longer_gives_is_cleared(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE articles SET standfirst = 'Partager sur les réseaux'")
        connection.execute(
            "INSERT INTO field_origins VALUES (?, 'standfirst', 'line 2', 0.6, NULL, 0)", (number,)
        )
    assert told(press, apply=True) == {"standfirst": ("Partager sur les réseaux", None)}
    article = press.article(number)
    assert article["standfirst"] is None
    assert "standfirst" not in article["origins"]


def test_what_a_person_corrected_or_stated_stays(press: archive.Archive, clips: Path, db: Path) -> None:
    number = ingest(press, clips, outlet="La Gazette", tags=("inondation",))
    press.edit(number, title="La route de Fès coupée", published="")
    before = press.article(number)
    assert told(press, apply=True) == {}
    after = press.article(number)
    assert {name: after[name] for name in ("title", "published", "outlet", "tags", "origins")} == {
        name: before[name] for name in ("title", "published", "outlet", "tags", "origins")
    }


def test_a_field_that_no_reading_gave_stays(press: archive.Archive) -> None:
    press.add(archive.Clipping(title="Crue", body="Il a plu.", section="Une"), capture())
    assert set(told(press)) == {"authors", "published", "language", "tags"}  # what was missing


def test_a_correction_between_reading_and_changing_stands(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    as_an_older_reader_left_it(db, title="Société", section="Une")
    rereadings = press.reread()
    found = next(rereadings)
    assert found is not None
    press.edit(number, title="Ma crue")
    from archive import rereading

    done = rereading.apply(press._writer, db, found)
    assert [change.field for change in done.changes] == ["section"] * (
        "section" in press.article(number)["origins"]
    )
    assert press.article(number)["title"] == "Ma crue"


def test_the_newest_capture_governs_and_the_older_ones_complete(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    later = PAGE.replace("Par Amina Benali\n", "").replace("deux équipes", "trois équipes")
    assert ingest(press, clips, later) == number
    assert told(press) == {}
    as_an_older_reader_left_it(db, title="Société", body="Autre chose.")
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("DELETE FROM bylines")
    found = told(press, apply=True)
    assert found["authors"] == ((), ("Amina Benali",))
    assert "trois équipes" in press.article(number)["body"]


def test_a_capture_that_is_refused_now_is_told_and_kept(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    number = ingest(press, clips)
    before = press.article(number)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute(
            "UPDATE captures SET content = ?", (zlib.compress(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),)
        )
    (found,) = [one for one in press.reread(apply=True) if one]
    assert [(Path(source).name, refusal.reason.value) for source, refusal in found.refused] == [
        ("0.txt", "not text")
    ]
    after = press.article(number)
    assert (after["title"], after["body"], len(after["captures"])) == (before["title"], before["body"], 1)


def test_a_capture_whose_bytes_are_damaged_costs_only_itself(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    ingest(press, clips)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE captures SET content = x'00'")
    (found,) = [one for one in press.reread() if one]
    assert [(refusal.reason.value, found.changes) for _, refusal in found.refused] == [
        ("unreadable file", ())
    ]


def test_since_passes_over_what_the_present_reader_has_read(
    press: archive.Archive, clips: Path, db: Path
) -> None:
    ingest(press, clips)
    version = archive.__version__
    assert list(press.reread(since=version)) == [None]
    as_an_older_reader_left_it(db, title="Société")
    found = press.reread(since=version, apply=True)
    assert [one is not None for one in found] == [True]
    assert list(press.reread(since=version)) == [None]
    with pytest.raises(archive.InvalidError, match="'new' is no version"):
        list(press.reread(since="new"))


@pytest.mark.parametrize(
    ("reader", "since", "read_again"),
    [
        ("0.2.0rc1", "0.2.0", False),
        ("0.2.0rc1", "0.2.1rc2", True),
        ("0.2.0.dev3+local", "0.1", False),
        ("a fork of mine", "0.1", True),
        (None, "0.1", True),
    ],
)
def test_versions_are_compared_by_the_numbers_that_they_begin_with(
    press: archive.Archive, clips: Path, db: Path, reader: str | None, since: str, read_again: bool
) -> None:
    ingest(press, clips)
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE captures SET reader = ?", (reader,))
    assert [one is not None for one in press.reread(since=since)] == [read_again]


def test_stopped_in_the_middle_what_was_applied_stays(seeded: Path) -> None:
    with closing(sqlite3.connect(seeded)) as connection, connection:
        connection.execute("UPDATE captures SET reader = NULL")
    with archive.open(seeded) as press:
        rereadings = press.reread(apply=True)
        assert next(rereadings) is not None
        rereadings.close()
        left = list(press.reread(since=archive.__version__))
    assert left[0] is None
    assert all(left[1:])


def test_an_article_without_captures_is_passed_over(press: archive.Archive) -> None:
    number = press.add(archive.Clipping(title="Crue", body="Il a plu.")).article_id
    assert list(press.reread()) == []
    assert number is not None
    assert list(press.reread(number)) == []


def test_the_command_shows_a_diff_and_says_how_to_apply_it(
    press: archive.Archive, clips: Path, db: Path, run: Callable[..., Any]
) -> None:
    ingest(press, clips)
    as_an_older_reader_left_it(db, title="La crue coupe la route")
    done = run("reparse", db=db)
    assert "  La crue coupe la route {+de Fès+}" in done.out.splitlines()
    assert "1 articles read again, 0 captures refused now, 1 would change; --apply changes them." in done.err
    rows = [json.loads(line) for line in run("reparse", "--format", "jsonl", db=db).out.splitlines()]
    assert [(row["field"], row["old"], row["new"], row["applied"]) for row in rows] == [
        ("title", "La crue coupe la route", "La crue coupe la route de Fès", False)
    ]
    assert "1 changed." in run("reparse", "1", "--apply", db=db).err
    assert "0 would change" in run("reparse", db=db).err
