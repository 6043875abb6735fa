"""JSON of other programs: each shape told by its fields, ours strict, lists and wrappers parted piece by piece."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import clippings, pieces, readings, refusals, stated

from archive.capture.opening import Opening
from archive.documents import Capture, Clipping, Outcome, Reason, Refusal, Role
from archive.parse import parse
from archive.parse.shapes import SHAPES, shape_of

LINES = (
    "Il a plu samedi sur toute la médina, et les tanneurs ont rentré leurs peaux avant la nuit.",
    "Le marché aux laines n'ouvrira que mardi, a dit le prévôt des artisans.",
)
BODY = "\n".join(LINES)
ADDRESS = "https://lefil.example/villes/pluie"
USUAL = {
    "title": "Pluie à Fès",
    "outlet": "Le Fil du Maghreb",
    "published": "2022-05-27T17:53",
    "authors": ["Nabil Cherradi", "MAP"],
    "language": "fr",
}


def encoded(values: Any, **how: Any) -> bytes:
    return json.dumps(values, ensure_ascii=False, **how).encode()


NEWS_PLEASE = {
    "authors": ["Nabil Cherradi", "MAP"],
    "date_download": "2022-06-01 09:00:00",
    "date_modify": "None",
    "date_publish": "2022-05-27 17:53:12",
    "description": "Une pluie attendue.",
    "filename": "x.json",
    "image_url": None,
    "language": "fr",
    "localpath": None,
    "source_domain": "www.lefil.example",
    "maintext": BODY,
    "title": "Pluie à Fès",
    "title_page": "Pluie à Fès - Le Fil du Maghreb",
    "title_rss": "NULL",
    "url": ADDRESS,
}
FUNDUS = {
    "title": "Pluie à Fès",
    "body": {
        "summary": ["Une pluie attendue."],
        "sections": [
            {"headline": [], "paragraphs": [LINES[0]]},
            {"headline": ["Les laines"], "paragraphs": [LINES[1]]},
        ],
    },
    "authors": ["Nabil Cherradi", "MAP"],
    "publishing_date": "2022-05-27 17:53:12+01:00",
    "topics": ["météo"],
    "free_access": True,
    "publisher": "Le Fil du Maghreb",
    "images": [{"urls": [], "caption": "La place, samedi."}],
}
TRAFILATURA = {
    "title": "Pluie à Fès",
    "author": "Nabil Cherradi; MAP",
    "hostname": "lefil.example",
    "date": "2022-05-27",
    "fingerprint": "37dcfa5b9fb77c22",
    "raw_text": " ".join(LINES),
    "text": BODY,
    "language": None,
    "source": ADDRESS,
    "source-hostname": "Le Fil du Maghreb",
    "excerpt": "Une pluie attendue.",
    "categories": "Villes;Météo",
    "tags": "météo;tanneurs",
    "filedate": "2022-06-01",
    "comments": "",
}
NEWSPAPER = {
    "url": ADDRESS + "?utm_medium=x",
    "language": "en",
    "title": "Pluie à Fès",
    "top_image": "https://lefil.example/a.jpg",
    "keywords": ["guessed"],
    "meta_keywords": ["météo"],
    "tags": [],
    "authors": ["Nabil Cherradi", "MAP", "https://facebook.example/lefil"],
    "publish_date": "2022-05-27T00:00:00",
    "summary": "made by a program",
    "meta_description": "Une pluie attendue.",
    "meta_site_name": "Le Fil du Maghreb",
    "canonical_link": ADDRESS,
    "text": "\n\n".join(LINES),
}
MEDIA_CLOUD = {
    "stories_id": 5,
    "media_name": "Le Fil du Maghreb",
    "media_url": "https://lefil.example",
    "title": "Pluie à Fès",
    "publish_date": "2022-05-27 00:00:00",
    "url": ADDRESS,
    "language": "fr",
}
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Pluie &agrave; F&egrave;s",
    "articleBody": f"<p>{LINES[0]}</p><figure><figcaption>Une place.</figcaption></figure><p>{LINES[1]}</p>",
    "datePublished": "2022-05-27T17:53:00+01:00",
    "author": [
        {"@type": "Person", "name": "Nabil Cherradi"},
        {"@type": "NewsMediaOrganization", "name": "MAP"},
    ],
    "publisher": {"@type": "Organization", "name": "Le Fil du Maghreb"},
    "mainEntityOfPage": {"@type": "WebPage", "@id": ADDRESS},
    "keywords": "météo, tanneurs",
    "articleSection": ["Villes"],
    "image": {"@type": "ImageObject", "url": "https://lefil.example/a.jpg", "caption": "La place, samedi."},
}
WALLABAG = {
    "is_archived": 1,
    "is_starred": 0,
    "tags": ["météo"],
    "is_public": False,
    "id": 1,
    "title": "Pluie &agrave; F&egrave;s",
    "url": ADDRESS + "?utm_source=x",
    "content": f"<h2>Les laines</h2><p>{LINES[0]}</p><figure><figcaption>x</figcaption></figure><p>{LINES[1]}</p>",
    "created_at": "2025-01-01T10:00:00+01:00",
    "updated_at": "2025-01-01T10:00:01+01:00",
    "published_at": "2022-05-27T17:53:12+01:00",
    "published_by": ["Nabil Cherradi", None, "MAP"],
    "annotations": [],
    "mimetype": "text/html",
    "language": "fr_FR",
    "reading_time": 3,
    "domain_name": "www.lefil.example",
    "preview_picture": None,
}
DAY = {"published": "2022-05-27"}
RECORDS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "news-please": (NEWS_PLEASE, {}, {"address": ADDRESS, "standfirst": "Une pluie attendue."}),
    "Fundus": (
        FUNDUS,
        {"published": "2022-05-27T17:53+01:00"},
        {"tags": ("météo",), "standfirst": "Une pluie attendue."},
    ),
    "trafilatura": (
        TRAFILATURA,
        DAY,
        {"address": ADDRESS, "tags": ("météo", "tanneurs"), "section": "Villes"},
    ),
    "newspaper": (NEWSPAPER, DAY, {"address": ADDRESS, "tags": ("météo",)}),
    "Media Cloud": ({**MEDIA_CLOUD, "story_text": BODY}, {**DAY, "authors": []}, {"address": ADDRESS}),
    "schema.org": (
        SCHEMA_ORG,
        {"published": "2022-05-27T17:53+01:00"},
        {"address": ADDRESS, "tags": ("météo", "tanneurs"), "section": "Villes"},
    ),
    "Wallabag": (
        WALLABAG,
        {"published": "2022-05-27T17:53+01:00"},
        {"address": ADDRESS, "tags": ("météo",), "captions": ()},
    ),
}


@pytest.mark.parametrize("shape", RECORDS)
def test_a_record_of_each_shape_is_read(shape: str) -> None:
    values, other, fields = RECORDS[shape]
    (clipping,) = clippings(encoded(values))
    assert stated(clipping) == USUAL | other
    body = [line for line in clipping.body.split("\n\n") if line != "Les laines"]
    assert body == list(LINES)
    assert {name: getattr(clipping, name) for name in fields} == fields
    assert clipping.origins["title"].place.startswith(f"{shape}: ")
    if clipping.authors:
        assert clipping.authors[1].role is Role.AGENCY


def test_every_shape_that_has_a_body_of_news_is_tested() -> None:
    assert {shape.name for shape in SHAPES} - set(RECORDS) == {"CSL"}


def test_captions_come_along_and_stay_out_of_the_body() -> None:
    for values in (FUNDUS, SCHEMA_ORG):
        (clipping,) = clippings(encoded(values))
        assert [caption.text for caption in clipping.captions] == ["La place, samedi."]
        assert "Une place" not in clipping.body


def test_a_record_without_a_text_says_where_it_may_be_had() -> None:
    assert refusals(encoded(MEDIA_CLOUD)) == [
        f"a Media Cloud story without its story_text; its address could be fetched: {ADDRESS}"
    ]
    assert refusals(encoded({**NEWS_PLEASE, "maintext": "None", "url": None})) == ["no maintext and no text"]


def test_what_a_program_writes_for_nothing_is_nothing() -> None:
    (clipping,) = clippings(
        encoded({**NEWS_PLEASE, "title": None, "date_publish": "None", "authors": "null"})
    )
    assert (clipping.title, clipping.published, clipping.authors) == (NEWS_PLEASE["title_page"], None, ())
    assert clipping.origins["title"].place == "news-please: title_page"


def test_a_wrong_type_costs_only_its_field() -> None:
    odd = {**TRAFILATURA, "title": {"x": 1}, "author": 5, "date": ["?"], "source": {}, "tags": {"a": 1}}
    (clipping,) = clippings(encoded(odd))
    assert stated(clipping) == USUAL | {"title": None, "published": None, "authors": []}


def test_a_page_that_wallabag_could_not_fetch_is_no_article() -> None:
    for content in (
        "<p>wallabag can't retrieve contents for this article. Please <a>look</a>.</p>",
        "",
        None,
    ):
        (told,) = refusals(encoded({**WALLABAG, "content": content}))
        assert told == f"no content; its address could be fetched: {ADDRESS}"


def test_wallabag_tells_its_tags_in_two_ways_and_dates_nothing_by_the_day_of_saving() -> None:
    labelled = [{"id": 1, "label": "météo", "slug": "meteo"}]
    (clipping,) = clippings(encoded({**WALLABAG, "tags": labelled, "published_at": None}))
    assert (clipping.tags, clipping.published) == (("météo",), None)


NOT_READ = {
    "Omnivore": (
        {"slug": "s", "title": "Vent", "url": ADDRESS, "state": "Archived", "savedAt": "2024-03-05"},
        "'savedAt', 'state', 'url'",
        ADDRESS,
    ),
    "Zotero": (
        {"key": "X", "version": 1, "library": {}, "data": {"title": "Vent", "url": ADDRESS}},
        "'data', 'key', 'library', ...",
        ADDRESS,
    ),
    "Karakeep": (
        {"createdAt": 1, "title": "Vent", "content": {"type": "link", "url": ADDRESS}, "note": None},
        "'content', 'createdAt', 'note'",
        ADDRESS,
    ),
    "a body of spaces": ({"body": " ", "texte": BODY}, "'texte'", None),
    "half a letter": ({"\ud800": 1, "texte": "x"}, r"'texte', '\ud800'", None),
    "none at all": ({"colour": "red", "url": 5, "body": None}, "'colour', 'url'", None),
}


@pytest.mark.parametrize("program", NOT_READ)
def test_a_record_of_a_program_that_is_not_read_says_so(program: str) -> None:
    values, names, where = NOT_READ[program]
    told = f"no body, but {names}: JSON of a program that is not read; docs/tables.md lists those that are"
    assert refusals(json.dumps(values).encode()) == [
        told + (f"; its address could be fetched: {where}" if where else "")
    ]


def test_our_own_record_stays_strict() -> None:
    assert refusals(b'{"body": "x", "titel": "y"}') == ["unknown field 'titel'"]
    assert refusals(b'{"body": "x", "title": 5}') == ["title is not a text"]
    (clipping,) = clippings(encoded({"body": BODY, "title": "Pluie", "id": 4}))
    assert clipping.origins["title"].place == "record: title"


def test_half_a_letter_is_refused_in_every_shape() -> None:
    for name, (values, _, _) in RECORDS.items():
        broken = json.dumps({**values, "note": "\ud800"}).encode()
        assert refusals(broken) == ["a text holds half a letter (a lone surrogate)"], name


GRAPH = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "@id": f"{ADDRESS}#page", "url": ADDRESS},
        {**SCHEMA_ORG, "publisher": {"@id": "#fil"}, "author": [{"@id": "#nabil"}, {"@id": "#fil"}]},
        {"@type": "Organization", "@id": "#fil", "name": "Le Fil du Maghreb"},
        {"@type": "Person", "@id": "#nabil", "name": "Nabil Cherradi"},
    ],
}


@pytest.mark.parametrize("indent", [None, 2])
def test_a_graph_is_one_record_and_its_objects_name_each_other(indent: int | None) -> None:
    (clipping,) = clippings(encoded(GRAPH, indent=indent))
    assert stated(clipping) == USUAL | {"published": "2022-05-27T17:53+01:00", "authors": ["Nabil Cherradi"]}


def test_a_graph_of_articles_is_parted_and_one_of_none_is_refused() -> None:
    many = {"@graph": [SCHEMA_ORG, {"@type": "Person", "name": "x"}, {**SCHEMA_ORG, "headline": "Vent"}]}
    assert [one.title for one in clippings(encoded(many))] == ["Pluie à Fès", "Vent"]
    assert refusals(encoded({"@type": "WebSite", "name": "x"})) == ["no article among its objects: WebSite"]


FILES = {
    "lines": lambda records: b"\n".join(encoded(one) for one in records),
    "list": encoded,
    "indented list": lambda records: encoded(records, indent=2),
    "indented objects": lambda records: b"\n".join(encoded(one, indent=2) for one in records),
    "wrapper": lambda records: encoded({"status": "ok", "total": 2, "articles": records}),
    "indented wrapper": lambda records: encoded(
        {"status": "ok", "articles": records, "next": None}, indent=1
    ),
    "with a mark": lambda records: b"\xef\xbb\xbf" + encoded(records, indent=2),
}


@pytest.mark.parametrize("kind", FILES)
def test_records_are_found_in_every_kind_of_file(kind: str) -> None:
    records = [{"title": "Un [", "body": LINES[0]}, NEWS_PLEASE, {"title": 'Deux "}', "body": LINES[1]}]
    content = FILES[kind](records)
    assert [one.title for one in clippings(content)] == ["Un [", "Pluie à Fès", 'Deux "}']
    for piece, values in zip(pieces(content), records, strict=True):
        assert isinstance(piece, Capture)
        assert piece.content in content
        assert json.loads(piece.content) == values


def test_a_broken_record_costs_no_other() -> None:
    content = (
        b'[{"body": "ok one"}, {"body": tru}, 5, "text", {"body": "ok two",}, null, {"body": "ok three"}]'
    )
    found = [one.body if isinstance(one, Clipping) else one.reason for one in readings(content)]
    bad = Reason.BAD_RECORD
    assert found == ["ok one", bad, bad, bad, bad, bad, "ok three"]


def test_a_list_that_ends_too_early_says_so() -> None:
    good, torn = pieces(b'[{"body": "a"}, {"body": "b')
    assert isinstance(good, Capture)
    assert isinstance(torn, Outcome)
    assert torn.refusal == Refusal(Reason.TRUNCATED, "the file ends in the middle of this record")
    assert refusals(b"[]") == ["the list holds no record"]


def test_a_record_over_the_cap_costs_only_itself() -> None:
    content = encoded([{"body": "a"}, {"body": "[" * 200_000}, {"body": "b"}])
    found = [one if isinstance(one, Outcome) else one.content for one in pieces(content, cap=1000)]
    assert found[0], found[2] == (b'{"body": "a"}', b'{"body": "b"}')
    over = found[1]
    assert isinstance(over, Outcome)
    assert over.refusal is not None
    assert over.refusal.reason is Reason.TOO_LARGE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(), JSON, min_size=1, max_size=3), min_size=1, max_size=4), st.booleans()
)
def test_every_list_of_objects_is_parted_into_its_values(
    records: list[dict[str, Any]], ascii_only: bool
) -> None:
    # A list within `{"x": [...]}` is a wrapper, which is parted again: an article's field keeps it whole.
    whole = [{**record, "title": ""} for record in records]
    content = json.dumps(whole, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    found = [json.loads(one.content) for one in pieces(content) if isinstance(one, Capture)]
    assert found == whole


def test_a_shape_is_told_by_its_fields_alone() -> None:
    for name, (values, _, _) in RECORDS.items():
        shape = shape_of(values)
        assert shape is not None
        assert shape.name == name
    assert shape_of({"body": "x", "colour": "red"}) is None


def test_a_record_is_read_again_from_its_own_capture() -> None:
    (piece,) = pieces(encoded([FUNDUS], indent=3))
    assert isinstance(piece, Capture)
    assert parse(Capture(piece.content, "x", media_type=piece.media_type)) == parse(piece)
    assert Opening().cap > len(piece.content)


def test_json_in_utf_16_is_read_as_power_shell_writes_it() -> None:
    for text in (
        json.dumps([NEWS_PLEASE, FUNDUS], indent=2),
        json.dumps(NEWS_PLEASE) + "\n" + json.dumps(FUNDUS),
    ):
        content = text.encode("utf-16")
        assert [one.origins["title"].place for one in clippings(content)] == [
            "news-please: title",
            "Fundus: title",
        ]


HOSTILE = {
    "brackets": b'[{"a": ' + b"[" * 200_000,
    "closings": b'[{"a": 1}' + b"]}" * 100_000,
    "quotes": b'[{"a": "' + b'"' * 200_001,
    "escapes": b'[{"a": "' + b"\\" * 200_001,
    "nested objects": b'{"title": ' * 50_000 + b"1" + b"}" * 50_000,
    "tags": encoded({"maintext": "<div>" * 100_000 + "x"}),
    "entities": encoded({"maintext": "&lt;" * 100_000}),
    "numbers": encoded({"body": BODY, "publish_date": "1" * 100_000, "text": BODY}),
    "dates": encoded({"maintext": BODY, "date_publish": "01/02/2022 " * 20_000}),
    "names": encoded({"maintext": BODY, "authors": ["Anne Exemple, " * 20_000]}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_json_is_read_or_refused_in_bounded_time(kind: str) -> None:
    found = readings(HOSTILE[kind])
    assert found
    assert all(isinstance(one, Clipping | Refusal) for one in found)
