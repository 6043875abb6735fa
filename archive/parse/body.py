"""Where the article stands in its page: the stretches of lines with the greatest sum of scores.

Every line has a price for standing in the body and a toll for being left out between two stretches; the
best path from the first line to the last is the reading. So an advertisement or a list of other headlines in
the middle of an article is stepped over when enough of it follows, and the blurbs below "Related" are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import islice, pairwise

from archive.documents import LineRole
from archive.languages import has_arabic
from archive.parse.lines import Ending, Printed
from archive.parse.markers import Mark

LONG = 80
_PARAGRAPH = 350
_MOST = 5.0
_GAP = 1.0
_NEVER = -1000.0
_QUOTE = 40
_SIGNED_WIDTH = 100
_SIGNED_END = re.compile(r"\w{3,}[»”\")]*[.!?؟]\s(?:\([^()]{1,30}\)|\S.{,12})$")
_LONGEST_HEADLINE, _LONGEST_ARABIC_HEADLINE = 240, 95
_PAGE = 3000
_ITEM = re.compile(r"(?:[•▪■●◦*–—-]|\d{1,2}[.)])\s*\w")
_HEADS_WITHIN, _NARROWEST_HEAD = 3, 25

# What a line that shows what it is costs inside the body.
_PRICES = {
    LineRole.BLANK: 0.0,
    LineRole.FURNITURE: -0.15,
    LineRole.PROMOTION: -0.2,
    LineRole.CAPTION: -0.15,
    LineRole.CREDIT: -0.15,
    LineRole.BYLINE: -0.4,
    LineRole.DATELINE: -0.6,
    LineRole.TAGS: -4.0,
    LineRole.MARKER: -6.0,
}
# What stepping over a marker costs once the body has begun.
_TOLLS = {Mark.END: 4.0, Mark.TAGS: 4.0, Mark.PREVIOUS: 6.0, Mark.NEXT: 6.0, Mark.RELATED: 0.5}
_TOLL = 0.05
# Two stretches with the head of an article between them are two articles.
_SIGNS = (LineRole.DATELINE, LineRole.BYLINE)
_SIGN_TOLL = 1.5
# What it costs to pass over the head of a second article: the first is read, unless it is far shorter.
_OTHER = 4.0


class _State(IntEnum):
    BEFORE = 0
    BODY = 1
    BETWEEN = 2
    AFTER = 3


def find_body(lines: Sequence[Printed]) -> list[bool]:
    """Says for each line whether it stands in the body."""
    heads = heads_of_others(lines)
    prices = _prices(lines, heads)
    best = [0.0, _NEVER, _NEVER, _NEVER]
    came: list[list[int]] = []
    for here, (line, price) in enumerate(zip(lines, prices, strict=True)):
        other = _OTHER if here in heads else 0.0
        toll = other or _toll(line)
        steps = (
            [(best[_State.BEFORE] - other, _State.BEFORE)],
            [(best[s] + price, s) for s in (_State.BEFORE, _State.BODY, _State.BETWEEN)],
            [(best[_State.BODY] - _GAP - toll, _State.BODY), (best[_State.BETWEEN] - toll, _State.BETWEEN)],
            [(best[_State.BODY], _State.BODY), (best[_State.AFTER], _State.AFTER)],
        )
        chosen = [max(step) for step in steps]
        best = [score for score, _ in chosen]
        came.append([state for _, state in chosen])
    state = max((best[s], s) for s in (_State.BEFORE, _State.BODY, _State.AFTER))[1]
    inside = []
    for steps_back in reversed(came):
        inside.append(state == _State.BODY)
        state = _State(steps_back[state])
    return _with_subheads(lines, inside[::-1])


def heads_of_others(lines: Sequence[Printed]) -> frozenset[int]:
    """Gives the places of headlines below a signed text that are signed and dated too: another article begins."""
    printed = [index for index, line in enumerate(lines) if not line.blank]
    found, signed, paragraphs = set(), False, 0
    for place, index in enumerate(printed):
        line = lines[index]
        signed = signed or line.role in _SIGNS
        paragraphs += signed and is_paragraph(line)
        if paragraphs > 1 and is_headline(line) and line.width >= _NARROWEST_HEAD:
            after = [lines[below] for below in printed[place + 1 : place + 1 + _HEADS_WITHIN]]
            if line.ending is Ending.OPEN and _is_signed_and_dated(after):
                found.add(index)
    return frozenset(found)


def _is_signed_and_dated(after: Sequence[Printed]) -> bool:
    dated = any(line.role is LineRole.DATELINE for line in after)
    return dated and after[0].role in _SIGNS and any(line.names for line in after)


def _with_subheads(lines: Sequence[Printed], inside: list[bool]) -> list[bool]:
    """Takes in the short line right above the place where the body goes on after a gap: it is a subhead."""
    shadows = _shadows(lines)
    printed = [index for index, line in enumerate(lines) if not line.blank]
    begun = False
    for before, here in pairwise(printed):
        line = lines[before]
        if inside[here] and not inside[before] and begun and not shadows[before]:
            inside[before] = line.role is LineRole.BODY and line.width < LONG and line.ending is Ending.OPEN
        begun = begun or inside[here]
        # A short line such as "Short link:" announces what is no part of the body.
        told = line.ending is not Ending.COLON or is_paragraph(line)
        inside[before] = inside[before] and (inside[here] or told)
    return inside


def is_sentence(line: Printed) -> bool:
    """Says whether a line without a sign of its own ends as a sentence does."""
    return line.role is LineRole.BODY and line.ending is Ending.SENTENCE


def is_headline(line: Printed) -> bool:
    """Says whether a line can be the headline of another article: neither very short nor long."""
    return line.role is LineRole.BODY and line.ending is not Ending.COLON and 15 <= line.width <= 170


def is_paragraph(line: Printed) -> bool:
    """Says whether a line reads as a paragraph of running text."""
    told = line.ending in (Ending.SENTENCE, Ending.COLON) or _runs_on(line)
    return line.role is LineRole.BODY and line.width >= LONG and told


def _runs_on(line: Printed) -> bool:
    """Says whether a line is running text though it ends in no full stop.

    It is too long for a headline (Arabic often prints no full stop), or an agency follows its last sentence.
    """
    if line.ending is not Ending.OPEN:
        return False
    longest = _LONGEST_ARABIC_HEADLINE if has_arabic(line.text) else _LONGEST_HEADLINE
    return line.width > longest or (line.width >= _SIGNED_WIDTH and _SIGNED_END.search(line.text) is not None)


def _toll(line: Printed) -> float:
    if line.role in _SIGNS:
        return _SIGN_TOLL
    return 0.0 if line.blank else _TOLLS.get(line.mark, _TOLL) if line.mark else _TOLL


def _prices(lines: Sequence[Printed], heads: Iterable[int]) -> list[float]:
    shadowed = _shadows(lines)
    prices = [_price(line, shadow) for line, shadow in zip(lines, shadowed, strict=True)]
    for here in _items(lines, shadowed):
        prices[here] = max(prices[here], 0.0)
    for here in heads:
        prices[here] = _PRICES[LineRole.MARKER]
    return prices


def _items(lines: Sequence[Printed], shadowed: Sequence[bool]) -> Iterable[int]:
    """Gives the places of the items of lists in running text: behind bullets, or below a line that ends in a colon."""
    run: list[int] = []
    begun = announced = False
    for here, line in enumerate(lines):
        if line.blank:
            continue
        told = line.role is LineRole.BODY and not shadowed[here]
        colon = line.ending is Ending.COLON
        listed = announced or _ITEM.match(line.text) is not None
        if item := begun and told and listed and not colon and line.width < LONG:
            run.append(here)
        else:
            yield from run if len(run) > 1 else ()
            run = []
        announced = (item and announced) or (begun and told and colon)
        begun = begun or (told and is_paragraph(line))


def _price(line: Printed, shadow: bool) -> float:
    if line.role is not LineRole.BODY:
        return _PRICES[line.role]
    long = line.width >= LONG
    match line.ending:
        case Ending.SENTENCE | Ending.COLON if long:
            return 0.0 if shadow else min(line.width / 120, _MOST)
        case Ending.ELLIPSIS if long:
            return -0.5 if shadow else 0.3
        case Ending.SENTENCE | Ending.COLON:
            return -0.3 if shadow else 0.3
        case _ if _runs_on(line) or line.width >= 2 * LONG:
            return -0.3 if shadow else line.width / 240
        case _:
            return -1.0 if long or line.width <= 3 else -0.7


def _shadows(lines: Sequence[Printed]) -> list[bool]:
    """Says which lines stand in the shadow of a marker of other articles: there a long line may be a blurb.

    Two sentences in a row, or one too long for a blurb, end the shadow: the article goes on. The first of the
    two belongs to it when no headline before had a blurb of its own.
    """
    shadows = [False] * len(lines)
    shadow, begun, blurbs, before = False, False, 0, -1
    for here, line in enumerate(lines):
        if line.blank:
            continue
        if line.mark in (Mark.RELATED, Mark.END) or _lists_blurbs(lines, here):
            shadow, blurbs = True, 0
        elif shadow and is_paragraph(line) and line.width > _PARAGRAPH:
            shadow = False
        elif shadow and _is_told(line):
            shadow = not _is_told(lines[before])
            if not shadow and blurbs <= 1:
                shadows[before] = False
            blurbs += 1
        elif line.role in _SIGNS and not begun:
            shadow = False  # the marker stood in a menu above the article
        begun = begun or (is_paragraph(line) and not shadow)
        shadows[here], before = shadow, here
    return shadows


def _lists_blurbs(lines: Sequence[Printed], place: int) -> bool:
    """Says whether a bare promotion opens a list of headlines with blurbs, not one link in an article."""
    found = lines[place].found
    if not found or found.mark is not Mark.PROMOTION or found.rest:
        return False
    following = [line for line in islice(lines, place + 1, place + 60) if not line.blank]
    pairs = cut = 0
    for headline, blurb in batched_pairs(following):
        if not (is_headline(headline) and blurb.role is LineRole.BODY and LONG <= blurb.width <= _PARAGRAPH):
            break
        pairs, cut = pairs + 1, cut + (blurb.ending is Ending.ELLIPSIS)
    return pairs >= 2 and (cut > 0 or 2 * pairs >= len(following) - 1)


def batched_pairs(lines: Sequence[Printed]) -> Iterable[tuple[Printed, Printed]]:
    """Gives the lines two by two, less an odd last one."""
    return zip(lines[::2], lines[1::2], strict=False)


def _is_told(line: Printed) -> bool:
    return is_paragraph(line) or (is_sentence(line) and line.text.endswith("."))


def without_repeats(paragraphs: Sequence[Printed]) -> list[Printed]:
    """Leaves out what the body prints twice: all of it again in one line, a pull quote, a paragraph again."""
    parts = {line.key for line in paragraphs if LONG <= line.width <= _PAGE}
    again = {
        line.key
        for line in paragraphs
        if line.width > _PAGE and sum(part in line.key for part in parts) > len(parts) / 2
    }
    once = list({line.key: line for line in reversed(paragraphs) if line.key not in again}.values())[::-1]
    whole = "\n".join(line.key for line in once)
    return [line for line in once if len(line.key) < _QUOTE or whole.count(line.key) == 1]
