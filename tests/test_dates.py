"""Dates as the press prints them: what is read, what is left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents import Precision
from archive.parse.date_words import is_age
from archive.parse.dates import find_dates, implied_date, read_date
from archive.parse.months import MONTHS, WEEKDAYS, full_names, month_numbers

PRINTED = [
    # French
    ("Le 27/05/2022 à 17h53", "fr", "2022-05-27T17:53 publication"),
    ("Le vendredi 27 mai 2022 à 9h", "fr", "2022-05-27T09:00 publication"),
    ("21 août 2022 - 17h40 - Sport - Ecrit par : S.A", "fr", "2022-08-21T17:40"),
    ("17:40, 21 août 2022", "fr", "2022-08-21T17:40"),
    ("Publié le 18 juil. 2024 à 08:01Mis à jour le 18 juil. 2024 à 09:06", "fr",
     "2024-07-18T08:01 publication, 2024-07-18T09:06 updated"),
    ("Publié et mis à jour le 3 janv. 2023", "fr", "2023-01-03 publication updated"),
    ("Mis en ligne le 1er mai 2022", "fr", "2022-05-01 publication"),
    ("Par Leïla B., modifié le 12.09.2021 à 7 h 05", "fr", "2021-09-12T07:05 updated"),
    ("MÀJ : 02/11/2020 | 18:30", "fr", "2020-11-02T18:30 updated"),
    ("Rabat, 14 févr. 2019 (MAP)", "fr", "2019-02-14"),
    ("Mardi 6 déc. 2022 17 h 40 TU", "fr", "2022-12-06T17:40+00:00"),
    ("Le 27 mai 2022 à 17h40 est arrivé le ministre", "fr", "2022-05-27T17:40 publication"),
    ("Ligue 1 - 27 mai 2022", "fr", "2022-05-27"),
    ("Paru dans l'édition du 30-06-2018", "fr", "2018-06-30 publication"),
    ("Numéro de septembre 2021", "fr", "2021-09"),
    ("date 2022-05 © Copyright : la mairie", "fr", "2022-05 publication"),
    ("Publié : 05/2022", "fr", "2022-05 publication"),
    ("27/05/22", "fr", "2022-05-27"),
    ("27/05/98 - 12h", "fr", "1998-05-27T12:00"),
    ("2022-05-27 17:53:09", "fr", "2022-05-27T17:53"),
    ("2022/05/27", "fr", "2022-05-27"),
    ("2022.05.27", "fr", "2022-05-27"),
    ("27 / 05 / 2022", "fr", "2022-05-27"),
    ("27-mai-2022", "fr", "2022-05-27"),
    ("27\u00a0mai\u00a02022 à 17\u00a0h\u00a040", "fr", "2022-05-27T17:40"),
    ("Le 1ᵉʳ juin 2020", "fr", "2020-06-01 publication"),
    ("12 fevrier 2020", "fr", "2020-02-12"),
    ("12 FÉVRIER 2020", "fr", "2020-02-12"),
    ("3 août 2021", "fr", "2021-08-03"),
    ("27/05/2022 à 17h53 GMT+1", "fr", "2022-05-27T17:53+01:00"),
    ("27/05/2022 à 00h05", "fr", "2022-05-27T00:05"),
    ("Du 24 mai 2022 au 26 mai 2022", "fr", "2022-05-24, 2022-05-26"),
    ("Décret n° 2-22-431 du 15 juin 2022", "fr", "2022-06-15"),
    ("27 mai 2022, 24h après le drame", "fr", "2022-05-27"),
    ("27 mai 2022, 12h après le drame", "fr", "2022-05-27"),
    ("Modifié : hier. Publié : 27/05/2022", "fr", "2022-05-27 publication"),
    ("Il est 17h40, 27 mai 2022", "fr", "2022-05-27T17:40"),
    ("27/05/2022 17:00-18:30", "fr", "2022-05-27T17:00"),
    # Arabic, all families
    ("الجمعة 27 مايو 2022 - 09:22 مساءً", "ar", "2022-05-27T21:22"),
    ("09:22 مساءً - الجمعة 27 مايو 2022", "ar", "2022-05-27T21:22"),
    ("نُشر في: ٢٧ ماي ٢٠٢٢ على الساعة ١٧:٥٣", "ar", "2022-05-27T17:53 publication"),
    ("آخر تحديث: 15 غشت 2023 - 12:09 م", "ar", "2023-08-15T12:09 updated"),
    ("تاريخ النشر: 2023/08/15 12:09 ص", "ar", "2023-08-15T00:09 publication"),
    ("3 كانون الثاني 2022", "ar", "2022-01-03"),
    ("3 شباط 2022", "ar", "2022-02-03"),
    ("الخميس 3 آذار 2022", "ar", "2022-03-03"),
    ("3 نيسان/أبريل 2022", "ar", "2022-04-03"),
    ("27 أيار (مايو) 2022", "ar", "2022-05-27"),
    ("3 حزيران 2022", "ar", "2022-06-03"),
    ("3 تموز 2022", "ar", "2022-07-03"),
    ("3 آب/اغسطس 2022", "ar", "2022-08-03"),
    ("3 أيلول 2022 الساعة 14:30 بتوقيت غرينتش", "ar", "2022-09-03T14:30+00:00"),
    ("3 تشرين الأول 2022", "ar", "2022-10-03"),
    ("3 تشرين الثاني 2022", "ar", "2022-11-03"),
    ("3 كانون الأول - ديسمبر 2022", "ar", "2022-12-03"),
    ("12 جانفي 2021", "ar", "2021-01-12"),
    ("12 فيفري 2021", "ar", "2021-02-12"),
    ("12 أفريل 2021", "ar", "2021-04-12"),
    ("12 جوان 2021", "ar", "2021-06-12"),
    ("12 جويلية 2021", "ar", "2021-07-12"),
    ("12 أوت 2021", "ar", "2021-08-12"),
    ("12 يوليوز 2021", "ar", "2021-07-12"),
    ("12 شتنبر 2021", "ar", "2021-09-12"),
    ("12 نونبر 2021", "ar", "2021-11-12"),
    ("12 دجنبر 2021", "ar", "2021-12-12"),
    ("الاربعاء ٢٥ ماي ٢٠٢٢", "ar", "2022-05-25"),
    ("نشر في 27 مايو 2022 الساعة 17 و 53 دقيقة", "ar", "2022-05-27T17:53 publication"),
    ("مايو 27, 2022", "ar", "2022-05-27"),
    ("أغسطس 21، 2022", "ar", "2022-08-21"),
    ("21 من أغسطس عام 2022", "ar", "2022-08-21"),
    ("GMT 17:53 2022 الجمعة ,27 أيار / مايو", "ar", "2022-05-27T17:53+00:00"),
    ("25 مارس 2024 م - 10:20 ص", "ar", "2024-03-25T10:20"),
    ("\u200f27/05/2022\u200f - 11 ليلا", "ar", "2022-05-27T23:00"),
    ("۲۷/۰۵/۲۰۲۲", "ar", "2022-05-27"),
    ("ماي 2022", "ar", "2022-05"),
    # Hijri, alone and beside the Gregorian date
    ("15 رمضان 1445", "ar", "2024-03-25"),
    ("الاثنين 15 رمضان 1445 هـ", "ar", "2024-03-25"),
    ("1445/9/15 هـ", "ar", "2024-03-25"),
    ("15-09-1445هـ", "ar", "2024-03-25"),
    ("15 رمضان 1445 هـ الموافق 25 مارس 2024 م", "ar", "2024-03-25"),
    ("1 محرم 1446هـ - 8 يوليو 2024", "ar", "2024-07-08"),
    # English
    ("Published 11:00 AM PDT • May 16, 2024", "en", "2024-05-16T11:00-07:00 publication"),
    ("Friday 22 November 2024 08:49 GMT", "en", "2024-11-22T08:49+00:00"),
    ("February 28 2024, 9:54 a.m.", "en", "2024-02-28T09:54"),
    ("11:58, 23 APR 2024", "en", "2024-04-23T11:58"),
    ("May 3rd, 2022", "en", "2022-05-03"),
    ("the 3rd of May, 2022", "en", "2022-05-03"),
    ("Sept. 5, 2022 | 3.26 p.m.", "en", "2022-09-05T15:26"),
    ("Updated: 05/27/2022 03:26 pm", "en", "2022-05-27T15:26 updated"),
    ("03/04/2021", "en", "2021-03-04"),
    ("30/04/2024 - 16:38", "en", "2024-04-30T16:38"),
    ("03.04.2021", "en", "2021-04-03"),
    ("Apr 16, 2026, 14:04 IST", "en", "2026-04-16T14:04"),
    ("Published 8:00 a.m. CT May 27, 2022", "en", "2022-05-27T08:00 publication"),
    ("First published on Fri 27 May 2022 06.00 BST", "en", "2022-05-27T06:00 publication"),
    ("27 May 2022 12.42 CET", "en", "2022-05-27T12:42+01:00"),
    ("Posted on 27 May 2022 at 5 pm EST", "en", "2022-05-27T17:00-05:00 publication"),
    ("Fri, 27 May 2022 17:53:00 +0100", "en", "2022-05-27T17:53+01:00"),
    ("2022-05-27T17:53:00-05:00", "en", "2022-05-27T17:53-05:00"),
    ("December 25, 2023/January 1, 2024, Issue", "en", "2023-12-25, 2024-01-01"),
    ("Last updated: May 2022", "en", "2022-05 updated"),
    ("12:05 a.m., Jan. 1, 2021", "en", "2021-01-01T00:05"),
    ("12:05 pm Jan 1 2021", "en", "2021-01-01T12:05"),
    # German, Spanish, Italian, Portuguese
    ("03.05.2024, 16:24 Uhr • Lesezeit: 5 Minuten", "de", "2024-05-03T16:24"),
    ("Stand: 28.04.2023 16.11 Uhr", "de", "2023-04-28T16:11 publication"),
    ("30.01.202430. Januar 2024", "de", "2024-01-30"),
    ("Dienstag, 1. März 2022 um 8.05 Uhr", "de", "2022-03-01T08:05"),
    ("Fr., 27. Mai 2022", "de", "2022-05-27"),
    ("Aktualisiert am 7. Jänner 2020", "de", "2020-01-07 updated"),
    ("Ort der Handlung: Berlin, 25.4.24, 18 Uhr", "de", "2024-04-25T18:00"),
    ("Erstveröffentlichung: 4.4.18", "de", "2018-04-04 publication"),
    ("Actualizado Lunes, 2 diciembre 2024 - 02:24", "es", "2024-12-02T02:24 updated"),
    ("25 de mayo de 2025 16:51 h", "es", "2025-05-25T16:51"),
    ("25/04/2026 Actualizado a las 15:10h.", "es", "2026-04-25"),
    ("10/07/2026 00:50 Actualizado a 10/07/2026 22:39", "es", "2026-07-10T00:50, 2026-07-10T22:39 updated"),
    ("1º de mayo de 2021", "es", "2021-05-01"),
    ("5 gennaio 2025 ( modifica il 6 gennaio 2025 | 15:24)", "it", "2025-01-05, 2025-01-06T15:24 updated"),
    ("4 Febbraio 2025 - 14:41", "it", "2025-02-04T14:41"),
    ("Publicado em 3 de março de 2021 às 18h30", "pt", "2021-03-03T18:30 publication"),
    # Scandinavian, Dutch, Turkish, Russian, Japanese, Chinese, Korean
    ("Publisert 05.08.2024, kl. 13.05 Oppdatert 05.08.2024, kl. 13.52", "no",
     "2024-08-05T13:05 publication, 2024-08-05T13:52 updated"),
    ("Publicerad 3 maj 2022 kl. 08.15", "sv", "2022-05-03T08:15 publication"),
    ("Gepubliceerd: 3 maart 2022", "nl", "2022-03-03 publication"),
    ("Giriş: 03.07.2024 - 18:24 Güncelleme: 03.07.2024 - 18:57", "tr",
     "2024-07-03T18:24 publication, 2024-07-03T18:57 updated"),
    ("10 Kasım 2025 Pazartesi 17:59", "tr", "2025-11-10T17:59"),
    ("27 мая 2022 года, 17:53", "ru", "2022-05-27T17:53"),
    ("27 мая 2022, 17:53 MSK", "ru", "2022-05-27T17:53+03:00"),
    ("公開日：2025/01/31 11:30　更新日：2025/01/31 12:30", "ja",
     "2025-01-31T11:30 publication, 2025-01-31T12:30 updated"),
    ("2022年5月27日（金）11時30分", "ja", "2022-05-27T11:30"),
    ("2022年5月27日 午後3時05分", "ja", "2022-05-27T15:05"),
    ("发布 2022年5月27日 17:53", "zh", "2022-05-27T17:53 publication"),
    ("2022년 5월 27일 오후 5:53", "ko", "2022-05-27T17:53"),
    # The language is not known
    ("27/05/2022", None, "2022-05-27"),
    ("05/27/2022", None, "2022-05-27"),
    ("04/04/2021", None, "2021-04-04"),
]  # fmt: skip

NOTHING = [
    ("", None),
    ("Le Maroc reçoit la Coupe du monde", "fr"),
    ("27 mai", "fr"),
    ("1er mai", "fr"),
    ("lundi 27 mai à 17h40", "fr"),
    ("27/05 à 17h53", "fr"),
    ("May 3rd", "en"),
    ("الأربعاء 25 ماي", "ar"),
    ("17h40", "fr"),
    ("09:22 مساءً", "ar"),
    ("Publicerad 22:31", "sv"),
    ("32 pays", "fr"),
    ("2022", "fr"),
    ("Mondial 2022", "fr"),
    ("Coupe du Monde 2022 au Qatar", "fr"),
    ("2022-2023", "fr"),
    ("Saison 2022/2023", "fr"),
    ("Saison 2022/23", "fr"),
    ("2025/2026", "en"),
    ("Ausgabe 42/2025", "de"),
    ("N° 05/2022", "fr"),
    ("Loi n° 05-05-2022", "fr"),
    ("05.22.27.05.22", "fr"),
    ("05/22/27/05/22", "fr"),
    ("Tél. : 05 22 27 05 22", "fr"),
    ("+212 5 22 27 05 22", "fr"),
    ("0522-27-05-2022", "fr"),
    ("1.200.000 dirhams", "fr"),
    ("12,50 € en 2022", "fr"),
    ("6-4, 6-3, 7-5", "fr"),
    ("4-2-3-1", "fr"),
    ("Version 12.05.22", "en"),
    ("192.168.1.22", "en"),
    ("31 février 2022", "fr"),
    ("29 février 2023", "fr"),
    ("45 mai 2022", "fr"),
    ("2022-13-45", "fr"),
    ("31/04/2022", "fr"),
    ("00/05/2022", "fr"),
    ("27/05/2022 à 25h30", "fr"),
    ("2022-05-27T25:00", "fr"),
    ("27/05/2022 à 17h75", "fr"),
    ("05/27/2022", "fr"),
    ("03/04/2021", None),
    ("03.04.2021", "und"),
    ("du 24 au 26 mai 2022", "fr"),
    ("24-26 mai 2022", "fr"),
    ("24 – 26 mai 2022", "fr"),
    ("24 et 25 mai 2022", "fr"),
    ("jeudi 26 et vendredi 27 mai 2022", "fr"),
    ("avril-mai 2022", "fr"),
    ("de mars à mai 2022", "fr"),
    ("من 24 إلى 26 ماي 2022", "ar"),
    ("27 mayo/junio 2022", "es"),
    ("27 تموز/أغسطس 2022", "ar"),
    ("3/4 des voix", "fr"),
    ("24/7/365", "en"),
    ("Set 2022 as the target", "en"),
    ("They may 2022 times", "en"),
    ("رمضان 1445", "ar"),
    ("15 رمضان", "ar"),
    ("31 رمضان 1445", "ar"),
    ("15/09/1445", "ar"),
    ("平成30年", "ja"),
    ("00:49 min", "de"),
    ("Chapitre 3.1.12 du plan", "fr"),
    ("A27 mai", "fr"),
    ("120 m² en 2022", "fr"),
    ("27 mai 1022", "fr"),
]  # fmt: skip


def told(line: str, language: str | None) -> str:
    """Gives the readings of a line as the table prints them."""
    words = (
        str(reading.date) + " publication" * reading.publication + " updated" * reading.updated
        for reading in find_dates(line, language)
    )
    return ", ".join(words)


@pytest.mark.parametrize(("line", "language", "expected"), PRINTED)
def test_a_printed_date_is_read_with_what_stands_beside_it(
    line: str, language: str | None, expected: str
) -> None:
    assert told(line, language) == expected


@pytest.mark.parametrize(("line", "language"), NOTHING)
def test_what_is_no_full_date_is_left_alone(line: str, language: str | None) -> None:
    assert told(line, language) == ""


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Par Leïla B. | vendredi 27 mai 2022 à 17h40 | Sport", "vendredi 27 mai 2022 à 17h40"),
        ("Rabat, 17:40, le 21 août 2022 - MAP", "17:40, le 21 août 2022"),
        ("نُشر يوم الأربعاء ٢٥ مايو ٢٠٢٢ - ٠٩:٢٢ مساءً.", "الأربعاء ٢٥ مايو ٢٠٢٢ - ٠٩:٢٢ مساءً"),
        ("公開日：2025/01/31　スポーツ", "2025/01/31"),
        ("27/05/2022 à 17h53 GMT+1, mis en ligne", "27/05/2022 à 17h53 GMT+1"),
        ("27/05/2022 à 17h40 est arrivé", "27/05/2022 à 17h40"),
    ],
)
def test_the_place_of_a_date_holds_its_weekday_and_its_time(line: str, printed: str) -> None:
    (reading,) = find_dates(line, "fr")
    assert line[reading.start : reading.end] == printed


@pytest.mark.parametrize(
    ("line", "agrees"),
    [
        ("vendredi 27 mai 2022", True),
        ("jeudi 27 mai 2022", False),
        ("27 mai 2022", None),
        ("الجمعة 27 مايو 2022", True),
        ("السبت 27 مايو 2022", False),
        ("Friday, May 27, 2022", True),
        ("10 Kasım 2025 Pazartesi", True),
        ("27 mai 2022, dimanche prochain exclu", None),
        ("Freitag, 27. Mai 2022", True),
        ("2022年5月27日 金曜日", True),
    ],
)
def test_a_weekday_that_contradicts_the_date_is_told_and_the_date_stands(
    line: str, agrees: bool | None
) -> None:
    (reading,) = find_dates(line, "fr")
    assert reading.weekday_agrees is agrees


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2022", None, "2022"),
        ("2022-05", None, "2022-05"),
        ("05/2022", None, "2022-05"),
        ("mai 2022", None, "2022-05"),
        ("May 2022", "en", "2022-05"),
        ("2022-05-27", None, "2022-05-27"),
        ("20220527", None, "2022-05-27"),
        ("2022-05-27T17:53:00+01:00", None, "2022-05-27T17:53+01:00"),
        ("2022-05-27T17:53+0100", None, "2022-05-27T17:53+01:00"),
        ("2022-05-27T17:53:00.123456Z", None, "2022-05-27T17:53+00:00"),
        ("2022-05-27T17:53", None, "2022-05-27T17:53"),
        ("2022-05-27 17:53", None, "2022-05-27T17:53"),
        (" 27 mai 2022 ", None, "2022-05-27"),
        ("Publié le vendredi 27 mai 2022 à 17h53.", "fr", "2022-05-27T17:53"),
        ("27/05/2022", None, "2022-05-27"),
        ("03/04/2021", "fr", "2021-04-03"),
        ("03/04/2021", "en", "2021-03-04"),
        ("١٥ غشت ٢٠٢٣", "ar", "2023-08-15"),
        ("15 رمضان 1445", "ar", "2024-03-25"),
        ("Apr 16, 2026, 14:04 IST", "en", "2026-04-16T14:04"),
        ("03/04/2021", None, None),
        ("13/2022", None, None),
        ("2022-13", None, None),
        ("2022-13-45", None, None),
        ("2022-05-27T25:00", None, None),
        ("2022-05-27 25:00", None, None),
        ("20221345", None, None),
        ("27 mai", "fr", None),
        ("le 27 mai 2022 à Rabat", "fr", None),
        ("24 mai 2022 et 26 mai 2022", "fr", None),
        ("2022-2023", None, None),
        ("demain", "fr", None),
        ("0", None, None),
        ("", None, None),
    ],
)
def test_a_text_that_is_one_date_is_read_as_a_whole_or_not_at_all(
    text: str, language: str | None, expected: str | None
) -> None:
    found = read_date(text, language)
    assert (str(found) if found else None) == expected


def test_precision_says_how_much_is_known() -> None:
    known = {text: read_date(text) for text in ("2022", "2022-05", "2022-05-27", "2022-05-27T17:53")}
    assert [found and found.precision for found in known.values()] == list(Precision)


IMPLIED = [
    ("fr", "2022-05-26", "Le maire a reçu hier, mercredi 25 mai 2022, les élus.",
     "hier, mercredi 25 mai 2022"),
    ("fr", "2022-05-26", "Hier soir, mercredi 25 mai 2022, la pluie",
     "Hier soir, mercredi 25 mai 2022"),
    ("fr", "2024-06-03", "Réunis aujourd’hui lundi 3 juin 2024 à Tunis",
     "aujourd’hui lundi 3 juin 2024"),
    ("fr", "2022-05-27", "Élu avant-hier (mercredi 25 mai 2022)",
     "avant-hier (mercredi 25 mai 2022"),
    ("fr", "2022-05-25", "Il viendra demain, jeudi 26 mai 2022.",
     "demain, jeudi 26 mai 2022"),
    ("fr", "2022-01-01", "C'était hier 31 décembre 2021",
     "hier 31 décembre 2021"),
    ("ar", "2022-05-26", "وصل أمس الأربعاء 25 ماي 2022 إلى العاصمة",
     "أمس الأربعاء 25 ماي 2022"),
    ("ar", "2022-05-27", "عُقد الاجتماع أول أمس (الأربعاء 25 ماي 2022)",
     "أول أمس (الأربعاء 25 ماي 2022"),
    ("ar", "2022-05-25", "افتتح اليوم الأربعاء 25 ماي 2022 المعرض",
     "اليوم الأربعاء 25 ماي 2022"),
    ("en", "2022-05-26", "He left yesterday, Wednesday 25 May 2022, by train",
     "yesterday, Wednesday 25 May 2022"),
    ("en", "2024-06-03", "It opens today (Monday, June 3, 2024)",
     "today (Monday, June 3, 2024"),
    ("de", "2022-05-26", "Der Rat tagte gestern, Mittwoch, 25. Mai 2022, lange",
     "gestern, Mittwoch, 25. Mai 2022"),
    ("es", "2022-05-26", "Llegó ayer, miércoles 25 de mayo de 2022, al puerto",
     "ayer, miércoles 25 de mayo de 2022"),
    ("it", "2022-05-26", "È arrivato ieri, mercoledì 25 maggio 2022",
     "ieri, mercoledì 25 maggio 2022"),
    ("pt", "2022-05-26", "Chegou ontem, quarta-feira, 25 de maio de 2022",
     "ontem, quarta-feira, 25 de maio de 2022"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "day", "paragraph", "phrase"), IMPLIED)
def test_a_relative_word_beside_a_full_date_implies_the_day_of_printing(
    language: str, day: str, paragraph: str, phrase: str
) -> None:
    implied = implied_date(["Une autre phrase.", paragraph], language)
    assert implied is not None
    assert (implied[0].value, implied[0].precision, implied[1]) == (day, Precision.DAY, phrase)


@pytest.mark.parametrize(
    ("language", "paragraphs"),
    [
        ("fr", ["Le maire a reçu hier les élus."]),
        ("fr", ["Le maire a reçu hier, mercredi 25 mai, les élus."]),
        ("fr", ["Le maire a reçu hier, jeudi 25 mai 2022, les élus."]),
        ("fr", ["Le maire a reçu hier les élus de mercredi 25 mai 2022"]),
        ("fr", ["Le mercredi 25 mai 2022"]),
        ("fr", ["Hier, mai 2022"]),
        ("fr", ["Vu hier, mercredi 25 mai 2022.", "Vu hier, jeudi 26 mai 2022."]),
        ("ar", ["في اليوم 25 ماي 2022"]),
        ("ar", ["وصل أمس الخميس 25 ماي 2022"]),
        ("ar", ["أمس 15 رمضان 1445"]),
        ("en", ["He left yesterday"]),
        ("und", ["hier, mercredi 25 mai 2022"]),
        ("fr", []),
    ],
)
def test_nothing_is_implied_without_a_full_date_that_agrees(language: str, paragraphs: list[str]) -> None:
    assert implied_date(paragraphs, language) is None


@pytest.mark.parametrize(
    ("text", "aged"),
    [
        ("il y a 3 heures", True),
        ("Publié il y a 2 jours.", True),
        ("Hier à 18h20", True),
        ("2 days ago", True),
        ("Last updated: 3 hours ago", True),
        ("hace 5 minutos", True),
        ("vor 2 Stunden", True),
        ("منذ 3 أيام", True),
        ("آخر تحديث: منذ ساعتين", True),
        ("Il y a foule au port", False),
        ("Vor Ort", False),
        ("Il y a 3 ans, la digue cédait", False),
        ("Anne Exemple il y a 3 heures", False),
        ("3 mai 2021", False),
        ("", False),
    ],
)
def test_a_text_may_tell_its_age_instead_of_its_date(text: str, aged: bool) -> None:
    assert is_age(text) is aged


@pytest.mark.parametrize(("table", "length"), [(MONTHS, 12), (WEEKDAYS, 7)])
def test_every_language_names_every_month_and_weekday_without_contradiction(
    table: dict[str, str], length: int
) -> None:
    meant: dict[str, int] = {}
    for names in table.values():
        assert len(names.split(",")) == length
        for number, spellings in enumerate(names.split(","), 1):
            for name in spellings.strip().split("|"):
                assert meant.setdefault(name.lower(), number) == number, name


@pytest.mark.parametrize("name", sorted(month_numbers()))
def test_every_spelling_of_a_month_is_read(name: str) -> None:
    assert [reading.date.value for reading in find_dates(f"9 {name} 2022", "fr")] == [
        f"2022-{month_numbers()[name]:02}-09"
    ]
    assert full_names() <= set(month_numbers())


days = st.dates(min_value=date(1700, 1, 1), max_value=date(2099, 12, 31))


@given(day=days, separator=st.sampled_from("/.-"), clock=st.times())
def test_numbers_read_back_as_the_day_they_were_printed_for(day: date, separator: str, clock: object) -> None:
    line = f"Le {day:%d}{separator}{day:%m}{separator}{day.year} à {clock:%Hh%M}"
    assert told(line, "fr") == f"{day.isoformat()}T{clock:%H:%M} publication"


@given(day=days, language=st.sampled_from(sorted(MONTHS)))
def test_names_read_back_as_the_day_they_were_printed_for(day: date, language: str) -> None:
    month = MONTHS[language].split(",")[day.month - 1].strip().split("|")[0]
    assert told(f"{day.day} {month} {day.year}", None) == day.isoformat()


@given(
    line=st.text(alphabet="0123456789/.-: ,hmaipTZ+年月日ماي٢مه", max_size=40),
    language=st.sampled_from(["fr", "en", None]),
)
def test_no_line_breaks_the_reading_and_places_stand_in_the_line(line: str, language: str | None) -> None:
    end = 0
    for reading in find_dates(line, language):
        assert end <= reading.start < reading.end <= len(line)
        date.fromisoformat(f"{reading.date.value[:10]}-01"[:10])
        end = reading.end
    read_date(line, language)
