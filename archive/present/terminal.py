"""What may reach a terminal: text without control characters and overrides, each direction on its own."""

from __future__ import annotations

import re
from unicodedata import bidirectional

from archive.languages import has_rtl, is_within

_RUNS_OF_BREAKS = re.compile("\n+")

# C0 and C1 controls, embeddings, overrides, isolates, deprecated format signs, noncharacters, tags.
# The marks LRM, RLM and ALM and the joiners ZWJ and ZWNJ are ordinary in Arabic and Persian text, and stay.
_DANGEROUS = (
    "\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufff9-\ufffb\ufffe-\uffff\U000e0000-\U000e007f"
)
_SURROGATES = "\ud800-\udfff"


class _Shown(dict[int, str | int | None]):
    """Maps a sign to what a terminal may show of it, each looked up once."""

    def __missing__(self, sign: int) -> str | int | None:
        dangerous = is_within(chr(sign), _DANGEROUS)
        self[sign] = None if dangerous else "\ufffd" if is_within(chr(sign), _SURROGATES) else sign
        return self[sign]


_SHOWN = _Shown({**dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n"), ord("\t"): " "})

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


def clean_block(text: str) -> str:
    r"""Gives text of several lines as a terminal may show it; every kind of line end becomes `\n`."""
    return text.replace("\r\n", "\n").translate(_SHOWN)


def clean(text: str) -> str:
    """Gives the text on one line as a terminal may show it; line ends and tabs become a space.

    >>> clean("Le\\ttitre\\x1b]52;c;eA==\\x07 \\u202efin")
    'Le titre]52;c;eA== fin'
    """
    return _RUNS_OF_BREAKS.sub(" ", clean_block(text))


def isolate(text: str) -> str:
    """Gives the text fenced off from its neighbours when something in it runs from right to left."""
    return f"{FSI}{text}{PDI}" if has_rtl(text) else text


def runs_right_to_left(paragraph: str) -> bool:
    """Says whether the first letter that has a direction runs from right to left."""
    strong = (bidirectional(sign) for sign in paragraph)
    return next((found in ("R", "AL") for found in strong if found in ("L", "R", "AL")), False)


def isolate_lines(lines: list[str]) -> list[str]:
    """Gives the lines of one paragraph fenced off one by one, all in the direction of the paragraph."""
    paragraph = " ".join(lines)
    if not has_rtl(paragraph):
        return lines
    fence = RLI if runs_right_to_left(paragraph) else LRI
    return [f"{fence}{line}{PDI}" for line in lines]
