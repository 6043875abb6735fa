"""When the article was published: hour, minute and offset as its page states them; never when it was saved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from archive.documents import Precision, PressDate
from archive.parse.datelines import choose_date
from archive.parse.dates import read_date
from archive.parse.html.blocks import Block
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import first_text
from archive.parse.html.page import Page
from archive.parse.html.placing import Placed
from archive.parse.layout import OTHERS
from archive.parse.lines import Printed

META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "date.available", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "published_at", "publish-date", "publication_date", "pubdate", "sailthru.date", "dc.date", "date",
    "prism.publicationdate", "citation_date", "article.published", "publisheddate", "dc.date.created", "date.created",
)  # fmt: skip
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:[T ](?P<time>\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(?P<offset>Z|UTC|[+-]\d\d:?\d\d)?)?"
)
_UTC = frozenset({"+00:00"})
_FARTHEST = timedelta(hours=14)
_QUARTER = 900
_FOOT = 4


def find_date(page: Page, placed: Placed | None, language: str | None) -> Candidate[PressDate] | None:
    """Gives the moment of publication: stated in linked data or meta tags, else printed.

    Of several that state the same instant the one in the outlet's own time wins: what a reader sees as the 25th at
    01:59 stands as the 24th, 23:59Z, in the metadata. What is marked up as a time above the title or below the
    text counts only where nothing else dates the article: it may be the day of the visit.
    """
    stated = [*_declared(page, language), *(_marked_up(_beside(placed), language) if placed else ())]
    printed = _printed(placed) if placed else None
    if placed and not stated and printed is None:
        stated = list(_marked_up(_apart(placed), language))
    best = next(iter(stated), None)
    if best is None:
        return printed
    finer = [
        c
        for c in stated
        if c.value.precision is Precision.MINUTE and c.value.value[:10] == best.value.value[:10]
    ]
    if best.value.precision is not Precision.MINUTE and finer:
        best = finer[0]
    return (
        next((c for c in stated if _is_local_of(c.value, best.value)), None)
        or _in_print(best, printed)
        or best
    )


def _beside(placed: Placed) -> list[Block]:
    """Gives the blocks from the title to the text; with no title, those a little above the text."""
    title = placed.layout.title
    head = placed.head if title is None else placed.blocks[title : placed.layout.start]
    return [block for block in head if not block.aside]


def _apart(placed: Placed) -> list[Block]:
    """Gives the blocks a little above the title, and those below the text up to where other articles begin."""
    below = zip(placed.foot[:_FOOT], placed.lines[placed.layout.end :], strict=False)
    foot = takewhile(lambda pair: pair[1].mark not in OTHERS, below)
    return [block for block in (*placed.head, *(block for block, _ in foot)) if not block.aside]


def read_moment(text: str, language: str | None = None) -> PressDate | None:
    """Reads a stated date: ISO 8601 in its usual spellings, else as it would be printed.

    >>> str(read_moment("2024-04-30 16:00:34 +02:00"))
    '2024-04-30T16:00+02:00'
    """
    text = " ".join(text.split())
    found = _ISO.fullmatch(text)
    if not found:
        return read_date(text[:80], language)
    try:
        datetime.fromisoformat(f"{found['day']}T{found['time'] or '00:00'}")
    except ValueError:
        return None
    if not found["time"]:
        return PressDate(found["day"], Precision.DAY)
    return PressDate(f"{found['day']}T{found['time']}", Precision.MINUTE, _offset(found["offset"]))


def _offset(printed: str | None) -> str | None:
    if printed is None:
        return None
    return "+00:00" if printed in ("Z", "UTC") else f"{printed[:3]}:{printed[-2:]}"


def _declared(page: Page, language: str | None) -> Iterator[Candidate[PressDate]]:
    for name in ("datePublished", "dateCreated"):
        for thing in page.described if name == "datePublished" else page.articles:
            text = first_text(thing, name)
            if text and (date := read_moment(text, language)):
                yield Candidate(date, f"jsonld {name}", 0.97, text)
        if name == "datePublished":
            yield from _metas(page, language)


def _metas(page: Page, language: str | None) -> Iterator[Candidate[PressDate]]:
    for meta in page.metas(*META):
        if date := read_moment(meta.value, language):
            yield Candidate(date, meta.place, 0.93, meta.value)


def _marked_up(near: Sequence[Block], language: str | None) -> Iterator[Candidate[PressDate]]:
    """Gives the dates of `time` elements and of marked properties beside the article."""
    for block in near:
        for element in block.element.iter("time", "span", "abbr", "meta"):
            stated = element.get("datetime") or (
                element.get("content") if element.get("itemprop") == "datePublished" else None
            )
            if (
                stated
                and element.get("itemprop") != "dateModified"
                and " ".join(element.text_content().split())
                in block.text  # of loose text, all holds the others too
                and (date := read_moment(stated, language))
            ):
                yield Candidate(date, f"{element.tag} datetime", 0.85, stated)


def _printed(placed: Placed) -> Candidate[PressDate] | None:
    layout = placed.layout
    dated = choose_date(
        *(_unless_aside(zone, placed) for zone in (layout.above, layout.around, layout.below))
    )
    return Candidate(dated.reading.date, "printed date", dated.confidence, dated.line.text) if dated else None


def _unless_aside(lines: Sequence[Printed], placed: Placed) -> list[Printed]:
    return [line for line in lines if not placed.blocks[line.number - 1].aside]


def _is_local_of(local: PressDate, stated: PressDate) -> bool:
    """Says whether a date is the same instant as one stated in UTC, with an offset of its own."""
    if stated.offset not in _UTC or local.offset in (None, *_UTC) or local.precision is not Precision.MINUTE:
        return False
    return abs(datetime.fromisoformat(str(local)) - datetime.fromisoformat(str(stated))) < timedelta(
        minutes=1
    )


def _in_print(
    best: Candidate[PressDate], printed: Candidate[PressDate] | None
) -> Candidate[PressDate] | None:
    """Gives the printed local time of a moment stated in UTC, with the offset that lies between the two."""
    if printed is None or best.value.offset not in _UTC or printed.value.precision is not Precision.MINUTE:
        return None
    shift = datetime.fromisoformat(printed.value.value) - datetime.fromisoformat(best.value.value)
    seconds = round(shift.total_seconds())
    if printed.value.offset or not seconds or abs(shift) > _FARTHEST or seconds % _QUARTER:
        return None
    minutes = seconds // 60
    offset = f"{'+' if minutes > 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    value = PressDate(printed.value.value, Precision.MINUTE, offset)
    return Candidate(value, f"printed date and {best.place}", 0.95, printed.evidence)
