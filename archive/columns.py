"""The columns of a table: by which names they are known, and how a table's shape is written in a media type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote, urlencode

from archive.text import key

TABLE_TYPE = "text/csv"

NAMES: Mapping[str, str] = {
    "title": "title|headline|heading|title page|article title|titre|titre de l'article|título|titular|titel"
    "|überschrift|schlagzeile|العنوان|عنوان|عنوان المقال",
    "body": "body|text|full text|fulltext|content|contents|article|article text|article body|maintext|plaintext"
    "|story text|texte|texte intégral|texte de l'article|contenu|corps|texto|texto completo|contenido|cuerpo|volltext"
    "|inhalt|artikeltext|النص|نص|نص المقال|النص الكامل|المحتوى|المتن",
    "published": "date|published|publication date|date published|publish date|published at|pubdate|date publish"
    "|publishing date|day|date de publication|date de parution|publié le|jour|fecha|fecha de publicación|datum"
    "|erscheinungsdatum|veröffentlicht|veröffentlicht am|التاريخ|تاريخ|تاريخ النشر",
    "authors": "author|authors|byline|writer|journalist|creator|auteur|auteurs|autrice|journaliste|signature|autor"
    "|autores|autora|periodista|autoren|verfasser|الكاتب|كاتب|المؤلف|الكتاب|الصحفي",
    "outlet": "outlet|source|newspaper|publication|publisher|media|media name|meta site name|site|site name|journal"
    "|média|support|titre de presse|periódico|medio|diario|fuente|zeitung|quelle|medium|المصدر|الصحيفة|الجريدة|الموقع",
    "address": "url|address|link|permalink|canonical link|web address|adresse|lien|adresse web|dirección"
    "|enlace|webadresse|الرابط|رابط",
    "language": "language|lang|langue|idioma|lengua|sprache|اللغة",
    "tags": "tags|tag|keywords|keyword|topics|subjects|mots clés|mot clé|étiquettes|sujets|thèmes|etiquetas"
    "|palabras clave|temas|schlagworte|schlagwörter|stichworte|themen|الوسوم|وسوم|الكلمات المفتاحية|الكلمات الدالة",
    "section": "section|rubric|category|desk|rubrique|catégorie|sección|categoría|rubrik|ressort|القسم|قسم|التصنيف",
    "standfirst": "standfirst|lead|summary|description|excerpt|subtitle|chapô|chapeau|résumé|sous titre|entradilla"
    "|resumen|subtítulo|vorspann|untertitel|zusammenfassung|الملخص|ملخص|المقدمة",
    "kicker": "kicker|overline|surtitre|antetítulo|dachzeile",
    "captions": "caption|captions|légende|légendes|leyenda|bildunterschrift|تعليق الصورة",
}
"""The names of columns by the field they hold, in English, French, Spanish, German and Arabic."""

_PARAMETER = re.compile(r";\s*([\w-]+)=\"?([^\";]*)\"?")


@cache
def _fields() -> Mapping[str, str]:
    return {key(name): field for field, names in NAMES.items() for name in names.split("|")}


def known_columns(header: Iterable[str]) -> dict[str, str]:
    """Gives, for each field that is known by a column's name, that column; the first of several.

    >>> known_columns(["Titre", "TEXTE", "n°", "titel"])
    {'title': 'Titre', 'body': 'TEXTE'}
    """
    found: dict[str, str] = {}
    for name in header:
        if known := _fields().get(key(name)):
            found.setdefault(known, name)
    return found


@dataclass(frozen=True, slots=True)
class TableShape:
    """Is how a table is written: its delimiter, the columns a person named, and which number of a date is the month.

    `month_first` is what the dates of the whole column prove, None where they prove nothing.
    """

    delimiter: str
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    month_first: bool | None = None

    @property
    def media_type(self) -> str:
        """Gives the media type of one row under its header, from which the same is read again."""
        stated = [f"delimiter={quote(self.delimiter, safe='')}"]
        if self.columns:
            stated.append(f'columns="{urlencode(self.columns)}"')
        if self.month_first is not None:
            stated.append(f"dates={'month-first' if self.month_first else 'day-first'}")
        return "; ".join([TABLE_TYPE, *stated])

    @classmethod
    def of(cls, media_type: str) -> TableShape:
        """Reads a media type back; a bare `text/csv` has commas."""
        stated = dict(_PARAMETER.findall(media_type))
        first = stated.get("dates")
        return cls(
            delimiter=unquote(stated.get("delimiter", "")) or ",",
            columns=dict(parse_qsl(stated.get("columns", ""))),
            month_first=None if first is None else first == "month-first",
        )
