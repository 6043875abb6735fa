"""What watches have to tell: for a terminal, for a note, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from archive.present.hits import UNDATED, hit_lines
from archive.present.markup import markdown_text, web_address
from archive.present.paint import Style, paint
from archive.present.results import hit_row
from archive.present.terminal import clean, isolate

if TYPE_CHECKING:
    from archive.results import Hit
    from archive.watching import News, Told

REVISED = "Revised, and matching now:"


def told_rows(news: Sequence[News]) -> Iterator[dict[str, Any]]:
    """Gives a row for each article told: the watch, `new` or `revised`, the moment, then the hit."""
    for one in news:
        for told in one.told:
            hit = {name: value for name, value in hit_row(told.hit).items() if name != "score"}
            yield {"watch": one.watch.name, "filing": told.filing, "moment": told.moment, **hit}


def digest_lines(news: Sequence[News], style: Style) -> Iterator[str]:
    """Gives what watches tell as hits for a terminal; a watch without news has no lines."""
    for one in news:
        if one.told:
            yield paint("title", f"{isolate(clean(one.watch.name))}: {tidings(one)}", style)
            yield ""
        for rank, told in enumerate(one.told, 1):
            if told.filing == "revised" and (rank == 1 or one.told[rank - 2].filing == "new"):
                yield from (REVISED, "")
            yield from hit_lines(rank, hit_row(told.hit), style)


def digest_markdown(news: Sequence[News]) -> Iterator[str]:
    """Gives what watches tell as a note in Markdown: a heading for each, a list of linked titles."""
    for one in news:
        if not one.told:
            continue
        yield from (f"## {markdown_text(one.watch.name)}: {tidings(one)}", "")
        yield from (f"Query: {markdown_text(one.watch.query)}", "")
        for told in one.told:
            yield from _item(told)
        yield ""


def _item(told: Told) -> Iterator[str]:
    title, address = markdown_text(told.hit.label), web_address(told.hit.address)
    linked = f"[{title}](<{address}>)" if address else title
    revised = " (revised)" if told.filing == "revised" else ""
    yield f"- **{linked}**{revised}  "
    yield f"  {' · '.join(markdown_text(part) for part in where(told.hit))}"
    if told.hit.snippet:
        yield f"  > {markdown_text(told.hit.snippet)}"


def where(hit: Hit) -> list[str]:
    """Gives outlet, date, authors and number of a hit, those that are known."""
    date = hit.published or (f"≈ {hit.implied} (implied)" if hit.implied else UNDATED)
    return [
        part for part in (hit.outlet, date.replace("T", " "), ", ".join(hit.authors), f"#{hit.id}") if part
    ]


def tidings(news: News) -> str:
    """Gives `2 new, 1 revised`, or `nothing new`."""
    filings = [told.filing for told in news.told]
    counts = [f"{filings.count(kind):,} {kind}" for kind in ("new", "revised") if kind in filings]
    return ", ".join(counts) or "nothing new"
