"""F17 and F18: what leaves the archive: onto a terminal, into a spreadsheet, into another archive."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import archive
from archive.present import rows, terminal

from .children import Told, fork
from .corpus import WORDS
from .frame import Result, Turn
from .judging import content

PIECES = (
    *(
        "\x1b[31m",
        "\x1b]52;c;ZXZpbA==\x07",
        "\x1b]8;;http://evil.example\x1b\\",
        "\x9b2J",
        "\x9d0;t\x9c",
        "\x1bP1$r\x1b\\",
    ),
    *(
        "\r",
        "\x08\x08",
        "\x07",
        "\x00",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x85",
        "\u2028",
        "\u2029",
        "\t",
        "\n",
        "\x7f",
    ),
    *(
        "\u202e",
        "\u202a",
        "\u2066",
        "\u2067",
        "\u2069",
        "\u200f",
        "\u061c",
        "\u200d",
        "\ufeff",
        "\U000e0041",
        "\ufffe",
    ),
    *(
        "الحموشي",
        "مُحَمَّد",
        "漢字",
        "👩‍🚀",
        "e\u0301" * 3,
        "½",
        "=cmd()",
        "+1",
        "-1",
        "@x",
        "＝1",
        "[/b]",
        "[bold]",
        "|",
        "`",
    ),
    *("../", "/etc/passwd", "..\\", "CON", "NUL.txt", "%00", "~", "'", '"', "<script>", "&amp;", ",", ";"),
)
OURS = re.compile(r"\x1b\[(?:[01234]|22|23|24|39|4;36|24;39)?m|\x1b\[\?25[lh]|\x1b\[K")
"""Bold, dim, italic, underlined, cyan, and what the progress bar of click hides and clears."""

FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\U000e0000-\U000e007f]")
OPENERS, CLOSER = "\u2066\u2067\u2068", "\u2069"
FIELDS = 10
"""How many hostile strings an article has."""

FORMULA = "=+-@\t\r＝＋－＠"
SLUG = re.compile(r"[\w-]{1,200}")


def hostile(chance: Random) -> str:
    """Gives a string that somebody might have put onto a page for us."""
    parts = [chance.choice(PIECES if chance.random() < 0.6 else WORDS) for _ in range(chance.randint(1, 6))]
    return chance.choice(("", " ")).join(parts)


def fill(path: Path, count: int, chance: Random) -> None:
    """Files articles of hostile strings, as many as there are strings for."""
    with archive.open(path) as press:
        for number in range(max(1, count // FIELDS)):
            press.add(
                archive.Clipping(
                    title=f"{hostile(chance)} {number}",
                    body=f"port {' '.join(chance.choices(WORDS, k=25))} {number}\n\n{hostile(chance)}x",
                    kicker=f"k{hostile(chance)}",
                    standfirst=f"s{hostile(chance)}",
                    section=f"r{hostile(chance)}",
                    outlet=f"o{hostile(chance)}",
                    authors=(archive.Byline(f"a{hostile(chance)}"),),
                    tags=(f"t{hostile(chance)}",),
                    captions=(archive.Caption(f"c{hostile(chance)}"),),
                    related=(archive.Link(title=f"l{hostile(chance)}", group=hostile(chance)),),
                )
            )


def shown(turn: Turn, unclean: bool = False) -> Result:
    """F17: shows articles of `count` hostile strings on a terminal; nothing but our own escapes may reach it."""
    path = turn.place("shown") / "archive.db"
    fill(path, turn.count, turn.chance)
    articles = max(1, turn.count // FIELDS)
    commands = [
        ("list", "--limit", "500"),
        ("outlets",),
        ("authors",),
        ("tags",),
        ("stats",),
        ("search", "port"),
    ]
    commands += [
        ("search", "port", "--facet", "outlet"),
        ("doctor",),
        ("timeline", "port"),
        ("list", "--format", "plain"),
    ]
    commands += [("show", str(turn.chance.randint(1, articles))) for _ in range(min(articles, 25))]
    result = Result()
    for command in commands:
        result.done += 1
        result.blame(" ".join(command), list(_foreign(_on_terminal(path, command, unclean))))
    result.blame("columns", _misaligned(turn.chance, min(turn.count, 300)))
    result.told = f"{turn.count} strings, {result.done} commands"
    return result


def _on_terminal(path: Path, command: tuple[str, ...], unclean: bool) -> str:
    """Runs a command on a terminal of 80 columns and gives what arrived there."""
    master, slave = pty.openpty()
    child = fork(partial(_command, path, command, unclean, slave))
    os.close(slave)
    arrived = b""
    while True:
        try:
            chunk = os.read(master, 1 << 16)
        except OSError:  # Linux says so when nobody holds the other end any more
            break
        if not chunk:
            break
        arrived += chunk
    os.close(master)
    if child.wait() not in (0, 2):
        arrived += f"\x00{command} ended with {child.status}: {child.lines[-1:]}".encode()
    return arrived.decode("utf-8", "replace")


def _command(path: Path, command: tuple[str, ...], unclean: bool, slave: int, told: Told) -> None:
    from archive.cli import main

    os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24")
    os.environ.pop("NO_COLOR", None)
    for number in range(3):
        os.dup2(slave, number)
    # What was a file when this process began may be no terminal for Python, whatever stands behind its number.
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode) for number, mode in enumerate(("r", "w", "w"))
    )
    if unclean:
        terminal.clean_block = lambda text: text
    main(["--db", str(path), *command])


def _foreign(arrived: str) -> Iterator[str]:
    left = OURS.sub("", arrived.replace("\r\n", "\n"))
    for found in FOREIGN.finditer(left):
        yield f"{found[0]!r} in {left[max(0, found.start() - 30) : found.start() + 200]!r}"
        return
    for line in left.split("\n"):
        opened = sum(line.count(sign) for sign in OPENERS)
        if opened != line.count(CLOSER):
            yield f"isolates are not closed in {line!r}"
            return


def _misaligned(chance: Random, count: int) -> list[str]:
    """Gives the lines of a table whose last column does not stand below that of the others."""
    safe = [piece for piece in PIECES if "\u200d" not in piece and "½" not in piece]
    texts = ["".join(chance.choices(safe + list(WORDS), k=3)) for _ in range(count)]
    lines = list(rows.plain([{"text": text, "end": "#"} for text in texts]))
    places = [_cells(line[: line.rindex("#")]) for line in lines]
    return [repr(line) for line, place in zip(lines, places, strict=True) if place != max(places)][:3]


def _cells(text: str) -> int:
    """Gives the cells of a text by Unicode's tables alone."""
    none = ("Mn", "Me", "Cf", "Cc", "Cn")
    return sum(
        0 if unicodedata.category(sign) in none else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def exported(turn: Turn, formulas: bool = False) -> Result:
    """F18: exports articles of `count` hostile strings and ingests them again; reads tables as a spreadsheet does."""
    result = Result(done=turn.count)
    first, path, copy = (turn.place(name) / "archive.db" for name in ("script", "from", "to"))
    fill(first, turn.count, turn.chance)
    # What a script files may hold signs that no record can; what a record brought in comes out as it is.
    result.blame("ingest", [*_moved(first, path), *_moved(path, copy)])
    with archive.open(path) as press:
        listed = press.articles(limit=100_000)
    ours, theirs = content(path), content(copy)
    changed = [told for pair in zip(ours, theirs, strict=False) for told in _changed(*pair)]
    result.blame("round trip", changed[:5])
    result.blame("round trip", [f"{len(ours)} became {len(theirs)}"] if len(ours) != len(theirs) else [])
    result.blame("slugs", [row["slug"] for row in listed if not SLUG.fullmatch(row["slug"])])
    result.blame("csv", _formulas(listed, formulas))
    result.told = f"{turn.count} strings in {len(ours)} articles"
    return result


def _changed(one: str, other: str) -> list[str]:
    """Gives the fields of an article that are not what they were."""
    if one == other:
        return []
    before, after = json.loads(one), json.loads(other)
    changed = [name for name in before if before[name] != after.get(name)]
    return [f"{name}: {before[name]!r} became {after.get(name)!r}" for name in changed]


def _moved(path: Path, copy: Path) -> list[str]:
    """Exports an archive and ingests the records into another; gives what was refused."""
    lines = copy.with_name("articles.jsonl")
    with archive.open(path) as press:
        lines.write_text("\n".join(map(rows.json_text, press.export())), "utf-8")
    with archive.open(copy) as press:
        return [str(one.refusal) for one in press.ingest(lines) if one.refusal][:3]


def _formulas(listed: list[dict[str, object]], formulas: bool) -> list[str]:
    guard = rows._FORMULA
    if formulas:
        rows._FORMULA = re.compile("(?!)")
    try:
        printed = "\n".join(rows.csv(listed))
    finally:
        rows._FORMULA = guard
    table = list(csv.reader(printed.splitlines(keepends=True)))
    wrong = [cell for line in table[1:] for cell in line if _visible(cell)[:1] in tuple(FORMULA)]
    ragged = [f"{len(line)} columns" for line in table if line and len(line) != len(table[0])]
    return [*wrong[:3], *ragged[:1]]


def _visible(cell: str) -> str:
    """Gives a cell without what a spreadsheet passes over; a number is one and no formula."""
    cell = "".join(sign for sign in cell if unicodedata.category(sign) not in ("Cf", "Cc", "Zs", "Zl", "Zp"))
    return "" if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell


def shown_control(turn: Turn) -> Result:
    """Takes away the cleaning of what is shown."""
    return shown(turn, unclean=True)


def exported_control(turn: Turn) -> Result:
    """Takes away the sign that tells a spreadsheet that a cell is text."""
    return exported(turn, formulas=True)
