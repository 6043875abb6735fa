"""The printed lines of pages joined into paragraphs: edges dropped, cut words mended, Arabic put in order.

The reader of PDF gives the letters of right-to-left stretches in order, but the stretches of a mixed line from left to
right, and letters in the shapes they are drawn in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.addresses import canonical

_EDGE = 3
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.?|seite|página|pagina|صفحة)?\W*\d{1,4}(?:\s*(?:/|of|sur|de|von|من)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_FOOT = re.compile(r"(?P<address>https?://\S+)\s+\d{1,3}/\d{1,3}")
_PRINTED_AT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d\b.*")
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_ARABIC = "\u0621-\u064a"
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_RIGHT_TO_LEFT = re.compile(f"[{_RTL}]")
_LEFT_TO_RIGHT = re.compile(f"[^{_RTL}]*[0-9A-Za-z\u00c0-\u024f][^{_RTL}]*")
_NO_LATIN = re.compile("(?P<space>(?<=[0-9A-Za-z\u00c0-\u024f]) )?(?P<turned>[^0-9A-Za-z\u00c0-\u024f]+)")
_LIGATURE = re.compile(f"ل([اأإآ])(?=[{_ARABIC}])(?![وفبكل](?![{_ARABIC}]))")
_SWAPPED = re.compile(f"(?<![{_ARABIC}])([وفبك]?)ا([أإآا])ل(?=[{_ARABIC}])")
_ARTICLE_FIRST = re.compile(f"(?<![{_ARABIC}])[وفبك]?ال[{_ARABIC}]{{2}}")
_ARTICLE_LAST = re.compile(f"[{_ARABIC}]{{2}}لا[وفبك]?(?![{_ARABIC}])")
_CLOSING_FIRST = re.compile(f"(?<![{_ARABIC}])[ةى][{_ARABIC}]{{2}}")
_CUT = re.compile(r"(?P<left>[^\W\d_]{2,})[-\u2010\u00ad]")
_NEXT = re.compile(r"(?P<right>[^\W\d_]+)")
_FULL, _NEARLY, _FEW = 0.72, 0.93, 4
_SENTENCE_ENDS = tuple(".!?…؟»”:۔")


@dataclass(frozen=True, slots=True)
class Printed:
    """Is the text of pages in paragraphs, and the address that a browser prints at their foot."""

    paragraphs: tuple[str, ...]
    address: str | None = None


def lay_lines(pages: Sequence[str]) -> Printed:
    """Gives the paragraphs of the text of pages."""
    ordered = _in_order(pages)
    cut = [[" ".join(line.split()) for line in page.split("\n") if line.strip()] for page in ordered]
    address = _address(cut)
    lines = list(_without_edges(cut))
    return Printed(tuple(_paragraphs(lines)), address)


def _in_order(pages: Sequence[str]) -> list[str]:
    """Puts Arabic in reading order and its letters in their plain shapes."""
    lines = [page.split("\n") for page in pages]
    if not any(_RIGHT_TO_LEFT.search(line) for page in lines for line in page):
        return ["\n".join(_SHAPES.sub(_plain, line) for line in page) for page in lines]
    placed = [[_reordered(line) for line in page] for page in lines]
    plain = [[_SHAPES.sub(_plain, line) for line in page] for page in placed]
    if _is_backwards("\n".join("\n".join(page) for page in plain)):
        plain = [[_SHAPES.sub(_plain, _turned(line)) for line in page] for page in lines]
    return ["\n".join(_SWAPPED.sub(r"\1ال\2", line) for line in page) for page in plain]


def _plain(shapes: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", shapes[0])


def _reordered(line: str) -> str:
    """Puts the stretches of a line that is mostly right-to-left in reading order."""
    letters = len(_RIGHT_TO_LEFT.findall(line))
    if not letters or letters * 2 < sum(sign.isalpha() for sign in line):
        return line
    parts: list[str] = []
    place = 0
    for stretch in _LEFT_TO_RIGHT.finditer(line):
        parts += [line[place : stretch.start()], stretch[0]]
        place = stretch.end()
    parts.append(line[place:])
    return " ".join(" ".join(part.strip() for part in reversed(parts) if part.strip()).split())


def _is_backwards(text: str) -> bool:
    """Says whether Arabic stands backwards: articles at the ends of words, closing letters at their beginnings."""
    forwards = len(_ARTICLE_FIRST.findall(text))
    return len(_ARTICLE_LAST.findall(text)) + 2 * len(_CLOSING_FIRST.findall(text)) > 2 * forwards + 2


def _turned(line: str) -> str:
    """Turns right-to-left stretches around, for files that hold them in reading order.

    The two letters of a ligature came in order already; at the end of a word that stands backwards, they are the
    article.
    """
    if not _RIGHT_TO_LEFT.search(line):
        return line
    ligatures = _LIGATURE.sub(r"\1ل", line)
    return _NO_LATIN.sub(lambda found: (found["space"] or "") + found["turned"][::-1], ligatures)


def _address(pages: Sequence[Sequence[str]]) -> str | None:
    """Gives the address that a browser prints at the foot of every page."""
    feet = (_FOOT.fullmatch(line.strip()) for page in pages for line in page[-_EDGE:])
    found = {foot["address"] for foot in feet if foot}
    return canonical(found.pop()) if len(found) == 1 else None


def _without_edges(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """Gives the lines less page numbers, what a browser prints around a page, and what stands on most pages."""
    edges = [{_mark(line) for line in (*page[:_EDGE], *page[-_EDGE:])} for page in pages]
    often = Counter(mark for page in edges for mark in page)
    repeated = {mark for mark, count in often.items() if count > 1 and count * 2 > len(pages)}
    printed_out = any(_FOOT.fullmatch(line.strip()) for page in pages for line in page[-_EDGE:])
    for page in pages:
        for place, line in enumerate(page):
            at_edge = place < _EDGE or place >= len(page) - _EDGE
            dropped = at_edge and (
                _mark(line) in repeated
                or _PAGE_NUMBER.fullmatch(line)
                or _FOOT.fullmatch(line.strip())
                or (printed_out and place == 0 and _PRINTED_AT.fullmatch(line))
            )
            if not dropped:
                yield line


def _mark(line: str) -> str:
    """Gives a line with its numbers made alike: what a page repeats differs in them."""
    return re.sub(r"\d+", "0", line.strip())


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Joins lines that run on: a line as wide as most, that no sentence ends, goes on in the next."""
    width = _usual_width(lines)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", "\n".join(lines).casefold()))
    paragraph = ""
    for here, line in enumerate(lines):
        paragraph = _joined(paragraph, line, words) if paragraph else line
        after = lines[here + 1] if here + 1 < len(lines) else ""
        if not after or not _runs_on(line, after, width):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _usual_width(lines: Sequence[str]) -> int:
    """Gives the width to which lines are filled: that of the widest but a few."""
    widths = sorted(len(line) for line in lines)
    return widths[max(0, len(widths) - 1 - len(widths) // 20)] if len(widths) >= _FEW else 0


def _runs_on(line: str, after: str, width: int) -> bool:
    if not width or len(line) < _FULL * width:
        return False
    if _CUT.search(line[-40:]) and line.endswith(("-", "\u2010", "\u00ad")):
        return True
    ends = line.rstrip().endswith(_SENTENCE_ENDS)
    return not ends or len(line) >= _NEARLY * width or after[:1].islower()


def _joined(paragraph: str, line: str, words: Counter[str]) -> str:
    """Joins two lines; a word that was cut is mended, unless it is known with its hyphen."""
    cut = _CUT.search(paragraph, max(0, len(paragraph) - 60))
    while cut and cut.end() < len(paragraph):
        cut = _CUT.search(paragraph, cut.end())
    right = _NEXT.match(line)
    if not cut or not right or not line[:1].islower():
        return f"{paragraph} {line}"
    left, rest = cut["left"], right["right"]
    hyphened = words[f"{left}-{rest}".casefold()] > words[f"{left}{rest}".casefold()]
    return paragraph + line if hyphened else paragraph[:-1] + line
