"""Section and tags: what the outlet files an article under, less its own name and words that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from archive.parse.html.blocks import Block, ancestors, selector_of
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import Thing, texts, types_of
from archive.parse.html.page import Page
from archive.parse.html.placing import Placed
from archive.parse.markers import Mark, Markers
from archive.text import key

Tags = tuple[str, ...]

SECTION_META = (
    "article:section",
    "og:section",
    "parsely-section",
    "section",
    "prism.section",
    "articlesection",
    "cxenseparse:recs:articlesection",
)
TAG_META = (
    "article:tag",
    "news_keywords",
    "keywords",
    "parsely-tags",
    "vs:keywords",
    "classification-tags",
    "sailthru.tags",
)
_TAG_CLASS = re.compile(
    r"(?:^|[\s_-])(?:tags?|tag-?list|keywords?|topics?|mots-?cles|temas|themen|schlagworte|etiquetas?|subjects?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|topics?|themes?|themen?|temas?|sujets?|mots-?cles|keywords?|etiquetas?|schlagw(?:ort|oerter)|etiket|konu|emne|amne)/|[?&]tag=",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:sections?|topics?|subjects?|tags?|keywords?|themes?|themen?|temas?|sujets?|persons?|people|places?|organi[sz]ations?|.*\bentity.*)$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"\s*[,;،؛|]\s*")
_LABELLED = re.compile(r"^(?P<label>[\w ]{2,30})\s?[:/](?!/)\s?(?P<tag>.+)$")
_GENERIC = frozenset(
    key(word)
    for word in (
        "news actualités actualité info infos noticias nachrichten أخبار اخبار الأخبار article articles"
        " story home accueil"
        " breaking latest featured uncategorized general free premium article-post"
    ).split()
)
_UNFILED = frozenset(
    key(words)
    for words in (
        "non classé", "non classée", "uncategorised", "unclassified", "sin categoría", "sem categoria", "غير مصنف",
        "senza categoria", "allgemein", "unkategorisiert", "nicht kategorisiert", "geen categorie", "okategoriserad",
    )
)  # fmt: skip
_LONGEST, _MOST = 60, 40
_SLUG = re.compile(r"[\W_]+")
_WORDS_OF_SLUG = 0.7


def find_section(page: Page, markers: Markers) -> Candidate[str] | None:
    """Gives the division that the page files the article in: linked data, meta tags, then its trail."""
    for thing in page.articles[:1]:
        for text in texts(thing.get("articleSection")):
            if _says_something(text):
                return Candidate(text, "jsonld articleSection", 0.9)
    for meta in page.metas(*SECTION_META):
        if _says_something(meta.value) and len(meta.value) <= _LONGEST:
            return Candidate(meta.value, meta.place, 0.85)
    return next((trail for thing in page.things if (trail := _trail(thing, page, markers))), None)


def _says_something(text: str) -> bool:
    return bool(key(text)) and key(text) not in _GENERIC | _UNFILED


def _trail(thing: Thing, page: Page, markers: Markers) -> Candidate[str] | None:
    """Gives the last division of a trail such as Home > Politics > This article."""
    if "BreadcrumbList" not in types_of(thing) or not isinstance(thing.get("itemListElement"), list):
        return None
    steps = [
        name
        for item in thing["itemListElement"]
        if isinstance(item, dict)
        for name in texts(item.get("name") or item.get("item"))
    ]
    titles = {key(text) for name in ("og:title", "<title>") for text in page.meta.get(name, ())}
    inner = [
        step
        for step in steps
        if key(step) not in titles and key(step) not in markers.homes and len(step) <= 40
    ]
    named = [step for step in inner if key(step).replace(" ", "") not in key(page.host).replace(" ", "")]
    return Candidate(named[-1], "jsonld BreadcrumbList", 0.7) if named else None


def find_tags(
    page: Page, placed: Placed | None, section: str | None, markers: Markers
) -> Candidate[Tags] | None:
    """Gives the subjects by the first place that states some after the generic ones are taken out."""
    for candidate in (*_declared(page), *(_printed(placed, markers) if placed else ())):
        tags = tuple(_chosen(candidate.value, page, section))
        if tags:
            return Candidate(tags, candidate.place, candidate.confidence)
    return None


def _declared(page: Page) -> Iterator[Candidate[Tags]]:
    yield from _meta_tags(page, "article:tag")
    for thing in page.articles:
        words = texts(thing.get("keywords"))
        yield Candidate(_unlabelled(_split(words[0]) if len(words) == 1 else words), "jsonld keywords", 0.9)
    for name in TAG_META[1:]:
        yield from _meta_tags(page, name)


def _meta_tags(page: Page, name: str) -> Iterator[Candidate[Tags]]:
    contents = page.meta.get(name, ())
    if contents:
        yield Candidate(
            _unlabelled(_split(contents[0]) if len(contents) == 1 else contents), f"meta {name}", 0.85
        )


def _split(text: str) -> Tags:
    return tuple(part for part in _SEPARATORS.split(text) if part)


def _unlabelled(tags: Tags) -> Tags:
    """Takes off the kind before a subject (`topic/water`, `Subject: World`), where most of a list has one.

    Of a list with kinds only those stay that are subjects.
    """
    labelled = [(tag, _LABELLED.match(tag)) for tag in tags]
    if 2 * sum(match is not None for _, match in labelled) < len(tags):
        return tags
    return tuple(match["tag"] for _, match in labelled if match and _SUBJECT.search(match["label"]))


def _printed(placed: Placed, markers: Markers) -> Iterator[Candidate[Tags]]:
    """Gives the tags that are printed beside the article: links marked as tags, leading to one, or below a label."""
    near = (*placed.foot, *placed.head)
    marked = [(block, label) for block in near for label in _marked_in(block)]
    if marked:
        yield Candidate(tuple(label for _, label in marked), selector_of(marked[0][0].element), 0.8)
    led = [
        label for block in near if not block.aside for label, link in block.links if _TAG_ADDRESS.search(link)
    ]
    yield Candidate(tuple(label for label in led if len(label) <= _LONGEST), "links to tags", 0.75)
    for place, block in enumerate(near):
        found = markers.find(block.text, key(block.text))
        if found and found.mark is Mark.TAGS:
            listed = [label for label, _ in block.links] or [b.text for b in _run_of_links(near[place + 1 :])]
            yield Candidate(tuple(listed or _split(found.rest)), f"below {found.label!r}", 0.75)


def _run_of_links(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not block.mostly_linked or len(block.text) > _LONGEST:
            return
        yield block


def _marked_in(block: Block) -> Iterator[str]:
    if len(block.text) > 6 * _LONGEST:
        return
    tagged = [
        e
        for e in ancestors(block.element, 4)
        if _TAG_CLASS.search(f"{e.get('class') or ''} {e.get('id') or ''}")
    ]
    relations = {
        " ".join(a.text_content().split())
        for a in block.element.iter("a")
        if "tag" in (a.get("rel") or "").split()
    }
    for label, _ in block.links:
        if len(label) <= _LONGEST and (tagged or label in relations):
            yield label


def _chosen(tags: Iterable[str], page: Page, section: str | None) -> Iterator[str]:
    """Gives the tags that say something; none of a list that only spells the address, or praises the outlet."""
    listed = list(dict.fromkeys(" ".join(tag.strip(" #").split()) for tag in tags))
    words = set(_SLUG.split(key(unquote(urlsplit(page.address.value).path)))) if page.address else set()
    spelled = sum(" " not in tag and key(tag) in words for tag in listed)
    if (
        len(listed) >= 4
        and spelled >= _WORDS_OF_SLUG * len(listed)
        and all(tag == tag.lower() for tag in listed)
    ):
        return
    sites = {key(c.value) for c in page.metas("og:site_name", "publisher", "dc.publisher")} | {key(page.host)}
    if len(listed) >= 8 and sum(any(key(tag) and key(tag) in site for site in sites) for tag in listed) >= 2:
        return
    for tag in listed[:_MOST]:
        if 1 < len(tag) <= _LONGEST and _says_something(tag) and key(tag) not in {*sites, key(section or "")}:
            yield tag
