"""The reading of a plain-text capture: a page as it was pasted, with all that stood around the article."""

from __future__ import annotations

from archive.documents import Clipping, LineRole, Precision, Reason, Refusal
from archive.languages import canonical
from archive.parse.authors import find_authors
from archive.parse.body import is_paragraph
from archive.parse.datelines import choose_date, find_section
from archive.parse.dates import implied_date
from archive.parse.head import find_kicker, find_standfirst, split_title
from archive.parse.language import detect_language
from archive.parse.layout import Layout, lay_out
from archive.parse.lines import read_lines
from archive.parse.markers import Markers, load_markers
from archive.parse.outlets import KnownOutlets, find_outlet
from archive.parse.prose import put_standfirst, read_prose
from archive.parse.related import read_aside
from archive.parse.sheet import Sheet
from archive.parse.tags import split_tags
from archive.text import key

_SAMPLE_LINES = 12
_SAMPLE = 2000


def read_plain(
    text: str,
    *,
    outlets: KnownOutlets | None = None,
    language: str | None = None,
    markers: Markers | None = None,
) -> Clipping | Refusal:
    """Reads a text into a clipping; a text that holds no article is refused with the fact.

    `language` settles what the text leaves open, such as which of 03/04 is the month.
    """
    markers, outlets = markers or load_markers(), outlets or KnownOutlets()
    sheet = Sheet()
    _read_language(text, sheet, language)
    lines = read_lines(text, markers, sheet.fields["language"])
    layout = lay_out(lines)
    if isinstance(layout, str):
        return Refusal(Reason.NO_ARTICLE, layout)
    _read_head(layout, sheet, markers)
    _read_signs(layout, sheet, markers, outlets)
    _read_aside(layout, sheet, outlets)
    read_prose(layout, sheet, markers)
    _imply(sheet)
    return sheet.clipping(lines)


def _read_language(text: str, sheet: Sheet, hint: str | None) -> None:
    """Detects the language by the longest lines: menus and buttons have no say."""
    if hint:
        sheet.put_worked_out("language", canonical(hint), 1.0, "option")
        return
    longest = sorted(text.splitlines(), key=len, reverse=True)[:_SAMPLE_LINES]
    code, confidence = detect_language("\n".join(longest)[:_SAMPLE])
    sheet.put_worked_out("language", code, confidence, "words of the body")


def _read_head(layout: Layout, sheet: Sheet, markers: Markers) -> None:
    """Reads what stands above the body: title, kicker or section, standfirst."""
    if layout.title is None:
        return
    title = layout.lines[layout.title]
    split = split_title(title.text, layout.lines)
    sheet.put("title", split[1] if split else title.text, layout.title_confidence, [title])
    sheet.mark(LineRole.TITLE, [title])
    kicker, section = find_kicker(layout.above, markers)
    if section:
        sheet.put("section", section.text, 0.85, [section])
        sheet.mark(LineRole.SECTION, [section])
    if kicker:
        sheet.put("kicker", kicker.text, 0.7, [kicker])
        sheet.mark(LineRole.KICKER, [kicker])
    elif split:
        sheet.put("kicker", split[0], 0.8, [title])
    if standfirst := find_standfirst(layout.around):
        put_standfirst(sheet, standfirst, 0.85)


def _read_signs(layout: Layout, sheet: Sheet, markers: Markers, outlets: KnownOutlets) -> None:
    """Reads who published the article, when, under which section, and who wrote it."""
    if dated := choose_date(layout.above, layout.around, layout.below):
        sheet.put("published", dated.reading.date, dated.confidence, [dated.line])
    outlet = find_outlet(layout.lines, layout.inside, markers, outlets)
    if authors := find_authors(layout, markers.beside(outlet.name if outlet else None)):
        sheet.put("authors", authors.bylines, authors.confidence, authors.lines)
        own = [line for line in authors.lines if line.role is not LineRole.DATELINE]
        sheet.mark(LineRole.BYLINE, [line for line in own if not is_paragraph(line)])
    section = find_section((*layout.around, *layout.above), markers)
    if section and "section" not in sheet.fields:
        sheet.put("section", section[0], 0.9, [section[1]])
    if outlet:
        sheet.put("outlet", outlet.name, outlet.confidence, [outlet.line])
        sheet.mark(LineRole.OUTLET, [outlet.line] if outlet.line.role is LineRole.FURNITURE else [])


def _read_aside(layout: Layout, sheet: Sheet, outlets: KnownOutlets) -> None:
    """Reads what stands among and below the paragraphs: related links and tags."""
    own = key(sheet.fields.get("title") or "")
    aside = read_aside(layout.lines[layout.start :], layout.inside[layout.start :], own)
    sheet.roles.update(aside.roles)
    if aside.links:
        linked = [line for line in layout.lines if line.number in aside.links]
        sheet.put("related", tuple(aside.links[line.number] for line in linked), 0.85, linked)
    known = outlets.tags_of(sheet.fields.get("outlet"))
    tags = dict.fromkeys(tag for _, printed in aside.tags for tag in split_tags(printed, known))
    if tags:
        sheet.put("tags", tuple(tags), 0.9, [line for line, _ in aside.tags])


def _imply(sheet: Sheet) -> None:
    """Works out the day that the text implies where none is stated; it is kept apart from what is."""
    published = sheet.fields.get("published")
    if published and published.precision in (Precision.DAY, Precision.MINUTE):
        return
    paragraphs = [sheet.fields.get("standfirst") or "", *sheet.fields["body"].split("\n\n")]
    if implied := implied_date(paragraphs, sheet.fields["language"]):
        sheet.put_worked_out("implied", implied[0], 0.6, "words of the body", implied[1])
