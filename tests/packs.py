"""Captures and the archives they come in, made by the tests themselves."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.capture import Opening
from archive.capture.unpacking import unpack
from archive.documents import Capture, Outcome, Reason

TEXT = (
    "Le bac de Sidi Larbi reprend la mer\n\nLe 3 mars 2024 à 09h15\n\nPar Nadia Ferhat\n\n"
    "Le bac qui relie les deux rives de l'estuaire a repris son service dimanche, après onze semaines de travaux. "
    "La coque a été doublée et les deux moteurs remplacés par des machines plus silencieuses.\n\n"
    "La traversée reste gratuite pour les écoliers, et coûtera deux dirhams aux autres passagers jusqu'à l'été.\n"
)
HTML = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="{charset}"><title>{title}</title>
<meta property="og:site_name" content="La Gazette d’Agdal">
<meta property="article:published_time" content="2024-05-{day:02}T23:10:00Z"></head>
<body><h1>{title}</h1><p class="signature">Par Salima Berrada</p>
<p>Le pont {day} d’Oum Laaricha, fermé depuis les crues de février, rouvre samedi aux piétons, dit le conseil.</p>
<p>Les camions devront patienter jusqu’à l’automne, le temps que deux piles soient reprises et pesées pour de bon.</p>
</body></html>
"""


def page(day: int = 25, charset: str = "utf-8") -> bytes:
    """Gives an HTML page of its own for each day."""
    text = HTML.format(title=f"Le pont {day} rouvre aux piétons", day=day, charset=charset)
    return text.encode(charset, "xmlcharrefreplace")


def opened(content: bytes, name: str = "pack", **opening: int) -> list[Capture | Outcome]:
    """Gives what a file of these bytes holds."""
    return list(unpack(io.BytesIO(content), name, Opening(**opening)))  # type: ignore[arg-type]


def captures(pieces: Iterable[Capture | Outcome]) -> list[Capture]:
    """Gives the captures among the pieces."""
    return [piece for piece in pieces if isinstance(piece, Capture)]


def refusals(pieces: Iterable[Capture | Outcome]) -> dict[str, Reason]:
    """Gives the reasons of what was refused, by its place."""
    told = [piece for piece in pieces if isinstance(piece, Outcome)]
    assert all(piece.refusal and piece.refusal.detail for piece in told)
    return {piece.source: piece.refusal.reason for piece in told if piece.refusal}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Makes a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], mode: str = "w") -> bytes:
    """Makes a tar archive, packed as the mode says (`w:gz`)."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


Response = tuple[str, str, Mapping[str, str], bytes]
"""Address, status, headers, body."""


def warc(responses: Iterable[Response], *, gzip: bool = False, kind: str = "response") -> bytes:
    """Makes a WARC file, each record packed on its own with `gzip`."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "tests"}))
    for address, status, headers, body in responses:
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http if kind == "response" else None,
                warc_headers_dict={"WARC-Date": "2024-06-01T08:30:00Z"},
                warc_content_type="" if kind == "response" else headers["Content-Type"],
            )
        )
    return out.getvalue()


PAGE_TYPE = {"Content-Type": "text/html; charset=utf-8"}


def answered(day: int, **headers: str) -> Response:
    """Gives the response of a server with a page of its own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return f"https://agdal.example/pont-{day}", "200 OK", {**PAGE_TYPE, **named}, page(day)
