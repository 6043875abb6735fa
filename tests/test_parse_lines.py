from __future__ import annotations

from pathlib import Path

import pytest

from archive.documents import LineRole
from archive.parse.lines import Ending, ending_of, read_lines, split_kicker
from archive.parse.markers import Mark, load_markers

MARKERS = load_markers()


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("Le port rouvre.", Ending.SENTENCE),
        ("« Le port rouvre », dit-il. »", Ending.SENTENCE),
        ("He left (again.)", Ending.SENTENCE),
        ("هل تفتح المدرسة؟", Ending.SENTENCE),
        ("港が再開した。」", Ending.SENTENCE),
        ("La région et les...", Ending.ELLIPSIS),
        ("La région et les…", Ending.ELLIPSIS),
        ("الكلمات الدلالية:", Ending.COLON),
        ("Le port rouvre", Ending.OPEN),
        ("Le port « rouvre »", Ending.OPEN),
    ],
)
def test_the_end_of_a_line_tells_a_sentence_from_a_headline(text: str, ending: Ending) -> None:
    assert ending_of(text) is ending


@pytest.mark.parametrize(
    ("line", "kicker", "text"),
    [
        ("DiaporamaEn marge du salon", "Diaporama", "En marge du salon"),
        ("VidéoLe port rouvre", "Vidéo", "Le port rouvre"),
        ("En directLe match commence", "En direct", "Le match commence"),
        ("McDonald ouvre à Fès", None, "McDonald ouvre à Fès"),
        ("Diaporama En marge", None, "Diaporama En marge"),
    ],
)
def test_a_known_label_is_split_from_the_line_it_is_glued_to(
    line: str, kicker: str | None, text: str
) -> None:
    assert split_kicker(line, MARKERS) == (kicker, text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_lines_are_numbered_from_one_whatever_ends_them(end: str) -> None:
    lines = read_lines(end.join(["Un", "", "Deux", ""]), MARKERS)
    assert [(line.number, line.printed) for line in lines] == [(1, "Un"), (2, ""), (3, "Deux")]
    assert [line.blank for line in lines] == [False, True, False]


@pytest.mark.parametrize(
    ("line", "mark", "label", "rest"),
    [
        ("Aller plus loin", Mark.RELATED, "Aller plus loin", ""),
        (
            "Ces articles devraient vous intéresser\u00a0:",
            Mark.RELATED,
            "Ces articles devraient vous intéresser",
            "",
        ),
        ("إقرأ أيضاً", Mark.PROMOTION, "إقرأ أيضاً", ""),
        ("اقرأ ايضا:", Mark.PROMOTION, "اقرأ ايضا", ""),
        ("مواضيع ذات صلة", Mark.RELATED, "مواضيع ذات صلة", ""),
        ("À lire\u00a0:Le port rouvre", Mark.PROMOTION, "À lire", "Le port rouvre"),
        ("Lire aussi | Le port rouvre", Mark.PROMOTION, "Lire aussi", "Le port rouvre"),
        ("LIRE AUSSI. Le port rouvre", Mark.PROMOTION, "LIRE AUSSI", "Le port rouvre"),
        ("READ MORE: Port to reopen", Mark.PROMOTION, "READ MORE", "Port to reopen"),
        ("Les også Havnen åpner igjen", Mark.PROMOTION, "Les også", "Havnen åpner igjen"),
        ("More from The Sample Post", Mark.RELATED, "More from The Sample Post", ""),
        (
            "Il vous reste 78 % de cet article à lire.",
            Mark.END,
            "Il vous reste 78 % de cet article à lire",
            "",
        ),
        ("Lees ook: De haven gaat weer open", Mark.PROMOTION, "Lees ook", "De haven gaat weer open"),
        ("Meest gelezen", Mark.RELATED, "Meest gelezen", ""),
        ("Читайте также: Порт снова открыт", Mark.PROMOTION, "Читайте также", "Порт снова открыт"),
        ("Теги: Сафи, порт", Mark.TAGS, "Теги", "Сафи, порт"),
        ("بیشتر بخوانید: بندر باز شد", Mark.PROMOTION, "بیشتر بخوانید", "بندر باز شد"),
        ("برچسب‌ها: بندر", Mark.TAGS, "برچسب‌ها", "بندر"),
        ("انتهای پیام", Mark.END, "انتهای پیام", ""),
        ("Article suivant", Mark.NEXT, "Article suivant", ""),
        ("المقال السابق", Mark.PREVIOUS, "المقال السابق", ""),
        ("Sujets associés : Sahara - Défense", Mark.TAGS, "Sujets associés", "Sahara - Défense"),
        ("Schlagwörter:", Mark.TAGS, "Schlagwörter", ""),
        ("5 comentarios", Mark.END, "5 comentarios", ""),
        ("اترك تعليقاً", Mark.END, "اترك تعليقاً", ""),
        ("© 2026 The Daily Sample", Mark.END, "© 2026 The Daily Sample", ""),
        ("Partager cet article", Mark.FURNITURE, "Partager cet article", ""),
        ("Suivez exemple.ma sur Google News", Mark.FURNITURE, "Suivez exemple.ma sur Google News", ""),
        ("fbpx", Mark.FURNITURE, "fbpx", ""),
    ],
)
def test_a_marker_is_known_by_its_words_not_by_its_signs(
    line: str, mark: Mark, label: str, rest: str
) -> None:
    (read,) = read_lines(line, MARKERS)
    assert read.found is not None
    assert (read.found.mark, read.found.label, read.found.rest) == (mark, label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Voir Naples et mourir",
        "Lire est un plaisir",
        "Par ailleurs, le ministre promet une loi",
        "Von der Leyen besucht Rabat",
        "Suivant les conseils du médecin, il renonce",
        "Plus loin dans le désert",
        "كتب التاريخ تروي قصة المدينة",
        "Tags und Nachts unterwegs",
        "Next year will be harder, farmers say",
        "More in hope than in fear, the fishermen went back to the quay that the storm had taken from them.",
        "También en Ceuta los pescadores han pedido una lonja nueva, y el alcalde les ha prometido una.",
        "Il vous reste à convaincre les mareyeurs, dit le directeur du port, qui les reçoit jeudi à Safi.",
        "Arrivés par groupes depuis le début du mois, les agents ont pris possession de leurs chambres",
        "تقرير حادث قطار الكرمة: الحاجز لم يغلق في الوقت المناسب",
    ],
)
def test_an_ordinary_headline_is_no_marker_and_no_byline(line: str) -> None:
    (read,) = read_lines(line, MARKERS)
    assert (read.found, read.role) == (None, LineRole.BODY)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("21 août 2022 - 17h40 - Sport - Ecrit par : S.A", LineRole.DATELINE),
        ("Publié le 24 mai 2022 à 10h15", LineRole.DATELINE),
        ("الإثنين 23 ماي 2022 - 14:30", LineRole.DATELINE),
        ("Par Anne Exemple", LineRole.BYLINE),
        ("بقلم: سعيد المنصوري", LineRole.BYLINE),
        ("(Foto: REUTERS)", LineRole.CREDIT),
        ("Le port de Safi. © Anne Exemple", LineRole.CAPTION),
        ("Accueil » Actualités » Le port rouvre", LineRole.FURNITURE),
        ("Home Africa Sport", LineRole.FURNITURE),
        ("Accueil / Société", LineRole.FURNITURE),
        ("Home | News | North Coast", LineRole.FURNITURE),
        ("Haberler > Dünya", LineRole.FURNITURE),
        ("Actualités / Société", LineRole.FURNITURE),
        ("Anne Exemple | Sport", LineRole.BODY),
        ("Sport | Anne Exemple", LineRole.BODY),
        ("Le port / la ville", LineRole.BODY),
        ("Politique Économie Culture Sport", LineRole.FURNITURE),
        ("الأربعاء 22 مارس 2023 الموافق لـ29 شعبان 1444 - 07:40 م", LineRole.DATELINE),
        ("0:00", LineRole.FURNITURE),
        ("* * *", LineRole.FURNITURE),
        ("Programme des fêtes du 12 mai 2024 dans toutes les villes du royaume", LineRole.BODY),
    ],
)
def test_a_line_shows_by_itself_what_it_may_be(line: str, role: LineRole) -> None:
    (read,) = read_lines(line, MARKERS, "fr")
    assert read.role is role


def test_a_folder_of_further_files_adds_to_the_words(tmp_path: Path) -> None:
    (tmp_path / "fr.toml").write_text('related = ["au même rayon"]\nkicker = ["Zoom"]\n', "utf-8")
    markers = load_markers(tmp_path)
    (read,) = read_lines("Au même rayon :", markers)
    assert read.mark is Mark.RELATED
    assert split_kicker("ZoomLe port", markers) == ("Zoom", "Le port")
    assert read_lines("Au même rayon :", MARKERS)[0].found is None


def test_width_counts_a_letter_of_an_unspaced_script_twice() -> None:
    assert [line.width for line in read_lines("港が再開\nport", MARKERS)] == [8, 4]
