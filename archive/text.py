"""Folding of printed text for comparison; what is kept is always the original."""

from __future__ import annotations

import re
import unicodedata

HIDDEN = "".join(
    map(chr, (0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
)
"""Signs that are not seen: soft hyphen, joiners, marks of direction."""

INVISIBLE = re.compile(f"[{HIDDEN}]")
ARABIC_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
ARABIC_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""Arabic letters and nothing else: nearly every Arabic word, and quickly folded."""

_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[\W_]+")

_SIGNS = str.maketrans(
    dict.fromkeys('«»“”„‟"‹›‘’‚‛`´ʼʻ′″＂', "'")
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | {chr(0x0660 + n): str(n) for n in range(10)}
    | {chr(0x06F0 + n): str(n) for n in range(10)}
)
_LETTERS = str.maketrans(
    dict.fromkeys("أإآٱ", "ا")
    | {"ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "گ": "ك"}
    | {"œ": "oe", "æ": "ae", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d"}
)


class _Bare(dict[int, int | None]):
    """Maps a combining mark to nothing and any other sign to itself, each looked up once."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return self[sign]


_BARE = _Bare()


def fold(text: str) -> str:
    """Gives the text as it is compared line by line: NFKC, one kind of quote, dash, digit and space, no marks.

    Letters keep their accents and their hamza; case is folded.
    """
    if text.isascii():
        return " ".join(text.casefold().replace('"', "'").replace("`", "'").split())
    text = unicodedata.normalize("NFKC", text).casefold()
    text = ARABIC_MARKS.sub("", INVISIBLE.sub("", text)).translate(_SIGNS)
    return _SPACES.sub(" ", text).strip()


def key(text: str) -> str:
    """Gives the key under which titles and names meet: `fold`, less accents, Arabic letter forms and punctuation.

    >>> key("L’Économie  : أحمد") == key("l'economie احمد")
    True
    """
    if ARABIC_LETTERS.fullmatch(text):
        return text.translate(_LETTERS)
    bare = fold(text)
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare.translate(_LETTERS)).translate(_BARE)
    return _PUNCTUATION.sub(" ", bare).strip()


def key_number(text: str) -> int:
    """Gives the key of a text as a signed 64-bit number, small enough for a narrow index column."""
    return digest_number(key(text).encode())


def digest_number(content: bytes) -> int:
    """Gives BLAKE2b of the bytes, cut to a signed 64-bit number."""
    import hashlib

    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big", signed=True)
