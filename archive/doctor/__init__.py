"""Examine an archive, and mend what can be made anew: `archive doctor` and `archive verify`.

    checks     the table: one row for each thing that is looked at, in the order in which it is mended
    findings   what a check says, and what it is given to look at
    surroundings, revisions, objects, following, content      the checks themselves
    versions, places                               what is known of SQLite's versions and of file systems

Nothing here changes an article or an original: what is mended is triggers, the index and other derived rows.
"""

from archive.doctor.examining import amount, examine, exit_code, verify

__all__ = ["amount", "examine", "exit_code", "verify"]
