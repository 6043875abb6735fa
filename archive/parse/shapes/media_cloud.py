"""The stories of Media Cloud: lists of what was published where, mostly without the text."""

from __future__ import annotations

from typing import Any

from archive.parse.shapes.convert import address, moment, outlet
from archive.parse.shapes.languages_named import language
from archive.parse.shapes.shape import Around, From, Shape
from archive.parse.shapes.texts import line, paragraphs


def sentences(value: Any, around: Around) -> str | None:
    """Reads the sentences of a story, which are a list of objects."""
    if not isinstance(value, list):
        return None
    texts = [one.get("sentence") for one in value if isinstance(one, dict)]
    return paragraphs(" ".join(text for text in texts if isinstance(text, str)), around)


MEDIA_CLOUD = Shape(
    "Media Cloud",
    told_by=("stories_id", "media_name", "media_url", "indexed_date", "media_id"),
    fields={
        "body": (
            From("story_text", paragraphs),
            From("text", paragraphs),
            From("text_content", paragraphs),
            From("story_sentences", sentences, 0.6),
        ),
        "title": (From("title", line),),
        "published": (From("publish_date", moment),),
        "outlet": (From("media_name", outlet), From("media_url", outlet, 0.7)),
        "address": (From("url", address),),
        "language": (From("language", language, 0.8),),
    },
    without_text="a Media Cloud story without its story_text",
)
