"""Back up an archive that is in use, and put a backup in its place: SQLite's backup API in both directions.

A backup is written under a temporary name, checked, and only then given its own; a restore goes *into* the file, as
one transaction. To rename a file over one that other programs have open would leave them writing into the old file,
beside a write-ahead log that belongs to neither.
"""

from archive.backup.copying import Copied, back_up
from archive.backup.restoring import restore

__all__ = ["Copied", "back_up", "restore"]
