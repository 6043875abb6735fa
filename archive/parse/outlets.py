"""Which outlet printed a capture: said only where the page itself says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.documents import LineRole
from archive.parse.bylines import fields
from archive.parse.lines import Printed
from archive.parse.markers import Markers
from archive.text import key

_DOMAIN = re.compile(
    r"\b(?:[\w-]+\.)+(?:com|net|org|info|ma|dz|tn|fr|lb|eg|jo|qa|ae|sa|co\.uk|uk|es|de|it|pt|be|ch|ca|press|news|example|tv|eu|africa|se|no|tr|jp)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<domain>[\w.-]+)")
_COMMON = re.compile(
    r"(?:google|facebook|twitter|x|youtube|instagram|whatsapp|telegram|linkedin|tiktok|wa|t|apple)\.(?:com|me|co)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|le|la|les|der|die|das|el|il)\s+", re.IGNORECASE)
_LONGEST_MASTHEAD = 80
_PLAIN_NAME = re.compile(r"[A-ZÀ-Þ][\w’'.-]*(?:\s[\wÀ-ÿ’'.-]+){0,3}")


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """Is what is known of an outlet: name, domains, other names, language, time zone, usual tags."""

    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    language: str | None = None
    time_zone: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownOutlets:
    """Finds an outlet by any of its names or domains."""

    by_key: Mapping[str, KnownOutlet] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Mapping[str, Any]]) -> KnownOutlets:
        """Makes the lookup from entries such as `{"name": "Bladi.net", "domains": ["bladi.net"]}`."""
        known: dict[str, KnownOutlet] = {}
        for entry in entries:
            lists = {name: tuple(entry.get(name) or ()) for name in ("domains", "aliases", "tags")}
            outlet = KnownOutlet(
                entry["name"], **lists, language=entry.get("language"), time_zone=entry.get("time_zone")
            )
            known |= {key(name): outlet for name in (outlet.name, *outlet.domains, *outlet.aliases)}
        return cls(known)

    def find(self, name: str) -> KnownOutlet | None:
        """Gives the outlet of that name or domain, or None."""
        return self.by_key.get(key(name.removeprefix("www.")))

    def tags_of(self, name: str | None) -> tuple[str, ...]:
        """Gives the tags that an outlet is known for."""
        outlet = self.find(name) if name else None
        return outlet.tags if outlet else ()


@dataclass(frozen=True, slots=True)
class OutletEvidence:
    """Is the outlet that a line names, and how sure that is."""

    name: str
    line: Printed
    confidence: float


def find_outlet(
    lines: Sequence[Printed], body: Sequence[bool], markers: Markers, known: KnownOutlets
) -> OutletEvidence | None:
    """Gives the outlet with the best evidence outside the body, or None: never from style or subject."""
    outside = [line for line, inside in zip(lines, body, strict=True) if line.key and not inside]
    found = (evidence for line in outside for evidence in _evidence(line, markers, known))
    return max(found, key=lambda evidence: evidence.confidence, default=None)


def _evidence(line: Printed, markers: Markers, known: KnownOutlets) -> Iterable[OutletEvidence]:
    for name, sure in _names(line, markers):
        outlet = known.find(name)
        if outlet:
            yield OutletEvidence(outlet.name, line, min(0.98, sure + 0.15))
        elif _COMMON.fullmatch(name):
            continue
        elif (sure >= 0.5 and _DOMAIN.fullmatch(name)) or (
            sure >= 0.7 and _PLAIN_NAME.fullmatch(name) and key(name) not in markers.phrases
        ):
            yield OutletEvidence(name, line, sure)
    if _states_rights(line, markers):
        words = f" {line.key} "
        for spelling, outlet in known.by_key.items():
            if f" {spelling} " in words:
                yield OutletEvidence(outlet.name, line, 0.9)
    if line.role in (LineRole.BODY, LineRole.FURNITURE) and (outlet := known.by_key.get(line.key)):
        yield OutletEvidence(outlet.name, line, 0.7)


def _states_rights(line: Printed, markers: Markers) -> bool:
    return "©" in line.text or markers.rights.search(line.text) is not None


def _names(line: Printed, markers: Markers) -> Iterable[tuple[str, float]]:
    """Gives the names that stand where an outlet names itself, each with how much that place is worth."""
    text = line.text
    for opener, pattern in markers.follows:
        for follow in pattern.finditer(text) if opener in line.key else ():
            address = _ADDRESS.match(follow["name"])
            yield (address["domain"] if address else _ARTICLE.sub("", follow["name"])), 0.8
    if _states_rights(line, markers):
        yield from ((name, 0.6) for name in _DOMAIN.findall(text))
        yield from (
            (piece.strip(), 0.5) for piece in re.split(r"[©|,.]|\b\d{4}\b|\s[-–]\s", text) if piece.strip()
        )
    if len(text) <= _LONGEST_MASTHEAD:
        yield from ((name, 0.45) for name in (*fields(text, line.dates), *_DOMAIN.findall(text)))
