"""Texts out of foreign records: markup taken off, paragraphs parted, what only says that there is nothing left out."""

from __future__ import annotations

import html
import re
from typing import Any

from archive.parse.shapes.shape import Around

_NOTHING = frozenset({"", "none", "null", "nan", "n/a", "undefined", "-"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|blockquote|figure|img|table|article|section)\b[^<>]*>"
)
_ASIDE = "script style figure figcaption noscript template"
_BLOCKS = "p div br h1 h2 h3 h4 h5 h6 li ul ol blockquote tr td table article section pre hr"
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def plain(value: Any) -> str | None:
    """Gives a text with its lines, less markup and control characters; None for anything else."""
    if not isinstance(value, str):
        return None
    text = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = (stripped(text) if _TAG.search(text) else html.unescape(text)).replace("\xa0", " ").strip()
    return None if text.lower() in _NOTHING else text


def line(value: Any, around: Around) -> str | None:
    """Gives a text in one line; of a list the first."""
    if isinstance(value, list):
        return next((found for one in value if (found := line(one, around))), None)
    text = plain(value)
    return " ".join(text.split()) if text else None


def paragraphs(value: Any, around: Around) -> str | None:
    """Gives a text in paragraphs: parted by empty lines where there are any, else by every line end."""
    text = plain("\n".join(value) if _is_texts(value) else value)
    if text is None:
        return None
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
    return "\n\n".join(part for part in map(_trimmed, parts) if part) or None


def _trimmed(paragraph: str) -> str:
    return "\n".join(" ".join(one.split()) for one in paragraph.strip().split("\n"))


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def stripped(markup: str) -> str:
    """Gives the text of a piece of HTML, an empty line between blocks; scripts and captions are left out."""
    from lxml import etree
    from lxml.html import HTMLParser, fragment_fromstring

    parser = HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        tree = fragment_fromstring(markup.encode(), create_parent="div", parser=parser)
    except (etree.ParserError, ValueError):
        return html.unescape(_TAG.sub(" ", markup))
    for element in list(tree.iter(*_ASIDE.split(), etree.Comment)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS.split()):
        mark = "\n" if element.tag == "br" else "\n\n"
        element.text = mark + (element.text or "")
        element.tail = mark + (element.tail or "") if element.tag != "br" else element.tail
    lines = (" ".join(one.split()) for one in str(tree.text_content()).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
