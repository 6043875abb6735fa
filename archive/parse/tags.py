"""Tags: the subjects that an outlet prints below an article."""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.parse.lines import Printed
from archive.text import key

_SEPARATOR = re.compile(r"\s*[,،;؛#|•·]\s*|\s+/\s+")
_DASH = re.compile(r"\s+[-–—]\s+")
_LONGEST_TAG = 40


def split_tags(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Splits a printed line of tags; a dash may stand inside one, so tags that are known are kept whole.

    >>> split_tags("Sahara - Défense - Armement", ["Défense - Armement"])
    ('Sahara', 'Défense - Armement')
    """
    parts = [part.strip(" \u00a0-–/.") for part in _SEPARATOR.split(text)]
    if len(parts) == 1:
        parts = _split_dashes(parts[0], {key(tag) for tag in known})
    return tuple(dict.fromkeys(part for part in parts if key(part)))


def _split_dashes(text: str, known: Collection[str]) -> list[str]:
    pieces, found = _DASH.split(text), []
    while pieces:
        ends = (end for end in range(len(pieces), 1, -1) if key(" ".join(pieces[:end])) in known)
        end = next(ends, 1)
        found.append(" - ".join(pieces[:end]))
        pieces = pieces[end:]
    return found


def may_be_tag(line: Printed, *, first: bool) -> bool:
    """Says whether a line below a bare tag marker is a tag; the first may list several."""
    return line.width <= _LONGEST_TAG or (first and _SEPARATOR.search(line.text) is not None)
