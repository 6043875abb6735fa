"""The blocks of a page: what a reader sees as one line or paragraph, in order, with its element and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o output q rp rt ruby"
    " s samp small source span strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = frozenset(
    "head script style noscript template svg iframe object embed canvas audio video select option textarea map"
    " math input button dialog".split()
)
_ASIDE = frozenset("nav footer aside menu".split())
_WHOLE = frozenset({"html", "body", "main", "article"})
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|read-?more|more-(?:on|from|news|stories)|most-?(?:read|viewed|popular)|popular"
    r"|trending|sidebar|side-bar|comments?|disqus|newsletter|promo\w*|teaser-?list|outbrain|taboola|breadcrumbs?|cookie\w*"
    r"|consent|footer|nav(?:bar|igation)?|menu|social|share|sharing)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|screenreader|is-hidden)(?:$|\s)", re.IGNORECASE
)
_MOST_BLOCKS = 20_000


@dataclass(frozen=True, slots=True)
class Block:
    """Is one block: its text, the element that holds it, the links in it as (text, address).

    `aside` says that it stands in a menu, a footer, a list of other articles or the like; `linked` is how many of
    its letters are links.
    """

    text: str
    element: HtmlElement
    links: tuple[tuple[str, str], ...] = ()
    linked: int = 0
    aside: bool = False

    @property
    def tag(self) -> str:
        """Gives the name of its element."""
        return str(self.element.tag)

    @property
    def mostly_linked(self) -> bool:
        """Says whether the block is a link and little else."""
        return self.linked * 10 >= len(self.text) * 8


@dataclass
class _Walk:
    """Collects the text of the blocks while the tree is walked."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    done: list[tuple[str, str]] = field(default_factory=list)
    asides: int = 0
    last: str = ""

    def flush(self, element: HtmlElement) -> None:
        """Ends the block of an element; a link that goes on counts for this block too."""
        text = " ".join("".join(self.parts).split())
        if text:
            for index, (start, address) in enumerate(self.links):
                self._note(start, address)
                self.links[index] = (0, address)
            linked = sum(len(label) for label, _ in self.done)
            self.blocks.append(
                Block(text, element, tuple(self.done), min(linked, len(text)), self.asides > 0)
            )
        else:
            self.links = [(0, address) for _, address in self.links]
        self.parts.clear()
        self.done.clear()

    def _note(self, start: int, address: str) -> None:
        label = " ".join("".join(self.parts[start:]).split())
        if label:
            self.done.append((label, address))

    def open_link(self, address: str) -> None:
        """Notes where a link begins; two links side by side are two words."""
        if self.done and self.parts and self.parts[-1] is self.last:
            self.parts.append(" ")
        self.links.append((len(self.parts), address))

    def close_link(self) -> None:
        """Keeps the link that ends, with its text."""
        if self.links:
            self._note(*self.links.pop())
        self.last = self.parts[-1] if self.parts else ""


def read_blocks(tree: HtmlElement) -> tuple[Block, ...]:
    """Gives the blocks of a tree, in the order of the page; what is hidden is left out."""
    from lxml.etree import iterwalk

    walk = _Walk()
    walker = iterwalk(tree, events=("start", "end"))
    kinds: list[_Kind] = []
    for event, element in walker:
        if event == "start":
            kind = _kind_of(element)
            kinds.append(kind)
            if kind is _Kind.UNSEEN:
                walker.skip_subtree()
            else:
                _enter(walk, element, kind)
        else:
            _leave(walk, element, kinds.pop())
            if len(walk.blocks) >= _MOST_BLOCKS:
                break
    walk.flush(tree)
    return tuple(walk.blocks)


class _Kind(IntEnum):
    UNSEEN = 0
    INLINE = 1
    LINK = 2
    BREAK = 3
    BLOCK = 4
    ASIDE = 5


def _kind_of(element: HtmlElement) -> _Kind:
    tag = element.tag
    if tag in _UNSEEN:
        return _Kind.UNSEEN
    attributes = element.attrib
    names = attributes.get("class", "") if attributes else ""
    if attributes and _is_hidden(attributes, names):
        return _Kind.UNSEEN
    if tag in _INLINE:
        return _Kind.LINK if tag == "a" else _Kind.INLINE
    if tag == "br":
        return _Kind.BREAK
    named = f"{names} {attributes.get('id', '')}" if attributes and tag not in _WHOLE else ""
    return _Kind.ASIDE if tag in _ASIDE or (named and _ASIDE_CLASS.search(named)) else _Kind.BLOCK


def _is_hidden(attributes: Mapping[str, str], names: str) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN_STYLE.search(style) is not None)
        or (names != "" and _HIDDEN_CLASS.search(names) is not None)
    )


def _enter(walk: _Walk, element: HtmlElement, kind: _Kind) -> None:
    if kind is _Kind.LINK:
        walk.open_link(element.get("href") or "")
    elif kind >= _Kind.BREAK:
        holder = element.getparent()
        walk.flush(element if holder is None else holder)
        walk.asides += kind is _Kind.ASIDE
    if element.text:
        walk.parts.append(element.text)


def _leave(walk: _Walk, element: HtmlElement, kind: _Kind) -> None:
    if kind is _Kind.LINK:
        walk.close_link()
    elif kind >= _Kind.BLOCK:
        walk.flush(element)
        walk.asides -= kind is _Kind.ASIDE
    if element.tail:
        walk.parts.append(element.tail)


def selector_of(element: HtmlElement) -> str:
    """Names an element for a person: `p.byline`, `div#tags`."""
    names = (element.get("class") or "").split()
    if names:
        return f"{element.tag}.{names[0]}"
    return f"{element.tag}#{element.get('id')}" if element.get("id") else str(element.tag)


def ancestors(element: HtmlElement, most: int) -> Iterator[HtmlElement]:
    """Gives an element and what holds it, up to a number of steps."""
    while element is not None and most:
        yield element
        element, most = element.getparent(), most - 1


def squeezed(text: str) -> str:
    """Gives a text without white space: what two readings of one block have in common."""
    return "".join(text.split())
