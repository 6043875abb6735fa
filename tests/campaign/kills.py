"""F1 and F2: an ingest that is killed, at random moments and at every call that reaches the disk."""

from __future__ import annotations

import tempfile
import time
from functools import cache, partial
from pathlib import Path
from random import Random

import archive

from .children import NO_TRANSACTIONS, Told, Work, fork
from .corpus import KINDS
from .frame import Result, Turn, Unable
from .judging import content, differing, judged
from .tracing import KILL, Call, unable, watch

PIECES = 40
KILLS_A_FILE = 8


def ingest(path: Path, folder: Path) -> Work:
    """Gives the work of an ingest that tells each source when its outcome is given."""

    def work(told: Told) -> None:
        with archive.open(path) as press:
            for outcome in press.ingest(folder):
                if outcome.article_id is not None:
                    told(outcome.source)

    return work


@cache
def warm() -> None:
    """Ingests a little of every kind in this process, so that its children need not import and load it all."""
    with tempfile.TemporaryDirectory() as name:
        for kind, write in KINDS.items():
            folder = Path(name) / kind
            folder.mkdir()
            write(folder, 2, Random(1))
            with archive.open(Path(name) / "archive.db") as press:
                list(press.ingest(folder))
                list(press.search("village").hits)


def random_kills(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F1: kills ingests at random moments; each file is finished in the end, and must be as if nothing had been."""
    warm()
    result = Result()
    while result.done < turn.count:
        kind = turn.chance.choice(list(KINDS))
        folder = turn.place("captures")
        KINDS[kind](folder, PIECES, turn.chance)
        golden, seconds = _golden(turn, folder)
        path = turn.place("killed") / "archive.db"
        acknowledged: set[str] = set()
        for _ in range(min(KILLS_A_FILE, turn.count - result.done)):
            child = fork(ingest(path, folder), sabotage=sabotage)
            time.sleep(turn.chance.random() * seconds)
            child.kill()
            child.wait()
            acknowledged |= set(child.lines) if child.status == -9 else set()
            result.done += 1
            result.blame(f"{kind}, kill {result.done}", judged(path, acknowledged))
        result.blame(f"{kind}, finished", _finish(path, folder, golden))
    result.told = f"{result.done} kills"
    return result


def _golden(turn: Turn, folder: Path) -> tuple[list[str], float]:
    """Gives what an undisturbed ingest leaves, and in how many seconds: most are over before anything is filed."""
    path = turn.place("golden") / "archive.db"
    began = time.monotonic()
    child = fork(ingest(path, folder))
    status, seconds = child.wait(), time.monotonic() - began
    if status or len(child.lines) != PIECES:
        raise AssertionError(
            f"an undisturbed ingest filed {len(child.lines)} of {PIECES}: {child.lines[-3:]}"
        )
    return content(path), seconds


def _finish(path: Path, folder: Path, golden: list[str]) -> list[str]:
    child = fork(ingest(path, folder))
    if child.wait():
        return [f"the rerun failed: {' '.join(child.lines[-3:])}"]
    return [*judged(path), *differing(path, golden)]


def kill_at_every_call(turn: Turn, sabotage: dict[str, str] | None = None) -> Result:
    """F2: kills one ingest before its first call that changes the disk, before its second, and so on to the last.

    The state of the disk between two calls is the same wherever the program is killed: so this is every moment.
    `count` is how many calls at most; when an ingest makes more, they are spread over it.
    """
    if reason := unable():
        raise Unable(reason)
    warm()
    kinds = list(KINDS)
    result = Result()
    every = 0
    for number, kind in enumerate(kinds if turn.count > 1000 else kinds[:1]):
        folder = turn.place("captures")
        KINDS[kind](folder, 6, turn.chance)
        path = turn.place("golden") / "archive.db"
        calls: list[Call] = []
        watch(ingest(path, folder), partial(_kill_at, -1, calls, []), path.parent)
        golden = content(path)
        every += len(calls)
        step = max(1, len(calls) * (1 if turn.count <= 1000 else len(kinds)) // turn.count)
        for at in range(number % step, len(calls), step):
            path = turn.place("killed") / "archive.db"
            told: list[str] = []
            watch(ingest(path, folder), partial(_kill_at, at, [], told), path.parent, sabotage)
            result.done += 1
            where = f"{kind}, before call {at + 1} of {len(calls)} ({calls[at].name} {calls[at].path.name})"
            result.blame(where, judged(path, "".join(told).split("\n")[:-1]) or _finish(path, folder, golden))
    result.told = f"{result.done} of {every} calls"
    return result


def _matters(call: Call) -> bool:
    """Leaves out what tells of no new state: the shared memory, which nothing outlives, and what is told to us."""
    return call.changes and call.path != Path("told") and not call.path.name.endswith("-shm")


def _kill_at(at: int, seen: list[Call], told: list[str], call: Call) -> int | None:
    if call.path == Path("told"):
        told.append(call.content.decode())
    if not _matters(call):
        return None
    seen.append(call)
    return KILL if len(seen) == at + 1 else None


def random_kills_control(turn: Turn) -> Result:
    """Takes away the transactions: every statement is committed on its own."""
    return random_kills(turn, NO_TRANSACTIONS)


def kill_at_every_call_control(turn: Turn) -> Result:
    """Takes away the transactions: every statement is committed on its own."""
    return kill_at_every_call(turn, NO_TRANSACTIONS)
