"""Outlet rules: where one outlet prints a field, and since when, as small data files in `outlets_rules/`.

Each file names a domain and one rule or more, each with the day it holds from and selectors of the form
`tag.class tag#id`. What a rule finds stands over what pages say in general.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.documents import Link, Precision, PressDate
from archive.parse.bylines import read_byline, read_names, to_bylines
from archive.parse.dates import find_dates
from archive.parse.html.candidates import Candidate
from archive.parse.html.page import Page
from archive.parse.markers import Markers

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SELECTORS = ("title", "byline", "dateline", "tags", "related")
_STEP = re.compile(r"(?P<tag>[\w-]+|\*)?(?P<marks>(?:[.#][\w-]+)*)")
_SURE = 0.99
_DAY_FIRST, _MONTH_FIRST = "fr", "en"
"""The languages that decide what 03/04/2021 is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Is where an outlet prints its fields from a day on; `paths` holds XPath by field."""

    domain: str
    valid_from: date
    paths: Mapping[str, str]
    month_first: bool = False
    time_zone: str | None = None


def find_rule(page: Page, day: date | None, rules: tuple[Rule, ...] | None = None) -> Rule | None:
    """Gives the rule of the page's outlet that held on a day: the last that began by then, else the first of all."""
    own = [r for r in rules or load_rules() if page.host == r.domain or page.host.endswith(f".{r.domain}")]
    begun = [rule for rule in own if day is None or rule.valid_from <= day]
    return (
        max(begun, key=lambda r: r.valid_from)
        if begun
        else min(own, key=lambda r: r.valid_from, default=None)
    )


def read_by(rule: Rule, page: Page, markers: Markers) -> Iterator[tuple[str, Candidate[Any]]]:
    """Gives the fields that a rule finds on a page, each with its origin."""
    for name, read in _READERS.items():
        path = rule.paths.get(name)
        elements = page.tree.xpath(path) if path else []
        found = read(elements, rule, page, markers) if elements else None
        if found:
            field, value = found
            place = f"rule of {rule.domain} since {rule.valid_from}: {name}"
            yield field, Candidate(value, place, _SURE, None if field == "related" else _text(elements[0]))


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


_Found = tuple[str, Any] | None


def _title(elements: list[HtmlElement], *_: Any) -> _Found:
    return ("title", _text(elements[0])) if _text(elements[0]) else None


def _byline(elements: list[HtmlElement], rule: Rule, page: Page, markers: Markers) -> _Found:
    names = [name for element in elements for name in _names(_text(element), markers)]
    return ("authors", to_bylines(names, markers, _text(elements[0]))) if names else None


def _names(text: str, markers: Markers) -> tuple[str, ...]:
    marked = tuple(byline.name for byline in read_byline(text, markers))
    return marked or read_names(text, markers)


def _dateline(elements: list[HtmlElement], rule: Rule, page: Page, markers: Markers) -> _Found:
    readings = find_dates(_text(elements[0]), _MONTH_FIRST if rule.month_first else _DAY_FIRST)
    return ("published", _in_zone(readings[0].date, rule.time_zone)) if readings else None


def _in_zone(printed: PressDate, zone: str | None) -> PressDate:
    """Gives a printed time the offset that the outlet's zone had then; what has one keeps it."""
    if zone is None or printed.offset or printed.precision is not Precision.MINUTE:
        return printed
    try:
        offset = datetime.fromisoformat(printed.value).replace(tzinfo=ZoneInfo(zone)).isoformat()[-6:]
    except ZoneInfoNotFoundError:
        return printed
    return PressDate(printed.value, printed.precision, offset)


def _tags(elements: list[HtmlElement], *_: Any) -> _Found:
    return "tags", tuple(dict.fromkeys(text for element in elements if (text := _text(element))))


def _related(elements: list[HtmlElement], rule: Rule, page: Page, markers: Markers) -> _Found:
    links = (Link(_text(a), page.absolute(a.get("href"))) for element in elements for a in element.iter("a"))
    return "related", tuple(dict.fromkeys(link for link in links if link.title))


_READERS: dict[str, Callable[..., _Found]] = {
    "title": _title,
    "byline": _byline,
    "dateline": _dateline,
    "tags": _tags,
    "related": _related,
}


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Reads the data files of the package."""
    folder = resources.files("archive.parse") / "outlets_rules"
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple(r for name in files for r in make_rules(tomllib.loads((folder / name).read_text("utf-8"))))


def make_rules(table: Mapping[str, Any]) -> Iterator[Rule]:
    """Makes the rules of one data file."""
    for entry in table["rule"]:
        paths = {name: path_of(entry[name]) for name in SELECTORS if name in entry}
        zone, first = table.get("time_zone"), entry.get("date_format") == "month first"
        yield Rule(table["domain"], entry["valid_from"], paths, first, zone)


def path_of(selector: str) -> str:
    """Gives the XPath of a selector: steps of `tag.class#id`, a space for "anywhere in".

    >>> path_of("ul.tags a")
    ".//ul[contains(concat(' ', normalize-space(@class), ' '), ' tags ')]//a"
    """
    steps = []
    for step in selector.split():
        match = _STEP.fullmatch(step)
        if match is None:
            raise ValueError(f"{selector!r} is no selector of the form tag.class")
        steps.append(
            (match["tag"] or "*") + "".join(map(_condition, re.findall(r"[.#][\w-]+", match["marks"])))
        )
    return ".//" + "//".join(steps)


def _condition(mark: str) -> str:
    if mark[0] == "#":
        return f"[@id='{mark[1:]}']"
    return f"[contains(concat(' ', normalize-space(@class), ' '), ' {mark[1:]} ')]"
