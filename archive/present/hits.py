"""Hits and articles as people read them in a terminal.

A hit has `id`, `label`, `derived`, `outlet`, `published`, `implied`, `language`, `authors`, `snippet`
(`{"text", "marks"}`), `title_marks`, `address`. An article has `id`, `label`, `derived`, `kicker`,
`standfirst`, `body`, `section`, `outlet`, `authors`, `published`, `implied`, `language`, `tags`, `captions`
(texts, or `{"text", "kind"}`), `related` (`{"id", "title", "address", "group", "blurb"}`), `address`,
`family` (the ids of those that tell the same story). What is
missing is passed over. Dates are ISO 8601, cut to what is known; marks are pairs of places in their text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from archive.present.paint import Style as Style
from archive.present.paint import hanging, marked, paint, paragraph
from archive.present.terminal import clean, clean_block, isolate

Fields: TypeAlias = Mapping[str, Any]

NO_TITLE = "(no title)"
UNDATED = "undated"
INDENT = 5


def hit_lines(rank: int, hit: Fields, style: Style) -> Iterator[str]:
    """Gives one hit: rank and title, where and when, the passage that matches, the address, an empty line."""
    yield from _title(f"{rank:>{INDENT - 2}}. ", hit, style)
    authors = ", ".join(isolate(clean(name)) for name in _list(hit, "authors"))
    yield " " * INDENT + paint("quiet", _where(hit, authors), style)
    if snippet := hit.get("snippet"):
        text = marked(snippet["text"], snippet.get("marks", ()), style, "[]")
        yield from paragraph(text, style, indent=INDENT)
    if address := _text(hit, "address"):
        yield " " * INDENT + paint("quiet", address, style)
    if others := hit.get("others"):
        told = f"and {others} more tell{'s' * (others == 1)} it: archive family {hit['id']}"
        yield " " * INDENT + paint("quiet", told, style)
    yield ""


def article_lines(article: Fields, style: Style) -> Iterator[str]:
    """Gives a whole article: heading, body in paragraphs, captions, related articles, address."""
    yield from _heading(article, style)
    yield from paragraphs(article.get("standfirst") or "", style, "standfirst")
    yield from paragraphs(article.get("body") or "", style)
    captions = [line for caption in _list(article, "captions") for line in _caption(caption, style)]
    yield from [*captions, ""] if captions else []
    for group, links in groupby(_list(article, "related"), lambda link: link.get("group")):
        yield paint("title", isolate(clean(group or "Related")), style)
        for link in links:
            yield from _related(link, style)
        yield ""
    if others := _list(article, "family"):
        told = f"Told also by {len(others)} other{'s' * (len(others) > 1)}: archive family {article['id']}"
        yield from (paint("quiet", told, style), "")
    if address := _text(article, "address"):
        yield paint("quiet", address, style)


def paragraphs(text: str, style: Style, kind: str | None = None) -> Iterator[str]:
    """Gives text in cleaned paragraphs of wrapped lines, each with an empty line after it."""
    for line in clean_block(text).split("\n"):
        if line.strip():
            yield from paragraph(line.strip(), style, kind)
            yield ""


def _heading(article: Fields, style: Style) -> Iterator[str]:
    if kicker := _text(article, "kicker"):
        yield from paragraph(kicker, style, "quiet")
    yield from _title("", article, style)
    yield ""
    yield paint("quiet", _where(article), style)
    rows = {"by": "authors", "section": "section", "tags": "tags"}
    for label, name in rows.items():
        if shown := "; ".join(isolate(clean(str(value))) for value in _list(article, name)):
            yield paint("quiet", f"{label}: ", style) + shown
    yield ""


def _title(sign: str, fields: Fields, style: Style) -> Iterator[str]:
    """Gives the title; a label that was derived from the body says that there is none."""
    label = marked(fields.get("label") or "", _list(fields, "title_marks"), style)
    if label and not fields.get("derived"):
        return hanging(sign, label, style, "title")
    return hanging(f"{sign}{NO_TITLE} ", label, style)


def _where(fields: Fields, authors: str = "") -> str:
    """Gives the line `outlet · date · authors · language · #id`."""
    language = _text(fields, "language")
    number = f"#{fields['id']}" if fields.get("id") is not None else ""
    parts = (
        isolate(_text(fields, "outlet")),
        _date(fields),
        authors,
        language if language != "und" else "",
        number,
    )
    return " · ".join(part for part in parts if part)


def _date(fields: Fields) -> str:
    """Gives the printed date as precisely as it was printed, else `≈` and the date that is implied."""
    if published := _text(fields, "published"):
        return published.replace("T", " ")
    implied = _text(fields, "implied")
    return f"≈ {implied.replace('T', ' ')} (implied)" if implied else UNDATED


def _caption(caption: str | Fields, style: Style) -> Iterator[str]:
    text, kind = (caption, "") if isinstance(caption, str) else (caption["text"], caption.get("kind"))
    sign = "©" if kind == "credit" else "▪"
    shown = clean(text).strip(" ©") if kind == "credit" else clean(text)
    yield from hanging(f"{sign} ", shown, style)


def _related(link: Fields, style: Style) -> Iterator[str]:
    """Gives a related link: `→ #12` when the archive has its target, a dot when it has not."""
    sign = "· " if link.get("id") is None else f"→ #{link['id']} "
    title, address = _text(link, "title"), _text(link, "address")
    yield from hanging(sign, title or address or NO_TITLE, style)
    if blurb := _text(link, "blurb"):
        yield from paragraph(blurb, style, "quiet", len(sign))
    if title and address and link.get("id") is None:
        yield " " * len(sign) + paint("quiet", address, style)


def _text(fields: Fields, name: str) -> str:
    return clean(str(fields.get(name) or "")).strip()


def _list(fields: Fields, name: str) -> Sequence[Any]:
    value = fields.get(name) or ()
    return value if isinstance(value, list | tuple) else (value,)
