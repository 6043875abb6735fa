"""The measurements as tables, and their place in the manual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, mode
from typing import Any

Results = dict[str, Any]

BEGIN, END = "<!-- written by bench/run.py -->", "<!-- to here -->"
YARDSTICK = "stock FTS5"

BARS = {
    "rare": (10, 0.6),
    "medium": (15, 0.6),
    "common": (25, 0.25),
    "everywhere": (50, 0.25),
    "two words": (50, 0.6),
    "two words everywhere": (50, 0.35),
    "one of three": (50, 0.35),
    "one of three common": (50, 0.35),
    "phrase": (60, 1.0),
    "phrase of two words everywhere": (200, 1.0),
    "beginning": (40, 0.6),
    "name in every spelling": (50, None),
    "newest first": (10, 0.02),
    "of one year": (40, 0.08),
    "of one outlet": (40, 0.05),
    "of one author": (40, 0.05),
    "of one tag": (40, 0.05),
    "facets": (60, 0.8),
    "count": (30, 1.0),
}
"""What is aimed at: milliseconds of the slowest in twenty at a million articles, and the part of stock FTS5's time.

The slowest of ten questions is held to what is aimed at for the slowest in twenty."""


def table(found: Results) -> str:
    """Gives the tables of one size."""
    return "\n".join([*_head(found), *_classes(found), "", *_bytes(found)])


def write(page: Path, results: Sequence[Results]) -> None:
    """Puts the tables into the manual, between its marks; those of other sizes stay."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    told, _, after = rest.partition(END)
    tables = {
        _size(part): part.strip() for part in re.split(r"(?m)^(?=### )", told) if part.startswith("### ")
    }
    tables |= {found["articles"]: table(found).strip() for found in results}
    shown = "\n\n".join(tables[size] for size in sorted(tables))
    page.write_text(f"{before}{BEGIN}\n\n{shown}\n\n{END}{after}", encoding="utf-8")


def _size(part: str) -> int:
    """Gives the number of articles in the heading of a table."""
    return int(part.split()[1].replace(",", ""))


def _head(found: Results) -> Iterator[str]:
    machine, pace = found["machine"], found["pace"]
    yield f"### {found['articles']:,} articles"
    yield ""
    yield (
        f"{machine['date']}, {machine['system']} with {machine['cores']} cores, Python {machine['python']},"
        f" SQLite {machine['sqlite']}. A loop of a million additions took {min(pace):.0f} to {max(pace):.0f} ms,"
        f" {median(pace):.0f} in the middle."
    )
    yield f"Milliseconds of processor time, median / slowest of the {_numbers(found)}."
    yield ""


def _numbers(found: Results) -> str:
    """Gives how many questions a class has, and which classes have another number."""
    numbers = {name: len(some) for name, some in found["questions"].items()}
    usual = mode(numbers.values())
    others = ", ".join(f"{name} {number}" for name, number in numbers.items() if number != usual)
    return f"{usual} questions of a class" + (f" ({others})" if others else "")


def _classes(found: Results) -> Iterator[str]:
    """Gives the classes beside plain FTS5, and other engines as multiples of the index alone."""
    names = [name for name in found["peers"] if name != YARDSTICK]
    heads = [
        "search",
        "page without snippets",
        "index alone",
        YARDSTICK,
        "page ÷ stock",
        "index ÷ stock",
        "aim",
    ]
    heads += [f"{name} ÷ index" for name in names]
    yield f"| class | {' | '.join(heads)} |"
    yield f"| --- |{' --- |' * len(heads)}"
    for name, (most, share) in BARS.items():
        times = found["times"][name]
        *ours, stock = (times.get(what) for what in ("archive", "page", "index", YARDSTICK))
        cells = [*map(_spread, [*ours, stock]), *(_ratio(one, stock) for one in ours[1:])]
        cells += [f"{most} ms" + (f", {share:g}" if share else "")]
        cells += [_ratio(times.get(one), times["index"]) for one in names]
        yield f"| {name} | {' | '.join(cells)} |"


def _bytes(found: Results) -> Iterator[str]:
    articles, sizes, taken = found["articles"], found["sizes"], found["ingest"]
    raw = sizes["raw text"]
    yield "| what | bytes an article | of the raw text |"
    yield "| --- | --- | --- |"
    for name, size in sizes.items():
        yield f"| {name} | {size / articles:,.0f} | {size / raw:.2f} |"
    yield ""
    others = ", ".join(_other(name, one, articles) for name, one in found["peers"].items())
    yield f"Other engines, bytes an article, and how many they take in a second: {others}."
    rate = taken["articles"] / taken["seconds"]
    yield (
        f"`archive ingest` of the first {taken['articles']:,} articles: {rate:,.0f} articles a second of processor"
        f" time, at most {taken['megabytes']:,.0f} MB of memory, a file of {taken['file'] / taken['raw text']:.1f}"
        " times the text, originals kept."
    )
    if found["missing"]:
        yield " ".join(f"{name}: {why}" for name, why in found["missing"].items())
    yield from _counts(found)


def _counts(found: Results) -> Iterator[str]:
    """Says where engines count other articles than the archive; what was measured before may not know."""
    counts = dict(found.get("counts", {}))
    ours = counts.pop("archive", [])
    apart: dict[str, list[str]] = {}
    for name, told in counts.items():
        for typed, theirs, mine in zip(found["questions"]["count"], told, ours, strict=True):
            if theirs != mine:
                apart.setdefault(f"`{typed}` {mine:,} and not {theirs:,}", []).append(name)
    if apart:
        others = {
            case: "all" if len(some) == len(counts) else ", ".join(some) for case, some in apart.items()
        }
        cases = (f"{case} ({some})" for case, some in others.items())
        yield f"Of *count*, the archive finds other numbers than other engines: {'; '.join(cases)}."
    elif ours:
        yield f"Of *count*, each engine finds as many articles as the archive for all {len(ours)} questions."


def _other(name: str, one: dict[str, float], articles: int) -> str:
    """Gives the bytes an article of an engine, and its articles a second where they are known."""
    seconds = one.get("load seconds", 0.0)
    rate = f" ({articles / seconds:,.0f})" if seconds else ""
    return f"{name} {one['size'] / articles:,.0f}{rate}"


def _spread(times: Sequence[float] | None) -> str:
    if not times:
        return "–"
    return f"{_short(median(times))} / {_short(max(times))}"


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.2f}"


def _ratio(times: Sequence[float] | None, others: Sequence[float] | None) -> str:
    if not times or not others:
        return "–"
    ratio = median(times) / max(median(others), 1e-6)
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.2g}"
