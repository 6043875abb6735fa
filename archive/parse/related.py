"""What stands beside and below an article: links to other articles, and its tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.documents import LineRole, Link, LinkKind
from archive.parse.body import is_headline, is_paragraph
from archive.parse.lines import Ending, Printed
from archive.parse.markers import Found, Mark
from archive.parse.tags import may_be_tag
from archive.text import key

_SHORTEST_BLURB, _LONGEST_BLURB = 60, 400
_SHORTEST_HEADLINE, _BRIEF = 25, 18
_UNMARKED = range(2, 5)
_UNMARKED_WIDTH = range(28, 131)
_KINDS = {
    Mark.RELATED: LinkKind.RELATED,
    Mark.PROMOTION: LinkKind.INLINE,
    Mark.PREVIOUS: LinkKind.PREVIOUS,
    Mark.NEXT: LinkKind.NEXT,
}
_MARKER_ROLES = {Mark.TAGS: LineRole.TAGS, Mark.PROMOTION: LineRole.PROMOTION}
# How many headlines a marker announces; a bare promotion below the body announces as many as there are.
_ROOM = {Mark.RELATED: 99, Mark.PROMOTION: 2, Mark.PREVIOUS: 1, Mark.NEXT: 1}


@dataclass
class Aside:
    """Collects links by the number of their line, the lines and texts of tags, and what lines were read as.

    `own` is the key of the article's own title: a link to itself is left out.
    """

    own: str
    links: dict[int, Link] = field(default_factory=dict)
    tags: list[tuple[Printed, str]] = field(default_factory=list)
    roles: dict[int, LineRole] = field(default_factory=dict)
    _marker: Found | None = None
    _room: int = 0
    _headline: Printed | None = None

    def read(self, line: Printed, inside: bool) -> None:
        """Reads one line after those before it; `inside` says that it stands among the paragraphs."""
        if line.found and line.mark in (*_KINDS, Mark.TAGS):
            self._begin(line, line.found, inside)
        elif line.mark is Mark.END:
            self._marker = None
        elif self._marker and line.role is LineRole.BODY:
            self._go_on(line, self._marker, inside)

    def _begin(self, line: Printed, found: Found, inside: bool) -> None:
        if found.mark is Mark.PROMOTION and not (inside or found.rest):
            found = replace(found, mark=Mark.RELATED)
        self._marker, self._headline = found, None
        self._room = _ROOM.get(found.mark, 0)
        self.roles[line.number] = _MARKER_ROLES.get(found.mark, LineRole.MARKER)
        if found.rest and found.mark is Mark.TAGS:
            self.tags.append((line, found.rest))
        elif found.rest:
            self.link(line, found.rest, _KINDS[found.mark], found.label)
        if found.rest:
            self._marker = None

    def _go_on(self, line: Printed, marker: Found, inside: bool) -> None:
        if marker.mark is Mark.TAGS:
            self._tag(line)
        elif inside and (is_paragraph(line) or line.ending is Ending.SENTENCE):
            self._marker = None
        elif self._headline and _is_blurb(line, self._headline):
            self._tell(line, self._headline)
        elif self._room and _may_link(line):
            self._room -= 1
            self._headline = line
            self.link(line, line.text, _KINDS[marker.mark], marker.label)

    def _tag(self, line: Printed) -> None:
        if may_be_tag(line, first=not self.tags or self.tags[-1][0].mark is Mark.TAGS):
            self.tags.append((line, line.text))
            self.roles[line.number] = LineRole.TAGS
        else:
            self._marker = None

    def link(self, line: Printed, title: str, kind: LinkKind, group: str | None = None) -> None:
        """Keeps a link, unless the article itself is meant."""
        if key(title) == self.own:
            self.roles[line.number] = LineRole.SELF_LINK
        else:
            self.roles[line.number] = LineRole.RELATED
            self.links[line.number] = Link(title=title, group=group, kind=kind)

    def _tell(self, line: Printed, headline: Printed) -> None:
        if link := self.links.get(headline.number):
            truncated = line.ending is Ending.ELLIPSIS
            self.links[headline.number] = replace(link, blurb=line.text, truncated=truncated)
        self.roles[line.number] = LineRole.BLURB if link else LineRole.SELF_LINK
        self._headline = None


def read_aside(lines: Sequence[Printed], inside: Sequence[bool], own: str) -> Aside:
    """Reads the lines from the start of the body on, with or without markers above the links."""
    aside = Aside(own)
    for line, within in zip(lines, inside, strict=True):
        aside.read(line, within)
    body = [
        line for line, within in zip(lines, inside, strict=True) if within and line.number not in aside.roles
    ]
    for line in _unmarked_headlines(body):
        aside.link(line, line.text, LinkKind.INLINE)
    return aside


def _is_blurb(line: Printed, headline: Printed) -> bool:
    """Says whether a line tells more of the headline above: a sentence or a cut one, the longer of both."""
    told = line.ending is Ending.ELLIPSIS or (line.ending is Ending.SENTENCE and line.width <= _LONGEST_BLURB)
    return told and line.width >= max(_SHORTEST_BLURB, headline.width)


def _may_link(line: Printed) -> bool:
    long_enough = line.width >= _SHORTEST_HEADLINE or (line.width >= _BRIEF and len(line.text.split()) >= 3)
    return is_headline(line) and long_enough and not line.text.endswith(".")


def _unmarked_headlines(body: Sequence[Printed]) -> list[Printed]:
    """Gives the headlines of other articles that stand among the paragraphs with no marker above.

    Two to four in a row, none a sentence: a subhead stands alone, and a list follows a colon.
    """
    found: list[Printed] = []
    run: list[Printed] = []
    before: Printed | None = None
    for line in body:
        if line.role is LineRole.BODY and _is_bare_headline(line):
            run.append(line)
        elif line.role is LineRole.BODY:
            announced = before is None or before.ending is Ending.COLON
            found += run if len(run) in _UNMARKED and not announced and is_paragraph(line) else []
            run, before = [], line
    return found


def _is_bare_headline(line: Printed) -> bool:
    open_ended = line.ending is Ending.OPEN or line.text.endswith("?")
    return open_ended and line.width in _UNMARKED_WIDTH and line.text[0].isalnum()
