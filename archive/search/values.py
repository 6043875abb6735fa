"""The values that some fields take by name: the things an article may have or lack, and languages."""

from __future__ import annotations

import re
from functools import cache

from archive.frozen import Frozen
from archive.languages import NAMES, canonical
from archive.search.fields import field_named
from archive.text import key


class Thing(Frozen):
    """Is what an article may have or lack: in words, and its other names."""

    words: str
    aliases: tuple[str, ...] = ()


THINGS: dict[str, Thing] = {
    "date": Thing("a date", ("jour", "día", "يوم")),
    "title": Thing("a title"),
    "author": Thing("an author"),
    "outlet": Thing("an outlet"),
    "tag": Thing("a tag"),
    "section": Thing("a section"),
    "language": Thing("a known language"),
    "address": Thing("an address", ("adresse", "url", "dirección", "رابط")),
    "related": Thing("a related link", ("liens", "links", "enlaces", "روابط")),
    "caption": Thing("a caption", ("légende", "leyenda", "bildtext", "تعليق")),
    "revision": Thing("an earlier wording", ("révision", "version", "revisión", "مراجعة")),
    "original": Thing("the capture it was read from", ("capture", "captura", "أصل", "الأصل")),
}
"""A thing that is also a field of the query language has that field's other names too."""

LONGEST_NUMBER = 18

_FIELD_OF_THING = {"on": "date", "lang": "language"}

# Beside their own names (`archive.languages`); Arabic ones with and without the article.
_LANGUAGES = """
ar arabic arabe árabe arabisch arabo عربي عربية
de german allemand alemán tedesco ألماني ألمانية
en anglais inglés englisch inglese إنجليزي إنجليزية انكليزية
es spanish espagnol castellano spanisch spagnolo إسباني إسبانية
fa persian persan persa persisch فارسي فارسية
fr french francés französisch francese فرنسي فرنسية
he hebrew hébreu hebreo hebräisch عبري عبرية
it italian italien italienisch إيطالي إيطالية
ja japanese japonais japonés japanisch ياباني يابانية
nl dutch néerlandais neerlandés niederländisch هولندي هولندية
pt portuguese portugais portugués portugiesisch برتغالي برتغالية
ru russian russe ruso russisch روسي روسية
sv swedish suédois sueco schwedisch سويدي سويدية
tr turkish turc turco türkisch تركي تركية
zh chinese chinois chino chinesisch صيني صينية
"""


def thing_named(name: str) -> str | None:
    """Gives the thing that an article may have or lack.

    >>> thing_named("Auteur"), thing_named("تاريخ"), thing_named("wings")
    ('author', 'date', None)
    """
    field = field_named(name) or ""
    thing = _things().get(key(name)) or _FIELD_OF_THING.get(field, field)
    return thing if thing in THINGS else None


@cache
def _things() -> dict[str, str]:
    return {key(alias): name for name, thing in THINGS.items() for alias in (name, *thing.aliases)}


def language_named(text: str) -> str | None:
    """Gives the code of a language by its code, or by its name in one of several languages.

    >>> language_named("fr-MA"), language_named("Arabe"), language_named("العربية"), language_named("elvish")
    ('fr', 'ar', 'ar', None)
    """
    code = canonical(text)
    return _languages().get(key(text)) or (code if re.fullmatch("[a-z]{2,3}", code) else None)


def number_named(text: str) -> int | None:
    """Gives the number of an article as typed, in any digits; None where no article can have it.

    >>> number_named("12"), number_named("١٢"), number_named("12a"), number_named("9" * 30)
    (12, 12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


@cache
def _languages() -> dict[str, str]:
    rows = [row.split() for row in _LANGUAGES.strip().splitlines()]
    articles = ("", "ال")
    given = {key(f"{the}{name}"): code for code, *names in rows for name in names for the in articles}
    return given | {key(name): code for code, name in NAMES.items() if key(name)}
