"""What stands around the title: kicker, section, standfirst."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from archive.documents import LineRole
from archive.parse.lines import Ending, Printed
from archive.parse.markers import Markers
from archive.parse.overlap import coverage, words_of
from archive.text import key

_WIDEST_LABEL, _MOST_WORDS = 40, 5
_WIDEST_IN_MENU, _LONGEST_CHAIN = 30, 3
_ADDRESS = re.compile(r"\S+\.\w+$")
_PREFIX = re.compile(r"(?P<kicker>[^:|]{2,25}?)\s*[:|]\s+(?P<title>.{15,})")
# "RABAT –", "Halle (dpa) -": where an article begins, and no standfirst.
_PLACE = re.compile(r"^[^.!?]{2,40}?(?:\s[-–—]\s|\)\s*[-–—:])|^[A-ZÀ-Þ][A-ZÀ-Þ\s/,-]{3,40}[.:–—-]")
_SIGNS = (LineRole.DATELINE, LineRole.BYLINE)
_MOST_LINES = 3


def split_title(title: str, page: Iterable[Printed]) -> tuple[str, str] | None:
    """Splits "Kicker : Title" where the page prints the title alone elsewhere; None where it does not."""
    parts = _PREFIX.fullmatch(title)
    if parts and any(line.key == key(parts["title"]) for line in page):
        return parts["kicker"], parts["title"]
    return None


def find_kicker(above: Sequence[Printed], markers: Markers) -> tuple[Printed | None, Printed | None]:
    """Gives the kicker and the section just above the title: one to five words, the section a known one.

    Three short lines in a row are a menu: of those only a known section counts, or three words and more. The last
    of four and more sections in a row is one of a menu too.
    """
    near = [line for line in above if not line.blank and line.role not in _SIGNS][-3:]
    if not near or not _is_label(near[-1]):
        return None, None
    *before, line = near
    if line.key in markers.sections:
        return None, None if _ends_menu(above, line, markers) else line
    menu = len(near) == 3 and all(other.width <= _WIDEST_IN_MENU for other in near)
    apart = menu and near[2].number - near[1].number > near[1].number - near[0].number
    if menu and not apart and len(line.text.split()) < 3:
        return None, None
    section = before[-1] if before and before[-1].key in markers.sections and not apart else None
    return line, None if section and _ends_menu(above, section, markers) else section


def _ends_menu(above: Sequence[Printed], section: Printed, markers: Markers) -> bool:
    """Says whether a section closes a column of others, in which it does not stand twice."""
    known = markers.sections | markers.homes
    upto = (line for line in reversed(above) if line.number <= section.number and not line.blank)
    column = takewhile(lambda line: line.key in known or line.role is LineRole.FURNITURE, upto)
    named = [line.key for line in column if line.key in known]
    return len(named) > _LONGEST_CHAIN and named.count(section.key) == 1


def _is_label(line: Printed) -> bool:
    few = (
        line.width <= _WIDEST_LABEL
        and len(line.text.split()) <= _MOST_WORDS
        and not _ADDRESS.match(line.text)
    )
    return line.role is LineRole.BODY and few


def find_standfirst(lines: Sequence[Printed]) -> list[Printed]:
    """Gives the lines between title and body that sum the article up.

    They follow the title at once, or are a sentence further down.
    """
    found: list[Printed] = []
    printed = [line for line in lines if not line.blank]
    for place, line in enumerate(printed):
        follows = place == 0 or (place == len(found) and found)
        sentence = line.ending is Ending.SENTENCE and line.width >= 60
        alike = not found or line.ending is found[0].ending
        if line.role is LineRole.BODY and (sentence or (follows and alike and line.width >= 40)):
            if found and place != printed.index(found[-1]) + 1:
                break
            found.append(line)
    return found[:_MOST_LINES]


def opens_with_standfirst(paragraphs: Sequence[Printed]) -> bool:
    """Says whether the first paragraph is a standfirst: the next says it again, or it is short."""
    return len(paragraphs) > 1 and _is_summary(paragraphs)


def _is_summary(paragraphs: Sequence[Printed]) -> bool:
    first, second, *_ = paragraphs
    if not 60 <= first.width <= 400 or first.ending is not Ending.SENTENCE or _PLACE.match(first.text):
        return False
    at_once = coverage(first.text, words_of(second.text))
    in_all = coverage(first.text, words_of(" ".join(line.text for line in paragraphs[1:])))
    following = [line.width for line in paragraphs[1:4]]
    share = first.width * len(following) / sum(following)
    return any(
        (
            at_once >= 0.55 and first.width <= 1.5 * second.width,
            at_once >= 0.43 and in_all >= 0.6,
            at_once >= 0.35 and in_all >= 0.85,
            share <= 0.45 and second.width > 1.8 * first.width,
            share <= 0.65 and in_all >= 0.5 and first.width >= 140,
        )
    )
