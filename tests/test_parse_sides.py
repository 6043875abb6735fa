"""What stands around a body: related links, tags, outlets, dates."""

from __future__ import annotations

import pytest

from archive.documents import Capture, Clipping, LineRole, LinkKind
from archive.parse import KnownOutlets, parse
from archive.parse.tags import split_tags

TITLE = "Le port de Safi rouvre après deux ans de travaux"
BODY = """Le port de Safi a rouvert lundi matin après deux ans de travaux, devant une foule de pêcheurs et de familles.

Les quais ont été élargis et une halle aux poissons remplace les anciens hangars, a expliqué le directeur du port.
"""
BLURB = "Les pêcheurs reprennent la mer après des mois d'attente, et les prix baissent sur les marchés de la ville."
KNOWN = KnownOutlets.of(
    [
        {
            "name": "Exemple.ma",
            "domains": ["exemple.ma"],
            "aliases": ["Exemple"],
            "tags": ["Défense - Armement"],
        },
        {"name": "Le Globe", "domains": ["leglobe.example"], "aliases": []},
    ]
)


def read(above: str = "", below: str = "", outlets: KnownOutlets | None = None) -> Clipping:
    text = "\n\n".join((TITLE, above, BODY, below))
    clipping = parse(Capture(text.encode(), "a test"), outlets=outlets)
    assert isinstance(clipping, Clipping)
    assert clipping.body == BODY.strip()
    return clipping


def test_headlines_below_a_marker_are_links_and_take_their_blurbs() -> None:
    below = f"Sur le même sujet :\n\nLa halle aux poissons en images\n\n{BLURB}\n\nUn phare tout neuf"
    links = read(below=below).related
    assert [(link.kind, link.group, link.title, link.blurb, link.truncated) for link in links] == [
        (LinkKind.RELATED, "Sur le même sujet", "La halle aux poissons en images", BLURB, False),
        (LinkKind.RELATED, "Sur le même sujet", "Un phare tout neuf", None, False),
    ]


def test_a_cut_blurb_is_marked_as_cut() -> None:
    (link,) = read(below=f"Articles similaires\nLa halle en images\n{BLURB[:-1]}...").related
    assert (link.blurb, link.truncated) == (f"{BLURB[:-1]}...", True)


def test_the_link_to_the_article_itself_is_left_out_with_its_blurb() -> None:
    clipping = read(below=f"Aller plus loin\n{TITLE}\n{BLURB}\nLa halle aux poissons en images")
    assert [link.title for link in clipping.related] == ["La halle aux poissons en images"]
    assert [line.role for line in clipping.lines].count(LineRole.SELF_LINK) == 2


@pytest.mark.parametrize(
    ("below", "kind", "group"),
    [
        ("Article précédent\n\nUn phare tout neuf à Safi", LinkKind.PREVIOUS, "Article précédent"),
        ("Article suivant : Un phare tout neuf à Safi", LinkKind.NEXT, "Article suivant"),
        ("Les plus lus\nUn phare tout neuf à Safi", LinkKind.RELATED, "Les plus lus"),
        ("الأكثر قراءة\nUn phare tout neuf à Safi", LinkKind.RELATED, "الأكثر قراءة"),
    ],
)
def test_a_link_keeps_where_it_stood(below: str, kind: LinkKind, group: str) -> None:
    (link,) = read(below=below).related
    assert (link.kind, link.group, link.title) == (kind, group, "Un phare tout neuf à Safi")


def test_headlines_with_no_marker_among_the_paragraphs_leave_the_body() -> None:
    first, second = BODY.strip().split("\n\n")
    headlines = "La halle aux poissons en images\n\nPourquoi le phare a changé de place ?"
    text = "\n\n".join(
        (TITLE, "Le 3 mai 2021 à 08h15", first, first[:-1] + " et de curieux.", headlines, second)
    )
    clipping = parse(Capture(text.encode(), "a test"))
    assert isinstance(clipping, Clipping)
    assert [link.title for link in clipping.related] == headlines.split("\n\n")
    assert "La halle" not in clipping.body


def test_nothing_below_the_related_marker_dates_or_signs_the_article() -> None:
    below = "Articles similaires\nUn phare tout neuf à Safi\nPar Anne Exemple\nPublié le 3 mai 2024 à 10h00"
    clipping = read(below=below)
    assert (clipping.published, clipping.authors) == (None, ())


def test_a_date_in_a_paragraph_is_not_the_date_of_publication() -> None:
    clipping = parse(
        Capture(f"{TITLE}\n{BODY}Le chantier avait commencé le 3 mai 2019 à 10h00.".encode(), "a test")
    )
    assert isinstance(clipping, Clipping)
    assert clipping.published is None


@pytest.mark.parametrize(
    ("above", "value"),
    [
        ("Publié le 3 mai 2021 à 08h15, mis à jour le 4 mai 2021 à 09h00", "2021-05-03T08:15"),
        ("Mis à jour le 4 mai 2021 à 09h00\nPublié le 3 mai 2021 à 08h15", "2021-05-03T08:15"),
        ("03/05/2021", "2021-05-03"),
        ("Le port de Safi en mai 2021. © Anne Exemple\nLe 3 mai 2021", "2021-05-03"),
    ],
)
def test_the_date_with_a_publication_word_or_a_time_wins(above: str, value: str) -> None:
    assert str(read(above=above).published) == value


@pytest.mark.parametrize(
    "below",
    [
        "2 commentaires\nRachid\n3 mai 2021 à 10h00\nBravo !",
        "Comments (1)\nRashid\nPosted on May 3, 2021 at 10:00 am\nGood news.",
    ],
)
def test_the_date_of_a_comment_is_not_that_of_the_article(below: str) -> None:
    assert read(below=below).published is None


@pytest.mark.parametrize(
    "caption",
    [
        "Le port de Safi, le 3 mai 2019. Photo AFP",
        "FILE - The port of Safi on May 3, 2019. (AP Photo/Ann Sample)",
    ],
)
def test_the_date_of_a_picture_is_not_that_of_the_article(caption: str) -> None:
    assert read(above=caption).published is None


@pytest.mark.parametrize(
    ("top", "around", "published"),
    [
        ("Lundi 6 janvier 2025", "Par Anne Exemple\nil y a 3 heures", None),
        ("Lundi 6 janvier 2025", "Anne Exemple · 3 hours ago", None),
        ("الاثنين 6 يناير 2025", "منذ يومين", None),
        ("Lundi 6 janvier 2025", "Par Anne Exemple", "2025-01-06"),
        ("Régates de Safi : 14 avril 2024", "Par Anne Exemple", None),
        ("Publié le : 14 avril 2024", "Par Anne Exemple", "2024-04-14"),
        ("Mise à jour : 14 avril 2024", "Par Anne Exemple", "2024-04-14"),
    ],
)
def test_above_the_title_stand_the_day_of_the_visit_and_days_of_events_too(
    top: str, around: str, published: str | None
) -> None:
    clipping = parse(Capture(f"{top}\n\n{TITLE}\n{around}\n\n{BODY}".encode(), "a test"))
    assert isinstance(clipping, Clipping)
    assert (str(clipping.published) if clipping.published else None) == published


def test_the_words_of_a_dateline_hide_no_author_and_are_none() -> None:
    assert [b.name for b in read(above="Published On 3 May 2021\nAnne Exemple").authors] == ["Anne Exemple"]
    assert read(above="آخر تحديث: 15 مايو 2021 11:00").authors == ()


def test_the_outlet_that_signs_beside_the_dateline_is_no_author() -> None:
    clipping = read(above="Phare Rouge\n3 mai 2021", below="Suivez Phare Rouge sur Google News")
    assert (clipping.outlet, clipping.authors) == ("Phare Rouge", ())


@pytest.mark.parametrize(
    ("foot", "name"),
    [("(AFP).", "AFP"), ("(و م ع)", "و م ع"), ("EFE", "EFE"), ("(sic)", None), ("Fin.", None)],
)
def test_an_agency_may_sign_the_last_sentence(foot: str, name: str | None) -> None:
    clipping = parse(Capture(f"{TITLE}\n{BODY.strip()} {foot}".encode(), "a test"))
    assert isinstance(clipping, Clipping)
    assert [byline.name for byline in clipping.authors] == ([name] if name else [])
    assert clipping.body.endswith(foot)


@pytest.mark.parametrize(
    ("text", "known", "tags"),
    [
        ("Sahara, Rif، Safi; Fès", (), ("Sahara", "Rif", "Safi", "Fès")),
        ("Sahara - Défense - Armement", (), ("Sahara", "Défense", "Armement")),
        ("Sahara - Défense - Armement", ("défense – armement",), ("Sahara", "Défense - Armement")),
        ("#Safi #Port", (), ("Safi", "Port")),
        ("Safi | Port | Safi", (), ("Safi", "Port")),
        ("Rabat-Salé", (), ("Rabat-Salé",)),
        (" - ", (), ()),
    ],
)
def test_tags_are_split_at_the_signs_between_them(
    text: str, known: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    assert split_tags(text, known) == tags


def test_tags_may_stand_one_a_line() -> None:
    clipping = read(below="Mots-clés\nSafi\nPort\nPêche\nLes plus lus\nUn phare tout neuf à Safi")
    assert clipping.tags == ("Safi", "Port", "Pêche")
    assert clipping.origins["tags"].place == "lines 11-13"


def test_the_known_tags_of_the_outlet_settle_a_dash() -> None:
    below = "Suivez exemple.ma sur WhatsApp\n\nSujets associés : Safi - Défense - Armement"
    assert read(below=below).tags == ("Safi", "Défense", "Armement")
    assert read(below=below, outlets=KNOWN).tags == ("Safi", "Défense - Armement")


@pytest.mark.parametrize(
    ("above", "below", "outlet"),
    [
        ("", "Suivez exemple.ma sur Google News", "exemple.ma"),
        ("", "Follow the Local Post on Facebook", "Local Post"),
        ("", "© 2021 nouvelles.example.org, tous droits réservés", "nouvelles.example.org"),
        ("", "Suivez-nous sur Facebook", None),
        ("", "Photo © Anne Exemple", None),
        ("", "", None),
    ],
)
def test_an_outlet_is_named_only_by_what_the_page_says(above: str, below: str, outlet: str | None) -> None:
    assert read(above, below).outlet == outlet


@pytest.mark.parametrize(
    ("above", "below", "outlet"),
    [
        ("", "Suivez exemple.ma sur Google News", "Exemple.ma"),
        ("Le Globe", "", "Le Globe"),
        ("", "© Le Globe 2021. Tous droits réservés.", "Le Globe"),
        ("Par Anne Exemple\nLe Globe - 3 mai 2021", "", "Le Globe"),
        ("Par Anne Exemple\nLe Monde entier - 3 mai 2021", "", None),
    ],
)
def test_a_known_outlet_goes_by_its_own_name(above: str, below: str, outlet: str | None) -> None:
    clipping = read(above, below, KNOWN)
    assert clipping.outlet == outlet
    assert (outlet is None) or clipping.origins["outlet"].evidence


def test_an_outlet_is_found_by_any_of_its_names() -> None:
    assert {name for name in ("EXEMPLE", "www.exemple.ma", "exemple.ma", "Autre") if KNOWN.find(name)} == {
        "EXEMPLE",
        "www.exemple.ma",
        "exemple.ma",
    }
