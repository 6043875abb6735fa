r"""Cuts a typed query into lexemes: words, phrases, fields, operators and parentheses, with their places.

A backslash takes the next sign literally: `\OR`, `\-x`, `title\:x`, `foo\*`, `\(`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from archive.frozen import Frozen
from archive.search.fields import (
    DATE_FIELDS,
    FIELDS,
    OPERATORS,
    closest_name,
    distance_named,
    field_named,
    looks_like_a_name,
)


class Kind(StrEnum):
    """Says what a lexeme is."""

    WORD = "word"
    PREFIX = "prefix"
    PHRASE = "phrase"
    FIELD = "field"
    WHEN = "when"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"
    OPEN = "("
    CLOSE = ")"


OPERANDS = frozenset({Kind.WORD, Kind.PREFIX, Kind.PHRASE})


class Lexeme(Frozen):
    """Is a piece of the query; `start` and `end` count characters of what was typed.

    `text` is the word, phrase or name without quotes, escapes and asterisk. `remark` is what a person should
    know about it. `distance` is how many words may stand between: the sides of NEAR, or the words of a phrase.
    """

    kind: Kind
    text: str
    start: int
    end: int
    remark: str | None = None
    distance: int | None = None


CLOSING = {'"': '"＂', "＂": '"＂', "“": '”"', "”": '”"', "„": '“”"', "‟": '”"', "«": "»", "»": "«"}

# Bidi marks and zero-width spaces come along with pasted Arabic; joiners are letters of Persian and stay.
_LIKE_SPACES = dict.fromkeys(
    (0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF), " "
)

# A quote after a letter belongs to the word (5", צה"ל). » and ” open only where they are closed again.
_QUOTE = r'(?<!\w)["“„‟«＂]|(?<!\w)»(?=\w[^»«]*«)|(?<!\w)”(?=\w[^”]*”)'
_LEXEME = re.compile(
    rf"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\))
    | (?P<minus>(?<![^\s(])-(?=[\w("“„‟«＂\\]))
    | (?P<quote>{_QUOTE})
    | (?P<run>(?: \\\S | (?!{_QUOTE})[^\s()] )+)""",
    re.VERBOSE,
)
_EXCLUDED = re.compile(r"-(?=\w|$)")  # `lang:-fr` means `-lang:fr`
_ESCAPE = re.compile(r'^\\(.)|\\([\\()"“”„‟«»＂:*-])', re.DOTALL)
_LITERAL = "\ue000"
_DISTANCE = re.compile(r"~(\d{1,3})(?!\w)")


def with_spaces(text: str) -> str:
    """Gives the text with a plain space for every sign that is not seen and parts words."""
    return text.translate(_LIKE_SPACES)


def lexemes(text: str) -> Iterator[Lexeme]:
    """Cuts the text into lexemes, one after the other; takes any string."""
    at, spaced = 0, with_spaces(text)
    while found := _LEXEME.match(spaced, at):
        at = found.end()
        match found.lastgroup:
            case "open":
                yield Lexeme(Kind.OPEN, "(", found.start(), at)
            case "close":
                yield Lexeme(Kind.CLOSE, ")", found.start(), at)
            case "minus":
                yield Lexeme(Kind.NOT, "-", found.start(), at)
            case "quote":
                phrase = _phrase(text, found.start())
                at = phrase.end
                yield phrase
            case "run":
                yield from _run(found[0], found.start())


def _phrase(text: str, start: int) -> Lexeme:
    closing = CLOSING[text[start]]
    inside = re.compile(rf"(?:\\[\\{closing}]|[^{closing}])*").match(text, start + 1)
    assert inside is not None, "the pattern matches the empty text"
    end = min(inside.end() + 1, len(text))
    closed = text[inside.end() : end] != ""
    words = re.sub(rf"\\([\\{closing}])", r"\1", inside[0]).strip()
    if closed and (near := _DISTANCE.match(text, end)):
        return Lexeme(Kind.PHRASE, words, start, near.end(), distance=int(near[1]))
    remark = None if closed else "this quotation mark is not closed; the phrase runs to the end"
    return Lexeme(Kind.PHRASE, words, start, end, remark)


def _run(run: str, start: int) -> Iterator[Lexeme]:
    """Reads one stretch without white space; in `mask`, as long as `text`, an escaped sign has no meaning."""
    text = _ESCAPE.sub(lambda m: m[1] or m[2], run)
    mask = _ESCAPE.sub(_LITERAL, run)
    end = start + len(run)
    if operator := OPERATORS.get(mask):
        yield Lexeme(Kind(operator), text, start, end)
        return
    if (distance := distance_named(mask)) is not None:
        yield Lexeme(Kind.NEAR, text, start, end, distance=distance)
        return
    name, colon, rest = mask.partition(":")
    field = field_named(name) if colon else None
    if field:
        place, in_time = start + len(name) + 1, field in DATE_FIELDS
        excluded = not in_time and _EXCLUDED.match(rest) is not None
        if excluded:
            yield Lexeme(Kind.NOT, "-", place, place + 1)
        yield Lexeme(Kind.WHEN if in_time else Kind.FIELD, run[: len(name) + 1], start, place)
        if rest[excluded:]:
            yield _word(text[len(name) + 1 + excluded :], rest[excluded:], place + excluded, end)
        return
    unknown = rest and not rest.startswith("/") and looks_like_a_name(name)
    yield _word(text, mask, start, end, _no_field(name) if unknown else None)


def _word(text: str, mask: str, start: int, end: int, remark: str | None = None) -> Lexeme:
    stem = text[: len(mask.rstrip("*"))]
    if len(stem) < len(text) and re.search(r"\w", stem):
        return Lexeme(Kind.PREFIX, stem, start, end, remark)
    return Lexeme(Kind.WORD, text, start, end, remark)


def _no_field(name: str) -> str:
    close = closest_name(name)
    hint = f"did you mean '{close}'?" if close else f"there are {', '.join((*FIELDS, *DATE_FIELDS))}"
    return f"no field '{name}', searched as words; {hint}"
