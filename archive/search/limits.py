"""How far an answer goes before it says that there is more: what a word costs that stands everywhere."""

from __future__ import annotations

from archive.frozen import Frozen


class Limits(Frozen):
    """Is up to how many articles are ranked, counted and compared word by word; None is all there are.

    Of more matches than `ranked`, the newest are put in order of relevance, and counted in facets. Of candidates
    for exact words, `checked` are read at most, and no more than `enough` once a page is full. `begun` stands in the
    place of `ranked` for words of which only the beginning is known, where there are many, or stems hide them. With
    `complete` all words are looked for that begin so, and phrases that stand everywhere are ranked.
    """

    ranked: int | None = 50_000
    counted: int | None = 10_000
    checked: int | None = 2_000
    enough: int | None = 100
    begun: int = 10_000
    complete: bool = False

    @classmethod
    def asked(cls, *, exact_count: bool = False, all_matches: bool = False) -> Limits:
        """Gives the limits without those that a person wants lifted."""
        complete = exact_count or all_matches
        return cls(
            ranked=None if all_matches else cls.ranked,
            counted=None if exact_count else cls.counted,
            checked=None if all_matches else cls.checked,
            enough=None if complete else cls.enough,
            complete=complete,
        )


USUAL = Limits()
