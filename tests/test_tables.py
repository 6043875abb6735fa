"""Tables: a row is a capture, its columns are found by name or named by a person, and no row costs another."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import clippings, pieces, readings, refusals, stated

import archive
from archive.cells import cells, is_open
from archive.columns import NAMES, TableShape, known_columns
from archive.documents import Capture, Clipping, Outcome, Reason, Refusal
from archive.parse import parse
from archive.parse.table_row import CONVERTS

BODY = "Il a plu samedi sur toute la médina, et les tanneurs ont rentré leurs peaux avant la nuit."
ARABIC = "نزل المطر يوم السبت على المدينة كلها، فأدخل الدباغون جلودهم قبل حلول الليل."
ENGLISH = "It rained on the whole town on Saturday, and the tanners brought their hides in before night."


def table(*rows: list[str], delimiter: str = ",", charset: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(charset)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_row_is_read_in_every_delimiter_and_charset(delimiter: str, charset: str) -> None:
    content = table(
        ["Titre", "Texte", "Auteur", "Source", "Date", "URL", "Mots-clés", "Rubrique"],
        [
            *("Pluie à Fès", f'{BODY}\n\nLundi, ; | le "soleil" revient.', "Nabil Cherradi", "lefil.example"),
            *("27/05/2022", "https://lefil.example/a?utm_source=x", "météo; tanneurs", "Villes"),
        ],
        delimiter=delimiter,
        charset=charset,
    )
    (clipping,) = clippings(content)
    assert stated(clipping) == {
        "title": "Pluie à Fès",
        "outlet": "Le Fil du Maghreb",
        "published": "2022-05-27",
        "authors": ["Nabil Cherradi"],
        "language": "fr",
    }
    assert clipping.body == f'{BODY}\n\nLundi, ; | le "soleil" revient.'
    assert (clipping.tags, clipping.section) == (("météo", "tanneurs"), "Villes")
    assert clipping.address == "https://lefil.example/a"
    assert clipping.origins["title"].place == "column: Titre"


HEADERS = {
    "fr": ["Titre", "Texte", "Date de parution", "Auteur", "Journal", "Langue"],
    "en": ["Headline", "Full text", "Publication date", "Byline", "Newspaper", "Language"],
    "es": ["Título", "Texto completo", "Fecha", "Autor", "Periódico", "Idioma"],
    "de": ["Überschrift", "Volltext", "Erscheinungsdatum", "Verfasser", "Zeitung", "Sprache"],
    "ar": ["العنوان", "النص الكامل", "تاريخ النشر", "الكاتب", "الصحيفة", "اللغة"],
}


@pytest.mark.parametrize("language", HEADERS)
def test_columns_are_known_by_their_names_in_five_languages(language: str) -> None:
    found = known_columns(HEADERS[language])
    assert list(found) == ["title", "body", "published", "authors", "outlet", "language"]
    row = ["مطر في فاس", ARABIC, "2022-05-27", "نبيل الشرادي", "بريد الساحل", "ar"]
    (clipping,) = clippings(table(HEADERS[language], row))
    assert stated(clipping) == {
        "title": "مطر في فاس",
        "outlet": "بريد الساحل",
        "published": "2022-05-27",
        "authors": ["نبيل الشرادي"],
        "language": "ar",
    }


def test_every_field_that_has_names_can_be_read() -> None:
    assert set(NAMES) == set(CONVERTS)


def test_a_person_names_the_columns() -> None:
    content = table(["A", "B", "C"], ["Pluie", BODY, "x"], ["Vent", BODY, "y"])
    assert [c.title for c in clippings(content, columns={"title": "A", "body": "B"})] == ["Pluie", "Vent"]
    assert refusals(content)[0] == "no column for the text among A, B, C; name it with --map body=COLUMN"
    assert refusals(content, columns={"body": "Z"}) == ["no column 'Z'; there are A, B, C"]


def test_the_mapping_stays_with_the_capture() -> None:
    content = table(["A;1", "Ü & =", "C"], ["Pluie", BODY, "x"], delimiter=";")
    (capture,) = pieces(content, columns={"title": "A;1", "body": "Ü & ="})
    assert isinstance(capture, Capture)
    again = parse(Capture(capture.content, "elsewhere", media_type=capture.media_type))
    assert isinstance(again, Clipping)
    assert (again.title, again.body) == ("Pluie", BODY)


@pytest.mark.parametrize("month_first", [True, False, None])
def test_a_media_type_is_read_back(month_first: bool | None) -> None:
    shape = TableShape("|", {"title": 'Head "line"; x=1', "body": "النص"}, month_first)
    assert TableShape.of(shape.media_type) == shape
    assert TableShape.of("text/csv") == TableShape(",")


def test_the_capture_of_a_row_is_the_header_and_its_own_lines() -> None:
    content = '\ufeffTitre;Texte\r\nUn;"deux\r\nlignes"\r\nTrois;quatre\r\n'.encode()
    one, other = pieces(content)
    assert isinstance(one, Capture)
    assert isinstance(other, Capture)
    header = "\ufeffTitre;Texte\r\n"
    assert one.content.decode() == f'{header}Un;"deux\r\nlignes"\r\n'
    assert other.content.decode() == f"{header}Trois;quatre\r\n"
    assert [one.source, other.source] == ["file:2", "file:4"]


def test_each_row_is_its_own_outcome() -> None:
    content = (
        f"title,body,url\nGood,{ENGLISH.replace(',', '')},https://a.example/1\nshort,row\n"
        f'open,"never closed,https://a.example/2\nGood too,{ENGLISH.replace(",", "")},x\n,,\n\n'
        f"long,b,c,d,e\nNo text,,https://a.example/3\nNothing,null,\n"
    ).encode()
    found = [
        (one.reason, one.detail) if not isinstance(one, Clipping) else one.title for one in readings(content)
    ]
    assert found == [
        "Good",
        (Reason.BAD_RECORD, "2 cells under 3 columns"),
        (Reason.BAD_RECORD, "a quote opens in this row and is never closed"),
        "Good too",
        (Reason.BAD_RECORD, "5 cells under 3 columns"),
        (
            Reason.NO_ARTICLE,
            "nothing stands in the column 'body'; its address could be fetched: https://a.example/3",
        ),
        (Reason.NO_ARTICLE, "nothing stands in the column 'body'"),
    ]


def test_a_row_over_the_cap_costs_only_itself() -> None:
    content = table(["title", "body"], ["a", "x" * 5000], ["b", ENGLISH])
    over, fits = pieces(content, cap=1000)
    assert isinstance(over, Outcome)
    assert over.refusal is not None
    assert over.refusal.reason is Reason.TOO_LARGE
    assert isinstance(fits, Capture)


def test_a_header_alone_is_said() -> None:
    assert refusals(b"title,body,url\n") == ["a header without rows"]


DATES = {
    ("fr", "03/04/2022", "13/04/2022"): "2022-04-03",
    ("fr", "03/04/2022", "04/13/2022"): "2022-03-04",
    ("fr", "03/04/2022", "05/04/2022"): "2022-04-03",
    ("en", "03/04/2022", "13/04/2022"): "2022-04-03",
    ("en", "03/04/2022", "04/13/2022"): "2022-03-04",
    ("en", "03/04/2022", "05/04/2022"): None,
    ("fr", "5 mai 2022 à 17h40", "x"): "2022-05-05T17:40",
    ("fr", "2022-05-05 00:00:00", "x"): "2022-05-05",
    ("fr", "44708", "x"): None,
    ("ar", "٢٧ ماي ٢٠٢٢", "x"): "2022-05-27",
}


@pytest.mark.parametrize(("language", "first", "other"), DATES)
def test_the_whole_column_says_which_number_is_the_month(language: str, first: str, other: str) -> None:
    body = {"fr": BODY, "en": ENGLISH, "ar": ARABIC}[language]
    content = table(["title", "text", "date"], ["a", body, first], ["b", body, other])
    assert stated(clippings(content)[0])["published"] == DATES[language, first, other]


def test_the_line_that_names_the_delimiter_for_excel_is_no_header() -> None:
    (clipping,) = clippings(f"sep=;\r\nTitre;Texte\r\nPluie;{BODY}\r\n".encode("cp1252"))
    assert (clipping.title, clipping.body) == ("Pluie", BODY)


ABOVE = {
    "a title and a day": "Revue de presse;;;\nExport du 05/03/2024;;;\n;;;\n",
    "an empty line": "Revue de presse du 5 mars\n\n",
    "ten lines": "".join(f"Ligne {n}\n" for n in range(10)),
    "the delimiter": "sep=;\nRevue de presse\n",
    "an open quote": 'Revue "de presse\n"Export du 5 mars\n',
}
BELOW = (
    f'Titre;Texte;Date;Lien\nPluie;"{BODY}\n\nFin.";05/03/2024;https://lefil.example/a\n'
    f"court;x\nVent;{BODY};13/03/2024;https://lefil.example/b\nSable;{BODY};;\n"
)


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_header_is_found_below_the_lines_that_exports_put_above_it(
    name: str, end: str, charset: str
) -> None:
    content = (ABOVE[name] + BELOW).replace("\n", end).encode(charset)
    rain, short, wind, sand = readings(content)
    assert isinstance(rain, Clipping)
    assert isinstance(wind, Clipping)
    assert isinstance(sand, Clipping)
    assert [one.title for one in (rain, wind, sand)] == ["Pluie", "Vent", "Sable"]
    assert (rain.body, str(rain.published), rain.address) == (
        f"{BODY}\n\nFin.",
        "2024-03-05",
        "https://lefil.example/a",
    )
    assert short == Refusal(Reason.BAD_RECORD, "2 cells under 4 columns")


def test_what_stands_above_a_header_is_kept_with_each_row() -> None:
    above = ABOVE["a title and a day"]
    first, *_ = pieces((above + BELOW).encode())
    assert isinstance(first, Capture)
    header, rain, fin = BELOW.split("\n")[0], *BELOW.split("\n")[1:4:2]
    assert first.content.decode() == f"{above}{header}\n{rain}\n\n{fin}\n"
    assert (first.source, first.media_type) == (
        "file:5",
        "text/csv; delimiter=%3B; dates=day-first; above=3",
    )


PROSE = (
    "Il a plu samedi sur toute la médina, et les tanneurs ont rentré leurs peaux avant la nuit tombée. " * 3
)
WITHOUT_HEADER = {
    "a menu above an article": f"Le Fil\n\nJournal | Auteurs | Thèmes\n\n{PROSE}\n\n{PROSE}\n",
    "a table below a paragraph": f"Pluie à Fès\n\n{PROSE}\n\nTitre;Date\nPluie;2024\nVent;2024\n",
    "a header in the twelfth line": "x\n" * 11 + "Titre;Date\nPluie;2024\nVent;2024\n",
    "a header without rows": f"{PROSE[:90]}\n\nTitre;Date\n",
}


@pytest.mark.parametrize("name", WITHOUT_HEADER)
def test_a_page_in_which_a_header_might_stand_is_no_table(name: str) -> None:
    (piece,) = pieces(WITHOUT_HEADER[name].encode())
    assert isinstance(piece, Capture)
    assert piece.media_type == "text/plain"


def test_columns_that_a_person_named_are_found_below_other_lines() -> None:
    content = f"Export du 5 mars\n\nTitre;Words\nPluie;{BODY}\nVent;{BODY}\n".encode()
    assert [one.title for one in clippings(content, columns={"body": "Words"})] == ["Pluie", "Vent"]
    uneven = f"A;B\nPluie;{BODY};\nVent;{BODY}\nSable;{BODY};\n".encode()
    assert clippings(uneven, columns={"title": "A", "body": "B"})[0].title == "Pluie"


def test_columns_that_are_named_for_a_text_without_a_table_are_told() -> None:
    told = (
        "columns are named for it, but no table is recognised: "
        "no line of its first eleven names two of its columns"
    )
    assert refusals(f"Pluie à Fès\n\n{PROSE}\n".encode(), columns={"body": "Words"}) == [told]
    page = f"<html><body><h1>Pluie</h1><p>{PROSE}</p></body></html>".encode()
    assert len(clippings(page, columns={"body": "Words"})) == 1


NO_TABLES = [
    "Accueil | Politique | Sport\n\nPluie à Fès, samedi\n\nIl a plu, beaucoup.\n",
    "Rabat, le 3 mai\nIl a plu, puis\n",
    "a\nb\nc\n",
    "<p>title, body</p>\n<p>a, b</p>\n",
    "\x00\x01\x02,\x03\n",
]


@pytest.mark.parametrize("text", NO_TABLES)
def test_what_is_no_table_is_not_read_as_one(text: str) -> None:
    assert not any("csv" in piece.media_type for piece in pieces(text.encode()) if isinstance(piece, Capture))


CELL = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
ROWS = st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6)


@given(ROWS, st.sampled_from(",;\t|"), st.sampled_from(["\r\n", "\n"]))
def test_what_the_csv_module_writes_is_read_the_same(rows: list[list[str]], delimiter: str, end: str) -> None:
    if (
        end == "\n"
    ):  # then the module leaves a lone carriage return bare, and reads it as the end of a row itself
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    found, taken, inside = [], "", False
    for line in io.StringIO(text.getvalue(), newline=""):
        inside = is_open(line.rstrip("\r\n"), delimiter, was_open=inside)
        taken += line
        if not inside:
            found.append(cells(taken, delimiter))
            taken = ""
    assert (found, taken) == (rows, "")


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), st.sampled_from(["utf-8", "utf-16"]))
def test_no_row_is_lost_and_none_is_torn(rows: list[tuple[str, str]], charset: str) -> None:
    content = table(["Titre", "Texte"], *map(list, rows), charset=charset)
    wanted = [list(row) for row in rows if "".join(row).strip(' \t\r\n,"')]
    captures = [piece for piece in pieces(content) if isinstance(piece, Capture)]
    texts = (io.StringIO(capture.content.decode(charset), newline="") for capture in captures)
    found = [list(csv.reader(text))[1] for text in texts]
    assert found == wanted


def test_a_table_is_filed_from_the_command_line(
    run: Callable[..., archive.Archive], db: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(
        table(["Headline", "Words", "When"], ["Rain", ENGLISH, "2022-05-27"], ["Wind", "", "2022"])
    )
    done = run("ingest", str(path), "--map", "title=Headline", "--map", "body=Words", db=db)
    assert done.code == 4
    assert "mine.csv:2: Rain" in done.out
    assert "mine.csv:3: no article (nothing stands in the column 'Words')" in done.out
    again = run("ingest", str(path), "--map", "title=Headline", "--map", "body=Words", db=db)
    assert again.err.strip().endswith("0 new, 0 revised, 1 same, 1 refused")
    assert run("ingest", str(path), "--map", "colour=Words", db=db).code == 2


def test_an_export_carries_what_outlets_are_recognised_by(
    run: Callable[..., archive.Archive], seeded: Path, tmp_path: Path
) -> None:
    exported = run("export", "--no-originals", db=seeded).out
    records = [json.loads(line) for line in exported.splitlines()]
    assert sum("domains" in record.get("outlet", {}) for record in records) > 3
    (tmp_path / "all.jsonl").write_text(exported, encoding="utf-8")
    copy = tmp_path / "copy.db"
    assert run("ingest", "-q", str(tmp_path / "all.jsonl"), db=copy).code == 0

    def known(path: Path) -> dict[str, object]:
        with archive.open(path) as press:
            named = {record["outlet"]["name"] for record in records if "outlet" in record}
            found = press.outlets.by_key.items()
            return {
                key: replace(one, tags=tuple(sorted(one.tags))) for key, one in found if one.name in named
            }

    assert known(copy) == known(seeded)
    assert run("export", "--no-originals", db=copy).out == exported


HOSTILE = {
    "quotes": b"title,body\n" + b'"a,b\n' * 20_000,
    "doubled quotes": b"title,body\n" + b'"' + b'""\n' * 50_000,
    "delimiters": b"title,body\n" + b"," * 300_000,
    "one line": b"title,body\n" + b"x" * 300_000,
    "a long header": b"title,body," + b"x," * 100_000 + b"\n1,2\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_tables_are_read_or_refused_in_bounded_time(kind: str) -> None:
    assert pieces(HOSTILE[kind], cap=100_000)


def test_of_two_columns_with_one_name_the_first_counts() -> None:
    assert clippings(table(["Title", "Body", "Title"], ["a", ENGLISH, "b"]))[0].title == "a"


def test_a_list_in_a_cell_is_read_as_data_frames_write_it() -> None:
    row = ["Pluie", BODY, "['Nabil Cherradi', \"Inès d'Arcy\"]", '["météo", "pluie"]']
    (clipping,) = clippings(table(["Title", "Text", "Authors", "Tags"], row))
    assert [byline.name for byline in clipping.authors] == ["Nabil Cherradi", "Inès d'Arcy"]
    assert clipping.tags == ("météo", "pluie")
    odd = clippings(table(["Title", "Text", "Tags"], ["Pluie", BODY, "[__import__('os'), 1]"]))[0]
    assert clippings(table(["Title", "Text", "Tags"], ["Pluie", BODY, r"['a\d', 'b']"]))[0].tags == (
        r"a\d",
        "b",
    )
    assert odd.tags == ("[__import__('os')", "1]")


def test_an_older_arabic_table_is_read() -> None:
    content = table(HEADERS["ar"], ["مطر في فاس", ARABIC, "27/05/2022", "نبيل الشرادي", "بريد الساحل", "ar"])
    (clipping,) = clippings(content.decode().encode("cp1256"))
    assert (clipping.title, clipping.body, clipping.charset) == ("مطر في فاس", ARABIC, "windows-1256")
