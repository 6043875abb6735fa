"""RIS, BibTeX and CSL-JSON as Zotero writes them: one capture an entry; an abstract is a text to be looked at."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pieces import clippings, pieces, readings, refusals, stated

from archive.documents import Capture, Clipping, Reason, Refusal
from archive.parse import parse

ABSTRACT = (
    "La conserverie du vieux port a rallumé ses chaudières jeudi matin, après deux ans d'arrêt. Trente personnes "
    "ont repris le travail, et vingt autres attendent la saison des sardines, que les pêcheurs disent tardive."
)
ARABIC = (
    "أشعل عمال مصنع التعليب في الميناء القديم مراجلهم صباح الخميس بعد توقف دام سنتين كاملتين، وعاد ثلاثون عاملا إلى "
    "مواقعهم في اليوم نفسه بينما ينتظر عشرون آخرون موسم السردين الذي يقول الصيادون إنه سيتأخر كثيرا هذا العام كما تأخر."
)
ADDRESS = "https://lefil.example/conserverie"
USUAL = {
    "title": "La conserverie rouvre",
    "outlet": "Le Fil du Maghreb",
    "published": "2022-05-27",
    "authors": ["Inès Belkadi", "Nabil Cherradi"],
    "language": "fr",
}

RIS = f"""TY  - NEWS
TI  - La conserverie rouvre
AU  - Belkadi, Inès
AU  - Cherradi, Nabil
T2  - Le Fil du Maghreb
AB  - {ABSTRACT}
DA  - 2022/05/27/
PY  - 2022
LA  - fr-MA
SE  - Économie
UR  - {ADDRESS}
KW  - pêche
KW  - emploi
ER  -\x20

"""
BIBTEX = f"""@article{{belkadi_conserverie_2022,
\ttitle = {{La {{Conserverie}} rouvre}},
\tauthor = {{Belkadi, In{{\\`e}}s and Cherradi, Nabil}},
\tjournal = fil,
\tmonth = may,
\tyear = {{2022}},
\tday = 27,
\turl = {{{ADDRESS}}},
\tabstract = {{{ABSTRACT}}},
\tlangid = {{french}},
\tkeywords = {{pêche, emploi}}
}}

"""
STRINGS = "@string{fil = {Le Fil du Maghreb}}\n\n"
CSL: dict[str, Any] = {
    "id": "http://zotero.org/users/1/items/ABCD",
    "type": "article-newspaper",
    "title": "La conserverie rouvre",
    "container-title": "Le Fil du Maghreb",
    "abstract": ABSTRACT,
    "author": [{"family": "Belkadi", "given": "Inès"}, {"family": "Cherradi", "given": "Nabil"}],
    "issued": {"date-parts": [["2022", 5, 27]]},
    "language": "fr",
    "section": "Économie",
    "URL": ADDRESS,
}


def csl(**changes: Any) -> bytes:
    return json.dumps([{**CSL, **changes}], ensure_ascii=False, indent=2).encode()


FILES = {
    "RIS": (RIS.encode(), {}),
    "BibTeX": ((STRINGS + BIBTEX).encode(), {"title": "La Conserverie rouvre"}),
    "CSL": (csl(), {}),
}


@pytest.mark.parametrize("shape", FILES)
def test_an_entry_with_an_abstract_is_read_and_marked_as_unsure(shape: str) -> None:
    content, other = FILES[shape]
    (clipping,) = clippings(content)
    assert stated(clipping) == USUAL | other
    assert (clipping.body, clipping.address) == (ABSTRACT, ADDRESS)
    assert clipping.origins["body"].place.startswith(f"{shape}: ")
    assert clipping.origins["body"].confidence < 0.5
    assert clipping.tags == (() if shape == "CSL" else ("pêche", "emploi"))


@pytest.mark.parametrize("shape", FILES)
def test_an_entry_without_a_text_is_refused_with_its_address(shape: str) -> None:
    content = FILES[shape][0].replace(ABSTRACT.encode(), b"Trop court.")
    (detail,) = refusals(content)
    assert detail.startswith("a citation without a text: no ")
    assert detail.endswith(f"its address could be fetched: {ADDRESS}")


@pytest.mark.parametrize("shape", FILES)
def test_a_book_is_no_article(shape: str) -> None:
    kinds = {
        "RIS": (b"NEWS", b"BOOK"),
        "BibTeX": (b"@article", b"@book"),
        "CSL": (b"article-newspaper", b"book"),
    }
    (detail,) = refusals(FILES[shape][0].replace(*kinds[shape]))
    kind = "a book" if shape == "CSL" else "book"
    assert detail.lower() == f"a citation of {kind}, which is no article of the press"


@pytest.mark.parametrize("shape", FILES)
def test_an_entry_in_arabic_is_read(shape: str) -> None:
    text = FILES[shape][0].decode()
    text = text.replace(ABSTRACT, ARABIC).replace("Le Fil du Maghreb", "بريد الساحل")
    (clipping,) = clippings(text.encode())
    assert (clipping.body, clipping.outlet, clipping.language) == (ARABIC, "بريد الساحل", "ar")


def test_each_entry_is_its_own_capture_and_outcome() -> None:
    second = RIS.replace("La conserverie rouvre", "Le phare s'éteint")
    torn = "TY  - NEWS\nTI  - Coupé\n"
    one, other, last = pieces((RIS + second + torn).encode())
    assert isinstance(one, Capture)
    assert isinstance(other, Capture)
    assert one.content.decode() == RIS.rstrip("\n")
    assert b"Le phare" in other.content
    (refusal,) = [found for found in readings((RIS + torn).encode()) if isinstance(found, Refusal)]
    assert refusal == Refusal(Reason.TRUNCATED, "the entry has no ER line at its end")
    assert getattr(last, "refusal", None) == refusal


def test_a_broken_entry_of_bibtex_costs_no_other() -> None:
    broken = "@article{torn,\n  title = {Never closed\n\n"
    found = readings((STRINGS + broken + BIBTEX).encode())
    assert [one.title if isinstance(one, Clipping) else one.reason for one in found] == [
        Reason.BAD_RECORD,
        "La Conserverie rouvre",
    ]


def test_the_definitions_of_a_file_stand_before_each_entry() -> None:
    one, other = pieces((STRINGS + "% a comment\n" + BIBTEX + BIBTEX.replace("2022,", "b,", 1)).encode())
    for piece in (one, other):
        assert isinstance(piece, Capture)
        assert piece.content.startswith(STRINGS.strip().encode())
        assert isinstance(parse(piece), Clipping)


JOINED = {
    'fil # " du Nord"': "Le Fil du Maghreb du Nord",
    '"Le " # {Fil} # " " # fil': "Le Fil Le Fil du Maghreb",
    "{Le {Fil} # 2}": "Le Fil # 2",
    '"Le {"}#{"} Fil"': 'Le "#" Fil',
    "2024 # fil": "2024Le Fil du Maghreb",
    'fil # inconnu # "Nord"': None,
    "fil #": None,
}


@pytest.mark.parametrize("written", JOINED)
def test_what_a_sign_joins_is_put_together_or_left_out(written: str) -> None:
    content = STRINGS + BIBTEX.replace("journal = fil", f"journal = {written}")
    assert stated(clippings(content.encode())[0])["outlet"] == JOINED[written]


MONTHS = {
    '27 # "~" # may': "2022-05-27",
    'may # "~27"': "2022-05-27",
    '"27th of " # may': "2022-05-27",
    "may": "2022-05",
    "5": "2022-05",
    "{15--27 May}": "2022-05",
    '"May 2022"': "2022-05",
    '27 # "~" # mois': "2022",
}


@pytest.mark.parametrize("written", MONTHS)
def test_a_month_of_bibtex_may_hold_the_day(written: str) -> None:
    content = STRINGS + BIBTEX.replace("\tday = 27,\n", "").replace("month = may", f"month = {written}")
    assert stated(clippings(content.encode())[0])["published"] == MONTHS[written]


def test_strings_are_made_of_those_before_them_and_never_grow_without_end() -> None:
    told = '@string{le = "Le"}\n@string{fil = le # " Fil"}\n'
    of_itself = '@string{fil = fil # "x"}\n'
    doubled = '@string{a0 = "Le Fil du Maghreb"}\n' + "".join(
        f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 60)
    )
    entry = BIBTEX.replace("journal = fil", "journal = {name}")
    for before, name, outlet in ((told, "fil", "Le Fil"), (of_itself, "fil", None), (doubled, "a59", None)):
        content = before + entry.replace("{name}", name)
        found = parse(Capture(content.encode(), "file", media_type="application/x-bibtex"))
        assert isinstance(found, Clipping)
        assert found.outlet == outlet


DATES = {
    "2022/05/27/": "2022-05-27",
    "2022/05//": "2022-05",
    "2022///": "2022",
    "2022": "2022",
    "2022-05-27": "2022-05-27",
    "2022/05/27/spring": "2022-05-27",
    "27 mai 2022": "2022-05-27",
    "2022/13/40": None,
    "soon": None,
}


@pytest.mark.parametrize("printed", DATES)
def test_a_date_of_ris_is_as_precise_as_it_is_printed(printed: str) -> None:
    content = RIS.replace("DA  - 2022/05/27/\nPY  - 2022\n", f"DA  - {printed}\n")
    assert stated(clippings(content.encode())[0])["published"] == DATES[printed]


CSL_DATES = {
    '{"date-parts": [[2022]]}': "2022",
    '{"date-parts": [[2022, 5]]}': "2022-05",
    '{"date-parts": [["2022", "05", "27"]]}': "2022-05-27",
    '{"raw": "27 mai 2022"}': "2022-05-27",
    '{"literal": "2022-05-27"}': "2022-05-27",
    '{"date-parts": [[2022, 13, 1]]}': None,
    '{"date-parts": []}': None,
    '"2022-05-27"': "2022-05-27",
}


@pytest.mark.parametrize("issued", CSL_DATES)
def test_a_date_of_csl_is_as_precise_as_it_is_stated(issued: str) -> None:
    assert stated(clippings(csl(issued=json.loads(issued)))[0])["published"] == CSL_DATES[issued]


NAMES = {
    "Belkadi, Inès": ["Inès Belkadi"],
    "Inès Belkadi": ["Inès Belkadi"],
    "de la Cruz Ruiz, Ana María": ["Ana María de la Cruz Ruiz"],
    "الشرادي, نبيل": ["نبيل الشرادي"],
    "AFP": ["AFP"],
}


@pytest.mark.parametrize("written", NAMES)
def test_names_are_turned_to_the_order_in_which_they_are_printed(written: str) -> None:
    content = RIS.replace("AU  - Belkadi, Inès\nAU  - Cherradi, Nabil", f"AU  - {written}")
    assert stated(clippings(content.encode())[0])["authors"] == NAMES[written]


def test_a_page_that_only_mentions_such_signs_is_no_bibliography() -> None:
    for text in ("@lefil nous écrit, bonjour : il pleut.\n", "TY  est le code.\nER  aussi.\n"):
        assert [piece.media_type for piece in pieces(text.encode()) if isinstance(piece, Capture)] == [
            "text/plain"
        ]
