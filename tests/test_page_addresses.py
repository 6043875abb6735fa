"""Which of its addresses a saved page is known by."""

from __future__ import annotations

import pytest

from archive.documents import Capture, Clipping
from archive.parse import parse

BODY = "".join(
    f"<p>Paragraphe {n} : les pluies de la nuit ont grossi l’oued, et les riverains ont monté leurs meubles à l’étage"
    " avant que la commune n’ouvre le gymnase aux familles du quartier bas.</p>"
    for n in range(6)
)
HERE = "https://www.example.org/2022/05/pluie-a-fes"


def address_of(head: str, given: str | None = None) -> str | None:
    page = (
        f"<html><head><title>Pluie à Fès</title>{head}</head><body><h1>Pluie à Fès</h1>{BODY}</body></html>"
    )
    found = parse(Capture(page.encode(), "page.html", media_type="text/html", address=given))
    assert isinstance(found, Clipping)
    return found.address


def canonical_link(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def og_url(address: str) -> str:
    return f'<meta property="og:url" content="{address}">'


@pytest.mark.parametrize(
    ("head", "given", "address"),
    [
        ("", HERE, HERE),
        (canonical_link(HERE), "https://m.example.org/2022/05/pluie-a-fes?utm_source=x", HERE),
        (canonical_link(HERE), "https://www.google.com/amp/s/www.example.org/2022/05/pluie-a-fes/amp", HERE),
        (canonical_link(HERE), "https://web.archive.org/web/20220601000000/" + HERE, HERE),
        (canonical_link("/2022/05/pluie-a-fes"), HERE + "?print=1", HERE),
        (canonical_link("https://www.example.org/"), HERE, HERE),
        (canonical_link("https://www.example.org/") + og_url(HERE), None, HERE),
        (og_url("https://www.example.org/fr"), HERE, HERE),
        (canonical_link("https://depeches.example/pluie"), HERE, HERE),
        (canonical_link("https://depeches.example/pluie"), None, "https://depeches.example/pluie"),
        (canonical_link("http://[broken"), HERE, HERE),
        (canonical_link("https://www.example.org/"), None, None),
        ("", None, None),
    ],
)
def test_a_page_is_known_by_its_own_address_and_never_by_a_home_page(
    head: str, given: str | None, address: str | None
) -> None:
    assert address_of(head, given) == address
