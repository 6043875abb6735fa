"""Learns what each meeting of an Arabic letter with Latin ones is worth, and writes archive/names/costs.tsv.

    ARCHIVE_SHARED=... python bench/train_names.py [--rounds 8]

The model draws a chunk of Latin letters for each Arabic letter and for each place where Arabic writes no vowel.
Expectation maximisation over all alignments of the pairs of `eval/names/train.tsv` gives P(chunk | letter); written is
log P(chunk | letter) less log P of the chunk's letters by themselves. Rare entries are left out.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from archive.analysis import exact
from archive.names.forms import arabic_forms, latin_forms
from archive.names.likelihood import AFTER_WEAK, SHORT, SILENT, symbols
from archive.names.scripts import INNER_ARTICLE, letters, with_inner_article

TRAIN = Path(os.environ.get("ARCHIVE_SHARED", ".")) / "eval" / "names" / "train.tsv"
TARGET = Path(__file__).parent.parent / "archive" / "names" / "costs.tsv"
CONSONANTS = re.compile("[bcdfghjklmnpqrstvwxz]{1,3}|gu|qu")
CHUNKS = {
    letter: re.compile(pattern)
    for letter, pattern in {
        "ا": "[aeiou]|aa|ae|ai|ei|ou|ea|ha|he",
        "و": "[aeou]?[uow]|eu|ou?w|v|[ou]?ww",
        "ي": "[aeiu]?[iy]|e|ee|ie|iy|ay[yi]|eyy",
        "ه": "hh?",
        "ه$": "[ae]h?|h|t|e?t|a?t",
        INNER_ARTICLE: "[aeiou]?ll?|[aeiou]|ou",
        SHORT: "[aeiouy]|ou|oo|ee|ai|ei|ea",
        AFTER_WEAK: "[aeiou]|ou|ee",
        SILENT: "[aeiu]|es",
        "ع": "[aeiou]|aa|ou|a[ei]|e[ia]|h|'",
    }.items()
}
LEAST = 0.0015
"""Chunks below this share of their letter are noise of the data."""
SOURCES = {"wikipedia-mined": 0.35}
"""Weights of the sources; foreign names count less, their spelling follows other rules."""

HEADER = """\
# What it is worth, in nats, that an Arabic letter is written with Latin letters: learnt by bench/train_names.py.
# ^ and $ mark a letter at the beginning and at the end of a word; +, ~ and +$ are the vowels that Arabic does not
# write: between consonants, after a weak letter, after the last consonant.
"""

Pair = tuple[list[str], str, float]
Event = tuple[str, str]
Arc = tuple[int, int, int, int, str, str]


def pairs() -> Iterator[Pair]:
    """Gives the pairs to learn from: symbols, Latin letters, weight; articles are taken off both."""
    with TRAIN.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            latin, arabic = folded(row["latin"]), folded(row["arabic"])
            ours, theirs = latin_forms(latin), arabic_forms(with_inner_article(letters(arabic)))
            both = len(ours) > 1 and len(theirs) > 1
            word = (ours[-1] if both else ours[0]).letters
            name = (theirs[-1] if both or len(theirs) > 1 else theirs[0]).letters
            weight = SOURCES.get(row["source"], 1.0) * (1 + math.log(int(row["attestations"])))
            if re.fullmatch("[a-z]+", word) and re.fullmatch("[\u0627-\u064a\u0671]+", name):
                yield symbols(name), word, weight


def folded(name: str) -> str:
    """Gives a name as a term of the lexicon."""
    return " ".join(exact(word) for word in re.split(r"[\s-]+", name) if word)


def arcs(arabic: list[str], latin: str) -> list[Arc]:
    """Gives the steps that an alignment may take, in an order in which each follows those it hangs on."""
    steps: list[Arc] = []
    size = len(latin)
    for i in range(len(arabic) + 1):
        for j in range(size + 1):
            if i < len(arabic):
                allowed = CHUNKS.get(arabic[i]) or CHUNKS.get(arabic[i][0], CONSONANTS)
                steps.append((i, j, i + 1, j, arabic[i], ""))
                for width in (1, 2, 3):
                    chunk = latin[j : j + width]
                    if len(chunk) == width and allowed.fullmatch(chunk):
                        steps.append((i, j, i + 1, j + width, arabic[i], chunk))
    return steps


def expected(pair: Pair, steps: list[Arc], chances: dict[Event, float], counts: dict[Event, float]) -> float:
    """Adds how often each event is expected in the alignments of a pair; gives the log of its probability."""
    arabic, latin, weight = pair
    goal = (len(arabic), len(latin))
    forward: dict[tuple[int, int], float] = defaultdict(float)
    backward: dict[tuple[int, int], float] = defaultdict(float)
    forward[0, 0] = backward[goal] = 1.0
    for i, j, x, y, symbol, chunk in steps:
        if forward[i, j]:
            forward[x, y] += forward[i, j] * chances.get((symbol, chunk), 0.0)
    total = forward[goal]
    if total <= 0:
        return 0.0
    for i, j, x, y, symbol, chunk in reversed(steps):
        chance = chances.get((symbol, chunk), 0.0)
        if chance and backward[x, y]:
            backward[i, j] += chance * backward[x, y]
            counts[symbol, chunk] += weight * forward[i, j] * chance * backward[x, y] / total
    return weight * math.log(total)


def normalised(counts: dict[Event, float], least: float) -> dict[Event, float]:
    """Gives the joint chances of events from their counts, without those rare for their letter."""
    sums: dict[str, float] = defaultdict(float)
    for (symbol, _), count in counts.items():
        sums[symbol] += count
    kept = {event: count for event, count in counts.items() if count >= least * sums[event[0]] and count > 1}
    total = sum(kept.values())
    return {event: count / total for event, count in kept.items()}


def start(data: list[tuple[Pair, list[Arc]]]) -> dict[Event, float]:
    """Gives the chances to begin with: all chunks of a letter alike, shorter ones first."""
    seen: Counter[Event] = Counter()
    for _, steps in data:
        for *_, symbol, chunk in steps:
            seen[symbol, chunk] += 1
    guess: dict[Event, float] = {}
    for (symbol, chunk), count in seen.items():
        guess[symbol, chunk] = count * (0.2 if not chunk else 1.0) / (1 + abs(len(chunk) - 1))
    return normalised(guess, 0.0)


def learnt(rounds: int) -> tuple[dict[Event, float], dict[str, float]]:
    """Gives the chances after some rounds, and how often each Latin letter occurs."""
    data = [(pair, arcs(pair[0], pair[1])) for pair in pairs()]
    alphabet: dict[str, float] = defaultdict(float)
    for (_, latin, weight), _ in data:
        for letter in latin:
            alphabet[letter] += weight
    chances = start(data)
    for number in range(rounds):
        counts: dict[Event, float] = defaultdict(float)
        fit = sum(expected(pair, steps, chances, counts) for pair, steps in data)
        chances = normalised(counts, LEAST if number >= rounds // 2 else 0.0)
        print(f"round {number + 1}: {fit:,.0f} nats, {len(chances)} entries")
    return chances, alphabet


def worth(chances: dict[Event, float], alphabet: dict[str, float]) -> dict[Event, float]:
    """Gives the nats of each event: its log chance less those of its halves by themselves."""
    letters_total = sum(alphabet.values())
    surprise = {letter: -math.log(count / letters_total) for letter, count in alphabet.items()}
    sums: dict[str, float] = defaultdict(float)
    for (symbol, _), chance in chances.items():
        sums[symbol] += chance
    table = {}
    for (symbol, chunk), chance in chances.items():
        table[symbol, chunk] = math.log(chance / sums[symbol]) + sum(surprise[letter] for letter in chunk)
    return table


def main() -> None:
    """Learns and writes the table, the likeliest chunk of each letter first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=8)
    chances, alphabet = learnt(parser.parse_args().rounds)
    table = worth(chances, alphabet)
    order = sorted(table, key=lambda event: (event[0], -chances[event]))
    lines = [f"{symbol}\t{chunk}\t{table[symbol, chunk]:.2f}" for symbol, chunk in order]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} entries, {TARGET.stat().st_size} bytes: {TARGET}")


if __name__ == "__main__":
    main()
