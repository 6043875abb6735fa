"""Changes of wording as lines: colour on a terminal, `[-deleted-] {+inserted+}` elsewhere, right-to-left too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from types import MappingProxyType

from archive.present.paint import NARROWEST, Style, paint
from archive.present.terminal import clean, isolate, isolate_lines
from archive.present.width import wrap
from archive.present.wording_diff import Change

BRACKETS = MappingProxyType({"deleted": ("[-", "-]"), "inserted": ("{+", "+}")})
PARAGRAPH = "¶"
INDENT = 2

# Noncharacters, which `clean` removes from all text, say where a change begins and ends until the lines are cut.
_SIGNS = MappingProxyType({"deleted": "\ufdd0", "inserted": "\ufdd1"})
_END = "\ufdd2"
_KINDS = MappingProxyType({**{sign: kind for kind, sign in _SIGNS.items()}, _END: ""})
_CUTS = re.compile("([\ufdd0-\ufdd2])")


def change_lines(changes: Iterable[Change], style: Style) -> Iterator[str]:
    """Gives the paragraphs in which something changed; of those between them only the number is told."""
    told = [(any(kind != "same" for kind, _ in runs), runs) for runs in _paragraphs(changes)]
    for changed, group in groupby(told, lambda paragraph: paragraph[0]):
        runs_of = [runs for _, runs in group]
        if changed:
            for runs in runs_of:
                yield from _lines(runs, style)
        else:
            noun = "paragraph" if len(runs_of) == 1 else "paragraphs"
            yield " " * INDENT + paint("quiet", f"... {len(runs_of)} {noun} unchanged ...", style)


def change_rows(field: str, changes: Iterable[Change]) -> Iterator[dict[str, object]]:
    """Gives the changes of a field as rows, the shared runs among them: `same`, `deleted`, `inserted`."""
    for kind, text in changes:
        yield {"field": field, "change": kind, "text": text}


def _paragraphs(changes: Iterable[Change]) -> Iterator[list[Change]]:
    """Cuts changes at the ends of paragraphs; one that was parted or joined shows it by a sign."""
    runs: list[Change] = []
    for kind, text in changes:
        *whole, rest = text.split("\n")
        for piece in whole:
            shown = piece if piece or kind == "same" else PARAGRAPH
            yield [*runs, Change(kind, shown)]
            runs = []
        runs += [Change(kind, rest)] if rest else []
    if runs:
        yield runs


def _lines(runs: Sequence[Change], style: Style) -> Iterator[str]:
    marked = "".join(_marked(kind, clean(text)) for kind, text in runs)
    lines = wrap(marked, max(style.width - INDENT, NARROWEST))
    yield from (" " * INDENT + line for line in isolate_lines(list(_shown(lines, style))))


def _marked(kind: str, text: str) -> str:
    """Gives a run between its signs; the spaces at its end stand outside."""
    bare = text.rstrip(" ")
    return f"{_SIGNS[kind]}{bare}{_END}{text[len(bare) :]}" if kind in _SIGNS and bare else text


def _shown(lines: Iterable[str], style: Style) -> Iterator[str]:
    """Gives lines with their changes shown; a change that runs on is shown on each of its lines.

    Each change is fenced off: else two neighbours that run from right to left in a line that does not would swap.
    """
    kind = ""
    for line in lines:
        parts = []
        for part in _CUTS.split(line):
            if part in _KINDS:
                kind = _KINDS[part]
            elif kind and part:
                before, after = ("", "") if style.color else BRACKETS[kind]
                parts.append(paint(kind, f"{before}{isolate(part)}{after}", style))
            else:
                parts.append(part)
        yield "".join(parts)
