"""The reading of a message: its letter as a page or a text, and its envelope where the letter says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any, NamedTuple

from archive.documents import Capture, Clipping, Origin, Reason, Refusal
from archive.parse.decode import Decoded
from archive.parse.html import read_html
from archive.parse.mail.headers import Envelope, decoded_of, read_envelope
from archive.parse.mail.letters import Letter, Page, choose_letter, find_parts, without_furniture
from archive.parse.mail.phrases import Phrases, load_phrases
from archive.parse.markers import Markers
from archive.parse.outlets import KnownOutlets
from archive.parse.plain import read_plain
from archive.text import key

SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_RICHER = 0.7
_MOST_ITEMS, _ITEM = 4, 450
_PARAGRAPH = 60
_TRUSTED, _OUTLET_TRUSTED = 0.55, 0.75
_SUBJECT, _DATE_OF_LIST, _DATE_OF_PERSON, _DATE_PASSED_ON = 0.65, 0.75, 0.4, 0.6
_WINDOW = "<title>"
_LAYOUT = re.compile(rb"<(/?)(?:table|tbody|thead|tfoot|tr|td|th|center)\b", re.IGNORECASE)
"""In mail, tables are what pages have boxes for; an extractor would read them as rows of figures."""


class Knowledge(NamedTuple):
    """Is what a reader is told beside the capture."""

    outlets: KnownOutlets | None = None
    language: str | None = None
    markers: Markers | None = None


def read_mail(
    capture: Capture,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a message into a clipping; one that holds no article, or many short ones, is refused with the fact."""
    message = message_from_bytes(capture.content, policy=policy.compat32)
    if message.get_content_type() in SEALED:
        return Refusal(Reason.ENCRYPTED, "the message can be read only with the key of its receiver")
    knowledge, phrases = Knowledge(outlets, language, markers), load_phrases()
    page, text = find_parts(message)
    text = text if text is not None or page is None else _text_of(page)
    if text is None or (page is None and not text.text.strip()):
        return Refusal(Reason.EMPTY, "the message holds no text of its own")
    letter = choose_letter(text.text, phrases)
    if fact := _digest(letter.lines, phrases):
        return Refusal(Reason.NO_ARTICLE, fact)
    reading = _read(capture, page if letter.envelope is None else None, letter, knowledge, phrases)
    if isinstance(reading, Refusal):
        return reading
    if reading.charset is None:
        reading = replace(reading, charset=text.charset, charset_reason=text.reason)
    outer = read_envelope(message)
    return _completed(reading, letter.envelope or outer, outlets or KnownOutlets(), phrases)


def _text_of(page: Page) -> Decoded:
    """Gives the printed lines of a letter that comes as HTML alone."""
    from resiliparse.extract.html2text import extract_plain_text

    markup = decoded_of(page.content, page.charset)
    printed: str = extract_plain_text(
        markup.text, preserve_formatting=True, list_bullets=False, alt_texts=False
    )
    return replace(markup, text=printed)


def _digest(lines: Sequence[str], phrases: Phrases) -> str | None:
    """Gives the fact that makes a letter a list of short items, each of which leads on to an article elsewhere."""
    told = [line.strip() for line in lines if line.strip()]
    leads = [place for place, line in enumerate(told) if _leads_on(line, phrases)]
    items = [
        place for place in leads if any(len(line) >= _PARAGRAPH for line in told[max(0, place - 3) : place])
    ]
    if len(items) < _MOST_ITEMS:
        return None
    letters = sum(len(line) for line in told[: items[-1]])
    return f"a newsletter of {len(items)} short items" if letters < _ITEM * len(items) else None


def _leads_on(line: str, phrases: Phrases) -> bool:
    return phrases.leads_on(line) or line.startswith(("http://", "https://", "<http"))


def _read(
    capture: Capture, page: Page | None, letter: Letter, knowledge: Knowledge, phrases: Phrases
) -> Clipping | Refusal:
    """Reads the letter as a page where that gives more, else as a text."""
    text = "\n".join(without_furniture(letter, phrases))
    plain = read_plain(text, **knowledge._asdict())
    if page is None:
        return plain
    content = _LAYOUT.sub(rb"<\1div", page.content)
    shown = replace(capture, content=content, media_type="text/html", charset=page.charset)
    rich = read_html(shown, **knowledge._asdict())
    if isinstance(rich, Refusal):
        return plain if isinstance(plain, Clipping) else rich
    rich = _without_furniture(rich, phrases)
    if isinstance(plain, Refusal) or len(rich.body) >= _RICHER * len(plain.body):
        return rich
    return plain


def _without_furniture(clipping: Clipping, phrases: Phrases) -> Clipping:
    paragraphs = clipping.body.split("\n\n")
    kept = [one for one in paragraphs if not phrases.is_furniture(one) and not phrases.leads_on(one)]
    return replace(clipping, body="\n\n".join(kept or paragraphs))


def _completed(clipping: Clipping, envelope: Envelope, outlets: KnownOutlets, phrases: Phrases) -> Clipping:
    """Puts what the envelope says where the letter itself says nothing, or nothing that can be trusted."""
    found = list(_candidates(clipping, envelope, outlets, phrases))
    values: dict[str, Any] = {name: value for name, value, _ in found}
    origins = {name: origin for name, _, origin in found}
    return replace(clipping, **values, origins={**clipping.origins, **origins})


def _candidates(
    clipping: Clipping, envelope: Envelope, outlets: KnownOutlets, phrases: Phrases
) -> Iterator[tuple[str, Any, Origin]]:
    place = envelope.place
    subject = phrases.bare_subject(envelope.subject)
    if subject and not _stands(clipping, subject):
        yield "title", subject, Origin(f"{place}: subject", _SUBJECT, envelope.subject)
    if envelope.date and clipping.published is None and (sure := _sure_of_date(envelope)):
        yield "published", envelope.date, Origin(f"{place}: date", sure, envelope.printed.get("date"))
    if (sender := _outlet(envelope, outlets)) and _confidence(clipping, "outlet") < sender[1]:
        yield "outlet", sender[0], Origin(f"{place}: from", sender[1], envelope.printed.get("from"))


def _stands(clipping: Clipping, subject: str) -> bool:
    """Says whether the title that was read stands against the subject: it is printed, or says the same."""
    if clipping.title is None:
        return False
    title, wanted = key(clipping.title), key(subject)
    if title in wanted or wanted in title:
        return True
    return _confidence(clipping, "title") >= _TRUSTED and clipping.origins["title"].place != _WINDOW


def _confidence(clipping: Clipping, name: str) -> float:
    origin = clipping.origins.get(name)
    return origin.confidence if origin and getattr(clipping, name) is not None else 0.0


def _sure_of_date(envelope: Envelope) -> float:
    """Gives how sure it is that what a message holds appeared on its day: a list sends what it publishes."""
    if envelope.place != "mail":
        return _DATE_PASSED_ON
    return _DATE_OF_LIST if envelope.listed else _DATE_OF_PERSON


def _outlet(envelope: Envelope, outlets: KnownOutlets) -> tuple[str, float] | None:
    """Gives the outlet that sent a message: one that is known by domain or name, or who sends to a list."""
    parts = envelope.host.split(".")
    domains = (".".join(parts[start:]) for start in range(len(parts) - 1))
    for name in (*domains, envelope.name):
        if name and (known := outlets.find(name)):
            return known.name, 0.9
    return (envelope.name, 0.6) if envelope.listed and envelope.name else None
