from __future__ import annotations

import pytest

from archive.documents import Role
from archive.parse.bylines import read_bare, read_byline
from archive.parse.dates import find_dates
from archive.parse.markers import load_markers

MARKERS = load_markers()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Par Anne Exemple", ["Anne Exemple"]),
        ("Par: Riyad Benali 03 Mars 2023 à 16:45", ["Riyad Benali"]),
        ("Ecrit par : S.A", ["S.A"]),
        ("Par Anne Exemple et Karim Testard, envoyés spéciaux", ["Anne Exemple", "Karim Testard"]),
        (
            "Par Anne Exemple (Agadir, envoyée spéciale) et Le Globe avec AFP",
            ["Anne Exemple", "Le Globe", "AFP"],
        ),
        ("Le Levant / Par Nour KHALIFÉ, le 12 mai 2022 à 10h30", ["Nour KHALIFÉ"]),
        ("Propos recueillis par Jean-Luc d'Exemple", ["Jean-Luc d'Exemple"]),
        ("Par Anne Exemple (avec AFP)", ["Anne Exemple", "AFP"]),
        ("By Jane Sample", ["Jane Sample"]),
        ("By Jane Sample and John O'Test in Cairo", ["Jane Sample", "John O'Test"]),
        ("By Jane Sample | Sample News", ["Jane Sample"]),
        ("Jane Sample with agencies", []),
        ("Von Eva Muster, Lille", ["Eva Muster"]),
        ("Von dpa 30.04.2024, 18:58", ["dpa"]),
        ("Von Eva Muster und Jan van der Probe", ["Eva Muster", "Jan van der Probe"]),
        ("Kolumne von Eva Muster - 28.04.2024 um 08:52 Uhr", ["Eva Muster"]),
        ("Por Lucía Romero Gil", ["Lucía Romero Gil"]),
        ("di Anna Esempio", ["Anna Esempio"]),
        ("By Jane Sample in Cairo and John O'Test in New York", ["Jane Sample", "John O'Test"]),
        ("By Jane Sample in Cairo, Egypt", ["Jane Sample"]),
        ("Par Anne Exemple à Agadir", ["Anne Exemple"]),
        ("Par Anne Exemple à Agadir et Karim Testard à Oujda", ["Anne Exemple", "Karim Testard"]),
        ("Par Anne Exemple à Agadir, le 12 mai 2022", ["Anne Exemple"]),
        ("Por Lucía Romero, en Ceuta, y Paz Prueba, en Tetuán", ["Lucía Romero", "Paz Prueba"]),
        ("Von Eva Muster, Lille, und Jan Probe, Genf", ["Eva Muster", "Jan Probe"]),
        ("di Redazione ANSA NAPOLI", ["Redazione ANSA"]),
        ("Geschreven door Eva Muster", ["Eva Muster"]),
        ("Автор: Мария Пробная", ["Мария Пробная"]),
        ("بقلم: سعيد المنصوري", ["سعيد المنصوري"]),
        ("كتبت منال العيسوي", ["منال العيسوي"]),
        ("حوار: سعيد المنصوري و كريم الأمراني", ["سعيد المنصوري", "كريم الأمراني"]),
        ("بقلم أحمد وهبي", ["أحمد وهبي"]),
        ("كتب ـ أحمد وهبي", ["أحمد وهبي"]),
        ("بقلم: د. أحمد وهبي", ["د. أحمد وهبي"]),
        ("Par ailleurs, le ministre promet", []),
        ("Von der Leyen besucht Rabat", []),
        ("By the time he left, it was dark", []),
        ("كتب على صفحته الرسمية أن الخبر صحيح", []),
        ("Posted by Admin", []),
        ("Door County Fair Opens", []),
    ],
)
def test_a_marked_byline_names_its_authors_as_printed(line: str, names: list[str]) -> None:
    assert [byline.name for byline in read_byline(line, MARKERS, find_dates(line, "fr"))] == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Anne Exemple", ["Anne Exemple"]),
        ("Anne Exemple, Karim Testard (envoyé spécial)", ["Anne Exemple", "Karim Testard"]),
        ("Anne Exemple – Journaliste", ["Anne Exemple"]),
        ("Ann SampleTravel News Reporter", ["Ann Sample"]),
        ("Anna Esempio 4 février 2025 - 14:41", ["Anna Esempio"]),
        ("ياسين قُطيب", ["ياسين قُطيب"]),
        ("المنبر ـ سعيد المنصوري", ["سعيد المنصوري"]),
        ("الرباط: سعيد المنصوري", ["سعيد المنصوري"]),
        ("大渡 美咲", ["大渡 美咲"]),
        ("Мария Пробная", ["Мария Пробная"]),
        ("Порт снова открыт", []),
        ("AFP", ["AFP"]),
        ("Sport", []),
        ("Actualisé le", []),
        ("Séville, Los Gallardos", []),
        ("Une nouvelle école ouvre", []),
        ("بعد سنوات من الغياب", []),
        ("Partager cet article", []),
        ("Published On 14 May 2022", []),
        ("First Published: 14 May 2022", []),
        ("Date Published", []),
        ("Actualizado A Las", []),
        ("آخر تحديث: 15 مايو 2022 11:00", []),
        ("تاريخ النشر: 15 مايو 2022", []),
        ("تم التحديث 15 مايو 2022", []),
        ("صيادون داخل الميناء", []),
        ("شاركنا رأيك", []),
        ("تابع آخر الأخبار", []),
        ("شؤون محلية", []),
        ("استماع إلى الخبر", []),
        ("صحيفة الشاطئ", []),
        ("انتهای پیام", []),
    ],
)
def test_a_bare_line_is_a_byline_only_when_it_is_all_names(line: str, names: list[str]) -> None:
    assert [byline.name for byline in read_bare(line, MARKERS, find_dates(line, "fr"))] == names


@pytest.mark.parametrize(
    "agency", ["AFP", "Reuters", "dpa", "MAP", "EFE", "Anadolu Ajansı", "رويترز", "و م ع", "بترا"]
)
def test_agencies_are_told_from_persons(agency: str) -> None:
    (byline,) = read_bare(agency, MARKERS)
    assert (byline.name, byline.role, byline.printed) == (agency, Role.AGENCY, agency)


def test_a_byline_keeps_its_printed_line() -> None:
    (byline,) = read_byline("Par Anne Exemple, à Rabat", MARKERS)
    assert (byline.role, byline.printed) == (Role.AUTHOR, "Par Anne Exemple, à Rabat")


def test_a_word_of_the_press_may_stand_in_a_name_behind_a_marker() -> None:
    assert [byline.name for byline in read_byline("بقلم: وكالة الشاطئ", MARKERS)] == ["وكالة الشاطئ"]
    assert read_bare("وكالة الشاطئ", MARKERS) == ()


def test_the_name_of_the_outlet_alone_on_a_line_is_no_person() -> None:
    assert [byline.name for byline in read_bare("The Sample Post", MARKERS)] == []
    assert [byline.name for byline in read_bare("Sample Post", MARKERS)] == ["Sample Post"]
    assert read_bare("Sample Post", MARKERS.beside("Sample Post")) == ()
    assert MARKERS.beside(None) is MARKERS
