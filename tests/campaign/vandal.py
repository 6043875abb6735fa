"""F10: rows that no program of ours would write, and bytes of the file flipped."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import archive
from archive.cli import main
from archive.doctor import examine, examining, exit_code
from archive.doctor.findings import Grade

from .children import Told, fork
from .corpus import record
from .frame import Result, Turn
from .kills import warm

OPEN = "PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON;"
VANDALISM = {
    "text that is not UTF-8": ("texts", "UPDATE articles SET title = CAST(x'c328a0' AS TEXT) WHERE id = 1"),
    "a name that is not UTF-8": ("texts", "UPDATE authors SET name = CAST(x'ff41' AS TEXT) WHERE id = 1"),
    "a NUL in a title": ("texts", "UPDATE articles SET title = 'vu' || char(0) || 'caché' WHERE id = 1"),
    "a lone surrogate": ("texts", "UPDATE articles SET body = CAST(x'eda080' AS TEXT) WHERE id = 1"),
    "a title that turns": (
        "overrides",
        "UPDATE articles SET title = 'fin ' || char(8238) || 'tuot' WHERE id = 1",
    ),
    "an outlet that turns": ("overrides", "UPDATE outlets SET name = char(8294) || name"),
    "a day that is none": (
        "dates",
        "UPDATE articles SET published = '2023-02-31', published_precision = 'day' WHERE id = 1",
    ),
    "a date in another form": (
        "dates",
        "UPDATE articles SET published = '12/01/2024', published_precision = 'day' WHERE id = 1",
    ),
    "a date without precision": ("dates", "UPDATE articles SET published_precision = NULL WHERE id = 1"),
    "a precision without date": (
        "dates",
        "UPDATE articles SET published = NULL, published_precision = 'day' WHERE id = 1",
    ),
    "an implied word": (
        "dates",
        "UPDATE articles SET implied = 'hier', implied_precision = 'day' WHERE id = 1",
    ),
    "a moment that is none": ("dates", "UPDATE articles SET added_at = 'yesterday' WHERE id = 1"),
    "an empty moment": ("dates", "UPDATE captures SET filed_at = '' WHERE id = 1"),
    "an outlet that is gone": ("links", "UPDATE articles SET outlet_id = 999 WHERE id = 1"),
    "an author that is gone": (
        "links",
        "INSERT INTO bylines (article_id, position, author_id) VALUES (1, 9, 999)",
    ),
    "a caption of nothing": ("links", "INSERT INTO captions VALUES (999, 0, 'caption', 'x')"),
    "a link to nothing": ("links", "UPDATE related_links SET target_id = 999"),
    "a changed original": ("originals", "UPDATE captures SET content = x'00' WHERE id = 1"),
    "another original": ("originals", "UPDATE captures SET compression = 'none' WHERE id = 1"),
    "a size that lies": ("originals", "UPDATE captures SET size = 1 WHERE id = 1"),
    "a negative size": ("originals", "UPDATE captures SET size = -5 WHERE id = 1"),
    "a hash of something else": ("originals", "UPDATE captures SET sha256 = hex(zeroblob(32)) WHERE id = 1"),
    "a posting taken away": ("postings", "DELETE FROM postings WHERE article_id = 1"),
    "a posting changed": ("postings", "UPDATE postings SET digest = x'00' WHERE article_id = 1"),
    "a posting on another day": ("postings", "UPDATE postings SET day = 5 WHERE article_id = 1"),
    "a posting of nothing": (
        "postings",
        "INSERT INTO postings (docid, article_id, language, size, digest) VALUES (77, 999, 'fr', 1, x'00')",
    ),
    "a docid of nothing": ("docids", "UPDATE postings SET docid = 78 WHERE article_id = 1"),
    "a spent docid forgotten": (
        "docids",
        "DELETE FROM postings WHERE article_id = 1; DELETE FROM spent_docids",
    ),
    "an edit without triggers": (
        "schema",
        "DROP TRIGGER articles_updated; UPDATE articles SET title = 'Tout autre' WHERE id = 1",
    ),
    "a trigger that does nothing": (
        "schema",
        "DROP TRIGGER articles_deleted; CREATE TRIGGER articles_deleted AFTER DELETE ON articles BEGIN SELECT 1; END",
    ),
    "a foreign trigger": ("schema", "CREATE TRIGGER theirs AFTER INSERT ON tags BEGIN SELECT 1; END"),
    "no view": ("schema", "DROP VIEW article_list"),
    "no lexicon": ("lexicon", "DELETE FROM lexicon"),
    "no index at all": ("schema", "DROP TABLE article_index"),
    "frequencies below nothing": ("lexicon", "UPDATE lexicon SET df = -1 WHERE id = 1"),
    "an unknown precision": ("pages", "UPDATE articles SET published_precision = 'century' WHERE id = 1"),
    "an address in two articles": (
        "addresses",
        "INSERT INTO other_addresses SELECT address, id - 1 FROM articles WHERE address IS NOT NULL LIMIT 1",
    ),
}
"""What a vandal does, and the check of the doctor that names it."""

COMMANDS = (
    ("search", "village OR port"),
    ("search", "marché", "--facet", "outlet"),
    ("list",),
    ("show", "1"),
    ("related", "1"),
    ("stats",),
    ("export",),
    ("outlets",),
    ("authors",),
    ("tags",),
    ("timeline", "port"),
    ("names", "Belkadi"),
    ("index", "status"),
    ("doctor", "--deep"),
    ("verify",),
)

DEFINED = (0, 1, 2, 3, 5, 6)
LONGEST = 10.0
FLIPS = 3
"""How many bytes are flipped in a file, at most."""

GUARDED = "SELECT id, title, kicker, standfirst, body FROM articles ORDER BY id"
"""What the digests of postings guard; SQLite itself keeps no checksum of a page."""


def vandalism(turn: Turn, before: Callable[[], None] | None = None) -> Result:
    """F10: does each kind of vandalism, then flips bytes `count` times; commands go on, and the doctor names it.

    `before` runs in each child, and may take something away from it.
    """
    warm()
    whole = _archive(turn)
    result = Result()
    for kind, (check, statements) in VANDALISM.items():
        path = _copied(whole, turn)
        vandalise(path, statements)
        result.done += 1
        child = fork(partial(_use, path, check, turn.place("said")), before=before)
        code = child.wait(LONGEST * len(COMMANDS))
        result.blame(kind, [*child.lines, *([f"ended with {code}"] if code else [])])
    silent = 0
    for number in range(turn.count):
        path = _copied(whole, turn)
        where = _flip(path, turn.chance)
        child = fork(partial(_use_damaged, path, _guarded(whole), turn.place("said")), before=before)
        code = child.wait(LONGEST)
        silent += "silent" in child.lines
        faults = [line for line in child.lines if line != "silent"]
        result.blame(f"flip {number + 1} at {where}", [*faults, *([f"ended with {code}"] if code else [])])
    result.told = (
        f"{len(VANDALISM)} kinds, {turn.count} times bytes flipped"
        f" ({turn.count - silent} named, {silent} changed nothing that is guarded)"
    )
    return result


def _archive(turn: Turn) -> Path:
    path = turn.place("whole") / "archive.db"
    folder = turn.place("captures")
    from .corpus import texts

    texts(folder, 3, turn.chance)
    with archive.open(path) as press:
        list(press.ingest(folder))
        for number in range(5):
            row = record(turn.chance, number)
            press.add(
                archive.Clipping(
                    title=str(row["title"]),
                    body=str(row["body"]),
                    address=str(row["address"]),
                    outlet="Le Fil du Sud",
                    authors=(archive.Byline("Inès Belkadi"),),
                    related=(archive.Link(title="Un autre port"),),
                    published=archive.PressDate("2023-05-04", archive.Precision.DAY),
                )
            )
        press.edit(2, title="Un titre corrigé")  # some garbage, as every archive has
    return path


def _copied(whole: Path, turn: Turn) -> Path:
    return Path(shutil.copy(whole, turn.place("harmed") / "archive.db"))


def vandalise(path: Path, statements: str) -> None:
    """Runs statements as somebody who knows of no rule."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(OPEN + statements)
        connection.commit()


def _use(path: Path, check: str, said: Path, told: Told) -> None:
    """Asks the doctor, then runs every command, and tells what ended in no defined way."""
    found = [one for one in examine(path, deep=True) if one.grade is not Grade.OK]
    if check not in {one.check for one in found}:
        told(f"the doctor does not name it under {check!r}, only {[one.told for one in found]}")
    for command in COMMANDS:
        _run(path, command, said, told)
    findings = list(examine(path, deep=True, fix=True))
    again = list(examine(path, deep=True))
    if exit_code(again) not in (0, exit_code(findings)):
        told(f"the doctor repaired to {exit_code(findings)} and finds {exit_code(again)}")


def _run(path: Path, command: tuple[str, ...], said: Path, told: Told) -> None:
    import os
    import traceback

    for number in (1, 2):
        os.dup2(os.open(said / f"{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    try:
        main(["--db", str(path), *command])
        code = 0
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        told(f"{' '.join(command)}: {type(error).__name__}: {error} in {Path(at.filename).name}:{at.lineno}")
        return
    if code not in DEFINED:
        told(f"{' '.join(command)} ended with {code}")


def _flip(path: Path, chance: random.Random) -> str:
    content = bytearray(path.read_bytes())
    places = [chance.randrange(len(content)) for _ in range(chance.randint(1, FLIPS))]
    for place in places:
        content[place] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return ", ".join(map(str, places))


def _guarded(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return [
            *connection.execute(GUARDED),
            *connection.execute("SELECT sha256, content FROM captures ORDER BY id"),
        ]


def _use_damaged(path: Path, before: list[object], said: Path, told: Told) -> None:
    """Runs some commands on a damaged file; the doctor must name what changed of what is guarded."""
    changed = True
    with suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        changed = _guarded(path) != before
    named = any([*_findings(path)])  # all of them are made, whatever the first one names
    for command in COMMANDS[:4]:
        _run(path, command, said, told)
    if changed and not named:
        told("what is guarded has changed, and the doctor finds nothing")
    elif not named:
        told("silent")


def _findings(path: Path) -> Iterator[bool]:
    """Says of each finding whether it names damage; a file that cannot be opened is named by the error."""
    try:
        for finding in examine(path, deep=True):
            yield finding.grade is Grade.DAMAGE
    except archive.ArchiveError:
        yield True


def vandalism_control(turn: Turn) -> Result:
    """Takes away the doctor's findings: its checks are made, and find nothing."""
    return vandalism(turn, _blinded)


def _blinded() -> None:
    """Makes every check of this process look and find nothing."""
    examining.CHECKS = tuple(replace(check, look=lambda _: ()) for check in examining.CHECKS)
