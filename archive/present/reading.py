"""The reading of a capture as a person checks it: line by line, then field by field; and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.documents import DROPPED, Clipping, LineRole, Outcome, Refusal
from archive.present.paint import Style, paint
from archive.present.terminal import clean, isolate
from archive.present.width import pad, width

ROLE_WIDTH = max(len(role.value) for role in LineRole)
DROP_SIGN, KEEP_SIGN = "-", " "


def reading_lines(source: str, reading: Clipping | Refusal, style: Style) -> Iterator[str]:
    """Gives the account of one capture: every line with what it was read as, `-` before what is dropped."""
    yield paint("title", clean(source), style)
    if isinstance(reading, Refusal):
        yield f"  refused: {reading.reason.value} ({clean(reading.detail)})"
        yield ""
        return
    if reading.charset:
        yield paint("quiet", f"  {reading.charset}: {reading.charset_reason}", style)
    for line in reading.lines:
        if line.role is not LineRole.BLANK:
            yield _line(line.number, line.role, line.text, style)
    yield ""
    origins = dict(reading.origins)
    for name, value in fields(reading):
        origin = origins.pop(name, None)  # told once for all related links
        told = f"  ({origin.place}, {origin.confidence:.2f})" if origin else ""
        yield f"  {name:<10}  {isolate(clean(value))}{paint('quiet', told, style)}"
    yield ""


def _line(number: int, role: LineRole, text: str, style: Style) -> str:
    dropped = role in DROPPED
    head = f"{DROP_SIGN if dropped else KEEP_SIGN} {number:>4}  {role.value:<{ROLE_WIDTH}}  "
    shown = _cut(clean(text), max(style.width - len(head), 20))
    return paint("quiet", head + isolate(shown), style) if dropped else head + isolate(shown)


def _cut(text: str, cells: int) -> str:
    if width(text) <= cells:
        return text
    while width(text) >= cells:
        text = text[: max(len(text) - max(width(text) - cells, 1), 1)]
    return text + "…"


def fields(clipping: Clipping) -> Iterator[tuple[str, str]]:
    """Gives the fields that were read, as one line each."""
    dates = {"published": clipping.published, "implied": clipping.implied}
    singles: dict[str, Any] = {
        "title": clipping.title,
        "kicker": clipping.kicker,
        "standfirst": clipping.standfirst,
        "section": clipping.section,
        "outlet": clipping.outlet,
        "authors": "; ".join(
            f"{b.name}{' (agency)' if b.role == 'agency' else ''}" for b in clipping.authors
        ),
        **{name: f"{date} ({date.precision.value})" for name, date in dates.items() if date},
        "language": clipping.language,
        "address": clipping.address,
        "tags": "; ".join(clipping.tags),
        "captions": "; ".join(caption.text for caption in clipping.captions),
    }
    for name, value in singles.items():
        if value:
            yield name, str(value)
    yield "body", f"{clipping.body.count(chr(10) * 2) + 1} paragraphs, {len(clipping.body.split())} words"
    for link in clipping.related:
        yield "related", " | ".join(filter(None, (link.group, link.title or link.address)))


def outcome_line(outcome: Outcome) -> str:
    """Gives what became of a piece, on one line."""
    head = pad(outcome.result, 8)
    if outcome.refusal:
        return f"{head} {clean(outcome.source)}: {outcome.refusal.reason.value} ({clean(outcome.refusal.detail)})"
    changed = f" [{', '.join(outcome.changed)}]" if outcome.changed else ""
    return f"{head} #{outcome.article_id} {clean(outcome.source)}: {isolate(clean(outcome.label or ''))}{changed}"


def refusals_line(reasons: Mapping[str, int]) -> str:
    """Gives how many were refused and why, the commonest reason first.

    >>> refusals_line({"truncated": 1, "no article": 8})
    '9 refused: 8 no article, 1 truncated'
    """
    ranked = sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))
    told = ", ".join(f"{count:,} {reason}" for reason, count in ranked)
    return f"{sum(reasons.values()):,} refused: {told}"


def outcome_row(outcome: Outcome) -> dict[str, object]:
    """Gives what became of a piece, as a row."""
    refusal = outcome.refusal
    return {
        "source": outcome.source,
        "result": outcome.result,
        "article": outcome.article_id,
        "title": outcome.label,
        "changed": list(outcome.changed),
        "reason": refusal.reason.value if refusal else None,
        "detail": refusal.detail if refusal else None,
    }
