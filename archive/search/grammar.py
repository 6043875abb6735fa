"""The grammar of a query: lexemes become a tree.

either  = all { OR all }
all     = { [ AND ] one }
one     = { NOT } near
near    = operand { NEAR/n operand }
operand = ( either ) | field: operand | date: words | word | prefix* | "phrase" | "words"~n
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from archive.frozen import Frozen
from archive.search.fields import HAVING, TEXT_FIELDS, field_named
from archive.search.lexemes import OPERANDS, Kind, Lexeme, with_spaces
from archive.search.tree import (
    Everything,
    Field,
    Near,
    Phrase,
    Prefix,
    Query,
    When,
    Word,
    conjunction,
    disjunction,
    negation,
    neighbours,
)
from archive.search.values import THINGS, language_named, thing_named

if TYPE_CHECKING:
    from archive.search.when import Period

MOST_WORDS_IN_A_DATE = 5
MOST_NEIGHBOURS = 16
STARTS_OPERAND = OPERANDS | {Kind.FIELD, Kind.WHEN, Kind.OPEN}
ENDS_ONE = frozenset({None, Kind.AND, Kind.OR, Kind.CLOSE})
SOME_THING = f"it is left out; there are {', '.join(THINGS)}"
ENDS_ALL = frozenset({None, Kind.OR, Kind.CLOSE})


class Remark(Frozen):
    """Is what could not be made sense of in a query; `start` and `end` are its place in what was typed."""

    message: str
    start: int
    end: int


class Grammar:
    """Reads lexemes with paired parentheses by descent; None is a part that was left out, with a remark."""

    def __init__(self, pieces: Sequence[Lexeme], today: date | None, remarks: list[Remark]) -> None:
        self.pieces = pieces
        self.today = today
        self.remarks = remarks
        self.at = 0
        self.within: str | None = None

    def either(self) -> Query | None:
        """Reads alternatives."""
        parts = [self._all()]
        while self._kind() is Kind.OR:
            operator = self._take()
            parts.append(self._all())
            if None in parts[-2:]:
                self._tell(f"'{operator.text}' has nothing on one side", operator)
        kept = [part for part in parts if part]
        return disjunction(kept) if kept else None

    def _kind(self) -> Kind | None:
        return self.pieces[self.at].kind if self.at < len(self.pieces) else None

    def _take(self) -> Lexeme:
        self.at += 1
        return self.pieces[self.at - 1]

    def _tell(self, message: str, first: Lexeme, last: Lexeme | None = None) -> None:
        self.remarks.append(Remark(message, first.start, (last or first).end))

    def _all(self) -> Query | None:
        parts: list[Query | None] = []
        while (kind := self._kind()) not in ENDS_ALL:
            if kind is Kind.AND:
                operator = self._take()
                if not parts or self._kind() in ENDS_ONE:
                    self._tell(f"'{operator.text}' has nothing on one side", operator)
            else:
                parts.append(self._one())
        kept = [part for part in parts if part]
        return conjunction(kept) if kept else None

    def _one(self) -> Query | None:
        negative = False
        while self._kind() is Kind.NOT:
            operator = self._take()
            negative = not negative
            if self._kind() in ENDS_ONE:
                self._tell(f"'{operator.text}' has nothing to leave out", operator)
                return None
        operand = self._near()
        return negation(operand) if operand and negative else operand

    def _near(self) -> Query | None:
        operands = [None if self._kind() is Kind.NEAR else self._operand()]
        operators: list[Lexeme] = []
        while self._kind() is Kind.NEAR:
            operators.append(self._take())
            operands.append(self._operand() if self._kind() in STARTS_OPERAND else None)
        return self._neighbours(operands, operators) if operators else operands[0]

    def _neighbours(self, operands: Sequence[Query | None], operators: Sequence[Lexeme]) -> Query | None:
        """Gives each two neighbours of a chain as one part; those that cannot be are kept one by one."""
        parts: list[Query] = []
        alone = dict(enumerate(operands))
        for at, operator in enumerate(operators):
            left, right = operands[at], operands[at + 1]
            if left is None or right is None:
                self._tell(f"'{operator.text}' has nothing on one side", operator)
            elif self._is_text() and (pair := neighbours(left, right, operator.distance or 0)):
                parts.append(pair)
                alone[at] = alone[at + 1] = None
            else:
                self._tell(f"'{operator.text}' stands between words or phrases; read as AND", operator)
        whole = conjunction([*parts, *(part for part in alone.values() if part)])
        return None if isinstance(whole, Everything) else whole

    def _is_text(self) -> bool:
        return self.within is None or self.within in TEXT_FIELDS

    def _operand(self) -> Query | None:
        match self._kind():
            case Kind.OPEN:
                return self._group()
            case Kind.FIELD | Kind.WHEN if self.within:
                return self._word(f"a field inside '{self.within}' is searched as a word")
            case Kind.FIELD:
                return self._field()
            case Kind.WHEN:
                return self._when()
            case _:
                return self._leaf()

    def _group(self) -> Query | None:
        opening = self._take()
        tree = self.either()
        closing = self._take()
        if tree is None:
            self._tell("nothing to search for between these parentheses", opening, closing)
        return tree

    def _leaf(self) -> Query | None:
        piece = self._take()
        if piece.remark:
            self._tell(piece.remark, piece)
        if self.within in HAVING and not thing_named(piece.text):
            self._tell(f"no article has '{piece.text}'; {SOME_THING}", piece)
            return None
        if self.within == "lang" and not language_named(piece.text):
            self._tell(f"no language is known as '{piece.text}'", piece)
        match piece.kind:
            case Kind.PREFIX:
                return Prefix(piece.text)
            case Kind.PHRASE if not piece.text:
                self._tell("nothing stands between these quotation marks", piece)
                return None
            case Kind.PHRASE if piece.distance is not None and self._is_text():
                return self._close_together(piece, piece.distance)
            case Kind.PHRASE:
                return Phrase(piece.text)
            case _:
                return Word(piece.text)

    def _close_together(self, piece: Lexeme, distance: int) -> Query | None:
        words = [Word(text) for text in with_spaces(piece.text).split()]
        if len(words) > MOST_NEIGHBOURS:
            self._tell(f"only the first {MOST_NEIGHBOURS} of these words are searched", piece)
        near = Near(tuple(words[:MOST_NEIGHBOURS]), distance)
        return near if len(words) > 1 else words[0] if words else None

    def _word(self, message: str) -> Query:
        piece = self._take()
        self._tell(message, piece)
        return Word(piece.text)

    def _field(self) -> Query | None:
        following = self.pieces[self.at + 1].kind if self.at + 1 < len(self.pieces) else None
        if following not in OPERANDS | {Kind.OPEN}:
            return self._word("no value follows this field; it is searched as a word")
        name = field_named(self._take().text[:-1])
        assert name is not None, "the lexeme was cut because the name is known"
        self.within = name
        child = self._operand()
        self.within = None
        return Field(name, child) if child else None

    def _when(self) -> Query | None:
        from archive.search.when import period

        name = field_named(self.pieces[self.at].text[:-1]) or "on"
        condition = self.pieces[self.at]
        words: list[str] = []
        for piece in self._date_words():
            words.append(piece.text)
            read = period(" ".join(words), self.today)
            if read and (when := condition_of(name, read, f"{condition.text}{' '.join(words)}")):
                self.at += 1 + len(words)
                return when
        value = self.pieces[self.at + 1] if words else None
        if value is None or value.start > condition.end:
            return self._word("no date follows; it is searched as a word")
        self.at += 2
        self._tell(f"no date can be read in '{value.text}'; the condition is left out", condition, value)
        return None

    def _date_words(self) -> Sequence[Lexeme]:
        following = self.pieces[self.at + 1 : self.at + 1 + MOST_WORDS_IN_A_DATE]
        if following and following[0].kind is Kind.PHRASE:
            return following[:1]
        stop = next((n for n, piece in enumerate(following) if piece.kind is not Kind.WORD), len(following))
        return following[:stop]


Days = tuple[date | None, date | None]
ONE_DAY = timedelta(1)

_BOUNDS: Mapping[str, Callable[[Period], Days]] = MappingProxyType(
    {
        "on": lambda p: (p.start, p.end),
        "before": lambda p: (None, p.start and p.start - ONE_DAY),
        "after": lambda p: (p.end and p.end + ONE_DAY, None),
        "since": lambda p: (p.start, None),
        "until": lambda p: (None, p.end),
    }
)


def condition_of(name: str, period: Period, printed: str) -> When | None:
    """Gives the condition on the days of publication; None when the period lacks the end that counts."""
    try:
        first, last = _BOUNDS[name](period)
    except OverflowError:
        return None
    start, end = first and first.isoformat(), last and last.isoformat()
    if start and end:
        return When("on", start, end, printed)
    if end:
        return When("before", None, end, printed)
    return When("after", start, None, printed) if start else None
