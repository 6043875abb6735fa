"""The names that mean something in a query: fields, date conditions, operators, with their aliases."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal
from unicodedata import normalize

from archive.frozen import Frozen
from archive.text import key

Operator = Literal["and", "or", "not"]

LONGEST_NAME = 24


class FieldName(Frozen):
    """Is a field of the query language: its sentence for the help page, and its other names."""

    sentence: str
    aliases: tuple[str, ...] = ()


FIELDS: dict[str, FieldName] = {
    "title": FieldName("Looks in titles and kickers only.", ("titre", "título", "titel", "عنوان", "العنوان")),
    "body": FieldName("Looks in the running text only.", ("texte", "corps", "texto", "text", "نص", "النص")),
    "outlet": FieldName(
        "Keeps what one outlet published.", ("journal", "média", "medio", "medium", "جريدة", "صحيفة", "موقع")
    ),
    "author": FieldName(
        "Keeps what one author signed.", ("auteur", "autor", "by", "par", "كاتب", "الكاتب", "بقلم")
    ),
    "tag": FieldName(
        "Keeps what carries a tag.", ("tags", "sujet", "mot-clé", "etiqueta", "schlagwort", "وسم")
    ),
    "section": FieldName("Keeps one section of an outlet.", ("rubrique", "sección", "ressort", "قسم", "ركن")),
    "lang": FieldName(
        "Keeps one language, by its code.", ("language", "langue", "idioma", "sprache", "لغة", "اللغة")
    ),
    "has": FieldName(
        "Keeps what has a thing, such as a date or an author.", ("avec", "con", "mit", "مع", "به")
    ),
    "missing": FieldName(
        "Keeps what lacks a thing, such as a date or an author.", ("sans", "sin", "ohne", "بدون", "بلا")
    ),
    "id": FieldName("Keeps the article with that number.", ("no", "numéro", "رقم")),
}

TEXT_FIELDS = ("title", "body")
HAVING = ("has", "missing")

DATE_FIELDS: dict[str, FieldName] = {
    "on": FieldName(
        "Keeps what was published within a day, month, year or range.", ("in", "date", "في", "تاريخ")
    ),
    "before": FieldName("Keeps what was published before a period begins.", ("avant", "antes", "vor", "قبل")),
    "after": FieldName("Keeps what was published after a period ends.", ("après", "después", "nach", "بعد")),
    "since": FieldName(
        "Keeps what was published from a period's first day on.", ("depuis", "desde", "seit", "منذ")
    ),
    "until": FieldName(
        "Keeps what was published up to a period's last day.", ("jusqu'à", "jusque", "hasta", "bis", "حتى")
    ),
}

OPERATORS: dict[str, Operator] = {
    "AND": "and",
    "ET": "and",
    "و": "and",
    "OR": "or",
    "OU": "or",
    "أو": "or",
    "او": "or",
    "NOT": "not",
    "SAUF": "not",
}

NEAR = ("NEAR", "PROCHE", "قرب")
"""Between two words, with a number of words: `NEAR/5`."""

USUAL_DISTANCE = 10
"""How many words `NEAR` without a number lets stand between."""

_NEAR = re.compile(rf"(?:{'|'.join(NEAR)})/(\d{{1,3}})|{NEAR[0]}")


@cache
def names() -> dict[str, str]:
    """Gives every name and alias, folded, with the field or date field that it means."""
    tables: tuple[dict[str, FieldName], ...] = (FIELDS, DATE_FIELDS)
    return {
        key(alias): name for table in tables for name, row in table.items() for alias in (name, *row.aliases)
    }


def field_named(name: str) -> str | None:
    """Gives the field or date field that a name before a colon means; case and accents do not matter.

    >>> field_named("Titre"), field_named("jusqu’à"), field_named("17")
    ('title', 'until', None)
    """
    return names().get(key(name)) if len(name) <= LONGEST_NAME and looks_like_a_name(name) else None


def distance_named(text: str) -> int | None:
    """Gives how many words an operator such as `NEAR/5` lets stand between its sides.

    >>> distance_named("NEAR/5"), distance_named("قرب/٥"), distance_named("NEAR"), distance_named("near/5")
    (5, 5, 10, None)
    """
    found = _NEAR.fullmatch(text)
    return int(found[1] or USUAL_DISTANCE) if found else None


def looks_like_a_name(name: str) -> bool:
    """Says whether the text before a colon could be meant as a field: letters, at most with ' or - inside."""
    printed = normalize("NFC", name)
    bare = key(name).replace(" ", "")
    return len(bare) > 1 and bare.isalpha() and printed[0].isalpha() and printed[-1].isalpha()


def closest_name(name: str) -> str | None:
    """Gives the name of a field that is spelt nearly like this one."""
    from difflib import get_close_matches

    found = get_close_matches(key(name[:LONGEST_NAME]), names(), 1, 0.75)
    return names()[found[0]] if found else None
