"""The records of programs that collect news: news-please, Fundus, trafilatura, newspaper3k and 4k, and Wallabag."""

from __future__ import annotations

from typing import Any

from archive.parse.shapes.convert import address, captions, domain, moment, names, outlet, tags
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.shape import Around, From, Shape
from archive.parse.shapes.texts import line, paragraphs

NEWS_PLEASE = Shape(
    "news-please",
    told_by=("maintext", "title_page", "title_rss", "date_publish", "source_domain"),
    fields={
        "body": (From("maintext", paragraphs), From("text", paragraphs, 0.8)),
        "title": (From("title", line), From("title_rss", line), From("title_page", line, 0.6)),
        "standfirst": (From("description", line, 0.6),),
        "authors": (From("authors", names, 0.8),),
        "published": (From("date_publish", moment),),
        "outlet": (From("source_domain", domain, 0.7),),
        "address": (From("url", address),),
        "language": (From("language", language, 0.6),),
    },
    without_text="no maintext and no text",
)


def tree(value: Any, around: Around) -> str | None:
    """Reads the body of Fundus: a summary, then sections with headlines and paragraphs, each a list of texts."""
    if not isinstance(value, dict):
        return paragraphs(value, around)
    sections = [one for one in _listed(value.get("sections")) if isinstance(one, dict)]
    told = (
        text for one in sections for name in ("headline", "paragraphs") for text in _listed(one.get(name))
    )
    return paragraphs("\n\n".join(text for text in told if isinstance(text, str)), around)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def summary(value: Any, around: Around) -> str | None:
    """Reads the summary that stands in the body of Fundus."""
    texts = value.get("summary") if isinstance(value, dict) else None
    return paragraphs(texts, around) if isinstance(texts, list) else None


FUNDUS = Shape(
    "Fundus",
    told_by=("plaintext", "publishing_date", "free_access", "body+topics"),
    fields={
        "body": (From("body", tree), From("plaintext", paragraphs)),
        "title": (From("title", line),),
        "standfirst": (From("body", summary),),
        "authors": (From("authors", names),),
        "published": (From("publishing_date", moment),),
        "outlet": (From("publisher", outlet),),
        "address": (From("url", address), From("requested_url", address), From("responded_url", address)),
        "language": (From("lang", language, 0.6),),
        "tags": (From("topics", tags),),
        "captions": (From("images", captions),),
    },
    without_text="no body and no plaintext",
)

TRAFILATURA = Shape(
    "trafilatura",
    told_by=("source-hostname", "raw_text", "filedate", "text+fingerprint", "text+hostname", "text+comments"),
    fields={
        "body": (From("text", paragraphs), From("raw_text", paragraphs, 0.5)),
        "title": (From("title", line),),
        "standfirst": (From("excerpt", line, 0.6), From("description", line, 0.6)),
        "authors": (From("author", names, 0.8),),
        "published": (From("date", moment),),
        "outlet": (
            From("source-hostname", outlet, 0.8),
            From("sitename", outlet, 0.8),
            From("hostname", domain, 0.7),
        ),
        "address": (From("source", address), From("url", address)),
        "language": (From("language", language, 0.6),),
        "tags": (From("tags", tags),),
        "section": (From("categories", lambda value, around: next(iter(tags(value, around)), None), 0.6),),
    },
    without_text="no text",
)

NEWSPAPER = Shape(
    "newspaper",
    told_by=(
        *("top_image", "meta_site_name", "meta_description", "meta_keywords", "meta_lang", "meta_img"),
        *("canonical_link", "read_more_link", "text+publish_date"),
    ),
    fields={
        "body": (From("text", paragraphs),),
        "title": (From("title", line),),
        "standfirst": (From("meta_description", line, 0.6),),
        "authors": (From("authors", names, 0.6),),
        "published": (From("publish_date", moment),),
        "outlet": (From("meta_site_name", outlet, 0.8), From("source_url", domain, 0.7)),
        "address": (From("canonical_link", address), From("url", address)),
        "language": (From("meta_lang", language, 0.6),),
        "tags": (From("tags", tags), From("meta_keywords", tags, 0.7)),
    },
    without_text="no text",
)
"""`language` and `keywords` are not read: the one is a setting of the program, the other its own guess."""


def fetched(value: Any, around: Around) -> str | None:
    """Reads the content of a saved page, less the sentence that stands there where it could not be fetched."""
    text = paragraphs(value, around)
    return None if text is None or text.startswith("wallabag can't retrieve contents") else text


def labels(value: Any, around: Around) -> tuple[str, ...]:
    """Reads tags: texts, or objects with a label as the service itself answers."""
    listed = value if isinstance(value, list) else []
    return tags([one.get("label") if isinstance(one, dict) else one for one in listed], around)


WALLABAG = Shape(
    "Wallabag",
    told_by=("content+published_by", "content+is_archived", "content+domain_name", "content+reading_time"),
    fields={
        "body": (From("content", fetched, 0.7),),
        "title": (From("title", line),),
        "authors": (From("published_by", names, 0.7),),
        "published": (From("published_at", moment, 0.8),),
        "outlet": (From("domain_name", domain, 0.7),),
        "address": (From("url", address),),
        "language": (From("language", language, 0.6),),
        "tags": (From("tags", labels, 0.7),),
    },
    without_text="no content",
)
"""`created_at` is the day on which a page was saved, and dates nothing; the tags are those of who saved it."""
