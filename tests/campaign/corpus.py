"""Invented captures of several kinds, as many as wanted, no two alike."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from uuid import UUID

WORDS = (
    "port marché récolte village commune palmeraie barrage école tramway phosphate semence laine gare citerne atelier"
    " moulin verger route digue lycée tisserand pêcheur maçon sourcier berger notaire conteur luthier potier forge"
    " neuve haute basse vieille lente claire rouge blanche sèche pleine lointaine ancienne voisine ouverte close"
).split()
PLACES = "Zagora Asilah Midelt Figuig Tiznit Sefrou Azrou Taza Guercif Demnate Chefchaouen Oualidia".split()
NAMES = "Inès Belkadi,Omar Tazi,Salma Idrissi,Youssef Amrani,Hind Mesbahi,Karim Lahlou".split(",")


def sentence(chance: Random, words: int = 14) -> str:
    """Gives an invented sentence."""
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + f" à {chance.choice(PLACES)}."


def body(chance: Random, sentences: int = 8) -> str:
    """Gives two invented paragraphs."""
    half = sentences // 2
    return "\n\n".join(" ".join(sentence(chance) for _ in range(half)) for _ in range(2))


def title(chance: Random, number: int) -> str:
    """Gives an invented title with a number in it."""
    return f"{chance.choice(PLACES)} : la {chance.choice(WORDS)} numéro {number}"


def text(chance: Random, number: int) -> str:
    """Gives a page as it is pasted."""
    return (
        f"{title(chance, number)}\n\nLe {chance.randint(1, 28)}/05/2022 à 17h53\n\nPar {chance.choice(NAMES)}\n\n"
        f"{body(chance)}\n"
    )


def page(chance: Random, number: int) -> str:
    """Gives a saved page."""
    paragraphs = "".join(f"<p>{one}</p>" for one in body(chance).split("\n\n"))
    name = title(chance, number)
    return (
        f"<!doctype html><html lang=fr><head><meta charset=utf-8><title>{name}</title>"
        f'<link rel=canonical href="https://fil.example/{number}">'
        f'<meta property="article:published_time" content="2022-05-{chance.randint(10, 28)}T10:00:00+01:00"></head>'
        f"<body><article><h1>{name}</h1>{paragraphs}</article></body></html>"
    )


def record(chance: Random, number: int) -> dict[str, object]:
    """Gives a JSON record."""
    return {
        "title": title(chance, number),
        "body": body(chance),
        "outlet": "Le Fil du Sud",
        "address": f"https://sud.example/{number}",
        "authors": [chance.choice(NAMES)],
        "tags": chance.sample(WORDS, 2),
        "published": f"2023-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        "language": "fr",
    }


def texts(folder: Path, number: int, chance: Random) -> None:
    """Writes pages as they are pasted, one a file."""
    for one in range(number):
        (folder / f"{one:03}.txt").write_text(text(chance, one), encoding="utf-8")


def pages(folder: Path, number: int, chance: Random) -> None:
    """Writes saved pages, one a file."""
    for one in range(number):
        (folder / f"{one:03}.html").write_text(page(chance, one), encoding="utf-8")


def records(folder: Path, number: int, chance: Random) -> None:
    """Writes JSON Lines."""
    lines = [json.dumps(record(chance, one), ensure_ascii=False) for one in range(number)]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")


def web_archive(folder: Path, number: int, chance: Random) -> None:
    """Writes a WARC of saved pages, each record packed by itself."""
    with (folder / "pages.warc.gz").open("wb") as file:
        for one in range(number):
            answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page(chance, one)}".encode()
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{UUID(int=chance.getrandbits(128))}>\r\n"
                f"WARC-Date: 2022-05-27T10:00:00Z\r\nWARC-Target-URI: https://fil.example/{one}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + answer + b"\r\n\r\n"))


Kind = Callable[[Path, int, Random], None]

KINDS: dict[str, Kind] = {"text": texts, "html": pages, "records": records, "warc": web_archive}
