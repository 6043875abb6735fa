"""What a feed or a sitemap states stands over what was read, where it tells more."""

from __future__ import annotations

from typing import Any

import pytest

from archive.documents import Capture, Clipping, Origin, Precision, PressDate, Reason, Refusal, Role
from archive.parse.stated import read_stated_date, with_stated

READ = Clipping(
    body="Le pont est fermé depuis lundi.",
    title="Titre de la page",
    outlet="Le Fil du Delta",
    language="fr",
    tags=("page",),
    published=PressDate("2026-03-04T10:30", Precision.MINUTE, "+01:00"),
    origins={"title": Origin("h1", 0.7), "published": Origin("jsonld datePublished", 0.97)},
)


def stated(reading: Clipping | Refusal = READ, **told: Any) -> Any:
    return with_stated(Capture(b"", "feed", stated={"source": "feed", **told}), reading)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Tue, 21 Nov 2023 10:00:00 +0100", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00 GMT", "2023-11-21T10:00+00:00"),
        ("Tue, 21 Nov 2023 10:00:00 EST", "2023-11-21T10:00-05:00"),
        ("Tue, 21 Nov 2023 10:00:00 CET", "2023-11-21T10:00+01:00"),
        ("Tue, 22 Aug 2023 10:00:00 CEST", "2023-08-22T10:00+02:00"),
        ("Tue, 21 Nov 2023 10:00:00 MSK", "2023-11-21T10:00+03:00"),
        ("Tue, 21 Nov 2023 10:00:00 UT", "2023-11-21T10:00+00:00"),
        ("Tue, 21 Nov 2023 10:00:00 IST", "2023-11-21T10:00"),  # India, Ireland and Israel
        ("Tue, 21 Nov 2023 10:00:00 CST", "2023-11-21T10:00"),  # America and China
        ("Tue, 21 Nov 2023 10:00:00 AST", "2023-11-21T10:00"),  # the Atlantic and Arabia
        ("Tue, 21 Nov 2023 10:00:00 Europe/Paris", "2023-11-21T10:00"),
        ("Tue, 21 Nov 2023 10:00:00", "2023-11-21T10:00"),
        ("Tue, 21 Nov 2023 10:00:00 +01:00", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00+01:00", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00 +01", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00 +1:00", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00 GMT+0100", "2023-11-21T10:00+01:00"),
        ("Tue, 21 Nov 2023 10:00:00 -0330 (NST)", "2023-11-21T10:00-03:30"),
        ("Tue, 21 Nov 2023 10:00:00 (CET)", "2023-11-21T10:00+01:00"),
        ("21 Nov 2023 10:00:00 -0000", "2023-11-21T10:00+00:00"),
        ("Tue, 21 Nov 2023 01:15 PM +0100", "2023-11-21T13:15+01:00"),
        ("Tue, 21 Nov 23 10:00 GMT", "2023-11-21T10:00+00:00"),
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),  # what some programs write where there is no date
        ("2023-11-21T10:00:00Z", "2023-11-21T10:00+00:00"),
        ("2023-11-21T10:00:00.123+01:00", "2023-11-21T10:00+01:00"),
        ("2023-11-21", "2023-11-21"),
        ("21 novembre 2023", "2023-11-21"),
        ("Tue, 32 Nov 2023 10:00:00 GMT", None),
        ("hier", None),
        ("", None),
    ],
)
def test_dates_are_read_as_feeds_write_them(text: str, date: str | None) -> None:
    found = read_stated_date(text)
    assert (str(found) if found else None) == date


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            "2026-03-04T09:30:00Z",
            "2026-03-04T10:30+01:00",
        ),  # the same moment: the page tells it in local time
        ("2026-03-04T08:00:00Z", "2026-03-04T08:00+00:00"),
        ("2026-03-04T12:00:00+01:00", "2026-03-04T12:00+01:00"),
        ("un jour", "2026-03-04T10:30+01:00"),
        ("Wed, 04 Mar 2026 10:30:00", "2026-03-04T10:30+01:00"),
        ("Wed, 04 Mar 2026 12:00:00 Europe/Paris", "2026-03-04T12:00"),
    ],
)
def test_a_date_of_the_feed_wins_unless_the_page_tells_the_same_in_local_time(given: str, kept: str) -> None:
    assert str(stated(published=given).published) == kept


@pytest.mark.parametrize(
    ("printed", "given", "kept"),
    [
        ("2026-03-04", "2026-03-03T23:30:00Z", "2026-03-04"),  # late at night the day is another in UTC
        ("2026-03-04", "2026-03-04T09:30:00Z", "2026-03-04T09:30+00:00"),
        ("2026-03-04", "2026-03-05T00:30:00+01:00", "2026-03-05T00:30+01:00"),
        ("2026-03-04T10:30", "2026-03-04T09:30:00Z", "2026-03-04T10:30"),
        ("2026-03-04T10:30", "2026-03-04", "2026-03-04T10:30"),
        ("2026-03", "2026-03-04T09:30:00Z", "2026-03-04T09:30+00:00"),
        ("2026-01-01T10:30", "2026-03-04T09:30:00Z", "2026-03-04T09:30+00:00"),
    ],
)
def test_a_printed_date_stays_where_it_tells_more(printed: str, given: str, kept: str) -> None:
    precision = {7: Precision.MONTH, 10: Precision.DAY}.get(len(printed), Precision.MINUTE)
    reading = Clipping(body="x", published=PressDate(printed, precision))
    assert str(stated(reading, published=given).published) == kept


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (["Nadia Exemple"], ["Nadia Exemple"]),
        (["Nadia Exemple et Omar Modèle"], ["Nadia Exemple", "Omar Modèle"]),
        (["admin"], []),
        (["Le fil du delta"], []),
        (["webmaster", "AFP"], ["AFP"]),
        ("Nadia Exemple", []),
        ([7, None], []),
    ],
)
def test_authors_are_people_or_agencies_and_never_the_account(authors: Any, names: list[str]) -> None:
    found = stated(authors=authors).authors
    assert [byline.name for byline in found] == names
    assert all((byline.role is Role.AGENCY) == (byline.name == "AFP") for byline in found)


def test_a_title_wins_and_tags_only_fill_a_gap() -> None:
    clipping = stated(title="Titre du flux", tags=["flux"])
    assert (clipping.title, clipping.tags) == ("Titre du flux", ("page",))
    assert clipping.origins["title"].place == "feed: title"


def test_the_rule_of_an_outlet_stands_over_a_feed() -> None:
    ruled = Clipping(
        body="x", title="T", origins={"title": Origin("rule of delta.example since 2024: title")}
    )
    assert stated(ruled, title="Titre du flux").title == "T"


def test_a_refusal_stays_one_where_no_summary_was_given() -> None:
    refusal = Refusal(Reason.NO_ARTICLE, "nothing")
    assert stated(refusal, title="Titre du flux") is refusal


def test_nothing_stated_changes_nothing() -> None:
    assert with_stated(Capture(b"", "page"), READ) is READ
    assert with_stated(Capture(b"", "mail", stated={"title": "of a mail"}), READ) is READ
