"""Where a page of hits ended, so that the next one neither skips nor repeats while the archive grows.

    newest, oldest    the docid of the last hit: the next page begins behind it
    relevance         the articles already shown: scores shift with every article that comes in, so a position or
                      a score would skip or repeat; what was not shown is still to come, whatever its score is now

Either way a page holds only articles that were there when the first page was cut (`as_of`, the last article number).
An article that is revised between two pages keeps its day but not its docid: on the very day at which a page of
`newest` ends it can be missed, of `oldest` shown again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.errors import InvalidError
from archive.frozen import Frozen
from archive.statements import ORDERS as ORDERS
from archive.text import digest_number

AS_OF = "SELECT coalesce(max(article_id), 0) FROM postings"

MOST_SHOWN = 2_000
"""How many hits are paged through by relevance, then come the others by date: a token takes three bytes for each."""

NO_PAGE = "That is no page of this query; begin again with the first."


class Place(Frozen):
    """Is where a page ended: the `last` docid by date, the articles `shown` by relevance."""

    order: str
    as_of: int
    last: int = 0
    shown: frozenset[int] = frozenset()


def following(
    before: Place | None, order: str, as_of: int, hits: Sequence[tuple[int, int]], limit: int
) -> Place | None:
    """Gives where a page of `(docid, article_id)` ended; None behind the last page.

    `before` is where the page before it ended. Once `MOST_SHOWN` hits by relevance were shown, the rest comes newest
    first: then it is the last docid that counts.
    """
    if not hits or len(hits) < limit:
        return None
    if order != "relevance":
        return Place(order, as_of, last=hits[-1][0])
    shown = before.shown if before else frozenset()
    if len(shown) >= MOST_SHOWN:
        return Place(order, as_of, last=hits[-1][0], shown=shown)
    return Place(order, as_of, shown=shown | {article_id for _, article_id in hits})


def encode(place: Place, query: str) -> str:
    """Gives a place as a token for `--after`: letters, digits, `-` and `_`; good for this query alone."""
    from base64 import urlsafe_b64encode

    steps, before = [], 0
    for number in sorted(place.shown):
        steps.append(number - before)
        before = number
    numbers = (ORDERS.index(place.order), place.as_of, place.last, *steps)
    packed = _stamp(query) + b"".join(map(_packed, numbers))
    return urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(token: str, query: str) -> Place:
    """Reads a token back; InvalidError where it is none, or one of another query."""
    from base64 import urlsafe_b64decode

    try:
        packed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        order, as_of, last, *steps = _unpacked(packed[4:])
        place = Place(ORDERS[order], as_of, last, frozenset(_sums(steps)))
    except (ValueError, IndexError) as error:
        raise InvalidError(NO_PAGE) from error
    if encode(place, query) != token:
        raise InvalidError(NO_PAGE)
    return place


def _stamp(query: str) -> bytes:
    return (digest_number(" ".join(query.split()).encode("utf-8", "replace")) & 0xFFFFFFFF).to_bytes(4, "big")


def _packed(number: int) -> bytes:
    """Gives a number in groups of seven bits, the lowest first, each but the last with its high bit set."""
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _unpacked(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if number >= 1 << 63:
                raise ValueError("larger than any number of SQLite")
            yield number
            number = shift = 0
    if shift:
        raise ValueError("cut off")


def _sums(steps: Sequence[int]) -> Iterator[int]:
    number = 0
    for step in steps:
        number += step
        yield number
