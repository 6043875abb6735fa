"""Citations as Zotero and library catalogues write them: RIS, BibTeX and CSL-JSON; their text is an abstract."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from archive.documents import Precision, PressDate
from archive.parse.shapes.convert import address, moment, names, outlet, people, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.shape import Around, From, Shape
from archive.parse.shapes.texts import line, paragraphs

LEAST, _ABSTRACT = 200, 0.3
_SLASHED = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?/?(.*)")


def slashed(value: Any, around: Around) -> PressDate | None:
    """Reads a date of RIS: `2022/05/27/` with the parts that are not known left empty, or as it would be printed."""
    text = line(value, around)
    found = _SLASHED.fullmatch(text.rstrip("/")) if text else None
    if found is None or found[4]:
        return moment(value, around)
    return _date([part for part in found.groups()[:3] if part])


def parts(value: Any, around: Around) -> PressDate | None:
    """Reads a date of CSL: `{"date-parts": [[2022, 5, 27]]}`, or `raw` or `literal` as it would be printed."""
    if not isinstance(value, dict):
        return moment(value, around)
    listed = value.get("date-parts")
    first = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], list) else None
    if first:
        return _date([str(part) for part in first[:3]])
    return moment(value.get("raw") or value.get("literal"), around)


def _date(numbers: list[str]) -> PressDate | None:
    try:
        whole = [int(number) for number in numbers]
        date(*[*whole, 1, 1][:3])
    except (ValueError, TypeError):
        return None
    precision = (Precision.YEAR, Precision.MONTH, Precision.DAY)[len(whole) - 1]
    return PressDate("-".join([f"{whole[0]:04}", *(f"{part:02}" for part in whole[1:])]), precision)


RIS = Shape(
    "RIS",
    fields={
        "body": (From("N2", paragraphs, _ABSTRACT, LEAST), From("AB", paragraphs, _ABSTRACT, LEAST)),
        "title": (From("TI", line), From("T1", line), From("CT", line, 0.7)),
        "authors": (From("AU", people), From("A1", people)),
        "published": (From("DA", slashed), From("Y1", slashed), From("PY", slashed)),
        "outlet": tuple(From(name, outlet, 0.8) for name in ("T2", "JO", "JF", "BT", "J2", "JA", "PB")),
        "address": (From("UR", address), From("L2", address, 0.6)),
        "language": (From("LA", language, 0.8),),
        "section": (From("SE", line),),
        "tags": (From("KW", tags),),
        "captions": (),
    },
    without_text=f"a citation without a text: no N2 or AB of {LEAST} letters",
)
BIBTEX = Shape(
    "BibTeX",
    fields={
        "body": (From("abstract", paragraphs, _ABSTRACT, LEAST),),
        "title": (From("title", line),),
        "authors": (From("author", people),),
        "published": (From("date", slashed), From("year", slashed)),
        "outlet": tuple(
            From(name, outlet, 0.8)
            for name in ("journaltitle", "journal", "newspaper", "organization", "publisher")
        ),
        "address": (From("url", address), From("howpublished", address, 0.7)),
        "language": (From("langid", language, 0.8), From("language", language, 0.8)),
        "tags": (From("keywords", tags),),
    },
    without_text=f"a citation without a text: no abstract of {LEAST} letters",
)
CSL = Shape(
    "CSL",
    told_by=("type+issued", "type+container-title", "type+title", "type+abstract", "type+citation-key"),
    fields={
        "body": (From("abstract", paragraphs, _ABSTRACT, LEAST),),
        "title": (From("title", line),),
        "authors": (From("author", names),),
        "published": (From("issued", parts),),
        "outlet": (From("container-title", outlet, 0.8), From("publisher", outlet, 0.6)),
        "address": (From("URL", address),),
        "language": (From("language", language, 0.8),),
        "section": (From("section", line),),
        "tags": (From("keyword", tags),),
    },
    without_text=f"a citation without a text: no abstract of {LEAST} letters",
)

PRESS = frozenset(
    "news mgzn elec blog web jour gen icomm art "  # RIS
    "article online electronic www misc newspaper periodical "  # BibTeX
    "article-newspaper article-magazine article-journal webpage post-weblog post broadcast interview".split()  # CSL
)
"""What kinds of citations may be articles of the press; databases file newspapers under journals too."""
