"""Near-identical texts: MinHash signatures to find them, shared shingles to be sure.

Broder, "On the resemblance and containment of documents", 1997.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from archive.models import Article, Signature, SignatureBand
from archive.text import digest_number, key

ALGORITHM = "rensa-rminhash-24-seed-1-words-3"
PERMUTATIONS, ROWS_A_BAND, SHINGLE = 24, 3, 3
FEWEST_WORDS = 20
NEAR = 0.8
MOST_CANDIDATES = 20


def shingles(text: str) -> set[str]:
    """Gives the runs of three words of a text, folded."""
    words = key(text).split()
    return {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def resemblance(one: str, other: str) -> float:
    """Gives the share of shingles that two texts have in common, 0 to 1."""
    a, b = shingles(one), shingles(other)
    return len(a & b) / len(a | b) if a and b else float(key(one) == key(other))


@lru_cache(maxsize=2)  # a body is looked for, and signed right after
def signature(text: str) -> tuple[int, ...] | None:
    """Gives the MinHash signature of a text, None where it is too short to be told from others."""
    runs = shingles(text)
    if len(runs) < FEWEST_WORDS:
        return None
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=1)
    minhash.update(sorted(runs))
    return tuple(minhash.digest())


def bands(numbers: Sequence[int]) -> list[int]:
    """Gives the bands of a signature as 64-bit numbers; texts that are 80 % alike share one in 997 of 1,000."""
    cuts = range(0, PERMUTATIONS, ROWS_A_BAND)
    return [digest_number(struct.pack(f"<I{ROWS_A_BAND}I", i, *numbers[i : i + ROWS_A_BAND])) for i in cuts]


def sign(session: Session, article_id: int, body: str) -> None:
    """Keeps the signature of an article's body in place of an older one."""
    session.execute(delete(SignatureBand).where(SignatureBand.article_id == article_id))
    session.execute(delete(Signature).where(Signature.article_id == article_id))
    numbers = signature(body)
    if numbers is None:
        return
    packed = struct.pack(f"<{PERMUTATIONS}I", *numbers)
    session.execute(insert(Signature).values(article_id=article_id, algorithm=ALGORITHM, signature=packed))
    rows = [{"band": band, "article_id": article_id} for band in set(bands(numbers))]
    session.execute(insert(SignatureBand), rows)


def near_copies(session: Session, body: str) -> list[Article]:
    """Gives the articles whose body is near-identical to this one, likest first."""
    numbers = signature(body)
    if numbers is None:
        return []
    shared = (
        select(SignatureBand.article_id)
        .where(SignatureBand.band.in_(bands(numbers)))
        .group_by(SignatureBand.article_id)
        .order_by(func.count().desc(), SignatureBand.article_id)
        .limit(MOST_CANDIDATES)
    )
    candidates = session.scalars(select(Article).where(Article.id.in_(shared))).all()
    scored = [(resemblance(article.body, body), article.id, article) for article in candidates]
    return [article for score, _, article in sorted(scored, reverse=True) if score >= NEAR]
