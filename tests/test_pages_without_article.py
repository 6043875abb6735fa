"""Pages that answer 200 and hold no article say so in their reason; articles on such matters are read."""

from __future__ import annotations

import pytest

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import parse


def page(title: str, *paragraphs: str, after: str = "", head: str = "") -> Clipping | Refusal:
    told = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><main><h1>{title}</h1>{told}</main>{after}</body></html>"
    )
    return parse(Capture(html.encode(), "page", media_type="text/html"))


MISSING = (
    (
        "Page introuvable",
        "La page que vous demandez a peut-être été déplacée. Revenez à l'accueil ou cherchez un mot.",
    ),
    (
        "Erreur 404 - Le Courrier du Delta",
        "Rien ici. Nos dernières nouvelles vous attendent sur la page d'accueil du journal. " * 8,
    ),
    (
        "Page not found",
        "We looked everywhere, and the story you asked for is not on our shelves any more. " * 4,
    ),
    ("404", "Try the front page, or search for the story by a word of its headline instead."),
    (
        "الصفحة غير موجودة",
        "عذراً، لم نعثر على ما تبحث عنه في موقعنا، يمكنك العودة إلى الصفحة الرئيسية أو البحث بكلمة أخرى. " * 3,
    ),
    ("خطأ 404", "ربما نُقلت هذه المادة إلى عنوان آخر، جرّب محرك البحث في أعلى الموقع أو عد إلى البداية."),
)

WALLS = (
    (
        "Le Courrier du Delta",
        "Nous respectons votre vie privée.",
        "Avec votre accord, nos partenaires et nous utilisons des cookies pour mesurer l'audience.",
        "Tout accepter",
    ),
    (
        "The Delta Courier",
        "We value your privacy and so do our partners.",
        "We use cookies to store and/or access information on a device. Manage preferences or accept all.",
        "Accept all",
    ),
    (
        "بريد الدلتا",
        "نحن نقدر خصوصيتك، ونستخدم نحن وشركاؤنا ملفات تعريف الارتباط لقياس الزيارات.",
        "يمكنك سحب موافقتك متى شئت، اقرأ سياسة الخصوصية لمعرفة كيف نعالج بياناتك الشخصية.",
    ),
    (
        "Just a moment",
        "Checking your browser before you read on.",
        "Please enable JavaScript and verify you are human.",
    ),
)

OPENING = (
    "Le ministre a reçu lundi les représentants des pêcheurs, qui réclament depuis des mois un carburant moins cher et "
    "des quais remis en état avant la saison du thon. "
)
PAY = (
    ("La colère des ports", OPENING, "Il vous reste 78 % de cet article à lire."),
    ("La colère des ports", OPENING, "La suite est réservée aux abonnés."),
    (
        "Anger in the harbours",
        (
            "The minister met on Monday with the fishermen, who have been asking for cheaper fuel and for "
            "mended quays since the spring, before the tuna season opens. "
        ),
        "Subscribe to continue reading this story.",
    ),
    (
        "غضب في الموانئ",
        "استقبل الوزير يوم الاثنين ممثلي الصيادين الذين يطالبون منذ أشهر بوقود أرخص وبإصلاح الأرصفة قبل "
        "موسم التونة الذي يبدأ بعد أسابيع قليلة في الساحل الشرقي. " * 2,
        "هذا المحتوى للمشتركين",
    ),
)


@pytest.mark.parametrize("told", MISSING, ids=lambda told: told[0])
def test_a_page_that_is_not_there_is_refused_as_such(told: tuple[str, ...]) -> None:
    answer = page(*told)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.NOT_FOUND_PAGE, answer


@pytest.mark.parametrize("told", WALLS, ids=lambda told: told[0])
def test_a_wall_that_asks_for_consent_is_refused_as_such(told: tuple[str, ...]) -> None:
    answer = page(*told)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.COOKIE_WALL, answer


@pytest.mark.parametrize("told", PAY, ids=lambda told: told[2])
def test_the_stub_before_a_pay_wall_is_refused_as_such(told: tuple[str, ...]) -> None:
    answer = page(*told)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.PAYWALL, answer


BRIEF = """\
Les recherches ont repris samedi à l'aube sur les deux versants de la montagne, avec l'aide de bergers du village et
de chiens venus de la capitale.

Trois équipes ont fouillé les ravins au nord du col, où des traces de pas avaient été relevées jeudi par un garde
forestier, sans trouver l'homme ni son sac.""".split("\n\n")


@pytest.mark.parametrize(
    "title",
    [
        "Le randonneur reste introuvable",
        "Missing walker not found after three days",
        "404 passagers secourus en mer",
        "النسخة الأصلية غير موجودة",
    ],
)
def test_a_brief_on_what_is_lost_is_read(title: str) -> None:
    answer = page(title, *BRIEF)
    assert isinstance(answer, Clipping), answer
    assert answer.title == title


def test_an_article_on_privacy_is_read() -> None:
    answer = page(
        "La commission veut mieux protéger les lecteurs",
        "Le texte oblige les sites à demander avant de suivre qui que ce soit, et à dire ce que deviennent vos données "
        "personnelles une fois vendues.",
        *BRIEF,
        "Les éditeurs craignent de perdre la moitié de leurs recettes, et demandent deux ans pour s'y préparer sans "
        "devoir fermer de rédactions locales.",
    )
    assert isinstance(answer, Clipping), answer


def test_a_free_brief_above_the_headlines_of_paid_ones_is_read() -> None:
    teasers = "".join(
        f'<li><a href="/n/{n}">{title}</a> <span>Réservé aux abonnés</span></li>'
        for n, title in enumerate(
            ("Le prix du blé recule pour la troisième semaine", "Un tramway relie les deux rives du fleuve")
        )
    )
    answer = page("Les recherches reprennent", *BRIEF, after=teasers)
    assert isinstance(answer, Clipping), answer


def test_what_says_that_it_is_free_is_read() -> None:
    stated = '{"@type": "NewsArticle", "headline": "Les recherches reprennent", "isAccessibleForFree": true}'
    free = f'<script type="application/ld+json">{stated}</script>'
    answer = page("Les recherches reprennent", *BRIEF, "Already a subscriber? Sign in.", head=free)
    assert isinstance(answer, Clipping), answer


def test_a_link_that_offers_a_subscription_is_the_end_of_a_stub() -> None:
    offer = '<p><a href="/abo">Abonnez-vous pour lire la suite de cet article</a></p>'
    answer = page("Les recherches reprennent", *BRIEF, after=offer)
    assert isinstance(answer, Refusal)
    assert answer.reason is Reason.PAYWALL
