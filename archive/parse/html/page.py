"""A parsed page: its tree, its meta tags, its linked data, and where it says that it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from archive.addresses import WAYBACK, canonical, is_home, same_site
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import Thing, is_article, is_page, read_linked_data, texts
from archive.parse.html.source import Source
from archive.text import key

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WHERE_IT_STOOD = ("address of the capture", "note of the saving browser")
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)
_LONGEST_HEAD, _LONGEST_META = 300_000, 2000
_NEVER_READ = ("nav", "noscript", "button", "select", "iframe", "object", "footer")


@dataclass(frozen=True)
class Page:
    """Is one page: `tree` without scripts, `meta` by lower-case name with its contents in order.

    `whole` is False for a page of which only the head could be parsed.
    """

    source: Source
    tree: HtmlElement
    meta: Mapping[str, tuple[str, ...]]
    things: tuple[Thing, ...]
    whole: bool
    given_address: str | None = None

    @cached_property
    def articles(self) -> tuple[Thing, ...]:
        """Gives the linked data of the article; of several, those whose headline the page heads itself with."""
        found = [thing for thing in self.things if is_article(thing)]
        if len(found) > 1:
            titles = {
                key(text)
                for name in ("og:title", "twitter:title", "title")
                for text in self.meta.get(name, ())
            }
            named = [thing for thing in found if any(key(t) in titles for t in texts(thing.get("headline")))]
            typed = [thing for thing in found if thing.get("datePublished") and thing.get("headline")]
            found = named or typed[:1] or found[:1]
        return tuple(found)

    @cached_property
    def described(self) -> tuple[Thing, ...]:
        """Gives the linked data of the article, and after it that of its page."""
        return (*self.articles, *(thing for thing in self.things if is_page(thing)))

    @cached_property
    def by_id(self) -> Mapping[str, Thing]:
        """Gives the linked data by its identifier."""
        named = (thing for thing in self.things if len(thing) > 1)
        return {str(thing["@id"]): thing for thing in reversed(list(named)) if "@id" in thing}

    @cached_property
    def address(self) -> Candidate[str] | None:
        """Gives the canonical address of the page, with where it is stated.

        Some sites name their home page as the canonical address of every page, and a page may name that of another
        outlet whose text it prints: neither is believed while the page itself is known to stand elsewhere.
        """
        stated = list(self._addresses())
        own = next((found.value for found in stated if found.place in _WHERE_IT_STOOD), None)
        of_site = [found for found in stated if own is None or same_site(found.value, own)]
        return next((found for found in of_site if not is_home(found.value)), next(iter(of_site), None))

    def _addresses(self) -> Iterator[Candidate[str]]:
        links = (link.get("href") for link in self.tree.iter("link") if _is_canonical(link))
        stated: list[tuple[str, str | None, float]] = [
            ("link rel=canonical", next((link for link in links if link), None), 0.95),
            ("meta og:url", next(iter(self.meta.get("og:url", ())), None), 0.9),
            (_WHERE_IT_STOOD[1], self.source.saved_from, 0.85),
            (_WHERE_IT_STOOD[0], self.given_address, 0.8),
        ]
        base = self.given_address or self.source.saved_from or ""
        for place, address, confidence in stated:
            if address and (found := _joined(base, address)):
                yield Candidate(found, place, confidence)

    @property
    def own_address(self) -> Candidate[str] | None:
        """Gives the address of the page as one by which its article is known: never that of a home page."""
        return None if self.address is None or is_home(self.address.value) else self.address

    @cached_property
    def host(self) -> str:
        """Gives the host of the page, less `www.`; empty where no address is stated."""
        address = self.address.value if self.address else ""
        return (urlsplit(address).hostname or "").removeprefix("www.")

    def metas(self, *names: str) -> Iterator[Candidate[str]]:
        """Gives the contents of the meta tags of these names, in the order of the names."""
        for name in names:
            for content in self.meta.get(name, ()):
                yield Candidate(content, f"meta {name}", 0.85)

    def absolute(self, link: str | None) -> str | None:
        """Gives the whole address of a link on the page, or None for one that leads to no page."""
        if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
            return None
        return _joined(self.address.value if self.address else "", link)


def _joined(base: str, link: str) -> str | None:
    """Gives the whole address of a link, less that of a web archive around it; None for one that is broken."""
    try:
        return canonical(WAYBACK.sub("", urljoin(base, link.strip())))
    except ValueError:
        return None


def _is_canonical(link: HtmlElement) -> bool:
    return "canonical" in (link.get("rel") or "").lower().split()


def parse_page(source: Source, given_address: str | None = None) -> Page:
    """Parses a page; of one too heavy or too deep only the head."""
    tree, deep = (None, True) if source.heavy else _parse(source.text)
    whole = tree is not None and not deep
    if tree is None or deep:
        end = _HEAD_END.search(source.text, 0, _LONGEST_HEAD)
        tree, _ = _parse(source.text[: end.start() if end else 0] or "<html></html>")
    return Page(source, tree, _meta_of(tree), read_linked_data(source.linked_data), whole, given_address)


def _parse(text: str) -> tuple[HtmlElement, bool]:
    """Gives the tree, and whether the parser gave up on its depth."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but comments
        tree = html.document_fromstring("<html></html>")
    _prune(tree)
    limited = any(entry.type_name == _TOO_DEEP for entry in parser.error_log)
    return tree, limited


def _prune(tree: HtmlElement) -> None:
    """Takes out what is in no article: menus, buttons, forms of choice, frames, and the footers of whole pages."""
    for element in list(tree.iter(*_NEVER_READ)):
        of_article = (
            element.tag == "footer" and next(element.iterancestors("article", "main"), None) is not None
        )
        if element.getparent() is not None and not of_article:
            element.drop_tree()


def _is_dated(tag: HtmlElement) -> bool:
    return tag.get("itemprop") == "datePublished" and bool((tag.get("content") or "").strip())


def _meta_of(tree: HtmlElement) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or "").strip().lower()
        content = " ".join((tag.get("content") or "")[:_LONGEST_META].split())
        if name and content:
            found.setdefault(name, []).append(content)
    stated = {" ".join((tag.get("content") or "").split()) for tag in tree.iter("meta") if _is_dated(tag)}
    if len(stated) == 1:  # of several each may date another article
        found.setdefault("datepublished", []).append(stated.pop()[:_LONGEST_META])
    title = tree.find(".//title")
    if title is not None and (text := " ".join(title.text_content()[:_LONGEST_META].split())):
        found["<title>"] = [text]
    return {name: tuple(contents) for name, contents in found.items()}
