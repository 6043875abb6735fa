"""The reading of plain-text captures as a whole: refusals, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.documents import CaptionKind, Capture, Clipping, LineRole, Precision, Reason, Refusal
from archive.parse import parse, read_plain

PARAGRAPHS = (
    "Le port de Safi a rouvert lundi matin après deux ans de travaux, devant une foule de pêcheurs et d'élus.",
    "Les quais ont été élargis et une halle neuve remplace les anciens hangars, dit le directeur des travaux.",
    "Une école de la mer doit suivre au printemps, avec trente élèves venus de toute la côte atlantique du pays.",
    "Restent les prix de la sardine, qui inquiètent les familles depuis que le gazole a doublé en quelques mois.",
)
PARAGRAPH = PARAGRAPHS[0]
HEADLINES = """Accueil
Le gouvernement annonce un plan pour l'eau
La bourse de Casablanca termine en hausse
Football : le Raja se relance"""
HOME = "\n".join(
    f"{day} : ce que dit la presse\nOn y parle, ce {day}, des pluies, des récoltes et d'un match que la ville a gagné."
    for day in ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
)


@pytest.mark.parametrize(
    ("text", "reason", "fact"),
    [
        ("", Reason.EMPTY, ""),
        (" \n\t\n", Reason.EMPTY, ""),
        (HEADLINES, Reason.NO_ARTICLE, "4 lines"),
        (HOME, Reason.NO_ARTICLE, "headlines with one paragraph each"),
        ("Bonjour.", Reason.NO_ARTICLE, "1 lines"),
        ("fbpx\nإغلاق\nزر الذهاب إلى الأعلى", Reason.NO_ARTICLE, "3 lines"),
    ],
)
def test_a_text_with_no_article_is_refused_with_the_fact(text: str, reason: Reason, fact: str) -> None:
    refusal = parse(Capture(text.encode(), "a test"))
    assert isinstance(refusal, Refusal)
    assert refusal.reason is reason
    assert fact in refusal.detail


def test_a_media_type_with_no_reader_is_refused() -> None:
    refusal = parse(Capture(b"PK", "a test", media_type="application/zip"))
    assert isinstance(refusal, Refusal)
    assert "application/zip" in refusal.detail


@pytest.mark.parametrize(
    "text",
    [
        f"Safi retrouve son port\n\n{PARAGRAPH}",
        f"Le 3 mai 2021 à 08h15\n\n{PARAGRAPH}",
        f"{PARAGRAPH} {PARAGRAPH}",
    ],
)
def test_a_short_brief_is_no_reason_to_refuse(text: str) -> None:
    clipping = parse(Capture(text.encode(), "a test"))
    assert isinstance(clipping, Clipping)
    assert clipping.body.startswith(PARAGRAPH)


def test_a_charset_and_an_address_go_with_the_clipping() -> None:
    capture = Capture(
        f"Safi retrouve enfin son port de pêche\n\n{PARAGRAPH}".encode("cp1252"),
        "a test",
        address="https://exemple.ma/1",
    )
    clipping = parse(capture)
    assert isinstance(clipping, Clipping)
    assert clipping.address == "https://exemple.ma/1"
    assert clipping.charset is not None
    assert clipping.charset_reason
    assert clipping.body == PARAGRAPH


def test_a_language_that_is_given_settles_which_figure_is_the_month() -> None:
    text = f"Un titre très court\n03/04/2021 10:00\n\n{PARAGRAPH} {PARAGRAPH}"
    days = [read_plain(text, language=language) for language in ("fr", "en-US")]
    assert all(isinstance(clipping, Clipping) for clipping in days)
    french, english = (clipping for clipping in days if isinstance(clipping, Clipping))
    assert (french.language, english.language) == ("fr", "en")
    assert str(french.published) == "2021-04-03T10:00"
    assert french.origins["language"].place == "option"


def test_a_credit_line_gives_no_title_and_no_day() -> None:
    text = f" date 2022-05 © Copyright : Ministère de l'Eau\n\n{PARAGRAPH}\n\n{PARAGRAPH[:-1]}, dit-on."
    clipping = read_plain(text)
    assert isinstance(clipping, Clipping)
    assert clipping.title is None
    assert clipping.published
    assert (clipping.published.value, clipping.published.precision) == ("2022-05", Precision.MONTH)
    assert [(c.kind, c.text) for c in clipping.captions] == [(CaptionKind.CREDIT, "Ministère de l'Eau")]


def test_a_quote_pulled_out_of_a_paragraph_is_not_printed_twice() -> None:
    first, second, third, _ = PARAGRAPHS
    quote = second[second.index("une halle") : -1]
    clipping = read_plain("\n\n".join(("Un titre très court", first, second, quote, third)))
    assert isinstance(clipping, Clipping)
    assert clipping.body.split("\n\n") == [first, second, third]


def test_the_article_goes_on_after_a_box_of_other_headlines() -> None:
    first, second, *more = PARAGRAPHS
    box = (
        "Inscrivez-vous à notre newsletter",
        "Votre adresse e-mail",
        "Les plus lus",
        "Le phare de Safi en images",
    )
    clipping = read_plain("\n\n".join(("Un titre très court", first, second, *box, *more)))
    assert isinstance(clipping, Clipping)
    assert clipping.body.split("\n\n") == list(PARAGRAPHS)
    assert [link.title for link in clipping.related] == [box[-1]]


def test_a_marker_in_the_menu_above_the_title_hides_no_paragraph() -> None:
    menu = ("À la une", "Politique", "Société")
    clipping = read_plain(
        "\n".join((*menu, "Safi retrouve enfin son port", "Le 3 mai 2021 à 08h15", *PARAGRAPHS))
    )
    assert isinstance(clipping, Clipping)
    assert clipping.title == "Safi retrouve enfin son port"
    assert clipping.body.split("\n\n") == list(PARAGRAPHS)


def test_a_masthead_above_the_title_is_no_title() -> None:
    clipping = read_plain(
        "\n\n".join(("Le Phare de Doukkala", "Safi retrouve enfin son port de pêche", *PARAGRAPHS))
    )
    assert isinstance(clipping, Clipping)
    assert clipping.title == "Safi retrouve enfin son port de pêche"


@pytest.mark.parametrize(
    ("opening", "items"),
    [
        ("Le port a reçu :", ("Deux grues venues de Gênes", "Quatre chambres froides", "Une criée couverte")),
        ("وحصل الميناء على:", ("رافعتين من جنوة", "أربع غرف للتبريد")),
        (
            "La ville a pris trois mesures pour rassurer les habitants du quartier, lues en séance publique :",
            ("Un mur antibruit", "Une navette gratuite", "Un guichet à la mairie"),
        ),
        (None, ("• Deux grues venues de Gênes", "• Quatre chambres froides")),
        (None, ("1. Safi", "2. Agadir", "3. Tan-Tan")),
    ],
)
def test_a_list_among_the_paragraphs_stays_whole(opening: str | None, items: tuple[str, ...]) -> None:
    first, *more = PARAGRAPHS
    text = [first, *([opening] if opening else []), *items, *more]
    clipping = read_plain("\n".join(("Safi retrouve enfin son port", "Le 3 mai 2021 à 08h15", *text)))
    assert isinstance(clipping, Clipping)
    assert clipping.body.split("\n\n") == text


@pytest.mark.parametrize("rule", ["", "-----", "\n"])
@pytest.mark.parametrize("signs", ["Par Karim Testard\n5 mai 2021", "Par Karim Testard | 5 mai 2021"])
def test_of_two_articles_in_one_capture_the_first_is_read(signs: str, rule: str) -> None:
    own = ("Safi retrouve enfin son port de pêche", *PARAGRAPHS[:2])
    other = (rule, "Oualidia ouvre une école de la mer", signs, *PARAGRAPHS[2:])
    clipping = read_plain("\n".join((own[0], "Par Anne Exemple, le 3 mai 2021", *own[1:], *other)))
    assert isinstance(clipping, Clipping)
    assert clipping.title == own[0]
    assert clipping.body.split("\n\n") == list(own[1:])
    assert ([byline.name for byline in clipping.authors], str(clipping.published)) == (
        ["Anne Exemple"],
        "2021-05-03",
    )


def test_a_second_article_neither_dates_nor_signs_the_first() -> None:
    head = "Safi retrouve enfin son port de pêche\n3 mai 2021"
    other = ("Oualidia ouvre une école de la mer", "Par Karim Testard", "5 mai 2021 à 10h00", PARAGRAPHS[3])
    clipping = read_plain("\n".join((head, *PARAGRAPHS[:3], *other)))
    assert isinstance(clipping, Clipping)
    assert (clipping.authors, str(clipping.published)) == ((), "2021-05-03")


@pytest.mark.parametrize(
    "sentence",
    [
        "More in hope than in fear, the fishermen went back to the quay that the storm had taken from them.",
        "También en Ceuta los pescadores han pedido una lonja nueva, y el alcalde les ha prometido una.",
        "Il vous reste à convaincre les mareyeurs, dit le directeur du port, qui les reçoit jeudi à Safi.",
    ],
)
def test_a_sentence_that_opens_as_a_marker_does_ends_no_body(sentence: str) -> None:
    text = [PARAGRAPHS[0], sentence, *PARAGRAPHS[1:]]
    clipping = read_plain("\n".join(("Safi retrouve enfin son port", "Le 3 mai 2021 à 08h15", *text)))
    assert isinstance(clipping, Clipping)
    assert clipping.body.split("\n\n") == text


signs = "Le port rouvre à Safi . ... : Par Anne Exemple 21 août 2022 - 17h40 © Tags AFP ( ) » بقلم و قال 写真 \u200f"
labels = ("À lire :", "Aller plus loin", "المصدر", "\u00a0", "Le 3 mai 2021")
words = st.sampled_from([*signs.split(), *labels])
pasted = st.lists(st.lists(words, max_size=30).map(" ".join), max_size=25).map("\n".join)
around = st.tuples(pasted, pasted).map(lambda pair: "\n".join((pair[0], *PARAGRAPHS, pair[1])))


@given(st.one_of(st.text(), pasted, around))
def test_any_text_is_read_or_refused_and_every_line_is_accounted_for_once(text: str) -> None:
    clipping = read_plain(text)
    if isinstance(clipping, Refusal):
        assert clipping.detail
        return
    assert [line.number for line in clipping.lines] == list(range(1, len(clipping.lines) + 1))
    printed = iter(text)
    assert all(letter in printed for line in clipping.lines for letter in line.text)  # in order, none twice
    assert sum(len(line.text) for line in clipping.lines) >= len(text) - 2 * len(clipping.lines)
    assert all(paragraph in text for paragraph in clipping.body.split("\n\n"))
    bodies = [line.text for line in clipping.lines if line.role is LineRole.BODY]
    assert len(bodies) == len(clipping.body.split("\n\n"))
    assert clipping.origins.keys() >= {"body", "language"}
