"""From a query for all of its words to one for any of them."""

from __future__ import annotations

from collections.abc import Iterator

from archive.analysis import is_stop, tokenize
from archive.search.tree import And, Query, Word, conjunction, disjunction


def loosened(query: Query) -> Query | None:
    """Gives the query that is content with any of the bare words; None where there are not two to choose from.

    Only bare words give way: words in quotes, fields, dates, groups and what is excluded hold as before.
    """
    words = bare_words(query)
    if len(words) < 2:
        return None
    rest = [child for child in _children(query) if not isinstance(child, Word)]
    return conjunction([*rest, disjunction(map(Word, words))])


def bare_words(query: Query) -> list[str]:
    """Gives the distinct words without sign or field, without function words unless there are no others.

    What is written together (`Hammouchi-DGSN`, a clause of Han) counts as its parts.
    """
    texts = [child.text for child in _children(query) if isinstance(child, Word)]
    parts = dict.fromkeys(part for text in texts for part in _parts(text))
    return [part for part, is_function_word in parts if not is_function_word] or [part for part, _ in parts]


def _children(query: Query) -> tuple[Query, ...]:
    return query.children if isinstance(query, And) else (query,)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Gives the parts of a word with whether each is a function word of some language."""
    for token in tokenize(text, "und"):
        yield text[token.start : token.end], is_stop(token.exact, None)
