"""F4 and F5: the disk loses what was not yet synced, or refuses a call."""

from __future__ import annotations

import errno
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

from archive.backup import back_up

from .children import NO_SYNC, command
from .corpus import KINDS
from .frame import Result, Turn, Unable
from .judging import content, differing, judged, unsound
from .kills import ingest, warm
from .tracing import Call, unable, watch

SECTOR = 512
PIECES = 8
INGESTS = 3
"""How many ingests follow one another in one recording: later ones overwrite what earlier ones had checkpointed."""

COMMANDS = {
    "search": ("village",),
    "doctor": ("--deep", "--fix"),
    "backup": ("TARGET",),
    "restore": ("SPARE", "--yes"),
    "index": ("optimize",),
}
"""The other commands that are refused calls, with their arguments."""

DEFINED = (0, 3, 5, 6)
"""The exit codes with which a command may end when the disk refuses: done, unusable, locked, storage."""


def power_loss(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F4: records what ingests write and sync, and cuts the power anywhere in the recording.

    An image holds every write up to a file's last sync, and of later writes a random choice of sectors. Names of
    files are taken as durable at once.
    """
    if reason := unable():
        raise Unable(reason)
    warm()
    folder = turn.place("recorded")
    path = folder / "archive.db"
    calls: list[Call] = []
    for number in range(INGESTS):
        captures = turn.place(f"captures{number}")
        KINDS["text"](captures, PIECES, turn.chance)
        child = watch(ingest(path, captures), lambda call: calls.append(call), folder, sabotage)  # type: ignore[func-returns-value]
        if child.status:
            raise AssertionError(child.lines[-1])
    calls = [call for call in calls if call.changes and not call.path.name.endswith("-shm")]
    result = Result()
    while result.done < turn.count:
        at = turn.chance.randrange(len(calls) + 1)
        image = turn.place("image")
        acknowledged = _cut(calls[:at], image, turn.chance)
        result.done += 1
        result.blame(
            f"power lost after call {at} of {len(calls)}", judged(image / "archive.db", acknowledged)
        )
    result.told = f"{result.done} images of {len(calls)} calls"
    return result


def _cut(calls: list[Call], image: Path, chance: Random) -> set[str]:
    """Writes the files as they may be after the power went, and gives what had been acknowledged."""
    synced = {call.path: at for at, call in enumerate(calls) if call.name in ("fsync", "fdatasync")}
    files: dict[str, bytearray] = {}
    told = b""
    for at, call in enumerate(calls):
        content = files.setdefault(call.path.name, bytearray()) if call.path != Path("told") else bytearray()
        match call.name:
            case "write":
                told += call.content
            case "pwrite64" if at < synced.get(call.path, -1):
                _put(content, call.place, call.content)
            case "pwrite64":
                for start in range(0, call.size, SECTOR):
                    if chance.random() < 0.5:
                        _put(content, call.place + start, call.content[start : start + SECTOR])
            case "ftruncate":
                del content[call.place :]
                content.extend(bytes(call.place - len(content)))
            case "unlink" | "unlinkat":
                files.pop(call.path.name, None)
    for name, content in files.items():
        if content:
            (image / name).write_bytes(content)
    return set(told.decode().split("\n")[:-1])


def _put(content: bytearray, place: int, written: bytes) -> None:
    content.extend(bytes(max(0, place - len(content))))
    content[place : place + len(written)] = written


def refused_calls(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F5: lets the first call of an ingest that reaches the disk fail, then the second, and so on.

    Every third time the disk stays full from that call on. The command must end with one of its exit codes and a
    sentence, the file must be whole, and the same command must then finish the work.
    """
    if reason := unable():
        raise Unable(reason)
    warm()
    captures = turn.place("captures")
    KINDS["text"](captures, PIECES, turn.chance)
    golden_path = turn.place("golden") / "archive.db"
    calls: list[Call] = []
    work = partial(_cli, captures, turn.place("told"))
    watch(work(golden_path), lambda call: calls.append(call), golden_path.parent)  # type: ignore[func-returns-value]
    golden = content(golden_path)
    if len(golden) != PIECES:
        raise AssertionError(f"an undisturbed ingest filed {len(golden)} of {PIECES}")
    result = Result()
    step = max(1, len(calls) // turn.count)
    for at in range(turn.chance.randrange(step), len(calls), step):
        path = turn.place("refused") / "archive.db"
        code = (errno.EIO, errno.ENOSPC, "full")[result.done % 3]
        seen: list[Call] = []
        child = watch(work(path), partial(_refuse, at, code, seen), path.parent, sabotage)
        result.done += 1
        call = calls[at] if at < len(calls) else None
        where = f"call {at + 1} of {len(calls)} ({call.name if call else ''}) refused with {code}"
        result.blame(where, [*_ended_well(child.status, turn.folder / "told"), *judged(path)])
        again = watch(work(path), lambda call: None, path.parent)
        ended = [] if again.status == 0 else [f"the rerun ended with {again.status}"]
        result.blame(where, [*ended, *(differing(path, golden) if not ended else [])])
    result.told = f"{result.done} of {len(calls)} calls"
    return result


def refused_commands(turn: Turn) -> Result:
    """F5: lets calls of other commands fail, on a finished archive: it stays as it is, a copy is whole or not there."""
    warm()
    captures, whole = turn.place("captures"), turn.place("whole") / "archive.db"
    KINDS["text"](captures, PIECES, turn.chance)
    watch(_cli(captures, turn.place("told"), whole), lambda call: None, whole.parent)
    golden, spare = content(whole), turn.place("spare") / "spare.db"
    back_up(whole, spare)
    result = Result()
    for name, arguments in COMMANDS.items():
        path = turn.place("commanded") / "archive.db"
        target = path.with_name("copy.db")
        given = [str({"SPARE": spare, "TARGET": target}.get(one, one)) for one in arguments]
        work = command("--db", str(path), name, *given, folder=turn.folder / "told")
        calls: list[Call] = []
        shutil.copy(whole, path)
        watch(work, partial(_refuse, -1, 0, calls), path.parent)
        step = max(1, len(calls) * len(COMMANDS) // turn.count)
        for at in range(turn.chance.randrange(step), len(calls), step):
            turn.place("commanded")
            shutil.copy(whole, path)
            code = (errno.EIO, errno.ENOSPC, "full")[result.done % 3]
            child = watch(work, partial(_refuse, at, code, []), path.parent)
            result.done += 1
            where = f"{name}, call {at + 1} of {len(calls)} ({calls[at].name}) refused with {code}"
            result.blame(where, _ended_well(child.status, turn.folder / "told", (*DEFINED, 1, 2)))
            result.blame(where, [*judged(path), *differing(path, golden)])
            result.blame(where, unsound(target) if target.exists() else [])
    result.told = f"{result.done} of {', '.join(COMMANDS)}"
    return result


def refused(turn: Turn) -> Result:
    """F5: both: two thirds of the refusals for the ingest, a third for other commands."""
    ingests = refused_calls(replace(turn, count=max(1, turn.count * 2 // 3)))
    others = refused_commands(replace(turn, count=max(1, turn.count // 3)))
    told = f"{ingests.told} of an ingest, {others.told}"
    return Result(ingests.done + others.done, [*ingests.faults, *others.faults], told)


def _cli(captures: Path, told: Path, path: Path):  # type: ignore[no-untyped-def]
    return command("--db", str(path), "ingest", "-q", str(captures), folder=told)


def _refuse(at: int, code: int | str, seen: list[Call], call: Call) -> int | None:
    if call.path == Path("told"):
        return None
    seen.append(call)
    if len(seen) == at + 1:
        return errno.ENOSPC if code == "full" else int(code)
    if code == "full" and len(seen) > at and call.name in ("pwrite64", "write", "ftruncate"):
        return errno.ENOSPC
    return None


def _ended_well(status: int | None, told: Path, defined: tuple[int, ...] = DEFINED) -> list[str]:
    said = (told / "err").read_text("utf-8", "replace")
    faults = [] if status in defined else [f"ended with {status}: {said[-300:]}"]
    return [*faults, *(["a traceback"] if "Traceback" in said else [])]


def power_loss_control(turn: Turn) -> Result:
    """Takes away the syncs."""
    return power_loss(turn, NO_SYNC)


def refused_calls_control(turn: Turn) -> Result:
    """Takes away the errors' names: a refusal of the driver is told as it is."""
    from archive import database

    explain = database.explain
    database.explain = lambda error, path: None  # type: ignore[assignment]
    try:
        return refused_calls(turn)
    finally:
        database.explain = explain
