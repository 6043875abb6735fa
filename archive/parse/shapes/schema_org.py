"""Linked data of schema.org as records: one article, or a graph that holds one among other objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.documents import Reason, Refusal, Role
from archive.parse.html.linked_data import is_article, types_of
from archive.parse.shapes.convert import address, captions, moment, names, outlet, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.shape import Around, From, Shape, Values
from archive.parse.shapes.texts import line, paragraphs

_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST, _MOST = 4, 1000


def persons(value: Any, around: Around) -> tuple[Any, ...]:
    """Reads authors, less organisations that are no agency: most name the outlet itself."""
    listed = value if isinstance(value, list) else [value]
    organisations = [
        one for one in listed if isinstance(one, dict) and "Organization" in " ".join(types_of(one))
    ]
    kept = names([one for one in listed if one not in organisations], around)
    return (*kept, *(byline for byline in names(organisations, around) if byline.role is Role.AGENCY))


SCHEMA_ORG = Shape(
    "schema.org",
    told_by=("@type", "@graph", "@context", "articleBody", "headline+datePublished"),
    fields={
        "body": (From("articleBody", paragraphs), From("text", paragraphs)),
        "title": (From("headline", line), From("name", line, 0.7), From("alternativeHeadline", line, 0.5)),
        "standfirst": (From("description", line, 0.6), From("abstract", line, 0.6)),
        "authors": (From("author", persons), From("creator", persons, 0.7)),
        "published": (From("datePublished", moment), From("dateCreated", moment, 0.7)),
        "outlet": (
            From("publisher", outlet),
            From("isPartOf", outlet, 0.7),
            From("sourceOrganization", outlet, 0.6),
        ),
        "address": (From("url", address), From("mainEntityOfPage", address), From("@id", address, 0.7)),
        "language": (From("inLanguage", language, 0.8),),
        "section": (From("articleSection", line),),
        "tags": (From("keywords", tags),),
        "captions": (From("image", captions),),
    },
    without_text="no articleBody",
)


def article_of(values: Values) -> Values | Refusal:
    """Gives the article that a record is or holds, with what it refers to by `@id` put in."""
    things = list(_things(values, 0))[:_MOST]
    articles = [thing for thing in things if is_article(thing) or "articleBody" in thing]
    if not articles and "headline" in values:
        articles = [values]
    whole = [thing for thing in articles if thing.get("articleBody")] or articles
    if len(whole) != 1:
        types = ", ".join(sorted({name for thing in things for name in types_of(thing)})) or "no type"
        told = f"{len(whole)} articles in one record" if whole else f"no article among its objects: {types}"
        return Refusal(Reason.NO_ARTICLE, told)
    named = {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str)}
    return {name: _resolved(value, named) for name, value in whole[0].items()}


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        if "@graph" not in value or "@type" in value:
            yield value
        for name in _HOLDERS:
            if name in value:
                yield from _things(value[name], depth + 1)


def _resolved(value: Any, named: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_resolved(one, named) for one in value]
    if isinstance(value, dict) and value.keys() == {"@id"} and isinstance(value["@id"], str):
        return named.get(value["@id"], value)
    return value
