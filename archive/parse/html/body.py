"""The running text of a page: trafilatura for most, with more and more lenient ways for what it misses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from archive.parse.html.blocks import Block, squeezed
from archive.parse.html.page import Page

_ENOUGH, _SHARE = 200, 0.4
_PARAGRAPH = 80
_FAST = {"favor_precision": True, "fast": True}
_WAYS: tuple[tuple[str, dict[str, bool]], ...] = (
    ("trafilatura, precise and fast", _FAST),
    ("trafilatura, precise", {"favor_precision": True}),
    ("trafilatura", {}),
)
_BULLET = "- "


@dataclass(frozen=True, slots=True)
class Body:
    """Is the running text that was found, line by line, and the way that found it."""

    lines: tuple[str, ...]
    way: str

    @property
    def letters(self) -> int:
        """Gives how long it is."""
        return sum(map(len, self.lines))


def find_text(page: Page, blocks: Sequence[Block]) -> Body | None:
    """Gives the text by the first way that finds enough of what the page visibly prints, else the longest."""
    enough = max(_ENOUGH, round(_SHARE * _visible(blocks)))
    printed = {squeezed(block.text) for block in blocks if block.text.startswith("-")}
    best: Body | None = None
    for way, options in _WAYS:
        found = Body(tuple(_extract(page, options, printed)), way)
        if found.letters >= enough:
            return found
        if found.letters > (best.letters if best else 0):
            best = found
    return best


def _visible(blocks: Sequence[Block]) -> int:
    """Gives the letters of the paragraphs that a page visibly prints, less those that are links."""
    told = (
        block
        for block in blocks
        if len(block.text) >= _PARAGRAPH and block.tag in ("p", "div") and not block.aside
    )
    return sum(len(block.text) - block.linked for block in told)


def _extract(page: Page, options: dict[str, bool], printed: Set[str]) -> Iterator[str]:
    """Gives the lines of the text; a dash before one stays only where the page prints it."""
    document = _quietly(page, options)
    for line in (document.text or "").splitlines() if document else ():
        text = " ".join((line.replace("|", " ") if line.startswith("|") else line).split())
        if text.startswith(_BULLET) and squeezed(text) not in printed:
            text = text.removeprefix(_BULLET).strip()
        if text:
            yield text


def _quietly(page: Page, options: dict[str, bool]) -> Any:
    """Runs trafilatura without its log; a fault of it costs only this way."""
    from trafilatura import bare_extraction

    logger = logging.getLogger("trafilatura")
    level, extract = logger.level, _as_function(bare_extraction)
    logger.setLevel(logging.CRITICAL + 1)
    try:
        return extract(page.tree, include_comments=False, **options)
    except Exception:
        return None
    finally:
        logger.setLevel(level)


def _as_function(function: Any) -> Callable[..., Any]:
    return function  # type: ignore[no-any-return]
