"""The documents of press databases, as fields: what Europresse, Factiva and Nexis call what an article has."""

from __future__ import annotations

import re
from typing import Any

from archive.parse.shapes.convert import captions, moment, names, outlet, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.shape import Around, From, Shape
from archive.parse.shapes.texts import line, plain

_BLANK_LINE = re.compile(r"\n\s*\n")
_ISSUE = re.compile(
    r"(?:,\s*(?:no|n°|nº|vol|nr)\b.*|\s*\(site web[^)]*\)|\s+\(web site[^)]*\))$", re.IGNORECASE
)
_CODE = re.compile(r"^\w{2,12} : ")
_SHARE = re.compile(r"\s*\(\d{1,3}\s?%\)")


def unwrapped(value: Any, around: Around) -> str | None:
    """Reads paragraphs that are parted by empty lines, and broken into lines of even length."""
    text = plain(value)
    if text is None:
        return None
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(value) else text.split("\n")
    return "\n\n".join(" ".join(part.split()) for part in parts if part.strip()) or None


def publication(value: Any, around: Around) -> str | None:
    """Reads the name of a publication, less the number of its issue."""
    name = line(value, around)
    return outlet(_ISSUE.sub("", name), around) if name else None


def division(value: Any, around: Around) -> str | None:
    """Reads a section, less the page ("NEWS; Pg. 3")."""
    text = line(value, around)
    return text.partition(";")[0].strip() or None if text else None


def subjects(value: Any, around: Around) -> tuple[str, ...]:
    """Reads the subjects that a database gives, less their codes and shares ("gpol : Domestic Politics", "(91%)")."""
    text = line(value, around)
    parts = re.split(r"\s*[|;]\s*", _SHARE.sub("", text)) if text else []
    return tags([_CODE.sub("", part) for part in parts], around)


EUROPRESSE = Shape(
    "Europresse",
    fields={
        "body": (From("text", unwrapped),),
        "title": (From("title", line),),
        "kicker": (From("kicker", line, 0.6),),
        "standfirst": (From("subtitle", line, 0.7),),
        "authors": (From("authors", names, 0.8),),
        "published": (From("header", moment),),
        "outlet": (From("publication", publication),),
        "section": (From("section", line, 0.8),),
    },
    without_text="a Europresse document without a text: none stands below its title",
)
FACTIVA = Shape(
    "Factiva",
    fields={
        "body": (From("LP, TD", unwrapped),),
        "title": (From("HD", line),),
        "kicker": (From("CLM", line, 0.7),),
        "authors": (From("BY", names, 0.8),),
        "published": (From("PD", moment),),
        "outlet": (From("SN", outlet),),
        "section": (From("SE", line),),
        "language": (From("LA", language, 0.8),),
        "tags": (From("NS", subjects, 0.5),),
        "captions": (From("ART", captions),),
    },
    without_text="a Factiva document without a text: no LP and no TD",
)
NEXIS = Shape(
    "Nexis",
    fields={
        "body": (From("body", lambda value, around: unwrapped(f"{value or ''}\n\n", around)),),
        "title": (From("title", line),),
        "standfirst": (From("highlight", line, 0.7),),
        "authors": (From("byline", names, 0.8),),
        "published": (From("date", moment),),
        "outlet": (From("publication", publication),),
        "section": (From("section", division, 0.8),),
        "language": (From("language", language, 0.8),),
        "tags": (From("subject", subjects, 0.5),),
        "captions": (From("graphic", captions),),
    },
    without_text="a Nexis document without a text: none stands below its length",
)
