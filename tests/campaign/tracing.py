"""Watch, from outside, what a forked child asks of the disk, call by call: and kill it there, or let the call fail.

Nothing in the archive knows of it: the calls are those of the real SQLite under the real program. Linux on x86-64
only (`ptrace` with a `seccomp` filter, so that only the calls that matter stop the child).
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .children import Child, Work, fork

CALLS = {
    1: "write",
    17: "pread64",
    18: "pwrite64",
    74: "fsync",
    75: "fdatasync",
    77: "ftruncate",
    82: "rename",
    86: "link",
    87: "unlink",
    257: "openat",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    316: "renameat2",
}
"""The system calls that stop the child, by their numbers."""

BY_FD = ("write", "pread64", "pwrite64", "fsync", "fdatasync", "ftruncate")
PATH_REGISTER = {"rename": 0, "link": 0, "unlink": 0, "openat": 1, "unlinkat": 1, "renameat": 1, "linkat": 1}

TRACEME, CONT, SETREGS, GETREGS, SETOPTIONS = 0, 7, 13, 12, 0x4200
SECCOMP_STOP = 7
OPTIONS = 0x80 | 0x100000 | 2 | 4 | 8  # stop for the filter; end with us; forks and threads as well
ALL = 0x40000000
_REGISTERS = 27
_RAX, _NUMBER, _ARGUMENTS = 10, 15, (14, 13, 12, 7)  # rdi, rsi, rdx, r10

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


@dataclass(frozen=True)
class Call:
    """Is a system call that a child is about to make: its name, the file, and where it writes what."""

    name: str
    path: Path
    place: int = 0
    size: int = 0
    content: bytes = b""

    @property
    def changes(self) -> bool:
        """Says whether the call changes what is on the disk, or waits until it is there."""
        return self.name not in ("pread64", "openat")


Watcher = Callable[[Call], "int | None"]
"""Is told each call before it is made; gives an errno with which it fails, KILL, or None to let it be."""

KILL = -1


def unable() -> str | None:
    """Gives the reason for which nothing can be watched here, or None."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "only Linux on x86-64 can be watched"
    child = fork(
        lambda told: None, before=lambda: os._exit(0 if libc.ptrace(TRACEME, 0, None, None) == 0 else 1)
    )
    return None if child.wait() == 0 else "ptrace is not permitted here"


def watch(work: Work, watcher: Watcher, folder: Path, sabotage: dict[str, str] | None = None) -> Child:
    """Runs the work in a child and tells the watcher of every call on files in the folder, and of what it tells.

    A line that the work tells is a call `write` on the path `told`.
    """
    child = fork(work, sabotage=sabotage, before=_be_watched)
    os.waitpid(child.pid, 0)
    libc.ptrace(SETOPTIONS, child.pid, None, OPTIONS)
    libc.ptrace(CONT, child.pid, None, None)
    while True:
        pid, status = os.waitpid(-1, ALL)
        if not os.WIFSTOPPED(status):
            if pid == child.pid:
                break
            continue
        deliver = os.WSTOPSIG(status)
        if status >> 16 == SECCOMP_STOP:
            _stop(pid, watcher, folder)
        if status >> 16 or deliver in (signal.SIGSTOP, signal.SIGTRAP):
            deliver = 0
        libc.ptrace(CONT, pid, None, deliver)
    child.drain(60)
    child.status = os.waitstatus_to_exitcode(status)
    return child


def _stop(pid: int, watcher: Watcher, folder: Path) -> None:
    registers = (ctypes.c_ulonglong * _REGISTERS)()
    libc.ptrace(GETREGS, pid, None, ctypes.addressof(registers))
    call = _call(pid, registers, folder)
    verdict = watcher(call) if call else None
    if verdict == KILL:
        os.kill(pid, signal.SIGKILL)
    elif verdict is not None:
        registers[_NUMBER] = (1 << 64) - 1  # no call is made, and this is what it seems to have answered:
        registers[_RAX] = (1 << 64) - verdict
        libc.ptrace(SETREGS, pid, None, ctypes.addressof(registers))


def _call(pid: int, registers: ctypes.Array[ctypes.c_ulonglong], folder: Path) -> Call | None:
    """Gives the call, None where it concerns no file in the folder."""
    name = CALLS.get(registers[_NUMBER])
    if name is None:
        return None
    one, two, three, four = (registers[register] for register in _ARGUMENTS)
    if name not in BY_FD:
        path = Path(_text(pid, (one, two)[PATH_REGISTER.get(name, 1)]))
        return Call(name, path) if path.is_relative_to(folder) else None
    try:
        target = str(Path(f"/proc/{pid}/fd/{one}").readlink())
    except OSError:
        return None
    if target.startswith("pipe:") and name == "write":
        return Call(name, Path("told"), content=_memory(pid, two, three))
    path = Path(target)
    if not path.is_relative_to(folder):
        return None
    match name:
        case "pwrite64":
            return Call(name, path, four, three, _memory(pid, two, three))
        case "ftruncate":
            return Call(name, path, two)
    return Call(name, path)


def _memory(pid: int, address: int, size: int) -> bytes:
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:  # noqa: PTH123
        memory.seek(address)
        return memory.read(size)


def _text(pid: int, address: int) -> str:
    content = b""
    while b"\0" not in content and len(content) < 4096:
        content += _memory(pid, address + len(content), 256 - (address + len(content)) % 256)
    return os.fsdecode(content.split(b"\0")[0])


def _be_watched() -> None:
    """Is run in the child: asks to be traced, and for a stop at each of the calls."""
    libc.ptrace(TRACEME, 0, None, None)
    os.kill(os.getpid(), signal.SIGSTOP)
    # Load the call's number; equal to one of ours, jump to the last instruction; else allow.
    numbers = list(CALLS)
    program = [(0x20, 0, 0, 0)]
    program += [(0x15, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    program += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x7FF00000)]
    code = b"".join(struct.pack("HBBI", *one) for one in program)
    buffer = ctypes.create_string_buffer(code)
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(22, 2, ctypes.c_char_p(header), 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp is not permitted here")
