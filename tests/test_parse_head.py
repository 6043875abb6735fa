"""What stands above a body: the title among its doubles, the kicker, the section among the items of a menu."""

from __future__ import annotations

import pytest

from archive.documents import Clipping
from archive.parse import read_plain

TITLE = "Safi retrouve enfin son port de pêche"
BODY = (
    "Le port de Safi a rouvert lundi matin après deux ans de travaux, devant une foule de pêcheurs et d'élus.",
    "Les quais ont été élargis et une halle neuve remplace les anciens hangars, dit le directeur des travaux.",
)


def read(*above: str) -> Clipping:
    clipping = read_plain("\n".join((*above, TITLE, "3 mai 2021", *BODY)))
    assert isinstance(clipping, Clipping)
    return clipping


@pytest.mark.parametrize(
    "double",
    [
        f"Accueil Maroc Société {TITLE}",
        f"Accueil / Société / {TITLE}",
        f"{TITLE} | Le Phare de Doukkala",
        f"{TITLE} - Le Phare",
        f"{TITLE} – Le Phare de Doukkala",
    ],
)
def test_a_title_printed_with_its_trail_or_its_site_is_the_title_all_the_same(double: str) -> None:
    clipping = read(double)
    assert (clipping.title, clipping.standfirst) == (TITLE, None)


def test_a_longer_headline_is_not_the_title_with_something_behind_it() -> None:
    longer = f"{TITLE} et sa halle, après deux ans de travaux"
    clipping = read_plain("\n".join((longer, "3 mai 2021", *BODY)))
    assert isinstance(clipping, Clipping)
    assert clipping.title == longer


@pytest.mark.parametrize(
    ("above", "section", "kicker"),
    [
        (("Accueil", "Politique", "Économie", "Culture", "Sport"), None, None),
        (("الرئيسية", "سياسة", "رياضة", "تكنولوجيا"), None, None),
        (("Politique", "Économie", "Culture", "Sport", "Vie de la côte"), None, "Vie de la côte"),
        (("Politique", "Économie", "Culture", "Sport", "Culture"), "Culture", None),
        (("Culture",), "Culture", None),
        (("Accueil", "Culture"), "Culture", None),
        (("Culture", "Vie de la côte"), "Culture", "Vie de la côte"),
    ],
)
def test_the_last_item_of_a_menu_is_no_section(
    above: tuple[str, ...], section: str | None, kicker: str | None
) -> None:
    clipping = read(*above)
    assert (clipping.section, clipping.kicker) == (section, kicker)


@pytest.mark.parametrize(
    "trail", ["Actualités / Société", "Accueil | Maroc | Safi", "Accueil > Maroc > Safi"]
)
def test_a_trail_is_no_kicker(trail: str) -> None:
    assert read(trail).kicker is None
