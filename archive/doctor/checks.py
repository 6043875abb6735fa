"""The table of checks, in the order in which they are made and mended.

Newer versions of SQLite look into full-text tables when they check pages: so those are mended before.
"""

from __future__ import annotations

from archive.doctor import content, following, objects, revisions, surroundings
from archive.doctor.findings import Check

CHECKS = (
    Check("sqlite", "SQLite has no bug that an archive may meet.", surroundings.sqlite),
    Check("place", "The file lies on a local disk.", surroundings.place),
    Check("space", "There is room for a copy of the file.", surroundings.space),
    Check("leftovers", "Nothing lies about.", surroundings.leftovers, surroundings.clear_leftovers),
    Check("journal", "Searches do not wait for writers.", surroundings.journal, surroundings.set_wal),
    Check("revision", "The schema is the newest.", revisions.revision, revisions.state_revision),
    Check("schema", "Every table, view and trigger is as made.", objects.objects, objects.remake),
    Check("structure", "The index is sound.", following.structure, following.remake_index, deep=True),
    Check("pages", "Every page is sound.", content.pages, content.remake_indexes, deep=True),
    Check("links", "No row points nowhere.", content.links, content.remove_orphans, deep=True),
    Check("docids", "Every row of the index is told.", following.docids, following.settle_docids, deep=True),
    Check(
        "postings",
        "Every posting says what its article says.",
        following.postings,
        following.repost,
        deep=True,
    ),
    Check("queue", "Every article is indexed.", surroundings.queue, following.drain),
    Check("garbage", "The index holds little garbage.", following.garbage),
    Check("analyzers", "The index was made by these analyzers.", following.analyzers),
    Check("lexicon", "The lexicon is sound.", following.lexicon, following.mend_lexicon, deep=True),
    Check("originals", "Every original is as filed.", content.originals, deep=True),
    Check("texts", "Every text is UTF-8.", content.texts, deep=True),
    Check("dates", "Every date is a date.", content.dates, deep=True),
    Check("overrides", "No name turns the direction of text.", content.overrides, deep=True),
    Check("addresses", "No address belongs to two articles.", content.addresses, deep=True),
)

VERIFIED = ("originals", "docids", "postings")
"""What `archive verify` checks: the originals against their hashes, the index against the articles."""
