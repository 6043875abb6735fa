"""The manual tells the truth: what it shows is what comes out, and nothing that the code has is missing."""

from __future__ import annotations

import inspect
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from seeded import SEEDS, TOP, stage
from transcripts import PAGES, agrees, recorded, replay, turns

import archive
from archive.cli import COMMANDS, commands
from archive.config import Settings
from archive.documents import CaptionKind, LineRole, LinkKind, Precision, Reason, Role
from archive.errors import ArchiveError
from archive.parse.record import READERS
from archive.present.rows import PRESENTERS
from archive.search.fields import DATE_FIELDS, FIELDS, OPERATORS
from archive.statements import ORDERS
from archive.store.edits import EDITABLE

DOCUMENTS = (*PAGES, TOP / "CHANGELOG.md", TOP / "CONTRIBUTING.md", SEEDS / "README.md")
LONGEST, LONGEST_README = 200, 170
COMMAND_PAGES = tuple(
    f"{name}.md"
    for name in "commands families names review revisions timeline watch feeds reliability".split()
)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
BIDI_CONTROLS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def name_of(path: Path) -> str:
    return str(path.relative_to(TOP))


def page(name: str) -> str:
    return (TOP / "docs" / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """Gives what stands below a heading, up to the next heading of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"there is no section {heading!r}"
    return found[1]


def untold(names: Iterable[str], text: str) -> list[str]:
    """Gives the names that do not stand in a text between backticks."""
    told = "\n".join(re.findall(r"`([^`\n]+)`", FENCED.sub("", text)))
    return [name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", told)]


# What is shown is what comes out


@pytest.fixture
def clone(tmp_path: Path, seeded: Path) -> Path:
    return stage(tmp_path / "clone", seeded)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_what_a_page_shows_is_what_comes_out(path: Path, clone: Path) -> None:
    for turn, shown, printed in replay(path.read_text("utf-8"), clone):
        told = [f"{name_of(path)}:{turn.line + 1}: {turn.command}", "prints:", *printed, "is shown:", *shown]
        assert agrees(shown, printed), "\n".join(told)


def test_the_manual_has_sessions_python_and_sql_to_replay() -> None:
    played = [turn.language for path in PAGES for turn in turns(path.read_text("utf-8"))]
    assert {kind: played.count(kind) >= 5 for kind in ("console", "python", "sql")} == {
        "console": True,
        "python": True,
        "sql": True,
    }


@pytest.mark.parametrize(
    ("shown", "printed", "verdict"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "b", ""], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        (["a", "..."], ["a", "b", "c"], True),
        (["a", "...", "c"], ["a", "c"], True),
        (["a", "...", "d"], ["a", "b", "c"], False),
        (["..."], [], True),
        ([], ["a"], False),
    ],
)
def test_a_line_of_three_dots_stands_for_any_lines(
    shown: list[str], printed: list[str], verdict: bool
) -> None:
    assert agrees(shown, printed) is verdict


@pytest.mark.parametrize(
    ("shown", "new"),
    [
        (["old", ""], ["a", "b", "c", "d", ""]),
        (["old", "..."], ["a", "..."]),
        (["old", "...", "old", ""], ["a", "...", "d", ""]),
        (["a", "...", "d"], ["a", "...", "d"]),
        (["o", "o", "...", "o", "o"], ["a", "b", "c", "d"]),
    ],
)
def test_the_recorder_keeps_elided_what_is_elided(shown: list[str], new: list[str]) -> None:
    assert recorded(shown, ["a", "b", "c", "d"]) == new


# Nothing is missing


def command_rows() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(commands)
    for name in COMMANDS:
        command = commands.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {part}", inner) for part, inner in command.commands.items())


@pytest.mark.parametrize(("name", "command"), list(command_rows()), ids=lambda value: str(value)[:20])
def test_every_command_is_told_with_its_options(name: str, command: click.Command) -> None:
    told = section("".join(map(page, COMMAND_PAGES)), f"`archive {name}`")
    options = [sign for option in command.params if isinstance(option, click.Option) for sign in option.opts]
    assert untold([sign for sign in options if sign not in ("--db", "--format")], told) == []
    if "--format" in options and name != "show":
        assert "`--format`" in told


def test_the_options_of_every_command_are_told_once() -> None:
    everywhere = section(page("commands.md"), "Options of every command")
    assert untold(["--db", "--format", "--help", "--version", *PRESENTERS], everywhere) == []


def test_every_order_and_every_field_to_edit_is_told() -> None:
    assert untold(ORDERS, section(page("commands.md"), "`archive search`")) == []
    assert untold(EDITABLE, section(page("commands.md"), "`archive edit`")) == []


def test_every_environment_variable_is_told() -> None:
    read = re.findall(r'"(ARCHIVE_[A-Z_]+)"', inspect.getsource(Settings.from_environment))
    for path in (TOP / "archive").rglob("*.py"):
        read += re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text("utf-8"))
    assert len(read) >= 4
    assert untold(read, section(page("shell.md"), "Environment")) == []


def errors(root: type[ArchiveError] = ArchiveError) -> Iterator[type[ArchiveError]]:
    yield root
    for child in root.__subclasses__():
        yield from errors(child)


def test_every_error_is_told_with_its_exit_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d) \|", page("errors.md"), re.MULTILINE)
    assert dict(rows) == {error.__name__: str(error.exit_code) for error in errors()}


def test_every_exit_code_is_told() -> None:
    codes = {str(error.exit_code) for error in errors()} | {"0", "4", "7", "130"}
    assert untold(codes, section(page("shell.md"), "Exit codes")) == []


def test_every_reason_to_refuse_is_told() -> None:
    assert untold(Reason, page("errors.md")) == []


def test_every_query_field_is_told_with_its_other_names() -> None:
    told = section(page("search.md"), "Fields") + section(page("search.md"), "Dates")
    rows = {**FIELDS, **DATE_FIELDS}
    assert untold([other for name, row in rows.items() for other in (name, *row.aliases)], told) == []


def test_every_operator_is_told() -> None:
    assert untold(OPERATORS, page("search.md")) == []


def test_every_field_of_a_record_is_told() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section(page("records.md"), "Fields"), re.MULTILINE)
    assert sorted(rows) == sorted([*READERS, "id"])


def test_every_name_inside_a_record_is_told(seeded: Path) -> None:
    def names(value: object) -> Iterator[str]:
        match value:
            case dict():
                for name, part in value.items():
                    yield name
                    yield from names(part)
            case list():
                for part in value:
                    yield from names(part)

    with archive.open(seeded) as press:
        found = {name for record in press.export() for name in names(record)}
    assert untold(found, page("records.md")) == []


def test_every_choice_in_a_record_is_told() -> None:
    choices = [*Role, *CaptionKind, *LinkKind, *Precision]
    assert untold(choices, page("records.md")) == []


def test_every_role_of_a_line_is_told() -> None:
    assert untold(LineRole, page("captures.md")) == []


def test_every_list_of_markers_is_told() -> None:
    files = (TOP / "archive" / "parse" / "markers").glob("*.toml")
    lists = {name for path in files for name in tomllib.loads(path.read_text("utf-8"))}
    assert untold(lists, section(page("captures.md"), "Markers")) == []


def test_every_field_of_a_known_outlet_is_told() -> None:
    assert untold(known_outlet_fields(), section(page("captures.md"), "Known outlets")) == []


def known_outlet_fields() -> set[str]:
    import json

    entries = json.loads((SEEDS / "outlets.json").read_text("utf-8"))
    return {name for entry in entries for name in entry}


def test_every_table_view_and_column_is_told(seeded: Path) -> None:
    with closing(sqlite3.connect(seeded)) as connection:
        found = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        tables = [name for (name,) in found if not re.match(r"sqlite_|article_index_", name)]
        columns = {row[1] for table in tables for row in connection.execute(f"PRAGMA table_info({table})")}
    assert untold([*tables, *columns - {"article_index", "rank"}], page("database.md")) == []


def test_every_public_name_is_told() -> None:
    assert untold(archive.PUBLIC, page("python.md")) == []


def test_every_method_of_an_archive_is_told() -> None:
    methods = [name for name in vars(archive.Archive) if not name.startswith("_")]
    assert untold(methods, page("python.md")) == []


# The pages themselves


def anchors(text: str) -> set[str]:
    """Gives the anchors of the headings of a page as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file) if file else path
        if not there.exists() or (anchor and anchor not in anchors(there.read_text("utf-8"))):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_is_short_and_holds_no_hidden_signs(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= (LONGEST if path.parent.name == "docs" else LONGEST_README)
    assert BIDI_CONTROLS.findall(text) == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_exists(name: str) -> None:
    targets = re.findall(r"^([\w.]+):", (TOP / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"(?m)(?:^|`)make ([\w.]+)", (TOP / name).read_text("utf-8"))
    assert named
    assert set(named) <= set(targets)


def test_every_page_of_the_manual_is_listed_in_the_readme() -> None:
    readme = (TOP / "README.md").read_text("utf-8")
    assert [path.name for path in PAGES[1:] if f"docs/{path.name}" not in readme] == []
