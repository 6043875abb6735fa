"""The forms of a term under which it is looked up: as it stands, and without an article."""

from __future__ import annotations

import re
from typing import NamedTuple


class Form(NamedTuple):
    """Is one reading of a term: its letters without spaces, and whether an article was taken off."""

    letters: str
    bare: bool


_ARABIC_ARTICLE = re.compile("(?:[وفبك]?ال|وبال|ولل|لل)(?=...)")
_FAMILY = re.compile("ال (?=..)")

_LATIN_ARTICLE = re.compile(
    "(?:al|el|ul|il|ol|l|ad|ar|as|at|an|az|ed|er|es|et|en|ez|ud|ur|us|un|ash|ech|esh|aal) (?=..)"
)
_LATIN_GLUED = re.compile(
    """
    [aeiou](?=([dnrstzl])\\1[aeiouy])        # Errachidia, Ennahda: the article melts into a sun letter
  | [aeiou](?=(ch|sh|th|dh)\\2)              # Echchourouk
  | (?:[aeou]l|il)(?=[^l].{2})               # Alhammouchi
  | l(?=[bcdfghjkmnpqrstvwxz]|ou[aeiy]|[aei][^aeiouy]..)  # Lhoucine, Louafi, Lakhdar
    """,
    re.VERBOSE,
)


def arabic_forms(term: str) -> list[Form]:
    """Gives the forms of an Arabic term; of `ال ثاني` (آل ثاني) the joined one and the name alone.

    >>> [form.letters for form in arabic_forms("بالحموشي")]
    ['بالحموشي', 'حموشي']
    """
    return _forms(term, _FAMILY.match(term) or _ARABIC_ARTICLE.match(term))


def latin_forms(term: str) -> list[Form]:
    """Gives the forms of a Latin term.

    >>> [form.letters for form in latin_forms("el jadida")], [form.letters for form in latin_forms("errachidia")]
    (['eljadida', 'jadida'], ['errachidia', 'rrachidia'])
    """
    return _forms(term, _LATIN_ARTICLE.match(term) or _LATIN_GLUED.match(term))


def _forms(term: str, article: re.Match[str] | None) -> list[Form]:
    whole = Form(term.replace(" ", ""), False)
    if article is None:
        return [whole]
    return [whole, Form(term[article.end() :].replace(" ", ""), True)]
