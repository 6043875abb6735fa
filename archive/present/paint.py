"""Colour, marks and lines for people: the only place that writes escape sequences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from archive.frozen import Frozen
from archive.present.terminal import clean, isolate_lines
from archive.present.width import wrap

NARROWEST = 20

# Noncharacters, which `clean` removes from all text, hold the place of a mark's ends until the lines are cut.
_OPEN, _CLOSE = "\ufffe", "\uffff"

_ESCAPES = MappingProxyType(
    {
        "title": ("\x1b[1m", "\x1b[22m"),
        "quiet": ("\x1b[2m", "\x1b[22m"),
        "standfirst": ("\x1b[3m", "\x1b[23m"),
        "mark": ("\x1b[4;36m", "\x1b[24;39m"),
        "deleted": ("\x1b[9;31m", "\x1b[29;39m"),
        "inserted": ("\x1b[4;32m", "\x1b[24;39m"),
    }
)


class Style(Frozen):
    """Says how text is shown to people: with colour or without, in lines of `width` cells.

    Without colour a match stands in brackets in a snippet, `[match]`, where a search for the word still finds
    it; titles and bodies stay exactly as printed, fit to be copied and searched.
    """

    color: bool = False
    width: int = 80


def paint(kind: str, text: str, style: Style) -> str:
    """Gives the text in the colour of its kind: title, quiet, standfirst, mark, deleted, inserted."""
    before, after = _ESCAPES[kind] if style.color and text else ("", "")
    return before + text + after


def marked(text: str, marks: Sequence[Sequence[int]], style: Style, brackets: str = "") -> str:
    """Gives the text cleaned, with its marks in it: for colour, or else between the two `brackets`, if any.

    Marks are pairs of places in the text; those that overlap or lie outside are passed over.
    """
    before, after = (_OPEN, _CLOSE) if style.color else (brackets[:1], brackets[1:])
    parts: list[str] = []
    at = 0
    for start, end in sorted((mark[0], mark[1]) for mark in marks):
        if at <= start < end <= len(text):
            parts += [clean(text[at:start]), before, clean(text[start:end]), after]
            at = end
    return "".join([*parts, clean(text[at:])]).strip()


def paragraph(text: str, style: Style, kind: str | None = None, indent: int = 0) -> Iterator[str]:
    """Gives the lines of a cleaned or marked paragraph, fenced off one by one in its direction."""
    lines = list(_with_closed_marks(wrap(text, max(style.width - indent, NARROWEST))))
    before, after = _ESCAPES["mark"]
    for line in isolate_lines(lines):
        shown = line.replace(_OPEN, before).replace(_CLOSE, after)
        yield " " * indent + (paint(kind, shown, style) if kind else shown)


def hanging(sign: str, text: str, style: Style, kind: str | None = None) -> Iterator[str]:
    """Gives a paragraph that hangs from a sign: `1. `, `→ `; further lines stand below the text."""
    indent = len(sign)
    lines = paragraph(text, style, kind, indent)
    yield paint("quiet", sign, style) + next(lines, "")[indent:]
    yield from lines


def _with_closed_marks(lines: Sequence[str]) -> Iterator[str]:
    """Closes at the end of a line a mark that runs on, and opens it again on the next line."""
    running = False
    for line in lines:
        whole = _OPEN + line if running else line
        running = whole.count(_OPEN) > whole.count(_CLOSE)
        yield whole + _CLOSE if running else whole
