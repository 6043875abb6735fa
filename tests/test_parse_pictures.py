from __future__ import annotations

import pytest

from archive.documents import CaptionKind
from archive.parse.captions import is_verbless, read_picture
from archive.parse.markers import load_markers

MARKERS = load_markers()


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("DR", None, "DR"),
        ("(AFP)", None, "AFP"),
        ("Photo : DR", None, "DR"),
        ("(Foto: Pool via REUTERS)", None, "Pool via REUTERS"),
        ("Image Credits: Sample", None, "Sample"),
        ("Anne Exemple / AFP", None, "Anne Exemple / AFP"),
        ("NOMBRE EJEMPLO (EFE)", None, "NOMBRE EJEMPLO (EFE)"),
        ("صورة: أرشيف", None, "أرشيف"),
        ("Le port de Safi. © Copyright : DR", "Le port de Safi.", "DR"),
        ("date 2022-05 © Copyright : Ministère de l'Eau", None, "Ministère de l'Eau"),
        ("Die neue Orgel im Saal.Foto: Max Muster/dpa", "Die neue Orgel im Saal.", "Max Muster/dpa"),
        ("The hall in 1874 (Image: Local Post)", "The hall in 1874", "Local Post"),
        ("Le souk a rouvert mercredi. Photo N.K.", "Le souk a rouvert mercredi.", "N.K."),
        (
            "The port of Safi in May. (AP Photo/Jane Sample)",
            "The port of Safi in May.",
            "AP Photo/Jane Sample",
        ),
        ("Le port, le 20 mai 2022. ANNE EXEMPLE / AFP", "Le port, le 20 mai 2022.", "ANNE EXEMPLE / AFP"),
        ("FILE - The port of Safi in May", "FILE - The port of Safi in May", None),
        ("Le port rouvre, annonce Reuters", None, None),
        ("Facebook ferme ses bureaux de Paris", None, None),
        ("© 2026 The Daily Sample. All rights reserved.", None, None),
        ("La photo du siècle est à vendre", None, None),
    ],
)
def test_a_caption_and_its_credit_are_told_apart(line: str, caption: str | None, credit: str | None) -> None:
    found = read_picture(line, MARKERS)
    texts = {part.kind: part.text for part in found}
    assert (texts.get(CaptionKind.CAPTION), texts.get(CaptionKind.CREDIT)) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "verbless"),
    [
        ("Le ministre de l'Eau, avec le directeur du port.", True),
        ("Le ministre de l'Eau est arrivé avec le directeur du port.", False),
    ],
)
def test_a_caption_without_a_verb_is_known_by_its_missing_verb(text: str, verbless: bool) -> None:
    assert is_verbless(text, MARKERS.verbs["fr"]) is verbless


def test_no_text_is_verbless_in_a_language_without_known_verbs() -> None:
    assert not is_verbless("وزير الماء رفقة مدير الميناء.", MARKERS.verbs["ar"])
