"""The authors of a page: named in its linked data and meta tags, printed beside its title or below its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from archive.documents import Byline
from archive.parse.authors import Authors, find_authors
from archive.parse.bylines import read_bare, read_byline, read_names, to_bylines
from archive.parse.html.blocks import Block, ancestors, selector_of
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import Thing, texts, types_of
from archive.parse.html.page import Page
from archive.parse.html.placing import Placed
from archive.parse.markers import Markers
from archive.parse.persons import ACCOUNTS, is_name, trim_role
from archive.text import key

Bylines = tuple[Byline, ...]

META = (
    "author", "article:author", "article:author_name", "article:byline", "parsely-author", "sailthru.author",
    "dc.creator", "dcterms.creator", "og:author", "byl", "cxenseparse:author", "articleauthor", "citation_author",
)  # fmt: skip
_ORGANISATION = re.compile(r"Organi[sz]ation$")
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author|auteur|autor|autore|writer|signature|reporter|kateb|redacteur)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:bio|avatar|image|img|photo|picture|follow|social|comment|box|about)(?:$|[\s_-])",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    key(word)
    for word in (
        "admin administrator editor staff redaction redaktion redaccion redazione redacao newsroom webmaster"
        " rédaction desk web online digital team agencies agences agencias التحرير"
    ).split()
) | {
    key(words)
    for words in ("la rédaction", "la redacción", "هيئة التحرير", "فريق التحرير", "news desk", "web desk")
}
_LONGEST, _MOST, _FOOT = 80, 12, 4
_SURE = 0.85


def find_bylines(page: Page, placed: Placed | None, markers: Markers) -> Candidate[Bylines] | None:
    """Gives who wrote the article: people named in metadata, then a printed byline, then an organisation."""
    stated = [c for c in _declared(page, markers) if c.value]
    people = next((c for c in stated if not all(_is_collective(b, page) for b in c.value)), None)
    printed = _printed(placed, markers) if placed else None
    if people and printed and _adds_to(printed.value, people.value):
        return printed
    return people or printed or next(iter(stated), None)


def _adds_to(printed: Bylines, stated: Bylines) -> bool:
    """Says whether a printed byline names all who are stated, and others beside them."""
    own, others = {key(b.name) for b in printed}, {key(b.name) for b in stated}
    return others < own


def _is_collective(byline: Byline, page: Page) -> bool:
    """Says whether a name is that of a desk or of the outlet, not of a person or an agency."""
    name = key(byline.name)
    bare = name.replace(" ", "")
    sites = {key(name).replace(" ", "") for name in (page.host, *_organisations(page))}
    return (
        byline.printed == "organisation"
        or name in _GENERIC
        or any(bare and (bare in s or s in bare) for s in sites if s)
    )


def _organisations(page: Page) -> Iterator[str]:
    """Gives the names of the organisations that the page names: its site, its publisher, its collective author."""
    yield from (c.value for c in page.metas("og:site_name", "publisher", "dc.publisher"))
    for thing in page.described:
        for value in (*_listed(thing.get("publisher")), *_listed(thing.get("author"))):
            if isinstance(value, dict) and any(_ORGANISATION.search(name) for name in types_of(value)):
                yield from texts(value.get("name"))


def _declared(page: Page, markers: Markers) -> Iterator[Candidate[Bylines]]:
    for thing in page.described:
        bylines = tuple(
            b
            for value in _listed(thing.get("author") or thing.get("creator"))
            for b in _of_thing(value, page, markers)
        )
        if bylines:
            yield Candidate(_once(bylines), f"jsonld {types_of(thing)[0]}.author", 0.93)
    for name in META:
        contents = page.meta.get(name, ())[:_MOST]
        named = [n for text in contents if not _is_address(text) for n in _split(text, markers)]
        if named:
            yield Candidate(_once(to_bylines(named, markers, "")), f"meta {name}", 0.85)


def _listed(value: Any) -> list[Any]:
    return value[:_MOST] if isinstance(value, list) else [value] if value else []


def _of_thing(value: Any, page: Page, markers: Markers) -> Iterator[Byline]:
    thing: Thing = value if isinstance(value, dict) else {"name": value}
    if "name" not in thing and "@id" in thing:
        thing = page.by_id.get(str(thing["@id"]), thing)
    kind = "organisation" if any(_ORGANISATION.search(name) for name in types_of(thing)) else ""
    for text in texts(thing.get("name")):
        if not _is_address(text):
            yield from to_bylines([text] if kind else _split(text, markers), markers, kind)


def _is_address(text: str) -> bool:
    return bool(urlsplit(text).scheme in ("http", "https")) or text.startswith(("www.", "/", "@"))


def _split(text: str, markers: Markers) -> list[str]:
    """Gives the names in a stated author: "A and B", "By A", "Last, First" and a role behind a slash.

    What a program calls its own user is no name; "Von Storch" and "Di Maria" are.
    """
    text = text.strip(" ,;")
    if key(text) in ACCOUNTS:
        return []
    marked = [byline.name for byline in read_byline(text, markers)]
    if marked and " " in marked[0]:
        return marked
    if names := read_names(text, markers):
        return list(names)
    parts = text.split(", ")
    if len(parts) == 2 and all(len(part.split()) == 1 for part in parts):
        return [f"{parts[1]} {parts[0]}"]
    trimmed = trim_role(text, markers)
    return [trimmed] if trimmed and len(trimmed) <= _LONGEST else []


def _once(bylines: Iterable[Byline]) -> Bylines:
    return tuple({key(byline.name): byline for byline in reversed(tuple(bylines))}.values())[::-1]


def _printed(placed: Placed, markers: Markers) -> Candidate[Bylines] | None:
    """Gives the names in what is marked up as a byline in the head, else what reads as one there or below."""
    read = find_authors(placed.layout, markers)
    if read and read.confidence >= _SURE:
        return _as_read(read)
    for zone in (placed.head, [block for block in placed.foot[:_FOOT] if not block.aside]):
        marked = [
            (block, names) for block in zone if _is_marked(block) and (names := _names_in(block, markers))
        ]
        if marked:
            bylines = _once(byline for _, names in marked for byline in names)
            return Candidate(bylines, selector_of(marked[0][0].element), 0.85, marked[0][0].text)
    if read is None or any(placed.blocks[line.number - 1].mostly_linked for line in read.lines):
        return None
    return _as_read(read)


def _as_read(read: Authors) -> Candidate[Bylines]:
    evidence = " / ".join(line.text for line in read.lines)
    return Candidate(read.bylines, "printed byline", read.confidence - 0.05, evidence)


def _is_marked(block: Block) -> bool:
    for element in ancestors(block.element, 3):
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('rel') or ''}"
        if _MARKED.search(names):
            return not _NO_AUTHOR.search(names)
    return "author" in " ".join(a.get("rel") or "" for a in block.element.iter("a"))


def _names_in(block: Block, markers: Markers) -> Bylines:
    if len(block.text) > 2 * _LONGEST:
        return ()
    linked = [name for label, _ in block.links for name in _unmarked(label, markers)]
    return to_bylines(linked or _unmarked(block.text, markers), markers, block.text)


def _unmarked(text: str, markers: Markers) -> list[str]:
    """Gives the full names in a text that is a byline, with or without a marker before them."""
    names = (trim_role(b.name, markers) for b in read_byline(text, markers) or read_bare(text, markers))
    return [name for name in names if is_name(name, markers, lone=False)]
