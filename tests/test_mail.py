"""Mail: newsletters, articles passed on, what is attached, and mailboxes; broken mail is an outcome, never a fault."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packs import captures, opened, page, refusals, zipped

from archive.capture import mailboxes
from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import KnownOutlets, parse
from archive.parse.mail.headers import read_moment, read_sender, read_words
from archive.parse.mail.phrases import load_phrases

Run = Callable[..., object]

FIRST = (
    "Le bac qui relie les deux rives de l'estuaire a repris son service dimanche, après onze semaines de travaux. "
    "La coque a été doublée et les deux moteurs remplacés par des machines plus silencieuses."
)
SECOND = (
    "La traversée reste gratuite pour les écoliers, et coûtera deux dirhams aux autres passagers jusqu'à l'été. "
    "Les horaires seront affichés sur les deux quais, a précisé le syndicat des passeurs."
)
ARABIC = (
    "استأنفت العبّارة التي تربط ضفتي المصب عملها يوم الأحد بعد أحد عشر أسبوعا من الإصلاحات، وقد دُعّم هيكلها "
    "واستُبدل محركاها بآلتين أقل ضجيجا، حسب ما أعلنته نقابة العبّارين في المدينة."
)
TITLE = "Le bac de Sidi Larbi reprend la mer"
LIST = {"List-Unsubscribe": "<https://lettre.example/u>"}
ENVELOPE = {
    "From": "La Gazette d’Agdal <lettre@news.agdal.example>",
    "To": "lectrice@x.example",
    "Subject": TITLE,
    "Date": "Sun, 03 Mar 2024 09:15:02 +0100",
}
BODY = f"{FIRST}\n\n{SECOND}"


def mail(text: str | None = None, html: str | None = None, **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        **ENVELOPE,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }.items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def read(content: bytes, outlets: KnownOutlets | None = None) -> Clipping | Refusal:
    piece = captures(opened(content))[0]
    assert (piece.media_type, piece.content) == ("message/rfc822", content)
    return parse(piece, outlets=outlets)


def clipping(message: EmailMessage | bytes, outlets: KnownOutlets | None = None) -> Clipping:
    found = read(message if isinstance(message, bytes) else message.as_bytes(), outlets)
    assert isinstance(found, Clipping), found
    return found


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"From: a@b.example\nDate: Sun, 3 Mar 2024 09:15:02 +0100\n\ntext", "message/rfc822"),
        (b"Received: from x\n\tby y\nFrom: a@b.example\n\ntext", "message/rfc822"),
        (b"From: Tetouan\nTitle: The ferry\n\nThe ferry sails again.", "text/plain"),
        (b"The ferry sails again, from: today.\nDate: none", "text/plain"),
        (
            b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=1\n\n--1\n\n--1--",
            "multipart/related",
        ),
        (b"To: a@b.example\nFrom: b@b.example\nMIME-Version: 1.0\n\ntext", "message/rfc822"),
    ],
)
def test_a_message_is_told_by_its_headers(content: bytes, kind: str) -> None:
    assert [piece.media_type for piece in captures(opened(content))] == [kind]


NEWSLETTER = f"""Voir cet e-mail dans votre navigateur <https://lettre.example/1>

{TITLE}

Par Nadia Ferhat

{BODY}

Se désabonner | Gérer vos préférences
https://lettre.example/u
--\x20
La Gazette d’Agdal, 3 rue du Port
"""
NEWSLETTER_PAGE = f"""<html><head><title>Lettre</title></head><body><table><tr><td>
<p style="display:none">Un aperçu que personne ne voit</p><p>Voir cet e-mail dans votre navigateur</p></td></tr>
<tr><td><h1>{TITLE}</h1><p>Par Nadia Ferhat</p><p>{FIRST}</p><p>{SECOND}</p></td></tr>
<tr><td><a href="https://lettre.example/u">Se désabonner</a><p>Vous recevez cet e-mail car vous y êtes abonné.</p>
</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("text", "html"), [(NEWSLETTER, None), (None, NEWSLETTER_PAGE), (NEWSLETTER, NEWSLETTER_PAGE)]
)
def test_a_newsletter_of_one_article_is_the_article(text: str | None, html: str | None) -> None:
    found = clipping(mail(text, html, **LIST))
    assert (found.title, found.body) == (TITLE, BODY)
    assert [byline.name for byline in found.authors] == ["Nadia Ferhat"]
    assert (str(found.published), found.language) == ("2024-03-03T09:15+01:00", "fr")
    assert found.outlet == "La Gazette d’Agdal"
    assert found.origins["published"].place == "mail: date"
    assert found.origins["outlet"].place == "mail: from"


@pytest.mark.parametrize("width", [60, 72, 78, 120])
def test_text_that_was_broken_at_a_width_is_joined_again(width: int) -> None:
    broken = "\n\n".join(textwrap.fill(one, width) for one in (TITLE, "Par Nadia Ferhat", FIRST, SECOND))
    assert clipping(mail(broken, **LIST)).body == BODY
    flowed = mail(broken.replace("\n\n", "\0").replace("\n", " \n").replace("\0", "\n\n"), **LIST).as_bytes()
    flowed = flowed.replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed')
    assert clipping(flowed).body == BODY


def test_a_space_that_was_set_where_a_line_was_broken_is_taken_out() -> None:
    """RFC 3676, 4.1: with DelSp the line may be broken within a word."""

    def broken(paragraph: str) -> str:
        lines = (paragraph[place : place + 60] for place in range(0, len(paragraph), 60))
        return " \n".join(f" {line}" if line.startswith(" ") else line for line in lines)

    text = "\n\n".join(map(broken, (TITLE, "Par Nadia Ferhat", FIRST, SECOND, ARABIC)))
    content = mail(text, **LIST).as_bytes()
    flowed = content.replace(b'charset="utf-8"', b'charset="utf-8"; format=flowed; delsp=yes')
    assert clipping(flowed).body == f"{BODY}\n\n{ARABIC}"


def test_the_richer_of_two_parts_is_read() -> None:
    stub = f"<html><body><p>{FIRST}</p></body></html>"
    assert clipping(mail(NEWSLETTER, stub, **LIST)).body == BODY
    assert clipping(mail("Ce message est en HTML.", NEWSLETTER_PAGE, **LIST)).body == BODY


def test_a_person_who_writes_is_no_outlet_and_the_day_of_a_letter_is_doubtful() -> None:
    found = clipping(mail(BODY))
    assert found.outlet is None
    assert found.origins["title"].place == "mail: subject"
    assert found.origins["published"].confidence < 0.5
    known = KnownOutlets.of([{"name": "Gazette d’Agdal", "domains": ["agdal.example"]}])
    assert clipping(mail(BODY), known).outlet == "Gazette d’Agdal"


def test_what_the_letter_prints_stands_over_its_envelope() -> None:
    found = clipping(mail(f"{TITLE}\n\nPublié le 1er mars 2024\n\n{BODY}", Subject="À lire ce matin", **LIST))
    assert (found.title, str(found.published)) == (TITLE, "2024-03-01")


FORWARDED = {
    "fr": "---------- Message transféré ---------\nDe : {name} <l@agdal.example>\nDate : dim. 3 mars 2024 à 09:15\n"
    "Objet : {subject}\nÀ : Ami <ami@y.example>\n",
    "en": "---------- Forwarded message ---------\nFrom: {name} <l@agdal.example>\nDate: Sun, Mar 3, 2024 at 9:15 AM\n"
    "Subject: {subject}\nTo: Ami <ami@y.example>\n",
    "outlook": "-----Original Message-----\nFrom: {name}\nSent: Sunday, March 3, 2024 9:15 AM\nTo: Ami; Amie\n"
    "Subject: {subject}\n",
    "apple": "Begin forwarded message:\n\n> From: {name} <l@agdal.example>\n> Subject: {subject}\n"
    "> Date: 3 March 2024 at 09:15:00 CET\n> To: Ami <ami@y.example>\n>\n",
    "es": "---------- Mensaje reenviado ---------\nDe: {name} <l@agdal.example>\nFecha: dom, 3 mar 2024 09:15\n"
    "Asunto: {subject}\nPara: Ami <ami@y.example>\n",
    "de": "-------- Weitergeleitete Nachricht --------\nBetreff: {subject}\nDatum: 3. März 2024, 09:15\n"
    "Von: {name} <l@agdal.example>\nAn: Ami <ami@y.example>\n",
    "ar": "---------- رسالة معاد توجيهها ---------\nمن: {name} <l@agdal.example>\nالتاريخ: الأحد 3 مارس 2024 09:15\n"
    "الموضوع: {subject}\nإلى: Ami <ami@y.example>\n",
    "bold": "*De :* {name} <l@agdal.example>\n*Envoyé :* dimanche 3 mars 2024 09:15\n*À :* Ami\n*Objet :* {subject}\n",
}


@pytest.mark.parametrize("program", FORWARDED)
def test_an_article_passed_on_has_the_date_and_subject_of_its_first_message(program: str) -> None:
    head = FORWARDED[program].format(name="La Gazette", subject=TITLE)
    quote = "> " if program == "apple" else ""
    text = f"Regarde !\n\n-- \nAmi\nTél. 05\n\n{head}\n\n{quote}{FIRST}\n{quote}\n{quote}{SECOND}\n\nSe désabonner\n"
    outer = {
        "Subject": "TR: à lire",
        "Date": "Wed, 06 Mar 2024 10:00:00 +0100",
        "From": "Ami <ami@y.example>",
    }
    found = clipping(mail(text, **outer))
    assert (found.title, found.body) == (TITLE, BODY)
    assert str(found.published)[:10] == "2024-03-03"
    assert (found.origins["title"].place, found.origins["published"].place) == (
        "forwarded: subject",
        "forwarded: date",
    )
    known = KnownOutlets.of(
        [{"name": "La Gazette d’Agdal", "domains": ["agdal.example"], "aliases": ["La Gazette"]}]
    )
    assert clipping(mail(text, **outer), known).outlet == "La Gazette d’Agdal"


def test_an_article_passed_on_twice_has_the_envelope_of_the_first() -> None:
    first = FORWARDED["fr"].format(name="La Gazette", subject=TITLE)
    second = FORWARDED["en"].format(name="Un ami", subject=f"TR: {TITLE}").replace("Mar 3", "Mar 5")
    found = clipping(mail(f"Tiens.\n\n{second}\nPour toi.\n\n{first}\n{BODY}\n", Subject="Fwd: TR: bac"))
    assert (found.title, str(found.published)[:10], found.body) == (TITLE, "2024-03-03", BODY)


def test_an_article_passed_on_without_a_date_has_none() -> None:
    head = "---------- Message transféré ---------\nDe : La Gazette <l@agdal.example>\nObjet : Le bac\n"
    assert clipping(mail(f"Vois.\n\n{head}\n{BODY}\n")).published is None


def test_html_that_was_passed_on_is_read_from_its_lines() -> None:
    head = FORWARDED["fr"].format(name="La Gazette", subject=TITLE).replace("<", "&lt;").replace("\n", "<br>")
    html = f"<div>Vois.<div class='gmail_quote'>{head}<br><br><p>{FIRST}</p><p>{SECOND}</p></div></div>"
    found = clipping(mail(None, html, Subject="Fwd: x"))
    assert (found.title, found.body) == (TITLE, BODY)


def test_what_an_answer_quotes_is_dropped() -> None:
    text = f"{BODY}\n\nLe 2 mars 2024 à 10:12, Ami <a@y.example> a écrit :\n> As-tu lu ceci ?\n> {ARABIC}\n"
    assert clipping(mail(text)).body == BODY


ITEM = "{n}. Le quai numéro {n} ferme pour travaux, et les passagers prendront le bac ailleurs.\n\n"


@pytest.mark.parametrize("lead", ["Lire la suite", "https://agdal.example/{n}", "Read more", "اقرأ المزيد"])
def test_a_newsletter_of_many_short_items_is_refused_with_the_fact(lead: str) -> None:
    text = "".join(f"Titre {n}\n\n" + (ITEM + lead + "\n\n").format(n=n) for n in range(1, 8))
    found = read(mail(text, **LIST).as_bytes())
    assert found == Refusal(Reason.NO_ARTICLE, "a newsletter of 7 short items")


def test_an_article_that_leads_elsewhere_once_is_read() -> None:
    assert clipping(mail(f"{BODY}\n\nLire la suite\nhttps://agdal.example/bac\n", **LIST)).body == BODY


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (mail("Bonjour,\n\nÀ demain.\n\nInès\n").as_bytes(), Reason.NO_ARTICLE),
        (mail("").as_bytes(), Reason.EMPTY),
        (b"From: a@b.example\nDate: Sun, 3 Mar 2024 09:15:02 +0100\n", Reason.EMPTY),
        (mail(BODY).as_bytes().replace(b"text/plain", b"application/pkcs7-mime"), Reason.ENCRYPTED),
    ],
)
def test_a_message_without_an_article_is_refused(message: bytes, reason: Reason) -> None:
    found = read(message)
    assert isinstance(found, Refusal)
    assert found.reason is reason


def encoded(text: str, charset: str, coding: str) -> bytes:
    """Makes a message whose text is in a charset and coding, as old programs did, with its base64 unpadded."""
    content = text.encode(charset)
    body = base64.encodebytes(content).rstrip(b"=\n") if coding == "base64" else content
    head = f"From: a@b.example\nDate: Sun, 3 Mar 2024 09:15:02 +0100\nContent-Type: text/plain; charset={charset}\n"
    return head.encode() + f"Content-Transfer-Encoding: {coding}\n\n".encode() + body + b"\n"


@pytest.mark.parametrize("coding", ["base64", "8bit"])
@pytest.mark.parametrize(
    ("text", "charset"), [(BODY, "iso-8859-1"), (BODY, "utf-8"), (ARABIC, "windows-1256")]
)
def test_the_charset_and_coding_of_the_text_are_taken_off(text: str, charset: str, coding: str) -> None:
    bare = text.encode(charset, "ignore").decode(charset)
    found = clipping(encoded(bare, charset, coding))
    assert found.body == bare
    assert found.charset is not None
    assert found.charset_reason is not None


def test_arabic_that_states_the_wrong_charset_is_read() -> None:
    bare = ARABIC.encode("windows-1256", "ignore").decode("windows-1256")
    content = encoded(bare, "windows-1256", "8bit").replace(b"charset=windows-1256", b"charset=iso-8859-1")
    assert clipping(content).body == bare
    assert clipping(content).language == "ar"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain", "plain"),
        ("=?utf-8?B?w4kgbMOgIQ==?=", "É là!"),
        ("=?utf-8?B?w4kgbMOgIQ?=", "É là!"),
        ("=?UTF-8?Q?=C3=89_l=C3=A0?= !", "É là !"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=89?=", "É"),
        ("=?windows-1256?B?x+HTzQ==?=", "السح"),
        ("=?iso-8859-1?Q?d=E9j=E0?= vu", "déjà vu"),
        ("=?nonsense?B?YWJj?=", "abc"),
        ("=?utf-8?B?####?=", ""),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("d\udce9j\udce0 vu en ville", "déjà vu en ville"),
        ("two\n lines", "two lines"),
    ],
)
def test_words_of_headers_are_read_as_far_as_they_go(raw: str, text: str) -> None:
    assert read_words(raw) == text


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("Sun, 03 Mar 2024 09:15:02 +0100", "2024-03-03T09:15+01:00"),
        ("Sun, 03 Mar 2024 08:15:02 GMT", "2024-03-03T08:15+00:00"),
        ("Sun, 03 Mar 2024 09:15:02 +01:00", "2024-03-03T09:15+01:00"),
        ("Sun, 03 Mar 2024 09:15:02 CET", "2024-03-03T09:15+01:00"),
        ("Sun, 03 Mar 2024 09:15:02", "2024-03-03T09:15"),
        ("Sun, 03 Mar 2024 09:15 PM", "2024-03-03T21:15"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("dim. 3 mars 2024 à 09:15", "2024-03-03T09:15"),
        ("الأحد 3 مارس 2024", "2024-03-03"),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Sun, 03 Mar 99999 09:15:02 +0100", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_date_of_a_message(printed: str, date: str | None) -> None:
    assert (str(read_moment(printed)) if read_moment(printed) else None) == date


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("TR : RE: Fwd: Le bac", "Le bac"),
        ("WG: AW: Die Fähre", "Die Fähre"),
        ("إعادة توجيه: العبّارة", "العبّارة"),
        ("Maroc : le bac reprend", "Maroc : le bac reprend"),
        ("Re[2]: x", "x"),
        ("RE:", "RE:"),
    ],
)
def test_a_subject_loses_the_signs_of_its_way(subject: str, bare: str) -> None:
    assert load_phrases().bare_subject(subject) == bare


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Se désabonner | Gérer vos préférences", True),
        ("View this email in your browser", True),
        ("عرض هذه الرسالة في المتصفح", True),
        (
            "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben: lesen Sie dazu bitte, was unten steht.",
            True,
        ),
        ("Envoyé depuis mon téléphone", True),
        ("https://agdal.example/u?id=1", True),
        ("----------", True),
        ("[image: Le bac]", True),
        ("Le signal a été envoyé depuis la passerelle du bac.", False),
        (
            "Le journal, qui ne paraît plus sur papier, soigne depuis sa version en ligne et ses lettres.",
            False,
        ),
        (FIRST, False),
        ("", False),
    ],
)
def test_a_line_that_is_there_for_the_mail_alone(line: str, told: bool) -> None:
    assert load_phrases().is_furniture(line) is told


def test_a_sender_is_a_name_and_an_address() -> None:
    assert read_sender('"La Gazette" <l@agdal.example>') == ("La Gazette", "l@agdal.example")
    assert read_sender("La Gazette") == ("La Gazette", "")


def test_what_is_attached_is_read_on_its_own() -> None:
    message = mail("Ci-joint trois articles.")
    message.add_attachment(page(1), maintype="text", subtype="html", filename="un.html")
    message.add_attachment(mail(NEWSLETTER))
    message.add_attachment(
        zipped({"deux.html": page(2)}), maintype="application", subtype="zip", filename="d.zip"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    pieces = captures(opened(message.as_bytes()))
    assert [(piece.source, piece.media_type) for piece in pieces] == [
        ("pack", "message/rfc822"),
        ("pack!un.html", "text/html"),
        ("pack!message.eml", "message/rfc822"),
        ("pack!d.zip!deux.html", "text/html"),
    ]
    assert pieces[1].content == page(1)
    assert isinstance(parse(pieces[0]), Refusal)
    assert isinstance(parse(pieces[2]), Clipping)


def mbox(*messages: bytes) -> bytes:
    line = b"From lettre@agdal.example Sun Mar  3 09:15:02 2024\n"
    return b"".join(line + one.replace(b"\nFrom ", b"\n>From ") + b"\n" for one in messages)


def test_a_mailbox_is_parted_into_its_messages() -> None:
    texts = [f"{BODY}\n\nFrom here on the ferry number {n} sails.\n" for n in range(3)]
    content = mbox(*(mail(text, Subject=f"Bac {n}").as_bytes() for n, text in enumerate(texts)))
    pieces = captures(opened(content))
    assert [piece.source for piece in pieces] == ["pack#1", "pack#2", "pack#3"]
    read_back = [parse(piece) for piece in pieces]
    assert [one.title for one in read_back if isinstance(one, Clipping)] == ["Bac 0", "Bac 1", "Bac 2"]
    assert b"\nFrom here" in pieces[0].content


def test_a_message_over_the_cap_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailboxes, "MESSAGE_CAP", 3000)
    pieces = opened(mbox(mail(BODY).as_bytes(), mail(BODY * 9).as_bytes(), mail(BODY).as_bytes()))
    assert refusals(pieces) == {"pack#2": Reason.TOO_LARGE}
    assert [piece.source for piece in captures(pieces)] == ["pack#1", "pack#3"]


def nested(depth: int) -> bytes:
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth))
    return f"From: a@b.example\nMIME-Version: 1.0\n{opening}\nx".encode()


def with_parts(count: int) -> bytes:
    part = b"--b\nContent-Type: text/html\nContent-Disposition: attachment; filename=a.html\n\n<html>\n"
    head = b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    return head + part * count + b"--b--\n"


HOSTILE = {
    "deep": nested(3000),
    "rather deep": nested(90),
    "wide": with_parts(5000),
    "long header": b"From: "
    + b"a@b.example, " * 60_000
    + b"\nDate: x\nSubject: "
    + b"=?utf-8?B?w4k=?= " * 20_000
    + b"\n\nx",
    "many headers": b"From: a@b.example\nDate: x\n" + b"X-A: b\n" * 100_000 + b"\nx",
    "zeros": b"From: a@b.example\nDate: x\n\n" + bytes(5000),
    "bad name": b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    b"Content-Type: application/pdf; name*=nonsense''%ff%fe/../x\nContent-Disposition: attachment\n\nx\n--b--\n",
    "bad charset": b"From: a@b.example\nDate: x\nContent-Type: text/plain; charset*0*=x''%00\n\n"
    + FIRST.encode(),
    "bad coding": b"From: a@b.example\nDate: x\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n!!!!\nend\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_end_in_an_outcome(name: str) -> None:
    pieces = opened(HOSTILE[name])
    assert pieces
    assert len(pieces) <= 201
    assert all(isinstance(parse(piece), Clipping | Refusal) for piece in captures(pieces)[:3])


def test_wherever_a_message_is_cut_there_is_an_outcome() -> None:
    message = mail(NEWSLETTER, NEWSLETTER_PAGE, **LIST)
    message.add_attachment(page(1), maintype="text", subtype="html", filename="un.html")
    content = message.as_bytes()
    for place in range(0, len(content) - 2, 61):
        pieces = opened(content[:place])
        assert pieces
        if b"boundary" in content[:place]:
            head = content.index(b"boundary") + 60
            assert place < head or refusals(pieces) == {"pack": Reason.TRUNCATED}


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 6000), st.integers(0, 3), st.binary(max_size=12)), min_size=1, max_size=8
    )
)
def test_no_damage_ends_in_anything_but_an_outcome(edits: list[tuple[int, int, bytes]]) -> None:
    message = mail(NEWSLETTER, None, **LIST)
    message.add_attachment(page(1), maintype="text", subtype="html", filename="un.html")
    content = bytearray(message.as_bytes())
    for place, taken, put in edits:
        content[place : place + taken] = put
    for piece in opened(bytes(content)):
        assert piece.source.encode()
        if isinstance(piece, Capture) and piece.media_type == "message/rfc822":
            assert isinstance(parse(piece), Clipping | Refusal)


def test_a_mailbox_is_filed(run: Run, db: Path, tmp_path: Path) -> None:
    box = tmp_path / "lettres.mbox"
    box.write_bytes(mbox(mail(NEWSLETTER, **LIST).as_bytes(), mail("Bonjour !").as_bytes()))
    done = run("ingest", str(box), db=db)
    assert done.code == 4
    assert "1 new" in done.err
    assert f"{box}#2: no article" in done.out
