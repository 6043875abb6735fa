"""Which candidates of the other script spell the query's name: scored, accepted, ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import log

from archive.frozen import Frozen
from archive.names.forms import arabic_forms
from archive.names.lexicon import LEAST_FREQUENT, Entry
from archive.names.likelihood import Pattern, Speller
from archive.names.likeness import likeness
from archive.names.scripts import LATIN, letters

CLUSTERS_SCORED = (100, 40)
"""How many clusters of Arabic and of Latin terms are aligned: an Arabic name has fewer Latin look-alikes."""

WORTH_A_SECOND = 0.0
"""The nats of a cluster's first member from which its second one is aligned too."""
LEAST, LEAST_A_LETTER, BEHIND = 5.0, 0.3, 7.5
WORD, KNOWN = (4.5, 2.0, 2.0), (3.0, 2.8, 0.8)
"""For words and for known names: the least nats, how many more for each nat by which the Arabic term is more
frequent than most, and for each by which the Latin spellings are rarer than most."""

NAME_LIKE = 0.3
"""The share of capitals below which a Latin term is rather a word."""

WORD_LIKE = 0.1
"""The share of capitals below which a Latin term is no name, however rare the Arabic word that may spell it."""

DOUBT = 1.5
"""The nats that a Latin term loses for each by which its share of capitals is below that."""

RIVAL = 2.5
"""By how many nats a very common word may fit less well than the best and still be meant."""

EVIDENCE, FREQUENCY = 0.3, 0.5
MOST_TERMS, MOST_MEMBERS = 40, 16
MOST_CLUSTERS = (8, 16)
"""How many clusters of Arabic and of Latin terms an expansion may have."""

Score = Callable[[Entry], float]
Match = tuple[Entry, float]


class Gates(Frozen):
    """Is what the frequencies of an archive are measured by: the df of its 5,000th Arabic and Latin term."""

    arabic: int
    latin: int

    @property
    def tell(self) -> bool:
        """Whether the archive is large enough that frequencies tell words from names."""
        return self.arabic > LEAST_FREQUENT

    def floods(self, entry: Entry) -> bool:
        """Says whether an Arabic term is so frequent a word that it would flood what it is added to."""
        return entry.df >= self.arabic and not entry.known and " " not in entry.term

    def needed(self, own: Entry | None, cluster: Cluster) -> float:
        """Gives the nats that an Arabic query needs to be taken for the name that a Latin cluster spells.

        A word that is met far more often than all spellings of the name is rather a word: the excess is the odds
        against it.
        """
        if own is None:
            return LEAST
        least, frequent, rare = KNOWN if own.known or " " in own.term else WORD
        often, seldom = log((1 + own.df) / self.arabic), log(self.latin / (1 + cluster.df))
        if frequent == rare:
            return least + frequent * max(0.0, often + seldom)
        return least + frequent * max(0.0, often) + rare * max(0.0, seldom + min(0.0, often))


class Cluster(Frozen):
    """Is the terms of one canonical form, the most frequent first, and how well the best of them fits.

    `nats` holds the scores of the first members; `size` is the length of the query.
    """

    members: tuple[Entry, ...]
    scores: tuple[float, ...]
    size: int

    @property
    def nats(self) -> float:
        """How well the best of its scored members fits."""
        return max(self.scores)

    @property
    def df(self) -> int:
        """In how many articles its spellings stand."""
        return sum(member.df for member in self.members)

    @property
    def rank(self) -> float:
        """What it is ordered by."""
        return self.nats + FREQUENCY * log(1 + self.df)


def latin_clusters(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Gives Latin entries by canonical form (Mohamed, Muhammad), the most frequent first."""
    return _grouped((entry.canon, entry) for entry in entries)


def arabic_clusters(entries: Iterable[Entry], gates: Gates) -> dict[str, list[Entry]]:
    """Gives Arabic entries by their letters without article and clitics; a word that floods stands by itself."""
    return _grouped(
        (entry.term if gates.floods(entry) else arabic_forms(letters(entry.term))[-1].letters + "*", entry)
        for entry in entries
    )


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for form, entry in pairs:
        groups.setdefault(form, []).append(entry)
    for members in groups.values():
        members.sort(key=lambda entry: (-entry.df, entry.term))
    return groups


def nearest(canon: str, groups: dict[str, list[Entry]], to: int) -> list[list[Entry]]:
    """Gives the clusters of the script `to` that look most like a canonical form or are met often.

    These are worth an alignment.
    """
    alike = likeness(canon)
    order = {
        form: 100 * alike(members[0].canon) + 2 * log(1 + sum(entry.df for entry in members))
        for form, members in groups.items()
    }
    best = sorted(groups, key=lambda form: (-order[form], form))[: CLUSTERS_SCORED[to]]
    return [groups[form] for form in best]


def to_arabic(term: str) -> Score:
    """Gives the scorer of Arabic terms for a Latin query."""
    speller = Speller(term)
    return lambda arabic: speller.score(Pattern(arabic.term))


def to_latin(term: str) -> Score:
    """Gives the scorer of Latin terms for an Arabic query; one that is mostly written small is worth less."""
    pattern = Pattern(term)
    return lambda latin: Speller(latin.term).score(pattern) + _doubt(latin)


def _doubt(latin: Entry) -> float:
    if latin.cap >= NAME_LIKE:
        return 0.0
    return DOUBT * log((latin.capitals + 0.5) / (latin.capitals + latin.plain + 1) / NAME_LIKE)


def scored(groups: Iterable[list[Entry]], score: Score, size: int) -> list[Cluster]:
    """Gives the clusters with the nats of their best members; `size` is the length of the query."""
    clusters = []
    for members in groups:
        first = score(members[0])
        second = [score(members[1])] if len(members) > 1 and first >= WORTH_A_SECOND else []
        clusters.append(Cluster(tuple(members), (first, *second), size))
    return clusters


def accepted(clusters: Sequence[Cluster], gates: Gates, *, own: Entry | None, to: int) -> list[Cluster]:
    """Gives the clusters that are good enough, best first; `own` is the query's row, `to` the script of the answers."""
    best = max((cluster.nats for cluster in clusters), default=0.0)
    kept = [
        cluster
        for cluster in clusters
        if cluster.nats >= max(best - BEHIND, LEAST_A_LETTER * cluster.size)
        and cluster.nats + EVIDENCE * log(1 + _evidence(cluster, gates)) >= LEAST
        and (
            cluster.nats >= gates.needed(own, cluster)
            if to == LATIN
            else not _floods(cluster, clusters, gates, best)
        )
    ]
    return sorted(kept, key=lambda cluster: (-cluster.rank, cluster.members[0].term))[: MOST_CLUSTERS[to]]


def ranked(clusters: Iterable[Cluster], score: Score) -> list[Match]:
    """Gives the members of accepted clusters with their own nats, best first: a likely and a frequent spelling."""
    found = [
        (member, cluster.scores[at] if at < len(cluster.scores) else score(member))
        for cluster in clusters
        for at, member in enumerate(cluster.members[:MOST_MEMBERS])
    ]
    best = max((nats for _, nats in found), default=0.0)
    kept = [(member, nats) for member, nats in found if nats >= best - BEHIND]
    kept.sort(key=lambda pair: (-pair[1] - FREQUENCY * log(1 + pair[0].df), pair[0].term))
    return kept[:MOST_TERMS]


def _evidence(cluster: Cluster, gates: Gates) -> int:
    return sum(member.df for member in cluster.members if not gates.floods(member))


def _floods(cluster: Cluster, clusters: Sequence[Cluster], gates: Gates, best: float) -> bool:
    """Says whether a cluster is a very common word that is not clearly the best answer."""
    if not gates.floods(cluster.members[0]):
        return False
    if cluster.nats < best - RIVAL:
        return True
    return any(other.nats >= best - RIVAL and any(one.known for one in other.members) for other in clusters)
