"""What the archive gives, as rows for every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive.frozen import as_dict

if TYPE_CHECKING:
    from archive.results import Hit, Results

Row = dict[str, Any]


def hit_row(hit: Hit) -> Row:
    """Gives a hit as a row: its passage with the marks, lists as lists."""
    row = as_dict(hit)
    row["authors"], row["tags"] = list(hit.authors), list(hit.tags)
    row["title_marks"] = [list(mark) for mark in hit.title_marks]
    row["snippet"] = {"text": hit.snippet, "marks": [list(mark) for mark in row.pop("snippet_marks")]}
    if hit.others is None:
        del row["others"]
    return row


def total_line(results: Results, offset: int) -> str:
    """Gives the sentence below a page: how many there are, and how to see more."""
    number = f"{results.total:,}" if results.exact else f"at least {results.total:,}"
    noun = "article" if results.total == 1 and results.exact else "articles"
    seen = offset + len(results.hits) + results.collapsed
    more = f" --offset {seen} shows more." if seen < results.total and results.hits else ""
    return f"{number} {noun}.{more}"


def list_row(row: Mapping[str, Any]) -> Row:
    """Gives an article as `archive list` shows it."""
    names = (
        "id",
        "published",
        "implied",
        "outlet",
        "language",
        "label",
        "authors",
        "tags",
        "section",
        "address",
    )
    return {name: row[name] for name in names} | {"derived": row["derived"]}


def article_view(article: Mapping[str, Any]) -> Row:
    """Gives an article as the reading view shows it."""
    links = [{**link, "id": link["target_id"], "group": link["group_label"]} for link in article["related"]]
    return {**article, "related": links}


def related_row(link: Mapping[str, Any]) -> Row:
    """Gives a link in either direction as a row."""
    to = link["direction"] == "to"
    return {
        "direction": link["direction"],
        "article": link["target_id"] if to else link["id"],
        "title": link["title"],
        "group": link["group_label"],
        "kind": link["kind"],
        "blurb": link.get("blurb"),
        "address": link.get("address"),
    }


def figure_rows(figures: Mapping[str, Any]) -> Iterator[Row]:
    """Gives figures as rows of name and value; a mapping inside gives a row for each of its parts."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from ({"figure": f"{name}: {part}", "value": count} for part, count in value.items())
        else:
            yield {"figure": name, "value": _plain(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return value
