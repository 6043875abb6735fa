"""A document of Europresse, as fields: by the classes of its page, or by where the lines of its text stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from archive.parse.bylines import read_bare, read_byline
from archive.parse.dates import find_dates
from archive.parse.folded import fold_word
from archive.parse.markers import load_markers
from archive.parse.months import weekday_numbers
from archive.parse.shapes.shape import Values
from archive.parse.shapes.texts import stripped

DOCUMENT = re.compile(r".{0,60}\bnews·\d{8}·\w+.*")
_RIGHTS = re.compile(r"\s*©\s*\d{4}|.*\bTous droits réservés|.*\bAll rights reserved", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:Ce certificat|Le présent document|Date d.émission|Certificat émis|This certificate|Numéro de document)\b.*"
)
_COUNT = re.compile(r"\s*\d+ (?:mots|words).*$|,?\s*p\.\s.*$")
_CLOCK = re.compile(r"\d{1,2}:\d\d.*$")
_HIGHEST = 12


def is_europresse(text: str) -> bool:
    """Says whether a text is a document of Europresse, which its number ends."""
    return any(DOCUMENT.fullmatch(line) for line in text.split("\n"))


def europresse_values(text: str) -> Values | None:
    """Gives the fields of a text: publication, date and section, title, author, and the text down to its rights."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if not _FURNITURE.fullmatch(line) and not DOCUMENT.fullmatch(line)]
    told = [line for line in lines if line]
    dated = next(
        (p for p, line in enumerate(told[:_HIGHEST]) if p and len(find_dates(line, "fr")) == 1), None
    )
    if dated is None or dated + 1 >= len(told):
        return None
    values = {"publication": told[dated - 1], "title": told[dated + 1], **_header(told[dated])}
    start = lines.index(told[dated + 1], lines.index(told[dated])) + 1
    rest = lines[start:]
    first = next((line for line in rest if line), "")
    if read_byline(first, load_markers()) or read_bare(first, load_markers()):
        values["authors"] = first
        rest = rest[rest.index(first) + 1 :]
    end = next((place for place, line in enumerate(rest) if _RIGHTS.match(line)), len(rest))
    return {**values, "text": "\n".join(rest[:end])}


def europresse_page(markup: str) -> Values | None:
    """Gives the fields of one document of a page; None where its publication or its title has no class."""
    from lxml import html as pages

    tree = pages.fragment_fromstring(
        markup.encode(), create_parent="div", parser=pages.HTMLParser(encoding="utf-8")
    )
    publication, title = (
        _text(tree, "DocPublicationName"),
        _text(tree, "titreArticleVisu") or _text(tree, "titreArticle"),
    )
    if not publication:
        return None
    if not title:
        return europresse_values(stripped(markup))
    body = _markup(tree, "docOcurrContainer") or _markup(tree, "DocText")
    return {
        "publication": publication,
        "title": title,
        "kicker": _kicker(tree),
        "subtitle": _text(tree, "rdp__subtitle"),
        "authors": _text(tree, "docAuthors") or _author_below(tree),
        "text": _until_rights(stripped(body).split("\n")) if body else "",
        **_header(" ".join(_text(one, None) for one in _classed(tree, "DocHeader"))),
    }


def _header(text: str) -> dict[str, str]:
    """Reads "Politique, mardi 22 mars 2022 1234 mots, p. 8": the section, if one stands before the date."""
    found = find_dates(text, "fr")
    before = text[: found[0].start] if found else ""
    section = before.split(",")[0].strip(" ,")
    named = (
        section
        and fold_word(section) not in weekday_numbers()
        and not any(sign.isdigit() for sign in section)
    )
    return {
        "header": _CLOCK.sub("", _COUNT.sub("", text)).strip(" ,"),
        **({"section": section} if named else {}),
    }


def _classed(tree: Any, name: str) -> list[Any]:
    return list(
        tree.xpath(
            "//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]", name=name
        )
    )


def _text(tree: Any, name: str | None) -> str:
    found = [tree] if name is None else _classed(tree, name)[:1]
    return " ".join(str(found[0].text_content()).split()) if found else ""


def _markup(tree: Any, name: str) -> str:
    from lxml import html as pages

    found = _classed(tree, name)
    text = str(pages.tostring(found[0], encoding="unicode", with_tail=False)) if found else ""
    return text if found and found[0].text_content().strip() else ""


def _kicker(tree: Any) -> str:
    """Gives the words that stand above the title in its box."""
    boxes = _classed(tree, "titreArticle")
    first = next(iter(boxes[0]), None) if boxes else None
    return _text(first, None) if first is not None and first.get("class") == "sm-margin-bottomNews" else ""


def _author_below(tree: Any) -> str:
    """Gives the paragraph right below the box of the title, where an author stands."""
    boxes = _classed(tree, "titreArticle")
    below = boxes[0].getnext() if boxes else None
    stands = below is not None and below.get("class") == "sm-margin-bottomNews"
    return " ".join(below.text_content().split()) if stands and below is not None else ""


def _until_rights(lines: Sequence[str]) -> str:
    end = next((place for place, line in enumerate(lines) if _RIGHTS.match(line)), len(lines))
    return "\n".join(lines[:end])
