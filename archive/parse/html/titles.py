"""The title of a page: what its heading, its linked data and its head agree on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from archive.parse.html.blocks import Block, ancestors
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import first_text
from archive.parse.html.page import Page
from archive.text import key

_SUFFIX = re.compile(r"(?P<title>.{6,})(?:\s[-–—|·•:»]\s+|[|｜»]\s*)(?P<site>[^|｜»]{2,60})", re.DOTALL)
_DATE = re.compile(r"^[\d./\s-]{6,12}$")
_MENUS = frozenset({"nav", "li", "ol", "ul", "footer", "aside"})
_AGREE, _REACH = 0.6, 6
_WINDOW, _PRINTED = "<title>", 1.25
_WEIGHTS = {"jsonld headline": 1.5, "jsonld name": 1.5, "og:title": 1.0, "twitter:title": 0.2, _WINDOW: 0.2}
_SHORTEST, _LONGEST = 4, 300


def find_title(page: Page, blocks: Sequence[Block]) -> tuple[Candidate[str] | None, Block | None]:
    """Gives the title and, where it is printed, its block.

    Every place that names the title has a voice; the wording with the most weight wins, of two with the same the
    printed one, then that of the linked data.
    """
    declared = list(_declared(page))
    site = _names_of_site(page)
    printed = [block for block in _headings(blocks) if key(block.text).replace(" ", "") not in site]
    heading = _agreeing(printed, declared) or _subheading(blocks, declared)
    voices = [*([_spoken(heading, declared)] if heading else ()), *declared]
    if not voices:
        return None, heading
    weights = {voice.value: _weight(voice.value, voices) for voice in voices}
    best = max(voices, key=lambda voice: weights[voice.value])
    text = _fullest(best, voices)
    if heading is None and (wanted := key(text)):
        near = (block for block in blocks if len(block.text) <= 2 * len(text) and block.text[:1] == text[:1])
        heading = next((block for block in near if key(block.text) == wanted), None)
    return Candidate(text, best.place, min(0.98, 0.4 + 0.15 * weights[best.value])), heading


def _weight(text: str, voices: Sequence[Candidate[str]]) -> float:
    """Adds up the voices for a wording; the title of the window speaks for what it begins with."""
    wanted = key(text)
    return sum(
        _WEIGHTS.get(voice.place, _PRINTED)
        for voice in voices
        if key(voice.value) == wanted or (voice.place == _WINDOW and key(voice.value).startswith(wanted))
    )


def _spoken(block: Block, declared: Sequence[Candidate[str]]) -> Candidate[str]:
    """Gives the printed title, less a kicker in the same heading: what is declared and ends the heading."""
    printed, titles = key(block.text), [(key(d.value), d.value) for d in declared]
    kicked = [] if any(title == printed for title, _ in titles) else titles
    inner = (text for title, text in kicked if len(title.split()) > 2 and printed.endswith(" " + title))
    return Candidate(next(inner, block.text), block.tag, 0.9)


def _fullest(best: Candidate[str], voices: Sequence[Candidate[str]]) -> str:
    """Gives the wording with the most signs among those with the same words: a heading may lose its last quote."""
    same = [voice.value for voice in voices if key(voice.value) == key(best.value)]
    longest = max(same, key=len)
    return longest if len(longest) <= len(best.value) + 2 else best.value


def _headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Gives the main headings that are no part of a menu or a trail."""
    for block in blocks:
        holder = next((e for e in ancestors(block.element, 3) if e.tag == "h1"), None)
        if holder is None or not _SHORTEST <= len(block.text) <= _LONGEST:
            continue
        if not any(e.tag in _MENUS for e in ancestors(holder.getparent(), _REACH)):
            yield block


def _agreeing(printed: Sequence[Block], declared: Sequence[Candidate[str]]) -> Block | None:
    """Gives the heading that agrees best with what is declared; a single one needs not agree."""
    scored = [
        (max((likeness(block.text, d.value) for d in declared), default=0.0), block) for block in printed
    ]
    likeliest = max(scored, key=lambda pair: pair[0], default=None)
    if likeliest and likeliest[0] >= _AGREE:
        return likeliest[1]
    several = [block for block in printed if len(key(block.text).split()) >= 3]
    return several[0] if len(several) == 1 else None


def _subheading(blocks: Sequence[Block], declared: Sequence[Candidate[str]]) -> Block | None:
    """Gives the second-rank heading that prints a declared title, where no main heading does."""
    titles = {key(d.value) for d in declared if len(key(d.value).split()) > 2}
    for block in blocks:
        if any(e.tag in ("h2", "h3") for e in ancestors(block.element, 3)) and not block.links:
            printed = key(block.text)
            if any(printed == title or printed.endswith(" " + title) for title in titles):
                return block
    return None


def _declared(page: Page) -> Iterator[Candidate[str]]:
    """Gives what the page declares, each place once: linked data, Open Graph, the title of the window."""
    names = _names_of_site(page)
    for thing in page.articles[:1]:
        for name in ("headline", "name"):
            if (text := first_text(thing, name)) and (name == "headline" or len(text.split()) > 2):
                yield Candidate(without_site(text, names), f"jsonld {name}", 0.9)
    for name in ("og:title", "twitter:title", _WINDOW):
        found = next(page.metas(name), None)
        if found:
            yield Candidate(without_site(found.value, names), name, 0.8)


def _names_of_site(page: Page) -> frozenset[str]:
    """Gives the keys of the names that the site has: declared ones, and its host with and without its ending."""
    names = [c.value for c in page.metas("og:site_name", "application-name", "publisher", "dc.publisher")]
    for thing in page.articles[:1]:
        publisher = thing.get("publisher")
        if isinstance(publisher, dict) and (name := first_text(publisher, "name")):
            names.append(name)
    host = page.host
    return frozenset(key(name).replace(" ", "") for name in (*names, host, host.rpartition(".")[0]) if name)


def without_site(title: str, names: frozenset[str]) -> str:
    """Gives a title less the name of the site, or a date, behind a dash or a bar.

    >>> without_site("Il pleut | Le Relais", frozenset({"lerelais"}))
    'Il pleut'
    """
    for _ in range(3):
        match = _SUFFIX.fullmatch(title)
        if not match:
            break
        tail = match["site"].strip()
        if not (_DATE.match(tail) or _names_site(tail, names)):
            break
        title = match["title"].strip(" |｜»")
    return title


def _names_site(tail: str, names: frozenset[str]) -> bool:
    own = key(tail).replace(" ", "")
    return bool(own) and any(own == name or (len(name) > 3 and own.startswith(name)) for name in names)


def likeness(one: str, other: str) -> float:
    """Gives how much two titles share, 0 to 1: F1 of their words, or 1 where one contains the other."""
    first, second = key(one), key(other)
    if not first or not second:
        return 0.0
    if first in second or second in first:
        return 1.0
    words, others = Counter(first.split()), Counter(second.split())
    return 2 * (words & others).total() / (words.total() + others.total())
