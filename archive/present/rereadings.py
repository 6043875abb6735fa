"""What reading captures again changes, as a diff for people and rows for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from archive.present.changes import change_lines
from archive.present.paint import Style, hanging, paint
from archive.present.terminal import clean
from archive.present.wording_diff import word_changes

if TYPE_CHECKING:
    from archive.rereading import Rereading


def rereading_lines(found: Rereading, style: Style) -> Iterator[str]:
    """Gives an article with the fields that change, word by word, and the captures that are refused now."""
    if not found.changes and not found.refused:
        return
    yield from hanging(f"#{found.article_id} ", clean(found.label), style, "title")
    for change in found.changes:
        yield paint("quiet", change.field, style)
        yield from change_lines(word_changes(_lines(change.old), _lines(change.new)), style)
    for source, refusal in found.refused:
        yield f"refused now: {clean(source)}: {refusal.reason.value} ({clean(refusal.detail)})"
    yield ""


def _lines(value: str | tuple[str, ...] | None) -> str:
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def rereading_rows(found: Rereading) -> Iterator[dict[str, Any]]:
    """Gives a row for each field that changes and for each capture that is refused now."""
    head = {"article": found.article_id, "title": found.label}
    for change in found.changes:
        yield {**head, "field": change.field, "old": change.old, "new": change.new, "applied": found.applied}
    for source, refusal in found.refused:
        told = f"{refusal.reason.value}: {refusal.detail}"
        yield {**head, "field": "refused now", "old": source, "new": told, "applied": False}
