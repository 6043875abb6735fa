"""Writes a made-up press as JSON Lines: French, Arabic and English in the frequencies of their real words.

    python bench/generator.py 10000 -o news.jsonl

The texts are bags of words, for size and speed alone. An article depends on its number; only its date depends on how
many there are, which fill ten years from 2015. Needs wordfreq (`pip install wordfreq`).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from math import exp
from pathlib import Path
from typing import Any

SHARES = {"fr": 0.6, "ar": 0.3, "en": 0.1}
OUTLETS = {"fr": 30, "ar": 15, "en": 5}
AUTHORS, TAGS, TOPICS, TOPIC_WORDS = 2_000, 500, 400, 60
START, SPAN = datetime(2015, 1, 1), timedelta(days=3652)
LATE = 3 / 3652
"""How far behind its moment an article may come in: three days of the ten years."""

Article = dict[str, Any]


class Language:
    """Is what one language draws from: words by their frequency, topics, and names."""

    def __init__(self, code: str) -> None:
        from wordfreq import get_frequency_dict

        known = get_frequency_dict(code, "large")
        self.words = sorted((word for word in known if word.isalpha()), key=lambda word: (-known[word], word))
        self.reach = list(accumulate(known[word] for word in self.words))
        chance = random.Random(f"topics {code}")
        middle = self.words[150:30_000]
        self.topics = [chance.sample(middle, TOPIC_WORDS) for _ in range(TOPICS)]
        share = SHARES[code]
        self.outlets = [f"{self.name(chance)} {code}" for _ in range(OUTLETS[code])]
        self.authors = [f"{self.name(chance)} {self.name(chance)}" for _ in range(int(AUTHORS * share))]
        self.tags = chance.sample(self.words[200:6_000], int(TAGS * share))

    def name(self, chance: random.Random) -> str:
        """Gives a made-up name: the halves of two words."""
        one, other = (self.words[chance.randrange(2_000, 20_000)] for _ in range(2))
        return (one[: len(one) // 2 + 1] + other[len(other) // 2 :]).capitalize()

    def draw(self, chance: random.Random, number: int, topic: Sequence[str], share: float) -> list[str]:
        """Gives words in their frequencies, a share of them of one topic, now and then a name never seen before."""
        words = [self.words[bisect(self.reach, chance.random() * self.reach[-1])] for _ in range(number)]
        for at in range(number):
            if chance.random() < share:
                words[at] = topic[int(len(topic) * chance.random() ** 2)]
            elif chance.random() < 0.004:
                words[at] = self.name(chance) + self.name(chance).lower()
        return words


def article(number: int, articles: int, languages: dict[str, Language]) -> Article:
    """Gives one article of a press of so many."""
    chance = random.Random(number)
    code = chance.choices(list(SHARES), list(SHARES.values()))[0]
    language = languages[code]
    topic = language.topics[int(TOPICS * chance.random() ** 1.5)]
    moment = START + SPAN * max(0.0, (number - 0.5) / articles - chance.random() * LATE)
    title = " ".join(language.draw(chance, size(chance, 12, 0.3, 4, 26), topic, 0.45))
    sentences = list(cut(chance, language.draw(chance, size(chance, 350, 0.6, 40, 6_000), topic, 0.12)))
    return {
        "id": number,
        "url": f"https://{code}.example/{moment:%Y/%m/%d}/{number}",
        "outlet": popular(chance, language.outlets),
        "lang": code,
        "date": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "title": title[:1].upper() + title[1:],
        "lead": sentences[0],
        "authors": [popular(chance, language.authors)],
        "tags": sorted({popular(chance, language.tags) for _ in range(chance.randint(1, 3))}),
        "body": "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)),
    }


def size(chance: random.Random, median: int, spread: float, least: int, most: int) -> int:
    """Gives a length in words, log-normal about its median."""
    return round(min(max(median * exp(spread * chance.gauss(0, 1)), least), most))


def cut(chance: random.Random, words: list[str]) -> Iterator[str]:
    """Gives sentences of 6 to 28 words with their capital and full stop."""
    at = 0
    while at < len(words):
        some = words[at : at + chance.randint(6, 28)]
        at += len(some)
        yield " ".join([some[0].capitalize(), *some[1:]]) + "."


def popular(chance: random.Random, names: Sequence[str]) -> str:
    """Gives one of some names, the first ones far more often."""
    return names[int(len(names) * chance.random() ** 2)]


def main() -> None:
    """Writes so many articles."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("articles", type=int)
    options.add_argument("-o", "--output", type=Path, required=True)
    given = options.parse_args()
    try:
        languages = {code: Language(code) for code in SHARES}
    except ImportError:
        sys.exit("The made-up press needs wordfreq: pip install 'press-archive[bench]'.")
    with given.output.open("w", encoding="utf-8") as out:
        for number in range(1, given.articles + 1):
            line = json.dumps(article(number, given.articles, languages), ensure_ascii=False)
            out.write(line + "\n")


if __name__ == "__main__":
    main()
