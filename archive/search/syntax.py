"""What a person types becomes a query tree and remarks; any string at all is a valid query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from archive.frozen import Frozen, replace
from archive.search.grammar import Grammar
from archive.search.grammar import Remark as Remark
from archive.search.lexemes import OPERANDS, Kind, Lexeme, lexemes
from archive.search.tree import Everything, Query

MOST_CHARACTERS = 8_000
MOST_TERMS = 64
DEEPEST = 32
MOST_REMARKS = 20

_OPERATORS = frozenset({Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR})
_MEANING = OPERANDS | {Kind.FIELD, Kind.WHEN}


class Reading(Frozen):
    """Is a query read: the best tree, and the remarks in the order of their places."""

    tree: Query
    remarks: tuple[Remark, ...] = ()


def read(text: str, today: date | None = None) -> Reading:
    """Reads a typed query; never fails, whatever the text.

    `today` gives a meaning to `on:yesterday` and the like. The first 64 terms are read, nested 32 deep.
    """
    remarks: list[Remark] = []
    pieces = _lone_operators_as_words(_balanced(_cut(text, remarks), remarks))
    tree = Grammar(pieces, today, remarks).either()
    in_order = sorted(remarks, key=lambda remark: (remark.start, remark.end))
    return Reading(tree or Everything(), tuple(in_order[:MOST_REMARKS]))


def _cut(text: str, remarks: list[Remark]) -> list[Lexeme]:
    kept: list[Lexeme] = []
    terms = 0
    end = min(len(text), MOST_CHARACTERS)
    for piece in lexemes(text[:end]):
        terms += piece.kind in OPERANDS
        if terms > MOST_TERMS:
            end = piece.start
            break
        kept.append(piece)
    if text[end:].strip():
        remarks.append(
            Remark(f"too long: only the first {min(terms, MOST_TERMS)} words are searched", end, len(text))
        )
    return kept


def _lone_operators_as_words(pieces: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """Gives `AND` typed alone as the word that it then is."""
    if any(piece.kind in _MEANING for piece in pieces):
        return pieces
    lone = [
        replace(piece, kind=Kind.WORD) for piece in pieces if piece.kind in _OPERATORS and piece.text != "-"
    ]
    return lone[:MOST_TERMS] or pieces


def _balanced(pieces: Sequence[Lexeme], remarks: list[Remark]) -> list[Lexeme]:
    """Gives the lexemes with every parenthesis paired and none deeper than `DEEPEST`."""
    kept: list[Lexeme] = []
    opened: list[Lexeme] = []
    troubles: dict[str, Lexeme] = {}
    for piece in pieces:
        if piece.kind is Kind.CLOSE and not opened:
            troubles.setdefault("this parenthesis was not opened", piece)
            continue
        if piece.kind is Kind.OPEN:
            opened.append(piece)
        if piece.kind not in (Kind.OPEN, Kind.CLOSE) or len(opened) <= DEEPEST:
            kept.append(piece)
        else:
            troubles.setdefault(f"parentheses more than {DEEPEST} deep are passed over", piece)
        if piece.kind is Kind.CLOSE:
            opened.pop()
    if opened:
        troubles["this parenthesis is not closed; it runs to the end"] = opened[-1]
    remarks.extend(Remark(message, piece.start, piece.end) for message, piece in troubles.items())
    end = pieces[-1].end if pieces else 0
    return kept + [Lexeme(Kind.CLOSE, ")", end, end)] * min(len(opened), DEEPEST)
