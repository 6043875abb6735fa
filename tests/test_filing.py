"""Filing: new, revised or same; related links in either order; names found again and never merged on a guess."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import archive
from archive import Byline, Clipping, Link, Origin, Precision, PressDate, browse, statements
from archive.alike import NEAR, folded, resemblance
from archive.store.likeness import NearCopy, nearest, sign, signature

BODY = (
    "Le conseil communal de Zegzel a adopté mardi le budget de l'eau pour l'année prochaine. "
    "Les élus ont débattu pendant quatre heures du prix du mètre cube, que la régie voulait relever. "
    "Deux amendements ont été rejetés, et un troisième renvoyé à la commission des finances. "
    "La séance s'est achevée sans incident, devant une trentaine d'habitants venus de la montagne."
)
MAY = PressDate("2022-05-27", Precision.DAY)


def clipping(**values: object) -> Clipping:
    return Clipping(**{"body": BODY, "title": "L'eau plus chère à Zegzel", "outlet": "Le Fil", **values})  # type: ignore[arg-type]


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_the_same_bytes_again_file_nothing_new(press: archive.Archive, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"L'eau plus chère à Zegzel\n\n27 mai 2022\n\n{BODY}\n", encoding="utf-8")
    first = [one.result for one in press.ingest(page)]
    second = [one.result for one in press.ingest(page)]
    assert (first, second) == (["new"], ["same"])
    assert rows(press.path, "SELECT count(*), count(DISTINCT sha256) FROM captures") == [(1, 1)]


@pytest.mark.parametrize(
    ("again", "why"),
    [
        ({"address": "https://fil.example/eau?utm_source=x", "title": "Tout autre titre"}, "address"),
        (
            {"published": MAY, "body": "Un texte entièrement réécrit, dont il ne reste rien du premier."},
            "title and day",
        ),
        ({"title": None, "outlet": None}, "near-identical text"),
        (
            {"title": "L’EAU PLUS CHERE A ZEGZEL", "body": BODY.replace("quatre", "cinq")},
            "near-identical text",
        ),
    ],
)
def test_another_capture_of_an_article_is_that_article(
    press: archive.Archive, again: dict[str, object], why: str
) -> None:
    first = press.add(clipping(address="https://fil.example/eau", published=MAY))
    address = again.pop("address", None)
    second = press.add(clipping(address="https://fil.example/eau" if address else None, **again))
    assert second.article_id == first.article_id, why


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"outlet": "Atlas"}, "wire copy in two outlets is two articles"),
        ({"published": PressDate("2023-05-27", Precision.DAY)}, "the same text a year later"),
        ({"title": "Un autre titre", "body": "Un autre texte.", "published": MAY}, "another title"),
        ({"body": "Un tout autre texte sous le même titre, sans date."}, "title alone is a guess"),
    ],
)
def test_what_may_be_another_article_stays_apart(
    press: archive.Archive, other: dict[str, object], why: str
) -> None:
    first = press.add(clipping(published=MAY))
    second = press.add(clipping(**{"published": MAY if "outlet" in other else None, **other}))
    assert second.article_id != first.article_id, why
    assert second.result == "new"


def test_a_changed_wording_becomes_a_revision(press: archive.Archive) -> None:
    first = press.add(clipping(published=MAY))
    changed = BODY.replace("sans incident", "dans le tumulte")
    second = press.add(clipping(published=MAY, body=changed))
    assert (second.result, second.article_id, second.changed) == ("revised", first.article_id, ("body",))
    article = press.article(first.article_id or 0)
    assert article["body"] == changed
    assert [revision["body"] for revision in article["revisions"]] == [BODY]
    assert press.search("tumulte").total == 1
    assert press.search('"sans incident"').total == 0


def test_quotes_and_spaces_make_no_revision(press: archive.Archive) -> None:
    press.add(clipping(published=MAY))
    again = press.add(clipping(published=MAY, body=BODY.replace("'", "’").replace(" ", "\u00a0", 3)))
    assert again.result == "same"


def test_a_poorer_capture_erases_nothing_and_a_richer_one_completes(press: archive.Archive) -> None:
    full = clipping(
        published=MAY, section="Régions", authors=(Byline("Inès Belkadi"),), tags=("eau",), language="fr"
    )
    number = press.add(full).article_id or 0
    press.add(Clipping(body=BODY))
    finer = PressDate("2022-05-27T17:53", Precision.MINUTE)
    press.add(clipping(published=finer, tags=("eau", "budget"), authors=(Byline("Quelqu'un d'autre"),)))
    article = press.article(number)
    assert len(press) == 1
    assert article["published"] == "2022-05-27T17:53"
    assert (article["section"], article["language"], article["outlet"]) == ("Régions", "fr", "Le Fil")
    assert (article["authors"], article["tags"]) == (["Inès Belkadi"], ["eau", "budget"])


def test_a_summary_does_not_take_the_place_of_the_text_but_the_text_of_a_summary(
    press: archive.Archive,
) -> None:
    address = "https://fil.example/eau"
    summary = clipping(
        body="Le budget de l'eau est adopté.", address=address, origins={"body": Origin("feed: summary", 0.3)}
    )
    full = clipping(address=address, origins={"body": Origin("lines 3-9", 0.9)})
    assert [press.add(one).result for one in (full, summary)] == ["new", "same"]
    assert press.article(1)["body"] == BODY
    press.delete(1)
    assert [press.add(one).result for one in (summary, full)] == ["new", "revised"]
    assert press.article(2)["body"] == BODY


def test_a_correction_outlives_every_later_reading(press: archive.Archive) -> None:
    number = press.add(clipping(published=MAY, tags=("eau",))).article_id or 0
    press.edit(number, title="Le titre d'une personne", published="2022-05-28", tags=["commune"], section="")
    press.add(clipping(published=None, body=BODY.replace("quatre", "cinq"), section="Régions", tags=("eau",)))
    article = press.article(number)
    assert (article["title"], article["published"], article["tags"]) == (
        "Le titre d'une personne",
        "2022-05-28",
        ["commune"],
    )
    assert article["section"] is None
    assert "cinq heures" in article["body"]
    assert article["origins"]["title"]["by_person"] == 1


def test_related_links_resolve_in_either_order(press: archive.Archive) -> None:
    link = Link(title="La suite de l’affaire")
    before = press.add(
        clipping(title="Avant", body="Le premier article. " + BODY, related=(link,))
    ).article_id
    target = press.add(
        clipping(title="La suite de l'affaire", body="Une suite, racontée longuement.")
    ).article_id
    after = press.add(clipping(title="Après", body="Le troisième article, un texte à part.", related=(link,)))
    assert [row["target_id"] for row in press.article(before or 0)["related"]] == [target]
    assert [row["target_id"] for row in press.article(after.article_id or 0)["related"]] == [target]
    pointing = [row["id"] for row in press.related(target or 0) if row["direction"] == "from"]
    assert pointing == [before, after.article_id]


def test_an_ambiguous_link_stays_open_until_an_address_settles_it(press: archive.Archive) -> None:
    for outlet in ("Atlas", "Le Fil du Sud"):
        press.add(
            clipping(
                outlet=outlet,
                title="Un titre partagé",
                address=f"https://{outlet.replace(' ', '')}.example/x",
            )
        )
    open_link = press.add(
        clipping(outlet=None, title="A", body="Un texte.", related=(Link(title="Un titre partagé"),))
    )
    settled = Link(title="Un titre partagé", address="https://atlas.example/x")
    resolved = press.add(clipping(outlet=None, title="B", body="Autre texte.", related=(settled,)))
    assert press.article(open_link.article_id or 0)["related"][0]["target_id"] is None
    assert press.article(resolved.article_id or 0)["related"][0]["target"] == "Un titre partagé"


def test_a_link_to_another_outlet_with_the_same_headline_stays_open(press: archive.Archive) -> None:
    press.add(clipping(outlet="Atlas", title="Un titre partagé"))
    ours = press.add(clipping(title="A", body="Un texte à nous.", related=(Link(title="Un titre partagé"),)))
    assert press.article(ours.article_id or 0)["related"][0]["target_id"] is None


def test_deleting_a_target_opens_the_link_again(press: archive.Archive) -> None:
    link = Link(title="La cible")
    source = press.add(clipping(title="La source", related=(link,))).article_id or 0
    target = press.add(clipping(title="La cible", body="Un texte court et net.")).article_id or 0
    press.delete(target)
    assert press.article(source)["related"][0]["target_id"] is None
    with pytest.raises(archive.MissingError):
        press.article(target)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hajar Kharroubi", "HAJAR KHARROUBI", True),
        ("S.A", "S. A.", True),
        ("ياسين قُطيب", "ياسين قطيب", True),
        ("Inès Belkadi", "Ines Belkadi", True),
        ("Hajar Kharroubi", "Hajar Kharoubi", False),
        ("A. Idrissi", "Ahmed Idrissi", False),
    ],
)
def test_names_meet_under_small_differences_only(
    press: archive.Archive, one: str, other: str, same: bool
) -> None:
    press.add(clipping(authors=(Byline(one),), tags=(one,)))
    press.add(
        clipping(
            title="Autre", body="Un autre texte.", outlet="Autre", authors=(Byline(other),), tags=(other,)
        )
    )
    count = 1 if same else 2
    assert rows(press.path, "SELECT count(*) FROM authors") == [(count,)]
    assert rows(press.path, "SELECT count(*) FROM tags") == [(count,)]


def test_slugs_are_never_empty_and_never_collide(press: archive.Archive) -> None:
    titles = ("الأمن الوطني", "الأمن الوطني", "L'été à Fès", "...", "…", "日本語")
    for number, title in enumerate(titles):
        press.add(Clipping(title=title, body=f"Corps numéro {number}.", outlet=f"Outlet {number}"))
    slugs = [str(slug) for (slug,) in rows(press.path, "SELECT slug FROM articles ORDER BY id")]
    assert len(set(slugs)) == len(titles)
    assert all(slugs)
    assert slugs[2] == "l-ete-a-fes"
    assert slugs[1] == slugs[0] + "-2"


def test_an_archive_of_records_comes_back_without_loss(seeded: Path, tmp_path: Path) -> None:
    import json

    with archive.open(seeded) as old, archive.open(tmp_path / "copy.db") as new:
        records = list(old.export())
        lines = tmp_path / "press.jsonl"
        lines.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
        outcomes = list(new.ingest(lines))
        assert {outcome.result for outcome in outcomes} == {"new"}
        assert list(new.export()) == records
        assert {outcome.result for outcome in new.ingest(lines)} == {"same"}
        assert list(new.export()) == records


SHORT = {"title": "Marée basse à Asilah", "body": "Le port attend."}
INSERT = "INSERT INTO articles (title, body, language, published, published_precision) VALUES (?, ?, ?, ?, ?)"
FLOOD = (
    "Le fleuve est sorti de son lit dans la nuit de lundi à mardi et a coupé la route nationale en trois endroits,"
    " ont indiqué les autorités. Une centaine de familles ont été relogées dans les écoles de la ville."
)
"""A text that is long enough to have a signature, had it come in by the program."""


@pytest.mark.parametrize("most", [1, 1000])
def test_an_archive_knows_every_line_of_its_own_export(press: archive.Archive, most: int) -> None:
    import json

    press.add(Clipping(**SHORT, authors=(Byline("Nabil Cherradi"),)))  # type: ignore[arg-type]
    press.add(Clipping(body="Seul le texte est nécessaire."))
    connection = sqlite3.connect(press.path)
    for title, body, date, precision in (
        ("Crue", FLOOD, None, None),
        (SHORT["title"], SHORT["body"], "2024-03", "month"),
        (SHORT["title"], SHORT["body"], "2024-04", "month"),
        (None, "Sans titre aucun.", None, None),
        ("???", "Quoi donc ?", None, None),
        ("!!!", "Quoi donc ?", None, None),
        ("Deux fois", "Le même.", None, None),
        ("Deux fois", "Le même.", None, None),
    ):
        connection.execute(INSERT, (title, body, "fr", date, precision))
    connection.commit()
    connection.close()
    records = list(press.export())
    lines = press.path.with_name("own.jsonl")
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    outcomes = list(press.ingest(lines, most=most))
    assert [(one.result, one.article_id) for one in outcomes] == [("same", one["id"]) for one in records]
    assert [one.result for one in press.ingest(lines, most=most)] == ["same"] * len(records)


@pytest.mark.parametrize(
    ("first", "again", "result"),
    [
        ({}, {}, "same"),
        ({}, {"title": "MAREE BASSE, à Asilah"}, "same"),
        ({}, {"body": "Le  port attend."}, "same"),
        ({}, {"outlet": "Le Fil", "published": MAY, "address": "https://fil.example/a"}, "same"),
        ({"outlet": "Le Fil", "published": MAY, "address": "https://fil.example/a"}, {}, "same"),
        ({"published": PressDate("2022", Precision.YEAR)}, {"published": MAY}, "same"),
        ({}, {"title": "Marée haute à Asilah"}, "new"),
        ({}, {"title": None}, "new"),
        ({}, {"body": "Le port attend !"}, "new"),
        ({"outlet": "Le Fil"}, {"outlet": "Atlas"}, "new"),
        ({"published": MAY}, {"published": PressDate("2022-05-28", Precision.DAY)}, "new"),
        ({"published": MAY}, {"published": PressDate("2022-06", Precision.MONTH)}, "new"),
        (
            {"published": PressDate("2022", Precision.YEAR)},
            {"published": PressDate("2023", Precision.YEAR)},
            "new",
        ),
        ({"address": "https://fil.example/a"}, {"address": "https://fil.example/b"}, "new"),
    ],
)
def test_a_short_text_is_known_by_title_and_text_where_nothing_else_differs(
    press: archive.Archive, first: dict[str, object], again: dict[str, object], result: str
) -> None:
    press.add(Clipping(**{**SHORT, **first}))  # type: ignore[arg-type]
    assert press.add(Clipping(**{**SHORT, **again})).result == result  # type: ignore[arg-type]


def test_a_short_text_that_may_be_two_articles_is_neither(press: archive.Archive) -> None:
    for day in ("2022-05-01", "2022-05-02"):
        press.add(Clipping(**SHORT, published=PressDate(day, Precision.DAY)))  # type: ignore[arg-type]
    undated = [press.add(Clipping(**SHORT)) for _ in range(2)]  # type: ignore[arg-type]
    assert [(one.result, one.article_id) for one in undated] == [("new", 3), ("same", 3)]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"published": PressDate("2022-13", Precision.MONTH)}, "'2022-13' is no date known to the month"),
        ({"published": PressDate("2022", Precision.DAY)}, "'2022' is no date known to the day"),
        ({"implied": PressDate("2022-05-27 17:53", Precision.MINUTE)}, "no date known to the minute"),
        ({"published": PressDate("2022-05-27", Precision.DAY, "CET")}, "'CET' is no offset"),
        ({"origins": {"body": Origin("line 1", 1.5)}}, "The confidence of body is 1.5"),
        ({"origins": {"title": Origin("line 1", float("nan"))}}, "The confidence of title is nan"),
    ],
)
def test_a_value_that_makes_no_sense_is_said(
    press: archive.Archive, values: dict[str, object], told: str
) -> None:
    with pytest.raises(archive.InvalidError, match=told):
        press.add(clipping(**values))
    assert len(press) == 0
    if "published" in values:
        press.add(clipping())
        with pytest.raises(archive.InvalidError, match=told):
            press.edit(1, **values)


def test_an_address_that_another_article_has_is_refused(press: archive.Archive) -> None:
    one = press.add(
        clipping(title="Un", body="Le premier texte.", address="https://lefil.example/a")
    ).article_id
    two = press.add(
        clipping(title="Deux", body="Le second texte.", address="https://lefil.example/b")
    ).article_id
    with pytest.raises(archive.InvalidError, match=f"Article {one} has this address"):
        press.edit(two or 0, address="https://lefil.example/a")
    press.edit(two or 0, address="https://lefil.example/b")
    assert press.article(two or 0)["address"] == "https://lefil.example/b"


@pytest.mark.parametrize("seed", range(4))
def test_the_nearest_copy_is_the_likest_of_all_that_fit(press: archive.Archive, seed: int) -> None:
    chance = random.Random(seed)

    def reworded(words: list[str], most: int) -> str:
        return " ".join(chance.choice(WORDS) if chance.random() < most / 100 else word for word in words)

    texts = [chance.choices(WORDS, k=90) for _ in range(3)]
    with closing(sqlite3.connect(press.path, isolation_level=None)) as connection:
        for number in range(45):
            body = reworded(texts[number % 3], chance.choice([0, 2, 4, 8, 20]))
            connection.execute(INSERT, (f"Titre {number % 5}", body, "fr", None, None))
            sign(connection, number + 1, body)
        kept = connection.execute("SELECT id, title, body FROM articles").fetchall()
        found = []
        for words in texts * 4:
            body, fitting = reworded(words, chance.choice([0, 3, 6])), f"Titre {chance.randrange(5)}"

            def fits(one: NearCopy, fitting: str = fitting) -> bool:
                return one.title == fitting

            scored = [(resemblance(text, body), number) for number, title, text in kept if title == fitting]
            likeness, number = max(scored)
            found.append(nearest(connection, body, signature(folded(body).split()), fits))
            assert found[-1] == (number if likeness >= NEAR else None)
    assert {number is None for number in found} == {True, False}


WORDS = [f"mot{number}" for number in range(500)]


@pytest.mark.parametrize("far", [3, 10_000])
@pytest.mark.parametrize("order", browse.LIST_ORDERS)
def test_pages_of_a_list_are_the_list_cut_in_pieces(
    seeded: Path, monkeypatch: pytest.MonkeyPatch, order: str, far: int
) -> None:
    monkeypatch.setattr(browse, "FAR", far)
    statement = f"{statements.ROW} ORDER BY {browse.LIST_ORDERS[order]}"
    with closing(sqlite3.connect(seeded)) as connection:
        whole = [row["id"] for row in browse.rows(connection, statement)]
        assert [row["id"] for row in browse.list_articles(connection, order=order, limit=1000)] == whole
        for offset in range(0, len(whole) + 5, 5):
            page = browse.list_articles(connection, order=order, limit=5, offset=offset)
            assert [row["id"] for row in page] == whole[offset : offset + 5]
