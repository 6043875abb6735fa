"""Near-identical texts: MinHash signatures to find them, shared shingles to be sure."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.alike import NEAR, folded, resemblance, runs_of
from archive.statements import marks
from archive.store.rows import Database, add_rows, driver
from archive.text import digest_number

ALGORITHM = "rensa-rminhash-24-seed-1-words-3"
PERMUTATIONS, ROWS_A_BAND = 24, 3
FEWEST_WORDS = 20
MOST_CANDIDATES = 20
MOST_OF_A_BAND = 200
"""How many articles with a band are looked at, the newest: a bulletin that is printed daily has thousands."""

OF_A_BAND = f"""
SELECT * FROM (SELECT article_id FROM signature_bands WHERE band = ? AND article_id < ?
                ORDER BY article_id DESC LIMIT {MOST_OF_A_BAND})"""
ANY = 1 << 62
"""A number that is larger than that of any article."""


class Signed(NamedTuple):
    """Is the MinHash signature of a text, and the bands of it."""

    numbers: tuple[int, ...]
    bands: tuple[int, ...]


def signature(words: Sequence[str]) -> Signed | None:
    """Gives the MinHash signature of a text by its folded words, None where it is too short to be told from others."""
    runs = list(runs_of(words))
    if len(runs) < FEWEST_WORDS:
        return None
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(runs)
    numbers = tuple(minhash.digest())
    return Signed(numbers, tuple(sorted(set(bands(numbers)))))


def bands(numbers: Sequence[int]) -> Iterator[int]:
    """Gives the bands of a signature as 64-bit numbers; texts that are 80 % alike share one in 997 of 1,000."""
    for i in range(0, PERMUTATIONS, ROWS_A_BAND):
        yield digest_number(struct.pack(f"<I{ROWS_A_BAND}I", i, *numbers[i : i + ROWS_A_BAND]))


def sign(database: Database, article_id: int, body: str) -> None:
    """Keeps the signature of an article's body in place of an older one."""
    for table in ("signature_bands", "signatures"):
        driver(database).execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    keep_signature(database, article_id, signature(folded(body).split()))


def keep_signature(database: Database, article_id: int, signed: Signed | None) -> None:
    """Keeps the signature of the body of an article that has none yet."""
    if signed is None:
        return
    packed = struct.pack(f"<{PERMUTATIONS}I", *signed.numbers)
    add_rows(
        database,
        "signatures",
        [{"article_id": article_id, "algorithm": ALGORITHM, "signature": packed}],
    )
    rows = [{"band": band, "article_id": article_id} for band in signed.bands]
    add_rows(database, "signature_bands", rows)


class NearCopy(NamedTuple):
    """Is an article whose body is near-identical to another, with what tells whether it is the same article."""

    id: int
    outlet_id: int | None
    title: str | None
    published: str | None
    published_precision: str | None
    address: str | None
    body: str


def sharing(database: Database, bands: Sequence[int], below: int = ANY) -> list[int]:
    """Gives the articles with numbers below one that share the most of some bands; as many, the newest of them."""
    if not bands:
        return []
    every = " UNION ALL ".join([OF_A_BAND] * len(bands))
    found = driver(database).execute(
        f"SELECT article_id FROM ({every})"
        f" GROUP BY article_id ORDER BY count(*) DESC, article_id DESC LIMIT {MOST_CANDIDATES}",
        [value for band in bands for value in (band, below)],
    )
    return [number for (number,) in found]


def near_copies(database: Database, body: str, signed: Signed | None) -> list[NearCopy]:
    """Gives the articles whose body is near-identical to this one, which has a signature, likest first."""
    if signed is None:
        return []
    ids = sharing(database, signed.bands)
    statement = f"SELECT {', '.join(NearCopy._fields)} FROM articles WHERE id IN ({marks(ids)})"
    candidates = map(NearCopy._make, driver(database).execute(statement, ids) if ids else ())
    scored = [(resemblance(article.body, body), article.id, article) for article in candidates]
    return [article for score, _, article in sorted(scored, reverse=True) if score >= NEAR]
