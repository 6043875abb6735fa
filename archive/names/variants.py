"""Spellings of one name in one script: Hammouchi, Hamouchi, Hammoushi; عبد اللطيف, عبداللطيف."""

from __future__ import annotations

from math import log

from archive.names.canonical import canonical
from archive.names.forms import arabic_forms, latin_forms
from archive.names.lexicon import Entry
from archive.names.likelihood import Pattern, Speller
from archive.names.likeness import likeness
from archive.names.matching import Gates, Match, latin_clusters
from archive.names.scripts import LATIN, letters

CLUSTERS, MEMBERS, SHARED = 25, 12, 2
LEAST_ALIKE, SURELY_ALIKE = 0.6, 0.86
LEAST_NATS = 6.0
LOOKS = 22.0
"""What it is worth, in nats, that two spellings look the same."""

LEAST_CONSONANTS = 3
LAST_VOWELS = "ايه"
WITHOUT_VOWELS = str.maketrans("", "", "اوي")
FAMILY = "ال "
FLOOD = 10
"""How many times as frequent as a name, and as frequent terms, a word of little likeness is no spelling of it."""

COMMONNESS = 0.5
LEAST_BASE = 4
MOST, BEHIND = 20, 9.0


def latin_variants(term: str, found: list[Entry], through: list[tuple[str, float]]) -> list[Match]:
    """Gives the Latin spellings of a Latin term's name, best first.

    Two spellings are of one name when they look alike, or when both spell the same Arabic term well: `through` are
    Arabic terms that the query spells, with their nats.
    """
    arabic = [(Pattern(spelt), nats) for spelt, nats in through]
    canon = likeness(canonical(term, LATIN))
    printed = likeness(latin_forms(term)[-1].letters)
    groups = latin_clusters(found)
    nearest = sorted(groups, key=lambda form: (-canon(form), form))[:CLUSTERS]
    matches: list[tuple[float, Match]] = []
    for form in nearest:
        if canon(form) < LEAST_ALIKE:
            break
        for entry in groups[form][:MEMBERS]:
            speller = Speller(entry.term)
            shared = max((min(nats, speller.score(one)) for one, nats in arabic), default=0.0)
            looks = 0.75 * canon(form) + 0.25 * printed(latin_forms(entry.term)[-1].letters)
            if looks >= SURELY_ALIKE or shared >= LEAST_NATS:
                score = LOOKS * looks + shared
                matches.append((score + COMMONNESS * log(1 + entry.df), (entry, score)))
    best = max((score for _, (_, score) in matches), default=0.0)
    kept = [one for one in matches if one[1][1] >= best - BEHIND]
    kept.sort(key=lambda one: (-one[0], one[1][0].term))
    return [match for _, match in kept[:MOST]]


def distinct(arabic: list[Match]) -> list[tuple[str, float]]:
    """Gives the Arabic terms that fit best and differ in more than article and clitics."""
    found: dict[str, tuple[str, float]] = {}
    for entry, nats in sorted(arabic, key=lambda match: -match[1]):
        found.setdefault(arabic_forms(letters(entry.term))[-1].letters, (entry.term, nats))
        if len(found) == SHARED:
            break
    return list(found.values())


def arabic_variants(term: str, own: Entry | None, found: list[Entry], gates: Gates) -> list[Match]:
    """Gives the Arabic spellings of an Arabic term's name: other spaces, articles, clitics, unwritten alefs."""
    bare, name = _bare(term), is_name(term, own)
    if not may_vary(term, own):
        return []
    most = FLOOD * max(gates.arabic, own.df if own else 0)

    def spells(entry: Entry, other: str) -> bool:
        if not (name and (entry.known or " " in entry.term)):
            return False
        if entry.term.startswith(FAMILY) != term.startswith(FAMILY):
            return False
        return _differ_by_alefs(other, bare) or (_differ_by_last_vowel(other, bare) and entry.df < most)

    matches = []
    for entry in found:
        other = _bare(entry.term)
        if other == bare or spells(entry, other):
            matches.append((entry, LOOKS if other == bare else LOOKS / 2))
    matches.sort(key=lambda match: (-match[1], -match[0].df, match[0].term))
    return matches[:MOST]


def is_name(term: str, own: Entry | None) -> bool:
    """Says whether an Arabic term may be a name: a known one, a compound, or one that the archive does not hold."""
    return own is None or bool(own.known) or " " in term


def may_vary(term: str, own: Entry | None) -> bool:
    """Says whether other spellings of an Arabic term are looked for.

    Of an ordinary short word, what seems a clitic is mostly a letter of another word.
    """
    return is_name(term, own) or len(_bare(term)) >= LEAST_BASE


def _bare(term: str) -> str:
    return arabic_forms(letters(term))[-1].letters


def _differ_by_last_vowel(one: str, other: str) -> bool:
    """Says whether two Arabic words differ in the sign for their last vowel: هدى, هدا."""
    return one[-1:] in LAST_VOWELS and other[-1:] in LAST_VOWELS and one[:-1] == other[:-1]


def _differ_by_alefs(one: str, other: str) -> bool:
    """Says whether one of two Arabic words does not write alefs, or the last vowel, of the other: اسحق, اسحاق.

    Of fewer than three consonants nearly every word is another one without its alefs: بال and بلا are two words.
    """
    short, long = sorted((one.rstrip(LAST_VOWELS), other.rstrip(LAST_VOWELS)), key=len)
    consonants, letter = short.translate(WITHOUT_VOWELS), iter(long)
    return (
        len(consonants) >= LEAST_CONSONANTS
        and short.replace("ا", "") == long.replace("ا", "")
        and all(one in letter for one in short)
    )
