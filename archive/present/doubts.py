"""The review queue as lines for people and rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.present.paint import Style, hanging, paint
from archive.present.terminal import clean, isolate

if TYPE_CHECKING:
    from archive.review import Found, Reviewed

INDENT = 5


def doubt_lines(article: Reviewed, style: Style) -> Iterator[str]:
    """Gives an article in doubt: its number and label, then each doubt with its evidence and what answers it."""
    yield from hanging(f"#{article.article_id} ", clean(article.label), style, "title")
    for doubt in article.doubts:
        yield from hanging(" " * INDENT, f"{_cleaned(doubt.says)}{_evidence(doubt)}", style)
        yield " " * (INDENT + 2) + paint("quiet", doubt.answer, style)
    yield ""


def _evidence(doubt: Found) -> str:
    """Gives where the field was read, how surely, and the printed words."""
    if doubt.place is None or doubt.confidence is None:
        return ""
    printed = f": “{_cleaned(doubt.evidence)}”" if doubt.evidence else ""
    return f" ({clean(doubt.place)}, {doubt.confidence:.2f}{printed})"


def _cleaned(text: str) -> str:
    return isolate(clean(text))


def doubt_rows(article: Reviewed) -> Iterator[dict[str, Any]]:
    """Gives a row for each doubt about an article."""
    for doubt in article.doubts:
        yield {
            "article": article.article_id,
            "title": article.label,
            "outlet": article.outlet,
            "doubt": doubt.name,
            "says": doubt.says,
            "weight": doubt.weight,
            "place": doubt.place,
            "confidence": doubt.confidence,
            "evidence": doubt.evidence,
            "answer": doubt.answer,
        }
