"""Which articles a query keeps, decided in plain Python over what is printed: what the planner must agree with.

It shares the folding of words with the product (`archive.analysis`), and nothing of the index, plan or check. An
article is a plain dictionary, read from the tables by `articles`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from archive.analysis import exact, is_stop, terms, tokenize
from archive.search.tree import And, Everything, Field, Near, Not, Or, Phrase, Prefix, Query, When, Word
from archive.text import key

Article = dict[str, Any]
Words = list[tuple[str, str]]
"""The words of a text, each with its folded form and its stem."""

NAMES = {
    "author": "SELECT u.name FROM bylines b JOIN authors u ON u.id = b.author_id WHERE b.article_id = ?",
    "tag": "SELECT t.name FROM article_tags x JOIN tags t ON t.id = x.tag_id WHERE x.article_id = ?",
    "outlet": "SELECT o.name FROM articles a JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?",
    "caption": "SELECT text FROM captions WHERE article_id = ?",
    "related": "SELECT id FROM related_links WHERE article_id = ?",
    "revision": "SELECT id FROM revisions WHERE article_id = ?",
    "original": "SELECT id FROM captures WHERE article_id = ?",
}
SPELT = {
    "author": "SELECT s.key FROM author_spellings s JOIN bylines b USING (author_id) WHERE b.article_id = ?",
    "tag": "SELECT s.key FROM tag_spellings s JOIN article_tags x USING (tag_id) WHERE x.article_id = ?",
    "outlet": "SELECT s.key FROM outlet_spellings s JOIN articles a USING (outlet_id) WHERE a.id = ?",
}
THINGS = (*NAMES, "date", "title", "section", "language", "address")


def articles(connection: sqlite3.Connection) -> list[Article]:
    """Gives every article of an archive with all that a query can ask of it."""
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute("SELECT * FROM articles ORDER BY id")]
    languages = sorted({row["language"] for row in rows})
    for row in rows:
        row["languages"] = languages
        for name, statement in NAMES.items():
            row[name] = [value for (value,) in connection.execute(statement, (row["id"],))]
        for name, statement in SPELT.items():
            row[f"{name} spelt"] = [value for (value,) in connection.execute(statement, (row["id"],))]
        row["words"] = {
            "title": _words(row["language"], row["title"], row["kicker"]),
            "body": _words(row["language"], row["standfirst"], row["body"], *row["caption"]),
            "names": _words(row["language"], row["section"], *row["author"], *row["tag"]),
        }
    return rows


def _words(language: str, *texts: str | None) -> list[Words]:
    return [[(token.exact, token.term) for token in tokenize(text, language)] for text in texts if text]


def holds(query: Query, article: Article) -> bool:
    """Says whether a query keeps an article; a query with nothing to search for keeps none."""
    return bool(_holds(query, article, ""))


def _holds(query: Query, article: Article, column: str) -> bool | None:
    """Says whether a part of a query keeps an article; None where the part has nothing to search for."""
    match query:
        case Everything():
            return True
        case Word() | Phrase() | Prefix() | Near():
            return _printed(query, article, column)
        case When(_, start, end):
            day = _day(article)
            return day is not None and (start or "") <= day <= (end or "9999-12-31")
        case Field("title" | "body" as name, child):
            return _holds(child, article, name)
        case Field(name, child):
            return _field(name, child, article)
        case And(children):
            wanted = _left(children)
            held = [_holds(child, article, column) for child in wanted]
            known = [one for one in held if one is not None]
            return all(known) if known else None
        case Or(children):
            held = [_holds(child, article, column) for child in children]
            known = [one for one in held if one is not None]
            return any(known) if known else None
        case Not(child):
            one = _holds(child, article, column)
            return None if one is None else not one


def _left(children: Sequence[Query]) -> list[Query]:
    """Leaves function words out of words that all must stand, where one of these means something."""
    says = [plain for child in children if (plain := _plain(child))]
    if any(_looks_for_text(child) for child in says):
        return [child for child in says if not (isinstance(child, Word) and _is_function_word(child.text))]
    return says


def _plain(child: Query) -> Query | None:
    """Gives a part as it is without what is mute; alternatives and neighbours of which one is left are that one."""
    match child:
        case Near(parts, _) | Or(parts):
            left = [plain for part in parts if (plain := _plain(part))]
            return left[0] if len(left) == 1 else child if left else None
        case _:
            return None if _is_mute(child) else child


def _is_mute(child: Query) -> bool:
    return isinstance(child, Word | Phrase | Prefix) and not any(c.isalnum() for c in exact(child.text))


def _is_function_word(text: str) -> bool:
    return is_stop(exact(text), None)


def _looks_for_text(query: Query) -> bool:
    match query:
        case Word(text):
            return not _is_mute(query) and not _is_function_word(text)
        case Phrase() | Prefix():
            return not _is_mute(query)
        case Near(children):
            telling = [child for child in children if not _is_mute(child)]
            return len(telling) > 1 or any(map(_looks_for_text, telling))
        case Field("title" | "body", child):
            return _looks_for_text(child)
        case And(children) | Or(children):
            return any(map(_looks_for_text, children))
        case _:
            return False


def _printed(query: Word | Phrase | Prefix | Near, article: Article, column: str) -> bool | None:
    parts = query.children if isinstance(query, Near) else (query,)
    telling = [part for part in parts if not _is_mute(part)]
    if not telling:
        return None
    columns = [column] if column else ["title", "body", "names"]
    texts = [words for name in columns for words in article["words"][name]]
    if len(telling) == 1:
        return any(_stands(telling[0], words, article) for words in texts)
    assert isinstance(query, Near)
    return any(_close(telling, words, article["language"], query.distance) for words in texts)


def _stands(part: Word | Phrase | Prefix, words: Words, article: Article) -> bool:
    if not isinstance(part, Word):
        return any(_places(part, words, article["language"]))
    # A word is read as each language of the archive reads it.
    readings = {tuple(terms(part.text, language)): language for language in article["languages"]}
    return any(any(_places(part, words, language)) for language in readings.values())


def _places(part: Word | Phrase | Prefix, words: Words, language: str) -> Iterator[tuple[int, int]]:
    """Gives from where to where a part stands in a text, as a language reads the part."""
    matches = _matches(part, language)
    for at in range(len(words) - len(matches) + 1 if matches else 0):
        if matches[0](words[at]) and all(one(words[at + n]) for n, one in enumerate(matches)):
            yield at, at + len(matches)


def _matches(part: Word | Phrase | Prefix, language: str) -> list[Callable[[tuple[str, str]], bool]]:
    """Gives a test for each word that must stand in a row."""
    tokens = tokenize(part.text, language)
    match part:
        case Word():
            tests = [_is(term, 1) for term in terms(part.text, language)]
        case Phrase() | Prefix():
            tests = [_is(token.exact, 0) for token in tokens]
    if tokens and isinstance(part, Prefix):
        tests[-1] = _begins(tokens[-1].exact, 0, 1)
    elif tokens and len(tokens[-1].exact) == 1 and _is_paired(tokens[-1].exact):
        tests[-1] = _begins(tokens[-1].exact, 0)
    return tests


def _is(form: str, which: int) -> Callable[[tuple[str, str]], bool]:
    return lambda word: word[which] == form


def _begins(form: str, *which: int) -> Callable[[tuple[str, str]], bool]:
    return lambda word: any(word[one].startswith(form) for one in which)


def _is_paired(letter: str) -> bool:
    import unicodedata

    name = unicodedata.name(letter, "")
    return name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA"))


def _close(parts: Sequence[Word | Phrase | Prefix], words: Words, language: str, distance: int) -> bool:
    """Says whether the parts have places of which the last begins close enough to the end of every other."""
    places = [list(_places(part, words, language)) for part in parts]
    return any(
        max(start for start, _ in chosen) - min(end for _, end in chosen) <= distance
        for chosen in product(*places)
    )


def _day(article: Article) -> str | None:
    """Gives the day an article stands on: stated to the day, else implied to the day, else where the rest begins."""
    published, implied = article["published"], article["implied"]
    if published and article["published_precision"] in ("day", "minute"):
        return str(published)[:10]
    if implied and article["implied_precision"] in ("day", "minute"):
        return str(implied)[:10]
    return (str(published) + "-01-01")[:10] if published else None


def _field(name: str, child: Query, article: Article) -> bool:
    match child:
        case And(children):
            return all(_field(name, one, article) for one in children)
        case Or(children):
            return any(_field(name, one, article) for one in children)
        case Not(one):
            return not _field(name, one, article)
        case Word(text) | Phrase(text) | Prefix(text):
            return _value(name, text, article, begun=isinstance(child, Prefix))
        case _:
            raise AssertionError(f"no query has {child} below {name}")


def _value(name: str, text: str, article: Article, *, begun: bool) -> bool:
    match name:
        case "id":
            return not begun and text.isdecimal() and int(text) == article["id"]
        case "lang":
            return text == article["language"]
        case "has" | "missing":
            return _has(text, article) == (name == "has")
        case "section":
            wanted, mine = key(text), key(article["section"] or "")
            return bool(wanted) and mine.startswith(wanted)
        case _:
            spellings = [key(one) for one in (*article[name], *article[f"{name} spelt"])]
            end = "" if begun else " "
            return bool(key(text)) and any(f" {key(text)}{end}" in f" {one} " for one in spellings)


def _has(thing: str, article: Article) -> bool:
    match thing:
        case "date":
            return _day(article) is not None
        case "language":
            return article["language"] != "und"
        case _:
            return bool(article[thing])
