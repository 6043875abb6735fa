"""F12: captures that are mutated, cut, glued, re-encoded: read or refused, never a crash, never a hang."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

import archive
from archive.api import press_date

from .children import Told, fork
from .corpus import page, record
from .frame import Result, Turn
from .kills import warm

SEEDS = Path(__file__).parents[2] / "seeds"
SLOW = 5.0
GROWTH = 512 * 1024
"""How many kilobytes a batch may grow by."""

BATCH = 40
CHARSETS = (
    "utf-8",
    "utf-16",
    "utf-8-sig",
    "cp1256",
    "iso-8859-6",
    "latin-1",
    "cp1252",
    "utf-7",
    "utf-32",
    "mac-arabic",
)
HOSTILE = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1b[2J", b"\xe2\x80\xae", b"\xc3\x28", b"<" * 200, b"<div>" * 300,
    b"]]>", b"<!--", b"</script>", b"<script>", b"&#x110000;", b"&" * 50, b"<![CDATA[", b"<?xml version='1.0'?>",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b'{"@type":"NewsArticle","datePublished":1e999}', b"{" * 300, b"[" * 300,
    b"9" * 400, b"99/99/9999", b"32/13/2022 a 25h61", b"Le 0/0/0000", b"-1 mai -5", b"\xd9\xa3" * 40, b" \n" * 200,
    b"Par Par Par", b"A lire : ", "اقرأ أيضا".encode(), "2022 هـ".encode(), b"\\ud800", b'"\\u0000"', b"http://[::1",
)  # fmt: skip


def seeds(chance: Random) -> list[tuple[str, bytes]]:
    """Gives captures to begin with, each with the ending of its kind."""
    found = [(".txt", path.read_bytes()) for path in sorted((SEEDS / "captures").glob("*.txt"))]
    found += [(".html", page(chance, number).encode()) for number in range(8)]
    found += [(".jsonl", json.dumps(record(chance, number)).encode()) for number in range(8)]
    return found


def mutated(content: bytes, other: bytes, chance: Random) -> bytes:
    """Gives a capture with one to six things done to it."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randrange(len(content) + 1), chance.randrange(len(content) + 1)))
        match chance.randrange(8):
            case 0:
                content = content[:at] + content[to:]
            case 1:
                content = content[:at] + chance.choice(HOSTILE) + content[at:]
            case 2:
                content = content[:to] + content[at:to] + content[to:]
            case 3:
                content = content[:at] + other[at:to] + content[to:]
            case 4 if content:
                content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
            case 5:
                content = content[:to]
            case 6:
                encoded = content.decode("utf-8", "replace").encode(chance.choice(CHARSETS), "replace")
                content = encoded[: 2 * len(content) + 100]
            case 7:
                lines = content.split(b"\n")
                chance.shuffle(lines)
                content = b"\n".join(lines)
    return content


def inputs(chance: Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Gives so many mutated captures."""
    known = seeds(chance)
    for _ in range(count):
        ending, content = chance.choice(known)
        yield ending, mutated(content, chance.choice(known)[1], chance)


def read(turn: Turn, broken: bool = False) -> Result:
    """F12: reads `count` mutated captures, and a line of each as a date; what fails is kept as the seed tells."""
    warm()
    result = Result()
    folder = turn.place("mutated")
    known = list(inputs(turn.chance, turn.count))
    for start in range(0, turn.count, BATCH):
        batch = known[start : start + BATCH]
        child = fork(partial(_read_all, folder, batch, broken))
        code = child.wait(SLOW * len(batch))
        result.done += len(batch)
        faults = [line for line in child.lines if not line.startswith("at ")]
        if code:
            faults.append(
                f"ended with {code} {[line for line in child.lines if line.startswith('at ')][-1:]}"
            )
        result.blame(f"captures {start} to {start + len(batch)}", faults)
    result.told = f"{result.done} captures"
    return result


def _read_all(folder: Path, batch: list[tuple[str, bytes]], broken: bool, told: Told) -> None:
    import time

    if broken:
        _break()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with archive.open(folder / "none.db") as press:
        for number, (ending, content) in enumerate(batch):
            told(f"at {number}")
            path = folder / f"one{ending}"
            path.write_bytes(content)
            began = time.monotonic()
            for piece in press.captures(path):
                reading = press.read(piece) if isinstance(piece, archive.Capture) else piece.refusal
                if isinstance(reading, archive.Refusal) and reading.reason is archive.Reason.READER_FAILED:
                    told(f"{number}: {reading.detail} of {content[:80]!r}")
            for line in content.decode("utf-8", "replace").split("\n")[:5]:
                _dated(line, told)
            if (seconds := time.monotonic() - began) > SLOW:
                told(f"{number}: took {seconds:.1f} s")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if grown > GROWTH:
        told(f"grew by {grown} kB")


def _dated(line: str, told: Told) -> None:
    try:
        press_date(line)
    except archive.InvalidError:
        pass
    except Exception as error:
        told(f"as a date {line[:60]!r}: {type(error).__name__}: {error}")


def _break() -> None:
    """Makes the reader fail where a capture holds a NUL sign."""
    from archive.ingest import reading

    parse = reading.parse

    def failing(capture: archive.Capture, **options: object) -> object:
        if b"\x00" in capture.content:
            raise IndexError("a reader that fails")
        return parse(capture, **options)  # type: ignore[arg-type]

    reading.parse = failing  # type: ignore[assignment]


def read_control(turn: Turn) -> Result:
    """Puts a reader in place that fails at a NUL sign."""
    return read(turn, broken=True)
