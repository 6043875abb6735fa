"""Whether a page holds an article: front pages, walls and error pages look like one to every extractor."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from urllib.parse import urlsplit

from archive.parse.html.blocks import Block, ancestors, squeezed
from archive.parse.html.body import Body
from archive.parse.html.candidates import Candidate
from archive.parse.html.page import Page
from archive.text import key

_SHORTEST, _BRIEF, _SHORT, _STUB = 150, 250, 1500, 1800
_PARAGRAPH = 80
_FRONT_LINKS, _HEADLINE = 12, 25
_SCATTERED = 0.5
_BELOW = 8
_WALL_SHARE = 0.4
_DATED = ("article:published_time", "datepublished", "parsely-pub-date")


def why_no_article(
    page: Page, blocks: Sequence[Block], text: Body | None, title: Candidate[str] | None
) -> str | None:
    """Gives the fact that makes a page no article, or None."""
    letters = text.letters if text else 0
    heading = title.value if title else ""
    if fact := _error_page(page, heading, letters):
        return fact
    if fact := _wall(page, blocks, text):
        return fact
    if text is None or letters < _SHORTEST or (letters < _BRIEF and not is_declared(page)):
        return f"only {letters} letters of running text among {len(blocks)} lines"
    if not is_declared(page) and all(len(line) < _PARAGRAPH for line in text.lines):
        return f"no paragraph of at least {_PARAGRAPH} letters among {len(text.lines)} lines"
    return _front_page(page, blocks, text)


def is_declared(page: Page) -> bool:
    """Says whether the page declares itself an article."""
    dated = any(name in page.meta for name in _DATED)
    return dated or bool(page.articles) or any("article" in c.value.lower() for c in page.metas("og:type"))


def _error_page(page: Page, heading: str, letters: int) -> str | None:
    titles = [heading, *page.meta.get("<title>", ())]
    phrase = next((p for t in titles if len(t.split()) <= 14 for p in [_phrase(t, "missing")] if p), None)
    if phrase and letters < _SHORT and not page.articles:
        return f"an error page: {(heading or titles[-1])!r}"
    return None


def _wall(page: Page, blocks: Sequence[Block], text: Body | None) -> str | None:
    """Tells a wall of consent or of a check for robots, and the stub that a pay wall leaves."""
    letters = text.letters if text else 0
    lines = text.lines if text else [block.text for block in blocks]
    if (
        letters < _SHORT
        and sum(len(line) for line in lines if _phrase(line, "consent")) > _WALL_SHARE * letters
    ):
        return "a wall that asks for consent, or for a sign of a person, before any text"
    if letters >= _STUB or text is None:
        return None
    closed = any(str(thing.get("isAccessibleForFree")).lower() == "false" for thing in page.described)
    shown = {squeezed(line) for line in text.lines}
    last = max((i for i, block in enumerate(blocks) if squeezed(block.text) in shown), default=len(blocks))
    near = [*text.lines[-2:], *(block.text for block in blocks[last + 1 : last + 1 + _BELOW])]
    phrase = next((line for line in near if len(line) <= 400 and _phrase(line, "paywall")), None)
    if phrase and (closed or letters < _STUB):
        return f"a stub before a pay wall: {phrase[:60]!r}, after {letters} letters"
    if closed and letters < _BRIEF * 2:
        return f"a stub before a pay wall: marked as not free, {letters} letters"
    return None


def _front_page(page: Page, blocks: Sequence[Block], text: Body) -> str | None:
    """Tells a page of headlines with blurbs by its many linked headlines and its scattered paragraphs."""
    declared = is_declared(page)
    path = urlsplit(page.address.value).path if page.address else "?"
    headlines = [b for b in blocks if b.mostly_linked and len(b.text) >= _HEADLINE]
    if path in ("/", "") and len(headlines) >= _FRONT_LINKS and not page.articles:
        return f"a front page: {len(headlines)} linked headlines"
    if declared and page.articles:
        return None
    told = [b for b in _of_text(blocks, text) if len(b.text) >= _PARAGRAPH]
    scattered = _scattered(told)
    teasers = _teasers(blocks, told)
    if not declared and len(headlines) >= _FRONT_LINKS and (scattered or teasers >= _SCATTERED):
        return f"a page of {len(headlines)} linked headlines, and no article of its own"
    return None


def _of_text(blocks: Sequence[Block], text: Body) -> list[Block]:
    shown = {squeezed(line) for line in text.lines}
    return [block for block in blocks if squeezed(block.text) in shown]


def _scattered(told: Sequence[Block]) -> bool:
    """Says whether the paragraphs stand in boxes of their own: those of an article share one."""
    if len(told) < 3:
        return False
    boxes = Counter(id(box) for block in told for box in list(ancestors(block.element, 3))[1:])
    return bool(boxes) and max(boxes.values()) < _SCATTERED * len(told)


def _teasers(blocks: Sequence[Block], told: Sequence[Block]) -> float:
    """Gives the share of paragraphs that follow a linked headline at once, or are links themselves."""
    if not told:
        return 1.0
    wanted = {id(block) for block in told}
    after = sum(
        id(here) in wanted
        and (here.mostly_linked or (before.mostly_linked and len(before.text) >= _HEADLINE))
        for before, here in pairwise(blocks)
    )
    return after / len(told)


def _phrase(text: str, kind: str) -> bool:
    return _phrases()[kind].search(key(text)) is not None


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, re.Pattern[str]]:
    """Reads the phrases by which walls and error pages are told, of all languages."""
    table = tomllib.loads((resources.files("archive.parse.html") / "phrases.toml").read_text("utf-8"))
    return {kind: re.compile("|".join(map(_pattern, listed))) for kind, listed in table.items()}


def _pattern(phrase: str) -> str:
    return r"(?<!\w)" + ".*".join(re.escape(key(part)) for part in phrase.split("*")) + r"(?!\w)"
