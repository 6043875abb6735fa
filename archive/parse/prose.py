"""The paragraphs of the body, less the captions, credits and repeats that stand among them."""

from __future__ import annotations

from collections.abc import Sequence

from archive.documents import Caption, CaptionKind, LineRole
from archive.parse.body import is_paragraph, without_repeats
from archive.parse.captions import is_verbless
from archive.parse.head import opens_with_standfirst
from archive.parse.layout import Layout
from archive.parse.lines import Printed
from archive.parse.markers import Markers
from archive.parse.overlap import coverage, words_of
from archive.parse.sheet import Sheet

_LONGEST_CAPTION = 200
_SAME_WORDS = 0.7
_BELOW = 3

_Captions = list[tuple[Caption, Printed]]


def read_prose(layout: Layout, sheet: Sheet, markers: Markers) -> None:
    """Reads captions and credits, a standfirst that opens the body, and the body itself."""
    captions = _read_captions(layout, sheet)
    paragraphs = without_repeats([line for line in _running_text(layout) if sheet.free(line)])
    if "standfirst" not in sheet.fields and opens_with_standfirst(paragraphs):
        put_standfirst(sheet, paragraphs[:1], 0.6)
        paragraphs = paragraphs[1:]
    if paragraphs and paragraphs[0].kicker and "kicker" not in sheet.fields:
        sheet.put("kicker", paragraphs[0].kicker, 0.8, paragraphs[:1])
    verbs = markers.verbs.get(sheet.fields["language"], frozenset())
    if last := _loose_caption(paragraphs, captions, verbs):
        paragraphs = paragraphs[:-1]
        captions.append((Caption(last.text), last))
        sheet.mark(LineRole.CAPTION, [last])
    if captions:
        told = dict.fromkeys(caption for caption, _ in captions)
        sheet.put("captions", tuple(told), 0.8, [line for _, line in captions])
    sheet.put("body", "\n\n".join(line.text for line in paragraphs), _confidence(paragraphs), paragraphs)
    sheet.mark(LineRole.BODY, paragraphs)


def _running_text(layout: Layout) -> list[Printed]:
    """Gives the lines of the body, and the paragraphs that a box parts from it below the title."""
    parted = [line for line in layout.around if is_paragraph(line)] if layout.title is not None else []
    return [*parted, *layout.paragraphs]


def put_standfirst(sheet: Sheet, lines: Sequence[Printed], confidence: float) -> None:
    """Keeps the standfirst, and the kicker that was glued to it."""
    sheet.put("standfirst", "\n".join(line.text for line in lines), confidence, lines)
    sheet.mark(LineRole.STANDFIRST, lines)
    if lines[0].kicker:
        sheet.put("kicker", lines[0].kicker, 0.85, lines[:1])


def _read_captions(layout: Layout, sheet: Sheet) -> _Captions:
    """Gives the captions and credits of the page; a short line right above a bare credit is its caption."""
    found: _Captions = []
    before: Printed | None = None
    for index, line in enumerate(layout.lines[: layout.end + _BELOW]):
        if line.picture and sheet.free(line):
            bare = line.picture[0].kind is CaptionKind.CREDIT
            if bare and before and _may_be_caption(before, sheet) and layout.holds(index):
                found.append((Caption(before.text), before))
                sheet.mark(LineRole.CAPTION, [before])
            found += [(caption, line) for caption in line.picture]
            sheet.mark(line.role, [line])
        before = before if line.blank else line
    return found


def _may_be_caption(line: Printed, sheet: Sheet) -> bool:
    return line.role is LineRole.BODY and line.width <= _LONGEST_CAPTION and sheet.free(line)


def _loose_caption(
    paragraphs: Sequence[Printed], captions: _Captions, verbs: frozenset[str]
) -> Printed | None:
    """Gives the last paragraph where it is the caption of a bare credit: names again, and no verb."""
    kinds = {caption.kind for caption, _ in captions}
    if len(paragraphs) < 3 or kinds != {CaptionKind.CREDIT}:
        return None
    *rest, last = paragraphs
    again = coverage(last.text, words_of(" ".join(line.text for line in rest)))
    told = last.width <= _LONGEST_CAPTION and again >= _SAME_WORDS and is_verbless(last.text, verbs)
    return last if told else None


def _confidence(paragraphs: Sequence[Printed]) -> float:
    """Says how sure the body is: the more running text, the surer."""
    width = sum(line.width for line in paragraphs if is_paragraph(line))
    return min(0.97, 0.5 + width / 3000)
