"""A real server on loopback that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from archive.capture.opening import Opening
from archive.capture.web import Web
from archive.capture.web.pace import Pace
from archive.capture.web.values import Server

HTML = {"Content-Type": "text/html; charset=utf-8"}
Raw = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Answer:
    """Is what the server says: a status, headers and a body, or with `raw` whatever it writes itself."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: Raw | None = None


@dataclass
class Site:
    """Is a server: `pages` by path, and the paths and headers that it was asked for."""

    port: int
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def at(self, path: str) -> str:
        """Gives the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def server(self) -> Server:
        """Gives the server as the guard knows it."""
        return Server("http", "127.0.0.1", self.port)

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Gives the answer for a path; a page may be one answer, several in turn, or made of the headers."""
        self.asked.append(path)
        self.headers.append(headers)
        page = self.pages.get(path, Answer(404, b"nothing here"))
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        return page(headers) if callable(page) else page


@contextmanager
def serving(pages: Mapping[str, Any] | None = None) -> Iterator[Site]:
    """Runs a server while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = site.answer(self.path, {k.lower(): v for k, v in self.headers.items()})
            if answer.raw:
                self.close_connection = True
                with suppress(OSError):  # the reader has had enough
                    answer.raw(self.connection)
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1], dict(pages or {}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def hurried(**options: Any) -> Web:
    """Gives a web that does not wait between requests; `naps` are the seconds that it would have slept."""
    naps: list[float] = []
    web = Web(pace=Pace(delay=0.0, sleep=naps.append), **options)
    web.naps = naps  # type: ignore[attr-defined]
    return web


def opening(**options: Any) -> Opening:
    """Gives an opening that may go to loopback."""
    return Opening(**{"private": True, "web": hurried(), **options})


def article(title: str, *paragraphs: str) -> bytes:
    """Gives a page with an article."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or TEXT)
    head = f"<!doctype html><html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{told}</article></body></html>".encode()


TEXT = tuple(
    paragraph.replace("\n", " ")
    for paragraph in """\
La pluie est tombée sans relâche pendant trois jours sur la vallée, et les ruelles du vieux bourg se sont
changées en ruisseaux où les enfants faisaient flotter des bateaux de papier.

Le conseil municipal s'est réuni mardi soir dans la salle des fêtes pour décider de la réparation du pont, que
les ingénieurs de la province tiennent pour dangereux depuis le printemps dernier.

Les habitants demandent que les travaux commencent avant l'hiver, car le détour par la route haute leur coûte
chaque jour plus d'une heure et isole les fermes de la rive gauche.""".split("\n\n")
)
