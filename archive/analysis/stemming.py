"""Snowball stemming that does not mind how a word's accents were typed.

Snowball wants accents (`sécurité` loses -ité, `securite` only its -e), people leave them out. So the word is
folded first, the endings whose accents a stemmer looks for get them, whether or not they were printed, and
the stem is folded again: the term depends on the folded word alone, so every typing of it meets every other.
This ranks a little better than stemming the printed word (nDCG@10: French .890 against .887, Turkish .936
against .921).
"""

from __future__ import annotations

from collections.abc import Callable

from Stemmer import Stemmer

from archive.analysis.folding import unaccented

Stem = Callable[[str], str]


def unchanged(word: str) -> str:
    """Gives the word as it is: the stem where a language has no stemmer."""
    return word


def snowball(algorithm: str, endings: str = "") -> Stem:
    """Gives the stemmer of a Snowball algorithm for folded words.

    `endings` are the accented endings that the algorithm looks for, as far as they are known without accents
    (French -ité and -ée, but not -é), and whole words that are frequent.
    Names stay whole, see `is_whole`.
    """
    # PyStemmer's own cache thrashes on the vocabulary of the press and doubles the cost.
    stem = Stemmer(algorithm, 0).stemWord
    if not endings:
        return lambda word: word if is_whole(word) else unaccented(stem(word))
    accented = {unaccented(ending): ending for ending in endings.split()}
    bare = tuple(sorted(accented, key=len, reverse=True))

    def stemmed(word: str) -> str:
        if is_whole(word):
            return word
        if word.endswith(bare):
            ending = next(filter(word.endswith, bare))
            word = word.removesuffix(ending) + accented[ending]
        return unaccented(stem(word))

    return stemmed


# Without its accent each of these ends otherwise for Snowball: `accès` a plural, `publié` a noun in -ie.
FRENCH = """
    ité ités ée ées ière ières ièrement oyé oyés ayé ayés blié bliés plié pliés ocié ociés icié iciés encié
    enciés ifié ifiés itié itiés udié udiés ugié ugiés communiqué communiqués dédié dédiés salarié salariés
    accès congrès décès excès exprès procès progrès succès
"""

ITALIAN = "ità"
PORTUGUESE = "ção ções"
SPANISH = """
    omía omías ergía ergías logía logías abía abían enía enían odría odrían
    escocés francés holandés inglés interés irlandés japonés portugués
"""

SERVANTS = ("abdal", "abdar", "abdel", "abdenn", "abder", "abdess", "abdou", "abdul", "abdur")
"""How names of a servant of God begin: to a stemmer Abdellatif is Abdel."""

PLACES = frozenset(
    """
    alger algeria algerie angola canada colombia colombie corea coree crimee cuba damas dubai fes gambia
    gambie gaza georgia georgie golan haiti hama homs islande jordanie judee kanada katar libano liberia
    libia madrid malaisie mali malta malte mascate monaco niger nigeria roma romania rome saida sudan suede
    tanger tunez tunis viena vienna yemen
    """.split()
)
"""Places, folded, whose stem is that of an ordinary word or of another place: Gaza and gaz, Mali and mal."""


def is_whole(word: str) -> bool:
    """Says whether a folded word is a name of which nothing is an ending.

    >>> is_whole("gaza"), is_whole("gazas")
    (True, False)
    """
    return word in PLACES or word.startswith(SERVANTS)
