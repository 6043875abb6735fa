"""What watches have to tell, as the HTML body of a mail: no script, no style sheet, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from archive.present.digest import tidings, where
from archive.present.markup import escaped, escaped_with_marks, web_address

if TYPE_CHECKING:
    from archive.watching import News, Told


def mail_lines(news: Sequence[News]) -> Iterator[str]:
    """Gives a whole HTML document; each text stands in its own direction."""
    subject = "; ".join(f"{one.watch.name}: {tidings(one)}" for one in news)
    yield "<!doctype html>"
    yield f'<html><head><meta charset="utf-8"><title>{escaped(subject)}</title></head><body>'
    for one in news:
        yield f"<h2><bdi>{escaped(one.watch.name)}</bdi>: {tidings(one)}</h2>"
        yield f"<p>Query: <bdi>{escaped(one.watch.query)}</bdi></p>"
        for remark in one.remarks:
            yield f"<p><strong>Note: <bdi>{escaped(remark)}</bdi>.</strong></p>"
        if one.told:
            yield from ("<ul>", *(_item(told) for told in one.told), "</ul>")
    yield "</body></html>"


def _item(told: Told) -> str:
    revised = " (revised)" if told.filing == "revised" else ""
    return f"<li>{linked_title(told)}{revised}<br>{places(told)}{passage(told)}</li>"


def linked_title(told: Told) -> str:
    """Gives the title, linked where the article has an address."""
    title = f'<bdi lang="{escaped(told.hit.language)}">{escaped(told.hit.label)}</bdi>'
    address = web_address(told.hit.address)
    return f'<a href="{escaped(address)}">{title}</a>' if address else title


def places(told: Told) -> str:
    """Gives outlet, date, authors and number."""
    return " · ".join(f"<bdi>{escaped(part)}</bdi>" for part in where(told.hit))


def passage(told: Told) -> str:
    """Gives the passage that matches as a paragraph, nothing where there is none."""
    if not told.hit.snippet:
        return ""
    shown = escaped_with_marks(told.hit.snippet, told.hit.snippet_marks)
    return f'<blockquote dir="auto" lang="{escaped(told.hit.language)}">{shown}</blockquote>'
