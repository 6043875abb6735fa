"""Names of languages as databases and people write them, and the code of each."""

from __future__ import annotations

from functools import cache
from typing import Any

from archive import languages
from archive.parse.shapes.shape import Around
from archive.text import key

NAMED = {
    "ar": "arabic|arabe|árabe|arabisch|عربي",
    "de": "german|allemand|alemán|الألمانية",
    "en": "english|anglais|inglés|englisch|الإنجليزية",
    "es": "spanish|espagnol|castellano|spanisch|الإسبانية",
    "fr": "french|francés|französisch|الفرنسية",
    "it": "italian|italien|italienisch",
    "nl": "dutch|néerlandais|niederländisch",
    "pt": "portuguese|portugais|portugués|portugiesisch",
    "ru": "russian|russe|ruso|russisch",
    "tr": "turkish|turc|turco|türkisch",
}


@cache
def _codes() -> dict[str, str]:
    named = {key(name): code for code, own in NAMED.items() for name in own.split("|")}
    return named | {key(name): code for code, name in languages.NAMES.items() if code != "und"}


def language_of(text: str) -> str | None:
    """Gives the code of a language by its name alone ("Français", "ENGLISH")."""
    return _codes().get(key(text))


def language(value: Any, around: Around) -> str | None:
    """Reads a language: a code (`fr`, `fr-MA`), or its name in one of five languages ("FRENCH; FRANÇAIS")."""
    if not isinstance(value, str):
        return None
    for part in value.split(";"):
        code = languages.canonical(part)
        if code in languages.NAMES and code != "und":
            return code
        if named := language_of(part):
            return named
    return None
