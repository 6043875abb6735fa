"""Records of other programs, read by their shape: which fields tell it, and which of them say what of an article.

SHAPES          one table of the shapes that JSON records have, the most telling first
crawlers, media_cloud, schema_org, citations, databases      what each shape has where
texts, convert, languages_named                              how its values are read
reading         the one reading of them all
"""

from __future__ import annotations

from archive.parse.shapes.citations import CSL
from archive.parse.shapes.crawlers import FUNDUS, NEWS_PLEASE, NEWSPAPER, TRAFILATURA, WALLABAG
from archive.parse.shapes.media_cloud import MEDIA_CLOUD
from archive.parse.shapes.schema_org import SCHEMA_ORG
from archive.parse.shapes.shape import Shape, Values

SHAPES: tuple[Shape, ...] = (
    SCHEMA_ORG,
    CSL,
    NEWS_PLEASE,
    FUNDUS,
    MEDIA_CLOUD,
    NEWSPAPER,
    TRAFILATURA,
    WALLABAG,
)


def shape_of(values: Values) -> Shape | None:
    """Gives the shape of a record, or None for one that is of no other program."""
    return next((shape for shape in SHAPES if shape.tells(values)), None)
