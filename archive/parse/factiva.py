"""A document of Factiva, as fields: with its two-letter tags, or told by the line that counts its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from archive.parse.bylines import read_byline
from archive.parse.markers import load_markers
from archive.parse.shapes.languages_named import language_of
from archive.parse.shapes.shape import Values

TAGS = frozenset(
    "AN ART AU BY CC CLM CO CR CT CX CY DE ED ET FDS GC HD HL HLP IN IPC IPD LA LP NGC NS PD PG PUB RE RF RIC RST SC SE"
    " SN TD VOL WC".split()
)
DOCUMENT = re.compile(r"(?:AN[ \t|]+)?\s*Do[ck]umento? [A-Za-z]{2,12}[0-9A-Za-z]{15,40}[ \t|]*")
WORDS = re.compile(r"\s*\d[\d,.  ]* (?:words|mots|palabras|Wörter|parole|woorden|كلمة|كلمات)\s*")
_TAGGED = re.compile(r"(?P<tag>[A-Z]{2,3})(?:\s*\|\s*|[ \t]{2,}|\t|[ \xa0]*$)(?P<rest>.*)")
_TIME = re.compile(r"\d{1,2}[:h]\d\d(?: ?[AP]M)?")
_FEWEST = 4
_MOST_ABOVE = 4


def is_factiva(text: str) -> bool:
    """Says whether a text is a document of Factiva."""
    return any(DOCUMENT.fullmatch(line) for line in text.split("\n"))


def factiva_values(text: str) -> Values | None:
    """Gives the fields of a document by their tags, or None where neither tags nor a count of words stand in it."""
    lines = [line.rstrip(" \t|") for line in text.split("\n")]
    values = _tagged(lines) or _untagged([line.strip() for line in lines])
    if values is None:
        return None
    values["LP, TD"] = "\n\n".join(values[tag] for tag in ("LP", "TD") if values.get(tag))
    if "ET" in values and "PD" in values:
        values["PD"] += f" {values['ET']}"
    return values


def _tagged(lines: Sequence[str]) -> dict[str, str] | None:
    found: dict[str, list[str]] = {}
    tag = None
    for line in lines:
        head = _TAGGED.fullmatch(line)
        if head and head["tag"] in TAGS and head["tag"] not in found:
            tag = head["tag"]
            found[tag] = [head["rest"]]
        elif tag is not None:
            found[tag].append(line.strip(" \t|"))
    if len(found) < _FEWEST or not found.keys() & {"HD", "LP", "TD"}:
        return None
    return {name: "\n".join(texts).strip() for name, texts in found.items()}


def _untagged(lines: Sequence[str]) -> dict[str, str] | None:
    """Reads a document by where its lines stand around the count of its words."""
    count = next((place for place, line in enumerate(lines) if WORDS.fullmatch(line)), None)
    if count is None:
        return None
    above = [line for line in lines[:count] if line][-_MOST_ABOVE:]
    values = _heading(above)
    rest = count + 1
    signs = []
    while rest < len(lines) and not language_of(lines[rest]):
        signs += [lines[rest]] if lines[rest] else []
        rest += 1
    if rest == len(lines):
        return None
    values["LA"] = lines[rest]
    values["PD"] = signs[0] if signs else ""
    if len(signs) > 1 and _TIME.fullmatch(signs[1]):
        values["ET"] = signs.pop(1)
    values["SN"] = signs[1] if len(signs) > 1 else ""
    below = list(dropwhile(lambda line: not line, lines[rest + 1 :]))
    below = list(takewhile(lambda line: not DOCUMENT.fullmatch(line), below))
    values["CY"] = below[0] if below else ""
    values["LP"] = "\n".join(below[1:]).strip()
    return values


def _heading(above: Sequence[str]) -> dict[str, str]:
    """Tells section, headline and byline apart: a byline is told by its words, a section by standing before two."""
    left = list(above)
    values = {"BY": left.pop()} if len(left) > 1 and read_byline(left[-1], load_markers()) else {}
    if left:
        values["HD"] = left.pop()
    if left:
        values["SE"] = left.pop()
    return values
