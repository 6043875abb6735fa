"""Whether a page holds an article: front pages, walls and error pages look like one to every extractor."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise, takewhile
from urllib.parse import urlsplit

from archive.documents import Reason, Refusal
from archive.parse.html.blocks import Block, ancestors, squeezed
from archive.parse.html.body import Body
from archive.parse.html.candidates import Candidate
from archive.parse.html.page import Page
from archive.text import key

_SHORTEST, _BRIEF, _FEW, _SHORT, _STUB = 150, 250, 300, 1500, 1800
_PARAGRAPH = 80
_FRONT_LINKS, _HEADLINE = 12, 25
_SCATTERED = 0.5
_BELOW = 8
_WALL_SHARE = 0.4
_DATED = ("article:published_time", "datepublished", "parsely-pub-date")


def why_no_article(
    page: Page, blocks: Sequence[Block], text: Body | None, title: Candidate[str] | None
) -> Refusal | None:
    """Gives the reason and the fact that make a page no article, or None."""
    for reason, fact in (
        (Reason.NOT_FOUND_PAGE, _error_page(page, title.value if title else "", text)),
        (Reason.COOKIE_WALL, _consent_wall(blocks, text)),
        (Reason.PAYWALL, _pay_wall(page, blocks, text)),
        (Reason.NO_ARTICLE, _too_little(page, blocks, text)),
        (Reason.NO_ARTICLE, _front_page(page, blocks, text) if text else None),
    ):
        if fact:
            return Refusal(reason, fact)
    return None


def is_declared(page: Page) -> bool:
    """Says whether the page declares itself an article."""
    dated = any(name in page.meta for name in _DATED)
    return dated or bool(page.articles) or any("article" in c.value.lower() for c in page.metas("og:type"))


def _too_little(page: Page, blocks: Sequence[Block], text: Body | None) -> str | None:
    letters = text.letters if text else 0
    if text is None or letters < _SHORTEST or (letters < _BRIEF and not is_declared(page)):
        return f"only {letters} letters of running text among {len(blocks)} lines"
    if not is_declared(page) and all(len(line) < _PARAGRAPH for line in text.lines):
        return f"no paragraph of at least {_PARAGRAPH} letters among {len(text.lines)} lines"
    return None


def _error_page(page: Page, heading: str, text: Body | None) -> str | None:
    """Tells an error page by its title: a phrase about pages counts sooner than a word that news use too."""
    letters = text.letters if text else 0
    if letters >= _SHORT or page.articles:
        return None
    kinds = ("missing", "gone") if letters < _FEW else ("missing",)
    titles = [title for title in (heading, *page.meta.get("<title>", ())) if len(title.split()) <= 14]
    if any(_phrases_in(title, kind) for title in titles for kind in kinds):
        return f"an error page: {(heading or titles[-1])[:80]!r}"
    return None


def _consent_wall(blocks: Sequence[Block], text: Body | None) -> str | None:
    """Tells a wall by its phrases, which an article on walls may hold one of."""
    letters = text.letters if text else 0
    lines = text.lines if text else [block.text for block in blocks]
    found = {line: _phrases_in(line, "consent") for line in lines} if letters < _SHORT else {}
    asking = sum(len(line) for line, phrases in found.items() if phrases)
    several = len(set().union(*found.values())) > 1 or letters < _FEW
    if asking > _WALL_SHARE * letters and several:
        return "a wall that asks for consent, or for a sign of a person, before any text"
    return None


def _pay_wall(page: Page, blocks: Sequence[Block], text: Body | None) -> str | None:
    """Tells the stub that a pay wall leaves, by what stands at its end, and before the headlines of others."""
    stated = {str(thing.get("isAccessibleForFree")).lower() for thing in page.described}
    closed = "false" in stated
    if text is None or text.letters >= _STUB or (stated & {"true"} and not closed):
        return None
    shown = {squeezed(line) for line in text.lines}
    last = max((i for i, block in enumerate(blocks) if squeezed(block.text) in shown), default=len(blocks))
    after = takewhile(lambda block: not _leads_elsewhere(block), blocks[last + 1 : last + 1 + _BELOW])
    near = [*text.lines[-2:], *(block.text for block in after)]
    phrase = next((line for line in near if len(line) <= 400 and _phrases_in(line, "paywall")), None)
    if phrase:
        return f"a stub before a pay wall: {phrase[:60]!r}, after {text.letters} letters"
    if closed and text.letters < _BRIEF * 2:
        return f"a stub before a pay wall: marked as not free, {text.letters} letters"
    return None


def _leads_elsewhere(block: Block) -> bool:
    """Tells the headline of another article, marked as paid perhaps, from a link that offers a subscription."""
    links = " ".join(link.text_content() for link in block.element.iter("a")) if block.linked else ""
    return block.linked >= _HEADLINE and not _phrases_in(links, "paywall")


def _is_headline(block: Block) -> bool:
    return block.mostly_linked and len(block.text) >= _HEADLINE


def _front_page(page: Page, blocks: Sequence[Block], text: Body) -> str | None:
    """Tells a page of headlines with blurbs by its many linked headlines and its scattered paragraphs."""
    declared = is_declared(page)
    path = urlsplit(page.address.value).path if page.address else "?"
    headlines = [block for block in blocks if _is_headline(block)]
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
        id(here) in wanted and (here.mostly_linked or _is_headline(before))
        for before, here in pairwise(blocks)
    )
    return after / len(told)


def _phrases_in(text: str, kind: str) -> set[str]:
    return {found.group() for found in _phrases()[kind].finditer(key(text))}


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, re.Pattern[str]]:
    """Reads the phrases by which walls and error pages are told, of all languages."""
    table = tomllib.loads((resources.files("archive.parse.html") / "phrases.toml").read_text("utf-8"))
    return {kind: re.compile("|".join(map(_pattern, listed))) for kind, listed in table.items()}


def _pattern(phrase: str) -> str:
    return r"(?<!\w)" + ".*".join(re.escape(key(part)) for part in phrase.split("*")) + r"(?!\w)"
