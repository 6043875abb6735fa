"""What stands around the text of a page: kicker, standfirst, captions and credits, links to other articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.documents import Caption, CaptionKind, LineRole, Link
from archive.parse.captions import read_picture
from archive.parse.head import find_kicker, find_standfirst
from archive.parse.html.blocks import Block, ancestors, selector_of, squeezed
from archive.parse.html.candidates import Candidate
from archive.parse.html.linked_data import texts
from archive.parse.html.page import Page
from archive.parse.html.placing import Placed
from archive.parse.html.titles import likeness
from archive.parse.lines import Ending, Printed
from archive.parse.markers import Markers
from archive.parse.related import Aside, read_aside
from archive.text import key

_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-first|chap[oô]|chapeau|lead|lede|intro|dek|deck|subtitle|sub-?head(?:line)?|sous-?titre|summary"
    r"|entradilla|bajada|sumario|teaser|vorspann|excerpt|description|abstract|strapline)(?:$|[\s_-])",
    re.IGNORECASE,
)
_KICKER = re.compile(
    r"(?:^|[\s_-])(?:kicker|surtitre|overline|dachzeile|topline|antetitulo|eyebrow|spitzmarke)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DESCRIPTIONS = ("description", "og:description", "twitter:description")
_SHORTEST, _LONGEST, _LONGEST_KICKER = 40, 900, 60
_ALIKE, _HEADLINE = 0.85, 25
_MOST_CAPTIONS, _LONGEST_CAPTION = 40, 600


def find_kicker_of(placed: Placed, heading: Block | None, markers: Markers) -> Candidate[str] | None:
    """Gives the words that are marked as a kicker right above the title."""
    if placed.layout.title is None or heading is None:
        return None
    above = placed.blocks[max(0, placed.layout.title - 3) : placed.layout.title]
    for block in reversed(above):
        wanted = squeezed(block.text)
        inner = [e for e in block.element if squeezed(e.text_content()) == wanted]
        names = " ".join(e.get("class") or "" for e in (*ancestors(block.element, 2), *inner))
        if _KICKER.search(names) and len(block.text) <= _LONGEST_KICKER:
            return Candidate(block.text, selector_of(block.element), 0.85)
    kicker, _ = find_kicker(placed.layout.above[-1:], markers)
    near = placed.blocks[kicker.number - 1] if kicker else None
    if near is not None and not near.links and near.element.getparent() is heading.element.getparent():
        return Candidate(near.text, selector_of(near.element), 0.6)
    return None


def find_standfirst_of(page: Page, placed: Placed, text: Sequence[str]) -> Candidate[str] | None:
    """Gives the summary that is printed below the title: marked as one, declared as the description, or placed so.

    A description that only repeats the opening of the text is no standfirst.
    """
    declared = [c.value for c in page.metas(*_DESCRIPTIONS)] + [
        t for a in page.articles for t in texts(a.get("description"))
    ]
    start = placed.layout.title + 1 if placed.layout.title is not None else max(0, placed.layout.start - 6)
    head = placed.blocks[start : placed.layout.start]
    opening = [placed.blocks[i] for i in sorted(placed.text)][:1] if len(placed.text) > 2 else []
    for block in (*head, *opening):
        if not _SHORTEST <= len(block.text) <= _LONGEST or block.mostly_linked:
            continue
        told = any(likeness(block.text, other) >= _ALIKE and len(other) >= 40 for other in declared)
        marked = any(_STANDFIRST.search(e.get("class") or "") for e in ancestors(block.element, 2))
        headed = block.tag in ("h2", "h3", "strong") or (block not in opening and told)
        if (marked and (told or block not in opening or headed)) or (told and headed):
            return Candidate(block.text, selector_of(block.element), 0.9 if told else 0.8)
    if placed.layout.title is None or (found := find_standfirst(placed.layout.around)) == []:
        return None
    shown = [line for line in found if not placed.blocks[line.number - 1].aside]
    return Candidate("\n".join(line.text for line in shown), "below the title", 0.7) if shown else None


def find_captions(placed: Placed, markers: Markers) -> Candidate[tuple[Caption, ...]] | None:
    """Gives the captions and credits of the pictures beside and in the text."""
    found: dict[str, Caption] = {}
    for block in placed.blocks[: placed.layout.end + 2]:
        if block.aside or len(block.text) > _LONGEST_CAPTION or len(found) >= _MOST_CAPTIONS:
            continue
        if is_picture(block):
            found |= {key(caption.text): caption for caption in _read(block, markers)}
    return Candidate(tuple(found.values()), "figcaption", 0.9) if found else None


def is_picture(block: Block) -> bool:
    """Says whether a block stands in the caption of a picture."""
    return any(e.tag in ("figcaption", "figure") for e in ancestors(block.element, 4))


def _read(block: Block, markers: Markers) -> tuple[Caption, ...]:
    parts = read_picture(block.text, markers)
    if parts:
        return parts
    names = " ".join(f"{e.get('class') or ''} {e.get('itemprop') or ''}" for e in ancestors(block.element, 1))
    kind = (
        CaptionKind.CREDIT
        if re.search(r"credit|copyright|source|author", names, re.IGNORECASE)
        else CaptionKind.CAPTION
    )
    return (Caption(block.text, kind),)


def find_related(page: Page, placed: Placed, title: str | None) -> tuple[Aside, tuple[Link, ...]]:
    """Gives the links to other articles among and below the text, with their addresses."""
    layout = placed.layout
    aside = read_aside(layout.lines[layout.start :], layout.inside[layout.start :], key(title or ""))
    own = page.address.value if page.address else None
    links = [
        (number, _addressed(link, placed.blocks[number - 1], page)) for number, link in aside.links.items()
    ]
    kept = [link for number, link in links if _is_link(link, placed.blocks[number - 1], own)]
    return aside, tuple(dict.fromkeys(kept))


def _is_link(link: Link, block: Block, own: str | None) -> bool:
    """Says whether a line is a link to another page; a promotion printed without one counts too."""
    return bool(link.title) and link.address != own and (link.address is not None or not block.links)


def _addressed(link: Link, block: Block, page: Page) -> Link:
    wanted = key(link.title or "")
    exact = [(label, address) for label, address in block.links if key(label) and key(label) in wanted]
    label, address = max(exact, key=lambda pair: len(pair[0]), default=(None, None))
    title = label if label and len(label) * 2 >= len(link.title or "") else link.title
    return replace(link, title=title, address=page.absolute(address))


def unprinted(placed: Placed) -> Iterator[int]:
    """Gives the places of lines within the text that are no part of it: buttons, promotions, captions, bylines."""
    first = min(placed.text, default=0)
    opening = True
    for index in sorted(placed.text):
        line, block = placed.lines[index], placed.blocks[index]
        opening = opening and (index == first or len(line.text) < 80)
        if (
            line.role in _NEVER
            or _is_promotion(line, block)
            or (line.role in _SIGNS and (opening or index == max(placed.text)))
            or is_picture(block)
        ):
            yield index


def _is_promotion(line: Printed, block: Block) -> bool:
    """Says whether a line is the headline of another article: a link from end to end, and no sentence."""
    return block.mostly_linked and line.ending is Ending.OPEN and len(block.text) >= _HEADLINE


_NEVER = frozenset({LineRole.FURNITURE, LineRole.PROMOTION, LineRole.MARKER, LineRole.TAGS, LineRole.BLANK})
_SIGNS = frozenset({LineRole.DATELINE, LineRole.BYLINE, LineRole.CREDIT})
