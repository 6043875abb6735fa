"""The title: the line above the body that a table of small scores likes best, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from archive.documents import LineRole
from archive.parse.lines import Ending, Printed
from archive.parse.overlap import words_of

_REACH = 30
_SHORTEST, _LONGEST = 15, 230
_COMFORTABLE = range(30, 140)
_NO_TITLE = re.compile(r"^\(.*\)$|^\d{1,2}:\d\d\s|^[>#•]")
_ENOUGH, _NEARLY = 1.55, 0.8
_SURE = 3.5
# From so many words on, sharing all of them with the body counts fully.
_FULL = 6
_FEW_WORDS = 4
_HEADLINE = 40
_BLOCK = 4
_ALONE = 0.4
_SIGNS = (LineRole.DATELINE, LineRole.BYLINE)
_SITE = re.compile(r"\s*[|•·]\s*\S|\s+[-–—]\s+\S")


def find_title(above: Sequence[Printed], page: Iterable[Printed], body: str) -> tuple[int, float] | None:
    """Gives the place of the title among the lines above the body, and its confidence; None if none is."""
    candidates = [index for index, line in enumerate(above) if _may_be_title(line)]
    printed = [index for index, line in enumerate(above) if not line.blank]
    repeats = Counter(line.key for line in page)
    words = words_of(body)
    rank = {index: len(printed) - place for place, index in enumerate(printed)}
    near = {index: place for place, index in enumerate(printed)}
    scores = {
        index: _score(above[index], words, repeats)
        + 0.6 * (1 - rank[index] / _REACH)
        + _standing([above[i] for i in printed], near[index])
        for index in candidates
        if rank[index] <= _REACH
    }
    framed = _framed({index: above[index] for index, score in scores.items() if score >= _ENOUGH})
    scores = {index: score for index, score in scores.items() if index not in framed}
    if not scores:
        return None
    if len(scores) == 1:
        scores = {index: score + _ALONE for index, score in scores.items()}
    best = max(scores, key=lambda index: (scores[index], -index))
    best = _topmost(best, scores, printed)
    return (best, round(min(0.98, scores[best] / _SURE), 2)) if scores[best] >= _ENOUGH else None


def _framed(lines: Mapping[int, Printed]) -> set[int]:
    """Gives the lines that are another one with a trail before it or the name of the site behind it."""
    return {
        long
        for long, line in lines.items()
        for title in lines.values()
        if line.key.endswith(f" {title.key}")
        or (line.text.startswith(title.text) and _SITE.match(line.text, len(title.text)))
    }


def _topmost(best: int, scores: dict[int, float], printed: Sequence[int]) -> int:
    """Moves up to the first of the headlines near above that would do nearly as well."""
    enough = max(_ENOUGH, _NEARLY * scores[best])
    place = printed.index(best)
    block = printed[max(0, place - _BLOCK) : place]
    return next((index for index in block if scores.get(index, 0.0) >= enough), best)


def _may_be_title(line: Printed) -> bool:
    shaped = _SHORTEST <= line.width <= _LONGEST and line.ending is not Ending.COLON
    return line.role is LineRole.BODY and shaped and not _NO_TITLE.match(line.text)


def _score(line: Printed, words: Set[str], repeats: Counter[str]) -> float:
    """Scores a line by itself: the words it shares with the body count fully from six on."""
    own = words_of(line.text)
    shared = len(own & words) / max(len(own), _FULL)
    return (
        2.0 * shared
        + 0.7 * (repeats[line.key] > 1)
        + 0.2 * (line.width in _COMFORTABLE)
        - 1.8 * line.text.endswith(".")
        - 0.3 * (line.ending is Ending.ELLIPSIS)
    )


def _standing(printed: Sequence[Printed], place: int) -> float:
    """Scores where a line stands: first of its block, and above the dateline rather than below it."""
    before, after = printed[max(0, place - 3) : place], printed[place + 1 : place + 7]
    signed = any(line.role in _SIGNS for line in after)
    signed_above = any(line.role in _SIGNS for line in before)
    first = all(line.width < _HEADLINE or line.role is not LineRole.BODY for line in before)
    kicker = bool(after) and _is_kicker_of(printed[place], after[0])
    return (
        0.5 * signed
        + 0.4 * first
        - 0.8 * (signed_above and not signed)
        - 0.5 * kicker
        + (-0.3 if _is_few(printed[place]) else 0.6 * (place == 0))
    )


def _is_few(line: Printed) -> bool:
    """Says whether a line has few words, in a script that parts them."""
    return line.width == len(line.text) and len(line.text.split()) <= _FEW_WORDS


def _is_kicker_of(line: Printed, below: Printed) -> bool:
    """Says whether a line of few words stands right above a headline much longer than itself."""
    headline = below.role is LineRole.BODY and below.ending is Ending.OPEN
    return _is_few(line) and headline and below.width > 1.5 * line.width
