"""The command line as a person and a script use it, on the archive made of the seeds."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import archive
from archive.cli import COMMANDS
from tests.conftest import SEEDS, Done

Run = Callable[..., Done]
FIRST = SEEDS / "captures" / "01-fr-hammouchi-doha.txt"


def test_search_gives_hits_on_stdout_and_talk_on_stderr(run: Run, seeded: Path) -> None:
    done = run("search", "Hammouchi", "--limit", "3", db=seeded)
    assert done.code == 0
    assert "[Hammouchi]" in done.out
    assert done.out.count("  1. ") == done.out.count("  3. ") == 1
    assert re.fullmatch(r"Also searched: .*\n\d+ articles\. --offset 3 shows more\.\n", done.err)


def test_arabic_hits_are_isolated_in_their_direction(run: Run, seeded: Path) -> None:
    done = run("search", "بالحموشي", db=seeded)
    lines = [line for line in done.out.splitlines() if re.search("[\u0600-\u06ff]", line)]
    assert lines
    assert all(re.search("[\u2066-\u2068].*\u2069", line) for line in lines)


def test_every_format_holds_the_same_hits(run: Run, seeded: Path) -> None:
    def out(shape: str) -> str:
        return run("search", "Hammouchi", "--limit", "100", "--format", shape, db=seeded).out

    array = json.loads(out("json"))
    lines = [json.loads(line) for line in out("jsonl").splitlines()]
    table = list(csv.DictReader(io.StringIO(out("csv"))))
    rows = [line for line in out("markdown").splitlines() if line.startswith("|")]
    assert array == lines
    assert [row["id"] for row in table] == [str(hit["id"]) for hit in array]
    assert len(rows) == len(array) + 2
    assert run("search", "Hammouchi", "--count", db=seeded).out == f"{len(array)}\n"


def test_show_gives_the_article_and_raw_gives_the_very_bytes(run: Run, seeded: Path) -> None:
    shown = run("show", "1", db=seeded).out
    assert "Abdellatif Hammouchi reçu par le Premier ministre du Qatar" in shown
    # Through a pipe: the original is bytes, whatever its charset.
    piped = subprocess.run(
        [sys.executable, "-m", "archive", "--db", str(seeded), "show", "2", "--raw"],
        capture_output=True,
        check=True,
    )
    assert piped.stdout == (SEEDS / "captures" / "03-fr-lusail-stade-finale.txt").read_bytes()
    assert json.loads(run("show", "1", "--format", "json", db=seeded).out)["id"] == 1


def test_an_article_is_found_by_number_slug_and_address(run: Run, seeded: Path) -> None:
    with archive.open(seeded) as press:
        row = next(row for row in press if row["address"])
    for reference in (str(row["id"]), row["slug"], row["address"] + "?utm_source=x#top"):
        assert json.loads(run("show", reference, "--format", "json", db=seeded).out)["id"] == row["id"]


@pytest.mark.parametrize("command", ["list", "outlets", "authors", "tags", "stats"])
@pytest.mark.parametrize("shape", ["plain", "json", "jsonl", "csv", "markdown"])
def test_lists_come_out_in_every_format(run: Run, seeded: Path, command: str, shape: str) -> None:
    done = run(command, "--format", shape, db=seeded)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) > 5


def test_dry_run_accounts_for_every_line_and_keeps_nothing(run: Run, db: Path) -> None:
    done = run("ingest", "--dry-run", str(FIRST), db=db)
    assert done.code == 0
    assert not db.exists()
    printed = [n for n, line in enumerate(FIRST.read_text("utf-8").splitlines(), 1) if line.strip()]
    told = [int(found[1]) for line in done.out.splitlines() if (found := re.match(r"[- ] +(\d+)  \w", line))]
    assert told == printed


def test_options_stand_over_what_is_read_and_tags_are_added(run: Run, db: Path) -> None:
    options = ["--outlet", "Mon journal", "--language", "fr-MA", "--date", "2020-01", "--title", "Mon titre"]
    options += ["--author", "Moi", "--tag", "mien", "--section", "Ici", "--address", "https://a.example/1#x"]
    assert run("ingest", str(FIRST), *options, db=db).code == 0
    with archive.open(db) as press:
        article = press.article(1)
    assert (article["outlet"], article["language"], article["published"]) == ("Mon journal", "fr", "2020-01")
    assert (article["title"], article["authors"], article["section"]) == ("Mon titre", ["Moi"], "Ici")
    assert article["address"] == "https://a.example/1"
    assert "mien" in article["tags"]
    assert article["origins"]["outlet"]["place"] == "option"


def test_options_given_later_complete_a_capture_that_is_filed(run: Run, db: Path) -> None:
    page = SEEDS / "captures" / "13-ar-hammouchi-qatar.txt"
    run("ingest", str(page), db=db)
    again = run("ingest", str(page), "--outlet", "جريدتي", "--date", "2022-05-27", db=db)
    assert "0 new, 0 revised, 1 same" in again.err
    with archive.open(db) as press:
        assert (press.article(1)["outlet"], press.article(1)["published"]) == ("جريدتي", "2022-05-27")


def test_a_page_comes_in_over_standard_input(run: Run, db: Path) -> None:
    assert run("ingest", "-", db=db, stdin=FIRST.read_bytes()).code == 0
    assert run("ingest", str(FIRST), db=db).err.strip() == "0 new, 0 revised, 1 same, 0 refused"


def test_edit_and_delete(run: Run, seeded: Path) -> None:
    assert run("edit", "1", "title=Un titre corrigé", "authors=Une; Deux", "section=", db=seeded).code == 0
    article = json.loads(run("show", "1", "--format", "json", db=seeded).out)
    assert (article["title"], article["authors"], article["section"]) == (
        "Un titre corrigé",
        ["Une", "Deux"],
        None,
    )
    assert run("search", "title:corrigé", "--count", db=seeded).out == "1\n"
    assert run("delete", "1", "--yes", db=seeded).code == 0
    assert run("search", "title:corrigé", "--count", db=seeded).out == "0\n"


def test_related_shows_both_directions(run: Run, seeded: Path) -> None:
    rows = json.loads(run("related", "1", "--format", "json", db=seeded).out)
    assert {row["direction"] for row in rows} == {"to", "from"}
    assert any(row["article"] for row in rows if row["direction"] == "to")


def test_index_status_and_rebuild(run: Run, seeded: Path) -> None:
    before = run("search", "Hammouchi", "--format", "json", "--limit", "100", db=seeded).out
    assert run("index", "rebuild", db=seeded).code == 0
    figures = {
        row["figure"]: row["value"]
        for row in json.loads(run("index", "status", "--format", "json", db=seeded).out)
    }
    assert figures["articles"] == figures["postings"]
    assert (figures["queued"], figures["garbage"], figures["stale"]) == (0, 0, False)
    assert run("search", "Hammouchi", "--format", "json", "--limit", "100", db=seeded).out == before


def test_export_and_ingest_carry_everything_over(run: Run, seeded: Path, tmp_path: Path) -> None:
    exported = run("export", db=seeded).out
    (tmp_path / "press.jsonl").write_text(exported, encoding="utf-8")
    assert run("ingest", str(tmp_path / "press.jsonl"), "-q", db=tmp_path / "copy.db").code == 0
    assert run("export", db=tmp_path / "copy.db").out == exported
    assert '"content"' not in run("export", "--no-originals", db=seeded).out


def test_an_export_carries_what_was_said_of_a_capture_and_settled_by_a_person(
    run: Run, tmp_path: Path
) -> None:
    page = archive.Capture(
        b"<html>",
        "https://a.example/1",
        "text/html",
        headers="HTTP/1.1 200 OK\r\nX: y\r\n",
        stated={"title": "Une"},
    )
    clipping = archive.Clipping(
        body="Le pont a rouvert. " * 20,
        address="https://a.example/1",
        other_addresses=("https://m.a.example/1",),
    )
    with archive.open(tmp_path / "one.db") as press:
        press.add(clipping, page)
        press.accept(1)
    exported = run("export", db=tmp_path / "one.db").out
    told = json.loads(exported)
    assert (told["other_addresses"], told["settled"]) == (
        ["https://m.a.example/1"],
        ["no-date", "no-language", "no-outlet", "no-title"],
    )
    assert told["captures"][0]["headers"] == page.headers
    assert told["captures"][0]["stated"] == {"title": "Une"}
    assert run("ingest", "-", "-q", db=tmp_path / "two.db", stdin=exported.encode()).code == 0
    copied = json.loads(run("export", db=tmp_path / "two.db").out)
    assert copied | {"origins": None} == told | {"origins": None}  # a script's values have no place of origin


HOSTILE = "Titre \x1b]52;c;aGk=\x07 rouge\x1b[31m et ‮envers\x9b31m\x00"


def test_no_control_character_of_a_capture_reaches_the_terminal(run: Run, db: Path) -> None:
    record = json.dumps(
        {"title": HOSTILE, "body": HOSTILE * 3, "outlet": HOSTILE, "authors": [HOSTILE], "section": HOSTILE}
    )
    filed = run("ingest", "-", db=db, stdin=record.encode())
    commands = (
        ["search", "titre"],
        ["show", "1"],
        ["list"],
        ["authors"],
        ["outlets"],
        ["list", "--format", "markdown"],
    )
    for done in (filed, *(run(*command, db=db) for command in commands)):
        assert done.code == 0
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.out), done.out
    assert json.loads(run("list", "--format", "json", db=db).out)[0]["label"] == HOSTILE.replace("\x00", "")


def test_a_csv_cell_is_never_a_formula(run: Run, db: Path) -> None:
    run("ingest", "-", db=db, stdin=b'{"title": "=HYPERLINK(1)", "body": "Corps."}')
    assert "'=HYPERLINK(1)" in run("list", "--format", "csv", db=db).out


def test_an_interrupted_ingest_says_so_and_goes_on_later(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    body = "Une phrase assez longue pour faire un article de plus, numéro {}. " * 20
    lines = [
        json.dumps({"title": f"Titre {n}", "body": body.replace("{}", str(n)), "language": "fr"})
        for n in range(900)
    ]
    pages.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-m", "archive", "--db", str(tmp_path / "a.db"), "ingest", str(pages)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130
    assert "goes on from here" in err
    assert "Traceback" not in err
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    new, _, same, refused = (int(number) for number in re.findall(r"\d+", again.stderr))
    assert (new + same, refused) == (900, 0)
    assert same >= 1


@pytest.mark.parametrize(
    "command", ["index rebuild", "index optimize", "family --rebuild", "reparse", "edit 3 --title x", "stats"]
)
def test_no_archive_is_made_to_look_after_it(run: Run, tmp_path: Path, command: str) -> None:
    run(*command.split(), db=tmp_path / "mistyped.db")
    assert not list(tmp_path.iterdir())


def test_any_command_that_is_interrupted_says_so_with_a_code_of_its_own(seeded: Path) -> None:
    command = [sys.executable, "-m", "archive", "--db", str(seeded), "export"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.read(1)  # it waits for us to read the rest
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert (process.returncode, err) == (130, "Interrupted; what is done stays done.\n")


@pytest.mark.parametrize("command", list(COMMANDS))
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.code == 0
    assert "Examples:" in done.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_can_complete(shell: str) -> None:
    program = "import sys; sys.argv[0] = 'archive'; from archive.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"_ARCHIVE_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_ARCHIVE_COMPLETE" in done.stdout
