"""Bibliographies in RIS and BibTeX: one capture an entry, which is the entry's own text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.capture.opening import Opening, now, refused
from archive.documents import Capture, Outcome, Reason

RIS_TYPE, BIBTEX_TYPE = "application/x-research-info-systems", "application/x-bibtex"
_PEEK = 4096
_RIS_START = re.compile(rb"^(?:\xef\xbb\xbf)?TY  ?- ?\w", re.MULTILINE)
_RIS_END = re.compile(rb"^ER  ?-[^\r\n]*", re.MULTILINE)
_BIBTEX = re.compile(rb"\s*(?:\xef\xbb\xbf)?(?:%[^\n]*\s+)*@\s*\w+\s*[{(]\s*(?:[^\s,{}=\"]+\s*[,=}]|\")")
_ENTRY = re.compile(rb"^[ \t]*@\s*(\w+)\s*[{(]", re.MULTILINE)
_DEFINED, _WORDS = re.compile(rb"@\s*\w+\s*[{(]\s*([\w-]+)"), re.compile(rb"[\w-]+")
_NO_ENTRY = (b"comment", b"preamble")


def tells_ris(content: bytes) -> bool:
    """Says whether a file is RIS: its first tag is TY, and an ER ends an entry."""
    found = _RIS_START.search(content, 0, _PEEK)
    return found is not None and _RIS_END.search(content, found.end()) is not None


def part_ris(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each entry from its TY to its ER, and an outcome for one that does not end."""
    moment, starts = now(), [found.start() for found in _RIS_START.finditer(content)]
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], len(content)], strict=True), 1):
        place, end = f"{source}:{number}", _RIS_END.search(content, start, stop)
        if end is None:
            yield refused(place, Reason.TRUNCATED, "the entry has no ER line at its end")
        else:
            yield Capture(content[start : end.end()], place, media_type=RIS_TYPE, moment=moment)


def tells_bibtex(content: bytes) -> bool:
    """Says whether a file is BibTeX: an entry stands at its beginning, below comments alone."""
    return _BIBTEX.match(content, 0, _PEEK) is not None


def part_bibtex(content: bytes, source: str, opening: Opening) -> Iterator[Capture | Outcome]:
    """Gives one capture for each entry, with the `@string` definitions that it uses before it."""
    moment, found = now(), list(_ENTRY.finditer(content))
    ends = [one.start() for one in found[1:]] + [len(content)]
    parts = [
        (one[1].lower(), content[one.start() : end].strip()) for one, end in zip(found, ends, strict=True)
    ]
    strings = {name[1]: text for kind, text in parts if kind == b"string" and (name := _DEFINED.match(text))}
    entries = [text for kind, text in parts if kind not in (b"string", *_NO_ENTRY)]
    for number, text in enumerate(entries, 1):
        used = strings.keys() & set(_WORDS.findall(text)) if strings else ()
        before = b"".join(strings[name] + b"\n" for name in sorted(used))
        yield Capture(before + text, f"{source}:{number}", media_type=BIBTEX_TYPE, moment=moment)
    if not entries:
        yield refused(source, Reason.EMPTY, "the bibliography holds no entry")
