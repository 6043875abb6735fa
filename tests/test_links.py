"""A related link is resolved when one article alone can be meant, in whatever order articles come."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

import archive
from archive import Clipping, Link

TITLES = ("Horoscope", "La suite", "Le port")
OUTLETS = ("Atlas", "Le Fil", None)


class Model:
    """Is what links mean, told plainly: every article of a title is looked at for every open link."""

    def __init__(self) -> None:
        self.articles: list[Clipping] = []
        self.targets: dict[tuple[int, int], int] = {}

    def add(self, clipping: Clipping) -> None:
        self.articles.append(clipping)
        newest = len(self.articles)
        for number, article in enumerate(self.articles, 1):
            for place, link in enumerate(article.related):
                points = link.title == clipping.title or (link.address and link.address == clipping.address)
                if (number, place) not in self.targets and (number == newest or points):
                    meant = self.meant(number, link)
                    if len(meant) == 1:
                        self.targets[number, place] = meant[0]

    def meant(self, number: int, link: Link) -> list[int]:
        others = [(n, one) for n, one in enumerate(self.articles, 1) if n != number]
        there = [n for n, one in others if link.address and one.address == link.address]
        if there:
            return there
        outlet = self.articles[number - 1].outlet
        named = [
            (n, one.outlet)
            for n, one in others
            if one.title == link.title and not (one.address and link.address)
        ]
        same = [n for n, other in named if outlet and other == outlet]
        return same or [n for n, other in named if other is None or outlet is None]


@pytest.mark.parametrize("seed", range(6))
def test_links_mean_what_the_plain_telling_of_it_says(tmp_path: Path, seed: int) -> None:
    chance, model = Random(seed), Model()
    addresses = [f"https://atlas.example/{n}" for n in range(25)]
    with archive.open(tmp_path / "archive.db") as press:
        for n in range(40):
            related = tuple(
                Link(title=chance.choice(TITLES), address=chance.choice([None, chance.choice(addresses)]))
                for _ in range(chance.randrange(2))
            )
            clipping = Clipping(
                title=chance.choice([*TITLES, f"Un titre à part {n}"]),
                body=f"Le texte numéro {n}, et le mot {chance.getrandbits(40)}.",
                outlet=chance.choice(OUTLETS),
                address=addresses.pop(chance.randrange(len(addresses))) if n % 3 == 0 else None,
                related=related,
                language="fr",
            )
            assert press.add(clipping).article_id == n + 1
            model.add(clipping)
        found = {
            (number, place): link["target_id"]
            for number in range(1, 41)
            for place, link in enumerate(press.article(number)["related"])
            if link["target_id"]
        }
    assert found == model.targets
    assert found


def test_a_title_that_comes_back_each_day_gets_slugs_in_order(tmp_path: Path) -> None:
    with archive.open(tmp_path / "archive.db") as press:
        numbers = [
            press.add(Clipping(title="Bulletin", body=f"Le bulletin {n}.", language="fr")).article_id
            for n in range(9)
        ]
        slugs = [press.article(number or 0)["slug"] for number in numbers]
        assert slugs == ["bulletin", *(f"bulletin-{n}" for n in range(2, 10))]
        press.delete(numbers[4] or 0)
        again = press.add(Clipping(title="Bulletin", body="Un bulletin de plus.", language="fr"))
        assert press.article(again.article_id or 0)["slug"] not in slugs[:4] + slugs[5:]
