"""The language of a text is told by its script or by its words, and is not told where it cannot be."""

from __future__ import annotations

import socket

import pytest

from archive.parse.language import detect_language

PARAGRAPHS = {
    "ar": "قررت البلدية إغلاق الجسر القديم بعد ظهور تشققات في دعائمه، ودعت السائقين إلى سلك الطريق الساحلي.",
    "cs": "Radnice uzavřela starý most, protože se v pilířích objevily trhliny, a řidiče posílá po pobřeží.",
    "de": "Die Stadt hat die alte Brücke gesperrt, weil Risse in den Pfeilern entdeckt worden sind.",
    "el": "Ο δήμος έκλεισε την παλιά γέφυρα, επειδή εμφανίστηκαν ρωγμές στους πυλώνες της.",
    "en": "The council has closed the old bridge because cracks were found in its pillars this week.",
    "es": "El ayuntamiento cerró el puente viejo porque aparecieron grietas en sus pilares esta semana.",
    "fa": "شهرداری پل قدیمی را پس از پیدا شدن ترک در پایه‌های آن بست و از رانندگان خواست از جاده ساحلی بروند.",
    "fr": "La mairie a fermé le vieux pont après la découverte de fissures dans ses piliers cette semaine.",
    "he": "העירייה סגרה את הגשר הישן אחרי שהתגלו סדקים בעמודים שלו.",
    "it": "Il comune ha chiuso il vecchio ponte dopo la scoperta di alcune crepe nei suoi pilastri.",
    "ja": "市は橋脚にひびが見つかったため、古い橋を今週から通行止めにした。",
    "ko": "시는 교각에서 균열이 발견되어 이번 주부터 오래된 다리를 폐쇄했다.",
    "nl": "De gemeente heeft de oude brug gesloten omdat er scheuren in de pijlers zijn gevonden.",
    "pl": "Władze miasta zamknęły stary most, ponieważ w jego filarach pojawiły się pęknięcia.",
    "pt": "A prefeitura fechou a ponte antiga depois que apareceram rachaduras nos seus pilares.",
    "ru": "Городские власти закрыли старый мост, потому что в его опорах появились трещины.",
    "sv": "Kommunen har stängt den gamla bron eftersom sprickor har upptäckts i dess pelare.",
    "tr": "Belediye, ayaklarında çatlaklar görülen eski köprüyü bu hafta trafiğe kapattı.",
    "uk": "Міська влада закрила старий міст, бо в його опорах з'явилися тріщини.",
    "ur": "بلدیہ نے ستونوں میں دراڑیں پڑنے کے بعد پرانا پل بند کر دیا ہے۔",
    "zh": "市政府因桥墩出现裂缝，本周起关闭了旧桥，并请司机改走沿海公路。",
}
HEADLINES = [
    ("ar", "نتائج البكالوريا اليوم"),
    ("ar", "إضراب في تونس"),
    ("de", "Streik der Lokführer"),
    ("en", "Oil prices rise"),
    ("en", "Minister resigns today"),
    ("es", "Suben los precios"),
    ("fa", "گزارش پلیس تهران"),
    ("fr", "Grève à Tunis"),
    ("fr", "Hausse des prix"),
    ("it", "Sciopero dei treni"),
    ("nl", "Staking bij spoorwegen"),
    ("pt", "Greve dos professores"),
    ("ru", "Цены снова растут"),
    ("tr", "Bakan istifa etti"),
    ("zh", "油价再次上涨"),
    ("ja", "首相が辞任した"),
]
UNTOLD = [
    "",
    "   \n",
    "2022",
    "12:30 - 17:45",
    "1-0",
    "😀🎉👍",
    "???!…",
    "https://example.org/a/b",
    "AFP",
    "OK",
    "qwx zzv kkj",
]


@pytest.mark.parametrize(("language", "text"), PARAGRAPHS.items())
def test_a_paragraph_tells_its_language(language: str, text: str) -> None:
    code, confidence = detect_language(text)
    assert code == language
    assert 0.4 < confidence <= 1.0


@pytest.mark.parametrize(("language", "text"), HEADLINES)
def test_a_headline_of_a_few_words_tells_its_language(language: str, text: str) -> None:
    assert detect_language(text)[0] == language


@pytest.mark.parametrize("text", UNTOLD)
def test_what_holds_no_words_of_a_language_is_undetermined(text: str) -> None:
    assert detect_language(text) == ("und", 0.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f"Home News Sport\n\n{PARAGRAPHS['ar']}\n\nCookies Policy", "ar"),
        (f"الرئيسية\n\n{PARAGRAPHS['fr']} {PARAGRAPHS['fr']}\n\nاتصل بنا", "fr"),
        (f"{PARAGRAPHS['ar']} (Société générale, DGSN, www.example.ma)", "ar"),
        (PARAGRAPHS["ar"] + " وافتتح معرض گوگل في مدينة أگادير", "ar"),
        (PARAGRAPHS["fr"].upper(), "fr"),
        ("Home. Log in. Subscribe.\n" + "\n".join([PARAGRAPHS["de"]] * 60), "de"),
        ("\n".join([PARAGRAPHS["es"]] * 3000), "es"),
    ],
)
def test_the_body_outweighs_what_stands_around_it(text: str, language: str) -> None:
    assert detect_language(text)[0] == language


def test_detection_needs_no_network_and_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert detect_language(PARAGRAPHS["it"])[0] == "it"
    assert capfd.readouterr() == ("", "")
