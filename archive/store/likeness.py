"""Near-identical texts: MinHash signatures to find them, shared shingles to be sure."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from operator import eq
from typing import NamedTuple

from archive.alike import NEAR, folded, resemblance, runs_of
from archive.statements import marks
from archive.store.rows import Database, add_rows, driver
from archive.text import digest_number

ALGORITHM = "rensa-rminhash-24-seed-1-words-3"
PERMUTATIONS, ROWS_A_BAND = 24, 3
FEWEST_WORDS = 20
MOST_CANDIDATES = 20
MAY_BE_NEAR = 0.4
"""From which estimate on a text may be near-identical.

An estimate by 24 permutations has a standard error of sqrt(0.8 * 0.2 / 24) = 0.08 there: of texts that are 80 % alike
one in 150,000 is estimated lower, of those that are more alike fewer.
"""
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

    def packed(self) -> bytes:
        """Gives the signature as it is kept."""
        return struct.pack(f"<{PERMUTATIONS}I", *self.numbers)


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
    row = {"article_id": article_id, "algorithm": ALGORITHM, "signature": signed.packed()}
    add_rows(database, "signatures", [row])
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


CANDIDATES = f"""
SELECT s.signature, {", ".join(f"a.{field}" for field in NearCopy._fields)}
  FROM articles a LEFT JOIN signatures s
    ON s.article_id = a.id AND s.algorithm = ? AND length(s.signature) = {4 * PERMUTATIONS}
 WHERE a.id IN ({{marks}})"""


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


def nearest(
    database: Database, body: str, signed: Signed | None, fits: Callable[[NearCopy], bool]
) -> int | None:
    """Gives the likest of the articles whose body is near-identical to this one, which has a signature, and that fit.

    Texts are compared only of those that fit: a wire report has many copies that are other articles.
    """
    if signed is None:
        return None
    fitting = filter(fits, _candidates(database, signed))
    likest = max(((resemblance(article.body, body), article.id) for article in fitting), default=None)
    return likest[1] if likest and likest[0] >= NEAR else None


def _candidates(database: Database, signed: Signed) -> list[NearCopy]:
    """Gives articles that may be near-identical to a text by their signatures; one without a signature may be."""
    ids, packed = sharing(database, signed.bands), signed.packed()
    rows = driver(database).execute(CANDIDATES.format(marks=marks(ids)), (ALGORITHM, *ids)) if ids else ()
    return [
        NearCopy(*row) for theirs, *row in rows if theirs is None or estimate(theirs, packed) >= MAY_BE_NEAR
    ]


def estimate(one: bytes, other: bytes) -> float:
    """Gives the resemblance of two texts as their signatures tell it."""
    ours, theirs = (struct.unpack(f"<{len(signature) // 4}I", signature) for signature in (one, other))
    alike: int = sum(map(eq, ours, theirs))
    return alike / len(ours)
