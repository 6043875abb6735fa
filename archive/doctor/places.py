"""On what kind of file system a file lies; SQLite's locks and shared memory do not hold on every kind."""

from __future__ import annotations

import re
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

SHARED = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs coda 9p ceph lustre glusterfs beegfs gpfs orangefs davfs vboxsf"
    " vmhgfs prl_fs virtiofs drvfs fuse.sshfs fuse.rclone fuse.s3fs fuse.gcsfuse fuse.glusterfs fuse.vmhgfs-fuse"
    " fuse.davfs2 fuse.gvfsd-fuse fuse.onedriver".split()
)
"""File systems that several machines see at once: WAL needs shared memory, which machines do not share."""


def file_system(path: Path, mounts: str | None = None) -> str | None:
    """Gives the type of the file system that holds a path (`ext4`), None where this system does not tell.

    `mounts` is the text of Linux's `mountinfo`.
    """
    if mounts is None:
        try:
            mounts = MOUNTS.read_text("utf-8", "replace")
        except OSError:
            return None
    best: tuple[int, str | None] = (-1, None)
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        if len(fields := before.split(" ")) > 4 and after:
            point = Path(_unescaped(fields[4]))
            # A later mount covers an earlier one at the same place.
            if path.is_relative_to(point) and len(point.parts) >= best[0]:
                best = len(point.parts), after.split(" ")[0]
    return best[1]


def _unescaped(field: str) -> str:
    """Gives a field of `mountinfo` with its octal escapes as the signs they stand for: `\\040` is a space."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
