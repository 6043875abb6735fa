"""How much likelier two spellings are as one name than as two: in nats, from a table of learnt costs.

The score is log P(arabic, latin) - log P(arabic) - log P(latin) along the best alignment, in which an Arabic letter
meets up to three Latin ones and Latin vowels may stand for nothing. `costs.tsv` holds what each meeting is worth:
`bench/train_names.py` learns it from pairs of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from archive.names.data import text_of
from archive.names.forms import arabic_forms, latin_forms
from archive.names.scripts import INNER_ARTICLE, letters, with_inner_article

WEAK = "اويهع"
"""Letters that read otherwise at the beginning (`ا^`) and at the end (`ي$`) of a word."""

VOWELS = "اع" + INNER_ARTICLE
SILENCING = WEAK + INNER_ARTICLE
SHORT, AFTER_WEAK, SILENT = "+", "~", "+$"
"""Where Arabic writes no vowel: between consonants, after و and ي, and after the last consonant."""

UNSEEN, UNSEEN_DELETION, UNSEEN_INSERTION = -9.0, -9.0, -8.0
ONE_ARTICLE, ONE_ARTICLE_NISBA, READ_ARTICLE, MAQSURA = -1.2, -0.5, -1.5, -1.5

NOTHING: Mapping[str, float] = {}
Costs = Mapping[str, Mapping[str, float]]


@cache
def costs() -> Costs:
    """Gives the learnt table: symbol, then Latin letters, then nats."""
    table: dict[str, dict[str, float]] = {}
    text = text_of("costs.tsv")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            symbol, chunk, nats = line.split("\t")
            table.setdefault(symbol, {})[chunk] = float(nats)
    return table


def symbols(word: str) -> list[str]:
    """Gives the letters of an Arabic word, the weak ones marked at its edges, with its unwritten vowels.

    >>> symbols("هيثم"), symbols("علي")
    (['ه^', 'ي', '~', 'ث', '+', 'م', '+$'], ['ع^', 'ل', 'ي$'])
    """
    found: list[str] = []
    last = len(word) - 1
    for at, letter in enumerate(word):
        if letter in WEAK and at in (0, last):
            found.append(letter + ("^" if at == 0 else "$"))
        else:
            found.append(letter)
        if at == last:
            if letter not in WEAK:
                found.append(SILENT)
        elif letter in "وي":
            found.append(AFTER_WEAK)
        elif letter not in VOWELS and (
            word[at + 1] not in SILENCING or (word[at + 1] == "ه" and at + 1 < last)
        ):
            found.append(SHORT)
    return found


class Reader:
    """Aligns one Latin word with Arabic ones; what words share at their beginning is aligned once."""

    def __init__(self, word: str, table: Costs) -> None:
        self.table = table
        self.ones = list(word)
        self.twos = ["", *(word[at : at + 2] for at in range(len(word) - 1))]
        self.threes = ["", "", *(word[at : at + 3] for at in range(len(word) - 2))]
        self.rows = {"": [UNSEEN_INSERTION * at for at in range(len(word) + 1)]}

    def score(self, arabic: list[str]) -> float:
        """Gives the nats of the best alignment with an Arabic word, given as its symbols."""
        prefix, row = "", self.rows[""]
        for symbol in arabic:
            prefix += symbol
            known = self.rows.get(prefix)
            if known is None:
                known = self.rows[prefix] = self._next(row, self.table.get(symbol, NOTHING))
            row = known
        return row[-1]

    def _next(self, row: list[float], gains: Mapping[str, float]) -> list[float]:
        """Gives the best scores of all beginnings of the Latin word after one more symbol."""
        gain = gains.get
        deletion = gain("", UNSEEN_DELETION)
        best = row[0] + deletion
        new = [best]
        for at, (one, two, three) in enumerate(zip(self.ones, self.twos, self.threes, strict=False)):
            best += UNSEEN_INSERTION
            if (other := row[at + 1] + deletion) > best:
                best = other
            if (other := row[at] + gain(one, UNSEEN)) > best:
                best = other
            if (worth := gain(two)) is not None and at and (other := row[at - 1] + worth) > best:
                best = other
            if (worth := gain(three)) is not None and at > 1 and (other := row[at - 2] + worth) > best:
                best = other
            new.append(best)
        return new


class Pattern:
    """Is an Arabic term ready to be aligned: the symbols of its forms."""

    def __init__(self, term: str) -> None:
        forms = arabic_forms(with_inner_article(letters(term)))
        self.whole = symbols(forms[0].letters)
        self.bare = symbols(forms[1].letters) if len(forms) > 1 else None
        self.size = len(forms[-1].letters)
        self.one_article = ONE_ARTICLE_NISBA if term.endswith("ي") else ONE_ARTICLE


class Speller:
    """Is a Latin term ready to be aligned with Arabic ones."""

    def __init__(self, term: str) -> None:
        table = costs()
        self.forms = [Reader(form.letters, table) for form in latin_forms(term)]
        self.size = len(latin_forms(term)[-1].letters)
        self.ends_in_a = term.endswith(("a", "ah"))
        self.may_hide_article = term[:1] == "l" or term[1:2] == "l"

    def score(self, pattern: Pattern) -> float:
        """Gives the nats for one name, the best of the readings with and without articles."""
        best = self._score(pattern.whole, pattern.bare, pattern.one_article)
        if self.ends_in_a and pattern.whole[-1] == "ي$":
            bare = [*pattern.bare[:-1], "ا$"] if pattern.bare else None
            spoken = self._score([*pattern.whole[:-1], "ا$"], bare, ONE_ARTICLE)
            best = max(best, spoken + MAQSURA)
        return best

    def _score(self, whole: list[str], bare: list[str] | None, one_article: float) -> float:
        ours = self.forms[0]
        if bare is None:
            scores = [ours.score(whole)]
            if len(self.forms) > 1:
                scores.append(self.forms[1].score(whole) + one_article)
            return max(scores)
        scores = [ours.score(bare) + one_article]
        if len(self.forms) > 1:
            scores.append(self.forms[1].score(bare))
        if self.may_hide_article:
            scores.append(ours.score(whole) + READ_ARTICLE)
        return max(scores)
