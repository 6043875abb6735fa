"""Captions and credits: what a picture shows, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from archive.documents import Caption, CaptionKind
from archive.parse.markers import Markers
from archive.text import fold, key

_LONGEST_CAPTION = 320
_LONGEST_CREDIT = 90
_BUTTONS = re.compile(r"\s*(?:Vis mer|Visa mer|\+\s*info)\s*$")
_SIGN = re.compile(r"(?:©|\(c\)|(?:©\s*)?\b[Cc]opyright\b\s*:?)+", re.IGNORECASE)
_EDGES = re.compile(r"^[\s(\[:/|–-]+|[\s)(\]|/:©–-]+$")
_FILE = re.compile(r"^(?:FILE|ARCHIVO|ARCHIV|FOTO|Fichier)\s+[-–—]\s+\S")
_OWNER = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){0,3}")
_WORDS = re.compile(r"[^\W\d_]+")
_LABEL_SIGN = re.compile(r"[:：|]|^(?:image|media)\s\w+,", re.IGNORECASE)
_OPEN = re.compile(r"\w\s\($")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATE_LABEL = re.compile(r"^\W*(?:date|le)?[\s\d/:.-]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shapes:
    """Holds the patterns of credits: alone, after a label, at the end of a caption, with a name."""

    name: re.Pattern[str]
    ending: re.Pattern[str]
    alone: re.Pattern[str]
    label: re.Pattern[str]
    trailing: re.Pattern[str]
    closing: re.Pattern[str]
    owner: re.Pattern[str]
    signed: re.Pattern[str]


@lru_cache(maxsize=4)
def _shapes(markers: Markers) -> _Shapes:
    name, photo = f"(?:{markers.credits.pattern})", f"(?:{markers.photos.pattern})"
    return _Shapes(
        name=re.compile(name),
        ending=re.compile(rf"(?:^|[\s./(|]){name}\W*$"),
        # "DR", "(AFP/Getty Images)"
        alone=re.compile(rf"\(?(?:{name}[\s/|,&-]*)+\)?"),
        # "Photo: ", "A square. Foto: ", "A squareBild: "
        label=re.compile(
            rf"(?:^|[\s.(\[|/–-]|(?<=[a-zà-ÿ])(?=[A-Z])){photo}\s*(?:[:：|]|(?<=,))\s*", re.IGNORECASE
        ),
        # "A square. Photo A.B."
        trailing=re.compile(
            rf"[.!?»]\s(?i:{photo})\s(?P<credit>[A-ZÀ-Þ][\w.'’-]*(?:\s[A-ZÀ-Þ][\w.'’-]*){{0,3}})$"
        ),
        # "A square. AFP", "A square (Name/Agency)", "A square via Agency"
        closing=re.compile(
            rf"(?:(?<=[.)»”\"])|\s[(|/–-]|\.\s|\(|(?:\s|^)(?:via|par|by)\s(?=[A-Z]))\s*"
            rf"(?:[^.()/|]{{0,50}}[/|]\s*)?{name}(?:\s+(?:Photo|Images?))?(?:\s*[/|]\s*[^/|().]{{1,40}})*\s*\)?$"
        ),
        # "Name / Agency"
        owner=re.compile(rf"[^.!?,:/|]{{2,50}}\s*/\s*(?:[^.!?:|]{{0,50}}?{name}\)?|(?i:{photo}))"),
        # "A square Agency/ Name", "A square Name/Agency"
        signed=re.compile(rf"(?<=[\s/]){name}/\s*[\w. ]{{2,40}}$|\s\S+(?:\s\S+)?\s*/\s*{name}$"),
    )


def read_picture(text: str, markers: Markers) -> tuple[Caption, ...]:
    """Gives the caption and the credit that a line is, the caption first; empty for any other line."""
    if len(text) > _LONGEST_CAPTION:
        return ()
    bare = _BUTTONS.sub("", text)
    if _FILE.match(bare) or _OPEN.search(bare):
        return (Caption(bare.rstrip(" (")),)
    for reading in (_signed, _labelled, _named):
        if found := reading(bare, markers):
            return found
    return ()


def _signed(text: str, markers: Markers) -> tuple[Caption, ...]:
    """Reads "A square. © Agency"; a year or a claim of rights beside the sign is a footer, not a credit."""
    sign = _SIGN.search(text)
    if not sign or ("©" not in sign[0] and ":" not in sign[0] and sign.start() == 0):
        return ()
    before, after = text[: sign.start()], text[sign.end() :]
    if markers.rights.search(after) or (_YEAR.search(after) and not before.strip()):
        return ()
    return _parts(before, after)


def _labelled(text: str, markers: Markers) -> tuple[Caption, ...]:
    """Reads "Photo: Agency", "A square. Foto: Agency"; a long rest is the caption itself."""
    shapes = _shapes(markers)
    label = shapes.label.search(text) if _LABEL_SIGN.search(text) else None
    if not label:
        trailing = shapes.trailing.search(text)
        return _parts(text[: trailing.start() + 1], trailing["credit"]) if trailing else ()
    before, rest = text[: label.start() + 1] if label.start() else "", text[label.end() :]
    if before and len(rest) > _LONGEST_CREDIT:
        return ()
    credited = shapes.ending.search(rest) is not None
    if not before and len(rest) > (_LONGEST_CREDIT if credited else _LONGEST_CREDIT // 2):
        return (Caption(text),)
    return _parts(before, rest)


def _named(text: str, markers: Markers) -> tuple[Caption, ...]:
    """Reads a credit by the agencies in it: alone, or at the end of a caption."""
    shapes = _shapes(markers)
    if shapes.owner.fullmatch(text):
        return (Caption(text.rstrip(")"), CaptionKind.CREDIT),)
    if not shapes.name.search(text[-_LONGEST_CREDIT:]):
        return ()
    if shapes.alone.fullmatch(text):
        return (Caption(_EDGES.sub("", text), CaptionKind.CREDIT),)
    if closing := shapes.closing.search(text):
        cut = closing.start() + (text[closing.start()] == ".")
        if len(text[:cut]) > _LONGEST_CREDIT and key(text[cut:]) in markers.agencies:
            return ()  # an agency signs its last sentence
        if _OWNER.fullmatch(text[:cut].strip()):
            return (Caption(text, CaptionKind.CREDIT),)
        return _parts(text[:cut], text[cut:])
    signed = shapes.signed.search(text)
    return _parts(text[: signed.start()], signed[0]) if signed else ()


def _parts(before: str, after: str) -> tuple[Caption, ...]:
    caption, credit = _EDGES.sub("", before), _EDGES.sub("", _SIGN.sub("", _EDGES.sub("", after)))
    if len(credit) > _LONGEST_CREDIT:
        return ()
    parts = (Caption(caption), Caption(credit, CaptionKind.CREDIT))
    return tuple(part for part in parts if key(part.text) and not _DATE_LABEL.match(part.text))


def is_verbless(text: str, verbs: Iterable[str]) -> bool:
    """Says whether no common finite verb stands in a text, in a language whose verbs are known.

    >>> is_verbless("Le maire, avec ses amis.", ["est", "a"]), is_verbless("Le maire est venu.", ["est", "a"])
    (True, False)
    """
    known = set(verbs)
    return bool(known) and known.isdisjoint(_WORDS.findall(fold(text)))
