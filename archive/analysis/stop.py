"""Function words, left out of a question that has other words; never left out of the index."""

from __future__ import annotations

from archive.analysis.folding import exact

_PRINTED = {
    "ar": """
        في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم كان كانت أن إن أو ثم ما لا لم لن قد كل
        كما بين بعد قبل حتى عند غير أي أين متى كيف لماذا ماذا هل و يا لكن إذا منذ حيث فيه فيها به بها وفي
        ومن
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei mit
        nach von vom zu zum zur für über um als wie ist sind war wird hat sich es er sie nicht auch dass was
        wer wo wann
    """,
    "en": """
        the a an and or of in on at to from by for with as is are was were be been has have had it its he
        she they this that these those which who whom what when where why how do does did not but s t his
        her
    """,
    "es": """
        el la los las un una unos unas y o u de del al a en con por para sin sobre que qué se su sus lo le
        les es son fue era ha no como cómo más pero este esta esto ese esa quién cuál cuándo dónde
    """,
    "fr": """
        le la les un une des du de au aux et ou à en dans par pour sur avec que qui quoi dont où quel quelle
        quels quelles ce cet cette ces il elle ils elles on se sa son ses est sont été a ont ne pas plus
        comme quand l d qu
    """,
}
STOP = {language: frozenset(exact(words).split()) for language, words in _PRINTED.items()}
"""The function words by language, folded."""

_CONTENT_ELSEWHERE = {"die", "hat", "or", "par", "plus", "sin", "son", "war"}
_ANYWHERE = frozenset().union(*STOP.values()) - _CONTENT_ELSEWHERE


def is_stop(exact: str, language: str | None) -> bool:
    """Says whether a folded word is a function word of the language; of any language when that is None.

    Without a language a word that means something in another one (`war`, `die`, `son`, `or`) is none.
    """
    return exact in (_ANYWHERE if language is None else STOP.get(language, ()))
