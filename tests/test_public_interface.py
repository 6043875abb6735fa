"""What a script sees of the archive: names with their types, and a sentence for an option that makes no sense."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import archive
from archive.errors import InvalidError

TOP = Path(__file__).parent.parent


def names_for_types() -> dict[str, str]:
    """Gives the names that a type checker sees in the package, each with the place that it has it from."""
    tree = ast.parse(Path(archive.__file__).read_text("utf-8"))
    guarded = next(
        node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    names: dict[str, str] = {}
    for node in guarded.body:
        match node:
            case ast.ImportFrom(module=str(module), names=imported):
                # Only `X as X` is passed on by a checker that is strict.
                names |= {one.asname or f"_{one.name}": f"{module}:{one.name}" for one in imported}
            case ast.Assign(targets=[ast.Name(name)], value=ast.Name(value)):
                names[name] = names.pop(f"_{value}")
    return names


def test_a_type_checker_sees_the_public_names_and_no_others() -> None:
    assert names_for_types() == archive.PUBLIC


SCRIPT = """
import archive

with archive.open("press.db") as press:
    added = press.add(archive.Clipping(title="Pluie à Fès", body="Il a plu.", authors=(archive.Byline("MAP"),)))
    results = press.search("pluie", order="newest", asking="all")
    titles: list[str] = [hit.label for hit in results.hits]
    outcomes = list(press.ingest("captures", overrides=archive.Overrides(tags=("demo",))))
    try:
        press.delete(added.article_id or 1)
    except archive.MissingError as error:
        print(error, titles, [outcome.result for outcome in outcomes])
"""
WRONG = {
    "archive.Clipping(body=3)": "arg-type",
    'archive.Clipping(body="x", nonsense=1)': "call-arg",
    "archive.open(3)": "arg-type",
    'archive.open("press.db").nothing_like_this()': "attr-defined",
    'archive.open("press.db").search("x", asking="oops")': "arg-type",
    'total: str = archive.open("press.db").search("x").total': "assignment",
    "archive.nothing_like_this": "attr-defined",
    "archive.open_archive": "attr-defined",
}


def test_a_users_script_is_checked_against_the_types(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    pytest.importorskip("mypy")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT + "\n".join(WRONG) + "\n", "utf-8")
    checker = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary")
    kept = getattr(pytestconfig, "cache", None)  # the first run takes seconds, the next ones half of one
    cache = kept.mkdir("mypy") if kept else tmp_path / "cache"
    shape = ("--no-color-output", "--cache-dir", str(cache))
    done = subprocess.run(
        [*checker, *shape, script.name], capture_output=True, text=True, encoding="utf-8", cwd=tmp_path
    )
    assert done.stderr == ""
    first = SCRIPT.count("\n") + 1
    found = [line.split(":", 2)[1:] for line in done.stdout.splitlines() if ": error:" in line]
    refused = [(int(number), told.rsplit("[", 1)[-1].rstrip("]")) for number, told in found]
    assert refused == list(enumerate(WRONG.values(), first)), done.stdout


LARGEST = 2**63 - 1
NUMBERS: dict[str, Callable[[archive.Archive, int], object]] = {
    "limit of a search": lambda press, number: press.search("qatar", limit=number),
    "limit of the newest": lambda press, number: press.search("qatar", limit=number, order="newest"),
    "offset of a search": lambda press, number: press.search("qatar", offset=number),
    "width of a snippet": lambda press, number: press.search("qatar", width=number),
    "limit of facets": lambda press, number: press.facets("qatar", ["outlet"], limit=number),
    "limit of a timeline": lambda press, number: press.timeline("qatar", per="outlet", limit=number),
    "limit of a list": lambda press, number: press.articles(limit=number),
    "offset of a list": lambda press, number: press.articles(offset=number),
    "limit of a review": lambda press, number: press.review(limit=number),
    "articles of a feed": lambda press, number: press.news("eau", feed=number),
}


@pytest.fixture
def watching(seeded: Path) -> Iterator[archive.Archive]:
    with archive.open(seeded) as press:
        press.watch("eau", "barrage OR eau", backlog=True)
        yield press


@pytest.mark.parametrize("ask", NUMBERS.values(), ids=NUMBERS.keys())
def test_a_number_that_makes_no_sense_is_refused_with_a_sentence(
    watching: archive.Archive, ask: Callable[[archive.Archive, int], object]
) -> None:
    for number in (-1, LARGEST + 1, 2**64, 1.5, "3"):
        with pytest.raises(InvalidError, match=rf"^`\w+` is a number from 0 to {LARGEST}, not "):
            ask(watching, number)  # type: ignore[arg-type]
    for number in (0, 1, LARGEST):
        ask(watching, number)


def test_a_way_of_asking_that_there_is_not_is_refused_with_a_sentence(watching: archive.Archive) -> None:
    for ask in (
        lambda **how: watching.search("qatar", **how),
        lambda **how: list(watching.search_all(["qatar"], **how)),
        lambda **how: watching.facets("qatar", ["outlet"], **how),
        lambda **how: list(watching.explain("qatar", **how)),
    ):
        for wrong in ("oops", None, ["all"]):
            with pytest.raises(InvalidError, match=r"^There is no asking .*; there are best, all, any\.$"):
                ask(asking=wrong)
        ask(asking="any")


WORKING = ("ingest", "rebuild_index", "rebuild_families", "reread", "fetch_feeds")


def test_what_works_as_it_is_taken_says_so_at_once(db: Path) -> None:
    for name in WORKING:
        told = (getattr(archive.Archive, name).__doc__ or "").splitlines()[0]
        assert "are taken" in told, name
    with archive.open(db) as press:
        press.ingest(TOP / "seeds" / "captures")
        press.rebuild_index()
        assert not db.exists()


def test_part_of_an_archive_is_no_archive() -> None:
    from archive.desk import Desk
    from archive.newsstand import Newsstand
    from archive.reading_room import ReadingRoom

    for part in (ReadingRoom, Desk, Newsstand):
        with pytest.raises(TypeError, match="abstract"):
            part(Path("archive.db"), archive.Settings())  # type: ignore[abstract]
