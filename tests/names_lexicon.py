"""A small lexicon for the tests of names, made of invented sentences as an ingest makes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache

from archive import schema
from archive.names import sightings
from archive.names.sighting import sight
from archive.names.tables import is_known

TABLES = ("lexicon", "lexkeys", "aliases", "index_state")

ARTICLES = (
    ("fr", "Le directeur Abdellatif Hammouchi a reçu Nasser Bourita et Abdelilah Benkirane à Casablanca."),
    ("fr", "Selon Hammouchi, la rose et le tarif de la pêche ont été fixés. Il dit que la main est tendue."),
    (
        "fr",
        "Hier, M. Hamouchi parlait du tarif, puis d’une rose rouge et du prix du pain avec Mohamed Khelaïfi.",
    ),
    ("es", "El jefe Hammoushi viajó con Abdelatif Bourita; el presidente habló de la rosa y de Mohammed."),
    ("en", "In Doha, Al Thani met Khulaifi and Muhammad Al-Khelaifi near Marrakech, El Jadida and Rabat."),
    ("en", "They said the hand of Said was on the trial, and the wind came late. We said so in Marrakesh."),
    ("ar", "قال حموشي إن عبد اللطيف الحموشي زار الدار البيضاء، ورحب بالحموشي ناصر بوريطة."),
    ("ar", "التقى آل ثاني عبد الإله بنكيران ومحمد الخليفي في الجديدة ومراكش، وعبداللطيف في الرباط."),
    ("ar", "قالت الوزارة إن الطريق إلى المدرسة الجديدة مفتوح، وإن عبد الله سعيد وعبدالله وصلا."),
    ("fr", "Le maire Noureddine et Nour Eddine sont cousins ; l’été, Abdallah et Abd Allah aussi."),
)


@cache
def made() -> list[str]:
    """Gives the statements by which the migrations make the tables of the lexicon."""
    return [sql for _, _, table, sql in schema.as_made() if table in TABLES]


def small_lexicon(articles: Iterable[tuple[str, str]] = ARTICLES) -> sqlite3.Connection:
    """Gives a lexicon in memory that has seen the articles, in two batches."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in made():
        connection.execute(statement)
    kept = list(articles)
    for batch in (kept[::2], kept[1::2]):
        seen = sightings.Sightings()
        for language, text in batch:
            seen.add(sight(text, language))
        sightings.flush(connection, seen.rows(), is_known)
    return connection
