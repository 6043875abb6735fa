"""Keys: the consonant classes of a name, one alphabet for both scripts, so that spellings of it share one.

A letter may belong to several classes (`g` is ج in Gamal and ق in Guelma); the choices multiply out, so a term has
one or a few keys. Keys of one or two classes also say how the name begins and ends, or half the lexicon shared them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from operator import itemgetter

from archive.names.forms import arabic_forms, latin_forms
from archive.names.scripts import ARABIC, letters

MOST_KEYS = 48
SHORT = 2

V = "aeiouy"
Rules = tuple[tuple[str, str], ...]
LATIN_RULES: Rules = (
    # The first pattern that fits takes its letters; its classes are parted by |, and - is none.
    (f"^ou(?=[{V}])", "W|-"),
    ("^ou", "-|W"),
    ("^eu", "-|Y"),
    ("^y(?=[aeiou])", "Y"),
    ("^i(?=[aou])", "Y|-"),
    ("^u(?=[aei])", "W|Y"),
    (f"^u(?=[^{V}])", "-|W"),
    ("^w", "W"),
    ("^rh", "K|R"),
    ("^j", "J|Y"),
    ("tsch|tch|tsh|sch", "C"),
    ("kh", "X"),
    ("dj", "J"),
    (f"(?<!^)sh(?=[{V}])", "C|SH"),
    ("sh", "C"),
    ("ch$", "C|X"),
    ("ch(?=[rlnt])", "C|K"),
    ("ch", "C"),
    (f"th(?=[{V}]|$)", "T|TH"),
    ("th", "T"),
    (f"(?<!^)dh(?=[{V}])", "D|DH"),
    ("dh", "D"),
    ("gh", "K"),
    ("gu(?=[eia])", "K|J"),
    (f"gn(?=[{V}])", "N|KN"),
    ("ph", "F"),
    ("ck|qu", "K"),
    ("c(?=[eiy])", "S"),
    (f"h$|(?<=[^{V}w])h", "H|-"),
)
# Letters that no rule has taken.
LATIN_LETTERS: Rules = (
    ("kqc", "K"), ("x", "KS"), ("g", "J|K"), ("h", "H"), ("j", "J"), ("bp", "B"), ("t", "T"), ("d", "D"), ("sz", "S"),
    ("fv", "F"), ("r", "R"), ("l", "L"), ("m", "M"), ("n", "N"),
)  # fmt: skip
SUN = "تثدذرزسشصضطظلن"
MELTED, INNER_TA = "l", "h"
ARABIC_RULES: Rules = (("^و", "W"), ("^ي", "Y"), ("تش", "C"), ("ه$", "-|T|H"))
ARABIC_LETTERS: Rules = (
    (MELTED, "L|-"), (INNER_TA, "T|-|H"), ("ه", "H"), ("ث", "T|S"), ("ذ", "D|S|T"), ("ظ", "D|S"), ("تط", "T"),
    ("دض", "D"), ("سصز", "S"), ("كقغ", "K"), ("ب", "B"), ("ج", "J"), ("ح", "H"), ("خ", "X"), ("ش", "C"),
    ("ف", "F"), ("ر", "R"), ("ل", "L"), ("م", "M"), ("ن", "N"),
)  # fmt: skip
_MELTING = re.compile(f"((?<= )|^عبد)ال(?=[{SUN}])|()ال(?=دين$)")
_INNER_TA = re.compile("ه(?= )")

Choices = tuple[str, ...]
Scanner = tuple[re.Pattern[str], Sequence[Choices], Mapping[str, Choices]]


@lru_cache  # compiled when a name of the script is met: a search seldom needs both
def _scanner(rules: Rules, letters: Rules) -> Scanner:
    """Gives a pattern for all of them, the choices of each rule by its group, and those of each letter."""
    choices = {letter: _choices(classes) for row, classes in letters for letter in row}
    # An empty group ends each rule: one that began it would hide its first letter from the matcher's quick check.
    pattern = re.compile("|".join(f"(?:{rule})()" for rule, _ in rules) + f"|[{''.join(choices)}]")
    return pattern, [_choices(classes) for _, classes in rules], choices


def _choices(classes: str) -> Choices:
    return tuple(classes.replace("-", "").split("|"))


_NB = re.compile("N+B")
_RUNS = re.compile(r"(.)\1+")
_ONE = itemgetter(1)
_ARABIC_END = re.compile("(ي)$|(و)$")
_LATIN_END = re.compile("([iy]|ee|ie)$|([uow])$")


@lru_cache(maxsize=4096)
def keys(term: str, script: int) -> tuple[str, ...]:
    """Gives the keys of a folded term, sorted.

    >>> keys("hammouchi", 1), keys("حموشي", 0), keys("said", 1)
    (('HMC',), ('HMC',), ('SD|cA',))
    """
    found: set[str] = set()
    if script == ARABIC:
        for form in arabic_forms(_marked(letters(term))):
            found.update(_arabic_keys(form.letters))
    else:
        for form in latin_forms(term):
            found.update(_latin_keys(form.letters))
    return tuple(sorted(found))[:MOST_KEYS]


def _latin_keys(word: str) -> Iterator[str]:
    pieces = _pieces(word, _scanner(LATIN_RULES, LATIN_LETTERS))
    ending = _LATIN_END.search(word)
    ends = ("I",) if ending and ending[1] else ("U",) if ending else ("A",)
    return _spelt_out(pieces, "v" if word[:1] in V else "c", ends)


def _marked(term: str) -> str:
    """Marks what is heard otherwise inside a compound: the lam before a sun letter, the ta of an inner ending."""
    if not (" " in term or term.startswith("عبد") or term.endswith("دين")):
        return term
    return _INNER_TA.sub(INNER_TA, _MELTING.sub(rf"\1ا{MELTED}", term))


def _arabic_keys(word: str) -> Iterator[str]:
    pieces = _pieces(word, _scanner(ARABIC_RULES, ARABIC_LETTERS))
    ending = _ARABIC_END.search(word)
    ends = ("I", "A") if ending and ending[1] else ("U", "A") if ending else ("A",)
    starts = "cv" if word.startswith("ال") else "v" if word[:1] in "اع" else "c"  # Layachi is العياشي
    return _spelt_out(pieces, starts, ends)


def _pieces(word: str, scanner: Scanner) -> list[Choices]:
    pattern, by_rule, by_letter = scanner
    return [
        by_rule[found.lastindex - 1] if found.lastindex else by_letter[found[0]]
        for found in pattern.finditer(word)
    ]


def _spelt_out(pieces: list[Choices], starts: str, ends: tuple[str, ...]) -> Iterator[str]:
    """Gives every key that the choices allow: runs of a class are one, NB is MB as it is spoken."""
    for choice in islice(product(*pieces), MOST_KEYS):
        key = "".join(choice)
        if "NB" in key:
            key = _NB.sub("MB", key)
        key = _RUNS.sub(_ONE, key)
        if len(key) > SHORT:
            yield key
        else:
            for start in "c" if key[:1] in ("W", "Y") else starts:
                for end in ends:
                    yield f"{key}|{start}{end}"
